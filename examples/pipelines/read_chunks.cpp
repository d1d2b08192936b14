#include <cogen.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

int main(int argc, char** argv) {
  explain(argc, argv, "A binary file, 8192 bytes in memory at a time.");

  temporary_folder const folder;
  std::string content;
  for (int number = 0; number < 20'000; ++number) content += static_cast<char>(number % 256);
  auto file = folder.write("large.bin", content);

  std::size_t zeros = 0;
  for (std::string_view chunk : cogen::read_chunks(file, 8192)) {
    fmt::print("chunk of {} bytes\n", chunk.size());
    zeros += chunk | cogen::filter([](char byte) { return byte == 0; }) | cogen::length;
  }
  fmt::print("{} zero bytes\n", zeros);
}
