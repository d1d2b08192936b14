#pragma once

// CPython is the oracle of the tools: tools.py makes random calls of Python's, a family's at a time, and cogen's must
// give the same answers.
//
//   oracle::family slicing("slicing");
//   slicing.tool("take", [](oracle::call& given, auto pulled) {
//     auto elements = pulled(given.numbers());                 // what tools.py wrote, read in the same order
//     return oracle::text(take(elements, given.number()), elements);
//   });
//   slicing.check();
//
// Each call with sources is made twice: with those of one element at a time, and with those that have segments.
// COGEN_ORACLE_CALLS in the environment says how many calls of each tool there are, COGEN_ORACLE_SEED, a number, which.

#include <cogen/adaptor.hpp>
#include <cogen/sink.hpp>
#include <cogen/source.hpp>

#include "support/catch.hpp"
#include "support/sources.hpp"

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace oracle {

using ints = std::vector<int>;
using strings = std::vector<std::string>;

/// A string as tools.py writes it.
std::string quoted(std::string_view characters);
/// Elements that are written already, as tools.py writes what can be iterated over.
std::string bracketed(strings const& written);

/// A value as tools.py writes it. Ranges are read to their end; sources of segments by pulls and segments, mixed.
template <class Value>
std::string text_of(Value&& value) {
  using plain = std::remove_cvref_t<Value>;
  if constexpr (std::convertible_to<plain const&, std::string_view>) {
    return quoted(value);
  } else if constexpr (std::integral<plain>) {
    return std::to_string(value);
  } else if constexpr (requires { value.has_value(); }) {
    return value.has_value() ? text_of(*value) : "None";
  } else if constexpr (cogen::source<plain>) {
    strings written;
    while (auto* const element = value.pull()) {
      written.push_back(text_of(*element));
      if constexpr (cogen::segmented<plain>) {
        for (auto& each : value.segment(written.size() % 4)) written.push_back(text_of(each));
      }
    }
    return bracketed(written);
  } else if constexpr (cogen::iterable<plain&>) {
    strings written;
    for (auto&& element : value) written.push_back(text_of(element));
    return bracketed(written);
  } else {
    return std::apply([](auto&... each) { return bracketed({text_of(each)...}); }, value);
  }
}

/// Several values, from left to right.
template <class... Values>
std::string text(Values&&... values) {
  std::string written;
  ((written += (written.empty() ? "" : " ") + text_of(std::forward<Values>(values))), ...);
  return written;
}

/// A line of tools.py: the arguments of a call, read from left to right, then Python's answer.
class call {
 public:
  explicit call(std::string_view line) : rest_(line) {}

  template <class Value>
  Value next() {
    if (rest_.starts_with(' ')) rest_.remove_prefix(1);
    return read<Value>();
  }
  int number() { return next<int>(); }
  ints numbers() { return next<ints>(); }
  std::vector<ints> ranges() { return next<std::vector<ints>>(); }

  /// When all arguments have been read.
  std::string_view answer() {
    expect(" : ");
    return rest_;
  }

 private:
  template <class Value>
  Value read() {
    if constexpr (std::integral<Value>) {
      Value value{};
      auto const [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
      if (error != std::errc()) fail("a number");
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      return value;
    } else if constexpr (std::is_same_v<Value, std::string>) {
      return read_string();
    } else if constexpr (requires(Value value) { value.has_value(); }) {
      return skip("None") ? Value() : Value(read<typename Value::value_type>());
    } else {
      Value values;
      expect("[");
      while (!skip("]")) values.push_back(next<typename Value::value_type>());
      return values;
    }
  }
  std::string read_string();
  bool skip(std::string_view expected) {
    bool const there = rest_.starts_with(expected);
    if (there) rest_.remove_prefix(expected.size());
    return there;
  }
  void expect(std::string_view expected) {
    if (!skip(expected)) fail(expected);
  }
  [[noreturn]] void fail(std::string_view expected) const;

  std::string_view rest_;
};

/// Single-pass sources of one element at a time, each where the one before was.
struct one_by_one {
  auto operator()(ints elements) const {
    return cogen::map(std::move(elements), [](int element) { return element; });
  }
};

/// Sources of segments of any length.
class in_windows {
 public:
  in_windows(std::mt19937& random, support::windowed_log& log) : random_(&random), log_(&log) {}

  auto operator()(ints const& elements) const {
    bool const whole = support::pick(*random_, 1) == 0;
    return support::windowed(*log_, whole ? std::vector<ints>{elements} : support::random_windows(*random_, elements));
  }

 private:
  std::mt19937* random_;
  support::windowed_log* log_;
};

/// Functions of two numbers, by number as in tools.py.
struct operation {
  int which;

  int operator()(int a, int b) const {
    switch (which) {
      case 0:
        return a + b;
      case 1:
        return a - b;
      case 2:
        return a < b ? b : a;
      case 3:
        return b < a ? b : a;
      default:
        return (3 * a + b) % 101;
    }
  }
};

inline int tens(int number) { return number / 10; }

/// The tools that tools.py knows under a name.
class family {
 public:
  explicit family(std::string name) : name_(std::move(name)) {}
  family(family const&) = delete;
  family& operator=(family const&) = delete;

  /// `answer(call, pulled)`, or `answer(call)`, returns the text of what a call gives; `pulled(elements)` makes a source.
  template <class Answer>
  void tool(std::string const& name, Answer answer) {
    auto& asked = tools_[name];
    if constexpr (std::invocable<Answer&, call&>) {
      asked.answers.emplace_back("", answer);
    } else {
      asked.answers.emplace_back("", [answer](call& given) { return answer(given, one_by_one()); });
      asked.answers.emplace_back(" of segments",
                                 [answer, this](call& given) { return answer(given, in_windows(random_, log_)); });
    }
  }

  /// Python and cogen answer the same, and each tool was asked as often as it should be.
  void check();

 private:
  struct tool_record {
    std::vector<std::pair<char const*, std::function<std::string(call&)>>> answers;  // by what sources they are of
    int calls = 0;
    int differences = 0;
  };

  void compare(std::string const& line);

  std::string name_;
  std::map<std::string, tool_record, std::less<>> tools_;
  std::mt19937 random_{1};
  support::windowed_log log_;
};

}  // namespace oracle
