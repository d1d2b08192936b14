// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// All of cogen that needs the standard library alone. What needs more of that than most programs want to wait for is by
/// itself: <cogen/pagination.hpp>, <cogen/pace.hpp>, <cogen/parallel.hpp>, <cogen/scheduler.hpp>.

#include <cogen/adaptor.hpp>
#include <cogen/config.hpp>
#include <cogen/generator.hpp>
#include <cogen/iter.hpp>
#include <cogen/pmr.hpp>
#include <cogen/sink.hpp>
#include <cogen/source.hpp>
