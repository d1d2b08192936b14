#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace support {

/// What ran, in which order: `CHECK(log == trace{"started", "closed"})`.
class trace : public std::vector<std::string> {
 public:
  using std::vector<std::string>::vector;

  void operator()(std::string line) { push_back(std::move(line)); }
};

/// A local that tells the trace when it is destroyed, as a `finally` would.
class finally {
 public:
  finally(trace& log, std::string line) : log_(log), line_(std::move(line)) {}
  finally(finally const&) = delete;
  finally& operator=(finally const&) = delete;
  ~finally() { log_(line_); }

 private:
  trace& log_;
  std::string line_;
};

inline std::ostream& operator<<(std::ostream& out, trace const& log) {
  for (auto const& line : log) out << "\n  " << line;
  return out;
}

}  // namespace support
