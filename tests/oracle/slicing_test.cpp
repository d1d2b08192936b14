#include "oracle/oracle.hpp"

using namespace cogen;
using oracle::call;
using oracle::text;

TEST_CASE("CPython slices the same") {
  oracle::family slicing("slicing");
  slicing.tool("take", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(take(elements, given.number()), elements);
  });
  slicing.tool("drop", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    int const n = given.number();
    return text(elements | drop(n) | take(given.number()), elements);
  });
  slicing.tool("islice", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto const bounds = given.next<std::vector<std::optional<int>>>();
    if (bounds.size() == 1) return text(islice(elements, *bounds[0]), elements);
    int const start = *bounds[0];
    auto const stop = bounds[1];
    if (bounds.size() == 2) {
      return text(stop ? islice(elements, start, *stop) : islice(elements, start, std::nullopt), elements);
    }
    int const step = *bounds[2];
    return text(stop ? islice(elements, start, *stop, step) : islice(elements, start, std::nullopt, step), elements);
  });
  slicing.tool("take_while", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto const below = [n = given.number()](int element) { return element < n; };
    return text(elements | take_while(below) | take(given.number()), elements);
  });
  slicing.tool("take_until", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto const reached = [n = given.number()](int element) { return element >= n; };
    return text(elements | take_until(reached) | take(given.number()), elements);
  });
  slicing.tool("drop_while", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto const below = [n = given.number()](int element) { return element < n; };
    return text(elements | drop_while(below) | take(given.number()), elements);
  });
  slicing.tool("tail", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    int const n = given.number();
    return text(elements | tail(n) | take(given.number()), elements);
  });
  slicing.check();
}
