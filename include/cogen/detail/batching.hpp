// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/kept.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen::detail {

// Values that may be written over what a vector made of them itself.
template <class Value>
inline constexpr bool fills_directly =
    std::is_trivially_copyable_v<Value> && std::is_trivially_default_constructible_v<Value> &&
    std::is_copy_assignable_v<Value> && !std::is_same_v<Value, bool>;

// A vector that is being filled through a pointer: until this is destroyed, its size is not what is filled, but what
// can be, so that an element costs one store. If the source throws, what is filled stays.
template <class Value>
class room {
 public:
  room(std::vector<Value>& filled, std::size_t begun, std::size_t most)
      : filled_(&filled),
        next_(filled.data() + begun),
        end_(filled.data() + (filled.size() < most ? filled.size() : most)) {}
  room(room const&) = delete;
  room& operator=(room const&) = delete;
  [[gnu::always_inline]] inline ~room() {
    filled_->erase(filled_->begin() + static_cast<std::ptrdiff_t>(filled()), filled_->end());
  }

  [[nodiscard, gnu::always_inline]] inline std::size_t left() const noexcept {
    return static_cast<std::size_t>(end_ - next_);
  }
  [[nodiscard, gnu::always_inline]] inline std::size_t filled() const noexcept {
    return static_cast<std::size_t>(next_ - filled_->data());
  }
  template <class Element>
  [[gnu::always_inline]] inline void add(Element&& element) {
    *next_++ = Value(std::forward<Element>(element));
  }
  template <class Element>
  [[gnu::always_inline]] inline void add_all(std::span<Element> elements) {
    if constexpr (std::is_same_v<std::remove_const_t<Element>, Value>) {
      std::memcpy(next_, elements.data(), elements.size_bytes());
      next_ += elements.size();
    } else {
      for (auto& element : elements) add(std::move(element));
    }
  }
  // Room for `expected` elements, later for twice as many, but no more than `most`.
  [[gnu::always_inline]] inline void grow(std::size_t expected, std::size_t most) {
    std::size_t const there = filled();
    std::size_t const larger = there < expected ? expected : 2 * there;
    filled_->resize(larger < most ? larger : most);
    next_ = filled_->data() + there;
    end_ = filled_->data() + filled_->size();
  }

 private:
  std::vector<Value>* filled_;
  Value* next_;
  Value* end_;
};

// An element that was pulled for a batch that it can't be in yet. None where it was moved from.
template <class Value>
class waiting_element {
 public:
  waiting_element() noexcept = default;
  waiting_element(waiting_element&& other) noexcept(std::is_nothrow_move_constructible_v<Value>) { take(other); }
  waiting_element& operator=(waiting_element&& other) noexcept(std::is_nothrow_move_constructible_v<Value>) {
    clear();
    take(other);
    return *this;
  }

  template <class Element>
  void keep(Element&& element) {
    element_.emplace(kept<Value>(std::forward<Element>(element)));
  }
  void clear() noexcept { element_.reset(); }
  [[nodiscard]] explicit operator bool() const noexcept { return element_.has_value(); }
  [[nodiscard]] Value& operator*() noexcept { return *element_; }

 private:
  // Not inlined: g++ 12 then warns about strings that are not there.
  [[gnu::noinline]] void take(waiting_element& other) {
    if (other.element_) element_.emplace(std::move(*other.element_));
    other.clear();
  }

  std::optional<Value> element_;
};

// A vector that is filled, handed out, and used again if the consumer leaves it. Its elements stay if the source throws
// halfway: the next pull goes on with them. If there is no memory for one, it waits, and is the next to be appended.
template <class Value>
class batch_buffer {
 public:
  // How many elements a batch may have. That may be a mere upper bound: what is reserved before any batch was seen stays
  // within reason.
  explicit batch_buffer(std::size_t most) noexcept : expected_(most < at_first ? most : at_first) {}

  // The batch to go on with; comes first in each pull.
  std::vector<Value>& open() {
    if (std::exchange(handed_out_, false)) batch_.clear();
    return batch_;
  }
  [[nodiscard]] bool waits() const noexcept { return static_cast<bool>(waiting_); }
  // Comes next. False if there is none.
  bool append_waiting() {
    if (!waiting_) [[likely]]
      return false;
    take_waiting();
    return true;
  }
  // In place of open() and append_waiting(), where nothing waits: the room for up to `most` elements.
  room<Value> open_room(std::size_t most)
    requires fills_directly<Value>
  {
    return {batch_, std::exchange(handed_out_, false) ? 0 : batch_.size(), most};
  }
  [[gnu::always_inline]] inline void append(auto&& element) {
    if (batch_.size() == batch_.capacity()) [[unlikely]]
      or_wait(std::forward<decltype(element)>(element), [this] { grow(); });
    batch_.emplace_back(kept<Value>(std::forward<decltype(element)>(element)));
  }
  // The same to a room. `most` by reference: read only where the room is full.
  template <class Element>
  [[gnu::always_inline]] inline void add(room<Value>& to, std::size_t const& most, Element&& element) {
    if (to.left() == 0) [[unlikely]] {
      waiting_.keep(element);  // it can be copied for nothing
      to.grow(expected_, most);
      waiting_.clear();
    }
    to.add(std::forward<Element>(element));
  }
  // The first of the next batch.
  void append_later(auto&& element) { waiting_.keep(std::forward<decltype(element)>(element)); }
  [[nodiscard]] std::vector<Value>& filled() noexcept { return batch_; }
  // Null if it is empty.
  std::vector<Value>* hand_out() noexcept {
    if (batch_.empty()) return nullptr;
    expected_ = batch_.size();
    handed_out_ = true;
    return &batch_;
  }

 private:
  [[gnu::noinline]] void take_waiting() {
    if (batch_.size() == batch_.capacity()) grow();
    batch_.emplace_back(std::move(*waiting_));
    waiting_.clear();
  }
  void grow() {
    std::size_t const larger = batch_.empty() ? expected_ : 2 * batch_.size();
    batch_.reserve(larger != 0 ? larger : 1);
  }
  template <class Element, class Grow>
  [[gnu::always_inline]] inline void or_wait([[maybe_unused]] Element&& element, Grow make_room) {
#if defined(__cpp_exceptions)
    try {
      make_room();
    } catch (...) {
      waiting_.keep(std::forward<Element>(element));
      throw;
    }
#else
    make_room();
#endif
  }

  static constexpr std::size_t at_first = 4096 / sizeof(Value) + 64;

  std::size_t expected_;
  bool handed_out_ = false;
  std::vector<Value> batch_;
  waiting_element<Value> waiting_;
};

// The source of vectors that split_when and batch_by make. The rule says before which elements a new vector begins, and
// when one is full without a look at the element behind it; it is told when the element that it was asked about is there.
template <source Source, class Rule>
class [[nodiscard]] batching_source : public pull_range<batching_source<Source, Rule>> {
  using element_reference = typename Source::reference;

 public:
  using value_type = std::vector<kept_t<Source>>;
  using reference = value_type&&;

  batching_source(Source base, Rule rule, std::size_t most)
      : base_(std::move(base)), rule_(std::move(rule)), buffer_(most) {}

  value_type* pull() {
    auto& batch = buffer_.open();
    if (buffer_.append_waiting()) rule_.appended();
    while (!rule_.full(std::as_const(batch))) {
      auto* const element = base_.pull();
      if (element == nullptr) break;
      if (rule_.begins(std::as_const(batch), std::as_const(*element))) {
        buffer_.append_later(static_cast<element_reference>(*element));  // it was pulled to find the end of this one
        break;
      }
      buffer_.append(static_cast<element_reference>(*element));
      rule_.appended();
    }
    return buffer_.hand_out();
  }

 private:
  Source base_;
  [[no_unique_address]] Rule rule_;
  batch_buffer<value_t<Source>> buffer_;
};

}  // namespace cogen::detail
