// Uses each tool once, and all that a generator does: compiled with the flags of check_warnings.py, it shows what users would be
// warned of in our headers.
#include <cogen.hpp>
#include <cogen/pace.hpp>
#include <cogen/pagination.hpp>
#include <cogen/parallel.hpp>
#include <cogen/pmr.hpp>
#include <cogen/scheduler.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using numbers = std::vector<int>;

cogen::generator<int, int, std::string> conversation() {
  auto const told = co_yield 1;
  numbers more{2, 3};
  co_yield cogen::from(more);
  co_return told ? "told" : "asked";
}
cogen::generator<std::string const&> delegating() {
  std::string const own = "own";
  co_yield own;
  std::set<std::string> const others{"a", "b"};
  co_yield cogen::from(others);
}
cogen::pmr::generator<std::unique_ptr<int>> owning(std::allocator_arg_t, std::pmr::memory_resource*) {
  co_yield std::make_unique<int>(1);
}

template <class Range>
void use(Range&& range) {
  for (auto&& element : std::forward<Range>(range)) static_cast<void>(element);
}

void generators() {
  auto talk = conversation();
  static_cast<void>(talk.next());
  static_cast<void>(talk.send(1));
  static_cast<void>(talk.throw_(std::runtime_error("thrown")));
  static_cast<void>(talk.close());
  static_cast<void>(talk.state());
  static_cast<void>(talk.result());
  use(delegating());
  use(owning(std::allocator_arg, std::pmr::get_default_resource()));
  use(cogen::co_invoke([](int last) -> cogen::generator<int> { co_yield last; }, 1));
  cogen::scheduler<cogen::generator<int, int, std::string>> tasks;
  tasks.spawn(conversation());
  use(tasks);
}

void sources() {
  std::istringstream text("a\nb");
  use(cogen::lines(text));
  use(cogen::lines("none"));
  use(cogen::read_chunks(text, 2));
  use(cogen::count(1) | cogen::take(2));
  use(cogen::count(0.5, 0.25) | cogen::take(2));
  use(cogen::range(0, 9, 2));
  use(cogen::repeat(std::string("again"), 2));
  use(cogen::cycle(numbers{1}) | cogen::take(2));
  use(cogen::iterate(1, [](int n) { return 2 * n; }) | cogen::take(2));
  use(cogen::call_until([] { return 0; }, 0));
}

void adaptors(numbers& some) {
  auto const odd = [](int n) { return n % 2 != 0; };
  auto const twice = [](int n) { return 2 * n; };
  use(some | cogen::map(twice) | cogen::filter(odd) | cogen::filter_false(odd));
  use(some | cogen::filter_map([](int n) { return std::optional(n); }) | cogen::inspect([](int) {}));
  use(some | cogen::enumerate(1) | cogen::starmap([](auto index, int n) { return index + n; }));
  use(some | cogen::accumulate | cogen::progress([](cogen::progress_report const&) {}));
  use(cogen::progress(numbers{1}));
  use(some | cogen::accumulate(std::plus<>(), 1) | cogen::unique_justseen | cogen::unique_everseen);
  use(some | cogen::islice(1, 5, 2) | cogen::drop(1) | cogen::tail(1));
  use(some | cogen::take_while(odd) | cogen::drop_while(odd) | cogen::take_until(odd));
  use(some | cogen::compress(numbers{1, 0}));
  use(some | cogen::batch(2) | cogen::flatten);
  use(some | cogen::batch(2, cogen::strict));
  use(some | cogen::batch_by([](int) { return 1; }, 5, 2));
  use(some | cogen::sliding_window(2, 3));
  use(some | cogen::pairwise);
  use(some | cogen::padded(0, 5));
  for (auto&& [key, group] : some | cogen::group_by(odd)) use(group);
  use(some | cogen::split_when([](int a, int b) { return b < a; }));
  use(cogen::chain(some, numbers{1}));
  use(cogen::zip(some, numbers{1}));
  use(cogen::zip_strict(some, some));
  use(cogen::zip_longest(0, some, numbers{1}));
  use(cogen::interleave(some, numbers{1}));
  use(cogen::round_robin(some, numbers{1}));
  use(cogen::merge(some, numbers{1}));
  use(std::vector<numbers>{{1}, {2}} | cogen::merge_from);
  use(cogen::product(some, numbers{1}));
  use(some | cogen::permutations(2));
  use(some | cogen::combinations(2));
  use(some | cogen::combinations_with_replacement(2));
  use(some | cogen::powerset);
  auto [first, second] = cogen::tee<2>(cogen::iter(some));
  use(first);
  use(second);
  auto ahead = cogen::peekable(some);
  static_cast<void>(ahead.peek());
  auto [seen, rest] = cogen::spy(some, 1);
  use(rest);
}

void sinks(numbers& some) {
  auto const odd = [](int n) { return n % 2 != 0; };
  static_cast<void>(some | cogen::to<std::vector>());
  static_cast<void>(cogen::zip(some, some) | cogen::to<std::map>());
  static_cast<void>((some | cogen::sum) + (some | cogen::fold(1, std::multiplies<>())));
  static_cast<void>((some | cogen::min) < (some | cogen::max));
  static_cast<void>(some | cogen::minmax);
  static_cast<void>((some | cogen::any(odd)) || (some | cogen::all(odd)) || (some | cogen::none(odd)));
  static_cast<void>(some | cogen::length);
  static_cast<void>((some | cogen::first) == (some | cogen::last));
  static_cast<void>(some | cogen::nth(1));
  static_cast<void>(some | cogen::partition(odd));
  static_cast<void>(std::vector<std::string>{"a"} | cogen::join(", "));
  some | cogen::for_each([](int) {});
  static_cast<void>(some | cogen::consume);
}

struct page {
  numbers items;
  std::string next;
  bool more;
};

void services() {
  auto const numbered = [](int) { return page{}; };
  auto const named = [](std::string const&) { return page{}; };
  use(cogen::paginate(1, numbered, cogen::by_page_number(&page::more)));
  use(cogen::paginate(std::int64_t{0}, [](std::int64_t) { return page{}; }, cogen::by_offset(&page::items, 10)));
  use(cogen::paginate("", named, cogen::by_cursor(&page::next)));
  use(cogen::paginate("https://example.org", named, cogen::by_url(&page::next)));
  use(numbers{1} | cogen::rate_limit(1, std::chrono::nanoseconds(1)));
  auto const limited = cogen::rate_limited(numbered, 1, std::chrono::nanoseconds(1));
  static_cast<void>(limited(1));
  cogen::stop_flag stop;
  cogen::retry_budget budget(1, 10);
  auto const steady = cogen::retry(
      numbered, {.attempts = 2,
                 .budget = &budget,
                 .advice = cogen::retry_on<std::runtime_error>([](std::runtime_error const&) { return true; }),
                 .sleep = stop.sleep()});
  static_cast<void>(steady(1));
  static_cast<void>(cogen::retry_after("1", std::chrono::system_clock::now()));
}

void threads() {
  use(cogen::range(3) | cogen::prefetch(1));
  use(cogen::range(3) | cogen::parallel_map([](int n) { return n + 1; }, {.workers = 1, .window = 2}));
  use(cogen::range(3) | cogen::parallel_map([](int n) { return n + 1; }, {.workers = 1, .ordered = false}));
}

}  // namespace

int main() {
  numbers some{1, 2, 3};
  generators();
  sources();
  adaptors(some);
  sinks(some);
  services();
  threads();
}
