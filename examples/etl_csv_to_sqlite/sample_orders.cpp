#include "sample_orders.hpp"

#include <cogen.hpp>

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include "orders.hpp"

namespace etl_csv_to_sqlite {

namespace {

using fields = std::array<std::string, columns.size()>;

constexpr std::array customers = {"Ada Lovelace", "\"Hopper, Grace\"", "  Alan   Turing ", "Zoë Müller",
                                  "\"O\"\"Neil\nFay\""};
constexpr std::array currencies = {"EUR", "usd", "GBP", " chf "};

void spoil(fields& row, std::uint64_t how, std::int64_t number) {
  switch (how % 8) {
    case 0:
      row[0] = "n/a";
      break;
    case 1:
      row[0] = std::to_string(number / 2 + 1);
      break;  // most likely there before
    case 2:
      row[1] = " ";
      break;
    case 3:
      row[2] = "nobody.example.com";
      break;
    case 4:
      row[3] = "-5.00";
      break;
    case 5:
      row[4] = "EURO";
      break;
    case 6:
      row[5] = "2026-02-30";
      break;
    default:
      row[5] += ",one more";
  }
}

// The numbers are those of std::mt19937_64 itself: the standard's distributions differ between libraries.
cogen::generator<std::string> sample_lines(std::int64_t rows, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (std::int64_t number : cogen::range(rows)) {
    std::uint64_t const amount = random() % 500'000;
    std::uint64_t const day = random() % 28 + 1;
    std::uint64_t const chosen = random() % (customers.size() * currencies.size());
    fields row = {std::to_string(number + 1),
                  customers[chosen % customers.size()],
                  fmt::format("Customer{}@Example.com", number % 1000),
                  fmt::format("{}.{:02}", amount / 100, amount % 100),
                  currencies[chosen / customers.size()],
                  fmt::format("2026{0}{1:02}{0}{2:02}", number % 7 == 0 ? '/' : '-', number % 12 + 1, day)};
    if (random() % 30 == 0) spoil(row, random(), number);
    std::string line = fmt::format("{}\n", fmt::join(row, ","));
    co_yield std::move(line);
  }
}

}  // namespace

void write_sample(std::filesystem::path const& file, std::int64_t rows, std::uint64_t seed) {
  std::ofstream stream(file, std::ios::binary);
  stream << fmt::format("{}\n", fmt::join(columns, ","));
  sample_lines(rows, seed) | cogen::for_each([&](std::string const& line) { stream << line; });
  stream.close();
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be written", file.string()));
}

}  // namespace etl_csv_to_sqlite
