#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

namespace support {

struct input_counts {
  int begins = 0;
  int dereferences = 0;
  int increments = 0;
};

/// A rule of input iterators was broken.
struct input_misuse : std::logic_error {
  using std::logic_error::logic_error;
};

/// A single-pass range over a vector, with a move-only iterator. `Reference` is what `*it` returns: `T` (a copy, or the
/// moved element if it can't be copied), `T&`, `T const&` or `T&&`. Throws input_misuse when one position is dereferenced
/// twice, and on a dereference or an increment past the end.
template <class Reference>
class input_only {
 public:
  using value_type = std::remove_cvref_t<Reference>;

  class iterator {
   public:
    using value_type = input_only::value_type;
    using reference = Reference;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    explicit iterator(input_only& range) : range_(&range) {}
    iterator(iterator&&) noexcept = default;
    iterator& operator=(iterator&&) noexcept = default;

    Reference operator*() const { return range_->read(); }
    iterator& operator++() {
      range_->advance();
      return *this;
    }
    void operator++(int) { range_->advance(); }
    friend bool operator==(iterator const& it, std::default_sentinel_t) { return it.done(); }

   private:
    [[nodiscard]] bool done() const { return range_->at_end(); }

    input_only* range_;
  };

  explicit input_only(std::vector<value_type> elements) : elements_(std::move(elements)) {}
  input_only(input_only&&) noexcept = default;
  input_only& operator=(input_only&&) noexcept = default;

  iterator begin() {
    ++counts_->begins;
    return iterator(*this);
  }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

  /// Stays readable after the range has been moved into something that consumes it.
  [[nodiscard]] std::shared_ptr<input_counts const> counts() const { return counts_; }

 private:
  [[nodiscard]] bool at_end() const { return position_ == elements_.size(); }
  Reference read() {
    ++counts_->dereferences;
    if (at_end()) throw input_misuse("input_only: dereferenced past the end");
    if (std::exchange(read_, true)) throw input_misuse("input_only: one position was dereferenced twice");
    value_type& element = elements_[position_];
    if constexpr (std::is_lvalue_reference_v<Reference> ||
                  (std::is_object_v<Reference> && std::is_copy_constructible_v<value_type>)) {
      return element;
    } else {
      return std::move(element);
    }
  }
  void advance() {
    ++counts_->increments;
    if (at_end()) throw input_misuse("input_only: incremented past the end");
    ++position_;
    read_ = false;
  }

  std::vector<value_type> elements_;
  std::size_t position_ = 0;
  bool read_ = false;
  std::shared_ptr<input_counts> counts_ = std::make_shared<input_counts>();
};

}  // namespace support
