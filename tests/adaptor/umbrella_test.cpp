// Every adaptor and every sink is in its umbrella header, in the order of the alphabet.
#include <cogen/adaptor.hpp>
#include <cogen/sink.hpp>

#include "support/catch.hpp"
#include "support/python.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace {

std::vector<std::string> listed(std::filesystem::path const& umbrella, std::string const& folder) {
  std::ifstream file(umbrella);
  REQUIRE(file.is_open());
  std::vector<std::string> names;
  std::regex const include("#include <cogen/" + folder + "/(.*)\\.hpp>");
  std::smatch found;
  for (std::string line; std::getline(file, line);) {
    if (std::regex_match(line, found, include)) names.push_back(found[1]);
  }
  return names;
}

std::vector<std::string> headers(std::filesystem::path const& folder) {
  std::vector<std::string> names;
  for (auto const& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("the umbrella headers list every header of their folder") {
  auto const include = support::tests_folder().parent_path() / "include" / "cogen";
  for (std::string const folder : {"adaptor", "sink"}) {
    auto const names = headers(include / folder);
    CHECK(names.size() > 10);
    CHECK(listed(include / (folder + ".hpp"), folder) == names);
  }
}

TEST_CASE("the umbrella headers make the tools known") {
  using namespace cogen;
  std::vector const values{1, 1, 2, 5, 8};
  auto const odd = [](int value) { return value % 2 != 0; };
  auto const size = [](int) { return 1; };
  auto const half = [&](int value) { return odd(value) ? std::nullopt : std::optional(value / 2); };
  auto const text = [](int value) { return std::to_string(value); };
  CHECK(length(values | pairwise) == 4);
  CHECK(length(values | batch_by(size, 2)) == 3);
  CHECK(length(values | group_by(odd)) == 4);
  CHECK(length(values | split_when(std::not_equal_to<>())) == 4);
  CHECK(sum(values | enumerate | starmap([](auto index, int value) { return static_cast<int>(index) * value; })) == 52);
  CHECK(sum(values | filter_false(odd)) == 10);
  CHECK(sum(values | filter_map(half)) == 5);
  CHECK(last(values | accumulate) == 17);
  CHECK(sum(values | compress(std::vector{0, 1, 1})) == 3);
  CHECK(length(values | unique_justseen) == 4);
  CHECK(length(values | unique_everseen) == 4);
  CHECK(*(values | peekable).peek() == 1);
  CHECK((values | spy(2)).head().size() == 2);
  CHECK(length(values | progress([](progress_report const&) {})) == 5);
  CHECK(*cogen::min(values) == 1);
  CHECK(*cogen::max(values) == 8);
  CHECK(minmax(values)->max == 8);
  CHECK(any(values, odd));
  CHECK_FALSE(all(values, odd));
  CHECK_FALSE(none(values, odd));
  CHECK(first(values) == 1);
  CHECK(nth(values, 2) == 2);
  CHECK(join(values | cogen::map(text), " ") == "1 1 2 5 8");
  CHECK(partition(values, odd).accepted.size() == 3);
  auto source = iter(values);
  consume(source, 4);
  CHECK(first(source) == 8);
}
