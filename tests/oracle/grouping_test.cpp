#include "oracle/oracle.hpp"

using namespace cogen;
using oracle::call;
using oracle::text;

TEST_CASE("CPython groups the same") {
  oracle::family grouping("grouping");
  grouping.tool("batch", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    int const n = given.number();
    return text(elements | batch(n) | take(given.number()), elements);
  });
  grouping.tool("batch_strict", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto batches = batch(elements, given.number(), strict);
    std::vector<oracle::ints> seen;
    bool const refused = !support::refusal([&] { support::append_rest(batches, seen); }).empty();
    return text(seen, refused, elements);
  });
  auto const by_bounds = [](auto& elements, oracle::ints const& bounds) {
    auto const size = [](int element) { return element; };
    return bounds.size() == 1 ? batch_by(elements, size, bounds[0]) : batch_by(elements, size, bounds[0], bounds[1]);
  };
  grouping.tool("batch_by", [by_bounds](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(by_bounds(elements, given.numbers()));
  });
  grouping.tool("batch_by_at_once", [by_bounds](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto batches = by_bounds(elements, given.numbers());
    return text(take(batches, given.number()), elements);
  });
  grouping.tool("sliding_window", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    int const n = given.number();
    return text(elements | sliding_window(n) | take(given.number()), elements);
  });
  grouping.tool("sliding_window_step", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    int const n = given.number();
    return text(sliding_window(elements, n, given.number()));
  });
  grouping.tool("sliding_window_begun", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    int const n = given.number();
    int const step = given.number();
    return text(elements | sliding_window(n, step) | take(given.number()), elements);
  });
  grouping.tool("pairwise", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(elements | pairwise | take(given.number()), elements);
  });
  grouping.tool("group_by", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    oracle::strings groups;
    for (auto&& [key, group] : group_by(elements, [n = given.number()](int element) { return element / n; })) {
      groups.push_back(oracle::bracketed({text(key), text(group)}));
    }
    return oracle::bracketed(groups);
  });
  grouping.tool("group_by_value", [](call& given, auto pulled) {
    oracle::strings groups;
    for (auto&& [key, group] : pulled(given.numbers()) | group_by) {
      groups.push_back(oracle::bracketed({text(key), text(group)}));
    }
    return oracle::bracketed(groups);
  });
  grouping.tool("group_by_steps", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto groups = group_by(elements, [](int element) { return element / 2; });
    decltype(groups.next()) current;
    decltype(groups.next()) before;
    std::vector<std::optional<int>> answers;
    for (int const step :
         given.numbers()) {  // 0: on to the next group. 1: an element of this group. 2: of the one before.
      if (step == 0) {
        before = std::move(current);
        current = groups.next();
        answers.push_back(current ? std::optional(current->key()) : std::nullopt);
      } else {
        auto& group = step == 1 ? current : before;
        answers.push_back(group ? group->next() : std::nullopt);
      }
    }
    return text(answers, elements);
  });
  grouping.tool("split_when", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto const between = [n = given.number()](int a, int b) { return (2 * a + b) % n == 0; };
    return text(elements | split_when(between) | take(given.number()), elements);
  });
  grouping.check();
}
