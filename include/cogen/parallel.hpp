// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// The tools that use threads. Not part of <cogen.hpp>: <thread> costs time in each translation unit, and some systems
/// want a program with threads linked in a way of its own (CMake: `Threads::Threads`).

#include <cogen/parallel/parallel_map.hpp>
#include <cogen/parallel/prefetch.hpp>
#include <cogen/parallel/statistics.hpp>
