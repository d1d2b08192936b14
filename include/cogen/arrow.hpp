// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// Columns and Parquet files through Apache Arrow. Needs Arrow C++ (CMake target `cogen::arrow`).

#include <cogen/arrow/columns.hpp>
#include <cogen/arrow/parquet.hpp>
#include <cogen/arrow/record_batches.hpp>
