// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// For services that must be asked again, and not too often. Not part of <cogen.hpp>, for what it needs of the standard
/// library (<chrono>, <functional>, <thread>) costs time in each translation unit.

#include <cogen/pace/rate_limit.hpp>
#include <cogen/pace/rate_limited.hpp>
#include <cogen/pace/rate_limiter.hpp>
#include <cogen/pace/retry.hpp>
#include <cogen/pace/retry_after.hpp>
#include <cogen/pace/retry_budget.hpp>
#include <cogen/pace/retry_policy.hpp>
#include <cogen/pace/stop_flag.hpp>
