// Random programs of generators and random scripts of calls, compared event by event with a state machine that knows
// nothing of coroutines (core_model.hpp): values, errors, states, the order in which locals are destroyed.
#include <cogen/generator.hpp>

#include "core_model.hpp"
#include "core_program.hpp"
#include "fuzz.hpp"

#include <array>
#include <cstddef>
#include <exception>
#include <iterator>
#include <list>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace fuzz {
namespace {

struct test_error : std::runtime_error {
  explicit test_error(int with) : std::runtime_error("test"), value(with) {}
  int value;
};
struct derived_exit : cogen::generator_exit {};

template <kind Kind>
struct types;
template <>
struct types<kind::plain> {
  using generator = cogen::generator<int>;
  using element = int;
};
template <>
struct types<kind::full> {
  using generator = cogen::generator<int, int, int>;
  using element = int;
};
template <>
struct types<kind::look> {
  using generator = cogen::generator<int&>;
  using element = int;
};
template <>
struct types<kind::owned> {
  using generator = cogen::generator<item, item, item>;
  using element = item;
};
template <>
struct types<kind::unique> {
  using generator = cogen::generator<unique_item, void, unique_item>;
  using element = unique_item;
};
template <kind Kind>
using generator_of = typename types<Kind>::generator;
template <kind Kind>
using element_of = typename types<Kind>::element;

int number(int value) { return value; }
template <bool Copyable>
int number(basic_item<Copyable> const& given) {
  return given.value();
}
template <class Value>
int number(std::optional<Value> const& given) {
  return given ? number(*given) : -1;
}

failure failure_of(std::exception_ptr const& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (test_error const& caught) {
    return {error::test, caught.value};
  } catch (cogen::generator_exit const&) {
    return {error::exit};
  } catch (cogen::generator_running const&) {
    return {error::running};
  } catch (cogen::generator_not_started const&) {
    return {error::not_started};
  } catch (cogen::generator_ignored_exit const&) {
    return {error::ignored_exit};
  } catch (cogen::generator_no_result const&) {
    return {error::no_result};
  } catch (cogen::generator_error const&) {
    return {error::generator};
  } catch (copy_failed const&) {
    return {error::copy};
  }
}

template <kind... Kinds>
using any_of_kinds = std::variant<std::monostate, generator_of<Kinds>...>;
template <kind... Kinds>
using any_iterator_of_kinds = std::variant<std::monostate, typename generator_of<Kinds>::iterator...>;
using any_generator = any_of_kinds<kind::plain, kind::full, kind::look, kind::owned, kind::unique>;
using any_iterator = any_iterator_of_kinds<kind::plain, kind::full, kind::look, kind::owned, kind::unique>;

struct world : record {
  explicit world(test_case const& with) : given(with) {}
  test_case const& given;
  std::array<any_generator, slots> generators;
  std::array<any_iterator, slots> held;
  std::array<int, slots> acting{};  // calls of it that have not returned
  std::array<int, slots> pinned{};  // of these, see pins()
};

// Locals that say when they are destroyed.
class guards {
 public:
  explicit guards(record& to) : to_(to) {}
  guards(guards const&) = delete;
  guards& operator=(guards const&) = delete;
  ~guards() {
    while (!open_.empty()) leave();
  }
  void enter(int name) { open_.push_back(name); }
  void leave() {
    if (open_.empty()) return;
    to_.say("destroyed", open_.back());
    open_.pop_back();
  }

 private:
  record& to_;
  std::vector<int> open_;
};

template <class Range>
int sum_of(Range const& range) {
  int sum = 0;
  for (auto const& element : range) sum += number(element);
  return sum;
}
template <class Container>
Container elements(int argument) {
  Container made;
  for (int const value : elements_of(argument)) made.emplace_back(value);
  return made;
}

bool running(any_generator const& given) {
  return std::visit(
      [](auto const& held) {
        if constexpr (std::is_same_v<decltype(held), std::monostate const&>) {
          return false;
        } else {
          return held.state() == cogen::generator_state::running;
        }
      },
      given);
}

any_generator made(world& owner, kind how, std::size_t which);
void act(world& owner, call const& now);
template <class Generator>
void next_of(world& owner, Generator& given);

// The body of all generators. `Allocator` is std::allocator_arg_t and an allocator, or nothing.
template <kind Kind, class... Allocator>
generator_of<Kind> run(Allocator..., world& owner, std::size_t which) {
  using element = element_of<Kind>;
  constexpr bool told = takes_values(Kind);
  program const& own = owner.given.programs[which];
  int repeats = own.repeats;
  int cell = 0;
  std::array<any_generator, children> inner;
  guards open(owner);
  open.enter(static_cast<int>(which));
  owner.say("started", static_cast<int>(which));
  std::size_t at = 0;
  while (at < own.body.size() && owner.fuel-- > 0) {
    instruction const& now = own.body[at++];
    int const argument = now.argument;
    std::size_t const child = static_cast<std::size_t>(argument) % children;
    std::size_t const slot = static_cast<std::size_t>(argument) % slots;
    std::exception_ptr thrown;
    try {
      any_generator* delegate = nullptr;
      any_generator fresh;
      bool moved = false;
      switch (now.what) {
        case operation::yield_failing:
          if constexpr (Kind != kind::owned) throw test_error(argument);
          [[fallthrough]];
        case operation::yield_local:
          if constexpr (Kind == kind::owned || Kind == kind::full || Kind == kind::plain) {
            element local(argument);
            if constexpr (Kind == kind::owned) element::next_copy_fails = now.what == operation::yield_failing;
            if constexpr (told) {
              auto sent = co_yield local;
              owner.say("got", number(sent));
            } else {
              co_yield local;
              owner.say("got", -1);
            }
            owner.say("local", number(local));
            break;
          }
          [[fallthrough]];
        case operation::yield:
          if constexpr (Kind == kind::look) {
            cell = argument;
            co_yield cell;
            owner.say("got", -1);
            owner.say("local", cell);
          } else if constexpr (told) {
            auto sent = co_yield element(argument);
            owner.say("got", number(sent));
          } else {
            co_yield element(argument);
            owner.say("got", -1);
          }
          break;
        case operation::from_new: {
          std::size_t const of = owner.given.which(argument);
          fresh = made(owner, child_kind(Kind, owner.given.programs[of]), of);
          delegate = &fresh;
          moved = true;
          break;
        }
        case operation::make_child: {
          std::size_t const of = owner.given.which(argument / 2);
          inner[child] = made(owner, child_kind(Kind, owner.given.programs[of]), of);
          break;
        }
        case operation::act_on_child:
          std::visit([&owner](auto& held) { next_of(owner, held); }, inner[child]);
          break;
        case operation::from_child:
        case operation::from_moved_child:
          delegate = &inner[child];
          moved = now.what == operation::from_moved_child;
          break;
        case operation::from_slot:
        case operation::from_moved_slot:
          moved = now.what == operation::from_moved_slot;
          // One that runs must not be moved into the from: it would be destroyed with it.
          if (moved && running(owner.generators[slot])) break;
          if (moved) owner.held[slot] = std::monostate();
          delegate = &owner.generators[slot];
          break;
        case operation::from_vector:
        case operation::from_const_vector:
          if constexpr (Kind != kind::unique) {
            auto lent = elements<std::vector<element>>(argument);
            if (now.what == operation::from_vector || Kind == kind::look) {
              co_yield cogen::from(lent);
            } else if constexpr (Kind != kind::look) {
              co_yield cogen::from(std::as_const(lent));
            }
            if (!yields_int(Kind)) owner.say("lent", sum_of(lent));
            break;
          }
          [[fallthrough]];
        case operation::from_moved_vector: {
          auto lent = elements<std::vector<element>>(argument);
          co_yield cogen::from(std::move(lent));
          break;
        }
        case operation::from_list:
          if constexpr (Kind != kind::unique) {
            auto lent = elements<std::list<element>>(argument);
            co_yield cogen::from(lent);
            if (!yields_int(Kind)) owner.say("lent", sum_of(lent));
            break;
          }
          [[fallthrough]];
        case operation::from_moved_list: {
          auto lent = elements<std::list<element>>(argument);
          if constexpr (Kind == kind::look) {
            co_yield cogen::from(lent);
          } else {
            co_yield cogen::from(std::move(lent));
          }
          break;
        }
        case operation::raise:
          throw test_error(argument);
        case operation::finish:
          if constexpr (returns(Kind)) {
            co_return element(argument);
          } else {
            co_return;
          }
        case operation::repeat:
          if (repeats-- > 0) at = 0;
          break;
        case operation::enter_guard:
          open.enter(argument);
          break;
        case operation::leave_guard:
          open.leave();
          break;
        case operation::act:
          act(owner, call_of(argument));
          break;
        case operation::count:
          break;
      }
      if (delegate != nullptr) {
        if constexpr (yields_int(Kind)) {
          if (auto* const plain = std::get_if<generator_of<kind::plain>>(delegate)) {
            if (moved) {
              co_yield cogen::from(std::move(*plain));
            } else {
              co_yield cogen::from(*plain);
            }
            owner.say("returned", -1);
          } else if (auto* const full = std::get_if<generator_of<kind::full>>(delegate)) {
            int result = 0;
            if (moved) {
              auto returned = co_yield cogen::from(std::move(*full));
              result = returned;
            } else {
              auto returned = co_yield cogen::from(*full);
              result = returned;
            }
            owner.say("returned", result);
          }
        } else if (auto* const same = std::get_if<generator_of<Kind>>(delegate)) {
          if constexpr (returns(Kind)) {
            element result;
            if (moved) {
              auto returned = co_yield cogen::from(std::move(*same));
              result = std::move(returned);
            } else {
              auto returned = co_yield cogen::from(*same);
              result = std::move(returned);
            }
            owner.say("returned", number(result));
          } else {
            if (moved) {
              co_yield cogen::from(std::move(*same));
            } else {
              co_yield cogen::from(*same);
            }
            owner.say("returned", -1);
          }
        }
      }
    } catch (...) {
      thrown = std::current_exception();
    }
    if (thrown != nullptr) {
      failure const caught = failure_of(thrown);
      if (!(caught.what == error::exit ? now.catches_exit : now.catches_errors)) std::rethrow_exception(thrown);
      owner.say("caught", caught);
      if (now.again) std::rethrow_exception(thrown);
    }
  }
  if constexpr (returns(Kind)) co_return element(255);
}

any_generator made(world& owner, kind how, std::size_t which) {
  switch (how) {
    case kind::plain:
      return run<kind::plain>(owner, which);
    case kind::full:
      if (owner.given.programs[which].allocator) {
        return run<kind::full, std::allocator_arg_t, std::pmr::polymorphic_allocator<std::byte>>(std::allocator_arg, {},
                                                                                                 owner, which);
      }
      return run<kind::full>(owner, which);
    case kind::look:
      return run<kind::look>(owner, which);
    case kind::owned:
      return run<kind::owned>(owner, which);
    case kind::unique:
      return run<kind::unique>(owner, which);
  }
  std::abort();
}

// An element as the consumer sees it; references are written through.
int seen(int& element) {
  int const value = element;
  element += 1000;
  return value;
}
int seen(int&& element) { return element; }
template <bool Copyable>
int seen(basic_item<Copyable> const& element) {
  return element.value();
}

template <class Next>
void say_next(world& owner, Next const& next) {
  if (!next) {
    owner.say("ended", 0);
  } else if constexpr (std::is_pointer_v<Next>) {
    owner.say("yielded", seen(*next));
  } else {
    owner.say("yielded", number(*next));
  }
}

// What `function` throws is an event.
template <class Function>
void attempt(world& owner, Function function) {
  try {
    function();
  } catch (...) {
    owner.say("raised", failure_of(std::current_exception()));
  }
}

template <class Generator>
void next_of(world& owner, Generator& given) {
  if constexpr (!std::is_same_v<Generator, std::monostate>) {
    attempt(owner, [&] { say_next(owner, given.next()); });
  }
}

// Calls on a generator that stays where it is.
template <class Generator>
void call_on(world& owner, Generator& given, call const& now) {
  auto& held = owner.held[now.slot];
  int const argument = now.argument;
  switch (now.what) {
    case action::next:
      say_next(owner, given.next());
      break;
    case action::pull:
      if (auto* const element = given.pull()) {
        owner.say("yielded", seen(*element));
      } else {
        owner.say("ended", 0);
      }
      break;
    case action::send:
      if constexpr (Generator::takes_values) {
        using sent = typename Generator::return_type;
        say_next(owner, given.send(sent(argument)));
      }
      break;
    case action::raise:
      say_next(owner, given.throw_(test_error(argument)));
      break;
    case action::raise_pointer:
      say_next(owner, given.throw_(std::make_exception_ptr(test_error(argument))));
      break;
    case action::raise_exit:
      say_next(owner, given.throw_(cogen::generator_exit()));
      break;
    case action::raise_exit_pointer:
      say_next(owner, given.throw_(std::make_exception_ptr(cogen::generator_exit())));
      break;
    case action::raise_derived_exit:
      say_next(owner, given.throw_(derived_exit()));
      break;
    case action::raise_null:
      say_next(owner, given.throw_(std::exception_ptr()));
      break;
    case action::close:
      if constexpr (std::is_void_v<typename Generator::return_type>) {
        given.close();
        owner.say("closed", -1);
      } else {
        auto const answer = given.close();
        owner.say("closed", number(answer));
      }
      break;
    case action::result:
      if constexpr (!std::is_void_v<typename Generator::return_type>) owner.say("result", number(given.result()));
      break;
    case action::segment:
      for (auto& element : given.segment(static_cast<std::size_t>(argument))) {
        if constexpr (std::is_reference_v<typename Generator::reference> &&
                      std::is_lvalue_reference_v<typename Generator::reference>) {
          owner.say("segment", seen(element));
        } else {
          owner.say("segment", number(element));
        }
      }
      break;
    case action::loop: {
      int left = argument % 8;
      for (auto&& element : given) {
        owner.say("yielded", seen(element));
        if (left-- == 0) break;
      }
      break;
    }
    case action::drain:
      for (auto&& element : given) owner.say("yielded", seen(element));
      owner.say("ended", 0);
      break;
    case action::hold: {
      auto begun = given.begin();
      if (begun != given.end()) {
        owner.say("yielded", seen(*begun));
      } else {
        owner.say("ended", 0);
      }
      held = std::move(begun);
      break;
    }
    case action::advance: {
      auto* const kept = std::get_if<typename Generator::iterator>(&held);
      if (kept == nullptr) break;
      typename Generator::iterator moving = std::move(*kept);
      held = std::monostate();
      ++moving;
      if (moving != given.end()) {
        owner.say("yielded", seen(*moving));
      } else {
        owner.say("ended", 0);
      }
      held = std::move(moving);
      break;
    }
    default:
      break;
  }
}

template <class Generator>
void act_on(world& owner, Generator& given, call const& now) {
  if constexpr (!std::is_same_v<Generator, std::monostate>) {
    ++owner.acting[now.slot];
    owner.pinned[now.slot] += pins(now.what);
    attempt(owner, [&] { call_on(owner, given, now); });
    --owner.acting[now.slot];
    owner.pinned[now.slot] -= pins(now.what);
  }
}

// What changes where a generator is: none is destroyed that runs, but it may be moved.
void act_on_slots(world& owner, call const& now) {
  std::size_t const other = now.other();
  bool const two = now.what == action::move_to || now.what == action::assign_to || now.what == action::swap_with;
  if (owner.pinned[now.slot] != 0 || (two && owner.pinned[other] != 0)) return;
  any_generator& given = owner.generators[now.slot];
  any_generator& target = owner.generators[other];
  bool const stays = now.what == action::swap_with || now.what == action::assign_to_itself;
  if (!stays && (running(two ? target : given) || owner.acting[two ? other : now.slot] != 0)) return;
  owner.say("changed", 0);
  owner.held[now.slot] = std::monostate();
  if (two) owner.held[other] = std::monostate();
  switch (now.what) {
    case action::create: {
      std::size_t const which = owner.given.which(now.argument);
      given = made(owner, owner.given.programs[which].how, which);
      break;
    }
    case action::destroy:
      given = std::monostate();
      break;
    case action::move_to:
      target = std::monostate();
      target = std::move(given);
      break;
    case action::assign_to:
      target = std::move(given);
      break;
    case action::swap_with:
      std::visit(
          [&](auto& left) {
            using generator = std::remove_reference_t<decltype(left)>;
            if constexpr (!std::is_same_v<generator, std::monostate>) {
              if (auto* const right = std::get_if<generator>(&target)) left.swap(*right);
            }
          },
          given);
      break;
    default:
      std::visit(
          [](auto& left) {
            auto& itself = left;
            left = std::move(itself);
          },
          given);
      break;
  }
}

void act(world& owner, call const& now) {
  if (now.what >= action::create) {
    act_on_slots(owner, now);
  } else {
    std::visit([&](auto& given) { act_on(owner, given, now); }, owner.generators[now.slot]);
  }
  for (auto const& each : owner.generators) {
    owner.say("state", std::visit(
                           [](auto const& given) {
                             if constexpr (std::is_same_v<decltype(given), std::monostate const&>) {
                               return -1;
                             } else {
                               return static_cast<int>(given.state());
                             }
                           },
                           each));
  }
}

// Generators that others delegate to go last.
void destroy_all(world& owner) {
  for (std::size_t round = 0; round != slots; ++round) {
    for (any_generator& each : owner.generators) {
      if (!running(each)) each = std::monostate();
    }
  }
}

// What has happened since the last time.
void compare(test_case const& given, world const& real, model::world const& expected, std::size_t& compared) {
  auto const since = [&compared](std::vector<event> const& events) {
    return events.begin() + static_cast<std::ptrdiff_t>(compared);
  };
  if (real.fuel == expected.fuel &&
      std::equal(since(real.events), real.events.end(), since(expected.events), expected.events.end())) {
    compared = real.events.size();
    return;
  }
  fail("the generators differ from the model\n" + text(given) + "cogen\n" + text(real.events) + "model\n" +
       text(expected.events));
}

}  // namespace
}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace fuzz;
  input bytes(data, size);
  test_case const given = decoded(bytes);
  if (std::getenv("COGEN_FUZZ_EXPLAIN") != nullptr) std::fputs(text(given).c_str(), stderr);
  item::next_copy_fails = false;
  {
    world real(given);
    model::world expected(given);
    std::size_t compared = 0;
    for (call const& each : given.script) {
      act(real, each);
      expected.act(each);
      compare(given, real, expected, compared);
    }
    destroy_all(real);
    expected.destroy_all();
    compare(given, real, expected, compared);
    for (any_generator const& each : real.generators) check(each.index() == 0, "a generator runs for ever");
  }
  check(item::live == 0 && unique_item::live == 0, "elements are left over");
  return 0;
}
