// [include]
#include <cogen.hpp>
#include <cogen/parallel.hpp>  // not part of cogen.hpp, for it needs threads
// [/include]

#include "check.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using cogen::generator;

generator<std::string> lines_of_a_slow_file() {
  for (int number = 1; number <= 4; ++number) co_yield "line " + std::to_string(number);
}

int slow_square(int number) { return number * number; }

// [cleanup]
struct connection {
  std::atomic<bool>& open;
  explicit connection(std::atomic<bool>& state) : open(state) { open = true; }
  ~connection() { open = false; }
};

generator<int> rows(std::atomic<bool>& open) {
  connection const held(open);
  for (int row = 0;; ++row) co_yield row;
}
// [/cleanup]

int main() {
  std::size_t count = 0;
  auto const work = [&count](std::string const& line) { count += line.size(); };
  // [prefetch]
  for (std::string const& line : lines_of_a_slow_file() | cogen::prefetch(16)) {
    work(line);  // meanwhile a thread reads the next ones, at most 16
  }
  // [/prefetch]
  check(count == 24);

  // [parallel_map]
  std::vector<int> const squares = cogen::range(1, 6)                                                //
                                   | cogen::parallel_map(slow_square, {.workers = 4, .window = 32})  //
                                   | cogen::to<std::vector>();
  for (int square : squares) std::printf("%d ", square);
  std::printf("\n");
  // [/parallel_map]
  check(squares == std::vector<int>{1, 4, 9, 16, 25});

  auto const parse = [](std::string const& line) { return line.size(); };
  // [both]
  auto lengths = lines_of_a_slow_file()            //
                 | cogen::prefetch(16)             // one thread reads,
                 | cogen::parallel_map(parse);     // others parse, one for each processor,
  std::size_t const length = cogen::sum(lengths);  // and this one adds up
  // [/both]
  check(length == 24);

  {
    // [unordered]
    auto found = cogen::range(100) | cogen::parallel_map(slow_square, {.ordered = false}) | cogen::to<std::vector>();
    std::sort(found.begin(), found.end());  // they came in any order
    // [/unordered]
    check(found.size() == 100 && found[99] == 9801);
  }

  // [bytes]
  auto const size = [](std::string const& line) { return line.size(); };
  auto ready = lines_of_a_slow_file() | cogen::prefetch(1000, size, 1 << 20);  // 1000 lines or 1 MiB, what is less
  // [/bytes]
  check(ready.next() == "line 1");

  // [batches]
  auto const sum = [](std::vector<int> const& some) { return cogen::sum(some); };
  auto sums = cogen::range(100'000) | cogen::batch(1000) | cogen::parallel_map(sum);
  // [/batches]
  check(cogen::sum(sums) == 4'999'950'000);

  // [exception]
  auto const inverse = [](int number) {
    if (number == 0) throw std::domain_error("division by 0");
    return 12 / number;
  };
  auto inverses = std::vector{3, 2, 0, 1} | cogen::parallel_map(inverse);
  std::string said;
  try {
    for (int number : inverses) said += std::to_string(number) + ' ';
  } catch (std::domain_error const& error) {
    said += error.what();
  }
  check(said == "4 6 division by 0");  // what comes before it comes before it
  check(!inverses.next());             // and then it is exhausted
  // [/exception]

  // [early]
  std::atomic<bool> open = false;
  {
    auto some = rows(open) | cogen::prefetch(4);
    some.next();  // here the thread starts
    check(open);
  }  // it is told to stop, and waited for; the generator is destroyed, and with it what it holds
  check(!open);
  // [/early]

  // [statistics]
  auto mapped = cogen::range(200) | cogen::parallel_map(slow_square, {.workers = 2});
  for (int square : mapped) check(square >= 0);
  cogen::parallel_statistics const seen = mapped.statistics();
  check(seen.threads <= 2 && seen.most <= 8 && seen.depth == 0);
  bool const workers_are_the_bottleneck = seen.consumer_stalled > seen.producers_stalled;
  // [/statistics]
  static_cast<void>(workers_are_the_bottleneck);
}
