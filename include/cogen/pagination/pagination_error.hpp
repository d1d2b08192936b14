// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>

namespace cogen {

/// A service that names a page which it has named before in this run. `what()` quotes it.
class pagination_error : public std::runtime_error {
 public:
  explicit pagination_error(std::string const& repeated)
      : std::runtime_error("cogen::paginate: the service names \"" + repeated +
                           "\" as the next page, which was fetched before"),
        repeated_(repeated) {}

  [[nodiscard]] std::string const& repeated() const noexcept { return repeated_; }

 private:
  std::string repeated_;
};

}  // namespace cogen
