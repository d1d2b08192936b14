// Rows of docs/reference/python-to-cogen.md: more-itertools: augmenting, combining, summarizing.
#include "row.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

using namespace cogen;
using namespace std::literals;
using reference::row;

int main() {
  row("count_cycle('AB', 3)", [] { return product(range(3), "AB"sv); });
  row("intersperse('!', 'ABC')",
      [] { return "ABC"sv | map([](char c) { return std::array{'!', c}; }) | flatten | drop(1); });
  row("padded([1, 2, 3], 0, 5)", [] { return padded(std::vector{1, 2, 3}, 0, 5); });
  row("padded([1, 2, 3], 0, 2)", [] { return padded(std::vector{1, 2, 3}, 0, 2); });
  row("repeat_each('ABC', 3)", [] { return "ABC"sv | map([](char c) { return repeat(c, 3); }) | flatten; });
  row("mark_ends('ABC')", [] {
    return chain(std::array{std::optional<char>()}, "ABC"sv, std::array{std::optional<char>()}) | sliding_window(3) |
           map([](auto three) { return std::tuple(!three[0], !three[2], *three[1]); });
  });
  row("adjacent(lambda n: n == 3, range(6))", [] {
    return chain(std::array{0}, range(6), std::array{0}) | sliding_window(3) |
           map([](auto near) { return std::pair(any(near, [](int n) { return n == 3; }), near[1]); });
  });
  row("groupby_transform(range(6), lambda n: n // 3, lambda n: n * n, sum)", [] {
    return range(6) | group_by([](int n) { return n / 3; }) |
           map([](auto&& group) { return std::pair(group.key(), group | map([](int n) { return n * n; }) | sum); });
  });
  row("take(4, pad_none(range(2)))", [] {
    return chain(range(2) | map([](int n) { return std::optional(n); }), repeat(std::optional<int>())) | take(4);
  });
  row("take(3, padnone([]))",
      [] { return chain(std::vector<std::optional<int>>(), repeat(std::optional<int>())) | take(3); });
  row("ncycles('AB', 3)", [] { return repeat("AB"sv, 3) | flatten; });
  row("collapse([[[1, 2], [3]], [[4]]])",
      [] { return std::vector<std::vector<std::vector<int>>>{{{1, 2}, {3}}, {{4}}} | flatten | flatten; });
  row("sort_together([(4, 2, 3), 'abc'])", [] {
    auto rows = to<std::vector>(zip(std::array{4, 2, 3}, "abc"sv));
    std::ranges::sort(rows, {}, [](auto const& row) { return row.first; });
    return std::pair(to<std::vector>(rows | std::views::keys), to<std::vector>(rows | std::views::values));
  });
  row("interleave([1, 2, 3], [4, 5], [6, 7, 8])",
      [] { return interleave(std::vector{1, 2, 3}, std::vector{4, 5}, std::vector{6, 7, 8}); });
  row("interleave_longest([1, 2, 3], [4, 5], [6, 7, 8])",
      [] { return round_robin(std::vector{1, 2, 3}, std::vector{4, 5}, std::vector{6, 7, 8}); });
  row("zip_offset('ABC', 'abc', offsets=(0, 1))", [] { return zip("ABC"sv, "abc"sv | drop(1)); });
  row("zip_broadcast(1, [2, 3])", [] { return zip(repeat(1), std::vector{2, 3}); });
  row("flatten([[0, 1], [2, 3]])", [] { return flatten(std::vector<std::vector<int>>{{0, 1}, {2, 3}}); });
  row("roundrobin('ABC', 'D', 'EF')", [] { return round_robin("ABC"sv, "D"sv, "EF"sv); });
  row("prepend(0, [1, 2])", [] { return chain(std::array{0}, std::vector{1, 2}); });
  row("value_chain(1, [2, 3], [4])", [] { return chain(std::array{1}, std::vector{2, 3}, std::vector{4}); });
  row("ilen(n for n in range(10) if n % 3 == 0)",
      [] { return range(10) | filter([](int n) { return n % 3 == 0; }) | length; });
  row("consecutive_groups([1, 2, 4, 5, 7])",
      [] { return split_when(std::vector{1, 2, 4, 5, 7}, [](int a, int b) { return b != a + 1; }); });
  row("run_length.encode('AAABB')",
      [] { return group_by("AAABB"sv) | map([](auto&& run) { return std::pair(run.key(), length(run)); }); });
  row("run_length.decode([('A', 3), ('B', 2)])",
      [] { return starmap(std::vector<std::pair<char, int>>{{'A', 3}, {'B', 2}}, repeat) | flatten; });
  row("map_reduce(range(6), lambda n: n % 3, reducefunc=sum)", [] {
    return fold(range(6), std::map<int, int>(), [](auto sums, int n) {
      sums[n % 3] += n;
      return sums;
    });
  });
  row("exactly_n([1, 2, 3], 2, lambda n: n > 1)",
      [] { return length(std::vector{1, 2, 3} | filter([](int n) { return n > 1; }) | take(2 + 1)) == 2; });
  row("is_sorted([1, 2, 2, 3])", [] {
    return none(pairwise(std::vector{1, 2, 2, 3}), [](auto const& pair) { return pair.second < pair.first; });
  });
  row("all_equal('AAAB')", [] { return length(unique_justseen("AAAB"sv) | take(2)) < 2; });
  row("all_unique('ABCB')",
      [] { return none("ABCB"sv, [seen = std::set<char>()](char c) mutable { return !seen.insert(c).second; }); });
  row("argmax([3, 1, 4, 1])", [] {
    return max(enumerate(std::vector{3, 1, 4, 1}), std::less<>(), [](auto const& pair) { return pair.second; })->first;
  });
  row("argmin([3, 1, 4, 1])", [] {
    return min(enumerate(std::vector{3, 1, 4, 1}), std::less<>(), [](auto const& pair) { return pair.second; })->first;
  });
  row("minmax([3, 1, 4])", [] {
    auto [least, greatest] = *minmax(std::vector{3, 1, 4});
    return std::pair(least, greatest);
  });
  row("first_true([0, 3, 5], pred=lambda n: n > 2)",
      [] { return first(std::vector{0, 3, 5} | filter([](int n) { return n > 2; })); });
  row("quantify([1, 5, 7], lambda n: n > 2)",
      [] { return length(std::vector{1, 5, 7} | filter([](int n) { return n > 2; })); });
  row("iequals([0, 1, 2], range(3))", [] { return std::ranges::equal(std::vector{0, 1, 2}, range(3)); });
}
