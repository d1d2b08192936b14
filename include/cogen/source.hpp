// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// All sources: what begins a pipeline.

#include <cogen/source/call_until.hpp>
#include <cogen/source/count.hpp>
#include <cogen/source/cycle.hpp>
#include <cogen/source/iterate.hpp>
#include <cogen/source/lines.hpp>
#include <cogen/source/paginate.hpp>
#include <cogen/source/range.hpp>
#include <cogen/source/read_chunks.hpp>
#include <cogen/source/repeat.hpp>
