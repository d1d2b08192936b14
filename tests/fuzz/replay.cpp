// Runs a fuzzer's function on files and on all files of folders, without libFuzzer: with any compiler.
#include "fuzz.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

int main(int count, char** arguments) {
  int runs = 0;
  auto const run = [&runs](std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    std::vector<char> const content{std::istreambuf_iterator<char>(stream), {}};
    std::vector<std::uint8_t> const bytes(content.begin(), content.end());
    std::cerr << file.filename().string() << '\r' << std::flush;  // the last one, if it crashes
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    ++runs;
  };
  for (int i = 1; i < count; ++i) {
    if (!std::filesystem::is_directory(arguments[i])) {
      run(arguments[i]);
      continue;
    }
    for (auto const& file : std::filesystem::recursive_directory_iterator(arguments[i])) run(file.path());
  }
  std::cout << runs << " inputs\n";
  return runs == 0;
}
