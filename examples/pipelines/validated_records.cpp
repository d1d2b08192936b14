#include <cogen.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "../support/csv.hpp"
#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

using cogen::generator;

struct measurement {
  std::string id;
  double value = 0;
  std::string timestamp;
};

// Passes over comments, empty lines and records that are too short.
generator<measurement> parse_data(generator<std::vector<std::string>> records) {
  for (std::vector<std::string>&& fields : records) {
    if (fields.size() < 3 || fields[0].starts_with('#')) continue;
    measurement parsed;
    parsed.id = std::move(fields[0]);
    parsed.value = std::stod(fields[1]);
    parsed.timestamp = std::move(fields[2]);
    co_yield std::move(parsed);
  }
}

generator<measurement> validate_data(generator<measurement> measurements) {
  for (measurement&& parsed : measurements) {
    bool const valid = parsed.value >= 0 && !parsed.id.empty() && !parsed.timestamp.empty();
    if (valid) co_yield std::move(parsed);
  }
}

generator<measurement> build_pipeline(std::filesystem::path file) {
  return validate_data(parse_data(csv_records(std::move(file))));
}

int main(int argc, char** argv) {
  explain(argc, argv, "Read, parse, validate: a pipeline of generators, each of which takes the one before.");

  temporary_folder const folder;
  auto file = folder.write("measurements.csv",
                           "# id,value,timestamp\n"
                           "a1,20.5,2024-03-01T12:00:00\n"
                           "\n"
                           "a2,-1,2024-03-01T12:00:10\n"
                           "a3,21.25\n"
                           ",22,2024-03-01T12:00:30\n"
                           "a5,0,2024-03-01T12:00:40,\"a fourth, which is not used\"\n"
                           "a6,23,\n"
                           "a7,24.75,2024-03-01T12:01:00\n");
  for (measurement const& valid : build_pipeline(file)) {
    fmt::print("{} {:.2f} {}\n", valid.id, valid.value, valid.timestamp);
  }
}
