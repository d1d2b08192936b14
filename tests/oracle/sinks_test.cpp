#include "oracle/oracle.hpp"

#include <set>

using namespace cogen;
using oracle::call;
using oracle::strings;
using oracle::tens;
using oracle::text;

namespace {

// The answer of a call of a tool with a range and a predicate, and what it left in the range.
auto of_predicate(auto sink) {
  return [sink](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    bool const answer = sink(elements, [n = given.number()](int element) { return element < n; });
    return text(answer, elements);
  };
}

// The answer of a call of a tool with a range alone, and what it left in the range.
auto of_elements(auto sink) {
  return [sink](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto const answer = sink(elements);
    return text(answer, elements);
  };
}

auto of_all(auto sink) {
  return [sink](call& given, auto pulled) { return text(pulled(given.numbers()) | sink); };
}

template <class Result>
std::string both(Result const& found) {
  return found ? oracle::bracketed({text(found->min), text(found->max)}) : "None";
}

}  // namespace

TEST_CASE("CPython sums up the same") {
  oracle::family sinks("sinks");
  sinks.tool("to_vector", of_all(to<std::vector>()));
  sinks.tool("to_set", of_all(to<std::set>()));
  sinks.tool("to_map", [](call& given) {
    auto const pair = [](oracle::ints const& given_pair) { return std::pair(given_pair[0], given_pair[1]); };
    return text(given.ranges() | cogen::map(pair) | to<std::map>());
  });
  sinks.tool("for_each", [](call& given, auto pulled) {
    oracle::ints seen;
    pulled(given.numbers()) | for_each([&seen](int element) { seen.push_back(2 * element); });
    return text(seen);
  });
  sinks.tool("fold", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    oracle::operation const chosen{given.number()};
    return text(fold(elements, given.number(), chosen));
  });
  sinks.tool("sum", of_all(sum));
  sinks.tool("sum_initial", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(sum(elements, given.number()));
  });
  sinks.tool("min", of_all(cogen::min));
  sinks.tool("max", of_all(cogen::max));
  sinks.tool("min_key", of_all(cogen::min(std::less<>(), tens)));
  sinks.tool("max_key", of_all(cogen::max(std::less<>(), tens)));
  sinks.tool("min_compare", of_all(cogen::min(std::greater<>(), tens)));
  sinks.tool("minmax", [](call& given, auto pulled) { return both(pulled(given.numbers()) | cogen::minmax); });
  sinks.tool("minmax_key", [](call& given, auto pulled) {
    return both(cogen::minmax(pulled(given.numbers()), std::less<>(), tens));
  });
  sinks.tool("any", of_predicate(any));
  sinks.tool("all", of_predicate(all));
  sinks.tool("none", of_predicate(none));
  sinks.tool("any_truth", of_elements(any));
  sinks.tool("all_truth", of_elements(all));
  sinks.tool("none_truth", of_elements(none));
  sinks.tool("length", of_elements(length));
  sinks.tool("first", of_elements(first));
  sinks.tool("last", of_all(last));
  sinks.tool("nth", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto const found = nth(elements, given.number());
    return text(found, elements);
  });
  sinks.tool("consume", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    consume(elements, given.number());
    return text(elements);
  });
  sinks.tool("consume_all", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    elements | consume;
    return text(elements);
  });
  sinks.tool("join", [](call& given) {
    auto words = given.next<strings>();
    return text(join(std::move(words), given.next<std::string>()));
  });
  sinks.tool("join_characters", [](call& given) {
    auto const characters = given.next<std::string>();
    return text(join(characters, given.next<std::string>()));
  });
  sinks.tool("partition", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto const [rejected, accepted] = partition(elements, [n = given.number()](int element) { return element < n; });
    return text(rejected, accepted);
  });
  sinks.check();
}
