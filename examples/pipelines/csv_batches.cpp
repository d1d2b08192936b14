#include <cogen.hpp>

#include <fmt/ranges.h>

#include <map>
#include <string>
#include <vector>

#include "../support/csv.hpp"
#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

using record = std::vector<std::string>;
using sums = std::map<std::string, int>;

// The sums of a batch by category.
sums by_category(std::vector<record> const& batch) {
  sums result;
  for (record const& fields : batch) result[fields.at(1)] += std::stoi(fields.at(2));
  return result;
}

sums add(sums total, sums const& more) {
  for (auto const& [category, sum] : more) total[category] += sum;
  return total;
}

int main(int argc, char** argv) {
  explain(argc, argv, "A large CSV file, 1000 records in memory at a time, summed by category.");

  std::vector<std::string> const categories = {"books", "games", "music"};
  std::string content = "id,category,value\n";
  for (std::size_t id = 0; id < 2500; ++id) content += fmt::format("{},{},{}\n", id, categories[id % 3], id % 10);
  temporary_folder const folder;
  auto file = folder.write("sales.csv", content);

  auto report = [](std::vector<record> const& batch) { fmt::print("batch of {} records\n", batch.size()); };
  auto batches = csv_records(file) | cogen::drop(1) | cogen::batch(1000);  // without the header
  sums const total = batches | cogen::inspect(report) | cogen::map(by_category) | cogen::fold(sums(), add);
  for (auto const& [category, sum] : total) fmt::print("{}: {}\n", category, sum);
}
