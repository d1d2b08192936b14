#include <cogen.hpp>

#include "check.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// [report]
// Lines "town amount", sorted by town: the sum of each town, for those above 10.
cogen::generator<std::pair<std::string, int>> totals(std::istream& in) {
  auto const town = [](std::string_view line) { return std::string(line.substr(0, line.find(' '))); };
  auto const amount = [](std::string_view line) { return std::stoi(std::string(line.substr(line.find(' ') + 1))); };
  auto groups = cogen::lines(in)                                                      // views::getlines
                | cogen::filter([](std::string_view line) { return !line.empty(); })  // views::filter
                | cogen::group_by(town);                                              // views::chunk_by
  for (auto&& [name, sales] : groups) {
    int const total = cogen::sum(sales | cogen::map(amount), 0);  // views::transform, accumulate
    if (total > 10) co_yield std::pair(name, total);
  }
}
// [/report]

int main() {
  // [report_used]
  std::istringstream in("Oslo 4\nOslo 9\n\nParis 5\nRome 20\n");
  for (auto&& [town, total] : totals(in)) std::printf("%s %d\n", town.c_str(), total);
  // [/report_used]
  {
    // [owned]
    auto squares = std::vector{3, 1, 2}  // an rvalue container is owned: range-v3 refuses it
                   | cogen::map([](int n) { return n * n; });
    check(cogen::sum(squares) == 14);
    // [/owned]
  }
  {
    // [single_pass]
    auto numbers = [] {
      return cogen::co_invoke([]() -> cogen::generator<int> {
        for (int n : {1, 1, 2, 3, 3}) co_yield n;
      });
    };
    // In range-v3 all of these want a forward range: sliding, unique, cycle, chunk_by, take_last.
    check(cogen::length(numbers() | cogen::sliding_window(2)) == 4);
    check(cogen::length(numbers() | cogen::unique_justseen) == 3);
    check(cogen::sum(numbers() | cogen::cycle | cogen::take(6)) == 11);
    check(cogen::length(numbers() | cogen::split_when(std::less<>())) == 3);
    check(cogen::sum(numbers() | cogen::tail(2)) == 6);
    // [/single_pass]
  }
  {
    // [generate]
    int left = 4;
    auto const countdown = [&left] { return --left; };
    check(cogen::sum(cogen::call_until(countdown, 0)) == 3 + 2 + 1);  // views::generate, with an end
    // [/generate]
  }
  {
    // [erased]
    auto erased = [](auto range) -> cogen::generator<int> { co_yield cogen::from(std::move(range)); };
    std::vector<cogen::generator<int>> all;  // as any_view<int>: one type for any range
    all.push_back(erased(cogen::range(3)));
    all.push_back(erased(std::vector{3, 4}));
    check(cogen::sum(all | cogen::flatten) == 10);
    // [/erased]
  }
  {
    // [sorted]
    auto sorted = cogen::range(5) | cogen::map([](int n) { return n * 3 % 5; }) | cogen::to<std::vector>();
    std::ranges::sort(sorted);  // actions::sort
    check(sorted == std::vector{0, 1, 2, 3, 4});
    // [/sorted]
  }
}
