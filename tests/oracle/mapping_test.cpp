#include "oracle/oracle.hpp"

using namespace cogen;
using oracle::call;
using oracle::text;

namespace {

// The answer of a call of a tool with a range and a number: the first elements that it makes, and what it leaves.
auto of_number(auto made) {
  return [made](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto source = made(elements, given.number());
    return text(take(source, given.number()), elements);
  };
}

}  // namespace

TEST_CASE("CPython maps and filters the same") {
  oracle::family mapping("mapping");
  mapping.tool("map", of_number([](auto& elements, int n) {
                 return cogen::map(elements, [n](int element) { return element * n; });
               }));
  mapping.tool("starmap", [](call& given, auto pulled) {
    auto a = pulled(given.numbers());
    auto b = pulled(given.numbers());
    auto c = pulled(given.numbers());
    return text(cogen::zip(a, b, c) | starmap([](int x, int y, int z) { return 100 * x + 10 * y - z; }));
  });
  mapping.tool("filter", of_number([](auto& elements, int n) {
                 return filter(elements, [n](int element) { return element % n != 0; });
               }));
  mapping.tool("filter_false", of_number([](auto& elements, int n) {
                 return elements | filter_false([n](int element) { return element % n != 0; });
               }));
  mapping.tool("filter_map", of_number([](auto& elements, int n) {
                 return filter_map(elements, [n](int element) -> std::optional<int> {
                   if (element % 3 == 0) return std::nullopt;
                   return element - n;
                 });
               }));
  mapping.tool("enumerate", of_number([](auto& elements, int n) { return enumerate(elements, n - 5); }));
  mapping.tool("enumerate_from_0", [](call& given, auto pulled) { return text(pulled(given.numbers()) | enumerate); });
  mapping.tool("accumulate",
               of_number([](auto& elements, int which) { return accumulate(elements, oracle::operation{which}); }));
  mapping.tool("accumulate_sum", [](call& given, auto pulled) { return text(pulled(given.numbers()) | accumulate); });
  mapping.tool("accumulate_initial", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    oracle::operation const chosen{given.number()};
    int const initial = given.number();
    return text(elements | accumulate(chosen, initial) | take(given.number()), elements);
  });
  mapping.tool("compress", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto selectors = pulled(given.numbers());
    return text(compress(elements, selectors), elements, selectors);
  });
  mapping.tool("inspect", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    oracle::ints seen;
    auto inspected = inspect(elements, [&seen, n = given.number()](int element) { seen.push_back(n * element); });
    return text(take(inspected, given.number()), elements, seen);
  });
  mapping.tool("unique_justseen", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(elements | unique_justseen | take(given.number()), elements);
  });
  mapping.tool("unique_justseen_key", of_number([](auto& elements, int n) {
                 return unique_justseen(elements, [n](int element) { return element / n; });
               }));
  mapping.tool("unique_everseen", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(elements | unique_everseen | take(given.number()), elements);
  });
  mapping.tool("unique_everseen_key", of_number([](auto& elements, int n) {
                 return unique_everseen(elements, [n](int element) { return element % n; });
               }));
  mapping.check();
}
