// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/key_of.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// What `group_by` and its groups share, and the last of them frees. It stays where it is, and so does the element
// that was pulled to find the end of a group: nothing is moved or copied.
template <source Source, class Function>
class grouping {
 public:
  using reference = typename Source::reference;
  using key_type = key_of<Source, Function>;

  grouping(Source base, Function function) : base_(std::move(base)), function_(std::move(function)) {}

  // The number of the next group, 0 if there is none. Whoever still has the group before finds it exhausted.
  std::size_t next_group() {
    ++current_;
    first_ = nullptr;
    while (next_in_current() != nullptr) {
    }
    if (ahead_ == nullptr) return 0;
    first_ = std::exchange(ahead_, nullptr);
    open_ = true;
    return current_;
  }
  std::add_pointer_t<reference> next_in(std::size_t group) {
    if (group != current_) return nullptr;
    if (first_ != nullptr) return std::exchange(first_, nullptr);
    return next_in_current();
  }
  [[nodiscard]] key_type const& key() const noexcept { return *key_; }

 private:
  std::add_pointer_t<reference> next_in_current() {
    if (!open_) return nullptr;
    auto* const element = base_.pull();
    if (element == nullptr) {
      open_ = false;
      return nullptr;
    }
    auto&& key = detail::call(function_, std::as_const(*element));
    if (key_ && same_key(key, *key_)) return element;
    key_type next_key(kept<key_type>(std::forward<decltype(key)>(key)));  // if that throws, the group goes on
    key_.emplace(std::move(next_key));
    ahead_ = element;
    open_ = false;
    return nullptr;
  }

  Source base_;
  [[no_unique_address]] Function function_;
  std::optional<key_type> key_;
  std::add_pointer_t<reference> first_ = nullptr;  // of the current group, not yet handed out
  std::add_pointer_t<reference> ahead_ = nullptr;  // the first of the next group
  std::size_t current_ = 0;
  bool open_ = true;  // the current group may have more
};

}  // namespace cogen::detail
