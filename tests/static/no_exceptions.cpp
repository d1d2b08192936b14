// A program without exceptions, and one without RTTI: compiled with -fno-exceptions and with -fno-rtti, see
// tests/CMakeLists.txt. Every umbrella header compiles, and what needs neither works.
#include <cogen.hpp>
#include <cogen/pace.hpp>
#include <cogen/pagination.hpp>
#include <cogen/parallel.hpp>
#include <cogen/pmr.hpp>
#include <cogen/scheduler.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory_resource>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

using cogen::from;
using cogen::generator;

int failures = 0;

void check(bool right, char const* what) {
  if (right) return;
  std::fprintf(stderr, "no_exceptions: %s went wrong\n", what);
  ++failures;
}

generator<int> numbers(int first, int last) {
  for (int i = first; i <= last; ++i) co_yield i;
}
generator<std::string> words(std::vector<std::string> const& given) {
  co_yield from(given);
  std::string const last("end");
  co_yield last;
}
generator<int, int, std::string> echo() {
  int last = 0;
  for (int i = 0; i != 3; ++i) {
    auto told = co_yield last;
    last = told ? *told : -1;
  }
  co_return "done";
}
generator<int, int> delegating(std::string& result) {
  auto returned = co_yield from(echo());
  result = returned;
  std::vector<int> const window{7, 8};
  co_yield from(window);
  co_yield from(numbers(9, 10));
}
cogen::pmr::generator<int> from_resource(std::allocator_arg_t, std::pmr::polymorphic_allocator<>, int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

void check_core() {
  int sum = 0;
  for (int number : numbers(1, 4)) sum += number;
  check(sum == 10, "iteration");
  std::string result;
  auto g = delegating(result);
  check(g.next() == 0 && g.send(5) == 5 && g.next() == -1, "send");
  check(g.next() == 7 && result == "done" && g.segment(5).size() == 1, "delegation");
  check(g.next() == 9 && g.next() == 10 && !g.next(), "the end");
  check(g.state() == cogen::generator_state::closed, "the state");
  std::vector<std::string> const given{"one", "two"};
  check((words(given) | cogen::to<std::vector>()) == std::vector<std::string>{"one", "two", "end"}, "strings");
  auto captured = cogen::co_invoke([sum](int more) -> generator<int> { co_yield sum + more; }, 5);
  check(captured.next() == 15, "co_invoke");
  std::pmr::monotonic_buffer_resource resource;
  check((from_resource(std::allocator_arg, &resource, 3) | cogen::sum) == 6, "pmr");
  auto abandoned = delegating(result);
  check(abandoned.next() == 0, "abandoning");
}

void check_tools() {
  auto const odd = [](int number) { return number % 2 != 0; };
  check((numbers(1, 9) | cogen::filter(odd) | cogen::map([](int n) { return n * n; }) | cogen::sum) == 165, "a chain");
  auto batches = numbers(1, 9) | cogen::batch(4);
  check(batches.pull()->size() == 4 && batches.pull()->back() == 8 && batches.pull()->size() == 1, "batch");
  check((cogen::range(10) | cogen::sliding_window(3) | cogen::length) == 8, "sliding_window");
  check((cogen::zip(cogen::count(1), numbers(4, 6)) | cogen::length) == 3, "zip");
  auto [one, other] = cogen::tee<2>(numbers(1, 3));
  check(cogen::sum(one) == 6 && cogen::sum(other) == 6, "tee");
  check((cogen::merge(numbers(1, 3), numbers(2, 4)) | cogen::to<std::vector>()).size() == 6, "merge");
  check((numbers(1, 9) | cogen::group_by([](int n) { return n / 4; }) | cogen::length) == 3, "group_by");
  check((cogen::combinations(numbers(1, 4), 2) | cogen::length) == 6, "combinations");
  check((cogen::lines(std::istringstream("a\nb")) | cogen::join("+")) == "a+b", "lines");
  auto pages = cogen::paginate(
      1, [](int page) { return std::vector<int>(2, page); },
      [](int page, std::vector<int> const&) { return page == 3 ? std::nullopt : std::optional<int>(page + 1); });
  check((std::move(pages) | cogen::flatten | cogen::sum) == 12, "paginate");
  check((numbers(1, 50) | cogen::prefetch(4) | cogen::parallel_map([](int n) { return 2 * n; }) | cogen::sum) == 2550,
        "prefetch and parallel_map");
}

#if !defined(__cpp_exceptions)
template <class Function>
bool aborts(Function function) {
  std::fflush(nullptr);
  pid_t const child = fork();
  if (child == 0) {
    function();
    std::_Exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

void check_errors() {
  check(aborts([] { echo().send(1); }), "send to a generator that has not started");
  check(aborts([] { static_cast<void>(cogen::batch(0)); }), "batch(0)");
  check(aborts([] { static_cast<void>(echo().result()); }), "a result that is not there");
}
#else
void check_errors() {
  auto g = echo();
  bool thrown = false;
  try {
    g.send(1);
  } catch (cogen::generator_not_started const&) {
    thrown = true;
  }
  check(thrown, "send to a generator that has not started");
  g.next();
  g.close();
  check(g.state() == cogen::generator_state::closed, "close");
}
#endif

}  // namespace

int main() {
  check_core();
  check_errors();  // before there are threads
  check_tools();
  return failures != 0;
}
