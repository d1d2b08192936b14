// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// Version and build switches.
///
/// | macro                 | who sets it | meaning                                                              |
/// |-----------------------|-------------|----------------------------------------------------------------------|
/// | `COGEN_VERSION_*`     | cogen       | the version; equal to the CMake project's (a test compares them)     |
/// | `COGEN_NO_FRAME_POOL` | you         | coroutine frames come straight from `operator new`, none are kept    |
/// | `COGEN_DEBUG`         | you         | a generator knows the line that it is suspended at: `yielded_at()`,   |
/// |                       |             | the debugger's printers; frames grow, elements cost a little more    |
/// | `COGEN_ASSERT`        | you         | what a misused iterator does, see below                              |
///
/// | `COGEN_ASSERT`           | reading `*iterator` at the end, or, with `COGEN_DEBUG`, of an element that is gone    |
/// |--------------------------|----------------------------------------------------------------------------------------|
/// | `COGEN_ASSERT_OFF`       | is undefined, as with the standard's iterators: the default without `COGEN_DEBUG`      |
/// | `COGEN_ASSERT_TERMINATE` | says which rule was broken and calls std::terminate: the default with `COGEN_DEBUG`    |
/// | `COGEN_ASSERT_THROW`     | throws iterator_misused                                                                |
///
/// Set these macros alike in all translation units of a program: they change what a frame holds.

#define COGEN_VERSION_MAJOR 0
#define COGEN_VERSION_MINOR 1
#define COGEN_VERSION_PATCH 0

#define COGEN_ASSERT_OFF 1
#define COGEN_ASSERT_TERMINATE 2
#define COGEN_ASSERT_THROW 3
#if !defined(COGEN_ASSERT)
#if defined(COGEN_DEBUG)
#define COGEN_ASSERT COGEN_ASSERT_TERMINATE
#else
#define COGEN_ASSERT COGEN_ASSERT_OFF
#endif
#elif COGEN_ASSERT != COGEN_ASSERT_OFF && COGEN_ASSERT != COGEN_ASSERT_TERMINATE && COGEN_ASSERT != COGEN_ASSERT_THROW
#error "cogen: COGEN_ASSERT must be COGEN_ASSERT_OFF, COGEN_ASSERT_TERMINATE or COGEN_ASSERT_THROW"
#endif

namespace cogen::detail {

#if defined(__cpp_exceptions)
inline constexpr bool exceptions_enabled = true;
#else
inline constexpr bool exceptions_enabled = false;
#endif

// Sanitizers find a use after free only if freed frames really are given back.
#if defined(COGEN_NO_FRAME_POOL) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool frame_pool_enabled = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
inline constexpr bool frame_pool_enabled = false;
#else
inline constexpr bool frame_pool_enabled = true;
#endif
#else
inline constexpr bool frame_pool_enabled = true;
#endif

// A promise that is its own awaiter needs no pointer to itself in the frame, which is what lets clang fold a visible
// generator into its loop. g++ 12 copies an awaiter that yield_value returns by reference: there it is a small object.
#if defined(__clang__)
inline constexpr bool promise_is_awaiter = true;
#else
inline constexpr bool promise_is_awaiter = false;
#endif

}  // namespace cogen::detail
