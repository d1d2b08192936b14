// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/chrono.hpp>

#include <cstddef>

namespace cogen {

/// How a parallel source does, from its `statistics()`. Who waits longer tells where the time goes; who still waits
/// counts too.
///
/// Python: nothing of the kind; the `qsize()` of a `queue.Queue` tells the depth.
struct parallel_statistics {
  std::size_t depth = 0;    ///< elements that have been read and not handed out
  std::size_t most = 0;     ///< the greatest depth so far, as prefetch has seen it when elements were taken
  std::size_t threads = 0;  ///< threads started so far
  std::chrono::nanoseconds consumer_stalled{0};   ///< the consumer has waited for an element
  std::chrono::nanoseconds producers_stalled{0};  ///< the threads have waited for something to do, all together
};

}  // namespace cogen
