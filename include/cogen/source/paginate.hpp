// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/moved_from.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/slot.hpp>
#include <cogen/pagination/detail/ask.hpp>
#include <cogen/pagination/pagination_error.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen {

/// What `paginate` is asked for: `paginate(first, fetch, next, {.max_pages = 100})`.
struct paginate_options {
  std::size_t max_pages = SIZE_MAX;  ///< no more pages than that; at least 1
};

/// Asks `paginate` for `located_page`s.
struct located_t {
  explicit located_t() = default;
};
inline constexpr located_t located{};

/// A page and where it is: what to save when it has been dealt with. That goes with it through every stage between, so
/// it is right where pages are read ahead too.
template <class Page, class Request>
struct located_page {
  Page page;
  Request request;              ///< what it was fetched with
  std::optional<Request> next;  ///< to resume behind it; empty: it is the last, or that is not known (see next_known)
  std::size_t index;            ///< from 0, in this run
  bool next_known = true;       ///< false: what it says of the next can't be followed; the next pull throws why
};

namespace detail {

template <class Type>
struct without_optional {
  using type = Type;
};
template <class Type>
struct without_optional<std::optional<Type>> {
  using type = Type;
};

// What is asked during one run: what the strategy starts, or the function itself.
template <class Page, class Next>
[[nodiscard]] constexpr auto start_run(Next next) {
  if constexpr (requires { std::as_const(next).template start<Page>(); }) {
    return std::as_const(next).template start<Page>();
  } else {
    return next;
  }
}

template <class Fetch, class Request>
using fetched = std::remove_cvref_t<std::invoke_result_t<Fetch&, Request const&>>;

// What a run does next; nothing, where it was moved from.
template <class Request>
struct coming {
  std::optional<Request> request;
  bool known = true;             // whether an empty request means the end
  std::exception_ptr failure{};  // to be thrown instead, once

  explicit coming(std::optional<Request> first) : request(std::move(first)) {}
  coming(coming&& other) noexcept(std::is_nothrow_move_constructible_v<Request>)
      : request(std::exchange(other.request, std::nullopt)),
        known(std::exchange(other.known, true)),
        failure(std::exchange(other.failure, nullptr)) {}
  coming& operator=(coming&& other) noexcept(std::is_nothrow_move_constructible_v<Request> &&
                                             std::is_nothrow_move_assignable_v<Request>) {
    request = std::exchange(other.request, std::nullopt);
    known = std::exchange(other.known, true);
    failure = std::exchange(other.failure, nullptr);
    return *this;
  }
};

}  // namespace detail

/// The source that `paginate` makes.
template <class Request, class Fetch, class Next, bool Located = false>
class [[nodiscard]] paginate_source : public pull_range<paginate_source<Request, Fetch, Next, Located>> {
  using page = detail::fetched<Fetch, Request>;
  using element = std::conditional_t<Located, located_page<page, Request>, page>;

 public:
  using reference = element&&;

  paginate_source(std::optional<Request> start, Fetch fetch, Next strategy, std::size_t max_pages = SIZE_MAX)
      : coming_(std::move(start)), fetch_(std::move(fetch)), next_(std::move(strategy)), left_(max_pages) {}

  element* pull() {
    element_.clear();
    if (coming_.failure) std::rethrow_exception(std::exchange(coming_.failure, nullptr));
    if (!coming_.request || left_ == 0) return nullptr;
    element* const got = fetch_page();
    // Only now: if the page or its token can't be had, the request stays, to be made again.
    coming_ = behind(page_in(*got));
    if constexpr (Located) {
      got->next = coming_.request;
      got->next_known = coming_.known;
    }
    --left_;
    ++index_;
    return got;
  }

  /// The request for the page after the last one handed out, to resume from; empty if that was the last, or if it is
  /// not known. Save it when that page has been dealt with. Where pages are read ahead behind this source, ask for
  /// `located` pages instead.
  [[nodiscard]] std::optional<Request> const& next_request() const noexcept { return coming_.request; }

  /// False where the last page handed out says of the next one what can't be followed: a run that is not complete,
  /// though it has no `next_request()`. The next pull throws, or has thrown, that pagination_error.
  [[nodiscard]] bool next_known() const noexcept { return coming_.known; }

 private:
  element* fetch_page() {
    return element_.fill([this]() -> decltype(auto) {
      if constexpr (Located) {
        return element{detail::call(fetch_, std::as_const(*coming_.request)), *coming_.request, std::nullopt, index_};
      } else {
        return detail::call(fetch_, std::as_const(*coming_.request));
      }
    });
  }
  // A page that says what can't be followed is a good one itself: it is handed out first.
  detail::coming<Request> behind(page const& got) {
    detail::coming<Request> result(std::nullopt);
#if defined(__cpp_exceptions)
    try {
      result.request = detail::ask(next_, std::as_const(*coming_.request), got);
    } catch (pagination_error const&) {
      result.known = false;
      result.failure = std::current_exception();
    }
#else
    result.request = detail::ask(next_, std::as_const(*coming_.request), got);
#endif
    return result;
  }
  static page& page_in(element& fetched) noexcept {
    if constexpr (Located) {
      return fetched.page;
    } else {
      return fetched;
    }
  }

  detail::coming<Request> coming_;
  [[no_unique_address]] Fetch fetch_;
  [[no_unique_address]] Next next_;
  detail::moved_position left_;
  std::size_t index_ = 0;
  detail::slot<element> element_;
};

namespace detail {

struct paginate_fn {
  template <class First, class Fetch, class Next>
  [[nodiscard]] auto operator()(First first, Fetch fetch, Next next, paginate_options const& options = {}) const {
    return make<false>(std::move(first), std::move(fetch), std::move(next), options);
  }
  template <class First, class Fetch, class Next>
  [[nodiscard]] auto operator()(First first, Fetch fetch, Next next, located_t,
                                paginate_options const& options = {}) const {
    return make<true>(std::move(first), std::move(fetch), std::move(next), options);
  }

 private:
  template <bool Located, class First, class Fetch, class Next>
  static auto make(First first, Fetch fetch, Next next, paginate_options const& options) {
    static_cast<void>(count_argument("paginate", "max_pages", options.max_pages, 1));
    using given = typename without_optional<First>::type;
    using page = fetched<Fetch, given>;
    using run = decltype(start_run<page>(std::move(next)));
    using following =
        decltype(detail::ask(std::declval<run&>(), std::declval<given const&>(), std::declval<page const&>()));
    using request = typename without_optional<following>::type;
    static_assert(std::same_as<following, std::optional<request>>,
                  "cogen::paginate: next must return a std::optional of the request for the page after it");
    static_assert(std::constructible_from<std::optional<request>, First>,
                  "cogen::paginate: the first request must be of the type that next returns");
    return paginate_source<request, Fetch, run, Located>(std::optional<request>(std::move(first)), std::move(fetch),
                                                         start_run<page>(std::move(next)), options.max_pages);
  }
};

}  // namespace detail

/// Pages, each fetched when it is asked for: `paginate(first, fetch, next[, located][, options])`:
///
/// | argument                 | what it is                                                                        |
/// |--------------------------|-----------------------------------------------------------------------------------|
/// | `first`                  | the first request, or a `std::optional` of it: empty, no pages                    |
/// | `fetch(request) -> page` | gets a page, with whatever came with it                                           |
/// | `next`                   | says the request for the page after a page, empty after the last                  |
/// | `located`                | the elements are `located_page`s, each with its request and the one behind it     |
/// | `options.max_pages`      | stops after so many; `next_request()` then says where to go on                    |
///
/// `next` is a function, `next(page)` or `next(asked, page)`, `-> std::optional<request>`; or a strategy of
/// <cogen/pagination.hpp>. A strategy is a constant. One that must remember something during a run has `start<page>()`,
/// which makes what is asked instead of it, and is kept here.
///
/// Out: source of `page&&` or `located_page&&`; pages `| flatten` makes it one of the items. No page is fetched before
/// it is pulled, and the one before is destroyed first: one page in memory. `next_request()` is where to resume. Cost:
/// one call of `fetch` and one of `next` for a page, each page fetched once; no allocation of its own.
///
/// Throws std::invalid_argument for `max_pages` below 1, and what `fetch` and `next` throw. `next_request()` is then
/// still the request for the page that could not be had, and the next pull makes it again. Only a pagination_error of
/// `next` waits: the page is handed out, the next pull throws the error without fetching, and that is the end.
///
/// Python: a generator with a loop, `while url: page = get(url); yield page; url = page.next`.
inline constexpr detail::paginate_fn paginate{};

}  // namespace cogen
