#pragma once

#include <type_traits>
#include <utility>
#include <vector>

namespace support {

/// The elements of what is left of a range, taken out of it where they may be.
template <class Range>
auto collect(Range&& range) {
  using reference = decltype(*range.begin());
  std::vector<std::remove_cvref_t<reference>> elements;
  for (auto&& element : range) elements.push_back(static_cast<reference>(element));
  return elements;
}

}  // namespace support
