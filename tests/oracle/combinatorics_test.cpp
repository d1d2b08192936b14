#include "oracle/oracle.hpp"

using namespace cogen;
using oracle::call;
using oracle::text;

TEST_CASE("CPython chooses the same") {
  oracle::family combinatorics("combinatorics");
  combinatorics.tool("product", [](call& given, auto pulled) {
    auto a = pulled(given.numbers());
    auto b = pulled(given.numbers());
    return text(product(a, b, pulled(given.numbers())));
  });
  combinatorics.tool("product_n", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(product(elements, given.number()));
  });
  combinatorics.tool("product_2", [](call& given, auto pulled) {
    auto a = pulled(given.numbers());
    return text(product<2>(a, pulled(given.numbers())));
  });
  combinatorics.tool("permutations",
                     [](call& given, auto pulled) { return text(pulled(given.numbers()) | permutations); });
  combinatorics.tool("permutations_k", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(permutations(elements, given.number()));
  });
  combinatorics.tool("combinations", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(combinations(elements, given.number()));
  });
  combinatorics.tool("combinations_with_replacement", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(combinations_with_replacement(elements, given.number()));
  });
  combinatorics.tool("powerset", [](call& given, auto pulled) { return text(pulled(given.numbers()) | powerset); });
  combinatorics.check();
}
