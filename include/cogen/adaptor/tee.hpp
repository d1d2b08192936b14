// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/moved_from.hpp>
#include <cogen/detail/shared.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <exception>
#include <new>
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
  using element_reference = typename Source::reference;

 public:
  using value_type = kept_t<Source>;

  struct bounds {
    value_type* end = nullptr;   // of the elements that are there
    value_type* last = nullptr;  // of those that will ever be: where the chunk is full, or the source at its end
    [[nodiscard, gnu::always_inline]] inline bool closed() const noexcept { return end >= last; }
  };
  static inline bounds nothing;  // what a copy that was moved from reads: closed, and nothing in it

  class chunk : public bounds {
   public:
    static constexpr std::size_t capacity = sizeof(value_type) < 64 ? 4096 / sizeof(value_type) : 64;

    chunk() noexcept {
      this->end = begin();
      this->last = begin() + capacity;
    }
    chunk(chunk const&) = delete;
    chunk& operator=(chunk const&) = delete;
    ~chunk() {
      if constexpr (!std::is_trivially_destructible_v<value_type>) {
        while (end != begin()) (--end)->~value_type();
      }
      // A long list that nobody else holds is freed in a loop, not by recursion through next.
      while (next.sole()) next = std::exchange(next->next, nullptr);
    }
    [[nodiscard]] value_type* begin() noexcept { return reinterpret_cast<value_type*>(storage_); }

    void add(element_reference element) { add_at(end, static_cast<element_reference>(element)); }
    // The same for who knows the end already, from before a pull.
    [[gnu::always_inline]] inline void add_at(value_type* place, element_reference element) {
      ::new (static_cast<void*>(place)) value_type(kept<value_type>(static_cast<element_reference>(element)));
      end = place + 1;
    }

    using bounds::end;
    detail::shared<chunk> next;

   private:
    alignas(value_type) std::byte storage_[capacity * sizeof(value_type)];
  };

  explicit tee_origin(Source base) : base_(std::move(base)) {}

  // Appends the next element to `newest`, which is not closed. False at the end, also where that is an exception: then
  // every copy that comes here throws it.
  [[gnu::always_inline]] inline bool read_into(chunk& newest) { return read<false>(newest); }
  // The same where it is closed, to a new chunk behind it.
  [[gnu::noinline]] bool read_behind(chunk& newest) {
    if (failure_ != nullptr) std::rethrow_exception(failure_);
    return !exhausted_ && read<true>(newest);
  }

 private:
  template <bool Behind>
  [[gnu::always_inline]] inline bool read(chunk& newest) {
#if defined(__cpp_exceptions)
    try {
      return append<Behind>(newest);
    } catch (...) {
      failure_ = std::current_exception();
      newest.last = newest.end;
      throw;
    }
#else
    return append<Behind>(newest);
#endif
  }
  template <bool Behind>
  [[gnu::always_inline]] inline bool append(chunk& newest) {
    value_type* const place = newest.end;
    auto* const element = base_.pull();
    if (element == nullptr) {
      exhausted_ = true;
      newest.last = newest.end;
      return false;
    }
    if (!Behind && newest.end == place) [[likely]] {
      newest.add_at(place, static_cast<element_reference>(*element));
    } else {
      append_behind(newest, static_cast<element_reference>(*element));
    }
    return true;
  }
  // Also where the source, while it made this element, has asked a copy for others.
  [[gnu::noinline]] static void append_behind(chunk& before, element_reference element) {
    chunk* newest = address_of(before);
    while (newest->next != nullptr) newest = newest->next.operator->();
    if (!newest->closed()) return newest->add(static_cast<element_reference>(element));
    auto following = detail::shared<chunk>(std::in_place);
    following->add(static_cast<element_reference>(element));
    newest->next = std::move(following);  // when it has its element: no copy ever comes to an empty chunk
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
  [[nodiscard]] tee_source copy() const { return tee_source(origin_, chunk_, current_, next_); }

  [[gnu::always_inline]] inline value_type const* pull() {
    bounds& current = *current_;
    if (next_ == current.end) {
      if (current.closed() ? !go_on() : !origin_->read_into(static_cast<chunk&>(current))) return nullptr;
    }
    return next_++;
  }
  [[nodiscard]] std::span<value_type const> segment(std::size_t most) noexcept {
    bounds const& current = *current_;
    value_type const* const first = next_;
    auto const left = static_cast<std::size_t>(current.end - first);
    std::size_t const count = left < most ? left : most;
    next_ = first + count;
    return {first, count};
  }

 private:
  using bounds = typename origin::bounds;

  tee_source(detail::shared<origin> from, detail::shared<chunk> in, bounds* current, value_type const* next)
      : origin_(std::move(from)), chunk_(std::move(in)), current_(current), next_(next) {}

  // To the chunk behind a closed one.
  [[gnu::noinline]] bool go_on() {
    if (chunk_ == nullptr) return false;  // moved from
    if (chunk_->next == nullptr && !origin_->read_behind(*chunk_)) return false;
    chunk_ = detail::shared<chunk>(chunk_->next);
    current_ = chunk_.operator->();
    next_ = chunk_->begin();
    return true;
  }

  detail::shared<origin> origin_;
  detail::shared<chunk> chunk_;
  detail::moved_from<bounds*, &origin::nothing> current_ = chunk_.operator->();
  detail::moved_from<value_type const*, nullptr> next_ = chunk_->begin();
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
  using rule = rules::counts_must_be_integers;

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
