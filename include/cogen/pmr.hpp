// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/generator.hpp>

#include <memory_resource>

namespace cogen::pmr {

/// Generators whose frames come from a `std::pmr::memory_resource`. Call the coroutine as
/// `f(std::allocator_arg, &resource, ...)`; without that the default resource is used. The resource must outlive the generator.
///
/// Python: no such choice; frames come from the interpreter's own allocator.
template <class Yield, class Send = void, class Return = void>
using generator = cogen::generator<Yield, Send, Return, std::pmr::polymorphic_allocator<>>;

}  // namespace cogen::pmr
