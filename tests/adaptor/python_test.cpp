// CPython's itertools answer the same calls: itertools.py asks it, at test time.
#include <cogen/adaptor.hpp>

#include "support/catch.hpp"
#include "support/sources.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <ranges>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::string asked_python(std::string const& arguments) {
  char const* const chosen = std::getenv("COGEN_PYTHON");
  std::string const python = chosen != nullptr ? chosen : COGEN_TEST_PYTHON;
  auto const script = std::filesystem::path(__FILE__).parent_path() / "itertools.py";
  // LD_PRELOAD is a sanitizer's, which must not reach Python.
  std::string const command = "LD_PRELOAD= '" + python + "' '" + script.string() + "' " + arguments;
  std::FILE* const output = ::popen(command.c_str(), "r");
  REQUIRE(output != nullptr);
  std::string said;
  char buffer[4096];
  while (std::fgets(buffer, sizeof buffer, output) != nullptr) said += buffer;
  REQUIRE(::pclose(output) == 0);
  return said;
}

template <class Source>
std::string joined(Source&& elements) {
  std::string text;
  for (auto const& element : elements) text += (text.empty() ? "" : " ") + std::to_string(element);
  return text;
}

template <class Source>
std::string joined_rows(Source&& rows) {
  std::string text;
  bool first = true;
  for (auto&& row : rows) {
    text += (std::exchange(first, false) ? "" : " ; ") + joined(row);
  }
  return text;
}

// Pulled from a single-pass source, as Python does.
auto values(int length) {
  return std::views::iota(0, length) | std::views::transform([](int i) { return i; });
}

std::string answer(std::string const& tool, std::vector<int> const& given) {
  using namespace cogen;
  if (tool == "islice") {
    auto const stop = given.at(2);
    return joined(stop == -1 ? islice(values(given.at(0)), given.at(1), std::nullopt, given.at(3))
                             : islice(values(given.at(0)), given.at(1), stop, given.at(3)));
  }
  if (tool == "batched") return joined_rows(batch(values(given.at(0)), given.at(1)));
  if (tool == "pairwise") return joined_rows(sliding_window(values(given.at(0)), 2));
  if (tool == "chain") return joined(chain(values(given.at(0)), values(given.at(1))));
  if (tool == "from_iterable")
    return joined(values(given.at(0)) | map([](int n) { return std::views::iota(0, n); }) | flatten);
  if (tool == "enumerate") {
    std::vector<std::vector<int>> rows;
    for (auto [index, value] : enumerate(values(given.at(0)), given.at(1))) rows.push_back({index, value});
    return joined_rows(rows);
  }
  if (tool == "filter")
    return joined(filter(values(given.at(0)), [n = given.at(1)](int value) { return value % n != 0; }));
  if (tool == "map") return joined(map(values(given.at(0)), [n = given.at(1)](int value) { return value * n; }));
  REQUIRE(tool == "tee");
  auto [one, two] = tee<2>(values(given.at(0)));
  std::string const ahead = joined(take(one, given.at(1)));
  std::string const all = joined(two);
  return ahead + " ; " + all + " ; " + joined(one);
}

}  // namespace

TEST_CASE("CPython's itertools give the same answers to random calls") {
  std::istringstream lines(asked_python("20 400"));
  std::map<std::string, int> asked;
  for (std::string line; std::getline(lines, line);) {
    auto const colon = line.find(" :");
    REQUIRE(colon != std::string::npos);
    std::istringstream call(line.substr(0, colon));
    std::string tool;
    call >> tool;
    std::vector<int> arguments;
    for (int argument = 0; call >> argument;) arguments.push_back(argument);
    INFO(line);
    CHECK(answer(tool, arguments) == line.substr(std::min(colon + 3, line.size())));
    ++asked[tool];
  }
  CHECK(asked.size() == 9);
  for (auto const& [tool, times] : asked) {
    INFO(tool);
    CHECK(times == 400);
  }
}
