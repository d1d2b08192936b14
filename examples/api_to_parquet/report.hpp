// What a person sees: the line of progress while the job runs, and what was written when it is done.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>

namespace api_to_parquet {

// Most resident memory that this process has had, in MiB; 0 where the system does not say.
double peak_resident_mib();

// Rows, rows a second and resident memory on stderr: on a terminal one line that is rewritten, at most ten times a
// second; otherwise a line every two seconds.
class progress {
 public:
  explicit progress(bool quiet);
  progress(progress const&) = delete;
  progress& operator=(progress const&) = delete;
  ~progress();  // ends the line

  void add(std::size_t rows);
  void note(std::string const& text);  // a line of its own; any thread may have one

 private:
  using clock = std::chrono::steady_clock;
  void show(clock::time_point now);

  bool const quiet_;
  bool const terminal_;
  clock::duration const interval_;
  std::mutex mutex_;  // one line at a time
  bool shown_ = false;
  std::int64_t rows_ = 0;
  clock::time_point const start_ = clock::now();
  clock::time_point next_ = start_ + interval_;
};

// "12,345,678"
std::string grouped(std::int64_t number);

// Reads the file, or the partitioned directory, back and prints its first rows and the number of rows by status and
// category.
void print_preview(std::filesystem::path const& output, std::int64_t rows);

}  // namespace api_to_parquet
