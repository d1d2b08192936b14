// Rows of docs/reference/python-to-cogen.md: more-itertools: selecting, wrapping, others.
#include "row.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

using namespace cogen;
using namespace std::literals;
using reference::row;

int main() {
  row("islice_extended('ABCDEFG', -3, None)", [] { return tail("ABCDEFG"sv, 3); });
  row("first([3, 1, 4])", [] { return first(std::vector{3, 1, 4}); });
  row("first([])", [] { return first(std::vector<int>()); });
  row("first([], 7)", [] { return first(std::vector<int>()).value_or(7); });
  row("last([3, 1, 4])", [] { return last(std::vector{3, 1, 4}); });
  row("one([7])", [] { return last(zip_strict(std::vector{7}, range(1)))->first; });
  row("one([7, 8])", [] { return last(zip_strict(std::vector{7, 8}, range(1)))->first; });
  row("strictly_n('ABC', 3)",
      [] { return zip_strict("ABC"sv, range(3)) | map([](auto const& row) { return row.first; }); });
  row("strictly_n('ABC', 2)",
      [] { return zip_strict("ABC"sv, range(2)) | map([](auto const& row) { return row.first; }); });
  row("strip([0, 1, 0, 2, 0], lambda n: n == 0)", [] {
    return std::vector{0, 1, 0, 2, 0} | std::views::drop_while(std::logical_not<>()) | std::views::reverse |
           std::views::drop_while(std::logical_not<>()) | std::views::reverse;
  });
  row("lstrip([0, 1, 0, 2, 0], lambda n: n == 0)",
      [] { return drop_while(std::vector{0, 1, 0, 2, 0}, std::logical_not<>()); });
  row("rstrip([0, 1, 0, 2, 0], lambda n: n == 0)", [] {
    return std::vector{0, 1, 0, 2, 0} | std::views::reverse | std::views::drop_while(std::logical_not<>()) |
           std::views::reverse;
  });
  row("filter_map(lambda n: n * n if n % 2 else None, range(6))",
      [] { return filter_map(range(6), [](int n) { return n % 2 != 0 ? std::optional(n * n) : std::nullopt; }); });
  row("nth_or_last([0, 1, 2], 10)", [] { return last(take(std::vector{0, 1, 2}, 10 + 1)); });
  row("nth_or_last([], 10)", [] { return last(take(std::vector<int>(), 10 + 1)); });
  row("extract('ABCDEFG', [6, 2, 2])",
      [] { return std::vector{6u, 2u, 2u} | map([](unsigned i) { return "ABCDEFG"sv[i]; }); });
  row("duplicates_everseen('ABCABA')",
      [] { return filter("ABCABA"sv, [seen = std::set<char>()](char c) mutable { return !seen.insert(c).second; }); });
  row("duplicates_justseen('AABCCC')", [] {
    return pairwise("AABCCC"sv) | filter([](auto const& pair) { return pair.first == pair.second; }) |
           map([](auto const& pair) { return pair.second; });
  });
  row("classify_unique('ABBA')", [] {
    return map("ABBA"sv, [seen = std::set<char>(), before = ' '](char c) mutable {
      bool const just = std::exchange(before, c) != c;
      return std::tuple(c, just, seen.insert(c).second);
    });
  });
  row("longest_common_prefix(['ABCD', 'ABXY'])", [] {
    return zip("ABCD"sv, "ABXY"sv) | take_while([](auto const& row) { return row.first == row.second; }) |
           map([](auto const& row) { return row.first; });
  });
  row("takewhile_inclusive(lambda n: n < 5, [1, 4, 6, 3])",
      [] { return take_until(std::vector{1, 4, 6, 3}, [](int n) { return n >= 5; }); });
  row("it = iter([1, 6, 3, 4]); list(takewhile_inclusive(lambda n: n < 5, it)); list(it)", [] {
    auto it = iter(std::vector{1, 6, 3, 4});
    consume(take_until(it, [](int n) { return n >= 5; }));
    return it | to<std::vector>();
  });
  row("nth(range(10), 3)", [] { return nth(range(10), 3); });
  row("nth(range(10), 20)", [] { return nth(range(10), 20); });
  row("take(3, range(10))", [] { return take(range(10), 3); });
  row("tail(3, range(10))", [] { return tail(range(10), 3); });
  row("unique([3, 1, 2, 1])", [] { return to<std::set>(std::vector{3, 1, 2, 1}); });
  row("unique_everseen('AAAABBBCCDAABBB')", [] { return unique_everseen("AAAABBBCCDAABBB"sv); });
  row("unique_everseen([1, -2, 2, -1, 3], abs)",
      [] { return unique_everseen(std::vector{1, -2, 2, -1, 3}, [](int n) { return std::abs(n); }); });
  row("unique_justseen('AAAABBBCCDAABBB')", [] { return unique_justseen("AAAABBBCCDAABBB"sv); });
  row("always_reversible(range(3))", [] { return to<std::vector>(range(3)) | std::views::reverse; });
  row("it = countable('ABCD'); next(it); next(it); it.items_seen", [] {
    int seen = 0;
    auto letters = "ABCD"sv | inspect([&seen](char) { ++seen; });
    consume(letters, 2);
    return seen;
  });
  row("[line.rstrip('\\n') for line in with_iter(io.StringIO('1\\n2\\n'))]",
      [] { return lines(std::istringstream("1\n2\n")); });
  row("iter_except([1, 2, 3].pop, IndexError)", [] {
    return call_until(
        [numbers = std::vector{1, 2, 3}]() mutable {
          auto top = last(numbers);
          if (top) numbers.pop_back();
          return top;
        },
        std::nullopt);
  });
  row("locate([0, 1, 0, 1], lambda n: n == 1)", [] {
    return enumerate(std::vector{0, 1, 0, 1}) | filter([](auto const& pair) { return pair.second == 1; }) |
           map([](auto const& pair) { return pair.first; });
  });
  row("rlocate([0, 1, 0, 1], lambda n: n == 1)", [] {
    return to<std::vector>(enumerate(std::vector{0, 1, 0, 1}) |
                           filter([](auto const& pair) { return pair.second == 1; }) |
                           map([](auto const& pair) { return pair.first; })) |
           std::views::reverse;
  });
  row("iter_index('ABCA', 'A')", [] {
    return enumerate("ABCA"sv) | filter([](auto const& pair) { return pair.second == 'A'; }) |
           map([](auto const& pair) { return pair.first; });
  });
  row("replace([1, 1, 0, 1], lambda n: n == 0, (2, 3))", [] {
    return std::vector{1, 1, 0, 1} | map([](int n) { return n == 0 ? std::vector{2, 3} : std::vector{n}; }) | flatten;
  });
  row("map_if(range(5), lambda n: n > 2, lambda n: n * n)",
      [] { return range(5) | map([](int n) { return n > 2 ? n * n : n; }); });
  row("seen = []; (list(side_effect(seen.append, range(3))), seen)", [] {
    std::vector<int> seen;
    auto numbers = range(3) | inspect([&seen](int n) { seen.push_back(n); }) | to<std::vector>();
    return std::pair(numbers, seen);
  });
  row("take(4, iterate(lambda n: 2 * n, 1))", [] { return iterate(1, [](int n) { return 2 * n; }) | take(4); });
  row("numeric_range(1.0, 3.0, 0.5)", [] { return count(1.0, 0.5) | take_while([](double x) { return x < 3.0; }); });
  row("take(4, tabulate(lambda n: n * n))", [] { return count() | map([](auto n) { return n * n; }) | take(4); });
  row("repeatfunc(count(1).__next__, 3)", [] { return range(3) | map([n = 0](int) mutable { return ++n; }); });
  row("loops(3)", [] { return repeat(std::nullopt, 3); });
  row("difference([1, 3, 6, 10])", [] {
    return chain(std::array{0}, std::vector{1, 3, 6, 10}) | pairwise | starmap([](int a, int b) { return b - a; });
  });
  row("it = iter(range(5)); consume(it, 2); next(it)", [] {
    auto it = range(5);
    consume(it, 2);
    return it.next();
  });
  row("time_limited(60, range(3))", [] {
    return take_while(range(3), [end = std::chrono::steady_clock::now() + 60s](int) {
      return std::chrono::steady_clock::now() < end;
    });
  });
  row("SequenceView([1, 2, 3])[1]", [] {
    std::vector const numbers{1, 2, 3};
    return std::span(numbers)[1];
  });
}
