#pragma once

// Sources to test adaptors with, and what every adaptor's test asks of the source that it makes.

#include <cogen/iter.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <memory>
#include <random>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace support {

/// 0, 1, ..., count - 1.
template <class Value = int>
std::vector<Value> counted(int count) {
  std::vector<Value> values;
  values.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) values.emplace_back(i);
  return values;
}

/// A number from 0 to most, the same on every standard library.
inline int pick(std::mt19937& random, int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); }

inline std::vector<int> random_ints(std::mt19937& random, int most_elements) {
  std::vector<int> values;
  for (int left = pick(random, most_elements); left != 0; --left) values.push_back(pick(random, 99));
  return values;
}

/// What every source is, with its reference and value types: `static_assert(is_source_of<decltype(s), int&, int>)`.
template <class Source, class Reference, class Value>
inline constexpr bool is_source_of =
    cogen::source<Source> && std::ranges::input_range<Source> && !std::ranges::forward_range<Source> &&
    !std::ranges::view<Source> && std::is_move_constructible_v<Source> && !std::is_copy_constructible_v<Source> &&
    !std::is_copy_assignable_v<Source> && std::is_same_v<typename Source::reference, Reference> &&
    std::is_same_v<std::ranges::range_reference_t<Source>, Reference> && std::is_same_v<cogen::value_t<Source>, Value>;

/// Appends all that is left; one pull for each element and the one that finds the end.
template <class Source, class Value>
void append_rest(Source& source, std::vector<Value>& to) {
  while (auto* const element = source.pull()) {
    if constexpr (std::is_constructible_v<Value, typename Source::reference>) {
      to.emplace_back(static_cast<typename Source::reference>(*element));
    } else {
      to.emplace_back(element->begin(), element->end());  // a span is kept as a vector
    }
  }
}

template <class Source>
auto collected(Source&& source) {
  std::vector<cogen::value_t<std::remove_cvref_t<Source>>> values;
  append_rest(source, values);
  return values;
}

/// The end is the end: asked again, there is still nothing.
template <class Source>
bool stays_exhausted(Source& source) {
  while (source.pull() != nullptr) {
  }
  for (int i = 0; i < 3; ++i) {
    if (source.pull() != nullptr || source.begin() != source.end() || source.next()) return false;
  }
  return true;
}

/// `make()` gives the same elements when it is moved to another place after any number of them.
template <class Make>
void check_moving(Make make) {
  auto const expected = collected(make());
  REQUIRE_FALSE(expected.empty());
  using source = decltype(make());
  for (std::size_t before = 0; before <= expected.size() + 1; ++before) {
    auto first = std::make_unique<source>(make());
    std::remove_const_t<decltype(expected)> seen;
    for (std::size_t i = 0; i < before; ++i) {
      auto* const element = first->pull();
      if (element == nullptr) break;
      if constexpr (std::is_constructible_v<cogen::value_t<source>, typename source::reference>) {
        seen.emplace_back(static_cast<typename source::reference>(*element));
      } else {
        seen.emplace_back(element->begin(), element->end());
      }
    }
    source second(std::move(*first));
    first.reset();
    append_rest(second, seen);
    CHECK(seen == expected);
  }
}

/// Pulls and segments, mixed at random, give the same elements in the same order as pulls alone; no segment exceeds its bound.
template <class Make>
void check_segments(std::mt19937& random, Make make) {
  auto const expected = collected(make());
  auto source = make();
  using reference = typename decltype(source)::reference;
  static_assert(cogen::segmented<decltype(source)>);
  std::remove_const_t<decltype(expected)> seen;
  for (bool more = true; more;) {
    if (pick(random, 1) != 0) {
      auto* const element = source.pull();
      more = element != nullptr;
      if (more) seen.emplace_back(static_cast<reference>(*element));
    } else {
      auto const most = static_cast<std::size_t>(pick(random, 5));
      auto const there = source.segment(most);
      REQUIRE(there.size() <= most);
      for (auto& element : there) seen.emplace_back(static_cast<reference>(element));
    }
  }
  CHECK(source.segment(5).empty());
  CHECK(seen == expected);
}

struct windowed_log {
  int pulls = 0;
  int windows = 0;     ///< begun, each by a pull
  int segments = 0;    ///< asked for
  int by_segment = 0;  ///< elements that went that way
};

/// A source of whole windows, as a generator that yields from vectors: a pull goes on to the next window, a segment never does.
class windowed : public cogen::pull_range<windowed> {
 public:
  using reference = int&&;

  windowed(windowed_log& log, std::vector<std::vector<int>> windows) : log_(&log), windows_(std::move(windows)) {}

  int* pull() {
    ++log_->pulls;
    while (current_.empty()) {
      if (begun_ == windows_.size()) return nullptr;
      current_ = windows_[begun_++];
      ++log_->windows;
    }
    int* const element = current_.data();
    current_ = current_.subspan(1);
    return element;
  }
  [[nodiscard]] std::span<int> segment(std::size_t most) {
    ++log_->segments;
    auto const there = current_.first(current_.size() < most ? current_.size() : most);
    current_ = current_.subspan(there.size());
    log_->by_segment += static_cast<int>(there.size());
    return there;
  }

 private:
  windowed_log* log_;
  std::vector<std::vector<int>> windows_;
  std::size_t begun_ = 0;
  std::span<int> current_;
};

/// The values, cut into windows at random, some of them empty.
inline std::vector<std::vector<int>> random_windows(std::mt19937& random, std::vector<int> const& values) {
  std::vector<std::vector<int>> windows(1);
  for (int const value : values) {
    while (pick(random, 2) == 0) windows.emplace_back();
    windows.back().push_back(value);
  }
  return windows;
}

/// What std::invalid_argument says that `call` throws; empty if it throws none.
template <class Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (std::invalid_argument const& error) {
    return error.what();
  }
  return {};
}

}  // namespace support
