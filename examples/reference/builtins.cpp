// Rows of docs/reference/python-to-cogen.md: builtin functions, functools, heapq, collections.
#include "row.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace cogen;
using namespace std::literals;
using reference::row;

int main() {
  row("all([1, 2, 0, 3])", [] { return all(std::vector{1, 2, 0, 3}); });
  row("all(n < 5 for n in range(4))", [] { return all(range(4), [](int n) { return n < 5; }); });
  row("any(n > 2 for n in range(4))", [] { return any(range(4), [](int n) { return n > 2; }); });
  row("dict([('a', 1), ('b', 2)])",
      [] { return to<std::map>(std::vector<std::pair<std::string, int>>{{"a", 1}, {"b", 2}}); });
  row("dict([('a', 1), ('a', 2)])",
      [] { return to<std::map>(std::vector<std::pair<std::string, int>>{{"a", 1}, {"a", 2}}); });
  row("enumerate('ABC')", [] { return enumerate("ABC"sv); });
  row("enumerate('ABC', 1)", [] { return enumerate("ABC"sv, 1); });
  row("filter(lambda n: n % 2, range(6))", [] { return filter(range(6), [](int n) { return n % 2 != 0; }); });
  row("filter(None, [0, 3, 0, 5])", [] { return filter(std::vector{0, 3, 0, 5}, std::identity()); });
  row("frozenset([3, 1, 3])", [] {
    std::set const numbers = to<std::set>(std::vector{3, 1, 3});
    return numbers;
  });
  row("it = iter([1, 2, 3]); next(it); list(it)", [] {
    auto it = iter(std::vector{1, 2, 3});
    consume(it, 1);
    return it | to<std::vector>();
  });
  row("n = count(); iter(lambda: next(n), 3)", [] { return call_until([n = 0]() mutable { return n++; }, 3); });
  row("len([1, 2, 3])", [] { return std::ranges::ssize(std::vector{1, 2, 3}); });
  row("list(range(3))", [] { return to<std::vector>(range(3)); });
  row("map(lambda n: n * n, range(4))", [] { return map(range(4), [](int n) { return n * n; }); });
  row("map(operator.mul, [1, 2, 3], [4, 5, 6])",
      [] { return zip(std::vector{1, 2, 3}, std::vector{4, 5, 6}) | starmap(std::multiplies<>()); });
  row("max([3, 1, 4])", [] { return max(std::vector{3, 1, 4}); });
  row("max([])", [] { return max(std::vector<int>()); });
  row("max([], default=0)", [] { return max(std::vector<int>()).value_or(0); });
  row("max(['a', 'ccc', 'bb'], key=len)",
      [] { return max(std::vector{"a"sv, "ccc"sv, "bb"sv}, std::less<>(), std::ranges::size); });
  row("min([3, 1, 4])", [] { return min(std::vector{3, 1, 4}); });
  row("next(iter('ABC'))", [] { return iter("ABC"sv).next(); });
  row("[line.rstrip('\\n') for line in io.StringIO('one\\ntwo\\n')]",
      [] { return lines(std::istringstream("one\ntwo\n")); });
  row("range(3)", [] { return range(3); });
  row("range(10, 0, -3)", [] { return range(10, 0, -3); });
  row("reversed([1, 2, 3])", [] { return std::vector{1, 2, 3} | std::views::reverse; });
  row("set([3, 1, 3])", [] { return to<std::set>(std::vector{3, 1, 3}); });
  row("'ABCDEFG'[slice(1, 6, 2)]", [] { return islice("ABCDEFG"sv, 1, 6, 2) | join(""); });
  row("sorted([3, 1, 2])", [] {
    auto numbers = to<std::vector>(std::vector{3, 1, 2});
    std::ranges::sort(numbers);
    return numbers;
  });
  row("sorted(['bb', 'a', 'ccc'], key=len, reverse=True)", [] {
    auto words = std::vector{"bb"sv, "a"sv, "ccc"sv};
    std::ranges::sort(words, std::greater<>(), std::ranges::size);
    return words;
  });
  row("', '.join(['a', 'b', 'c'])", [] { return join(std::vector{"a"sv, "b"sv, "c"sv}, ", "); });
  row("sum([1, 2, 3])", [] { return sum(std::vector{1, 2, 3}); });
  row("sum([0.5, 0.25], 1.0)", [] { return sum(std::vector{0.5, 0.25}, 1.0); });
  row("tuple(range(3))", [] { return to<std::vector>(range(3)); });
  row("zip('ABC', range(2))", [] { return zip("ABC"sv, range(2)); });
  row("zip('ABC', range(2), strict=True)", [] { return zip_strict("ABC"sv, range(2)); });
  row("functools.reduce(operator.mul, [1, 2, 3, 4], 1)",
      [] { return fold(std::vector{1, 2, 3, 4}, 1, std::multiplies<>()); });
  row("functools.reduce(max, [3, 1, 4])", [] { return last(accumulate(std::vector{3, 1, 4}, std::ranges::max)); });
  row("heapq.merge([1, 4, 7], [2, 5], [3])",
      [] { return merge(std::vector{1, 4, 7}, std::vector{2, 5}, std::vector{3}); });
  row("heapq.merge([7, 4], [5, 2], reverse=True)",
      [] { return merge(std::vector{7, 4}, std::vector{5, 2}, std::greater<>()); });
  row("heapq.nlargest(3, [3, 1, 4, 1, 5])", [] {
    std::vector<int> top(3);
    std::ranges::partial_sort_copy(iter(std::vector{3, 1, 4, 1, 5}), top, std::greater<>());
    return top;
  });
  row("heapq.nlargest(3, [3])", [] {
    std::vector<int> top(3);
    std::ranges::partial_sort_copy(iter(std::vector{3}), top, std::greater<>());
    return top;
  });
  row("heapq.nsmallest(3, [3, 1, 4, 1, 5])", [] {
    std::vector<int> least(3);
    std::ranges::partial_sort_copy(iter(std::vector{3, 1, 4, 1, 5}), least);
    return least;
  });
  row("collections.deque(range(10), maxlen=3)", [] { return tail(range(10), 3); });
  row("collections.Counter('ABCAB')", [] {
    return fold("ABCAB"sv, std::map<char, int>(), [](auto counts, char c) {
      ++counts[c];
      return counts;
    });
  });
}
