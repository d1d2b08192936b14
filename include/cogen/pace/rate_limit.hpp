// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/moved_from.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/pace/rate_limiter.hpp>

#include <chrono>
#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {

// An element that waits; not any more where its source is moved, for it may stay behind.
template <class Element>
struct waiting_pointer {
  Element* element = nullptr;

  waiting_pointer() = default;
  waiting_pointer(waiting_pointer&&) noexcept {}
  waiting_pointer& operator=(waiting_pointer&&) noexcept {
    element = nullptr;
    return *this;
  }
};

}  // namespace detail

/// The source that `rate_limit` makes. Limiter: an owner of one, or a pointer to one.
template <source Source, class Limiter>
class [[nodiscard]] rate_limit_source : public pull_range<rate_limit_source<Source, Limiter>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  rate_limit_source(Source base, Limiter limiter) : base_(std::move(base)), limiter_(std::move(limiter)) {}

  std::add_pointer_t<reference> pull() {
    if (ended_) return nullptr;
    auto*& element = waiting_.element;
    if (element == nullptr) element = base_.pull();
    if (element == nullptr) {
      ended_ = true;
      return nullptr;
    }
    limiter_->acquire();
    return std::exchange(element, nullptr);
  }

 private:
  Source base_;
  Limiter limiter_;
  detail::waiting_pointer<std::remove_reference_t<reference>> waiting_;
  detail::ended_flag ended_ = false;
};

namespace detail {

struct rate_limit_fn : tool<rate_limit_fn> {
  template <iterable Range>
  static auto apply(Range&& range, std::integral auto n, std::chrono::nanoseconds per, rate_timing timing = {}) {
    using limiter = owner<rate_limiter>;
    return rate_limit_source<iter_t<Range>, limiter>(iter(std::forward<Range>(range)),
                                                     make_owner<rate_limiter>(n, per, std::move(timing)));
  }
  template <iterable Range>
  static auto apply(Range&& range, std::reference_wrapper<rate_limiter> shared) {
    return rate_limit_source<iter_t<Range>, rate_limiter*>(iter(std::forward<Range>(range)), &shared.get());
  }
  static void check(std::integral auto n, std::chrono::nanoseconds per) {
    static_cast<void>(count_argument("rate_limit", "n", n, 1));
    static_cast<void>(count_argument("rate_limit", "per", per.count(), 0));
  }
  static void check(std::integral auto n, std::chrono::nanoseconds per, rate_timing const&) { check(n, per); }
  static void check(std::reference_wrapper<rate_limiter>) noexcept {}
};

}  // namespace detail

/// `rate_limit(range, n, per)`, `range | rate_limit(n, per)`: hands out at most `n` elements in any span of time `per`,
/// for whom must not be given more, such as a database. An element is there before it waits, so a pull that finds the
/// end does not. With `std::ref(limiter)` instead of the numbers several ranges, and other calls, share one
/// `rate_limiter`. For a service that allows so many requests see `rate_limited`: `paginate(...) | rate_limit(10, 1s)`
/// would count pages, and a page that is fetched again, by `retry`, is several requests.
///
/// In: range of T. Out: source of T, the very elements. Cost: a lock and a look at the clock an element; no segments;
/// one allocation for its limiter. Throws std::invalid_argument for `n` below 1 and for a negative `per`, and what a
/// `sleep` given in a `rate_timing` throws: no element is lost then, but where the source is moved before the next
/// pull.
///
/// Python: nothing in the standard library.
inline constexpr detail::rate_limit_fn rate_limit{};

}  // namespace cogen
