#include "oracle/oracle.hpp"

#include <array>

using namespace cogen;
using oracle::call;
using oracle::text;

namespace {

// So large that tee's chunks have few of them.
struct wide {
  int number;
  std::array<int, 31> unused{};
};

auto widened(int number) { return wide{number}; }

}  // namespace

TEST_CASE("CPython copies and looks ahead the same") {
  oracle::family copies("copies");
  copies.tool("tee", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto copied = tee(cogen::map(elements, widened), given.number());
    std::vector<oracle::ints> read;
    for (auto const& step : given.ranges()) {  // which copy is read from, and how much; -1: it is copied
      auto& one = copied[static_cast<std::size_t>(step[0])];
      if (step[1] == -1) {
        auto another = one.copy();
        copied.push_back(std::move(another));
        read.emplace_back();
      } else {
        read.push_back(to<std::vector>(take(one, step[1])) | cogen::map(&wide::number) | to<std::vector>());
      }
    }
    std::string const answer = text(read, elements);
    return answer + " " + text(copied | cogen::map([](auto& one) { return cogen::map(one, &wide::number); }));
  });
  copies.tool("tee_2", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto [one, two] = tee<2>(elements);
    int const n = given.number();
    return text(take(one, n), take(two, given.number()), elements, one, two);
  });
  copies.tool("peekable", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto made = peekable(elements);
    oracle::strings answers;
    for (int const step : given.numbers()) {  // what to do
      if (step == 0) {
        auto* const ahead = made.peek();
        answers.push_back(ahead != nullptr ? text(*ahead) : "None");
      } else if (step == 1) {
        answers.push_back(text(made.next()));
      } else if (step == 2) {
        answers.push_back(text(static_cast<bool>(made)));
      } else {
        answers.push_back(text(to<std::vector>(take(made, 3))));  // in segments
      }
    }
    std::string const answer = oracle::bracketed(answers);
    return answer + " " + text(elements, made);
  });
  copies.tool("spy", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto made = spy(elements, given.number());
    std::string const head = text(made.head());
    std::string const begun = text(take(made, given.number()));
    return text(made.head(), elements, made).insert(0, head + " " + begun + " ");
  });
  copies.check();
}
