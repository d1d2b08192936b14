// limits MANY: delegation so many deep and so many wide, on a stack too small for a call for each. Whether one resume
// stands on another is a matter of the compiler's optimisation level: this is compiled at each of them, see
// tests/CMakeLists.txt.
#include <cogen/generator.hpp>

#include <pthread.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace {

using cogen::from;
using cogen::generator;

constexpr std::size_t small_stack = std::size_t{256} * 1024;
int many = 1'000'000;
int exceptions = 100'000;  // a throw costs as much as a hundred resumes

void require(bool right, char const* what) {
  if (right) return;
  std::fprintf(stderr, "limits: %s went wrong\n", what);
  std::exit(1);
}

// Echoes what is sent to the innermost; every level adds 1 to the result.
generator<int, int, int> chain(int depth) {
  int below = 0;
  if (depth != 0) {
    auto result = co_yield from(chain(depth - 1));
    below = result;
  } else {
    auto value = co_yield 0;
    while (value) value = co_yield *value;
  }
  co_return below + 1;
}
generator<int, int, int> around(generator<int, int, int> inner) {
  auto result = co_yield from(std::move(inner));
  co_return result + 1;
}
generator<int, int, int> above(generator<int, int, int>& borrowed, int depth) {
  int below = 0;
  if (depth != 0) {
    auto result = co_yield from(above(borrowed, depth - 1));
    below = result;
  } else {
    auto result = co_yield from(borrowed);
    below = result;
  }
  co_return below;
}
generator<int> count_from(int first, int last) {
  co_yield first;
  if (first != last) co_yield from(count_from(first + 1, last));
}
generator<int> empty() { co_return; }
generator<int> wide() {
  for (int i = 0; i != many; ++i) co_yield from(empty());
  co_yield 1;
  for (int i = 0; i != many; ++i) co_yield from(empty());
}
generator<int> failing(int i) {
  if (i >= 0) throw i;
  co_yield i;
}
generator<int> catching() {
  int caught = 0;
  for (int i = 0; i != exceptions; ++i) {
    try {
      co_yield from(failing(i));
    } catch (int) {
      ++caught;
    }
  }
  co_yield caught;
}

void deep() {
  auto g = chain(many);
  require(g.next() == 0 && g.send(5) == 5, "advancing a chain");
  require(!g.next() && g.result() == many + 1, "the end of a chain");
  g = chain(many);
  require(g.next() == 0, "advancing a chain");
  g = {};  // destroyed in its middle
  g = chain(0);
  for (int i = 0; i != many; ++i) g = around(std::move(g));
  require(g.next() == 0 && !g.next() && g.result() == many + 1, "a chain built from the inside out");
  long long sum = 0;
  for (int element : count_from(1, many)) sum += element;
  require(sum == (1LL + many) * many / 2, "right recursion");
}
void advanced_and_borrowed() {
  auto g = chain(many);
  require(g.next() == 0, "advancing a chain");
  auto outer = around(std::move(g));
  require(outer.next() == std::nullopt && outer.result() == many + 2, "delegating to a chain that was advanced");
  auto borrowed = chain(many / 2);
  outer = above(borrowed, many / 2);
  require(outer.next() == 0 && outer.send(5) == 5, "a borrowed generator in the middle of a chain");
  outer = {};
  require(borrowed.send(6) == 6, "a borrowed generator that its chain has left");
}
void thrown() {
  auto g = chain(exceptions);
  require(g.next() == 0, "advancing a chain");
  bool caught = false;
  try {
    g.throw_(7);
  } catch (int) {
    caught = true;
  }
  require(caught, "an exception through a chain");
  g = chain(exceptions);
  require(g.next() == 0 && g.close() == std::nullopt, "closing a chain");
  require(catching().next() == exceptions, "delegates that throw at once");
}

void* run(void*) {
  deep();
  advanced_and_borrowed();
  require(wide().next() == 1, "empty delegates");
  long long sum = 0;
  for (int element : wide()) sum += element;
  require(sum == 1, "empty delegates to the end");
  thrown();
  return nullptr;
}

}  // namespace

int main(int count, char** arguments) {
  if (count > 1) many = std::atoi(arguments[1]);
  exceptions = many / 10;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_t thread;
  require(pthread_attr_setstacksize(&attributes, small_stack) == 0, "a small stack");
  require(pthread_create(&thread, &attributes, run, nullptr) == 0, "a thread");
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}
