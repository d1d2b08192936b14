#pragma once

// The programs of core_program.hpp in a plain state machine, by the rules of PEP 255, 342 and 380 and of cogen's
// reference. No coroutines, and nothing of cogen: a generator is a struct that says where it stands, and delegation is
// recursion.

#include "core_program.hpp"
#include "fuzz.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace fuzz::model {

enum class state { created, suspended, running, closed };
enum class waiting { for_start, in_yield, in_yield_local, in_generator, in_range };

struct generator;

/// What holds a generator: a variable of a body, or a slot of the script.
struct holder {
  bool present = false;
  kind how = kind::plain;
  std::unique_ptr<generator> it{};  // null: moved from, or closed before it began
};

struct generator {
  kind how;
  std::size_t which;
  state at_present = state::created;
  waiting waits = waiting::for_start;
  std::size_t at = 0;
  int repeats = 0;
  int cell = 0;  // a local that is yielded
  std::vector<int> guards{};
  std::array<holder, children> inner{};
  std::optional<int> result{};

  // in_generator
  generator* delegate = nullptr;
  std::unique_ptr<generator> delegate_owner{};

  // in_range
  std::vector<int> elements{};
  std::size_t passed = 0;    // elements that have been handed out
  std::size_t in_place = 0;  // so many at a time can be taken as a segment; 0: none can
  bool lent = false;         // the body looks at them afterwards
};

struct signal {
  enum { next, send, raise } what = next;
  int value = 0;
  failure thrown{};
};

struct outcome {
  enum { yielded, returned, raised } what;
  int* element = nullptr;
  int value = 0;
  failure thrown{};
};

class world : public record {
 public:
  explicit world(test_case const& with) : given_(with) {}

  void act(call const& now) {
    if (now.what >= action::create) {
      act_on_slots(now);
    } else if (slots_[now.slot].present) {
      ++acting_[now.slot];
      pinned_[now.slot] += pins(now.what);
      act_on(now);
      --acting_[now.slot];
      pinned_[now.slot] -= pins(now.what);
    }
    for (holder const& each : slots_) say("state", each.present ? static_cast<int>(state_of(each)) : -1);
  }

  void destroy_all() {
    for (std::size_t round = 0; round != slots; ++round) {
      for (holder& each : slots_) {
        if (state_of(each) != state::running) drop(each);
      }
    }
  }

 private:
  enum class iterator { absent, there, at_end };

  static state state_of(holder const& given) { return given.it != nullptr ? given.it->at_present : state::closed; }
  program const& program_of(generator const& given) const { return given_.programs[given.which]; }

  void create(holder& place, kind how, std::size_t which) {
    drop(place);
    place.present = true;
    place.how = how;
    place.it = std::make_unique<generator>(generator{.how = how, .which = which});
    place.it->repeats = given_.programs[which].repeats;
  }

  // Destruction.
  void drop(holder& given) {
    if (given.it != nullptr) destroy(*given.it);
    given = holder();
  }
  void destroy(generator& given) {
    if (given.at_present == state::created || given.at_present == state::closed) return;
    if (given.delegate != nullptr) {
      if (given.delegate_owner != nullptr) {
        destroy(*given.delegate);
      } else if (given.delegate->at_present == state::running) {
        given.delegate->at_present = state::suspended;
      }
    }
    leave_body(given);
  }
  void leave_body(generator& given) {
    while (!given.guards.empty()) leave_guard(given);
    for (std::size_t i = children; i-- != 0;) drop(given.inner[i]);
    given.at_present = state::closed;
  }
  void leave_guard(generator& given) {
    if (given.guards.empty()) return;
    say("destroyed", given.guards.back());
    given.guards.pop_back();
  }

  // Resumption.
  outcome resume(generator& given, signal const& told) {
    bool const starts = given.waits == waiting::for_start;
    given.at_present = state::running;
    std::optional<failure> thrown;
    std::optional<outcome> done;
    if (starts) {
      given.guards.push_back(static_cast<int>(given.which));
      say("started", static_cast<int>(given.which));
    } else {
      done = go_on(given, told, thrown);
    }
    while (!done) {
      if (thrown) {
        instruction const& now = program_of(given).body[given.at - 1];
        if (!(thrown->what == error::exit ? now.catches_exit : now.catches_errors)) return left(given, *thrown);
        say("caught", *thrown);
        if (now.again) return left(given, *thrown);
        thrown.reset();
      }
      if (!(given.at < program_of(given).body.size() && fuel-- > 0)) return returned(given, 255);
      done = execute(given, program_of(given).body[given.at++], thrown);
    }
    if (done->what == outcome::yielded) given.at_present = state::suspended;
    return *done;
  }
  outcome left(generator& given, failure const& thrown) {
    leave_body(given);
    return {.what = outcome::raised, .thrown = thrown};
  }
  outcome returned(generator& given, int value) {
    if (returns(given.how)) given.result = value;
    leave_body(given);
    return {.what = outcome::returned};
  }

  // From where it is suspended.
  std::optional<outcome> go_on(generator& given, signal const& told, std::optional<failure>& thrown) {
    switch (given.waits) {
      case waiting::in_generator:
        return go_on_in_generator(given, told, thrown);
      case waiting::in_range:
        if (told.what == signal::next) return next_of_range(given);
        thrown = told.what == signal::raise ? told.thrown : failure{error::generator};
        return std::nullopt;
      default:
        if (told.what == signal::raise) {
          thrown = told.thrown;
          return std::nullopt;
        }
        say("got", told.what == signal::send && takes_values(given.how) && !wrong_model() ? told.value : -1);
        if (given.waits == waiting::in_yield_local) say("local", given.cell);
        return std::nullopt;
    }
  }

  std::optional<outcome> next_of_range(generator& given) {
    if (given.passed == given.elements.size()) {
      if (given.lent) {
        int sum = 0;
        for (int const element : given.elements) sum += element;
        say("lent", sum);
      }
      return std::nullopt;
    }
    return outcome{.what = outcome::yielded, .element = &given.elements[given.passed++]};
  }

  std::optional<outcome> go_on_in_generator(generator& given, signal const& told, std::optional<failure>& thrown) {
    generator& delegate = *given.delegate;
    if (told.what == signal::raise && told.thrown.what == error::exit) {
      // PEP 380: it is closed, then the exit, or what closing it has thrown, is raised here.
      outcome const answer = resume(delegate, told);
      thrown = answer.what == outcome::yielded                                       ? failure{error::ignored_exit}
               : answer.what == outcome::raised && answer.thrown.what != error::exit ? answer.thrown
                                                                                     : told.thrown;
      unlink(given);
      return std::nullopt;
    }
    outcome const answer = resume(delegate, told);
    return after_delegate(given, answer, thrown);
  }
  std::optional<outcome> after_delegate(generator& given, outcome const& answer, std::optional<failure>& thrown) {
    generator& delegate = *given.delegate;
    if (answer.what == outcome::yielded) {
      delegate.at_present = state::running;  // it is being delegated to
      return answer;
    }
    if (answer.what == outcome::raised) {
      thrown = answer.thrown;
    } else {
      say("returned", std::exchange(delegate.result, std::nullopt).value_or(-1));
    }
    unlink(given);
    return std::nullopt;
  }
  void unlink(generator& given) {
    given.delegate = nullptr;
    if (auto const owned = std::exchange(given.delegate_owner, nullptr)) destroy(*owned);
  }

  // co_yield from(generator)
  std::optional<outcome> delegate_to(generator& given, holder& place, bool moved, std::optional<failure>& thrown) {
    if (!place.present || (yields_int(given.how) ? !yields_int(place.how) : place.how != given.how)) {
      return std::nullopt;
    }
    if (place.it == nullptr || place.it->at_present == state::closed) {
      if (!returns(place.how)) {
        say("returned", -1);
      } else if (place.it == nullptr || !place.it->result) {
        thrown = failure{error::no_result};
      } else {
        say("returned", *std::exchange(place.it->result, std::nullopt));
      }
      if (moved) place.it = nullptr;
      return std::nullopt;
    }
    if (place.it->at_present == state::running) {
      thrown = failure{error::running};
      return std::nullopt;
    }
    given.delegate = place.it.get();
    if (moved) given.delegate_owner = std::move(place.it);
    given.waits = waiting::in_generator;
    return after_delegate(given, resume(*given.delegate, signal()), thrown);
  }

  // co_yield from(range)
  std::optional<outcome> delegate_to_range(generator& given, instruction const& now) {
    bool const list = now.what == operation::from_list || now.what == operation::from_moved_list;
    bool const constant = now.what == operation::from_const_vector && given.how != kind::look;
    bool const moved = now.what == operation::from_moved_vector || now.what == operation::from_moved_list;
    given.elements = elements_of(now.argument);
    given.passed = 0;
    given.waits = waiting::in_range;
    given.lent = !moved && !yields_int(given.how) && given.how != kind::unique;
    if (list) {
      given.in_place = 0;
    } else if (constant && yields_int(given.how)) {
      given.in_place = block;
    } else if (given.how == kind::owned && !moved) {
      given.in_place = 0;
    } else {
      given.in_place = given.elements.size();
    }
    return next_of_range(given);
  }

  std::optional<outcome> execute(generator& given, instruction const& now, std::optional<failure>& thrown) {
    int const argument = now.argument;
    std::size_t const child = static_cast<std::size_t>(argument) % children;
    std::size_t const slot = static_cast<std::size_t>(argument) % slots;
    switch (now.what) {
      case operation::yield_failing:
        thrown = given.how == kind::owned ? failure{error::copy} : failure{error::test, argument};
        return std::nullopt;
      case operation::yield_local:
      case operation::yield:
        given.cell = argument;
        given.waits = given.how == kind::look || (now.what == operation::yield_local && given.how != kind::unique)
                          ? waiting::in_yield_local
                          : waiting::in_yield;
        return outcome{.what = outcome::yielded, .element = &given.cell};
      case operation::from_new: {
        holder fresh;
        std::size_t const of = given_.which(argument);
        create(fresh, child_kind(given.how, given_.programs[of]), of);
        return delegate_to(given, fresh, true, thrown);
      }
      case operation::make_child: {
        std::size_t const of = given_.which(argument / 2);
        create(given.inner[child], child_kind(given.how, given_.programs[of]), of);
        return std::nullopt;
      }
      case operation::act_on_child:
        if (given.inner[child].present) say_outcome(told(given.inner[child], signal()), given.how);
        return std::nullopt;
      case operation::from_child:
        return delegate_to(given, given.inner[child], false, thrown);
      case operation::from_moved_child:
        return delegate_to(given, given.inner[child], true, thrown);
      case operation::from_slot:
        return delegate_to(given, slots_[slot], false, thrown);
      case operation::from_moved_slot:
        if (state_of(slots_[slot]) == state::running) return std::nullopt;
        held_[slot] = iterator::absent;
        return delegate_to(given, slots_[slot], true, thrown);
      case operation::from_vector:
      case operation::from_const_vector:
      case operation::from_moved_vector:
      case operation::from_list:
      case operation::from_moved_list:
        return delegate_to_range(given, now);
      case operation::raise:
        thrown = failure{error::test, argument};
        return std::nullopt;
      case operation::finish:
        return returned(given, argument);
      case operation::repeat:
        if (given.repeats-- > 0) given.at = 0;
        return std::nullopt;
      case operation::enter_guard:
        given.guards.push_back(argument);
        return std::nullopt;
      case operation::leave_guard:
        leave_guard(given);
        return std::nullopt;
      case operation::act:
        act(call_of(argument));
        return std::nullopt;
      case operation::count:
        return std::nullopt;
    }
    std::abort();
  }

  // Calls from outside.
  outcome told(holder& place, signal const& with) {
    generator* const given = place.it.get();
    if (given == nullptr || given->at_present == state::closed) {
      return with.what == signal::raise ? outcome{.what = outcome::raised, .thrown = with.thrown}
                                        : outcome{.what = outcome::returned};
    }
    if (given->at_present == state::running) return {.what = outcome::raised, .thrown = {error::running}};
    if (given->at_present == state::created) {
      if (with.what == signal::send) return {.what = outcome::raised, .thrown = {error::not_started}};
      if (with.what == signal::raise) {
        place.it = nullptr;
        return {.what = outcome::raised, .thrown = with.thrown};
      }
    }
    return resume(*given, with);
  }

  int seen(int* element, kind how) {
    int const value = *element;
    if (how == kind::look) *element += 1000;
    return value;
  }
  void say_outcome(outcome const& given, kind how) {
    if (given.what == outcome::yielded) {
      say("yielded", seen(given.element, how));
    } else if (given.what == outcome::raised) {
      say("raised", given.thrown);
    } else {
      say("ended", 0);
    }
  }

  void act_on(call const& now) {
    holder& place = slots_[now.slot];
    kind const how = place.how;
    failure const thrown{error::test, now.argument};
    failure const exit{error::exit};
    switch (now.what) {
      case action::next:
      case action::pull:
        return say_outcome(told(place, signal()), how);
      case action::send:
        if (takes_values(how)) say_outcome(told(place, {.what = signal::send, .value = now.argument}), how);
        return;
      case action::raise:
      case action::raise_pointer:
        return say_outcome(told(place, {.what = signal::raise, .thrown = thrown}), how);
      case action::raise_exit:
      case action::raise_exit_pointer:
      case action::raise_derived_exit:
        return say_outcome(told(place, {.what = signal::raise, .thrown = exit}), how);
      case action::raise_null:
        return say("raised", failure{error::generator});
      case action::close:
        return close(place);
      case action::result:
        if (!returns(how)) return;
        if (place.it != nullptr && place.it->result) return say("result", *place.it->result);
        return say("raised", failure{error::no_result});
      case action::segment:
        return segment(place, static_cast<std::size_t>(now.argument));
      case action::loop:
      case action::drain: {
        for (int left = now.argument % 8;; --left) {
          outcome const next = told(place, signal());
          if (next.what != outcome::returned || now.what == action::drain) say_outcome(next, how);
          if (next.what != outcome::yielded || (left == 0 && now.what == action::loop)) return;
        }
      }
      case action::hold: {
        outcome const next = told(place, signal());
        say_outcome(next, how);
        if (next.what != outcome::raised) {
          held_[now.slot] = next.what == outcome::yielded ? iterator::there : iterator::at_end;
        }
        return;
      }
      case action::advance: {
        iterator const kept = std::exchange(held_[now.slot], iterator::absent);
        if (kept == iterator::absent) return;
        outcome const next = kept == iterator::at_end ? outcome{.what = outcome::returned} : told(place, signal());
        say_outcome(next, how);
        if (next.what != outcome::raised) {
          held_[now.slot] = next.what == outcome::yielded ? iterator::there : iterator::at_end;
        }
        return;
      }
      default:
        return;
    }
  }

  void close(holder& place) {
    if (state_of(place) == state::closed) return say("closed", -1);
    if (state_of(place) == state::created) {
      place.it = nullptr;
      return say("closed", -1);
    }
    generator* const closing = place.it.get();
    outcome const answer = told(place, {.what = signal::raise, .thrown = {error::exit}});
    if (answer.what == outcome::yielded) return say("raised", failure{error::ignored_exit});
    if (answer.what == outcome::raised)
      return answer.thrown.what == error::exit ? say("closed", -1) : say("raised", answer.thrown);
    say("closed", std::exchange(closing->result, std::nullopt).value_or(-1));
  }

  void segment(holder& place, std::size_t most) {
    generator* at = place.it.get();
    if (at == nullptr || at->at_present != state::suspended) return;
    while (at->waits == waiting::in_generator) at = at->delegate;
    if (at->waits != waiting::in_range || at->in_place == 0 || at->passed == 0) return;
    std::size_t const end =
        std::min((at->passed + at->in_place - 1) / at->in_place * at->in_place, at->elements.size());
    for (; at->passed != end && most != 0; --most) say("segment", seen(&at->elements[at->passed++], place.how));
  }

  void act_on_slots(call const& now) {
    std::size_t const other = now.other();
    bool const two = now.what == action::move_to || now.what == action::assign_to || now.what == action::swap_with;
    if (pinned_[now.slot] != 0 || (two && pinned_[other] != 0)) return;
    holder& given = slots_[now.slot];
    holder& target = slots_[other];
    bool const stays = now.what == action::swap_with || now.what == action::assign_to_itself;
    if (!stays && (state_of(two ? target : given) == state::running || acting_[two ? other : now.slot] != 0)) return;
    say("changed", 0);
    held_[now.slot] = iterator::absent;
    if (two) held_[other] = iterator::absent;
    switch (now.what) {
      case action::create: {
        std::size_t const which = given_.which(now.argument);
        return create(given, given_.programs[which].how, which);
      }
      case action::destroy:
        return drop(given);
      case action::move_to:
      case action::assign_to:
        drop(target);
        target.present = given.present;
        target.how = given.how;
        target.it = std::move(given.it);
        return;
      case action::swap_with:
        if (given.present && target.present && given.how == target.how) std::swap(given.it, target.it);
        return;
      default:
        return;
    }
  }

  test_case const& given_;
  std::array<holder, slots> slots_{};
  std::array<iterator, slots> held_{};
  std::array<int, slots> acting_{};
  std::array<int, slots> pinned_{};
};

}  // namespace fuzz::model
