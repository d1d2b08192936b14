// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// All tools that pull a range and make something that is no range of it.

#include <cogen/sink/all.hpp>
#include <cogen/sink/any.hpp>
#include <cogen/sink/consume.hpp>
#include <cogen/sink/first.hpp>
#include <cogen/sink/fold.hpp>
#include <cogen/sink/for_each.hpp>
#include <cogen/sink/join.hpp>
#include <cogen/sink/last.hpp>
#include <cogen/sink/length.hpp>
#include <cogen/sink/max.hpp>
#include <cogen/sink/min.hpp>
#include <cogen/sink/minmax.hpp>
#include <cogen/sink/none.hpp>
#include <cogen/sink/nth.hpp>
#include <cogen/sink/partition.hpp>
#include <cogen/sink/sum.hpp>
#include <cogen/sink/to.hpp>
