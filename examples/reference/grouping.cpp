// Rows of docs/reference/python-to-cogen.md: more-itertools: grouping, look-ahead, windowing, combinatorics, mathematics.
#include "row.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
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
  row("chunked('ABCDEFG', 3)", [] { return batch("ABCDEFG"sv, 3); });
  row("(sum(chunk) for chunk in ichunked(range(7), 3))", [] {
    return range(7) | group_by([i = 0](int) mutable { return i++ / 3; }) |
           map([](auto&& chunk) { return chunk | sum; });
  });
  row("sliced('ABCDEFG', 3)",
      [] { return batch("ABCDEFG"sv, 3) | map([](auto&& letters) { return join(letters, ""); }); });
  row("constrained_batches(['12345', '123', '12', '1'], 5)",
      [] { return batch_by(std::vector{"12345"sv, "123"sv, "12"sv, "1"sv}, std::ranges::size, 5); });
  row("constrained_batches(['1234567', '1'], 5)",
      [] { return batch_by(std::vector{"1234567"sv, "1"sv}, std::ranges::size, 5); });
  row("distribute(3, range(1, 8))", [] {
    return enumerate(tee(range(1, 8), 3)) |
           starmap([](auto i, auto&& copy) { return islice(std::move(copy), i, std::nullopt, 3); });
  });
  row("split_at('abcdcba', lambda c: c == 'b')", [] { return "abcdcba"sv | std::views::split('b'); });
  row("split_before('OneTwo', str.isupper)",
      [] { return split_when("OneTwo"sv, [](char, char c) { return c <= 'Z'; }); });
  row("split_after(range(6), lambda n: n % 3 == 0)",
      [] { return split_when(range(6), [](int n, int) { return n % 3 == 0; }); });
  row("split_into(range(1, 7), [1, 2, 3])", [] {
    return std::vector{1, 2, 3} |
           map([numbers = range(1, 7)](int n) mutable { return to<std::vector>(take(numbers, n)); });
  });
  row("split_when([1, 2, 3, 3, 2, 5], lambda a, b: b < a)",
      [] { return split_when(std::vector{1, 2, 3, 3, 2, 5}, [](int a, int b) { return b < a; }); });
  row("unzip([('a', 1), ('b', 2), ('c', 3)])", [] {
    std::vector<std::pair<char, int>> const rows{{'a', 1}, {'b', 2}, {'c', 3}};
    return std::pair(to<std::vector>(rows | std::views::keys), to<std::vector>(rows | std::views::values));
  });
  row("batched(range(5), 2)", [] { return batch(range(5), 2); });
  row("grouper('ABCDEF', 3, incomplete='strict')", [] { return batch("ABCDEF"sv, 3, strict); });
  row("grouper('ABCDEFG', 3, incomplete='ignore')", [] { return sliding_window("ABCDEFG"sv, 3, 3); });
  row("partition(lambda n: n % 2, range(5))", [] {
    auto [even, odd] = partition(range(5), [](int n) { return n % 2 != 0; });
    return std::pair(even, odd);
  });
  row("transpose([(1, 2, 3), (11, 22, 33)])", [] { return zip_strict(std::array{1, 2, 3}, std::array{11, 22, 33}); });
  row("head, rest = spy('ABCDE', 2); (head, list(rest))", [] {
    auto [head, rest] = spy("ABCDE"sv, 2);
    std::vector shown(head.begin(), head.end());
    return std::pair(shown, to<std::vector>(rest));
  });
  row("p = peekable([1, 2, 3]); (p.peek(), next(p), list(p))", [] {
    auto p = peekable(std::vector{1, 2, 3});
    int const peeked = *p.peek();
    int const taken = *p.next();
    return std::tuple(peeked, taken, to<std::vector>(p));
  });
  row("windowed(range(1, 6), 3)", [] { return sliding_window(range(1, 6), 3); });
  row("windowed(range(1, 8), 3, step=2)", [] { return sliding_window(range(1, 8), 3, 2); });
  row("windowed([1, 2], 3)", [] { return sliding_window(std::vector{1, 2}, 3); });
  row("substrings('more')",
      [] { return range(1, 5) | map([](int n) { return sliding_window("more"sv, n); }) | flatten; });
  row("stagger(range(4), fillvalue=-1)", [] { return sliding_window(chain(std::array{-1}, range(4)), 3); });
  row("triplewise('ABCDE')", [] { return sliding_window("ABCDE"sv, 3); });
  row("sliding_window('ABCDEFG', 4)", [] { return sliding_window("ABCDEFG"sv, 4); });
  row("subslices('ABC')",
      [] { return combinations(range(4), 2) | map([](auto ends) { return islice("ABC"sv, ends[0], ends[1]); }); });
  row("pairwise(range(4))", [] { return pairwise(range(4)); });
  row("circular_shifts(range(4))", [] { return range(4) | cycle | take(4 + 3) | sliding_window(4); });
  row("derangements(range(3))", [] {
    return permutations(range(3)) | filter([](auto const& order) {
             return none(enumerate(order), [](auto const& at) { return at.first == at.second; });
           });
  });
  row("distinct_combinations([0, 0, 1], 2)", [] { return combinations(std::vector{0, 0, 1}, 2) | to<std::set>(); });
  row("distinct_permutations([1, 0, 1])", [] { return permutations(std::vector{1, 0, 1}) | to<std::set>(); });
  row("outer_product(operator.mul, [1, 2, 3], [4, 5])", [] {
    return std::vector{1, 2, 3} | map([](int x) { return std::vector{4, 5} | map([x](int y) { return x * y; }); });
  });
  row("powerset([1, 2, 3])", [] { return powerset(std::vector{1, 2, 3}); });
  row("powerset_of_sets([1, 1, 0])", [] {
    return std::vector{1, 1, 0} | unique_everseen | powerset | map([](auto picked) { return to<std::set>(picked); });
  });
  row("nth_combination(range(5), 3, 4)", [] { return nth(combinations(range(5), 3), 4); });
  row("nth_combination(range(3), 2, 4)", [] { return nth(combinations(range(3), 2), 4); });
  row("nth_combination_with_replacement(range(5), 3, 4)",
      [] { return nth(combinations_with_replacement(range(5), 3), 4); });
  row("nth_permutation(range(4), 2, 5)", [] { return nth(permutations(range(4), 2), 5); });
  row("nth_product(3, 'AB', range(3))", [] { return nth(product("AB"sv, range(3)), 3); });
  row("combination_index('BD', 'ABCD')", [] {
    return length(combinations("ABCD"sv, 2) |
                  take_while([](auto picked) { return !std::ranges::equal(picked, "BD"sv); }));
  });
  row("combination_index('BX', 'ABCD')", [] {
    return length(combinations("ABCD"sv, 2) |
                  take_while([](auto picked) { return !std::ranges::equal(picked, "BX"sv); }));
  });
  row("combination_with_replacement_index('BD', 'ABCD')", [] {
    return length(combinations_with_replacement("ABCD"sv, 2) |
                  take_while([](auto picked) { return !std::ranges::equal(picked, "BD"sv); }));
  });
  row("permutation_index('BD', 'ABCD')", [] {
    return length(permutations("ABCD"sv, 2) |
                  take_while([](auto picked) { return !std::ranges::equal(picked, "BD"sv); }));
  });
  row("product_index('BD', 'ABCD', repeat=2)", [] {
    return length(product("ABCD"sv, 2) | take_while([](auto picked) { return !std::ranges::equal(picked, "BD"sv); }));
  });
  row("dotproduct([10, 15, 12], [1, 2, 3])",
      [] { return zip_strict(std::vector{10, 15, 12}, std::vector{1, 2, 3}) | starmap(std::multiplies<>()) | sum; });
  row("sum_of_squares([10, 20, 30])", [] { return std::vector{10, 20, 30} | map([](int n) { return n * n; }) | sum; });
  row("convolve([1, -1, -20], [1, -3])", [] {
    return chain(repeat(0, 1), std::vector{1, -1, -20}, repeat(0, 1)) | sliding_window(2) | map([](auto window) {
             return std::inner_product(window.begin(), window.end(), std::array{-3, 1}.begin(), 0);
           });
  });
  row("polynomial_eval([1, -4, -17, 60], 2)",
      [] { return fold(std::vector{1, -4, -17, 60}, 0, [](int total, int factor) { return 2 * total + factor; }); });
  row("polynomial_derivative([1, -4, -17, 60])",
      [] { return zip(std::vector{1, -4, -17, 60}, range(3, 0, -1)) | starmap(std::multiplies<>()); });
  row("reshape([(0, 1), (2, 3), (4, 5)], 3)",
      [] { return std::vector<std::vector<int>>{{0, 1}, {2, 3}, {4, 5}} | flatten | batch(3); });
  row("running_max([1, 3, 2, 5])", [] { return accumulate(std::vector{1, 3, 2, 5}, std::ranges::max); });
  row("running_min([5, 3, 4, 1])", [] { return accumulate(std::vector{5, 3, 4, 1}, std::ranges::min); });
  row("running_mean([40, 30, 50])",
      [] { return zip(accumulate(std::vector{40.0, 30.0, 50.0}), count(1)) | starmap(std::divides<>()); });
  row("is_prime(97)", [] { return none(range(2, 97), [](int n) { return 97 % n == 0; }); });
}
