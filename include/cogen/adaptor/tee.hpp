// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/shared.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <exception>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen {

namespace detail {

// The buffer between a source and its copies: a list of chunks, each kept alive by the copies that still have to read
// it and by the chunk before it. So what the slowest copy has passed is freed at once.
//
//    fast copy ────────────────────────────┐
//    slow copy ──┐                         v
//                v          chunk ──next──> chunk (being filled) ── origin: the source
template <class Source>
class tee_origin {
 public:
  using value_type = value_t<Source>;

  struct chunk {
    static constexpr std::size_t capacity = sizeof(value_type) < 64 ? 4096 / sizeof(value_type) : 64;

    chunk() noexcept = default;
    chunk(chunk const&) = delete;
    chunk& operator=(chunk const&) = delete;
    ~chunk() {
      while (count != 0) at(--count)->~value_type();
      // A long list that nobody else holds is freed in a loop, not by recursion through next.
      while (next.sole()) next = std::exchange(next->next, nullptr);
    }
    [[nodiscard]] value_type* at(std::size_t index) noexcept { return reinterpret_cast<value_type*>(storage) + index; }

    template <class Reference>
    void add(Reference&& element) {
      ::new (static_cast<void*>(at(count))) value_type(kept<value_type>(std::forward<Reference>(element)));
      ++count;
    }

    std::size_t count = 0;
    detail::shared<chunk> next;
    alignas(value_type) std::byte storage[capacity * sizeof(value_type)];
  };

  explicit tee_origin(Source base) : base_(std::move(base)) {}

  // Appends the next element to `last`, the newest chunk, or to a new one behind it. False at the end, also where that
  // is an exception: then every copy that comes here throws it.
  bool read_into(chunk& last) {
    if (failure_ != nullptr) std::rethrow_exception(failure_);
    if (exhausted_) return false;
#if defined(__cpp_exceptions)
    try {
      return append(last);
    } catch (...) {
      failure_ = std::current_exception();
      throw;
    }
#else
    return append(last);
#endif
  }

 private:
  bool append(chunk& last) {
    auto* const element = base_.pull();
    if (element == nullptr) {
      exhausted_ = true;
      return false;
    }
    if (last.count < chunk::capacity) {
      last.add(static_cast<typename Source::reference>(*element));
    } else {
      auto following = detail::shared<chunk>(std::in_place);
      following->add(static_cast<typename Source::reference>(*element));
      last.next = std::move(following);  // when it has its element: no copy ever comes to an empty chunk
    }
    return true;
  }

  Source base_;
  bool exhausted_ = false;
  std::exception_ptr failure_;
};

}  // namespace detail

/// One copy that `tee` makes; `copy()` makes one more, at the same position.
template <source Source>
class [[nodiscard]] tee_source : public pull_range<tee_source<Source>> {
  using origin = detail::tee_origin<Source>;
  using chunk = typename origin::chunk;

 public:
  using value_type = value_t<Source>;
  using reference = value_type const&;

  explicit tee_source(Source base)
      : origin_(detail::shared<origin>(std::in_place, std::move(base))), chunk_(detail::shared<chunk>(std::in_place)) {}
  tee_source(tee_source&&) noexcept = default;
  tee_source& operator=(tee_source&&) noexcept = default;

  /// Another one that goes on from here by itself.
  [[nodiscard]] tee_source copy() const { return tee_source(*this, copy_tag()); }

  [[gnu::always_inline]] inline value_type const* pull() {
    if (origin_ == nullptr) return nullptr;
    if (next_ == chunk_->count && !there_is_more()) return nullptr;
    return chunk_->at(next_++);
  }
  [[nodiscard]] std::span<value_type const> segment(std::size_t most) noexcept {
    if (origin_ == nullptr) return {};
    std::size_t const left = chunk_->count - next_;
    std::size_t const count = left < most ? left : most;
    return {chunk_->at(std::exchange(next_, next_ + count)), count};
  }

 private:
  struct copy_tag {};
  tee_source(tee_source const& other, copy_tag) : origin_(other.origin_), chunk_(other.chunk_), next_(other.next_) {}

  bool there_is_more() {
    if (next_ < chunk::capacity) return origin_->read_into(*chunk_);
    if (chunk_->next == nullptr && !origin_->read_into(*chunk_)) return false;
    chunk_ = detail::shared<chunk>(chunk_->next);
    next_ = 0;
    return true;
  }

  detail::shared<origin> origin_;
  detail::shared<chunk> chunk_;
  std::size_t next_ = 0;
};

namespace detail {

template <std::size_t Count>
struct tee_n_fn : tool<tee_n_fn<Count>> {
  static_assert(Count != 0, "cogen::tee: at least one copy");
  template <iterable Range>
  static auto apply(Range&& range) {
    tee_source<iter_t<Range>> first(iter(std::forward<Range>(range)));
    return [&first]<std::size_t... Others>(std::index_sequence<Others...>) {
      return std::array<tee_source<iter_t<Range>>, Count>{((void)Others, first.copy())..., std::move(first)};
    }(std::make_index_sequence<Count - 1>());
  }
};

struct tee_fn : tool<tee_fn> {
  template <iterable Range>
  static auto apply(Range&& range, std::integral auto n) {
    std::size_t const count = count_argument("tee", "n", n, 1);
    std::vector<tee_source<iter_t<Range>>> copies;
    copies.reserve(count);
    copies.emplace_back(iter(std::forward<Range>(range)));
    while (copies.size() != count) copies.push_back(copies.front().copy());
    return copies;
  }
  static void check(std::integral auto n) { static_cast<void>(count_argument("tee", "n", n, 1)); }
};

}  // namespace detail

/// Python's `itertools.tee`: `tee<N>(range)`, an array of `N` independent sources of the same elements, to be taken
/// apart by `auto [a, b] = tee<2>(range)`; `tee(range, n)`, a vector of `n`. Each also in pipe form: `range |
/// tee<2>()`, `range | tee(n)`.
///
/// In: range of T. Out: sources of `T const&`, valid until the next pull of the same copy. Each element is read once
/// and kept, moved in if the range gives it away, until the slowest copy has passed it: memory in chunks of 4 KiB or 64
/// elements, bounded by the lag between the fastest and the slowest. If the range throws, each copy throws that when it
/// comes to that position, and again if it is asked again. Thread-safety: the copies share the buffer; use them in one
/// thread.
template <std::size_t N, class... Range>
[[nodiscard]] auto tee(Range&&... range)
  requires(sizeof...(Range) <= 1)
{
  return detail::tee_n_fn<N>{}(std::forward<Range>(range)...);
}
template <class... Arguments>
  requires(sizeof...(Arguments) == 1 || sizeof...(Arguments) == 2)
[[nodiscard]] auto tee(Arguments&&... arguments) {
  return detail::tee_fn{}(std::forward<Arguments>(arguments)...);
}

}  // namespace cogen
