#include <cogen.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "../support/csv.hpp"
#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

using record = std::vector<std::string>;

int main(int argc, char** argv) {
  explain(argc, argv, "CSV records, filtered by a field, and another field of what is left.");

  temporary_folder const folder;
  auto file = folder.write("users.csv",
                           "Alice,alice@example.com,active\n"
                           "Bob,bob@example.com,inactive\n"
                           "\"Charlie, the third\",charlie@example.com,active\n"
                           "\"David \"\"Dave\"\"\",david@example.com,active\n"
                           "Eve,eve@example.com,pending\n");

  auto is_active = [](record const& fields) { return fields.at(2) == "active"; };
  auto name = [](record const& fields) { return fields.at(0); };
  for (std::string const& active : csv_records(file) | cogen::filter(is_active) | cogen::map(name)) {
    fmt::print("{}\n", active);
  }
}
