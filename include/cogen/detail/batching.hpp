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

// A vector that is filled, handed out, and used again if the consumer leaves it. Its elements stay if the source throws
// halfway: the next pull goes on with them.
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
  // The same, for up to `most` elements.
  room<Value> open_room(std::size_t most)
    requires fills_directly<Value>
  {
    return {batch_, std::exchange(handed_out_, false) ? 0 : batch_.size(), most};
  }
  [[gnu::always_inline]] inline void append(auto&& element) {
    if (batch_.empty()) batch_.reserve(expected_);
    batch_.emplace_back(kept<Value>(std::forward<decltype(element)>(element)));
  }
  [[nodiscard]] std::vector<Value>& filled() noexcept { return batch_; }
  // Null if it is empty.
  std::vector<Value>* hand_out() noexcept {
    if (batch_.empty()) return nullptr;
    expected_ = batch_.size();
    handed_out_ = true;
    return &batch_;
  }
  [[nodiscard]] std::size_t expected() const noexcept { return expected_; }

 private:
  static constexpr std::size_t at_first = 4096 / sizeof(Value) + 64;

  std::size_t expected_;
  bool handed_out_ = false;
  std::vector<Value> batch_;
};

// The source of vectors that split_when and batch_by make. The rule says before which elements a new vector begins, and
// when one is full without a look at the element behind it.
template <source Source, class Rule>
class [[nodiscard]] batching_source : public pull_range<batching_source<Source, Rule>> {
  using element_reference = typename Source::reference;

 public:
  using value_type = std::vector<value_t<Source>>;
  using reference = value_type&&;

  batching_source(Source base, Rule rule, std::size_t most)
      : base_(std::move(base)), rule_(std::move(rule)), buffer_(most) {}

  value_type* pull() {
    auto& batch = buffer_.open();
    if (first_) {
      buffer_.append(std::move(*first_));
      first_.reset();
    }
    while (!rule_.full(std::as_const(batch))) {
      auto* const element = base_.pull();
      if (element == nullptr) break;
      if (rule_.begins(std::as_const(batch), std::as_const(*element))) {
        first_.emplace(kept<value_t<Source>>(static_cast<element_reference>(*element)));
        break;
      }
      buffer_.append(static_cast<element_reference>(*element));
    }
    return buffer_.hand_out();
  }

 private:
  Source base_;
  [[no_unique_address]] Rule rule_;
  std::optional<value_t<Source>> first_;  // of the next vector: it was pulled to find the end of this one
  batch_buffer<value_t<Source>> buffer_;
};

}  // namespace cogen::detail
