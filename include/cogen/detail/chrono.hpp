// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>  // tells which library this is

// Durations and the steady clock. With libstdc++ all of <chrono> costs 0.12 s in each translation unit, for it knows
// dates and streams; what waits for a time has these too.
#if defined(__GLIBCXX__)
#include <shared_mutex>
#else
#include <chrono>
#endif
