// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/slot.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `paginate` makes.
template <class Request, class Fetch, class Next>
class [[nodiscard]] paginate_source : public pull_range<paginate_source<Request, Fetch, Next>> {
  using page = std::remove_cvref_t<std::invoke_result_t<Fetch&, Request const&>>;

 public:
  using reference = page&&;

  paginate_source(std::optional<Request> start, Fetch fetch, Next next)
      : request_(std::move(start)), fetch_(std::move(fetch)), next_(std::move(next)) {}

  page* pull() {
    if (!request_) return nullptr;
    page* const fetched =
        page_.fill([this]() -> decltype(auto) { return detail::call(fetch_, std::as_const(*request_)); });
    // Only now: if the page or its token can't be had, the request stays, to be made again.
    std::optional<Request> following = detail::call(next_, std::as_const(*fetched));
    request_ = std::move(following);
    return fetched;
  }

  /// The request for the page after the last one handed out, to resume from; empty if that was the last. Save it when
  /// that page has been dealt with.
  [[nodiscard]] std::optional<Request> const& next_request() const noexcept { return request_; }

 private:
  std::optional<Request> request_;
  [[no_unique_address]] Fetch fetch_;
  [[no_unique_address]] Next next_;
  detail::slot<page> page_;
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

struct paginate_fn {
  template <
      class First, class Fetch, class Next,
      class Page = std::remove_cvref_t<std::invoke_result_t<Fetch&, typename without_optional<First>::type const&>>,
      class Following = std::remove_cvref_t<std::invoke_result_t<Next&, Page const&>>>
  [[nodiscard]] auto operator()(First first, Fetch fetch, Next next) const {
    using request = typename without_optional<Following>::type;
    static_assert(std::same_as<Following, std::optional<request>>,
                  "cogen::paginate: next(page) must return a std::optional of the request for the page after it");
    static_assert(std::constructible_from<std::optional<request>, First>,
                  "cogen::paginate: the first request must be of the type that next(page) returns");
    return paginate_source<request, Fetch, Next>(std::optional<request>(std::move(first)), std::move(fetch),
                                                 std::move(next));
  }
};

}  // namespace detail

/// Pages, each fetched when it is asked for: `paginate(first, fetch, next)`:
///
/// | argument                               | what it is                                                     |
/// |----------------------------------------|----------------------------------------------------------------|
/// | `first`                                | the first request, or a `std::optional` of it: empty, no pages |
/// | `fetch(request) -> page`               | gets a page                                                    |
/// | `next(page) -> std::optional<request>` | the request for the page after this one, empty after the last  |
///
/// Out: source of `page&&`; `| flatten` makes it one of the items. No page is fetched before it is pulled, and the one
/// before is destroyed first: one page in memory. `next_request()` is where to resume. Cost: one call of `fetch` and
/// one of `next` for a page, each page fetched once; no allocation of its own.
///
/// Throws what `fetch` and `next` throw. `next_request()` is then still the request for the page that could not be had,
/// and the next pull makes it again.
inline constexpr detail::paginate_fn paginate{};

}  // namespace cogen
