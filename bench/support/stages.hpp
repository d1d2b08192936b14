// The stages of pipelines: the optimiser can't turn these into a formula or a table.
#pragma once

#include "support/measure.hpp"

namespace bench {

inline constexpr auto chosen = [](int value) {
  unknown(value);
  return value % 3 != 0;
};
inline constexpr auto squared = [](int value) { return static_cast<long>(value) * value; };

}  // namespace bench
