// Orders: as they stand in the file, and once they are clean.
#pragma once

#include <cogen/generator.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace etl_csv_to_sqlite {

// The header that the file must have.
inline constexpr std::array<std::string_view, 6> columns = {"order_id", "customer", "email",
                                                            "amount",   "currency", "ordered_on"};

// A record of the file.
struct record {
  std::int64_t line = 0;  // where it begins, from 1; a field in quotes may go over several
  std::vector<std::string> fields;
};

struct order {
  std::int64_t order_id = 0;
  std::string customer;
  std::string email;
  std::int64_t amount_cents = 0;
  std::string currency;
  std::string ordered_on;  // YYYY-MM-DD
};

// Why a record is rejected. Both are literals.
struct fault {
  std::string_view field;
  std::string_view reason;
};

// A record with the order that it makes, or with why it makes none.
struct checked_record {
  record read;
  order clean;
  std::optional<fault> found;
};

// The records of the file behind its header, without blank lines. Throws std::runtime_error if the file can't be read or
// has another header, and later, with the line, where it is no CSV.
cogen::generator<record> read_records(std::filesystem::path file);

// Cleans each field; the first that can't be used is the fault.
checked_record check(record read);

}  // namespace etl_csv_to_sqlite
