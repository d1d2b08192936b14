// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/exception_slot.hpp>

#include <utility>

namespace cogen::detail {

// What a resumer hands to the frame it resumes, in place of `running` in its status_. Lives on the resumer's stack;
// receive() takes it before anything else happens.
struct signal {
  void const* type;  // &send_type<Send>: this is a sent<Send>. Null: a thrown.
};
// Throws itself, so that an exception of known type needs no exception_ptr.
struct thrown : signal {
  explicit thrown(void (*function)(thrown&)) noexcept : signal{nullptr}, raise(function) {}
  void (*raise)(thrown&);
};
struct thrown_word : thrown {
  explicit thrown_word(captured_exception captured) noexcept
      : thrown([](thrown& self) { rethrow(static_cast<thrown_word&>(self).word); }), word(captured) {}
  captured_exception word;
};
#if defined(__cpp_exceptions)
template <class Exception>
struct thrown_object : thrown {
  explicit thrown_object(Exception& given) noexcept  // NOLINT(bugprone-exception-escape): the lambda throws later
      : thrown([](thrown& self) { throw static_cast<Exception&&>(static_cast<thrown_object&>(self).object); }),
        object(given) {}
  Exception& object;
};
#endif

template <class Send>
inline constexpr char send_type{};
template <class Send>
struct sent : signal {
  template <class Value>
  explicit sent(Value&& given)  // NOLINT(bugprone-forwarding-reference-overload): never copied or moved
      : signal{&send_type<Send>}, value(std::forward<Value>(given)) {}
  Send value;
};

}  // namespace cogen::detail
