// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/chrono.hpp>
#include <cogen/detail/progress_clock.hpp>

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace cogen::detail {

[[nodiscard]] inline bool is_terminal([[maybe_unused]] std::FILE* output) noexcept {
#if __has_include(<unistd.h>)
  return ::isatty(::fileno(output)) == 1;
#else
  return false;
#endif
}

// Writes reports as text: on a terminal one line, written over and over.
class progress_writer {
 public:
  progress_writer(std::FILE* output, std::string description, bool terminal)
      : output_(output), description_(std::move(description)), terminal_(terminal) {
    if (!description_.empty()) description_ += ": ";
  }
  progress_writer(progress_writer&& other) noexcept
      : output_(other.output_),
        description_(std::move(other.description_)),
        terminal_(other.terminal_),
        in_line_(std::exchange(other.in_line_, false)) {}
  progress_writer& operator=(progress_writer&&) = delete;
  ~progress_writer() {
    if (in_line_) write("\n");
  }

  void operator()(progress_report const& now) {
    std::string text = (terminal_ ? "\r" : "") + description_;
    if (auto const percent = now.percent()) text += rounded(*percent, 0) + "% ";
    text += std::to_string(now.count);
    if (now.total) text += '/' + std::to_string(*now.total);
    text += ", " + rounded(now.rate(), now.rate() < 10 ? 2 : 0) + "/s, ";
    if (auto const left = now.left(); left && !now.finished) {
      text += minutes(left->count()) + " left";
    } else {
      text += minutes(std::chrono::duration_cast<std::chrono::seconds>(now.elapsed).count());
    }
    if (terminal_) text += "\x1b[K";  // clears what a longer line before has left
    in_line_ = terminal_ && !now.finished;
    if (!in_line_) text += '\n';
    write(text);
  }

 private:
  [[nodiscard]] static std::string rounded(double number, int places) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", places, number);
    return buffer;
  }
  // 75 s is 1:15.
  [[nodiscard]] static std::string minutes(std::int64_t seconds) {
    auto const two = [](std::int64_t number) { return (number < 10 ? ":0" : ":") + std::to_string(number); };
    if (seconds < 3600) return std::to_string(seconds / 60) + two(seconds % 60);
    return std::to_string(seconds / 3600) + two(seconds / 60 % 60) + two(seconds % 60);
  }
  void write(std::string const& text) noexcept {
    std::fwrite(text.data(), 1, text.size(), output_);
    std::fflush(output_);
  }

  std::FILE* output_;
  std::string description_;
  bool terminal_;
  bool in_line_ = false;  // the last report stands in a line that is not ended
};

}  // namespace cogen::detail
