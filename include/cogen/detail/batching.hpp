// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/kept.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen::detail {

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
  template <class Element>
  void append(Element&& element) {
    if (batch_.empty()) batch_.reserve(expected_);
    batch_.emplace_back(kept<Value>(std::forward<Element>(element)));
  }
  // Null if it is empty.
  std::vector<Value>* hand_out() noexcept {
    if (batch_.empty()) return nullptr;
    expected_ = batch_.size();
    handed_out_ = true;
    return &batch_;
  }

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
