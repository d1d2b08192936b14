// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/config.hpp>

#include <cstdlib>
#include <stdexcept>

namespace cogen {

/// The base of every error that cogen's generators report by themselves.
///
/// Python: no common base; TypeError, ValueError and RuntimeError, as below.
class generator_error : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// `send()` before the first `next()`: there is no `co_yield` yet that could receive the value (PEP 342).
///
/// Python: `TypeError: can't send non-None value to a just-started generator`.
class generator_not_started : public generator_error {
 public:
  generator_not_started() : generator_error("cogen: send() on a generator that has not started: call next() first") {}
};

/// The generator is executing, or another generator is delegating to it: it can't be advanced from here.
///
/// Python: `ValueError: generator already executing`.
class generator_running : public generator_error {
 public:
  generator_running() : generator_error("cogen: the generator is already executing or being delegated to") {}
};

/// `close()` was answered with another `co_yield` (PEP 342).
///
/// Python: `RuntimeError: generator ignored GeneratorExit`.
class generator_ignored_exit : public generator_error {
 public:
  generator_ignored_exit() : generator_error("cogen: the generator ignored generator_exit and yielded again") {}
};

/// `result()` where there is none: before the end, after an exception, or after it was taken.
class generator_no_result : public generator_error {
 public:
  generator_no_result() : generator_error("cogen: the generator has no result: it has not returned, or it was taken") {}
};

/// An iterator was used against its rules, in a program built with `COGEN_ASSERT=COGEN_ASSERT_THROW`.
class iterator_misused : public generator_error {
 public:
  using generator_error::generator_error;
};

/// What `close()` throws at the suspended `co_yield`, Python's GeneratorExit. Not a `std::exception`, so that
/// `catch (std::exception&)` in a generator does not swallow it by accident. Let it pass, or `co_return`.
///
/// Python: `GeneratorExit`.
class generator_exit {};

namespace detail {

// Every throw of the library goes through here, so that -fno-exceptions builds compile (and stop where they must).
template <class Error, class... Arguments>
[[noreturn, gnu::noinline, gnu::cold]] void raise(
    [[maybe_unused]] Arguments... arguments) {  // NOLINT(performance-unnecessary-value-param): literals as pointers
#if defined(__cpp_exceptions)
  throw Error(arguments...);
#else
  std::abort();
#endif
}

}  // namespace detail
}  // namespace cogen
