// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/row.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen {

namespace detail {
template <class Element, class Compare, class Projection>
concept ordered = requires(Compare& compare, Projection& projection, Element const& element) {
  static_cast<bool>(detail::call(compare, detail::call(projection, element), detail::call(projection, element)));
};
}  // namespace detail

/// The source that `merge` and `merge_from` make.
template <class Pool, class Compare, class Projection>
class [[nodiscard]] merge_source : public pull_range<merge_source<Pool, Compare, Projection>>,
                                   public detail::several_sources {
 public:
  using reference = typename Pool::reference;
  using value_type = typename Pool::value_type;

  static_assert(
      detail::ordered<std::remove_reference_t<reference>, Compare, Projection>,
      "cogen::merge: the elements, or what the projection makes of them, must have an order: <, or a comparator "
      "that takes two of them as const and returns bool");

  merge_source(Pool sources, Compare compare, Projection projection)
      : state_(detail::make_owner<state>(std::move(sources), std::move(compare), std::move(projection))) {}

  std::add_pointer_t<reference> pull() {
    if (state_ == nullptr) return nullptr;
    auto* const element = state_->next();
    if (element == nullptr) state_.reset();
    return element;
  }

  template <source First>
  auto with_first(First front) && {
    auto pool = std::move(state_->sources).with_first(std::move(front));
    return merge_source<decltype(pool), Compare, Projection>(std::move(pool), std::move(state_->compare),
                                                             std::move(state_->projection));
  }

 private:
  using pointer = std::add_pointer_t<reference>;

  struct head {
    pointer element;
    std::size_t origin;
  };

  // The heads of all sources that are not exhausted, in a heap: the least is in front. On the heap of memory too: heads
  // point to elements that must not move with the source.
  struct state {
    state(Pool pool, Compare given_compare, Projection given_projection)
        : sources(std::move(pool)), compare(std::move(given_compare)), projection(std::move(given_projection)) {}

    pointer next() {
      if (started_sources == 0 || started_sources != sources.size()) start();
      if (front_handed_out) replace_front();
      if (!ordered) order();
      if (heads.empty()) return nullptr;
      front_handed_out = true;
      return heads.front().element;
    }

    void start() {
      sources.open();
      heads.reserve(sources.size());
      for (; started_sources != sources.size(); ++started_sources) {
        if (pointer const element = sources.pull(started_sources)) heads.push_back({element, started_sources});
      }
    }
    void replace_front() {
      head& front = heads.front();
      front.element = sources.pull(front.origin);
      front_handed_out = false;
      if (front.element == nullptr) {
        front = heads.back();
        heads.pop_back();
      }
      if (ordered && heads.size() > 1) {
        ordered = false;  // if a comparison throws, all is ordered anew
        sink(0);
        ordered = true;
      }
    }
    void order() {
      for (std::size_t from = heads.size() / 2; from-- != 0;) sink(from);
      ordered = true;
    }
    void sink(std::size_t parent) {
      for (;;) {
        std::size_t child = 2 * parent + 1;
        if (child >= heads.size()) return;
        if (child + 1 < heads.size() && before(heads[child + 1], heads[child])) ++child;
        if (!before(heads[child], heads[parent])) return;
        std::swap(heads[child], heads[parent]);
        parent = child;
      }
    }
    // Of equal elements, that of the earlier source goes first: one comparison tells.
    bool before(head const& one, head const& other) {
      return one.origin < other.origin ? !less(*other.element, *one.element) : less(*one.element, *other.element);
    }
    bool less(std::remove_reference_t<reference> const& one, std::remove_reference_t<reference> const& other) {
      return static_cast<bool>(detail::call(compare, detail::call(projection, one), detail::call(projection, other)));
    }

    Pool sources;
    [[no_unique_address]] Compare compare;
    [[no_unique_address]] Projection projection;
    std::vector<head> heads;
    std::size_t started_sources = 0;
    bool front_handed_out = false;
    bool ordered = false;
  };

  detail::owner<state> state_;  // none at the end
};

}  // namespace cogen
