#include "oracle/oracle.hpp"

using namespace cogen;
using oracle::call;
using oracle::text;

namespace {

// The answer of a call of a tool with three ranges: what it made of them, and what it left in them.
auto of_three(auto combined) {
  return [combined](call& given, auto pulled) {
    auto a = pulled(given.numbers());
    auto b = pulled(given.numbers());
    auto c = pulled(given.numbers());
    auto made = combined(a, b, c);
    return text(take(made, given.number()), a, b, c);
  };
}

// Sources of the ranges, one after the other.
auto pulled_ranges(std::vector<oracle::ints> ranges, auto pulled) {
  return cogen::map(std::move(ranges), [pulled](oracle::ints range) { return pulled(std::move(range)); });
}

}  // namespace

TEST_CASE("CPython combines the same") {
  oracle::family combining("combining");
  combining.tool("padded", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    int const fill = given.number();
    int const n = given.number();
    return text(elements | padded(fill, n) | take(given.number()), elements);
  });
  combining.tool("chain", of_three([](auto& a, auto& b, auto& c) { return chain(a, b, c); }));
  auto const flattened = [](call& given, auto pulled) {
    auto ranges = pulled_ranges(given.ranges(), pulled);
    return text(ranges | flatten | take(given.number()), ranges);
  };
  combining.tool("flatten", flattened);
  combining.tool("chain_from", [](call& given, auto pulled) {
    auto ranges = pulled_ranges(given.ranges(), pulled);
    return text(take(chain_from(ranges), given.number()), ranges);
  });
  combining.tool("zip", of_three([](auto& a, auto& b, auto& c) { return cogen::zip(a, b, c); }));
  combining.tool("zip_2", [](call& given, auto pulled) {
    auto a = pulled(given.numbers());
    auto b = pulled(given.numbers());
    return text(a | cogen::zip(b), a, b);
  });
  combining.tool("zip_strict", [](call& given, auto pulled) {
    auto a = pulled(given.numbers());
    auto b = pulled(given.numbers());
    auto c = pulled(given.numbers());
    auto rows = zip_strict(a, b, c);
    std::vector<std::tuple<int, int, int>> seen;
    std::string error = support::refusal([&] { support::append_rest(rows, seen); });
    std::string const prefix = "cogen::zip_strict: ";
    if (error.starts_with(prefix)) error.erase(0, prefix.size());
    return text(seen, error, a, b, c);
  });
  combining.tool("zip_longest", of_three([](auto& a, auto& b, auto& c) { return zip_longest(-1, a, b, c); }));
  combining.tool("zip_longest_none", [](call& given, auto pulled) {
    auto a = pulled(given.numbers());
    auto b = pulled(given.numbers());
    return text(a | zip_longest(std::nullopt, b));
  });
  combining.tool("interleave", of_three([](auto& a, auto& b, auto& c) { return a | interleave(b, c); }));
  combining.tool("round_robin", of_three([](auto& a, auto& b, auto& c) { return round_robin(a, b, c); }));
  combining.tool("merge", of_three([](auto& a, auto& b, auto& c) { return cogen::merge(a, b, c); }));
  combining.tool("merge_key", [](call& given, auto pulled) {
    auto a = pulled(given.numbers());
    auto b = pulled(given.numbers());
    auto c = pulled(given.numbers());
    bool const reverse = given.number() != 0;
    return reverse ? text(cogen::merge(a, b, c, std::greater<>(), oracle::tens))
                   : text(cogen::merge(a, b, c, std::less<>(), oracle::tens));
  });
  combining.tool("merge_from", [](call& given, auto pulled) {
    std::vector<decltype(pulled(oracle::ints()))> sources;
    for (auto& range : given.ranges()) sources.push_back(pulled(range));
    return text(sources | merge_from | take(given.number()), sources);
  });
  combining.tool("merge_from_key", [](call& given, auto pulled) {
    auto ranges = pulled_ranges(given.ranges(), pulled);
    bool const reverse = given.number() != 0;
    return reverse ? text(merge_from(ranges, std::greater<>(), oracle::tens))
                   : text(merge_from(ranges, std::less<>(), oracle::tens));
  });
  combining.check();
}
