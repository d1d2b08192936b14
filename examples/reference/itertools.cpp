// Rows of docs/reference/python-to-cogen.md: itertools.
#include "row.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

using namespace cogen;
using namespace std::literals;
using reference::row;

int main() {
  row("accumulate([1, 2, 3, 4])", [] { return accumulate(std::vector{1, 2, 3, 4}); });
  row("accumulate([1, 2, 3, 4], operator.mul)",
      [] { return accumulate(std::vector{1, 2, 3, 4}, std::multiplies<>()); });
  row("accumulate([1, 2, 3], operator.add, initial=100)",
      [] { return accumulate(std::vector{1, 2, 3}, std::plus<>(), 100); });
  row("batched('ABCDEFG', 3)", [] { return batch("ABCDEFG"sv, 3); });
  row("batched('ABCDEFG', 3, strict=True)", [] { return batch("ABCDEFG"sv, 3, strict); });
  row("chain('ABC', 'DEF')", [] { return chain("ABC"sv, "DEF"sv); });
  row("chain.from_iterable(['ABC', 'DEF'])", [] { return flatten(std::vector{"ABC"sv, "DEF"sv}); });
  row("combinations('ABCD', 2)", [] { return combinations("ABCD"sv, 2); });
  row("combinations_with_replacement('ABC', 2)", [] { return combinations_with_replacement("ABC"sv, 2); });
  row("compress('ABCDEF', [1, 0, 1, 0, 1, 1])", [] { return compress("ABCDEF"sv, std::vector{1, 0, 1, 0, 1, 1}); });
  row("it = iter('ABC'); list(compress(it, [1])); list(it)", [] {
    auto it = iter("ABC"sv);
    consume(compress(it, std::vector{1}));
    return it | to<std::vector>();
  });
  row("islice(count(10), 3)", [] { return count(10) | take(3); });
  row("islice(count(10, -2), 3)", [] { return count(10, -2) | take(3); });
  row("islice(count(0.5, 0.25), 3)", [] { return count(0.5, 0.25) | take(3); });
  row("next(islice(count(0.0, 0.1), 8, None))", [] { return nth(count(0.0, 0.1), 8); });
  row("islice(cycle('ABCD'), 10)", [] { return cycle("ABCD"sv) | take(10); });
  row("dropwhile(lambda n: n < 5, [1, 4, 6, 3, 8])",
      [] { return drop_while(std::vector{1, 4, 6, 3, 8}, [](int n) { return n < 5; }); });
  row("filterfalse(lambda n: n < 5, [1, 4, 6, 3, 8])",
      [] { return filter_false(std::vector{1, 4, 6, 3, 8}, [](int n) { return n < 5; }); });
  row("groupby('AAABBC')", [] { return group_by("AAABBC"sv); });
  row("groupby(range(8), lambda n: n // 3)", [] { return group_by(range(8), [](int n) { return n / 3; }); });
  row("islice('ABCDEFG', 2)", [] { return islice("ABCDEFG"sv, 2); });
  row("islice('ABCDEFG', 2, 4)", [] { return islice("ABCDEFG"sv, 2, 4); });
  row("islice('ABCDEFG', 2, None)", [] { return islice("ABCDEFG"sv, 2, std::nullopt); });
  row("islice('ABCDEFG', 0, None, 2)", [] { return islice("ABCDEFG"sv, 0, std::nullopt, 2); });
  row("it = iter('ABCDE'); list(islice(it, 0, 4, 2)); list(it)", [] {
    auto it = iter("ABCDE"sv);
    consume(islice(it, 0, 4, 2));
    return it | to<std::vector>();
  });
  row("pairwise('ABCD')", [] { return pairwise("ABCD"sv); });
  row("permutations(range(3))", [] { return permutations(range(3)); });
  row("permutations('ABC', 2)", [] { return permutations("ABC"sv, 2); });
  row("product('AB', [1, 2])", [] { return product("AB"sv, std::vector{1, 2}); });
  row("product('AB', repeat=2)", [] { return product<2>("AB"sv); });
  row("repeat(10, 3)", [] { return repeat(10, 3); });
  row("starmap(operator.mul, [(2, 5), (3, 2)])",
      [] { return starmap(std::vector<std::pair<int, int>>{{2, 5}, {3, 2}}, std::multiplies<>()); });
  row("takewhile(lambda n: n < 5, [1, 4, 6, 3, 8])",
      [] { return take_while(std::vector{1, 4, 6, 3, 8}, [](int n) { return n < 5; }); });
  row("a, b = tee('ABC'); list(zip(a, b))", [] {
    auto [a, b] = tee<2>("ABC"sv);
    return zip(a, b) | to<std::vector>();
  });
  row("zip_longest('ABCD', 'xy', fillvalue='-')", [] { return zip_longest('-', "ABCD"sv, "xy"sv); });
  row("zip_longest('ABC', [1, 2])", [] { return zip_longest(std::nullopt, "ABC"sv, std::vector{1, 2}); });
}
