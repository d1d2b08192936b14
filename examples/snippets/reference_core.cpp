// The examples of docs/reference: generators and the pull protocol.
#include "show.hpp"

#include <cogen.hpp>
#include <cogen/scheduler.hpp>

#include <cstddef>
#include <memory_resource>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

// [generator]
// Yields the average so far, takes numbers, returns how many there were.
cogen::generator<double, double, int> averager() {
  double sum = 0;
  int numbers = 0;
  try {
    for (;;) {
      std::optional<double> sent = co_yield (numbers == 0 ? 0.0 : sum / numbers);
      if (!sent) continue;  // next() or a loop: nothing was sent
      sum += *sent;
      ++numbers;
    }
  } catch (cogen::generator_exit const&) {  // close()
  }
  co_return numbers;
}

void use_averager() {
  auto average = averager();
  average.next();  // to the first co_yield
  show(average.send(10));
  show(average.send(20));
  show(average.close());  // what the body returns in answer
  show(average.state() == cogen::generator_state::closed);
}
// [/generator]

// [from]
cogen::generator<int, void, std::string> inner() {
  co_yield 1;
  co_yield 2;
  co_return "two";
}

cogen::generator<int> outer() {
  std::string const returned = co_yield cogen::from(inner());  // each element, and then what it returns
  co_yield static_cast<int>(returned.size());
  std::vector<int> const more{4, 5};
  co_yield cogen::from(more);  // a range: one window, no resume for an element
}
// [/from]

// [co_invoke]
cogen::generator<int> multiples_of(int factor) {
  auto body = [factor](int last) -> cogen::generator<int> {  // captures, so it must live as long as its frame
    for (int n = factor; n <= last * factor; n += factor) co_yield n;
  };
  return cogen::co_invoke(std::move(body), 3);
}
// [/co_invoke]

// [make]
struct point {
  int x;
  std::string name;
};

cogen::generator<point> points() {
  co_yield cogen::make<point>(1, "one");
  co_yield cogen::make<point>(2, "two");
}
// [/make]

// [generator_error]
cogen::generator<int, int> stubborn() {
  try {
    co_yield 1;
  } catch (cogen::generator_exit const&) {
  }
  co_yield 2;  // in answer to close(): not allowed
}

void misuse() {
  auto numbers = stubborn();
  try {
    numbers.send(1);
  } catch (cogen::generator_not_started const& error) {
    say(error.what());
  }
  numbers.next();
  try {
    numbers.close();
  } catch (cogen::generator_error const& error) {  // generator_ignored_exit
    say(error.what());
  }
}
// [/generator_error]

// [pmr]
cogen::pmr::generator<int> up_to(std::allocator_arg_t, std::pmr::memory_resource*, int last) {
  for (int n = 1; n <= last; ++n) co_yield n;
}

void in_a_buffer() {
  std::byte memory[1024];
  std::pmr::monotonic_buffer_resource arena(memory, sizeof memory, std::pmr::null_memory_resource());
  show(up_to(std::allocator_arg, &arena, 3));  // the frame is in `memory`
}
// [/pmr]

// [scheduler]
cogen::generator<std::string> task(std::string name, int steps) {
  for (int step = 1; step <= steps; ++step) {
    std::string said = name + std::to_string(step);
    co_yield std::move(said);
  }
}

void take_turns() {
  cogen::scheduler<cogen::generator<std::string>> tasks;
  tasks.spawn(task("a", 3));
  tasks.spawn(task("b", 1));
  show(tasks);
}
// [/scheduler]

// [pull_range]
// A source of one's own: a class with pull(), and a reference type.
class countdown : public cogen::pull_range<countdown> {
 public:
  using reference = int&&;
  explicit countdown(int from) : next_(from + 1) {}
  int* pull() { return next_ <= 1 ? nullptr : &--next_; }

 private:
  int next_;
};

void use_countdown() {
  auto down = countdown(5);
  show(down.next());  // all that sources have comes with it: next(), loops, pipes
  show(std::move(down) | cogen::batch(3));
}
// [/pull_range]

void iterating() {
  // [iter]
  std::vector<int> const numbers{1, 2, 3, 4};
  auto source = cogen::iter(numbers);  // borrowed: no copy of the vector
  show(*source.next());
  show(source | cogen::take(2));  // borrows the source, which goes on behind them
  show(source);
  static_assert(cogen::segmented<decltype(source)>);
  // [/iter]
}

void configured() {
  // [config]
  static_assert(COGEN_VERSION_MAJOR == 0 && COGEN_VERSION_MINOR >= 1);
  static_assert(COGEN_ASSERT == COGEN_ASSERT_OFF);  // unless the build says otherwise
  // [/config]
}

}  // namespace

int main() {
  part("generator");
  use_averager();
  shown("10.0\n15.0\n2\nTrue\n");
  part("from");
  show(outer());
  shown("[1, 2, 3, 4, 5]\n");
  part("co_invoke");
  show(multiples_of(7));
  shown("[7, 14, 21]\n");
  check(cogen::length(points()) == 2);
  part("generator_error");
  misuse();
  shown(
      "cogen: send() on a generator that has not started: call next() first\n"
      "cogen: the generator ignored generator_exit and yielded again\n");
  part("pmr");
  in_a_buffer();
  shown("[1, 2, 3]\n");
  part("scheduler");
  take_turns();
  shown("['a1', 'b1', 'a2', 'a3']\n");
  part("pull_range");
  use_countdown();
  shown("5\n[[4, 3, 2], [1]]\n");
  part("iter");
  iterating();
  shown("1\n[2, 3]\n[4]\n");
  configured();
}
