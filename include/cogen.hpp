// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// All of cogen that needs the standard library alone.

#include <cogen/adaptor.hpp>
#include <cogen/config.hpp>
#include <cogen/generator.hpp>
#include <cogen/iter.hpp>
#include <cogen/pmr.hpp>
#include <cogen/sink.hpp>
#include <cogen/source.hpp>
