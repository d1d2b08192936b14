// CPython is asked about every tool that has a counterpart there.
#include "support/catch.hpp"
#include "support/python.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

TEST_CASE("CPython is asked about every source, adaptor and sink that it has too") {
  std::set<std::string> const only_here{"paginate", "progress"};
  std::istringstream listed(support::run_python("oracle/tools.py", ""));
  std::vector<std::string> asked;
  for (std::string name; listed >> name;) asked.push_back(name);
  for (std::string const folder : {"source", "adaptor", "sink"}) {
    auto const headers = support::tests_folder().parent_path() / "include" / "cogen" / folder;
    for (auto const& header : std::filesystem::directory_iterator(headers)) {
      std::string const tool = header.path().stem().string();
      INFO(tool);
      bool const found = std::any_of(asked.begin(), asked.end(), [&tool](std::string const& name) {
        return name == tool || name.starts_with(tool + "_");
      });
      CHECK(found != only_here.contains(tool));
    }
  }
}
