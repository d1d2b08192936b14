#include <cogen.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <set>
#include <string>

#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

using cogen::from;
using cogen::generator;

// All that is in a folder, and in the folders in it.
generator<std::filesystem::directory_entry> walk(std::filesystem::path folder) {
  std::set<std::filesystem::directory_entry> const entries(std::filesystem::directory_iterator(folder), {});  // sorted
  for (std::filesystem::directory_entry const& entry : entries) {
    co_yield entry;
    if (entry.is_directory()) co_yield from(walk(entry.path()));
  }
}

generator<std::filesystem::path> find_files(std::filesystem::path folder, std::string extension) {
  for (std::filesystem::directory_entry const& entry : walk(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) co_yield entry.path();
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "A directory tree, walked by a generator that delegates to itself.");

  temporary_folder const folder;
  for (auto name : {"README.md", "src/main.py", "src/tools/csv.py", "src/tools/notes.txt", "tests/test_main.py"}) {
    folder.write(name, "\n");
  }
  auto relative = [&](std::filesystem::path const& path) {
    return path.lexically_relative(folder.path()).generic_string();
  };
  for (std::filesystem::directory_entry const& entry : walk(folder.path())) {
    fmt::print("{:<4} {}\n", entry.is_directory() ? "dir" : "file", relative(entry.path()));
  }
  fmt::print("\nPython files:\n");
  for (std::filesystem::path const& path : find_files(folder.path(), ".py")) fmt::print("{}\n", relative(path));
}
