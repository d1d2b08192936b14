#include "report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <functional>

#include "../support/safe_text.hpp"

namespace log_analysis {
namespace {

// fmt 9 drops the fraction of a time point and fmt 10 prints it, so the two parts are written apart.
std::string shown(timestamp time) {
  auto const second = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%F %T}.{:03}", second, (time - second).count());
}

std::string shown(std::string_view line) { return safe_text(line, 100); }

void print_row(std::string_view host, entry_count::by_level const& counts) {
  std::uint64_t all = 0;
  for (std::uint64_t count : counts) all += count;
  fmt::print("{:<12}{:>10}", host, all);
  for (std::uint64_t count : counts) fmt::print("{:>10}", count);
  fmt::print("\n");
}

void print_levels(entry_count const& chosen) {
  fmt::print("\n{:<12}{:>10}", "host", "entries");
  for (std::string_view name : level_names) fmt::print("{:>10}", name);
  fmt::print("\n");
  entry_count::by_level all{};
  for (auto const& [host, counts] : chosen.hosts) {
    print_row(host, counts);
    std::transform(counts.begin(), counts.end(), all.begin(), all.begin(), std::plus<>());
  }
  print_row("all", all);
}

void print_errors(entry_count const& chosen) {
  using std::chrono::floor;
  using std::chrono::minutes;
  if (!chosen.first || chosen.errors == 0) return;
  auto const all_minutes = (floor<minutes>(chosen.last) - floor<minutes>(*chosen.first)).count() + 1;
  fmt::print("\nErrors per minute: {:.1f} in the mean; the most:\n",
             static_cast<double>(chosen.errors) / static_cast<double>(all_minutes));
  auto const& worst = chosen.worst_minutes.best();
  for (minute_errors const& each : worst) {
    constexpr std::uint64_t longest = 40;
    auto const length = (each.errors * longest + worst.front().errors - 1) / worst.front().errors;
    fmt::print("  {:%F %R}{:>8}  {:#<{}}\n", floor<std::chrono::seconds>(each.minute), each.errors, "", length);
  }
}

void print_bursts(entry_count const& chosen, std::string const& rule) {
  fmt::print("\nBursts of {}: {}\n", rule, chosen.all_bursts);
  for (burst const& each : chosen.bursts.best()) {
    fmt::print("  {}{:>8} errors in {:.3f} s\n", shown(each.first), each.errors,
               std::chrono::duration<double>(each.last - each.first).count());
  }
}

void print_slowest(entry_count const& chosen) {
  if (chosen.slowest.best().empty()) return;
  fmt::print("\nSlowest requests:\n");
  for (entry const& each : chosen.slowest.best()) {
    fmt::print("  {:>6} ms  {}  {}  {}\n", each.took->count(), shown(each.time), each.host, shown(each.message));
  }
}

void print_refused(line_count const& read) {
  if (read.refused == 0) return;
  fmt::print("\nNot understood, the first {} of {}:\n", read.first_refused.size(), read.refused);
  for (auto const& [file, number, text] : read.first_refused) {
    fmt::print("  {}:{}: {}\n", (file.parent_path().filename() / file.filename()).string(), number, text);
  }
}

}  // namespace

void line_count::refuse(std::filesystem::path const& file, std::ptrdiff_t number, std::string_view text) {
  ++refused;
  if (first_refused.size() < most_shown) first_refused.push_back({file, number, shown(text)});
}

void entry_count::add(entry const& one) {
  if (!first) first = one.time;
  last = one.time;
  ++hosts.find(one.host)->second[static_cast<std::size_t>(one.severity)];
  if (one.took) slowest.offer(one);
  if (!is_error(one)) return;
  ++errors;
  if (auto const minute = std::chrono::floor<std::chrono::minutes>(one.time); minute_.minute != minute) {
    finish();
    minute_ = {minute, 0};
  }
  ++minute_.errors;
}

void entry_count::add(burst const& one) {
  ++all_bursts;
  bursts.offer(one);
}

void entry_count::finish() {
  if (minute_.errors != 0) worst_minutes.offer(minute_);
}

void print_report(found_logs const& found, line_count const& read, entry_count const& chosen,
                  std::string const& burst_rule) {
  std::size_t files = 0;
  for (rotated_log const& log : found.logs) files += log.files.size();
  fmt::print("{} lines of {} logs in {} files, {} not understood\n", read.lines, found.logs.size(), files,
             read.refused);
  if (found.other_files != 0) fmt::print("{} other files are no logs by their names\n", found.other_files);
  if (read.late != 0) fmt::print("{} lines are older than the one before: they count as of its time\n", read.late);
  if (chosen.first) fmt::print("From {} to {} (UTC)\n", shown(*chosen.first), shown(chosen.last));
  print_levels(chosen);
  print_errors(chosen);
  print_bursts(chosen, burst_rule);
  print_slowest(chosen);
  print_refused(read);
}

}  // namespace log_analysis
