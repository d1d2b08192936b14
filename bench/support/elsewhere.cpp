#include "support/elsewhere.hpp"

#include <stdexcept>

namespace bench::elsewhere {

[[gnu::noinline]] int fail(int caught) {
  if (caught >= 0) throw std::runtime_error("thrown");
  return caught;
}

cogen::generator<int> integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
}
cogen::generator<int, int, int> integers_both_ways(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
  co_return end;
}
textbook::generator<int> textbook_integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
}
unpooled integers_unpooled(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
}
textbook::generator<int> textbook_integers_that_may_throw(int end, int bad) {
  for (int i = 0; i < end; ++i) {
    if (i == bad) fail(i);
    co_yield i;
  }
}
recursive::generator<int> recursive_integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
}
#if defined(__cpp_lib_generator)
std::generator<int> std_integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
}
#endif

cogen::generator<int, int> echo() {
  int last = 0;
  for (;;) {
    auto const sent = co_yield last;
    if (sent) last = *sent;
  }
}

cogen::generator<int> catching() {
  for (int caught = 0;;) {
    try {
      for (;;) co_yield caught;
    } catch (std::runtime_error const&) {
      ++caught;
    }
  }
}

int throw_and_catch(int caught) {
  try {
    return fail(caught);
  } catch (std::runtime_error const&) {
    return caught + 1;
  }
}

}  // namespace bench::elsewhere
