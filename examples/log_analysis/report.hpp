// What the program finds out, and how it says it. All of it takes bounded memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "log_entry.hpp"
#include "log_files.hpp"

namespace log_analysis {

// The `most` greatest of what it is offered, the greatest first; of equals those that came first.
template <class Type, auto Key>
class top_list {
 public:
  explicit top_list(std::size_t most) : most_(most) {}

  void offer(Type const& candidate) {
    auto const before = [](Type const& one, Type const& other) { return one.*Key > other.*Key; };
    auto const place = std::upper_bound(best_.begin(), best_.end(), candidate, before);
    if (best_.size() == most_ && place == best_.end()) return;
    best_.insert(place, candidate);
    if (best_.size() > most_) best_.pop_back();
  }
  std::vector<Type> const& best() const { return best_; }

 private:
  std::size_t most_;
  std::vector<Type> best_;
};

// The lines that were read, before any are chosen.
struct line_count {
  struct refused_line {
    std::filesystem::path file;
    std::ptrdiff_t number = 0;
    std::string text;
  };
  static constexpr std::size_t most_shown = 5;

  void refuse(std::filesystem::path const& file, std::ptrdiff_t number, std::string_view text);

  std::uint64_t lines = 0;
  std::uint64_t refused = 0;  // can't be parsed
  std::vector<refused_line> first_refused;
  std::uint64_t late = 0;  // older than the line before
};

struct minute_errors {
  timestamp minute;
  std::uint64_t errors = 0;
};

struct burst {
  timestamp first;
  timestamp last;
  std::uint64_t errors = 0;
};

// The entries that were chosen, which come in order of time.
class entry_count {
 public:
  explicit entry_count(std::size_t most_listed)
      : slowest(most_listed), worst_minutes(most_listed), bursts(most_listed) {}

  void add(entry const& one);
  void add(burst const& one);
  void finish();  // there are no more

  using by_level = std::array<std::uint64_t, level_names.size()>;

  std::map<std::string, by_level, std::less<>> hosts;
  std::optional<timestamp> first;
  timestamp last;
  top_list<entry, &entry::took> slowest;
  top_list<minute_errors, &minute_errors::errors> worst_minutes;
  top_list<burst, &burst::errors> bursts;
  std::uint64_t all_bursts = 0;
  std::uint64_t errors = 0;

 private:
  minute_errors minute_;  // the one that is being counted
};

inline bool is_error(entry const& one) { return one.severity >= level::error; }

void print_report(found_logs const& found, line_count const& read, entry_count const& chosen,
                  std::string const& burst_rule);

}  // namespace log_analysis
