// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/config.hpp>

#if COGEN_ASSERT == COGEN_ASSERT_THROW
#include <cogen/generator_error.hpp>
#elif COGEN_ASSERT == COGEN_ASSERT_TERMINATE
#include <cstdio>
#include <exception>
#endif

namespace cogen::detail {

inline constexpr bool misuse_throws = COGEN_ASSERT == COGEN_ASSERT_THROW && exceptions_enabled;

#if COGEN_ASSERT != COGEN_ASSERT_OFF
[[noreturn, gnu::noinline, gnu::cold]] inline void misused(char const* rule) noexcept(!misuse_throws) {
#if COGEN_ASSERT == COGEN_ASSERT_THROW
  raise<iterator_misused>(rule);
#else
  std::fputs(rule, stderr);
  std::fputs("\n", stderr);
  std::terminate();
#endif
}
#endif

// A rule for iterators that costs a comparison to check: only as COGEN_ASSERT says.
[[gnu::always_inline]] constexpr void expect([[maybe_unused]] bool kept,
                                             [[maybe_unused]] char const* rule) noexcept(!misuse_throws) {
#if COGEN_ASSERT != COGEN_ASSERT_OFF
  if (!kept) [[unlikely]]
    misused(rule);
#endif
}

}  // namespace cogen::detail
