// An event of the stream, and the totals over those that have come.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "stream_lines.hpp"

namespace http_stream {

struct event {
  std::uint64_t id = 0;
  std::string type;
  double amount = 0;
};

// {"id":17,"type":"order","amount":12.5}, in any order; what else is in the object is passed over. Throws
// std::runtime_error that names the line.
event parse_event(numbered_line const& line);

// Bounded: from the 20th type on, all others count as "(others)".
class running_totals {
 public:
  struct total {
    std::uint64_t events = 0;
    double amount = 0;
  };

  void add(event const& one);
  [[nodiscard]] total const& all() const { return all_; }
  [[nodiscard]] std::map<std::string, total> const& by_type() const { return by_type_; }

 private:
  total all_;
  std::map<std::string, total> by_type_;
};

}  // namespace http_stream
