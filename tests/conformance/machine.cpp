// Runs the programs of conformance.py with cogen's generators: reads them from standard input, prints what happens.
//
// A program is a number of generators, each a list of instructions, and a script of calls on the first of them. The
// instructions of a generator are run by one coroutine, so what Python does in nested blocks is done here in one frame:
//
//   log K | yield V | from G | window V | list V | raise NAME V | return V | jump P | times N P | handler P
//   end_handler | match NAME P | again | handled | guard K | end_guard | end
//
// Script: next | send V | throw NAME V | close | drop
//
// With the argument --forget it loses what is sent: for the test of conformance.py itself.
#include <cogen/generator.hpp>

#include <cstddef>
#include <exception>
#include <iostream>
#include <list>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using coroutine = cogen::generator<int, int, std::optional<int>>;

struct first_error : std::runtime_error {
  explicit first_error(int with) : std::runtime_error("E1"), value(with) {}
  int value;
};
struct second_error : std::runtime_error {
  explicit second_error(int with) : std::runtime_error("E2"), value(with) {}
  int value;
};

std::string shown(std::optional<int> value) { return value ? std::to_string(*value) : "None"; }

// What it is in Python.
std::string shown(std::exception_ptr const& error) {
  try {
    std::rethrow_exception(error);
  } catch (first_error const& caught) {
    return "E1 " + std::to_string(caught.value);
  } catch (second_error const& caught) {
    return "E2 " + std::to_string(caught.value);
  } catch (cogen::generator_exit const&) {
    return "GeneratorExit";
  } catch (cogen::generator_ignored_exit const&) {
    return "RuntimeError";
  } catch (cogen::generator_not_started const&) {
    return "TypeError";
  } catch (cogen::generator_error const&) {
    return "generator_error";
  } catch (std::exception const& other) {
    return other.what();
  }
}

struct instruction {
  std::string name;
  std::string kind;
  int number = 0;
  std::size_t place = 0;
};
using body = std::vector<instruction>;

struct machine {
  std::vector<body> bodies{};
  std::ostringstream trace{};
  bool forgets = false;

  void say(std::string const& line) { trace << line << '\n'; }
};

// Python's `finally`, of blocks that are left in whatever way: also by the destruction of the coroutine.
class guards {
 public:
  explicit guards(machine& owner) : owner_(owner) {}
  guards(guards const&) = delete;
  guards& operator=(guards const&) = delete;
  ~guards() { leave(0); }
  void enter(int number) { open_.push_back(number); }
  void leave(std::size_t depth) {
    while (open_.size() > depth) {
      owner_.say("finally " + std::to_string(open_.back()));
      open_.pop_back();
    }
  }
  std::size_t depth() const { return open_.size(); }

 private:
  machine& owner_;
  std::vector<int> open_;
};

struct handler {
  std::size_t place;
  std::size_t guards;
  std::size_t caught;
};

bool matches(std::exception_ptr const& error, std::string const& kind) {
  try {
    std::rethrow_exception(error);
  } catch (first_error const&) {
    return kind == "E1" || kind == "Exception";
  } catch (second_error const&) {
    return kind == "E2" || kind == "Exception";
  } catch (std::exception const&) {
    return kind == "Exception";
  } catch (cogen::generator_exit const&) {
    return kind == "GeneratorExit";
  }
}

[[noreturn]] void raise(std::string const& kind, int value) {
  if (kind == "E1") throw first_error(value);
  if (kind == "E2") throw second_error(value);
  throw std::logic_error("no such error: " + kind);
}

coroutine run(machine& owner, std::size_t which) {
  body const& code = owner.bodies[which];
  guards open(owner);
  std::vector<handler> handlers;
  std::vector<std::exception_ptr> caught;
  std::vector<std::pair<std::size_t, int>> loops;
  std::size_t at = 0;
  for (;;) {
    std::exception_ptr thrown;
    try {
      instruction const& next = code[at++];
      if (next.name == "log") {
        owner.say("log " + std::to_string(next.number));
      } else if (next.name == "yield") {
        std::optional<int> sent = co_yield next.number;
        if (owner.forgets) sent.reset();
        owner.say("got " + shown(sent));
      } else if (next.name == "from") {
        coroutine inner = run(owner, next.place);
        std::optional<int> const result = co_yield cogen::from(std::move(inner));
        owner.say("returned " + shown(result));
      } else if (next.name == "window") {
        std::vector<int> const elements{next.number, next.number + 1000, next.number + 2000};
        co_yield cogen::from(elements);
        owner.say("returned None");
      } else if (next.name == "list") {
        std::list<int> const elements{next.number, next.number + 1000, next.number + 2000};
        co_yield cogen::from(elements);
        owner.say("returned None");
      } else if (next.name == "raise") {
        raise(next.kind, next.number);
      } else if (next.name == "return") {
        co_return next.number;
      } else if (next.name == "jump") {
        at = next.place;
      } else if (next.name == "times") {
        // At the end of a loop: goes back so many times in all.
        if (loops.empty() || loops.back().first != at) loops.emplace_back(at, next.number);
        if (--loops.back().second > 0) {
          at = next.place;
        } else {
          loops.pop_back();
        }
      } else if (next.name == "handler") {
        handlers.push_back({next.place, open.depth(), caught.size()});
      } else if (next.name == "end_handler") {
        handlers.pop_back();
      } else if (next.name == "match") {
        if (!matches(caught.back(), next.kind)) at = next.place;
      } else if (next.name == "again") {
        std::rethrow_exception(caught.back());
      } else if (next.name == "handled") {
        caught.pop_back();
      } else if (next.name == "guard") {
        open.enter(next.number);
      } else if (next.name == "end_guard") {
        open.leave(open.depth() - 1);
      } else if (next.name == "end") {
        co_return std::nullopt;
      } else {
        throw std::logic_error("no such instruction: " + next.name);
      }
    } catch (...) {
      thrown = std::current_exception();
    }
    if (thrown) {
      if (handlers.empty()) std::rethrow_exception(thrown);
      handler const to = handlers.back();
      handlers.pop_back();
      open.leave(to.guards);
      caught.resize(to.caught);
      caught.push_back(std::move(thrown));
      at = to.place;
    }
  }
}

char const* state_of(coroutine const& given) {
  switch (given.state()) {
    case cogen::generator_state::created:
      return "created";
    case cogen::generator_state::suspended:
      return "suspended";
    case cogen::generator_state::running:
      return "running";
    case cogen::generator_state::closed:
      return "closed";
  }
  return "?";
}

// One call of the script. What a generator returns is told once, as StopIteration's value is.
void call(machine& owner, std::optional<coroutine>& given, bool& told, std::istream& words) {
  std::string name;
  words >> name;
  if (name == "drop") {
    given.reset();
    owner.say("dropped");
    return;
  }
  try {
    std::optional<int> yielded;
    if (name == "next") {
      yielded = given->next();
    } else if (name == "send") {
      int value = 0;
      words >> value;
      yielded = given->send(value);
    } else if (name == "throw") {
      std::string kind;
      int value = 0;
      words >> kind >> value;
      yielded = kind == "E1" ? given->throw_(first_error(value)) : given->throw_(second_error(value));
    } else {
      given->close();
      owner.say("closed");
      told = true;
    }
    if (name != "close") {
      if (yielded) {
        owner.say("yielded " + std::to_string(*yielded));
      } else {
        std::optional<int> result;
        if (!std::exchange(told, true)) result = given->result();
        owner.say("stopped " + shown(result));
      }
    }
  } catch (...) {
    std::string const error = shown(std::current_exception());
    owner.say("raised " + error);
    if (given->state() == cogen::generator_state::closed) told = true;
  }
  owner.say(state_of(*given));
}

}  // namespace

// program N / generator / instructions / ... / script / calls / run
int main(int argc, char** argv) {
  bool const forgets = argc == 2 && std::string(argv[1]) == "--forget";
  std::optional<machine> owner;
  std::string line;
  bool script = false;
  std::vector<std::string> calls;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    if (name == "program") {
      owner.emplace();
      owner->forgets = forgets;
      script = false;
      calls.clear();
    } else if (name == "generator") {
      owner->bodies.emplace_back();
    } else if (name == "script") {
      script = true;
    } else if (name == "run") {
      std::optional<coroutine> given = run(*owner, 0);
      bool told = false;
      for (auto const& each : calls) {
        std::istringstream parts(each);
        call(*owner, given, told, parts);
      }
      std::cout << owner->trace.str() << "---\n" << std::flush;
    } else if (script) {
      calls.push_back(line);
    } else {
      instruction read;
      read.name = name;
      if (name == "raise") {
        words >> read.kind >> read.number;
      } else if (name == "match") {
        words >> read.kind >> read.place;
      } else if (name == "times") {
        words >> read.number >> read.place;
      } else if (name == "from" || name == "jump" || name == "handler") {
        words >> read.place;
      } else {
        words >> read.number;
      }
      owner->bodies.back().push_back(read);
    }
  }
}
