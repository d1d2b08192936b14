// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/adaptor/islice.hpp>  // drop(n) is islice(n, nullopt)
