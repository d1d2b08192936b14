// CPython answers the same calls of the combining and combinatoric tools and of sources: combining.py asks it, at test
// time.
#include <cogen/adaptor.hpp>
#include <cogen/source.hpp>

#include "support/catch.hpp"
#include "support/python.hpp"
#include "support/sources.hpp"

#include <functional>
#include <map>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

using ints = std::vector<int>;

// The numbers of a call, read from front to back.
class call {
 public:
  explicit call(ints given) : given_(std::move(given)) {}
  int number() { return given_.at(next_++); }
  ints range() {
    ints elements(static_cast<std::size_t>(number()));
    for (int& element : elements) element = number();
    return elements;
  }

 private:
  ints given_;
  std::size_t next_ = 0;
};

// Single-pass sources of numbers, as Python's iterators.
auto pulled(ints elements) {
  return cogen::map(std::move(elements), [](int element) { return element; });
}

template <class Range>
std::string row(Range&& elements) {
  std::string text;
  for (auto const& element : elements) text += (text.empty() ? "" : " ") + std::to_string(element);
  return text;
}
template <class Element>
std::string row_of(Element const& element) {
  if constexpr (requires { element.begin(); }) {
    return row(element);
  } else {
    return std::apply([](auto const&... each) { return row(ints{each...}); }, element);
  }
}
template <class Source>
std::string rows(Source&& elements) {
  std::string text;
  bool first = true;
  for (auto&& element : elements) text += (std::exchange(first, false) ? "" : " ; ") + row_of(element);
  return text;
}

template <class Zip>
std::string zipped(Zip const& zip, ints a, ints b, ints c, std::string const& tool) {
  auto one = pulled(std::move(a));
  auto two = pulled(std::move(b));
  auto three = pulled(std::move(c));
  auto source = zip(one, two, three);
  std::vector<std::tuple<int, int, int>> seen;
  std::string error = support::refusal([&] { support::append_rest(source, seen); });
  std::string const prefix = "cogen::" + tool + ": ";
  if (error.starts_with(prefix)) error = "zip() " + error.substr(prefix.size());
  return rows(seen) + " | " + error + " | " + row(one) + " | " + row(two) + " | " + row(three);
}

std::string answer(std::string const& tool, call given) {
  using namespace cogen;
  auto ranges = [&given](auto function) {
    auto a = given.range();
    auto b = given.range();
    auto c = given.range();
    return function(pulled(std::move(a)), pulled(std::move(b)), pulled(std::move(c)));
  };
  if (tool == "zip" || tool == "zip_strict") {
    auto const a = given.range();
    auto const b = given.range();
    auto const c = given.range();
    return tool == "zip" ? zipped(cogen::zip, a, b, c, tool) : zipped(cogen::zip_strict, a, b, c, tool);
  }
  if (tool == "zip_longest") {
    return ranges([](auto... each) { return rows(zip_longest(-1, std::move(each)...)); });
  }
  if (tool == "interleave") {
    return ranges([](auto... each) { return row(interleave(std::move(each)...)); });
  }
  if (tool == "round_robin") {
    return ranges([](auto... each) { return row(round_robin(std::move(each)...)); });
  }
  if (tool == "product") {
    return ranges([](auto... each) { return rows(product(std::move(each)...)); });
  }
  if (tool == "merge") {
    bool const reverse = given.number() != 0;
    std::vector<decltype(pulled(ints()))> sources;
    for (int left = given.number(); left != 0; --left) sources.push_back(pulled(given.range()));
    auto const tens = [](int number) { return number / 10; };
    return reverse ? row(merge_from(std::move(sources), std::greater<>(), tens))
                   : row(merge_from(std::move(sources), std::less<>(), tens));
  }
  if (tool == "product_2") return rows(product<2>(pulled(given.range())));
  if (tool == "permutations") return rows(permutations(pulled(given.range())));
  if (tool == "powerset") return rows(powerset(pulled(given.range())));

  int const n = given.number();
  if (tool == "range") {
    int const stop = given.number();
    return row(cogen::range(n, stop, given.number()));
  }
  if (tool == "count") {
    int const step = given.number();
    return row(cogen::count(n, step) | take(given.number()));
  }
  if (tool == "repeat") return row(repeat(n, given.number()));

  auto elements = pulled(given.range());
  auto const below = [n](int element) { return element < n; };
  if (tool == "product_n") return rows(product(elements, n));
  if (tool == "permutations_k") return rows(permutations(elements, n));
  if (tool == "combinations") return rows(combinations(elements, n));
  if (tool == "combinations_with_replacement") return rows(combinations_with_replacement(elements, n));
  if (tool == "drop_while") return row(drop_while(elements, below));
  if (tool == "tail") return row(tail(elements, n));
  if (tool == "cycle") return row(cycle(elements) | take(n));
  REQUIRE(tool == "take_while");
  std::string const taken = row(take_while(elements, below));
  return taken + " ; " + row(elements);
}

}  // namespace

TEST_CASE("CPython gives the same answers to random calls of combining tools and sources") {
  auto const script = std::filesystem::path(__FILE__).parent_path() / "combining.py";
  std::istringstream lines(support::run_python(script, "40 300"));
  std::map<std::string, int> asked;
  for (std::string line; std::getline(lines, line);) {
    auto const colon = line.find(" :");
    REQUIRE(colon != std::string::npos);
    std::istringstream words(line.substr(0, colon));
    std::string tool;
    words >> tool;
    ints numbers;
    for (int number = 0; words >> number;) numbers.push_back(number);
    INFO(line);
    CHECK(answer(tool, call(numbers)) == line.substr(std::min(colon + 3, line.size())));
    ++asked[tool];
  }
  CHECK(asked.size() == 21);
  for (auto const& [tool, times] : asked) {
    INFO(tool);
    CHECK(times == 300);
  }
}
