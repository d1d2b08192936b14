#include <cogen.hpp>

#include "check.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// [generators]
int produced = 0;

cogen::generator<int> up_to(int last) {
  for (int n = 1; n <= last; ++n) {
    ++produced;
    co_yield n;
  }
}
// [/generators]

// [concepts]
using numbers = cogen::generator<int>;
static_assert(std::ranges::input_range<numbers> && !std::ranges::forward_range<numbers>);
static_assert(std::ranges::viewable_range<numbers> && std::ranges::viewable_range<numbers&>);
static_assert(!std::ranges::view<numbers> && !std::ranges::borrowed_range<numbers>);
static_assert(!std::ranges::common_range<numbers> && !std::ranges::sized_range<numbers>);
static_assert(!std::ranges::range<numbers const>);  // to read it is to change it
static_assert(std::movable<numbers> && !std::copyable<numbers>);
// [/concepts]

template <class Range>
concept can_be_reversed = requires(Range range) { std::views::reverse(range); };
template <class Range>
concept can_be_sorted = requires(Range range) { std::ranges::sort(range); };
template <class Range>
concept has_a_max_element = requires(Range range) { std::ranges::max_element(range); };
template <class Range>
concept has_a_common_end = requires(Range range) { std::views::common(range); };
template <class Range>
concept can_be_split = requires(Range range) { std::views::split(range, 0); };
static_assert(!can_be_reversed<numbers> && !can_be_sorted<numbers> && !has_a_max_element<numbers>);
static_assert(!has_a_common_end<numbers> && !can_be_split<numbers>);
static_assert(!std::constructible_from<std::vector<int>, std::ranges::iterator_t<numbers>, std::default_sentinel_t>);

int main() {
  auto const odd = [](int n) { return n % 2 == 1; };
  auto const square = [](int n) { return n * n; };
  {
    // [views]
    int sum = 0;
    for (int n : up_to(9) | std::views::filter(odd) | std::views::transform(square)) sum += n;
    check(sum == 1 + 9 + 25 + 49 + 81);
    // [/views]
  }
  {
    // [all]
    static_assert(std::is_same_v<std::views::all_t<numbers>, std::ranges::owning_view<numbers>>);
    static_assert(std::is_same_v<std::views::all_t<numbers&>, std::ranges::ref_view<numbers>>);
    // [/all]
  }
  {
    // [lvalue]
    auto g = up_to(9);
    for (int n : g | std::views::transform(square)) {  // borrows g
      if (n == 9) break;
    }
    check(g.next() == 4);  // and g is still yours
    // [/lvalue]
  }
  {
    // [algorithms]
    check(std::ranges::count_if(up_to(9), odd) == 5);
    check(std::ranges::max(up_to(9)) == 9);
    check(std::ranges::equal(up_to(3), std::vector{1, 2, 3}));
    std::vector<int> copies;
    std::ranges::copy(up_to(3), std::back_inserter(copies));

    auto g = up_to(9);
    auto const found = std::ranges::find(g, 3);  // stops there
    check(*found == 3);
    check(g.next() == 4);
    // [/algorithms]
    check(copies.size() == 3);
  }
  {
    // [stages]
    std::vector<int> const data{5, 1, 4, 2, 3};
    auto const size = [](std::vector<int> const& some) { return some.size(); };
    auto const sizes = std::views::reverse(data)      // a view of std
                       | cogen::batch(2)              // a stage of cogen
                       | std::views::transform(size)  // a view again
                       | cogen::to<std::vector>();
    check(sizes == std::vector<std::size_t>{2, 2, 1});
    // [/stages]
  }
  {
    // [cut]
    auto g = up_to(9);
    std::ranges::subrange rest(g.begin(), std::default_sentinel);  // from where it stands; g owns, this looks
    check(cogen::sum(rest) == 45);
    // [/cut]
  }
  {
    // [proxy]
    auto pairs = up_to(2) | cogen::enumerate(1);
    for (auto&& [index, n] : pairs) check(index == n);
    // [/proxy]
  }
  {
    // [moves]
    auto owners = cogen::co_invoke([]() -> cogen::generator<std::unique_ptr<int>> {
      for (int n = 1; n <= 3; ++n) co_yield std::make_unique<int>(n);
    });
    std::vector<std::unique_ptr<int>> kept;
    std::ranges::move(owners, std::back_inserter(kept));
    check(kept.size() == 3 && *kept.back() == 3);
    // [/moves]
  }
  {
    // [sorted]
    auto sorted = up_to(5) | cogen::map([](int n) { return n * 7 % 5; }) | cogen::to<std::vector>();
    std::ranges::sort(sorted);
    check(sorted == std::vector{0, 1, 2, 3, 4});
    // [/sorted]
  }
  // [surprises]
  produced = 0;
  for (int n : up_to(9) | std::views::take(3)) static_cast<void>(n);
  std::printf("std::views::take(3) had %d elements produced\n", produced);

  produced = 0;
  for (int n : up_to(9) | cogen::take(3)) static_cast<void>(n);
  std::printf("cogen::take(3)      had %d elements produced\n", produced);

  int calls = 0;
  auto const counted = [&calls](int n) {
    ++calls;
    return n * n;
  };
  for (int n : up_to(9) | std::views::transform(counted) | std::views::filter(odd)) static_cast<void>(n);
  std::printf("std::views::transform | filter called the function %d times\n", calls);

  calls = 0;
  for (int n : up_to(9) | cogen::map(counted) | cogen::filter(odd)) static_cast<void>(n);
  std::printf("cogen::map | filter            called the function %d times\n", calls);
  // [/surprises]
}
