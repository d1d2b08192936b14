// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>

namespace cogen {

/// A page is there, but what it says of the next one can't be followed: it names a page that was fetched before in this
/// run, or one of another origin, or a number that is too large for the request, or it can't be read. `paginate` throws
/// it at the pull behind that page.
///
/// Python: nothing of the kind; a loop over pages that name each other never ends.
class pagination_error : public std::runtime_error {
 public:
  pagination_error(std::string const& problem, std::string const& named)
      : std::runtime_error("cogen::paginate: " + problem + ": \"" + named + '"'), named_(named) {}

  /// What the page says.
  [[nodiscard]] std::string const& named() const noexcept { return named_; }

 private:
  std::string named_;
};

}  // namespace cogen
