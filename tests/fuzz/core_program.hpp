#pragma once

// The programs of core.cpp: bodies of generators as lists of instructions, and a script of actions on the generators in
// a few slots. The bodies run twice: as cogen's coroutines (core.cpp) and in a plain state machine (core_model.hpp).

#include "fuzz.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace fuzz {

enum class kind {
  plain,   // generator<int>
  full,    // generator<int, int, int>
  look,    // generator<int&>
  owned,   // generator<item, item, item>
  unique,  // generator<unique_item, void, unique_item>
};
inline constexpr int kinds = 5;
constexpr bool takes_values(kind how) { return how == kind::full || how == kind::owned; }
constexpr bool returns(kind how) { return how == kind::full || how == kind::owned || how == kind::unique; }
constexpr bool yields_int(kind how) { return how == kind::plain || how == kind::full; }

enum class operation {
  yield,          // an rvalue
  yield_local,    // an lvalue
  yield_failing,  // an lvalue whose copy throws
  from_new,       // a generator of another program
  make_child,     // into one of the body's own slots
  act_on_child,   // next() on it
  from_child,
  from_moved_child,
  from_slot,  // of one of the script's slots
  from_moved_slot,
  from_vector,
  from_const_vector,
  from_moved_vector,
  from_list,
  from_moved_list,
  raise,
  finish,  // co_return
  repeat,  // from the first instruction
  enter_guard,
  leave_guard,
  act,  // what a script does, from inside
  count,
};
inline constexpr std::array<char const*, static_cast<std::size_t>(operation::count)> operation_names{
    "yield",
    "yield_local",
    "yield_failing",
    "from_new",
    "make_child",
    "act_on_child",
    "from_child",
    "from_moved_child",
    "from_slot",
    "from_moved_slot",
    "from_vector",
    "from_const_vector",
    "from_moved_vector",
    "from_list",
    "from_moved_list",
    "raise",
    "finish",
    "repeat",
    "enter_guard",
    "leave_guard",
    "act"};

struct instruction {
  operation what;
  int argument;
  bool catches_errors;
  bool catches_exit;
  bool again;  // rethrows what it has caught
};

enum class action {
  next,
  pull,
  send,
  raise,          // throw_(test_error)
  raise_pointer,  // throw_(std::exception_ptr)
  raise_exit,
  raise_exit_pointer,
  raise_derived_exit,
  raise_null,
  close,
  result,
  segment,
  loop,   // a few elements of a range-for
  drain,  // all of them
  hold,   // begin(), kept
  advance,
  create,
  destroy,
  move_to,
  assign_to,
  swap_with,
  assign_to_itself,
  count,
};
inline constexpr std::array<char const*, static_cast<std::size_t>(action::count)> action_names{"next",
                                                                                               "pull",
                                                                                               "send",
                                                                                               "raise",
                                                                                               "raise_pointer",
                                                                                               "raise_exit",
                                                                                               "raise_exit_pointer",
                                                                                               "raise_derived_exit",
                                                                                               "raise_null",
                                                                                               "close",
                                                                                               "result",
                                                                                               "segment",
                                                                                               "loop",
                                                                                               "drain",
                                                                                               "hold",
                                                                                               "advance",
                                                                                               "create",
                                                                                               "destroy",
                                                                                               "move_to",
                                                                                               "assign_to",
                                                                                               "swap_with",
                                                                                               "assign_to_itself"};

/// Calls during which the generator must stay where it is: iterators are told of no move.
constexpr bool pins(action what) {
  return what == action::loop || what == action::drain || what == action::hold || what == action::advance;
}

inline constexpr std::size_t slots = 3;
inline constexpr std::size_t children = 2;

struct call {
  action what;
  std::size_t slot;
  int argument;
  [[nodiscard]] std::size_t other() const {
    return (slot + 1 + static_cast<std::size_t>(argument) % (slots - 1)) % slots;
  }
};
/// An action in the argument of an instruction.
inline call call_of(int argument) {
  constexpr int actions = static_cast<int>(action::count);
  return {static_cast<action>(argument % actions), static_cast<std::size_t>(argument / actions) % slots, argument / 64};
}

struct program {
  kind how;
  bool allocator;  // the frame comes from an allocator that the coroutine is called with
  int repeats;
  std::vector<instruction> body;
};

struct test_case {
  std::vector<program> programs;
  std::vector<call> script;
  [[nodiscard]] std::size_t which(int argument) const { return static_cast<std::size_t>(argument) % programs.size(); }
};

/// What a body of `parent` delegates to must yield the same type.
inline kind child_kind(kind parent, program const& of) {
  if (!yields_int(parent)) return parent;
  return yields_int(of.how) ? of.how : kind::plain;
}

/// The elements of a range to delegate to.
inline std::vector<int> elements_of(int argument) {
  static constexpr std::array<int, 6> sizes{0, 1, 2, 3, 5, 260};
  std::vector<int> elements(static_cast<std::size_t>(sizes[static_cast<std::size_t>(argument) % sizes.size()]));
  int value = argument;
  for (int& element : elements) element = value++;
  return elements;
}
/// Constant elements are copied in blocks of so many.
inline constexpr std::size_t block = 256;

inline test_case decoded(input& bytes) {
  test_case made;
  made.programs.resize(static_cast<std::size_t>(1 + bytes.below(3)));
  for (program& each : made.programs) {
    int const head = bytes.byte();
    each.how = static_cast<kind>(head % kinds);
    each.allocator = head / kinds % 2 != 0;
    each.repeats = head / 64;
    each.body.resize(static_cast<std::size_t>(bytes.below(8)));
    for (instruction& now : each.body) {
      int const code = bytes.byte();
      now.what = static_cast<operation>(code % 32 % static_cast<int>(operation::count));
      now.catches_errors = (code & 32) != 0;
      now.catches_exit = (code & 64) != 0;
      now.again = (code & 128) != 0;
      now.argument = bytes.byte();
    }
  }
  while (!bytes.empty() && made.script.size() < 24) {
    int const code = bytes.byte();
    made.script.push_back({static_cast<action>(code % 32 % static_cast<int>(action::count)),
                           static_cast<std::size_t>(code / 32) % slots, bytes.byte()});
  }
  return made;
}

inline std::string text(test_case const& given) {
  static constexpr std::array<char const*, kinds> names{"plain", "full", "look", "owned", "unique"};
  std::string text;
  for (std::size_t i = 0; i != given.programs.size(); ++i) {
    program const& each = given.programs[i];
    text += "program " + std::to_string(i) + ", " + names[static_cast<std::size_t>(each.how)] +
            (each.allocator ? ", allocator" : "") + ", repeats " + std::to_string(each.repeats) + "\n";
    for (instruction const& now : each.body) {
      text += std::string("  ") + operation_names[static_cast<std::size_t>(now.what)] + " " +
              std::to_string(now.argument) + (now.catches_errors ? " catches errors" : "") +
              (now.catches_exit ? " catches exit" : "") + (now.again ? " again" : "");
      if (now.what == operation::act) {
        call const inner = call_of(now.argument);
        text += std::string(": ") + action_names[static_cast<std::size_t>(inner.what)] + " slot " +
                std::to_string(inner.slot) + " " + std::to_string(inner.argument);
      }
      text += "\n";
    }
  }
  text += "script\n";
  for (call const& each : given.script) {
    text += std::string("  ") + action_names[static_cast<std::size_t>(each.what)] + " slot " +
            std::to_string(each.slot) + " " + std::to_string(each.argument) + "\n";
  }
  return text;
}

enum class error { test, exit, running, not_started, ignored_exit, no_result, generator, copy };
struct failure {
  error what;
  int value = 0;
};

/// One thing that has happened, and who says so.
struct event {
  char const* what;
  int value;
  friend bool operator==(event const& left, event const& right) {
    return std::string_view(left.what) == right.what && left.value == right.value;
  }
};

/// What the two ways of running a case share: what happens, and how long it may go on.
struct record {
  std::vector<event> events;
  int fuel = 100;

  void say(char const* what, int value) { events.push_back({what, value}); }
  void say(char const* what, failure const& given) { say(what, static_cast<int>(given.what) * 1000 + given.value); }
};

inline std::string text(std::vector<event> const& events) {
  std::string text;
  for (event const& each : events) text += std::string("  ") + each.what + " " + std::to_string(each.value) + "\n";
  return text;
}

}  // namespace fuzz
