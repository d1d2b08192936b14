#include "report.hpp"

#include <cogen/arrow/parquet.hpp>
#include <cogen/generator.hpp>

#include <arrow/array/array_dict.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace api_to_parquet {

using cogen::generator;

namespace {

constexpr char const* start_of_line = "\r\033[K";  // and the rest of it is blank

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  double size = 0;
  double resident = 0;
  statm >> size >> resident;
  return statm ? resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024 * 1024) : 0;
}

}  // namespace

double peak_resident_mib() {
  rusage usage{};
  return getrusage(RUSAGE_SELF, &usage) == 0 ? static_cast<double>(usage.ru_maxrss) / 1024 : 0;
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

progress::progress(bool quiet)
    : quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1),
      interval_(terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(2'000)) {}

progress::~progress() {
  if (!shown_ || !terminal_) return;
  show(clock::now());
  std::fputc('\n', stderr);
}

void progress::add(std::size_t rows) {
  rows_ += static_cast<std::int64_t>(rows);
  if (quiet_) return;
  clock::time_point const now = clock::now();
  if (now < next_) return;
  next_ = now + interval_;
  show(now);
}

void progress::note(std::string const& text) {
  if (quiet_) return;
  std::lock_guard const lock(mutex_);
  std::fputs(fmt::format("{}{}\n", terminal_ ? start_of_line : "", text).c_str(), stderr);
}

void progress::show(clock::time_point now) {
  std::lock_guard const lock(mutex_);
  double const seconds = std::chrono::duration<double>(now - start_).count();
  double const rate = seconds > 0 ? static_cast<double>(rows_) / seconds : 0;
  // Not fmt::print, which throws: that nobody can be told is no reason to end.
  std::fputs(
      fmt::format("{}{:>12} rows  {:>10} rows/s  {:>6.0f} MiB resident{}", terminal_ ? start_of_line : "",
                  grouped(rows_), grouped(static_cast<std::int64_t>(rate)), resident_mib(), terminal_ ? "" : "\n")
          .c_str(),
      stderr);
  std::fflush(stderr);
  shown_ = true;
}

namespace {

struct part {
  std::shared_ptr<arrow::RecordBatch> rows;
  std::string partition_column;  // empty, or the column that the path holds, and its value
  std::string partition_value;
};

// All batches of a file, or of the files of a Hive-partitioned directory in the order of their paths.
generator<part> read_back(std::filesystem::path output) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(output)) {
    for (auto const& entry : std::filesystem::recursive_directory_iterator(output)) {
      if (entry.is_regular_file() && entry.path().extension() == ".parquet") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
  } else {
    files.push_back(output);
  }
  for (auto const& file : files) {
    std::string const folder = file.parent_path().filename().string();
    std::size_t const equals = file == output ? std::string::npos : folder.find('=');
    for (auto&& batch : cogen::arrow::read_parquet(file)) {
      part read;
      read.rows = std::move(batch);
      if (equals != std::string::npos) {
        read.partition_column = folder.substr(0, equals);
        read.partition_value = folder.substr(equals + 1);
      }
      co_yield std::move(read);
    }
  }
}

std::string cell(arrow::Array const& column, std::int64_t row) {
  auto const scalar = column.GetScalar(row);
  if (!scalar.ok()) return "?";
  arrow::Scalar const* value = scalar->get();
  std::shared_ptr<arrow::Scalar> encoded;
  if (value->type->id() == arrow::Type::DICTIONARY) {
    auto const decoded = static_cast<arrow::DictionaryScalar const&>(*value).GetEncodedValue();
    if (!decoded.ok()) return "?";
    encoded = *decoded;
    value = encoded.get();
  }
  return value->is_valid ? value->ToString() : "null";
}

void print_table(std::vector<std::vector<std::string>> const& lines) {
  std::vector<std::size_t> widths;
  for (auto const& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (std::size_t i = 0; i != line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  for (auto const& line : lines) {
    std::string text;
    for (std::size_t i = 0; i != line.size(); ++i) text += fmt::format("  {:<{}}", line[i], widths[i]);
    text.erase(text.find_last_not_of(' ') + 1);
    fmt::print("{}\n", text);
  }
}

using counts = std::map<std::string, std::int64_t>;

// Adds up how often each value stands in the column. A dictionary-encoded one is counted by its indices.
void count(part const& read, std::string const& name, counts& into) {
  if (read.partition_column == name) {
    into[read.partition_value] += read.rows->num_rows();
    return;
  }
  auto const column = read.rows->GetColumnByName(name);
  if (column == nullptr) return;
  if (column->type_id() != arrow::Type::DICTIONARY) {
    for (std::int64_t row = 0; row != column->length(); ++row) ++into[cell(*column, row)];
    return;
  }
  auto const& encoded = static_cast<arrow::DictionaryArray const&>(*column);
  std::vector<std::int64_t> by_index(static_cast<std::size_t>(encoded.dictionary()->length()));
  for (std::int64_t row = 0; row != encoded.length(); ++row) {
    if (encoded.IsValid(row)) ++by_index[static_cast<std::size_t>(encoded.GetValueIndex(row))];
  }
  for (std::size_t index = 0; index != by_index.size(); ++index) {
    if (by_index[index] != 0) into[cell(*encoded.dictionary(), static_cast<std::int64_t>(index))] += by_index[index];
  }
}

void print_counts(std::string_view name, counts const& counted) {
  fmt::print("\nRows by {}:\n", name);
  std::vector<std::vector<std::string>> lines;
  for (auto const& [value, rows] : counted) lines.push_back({value, fmt::format("{:>12}", grouped(rows))});
  print_table(lines);
}

}  // namespace

void print_preview(std::filesystem::path const& output, std::int64_t rows) {
  counts by_status;
  counts by_category;
  std::vector<std::vector<std::string>> first;
  for (auto&& read : read_back(output)) {
    if (first.empty()) {
      first.emplace_back();
      for (auto const& field : read.rows->schema()->fields()) first.front().push_back(field->name());
    }
    for (std::int64_t row = 0; row != read.rows->num_rows() && std::cmp_less_equal(first.size(), rows); ++row) {
      auto& line = first.emplace_back();
      for (auto const& column : read.rows->columns()) line.push_back(cell(*column, row));
    }
    count(read, "status", by_status);
    count(read, "category", by_category);
  }
  if (first.empty()) return;
  if (rows > 0) {
    fmt::print("\nFirst rows:\n");
    print_table(first);
  }
  print_counts("status", by_status);
  print_counts("category", by_category);
}

}  // namespace api_to_parquet
