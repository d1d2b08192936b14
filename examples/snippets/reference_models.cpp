// What each tool is a model of and what it costs, as the tables of docs/reference show it: asked of the compiler, and counted.
#include <cogen.hpp>
#include <cogen/pace.hpp>
#include <cogen/parallel.hpp>
#include <cogen/scheduler.hpp>

#include "check.hpp"
#include "type_names.hpp"

#include <array>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <new>
#include <optional>
#include <ranges>
#include <span>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {
long allocations = 0;
}

// Not inlined: g++ 12 takes malloc and free for a mismatch with new and delete.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  auto const unit = static_cast<std::size_t>(alignment);
  if (void* const memory = std::aligned_alloc(unit, (size + unit - 1) / unit * unit)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace {

// Twelve numbers, one by one, and how often it was asked for one.
class one_by_one : public cogen::pull_range<one_by_one> {
 public:
  using reference = int&&;
  explicit one_by_one(long& pulls) : pulls_(&pulls) {}
  int* pull() {
    ++*pulls_;
    if (next_ == 12) return nullptr;
    element_ = next_++;
    return &element_;
  }

 private:
  long* pulls_;
  int next_ = 0;
  int element_ = 0;
};

// The same with the run of those that are left.
class in_a_run : public cogen::pull_range<in_a_run> {
 public:
  using reference = int const&;
  explicit in_a_run(long& pulls) : pulls_(&pulls) {}
  int const* pull() {
    ++*pulls_;
    return next_ != 12 ? &elements[next_++] : nullptr;
  }
  std::span<int const> segment(std::size_t most) {
    std::size_t const count = most < 12 - next_ ? most : 12 - next_;
    next_ += count;
    return {elements + next_ - count, count};
  }

 private:
  static constexpr int elements[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  long* pulls_;
  std::size_t next_ = 0;
};

std::string counted(long number, char const* what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

char const* answer(bool holds) { return holds ? "yes" : "no"; }

// What the type of a source says.
template <class Source>
void shape() {
  static_assert(cogen::source<Source> && std::ranges::input_range<Source> &&
                std::is_nothrow_move_constructible_v<Source>);
  static_assert(!std::is_copy_constructible_v<Source> && !std::ranges::view<Source>);
  std::printf("a `std::ranges::input_range`, move-only: yes\n");
  std::printf("multi-pass: %s\n", answer(std::ranges::forward_range<Source>));
  std::printf("sized, `size()`: %s\n", answer(requires(Source& sized) { sized.size(); }));
  std::printf("iterable while constant: %s\n", answer(std::ranges::range<Source const>));
}

// Not inlined: clang leaves out an allocation that nobody else sees.
template <class Source>
[[gnu::noinline]] long drained(Source& source, long most) {
  long elements = 0;
  while (elements != most && source.pull() != nullptr) ++elements;
  return elements;
}
template <class Make>
long elements_of(Make&& make, long most) {
  auto source = make();
  return drained(source, most);
}

template <class Make>
void adaptor(char const* tool, char const* call, Make make) {
  using over_vector = decltype(make(std::declval<std::vector<int>&>()));
  using over_source = decltype(make(std::declval<one_by_one>()));
  part(tool);
  std::printf("takes single-pass ranges: yes\n");
  std::printf("an element over a `std::vector<int>&`: `%s`\n", named<typename over_vector::reference>::text().c_str());
  std::printf("an element over a source of `int&&`: `%s`\n", named<typename over_source::reference>::text().c_str());
  std::printf("hands on contiguous runs, `segment()`: %s\n", answer(cogen::segmented<over_vector>));
  shape<over_source>();
  if (call == nullptr) return;  // threads: not the same each time
  long pulls = 0;
  long const before = allocations;
  long const elements = elements_of([&] { return make(one_by_one(pulls)); }, LONG_MAX);
  long const allocated = allocations - before;
  std::printf("12 elements through `%s`: %s, %s, %s\n", call, counted(elements, "element").c_str(),
              counted(pulls, "pull").c_str(), counted(allocated, "allocation").c_str());
}

template <class Make>
void sink(char const* tool, char const* call, Make make) {
  part(tool);
  using result = decltype(make(std::declval<one_by_one>()));
  long pulls = 0;
  long const before = allocations;
  static_cast<void>(make(one_by_one(pulls)));
  long const allocated = allocations - before;
  long in_runs = 0;
  static_cast<void>(make(in_a_run(in_runs)));
  std::printf("takes single-pass ranges: yes\n");
  std::printf("gives, over `int`: `%s`\n", named<result>::text().c_str());
  std::printf("takes contiguous runs, `segment()`: %s\n", answer(in_runs < pulls));
  std::printf("12 elements into `%s`: %s, %s\n", call, counted(pulls, "pull").c_str(),
              counted(allocated, "allocation").c_str());
}

template <class Make>
void begin(char const* tool, char const* call, Make make) {
  using made = decltype(make());
  part(tool);
  std::printf("an element of `%s`: `%s`\n", call, named<typename made::reference>::text().c_str());
  std::printf("hands out contiguous runs, `segment()`: %s\n", answer(cogen::segmented<made>));
  shape<made>();
  long const before = allocations;
  static_cast<void>(elements_of(make, 12));
  std::printf("making it, and 12 pulls: %s\n", counted(allocations - before, "allocation").c_str());
}

template <class Type>
void value(char const* which) {
  part(which);
  std::printf("copyable: %s\n", answer(std::is_copy_constructible_v<Type>));
  std::printf("movable: %s\n", answer(std::is_move_constructible_v<Type>));
  std::printf("made without arguments: %s\n", answer(std::is_default_constructible_v<Type>));
}

cogen::generator<int> numbers() {
  for (int n = 0; n < 12; ++n) co_yield n;
}

int page(int number) { return number; }

constexpr auto is_even = [](int n) { return n % 2 == 0; };
constexpr auto negative = [](int n) { return -n; };
constexpr auto quarter = [](int n) { return n / 4; };

void adaptors() {
  using namespace cogen;
  adaptor("take", "take(3)", []<class R>(R&& r) { return take(std::forward<R>(r), 3); });
  adaptor("drop", "drop(3)", []<class R>(R&& r) { return drop(std::forward<R>(r), 3); });
  adaptor("take_while", "take_while(below 3)",
          []<class R>(R&& r) { return take_while(std::forward<R>(r), [](int n) { return n < 3; }); });
  adaptor("take_until", "take_until(3)",
          []<class R>(R&& r) { return take_until(std::forward<R>(r), [](int n) { return n == 3; }); });
  adaptor("drop_while", "drop_while(below 3)",
          []<class R>(R&& r) { return drop_while(std::forward<R>(r), [](int n) { return n < 3; }); });
  adaptor("islice", "islice(2, 9, 3)", []<class R>(R&& r) { return islice(std::forward<R>(r), 2, 9, 3); });
  adaptor("tail", "tail(3)", []<class R>(R&& r) { return tail(std::forward<R>(r), 3); });
  adaptor("batch", "batch(4)", []<class R>(R&& r) { return batch(std::forward<R>(r), 4); });
  adaptor("batch_by", "batch_by(1 each, 4)",
          []<class R>(R&& r) { return batch_by(std::forward<R>(r), [](int) { return 1; }, 4); });
  adaptor("sliding_window", "sliding_window(4)", []<class R>(R&& r) { return sliding_window(std::forward<R>(r), 4); });
  adaptor("pairwise", "pairwise", []<class R>(R&& r) { return pairwise(std::forward<R>(r)); });
  adaptor("group_by", "group_by(n / 4)", []<class R>(R&& r) { return group_by(std::forward<R>(r), quarter); });
  adaptor("split_when", "split_when(each fourth)",
          []<class R>(R&& r) { return split_when(std::forward<R>(r), [](int, int n) { return n % 4 == 0; }); });
  adaptor("padded", "padded(0, 20)", []<class R>(R&& r) { return padded(std::forward<R>(r), 0, 20); });
  adaptor("chain", "chain", []<class R>(R&& r) { return chain(std::forward<R>(r)); });
  adaptor("flatten", "map(two of it) | flatten", []<class R>(R&& r) {
    return std::forward<R>(r) | cogen::map([](int n) { return std::array{n, n}; }) | flatten;
  });
  adaptor("zip", "zip(count())", []<class R>(R&& r) { return zip(std::forward<R>(r), count()); });
  adaptor("zip_strict", "zip_strict(range(12))",
          []<class R>(R&& r) { return zip_strict(std::forward<R>(r), cogen::range(12)); });
  adaptor("zip_longest", "zip_longest(0, range(3))",
          []<class R>(R&& r) { return zip_longest(0, std::forward<R>(r), cogen::range(3)); });
  adaptor("interleave", "interleave", []<class R>(R&& r) { return interleave(std::forward<R>(r)); });
  adaptor("round_robin", "round_robin", []<class R>(R&& r) { return round_robin(std::forward<R>(r)); });
  adaptor("merge", "merge", []<class R>(R&& r) { return merge(std::forward<R>(r)); });
  adaptor("merge_from", "batch(4) | merge_from",
          []<class R>(R&& r) { return std::forward<R>(r) | batch(4) | merge_from; });
  adaptor("product", "product<2>()", []<class R>(R&& r) { return product<2>(std::forward<R>(r)); });
  adaptor("map", "map(-n)", []<class R>(R&& r) { return cogen::map(std::forward<R>(r), negative); });
  adaptor("starmap", "zip(count()) | starmap(+)",
          []<class R>(R&& r) { return zip(std::forward<R>(r), count()) | starmap(std::plus<>()); });
  adaptor("filter", "filter(even)", []<class R>(R&& r) { return filter(std::forward<R>(r), is_even); });
  adaptor("filter_false", "filter_false(even)",
          []<class R>(R&& r) { return filter_false(std::forward<R>(r), is_even); });
  adaptor("filter_map", "filter_map(even)", []<class R>(R&& r) {
    return filter_map(std::forward<R>(r), [](int n) { return n % 2 == 0 ? std::optional(n) : std::nullopt; });
  });
  adaptor("compress", "compress(repeat(true))",
          []<class R>(R&& r) { return compress(std::forward<R>(r), repeat(true)); });
  adaptor("enumerate", "enumerate", []<class R>(R&& r) { return enumerate(std::forward<R>(r)); });
  adaptor("accumulate", "accumulate", []<class R>(R&& r) { return accumulate(std::forward<R>(r)); });
  adaptor("inspect", "inspect(look)", []<class R>(R&& r) { return inspect(std::forward<R>(r), [](int) {}); });
  adaptor("progress", "progress(report)",
          []<class R>(R&& r) { return progress(std::forward<R>(r), [](progress_report const&) {}); });
  adaptor("unique_justseen", "unique_justseen(n / 4)",
          []<class R>(R&& r) { return unique_justseen(std::forward<R>(r), quarter); });
  adaptor("unique_everseen", "unique_everseen(n / 4)",
          []<class R>(R&& r) { return unique_everseen(std::forward<R>(r), quarter); });
  adaptor("tee", "tee<2>(), one of them", []<class R>(R&& r) { return std::move(tee<2>(std::forward<R>(r))[0]); });
  adaptor("peekable", "peekable", []<class R>(R&& r) { return peekable(std::forward<R>(r)); });
  adaptor("spy", "spy(2)", []<class R>(R&& r) { return spy(std::forward<R>(r), 2); });
  adaptor("permutations", "permutations(2)", []<class R>(R&& r) { return permutations(std::forward<R>(r), 2); });
  adaptor("combinations", "combinations(2)", []<class R>(R&& r) { return combinations(std::forward<R>(r), 2); });
  adaptor("combinations_with_replacement", "combinations_with_replacement(2)",
          []<class R>(R&& r) { return combinations_with_replacement(std::forward<R>(r), 2); });
  adaptor("powerset", "powerset", []<class R>(R&& r) { return powerset(std::forward<R>(r)); });
  adaptor("cycle", "cycle | take(30)", []<class R>(R&& r) { return cycle(std::forward<R>(r)) | take(30); });
  adaptor("iter", "iter", []<class R>(R&& r) { return iter(std::forward<R>(r)); });
  adaptor("prefetch", nullptr, []<class R>(R&& r) { return prefetch(std::forward<R>(r), 4); });
  adaptor("parallel_map", nullptr, []<class R>(R&& r) { return parallel_map(std::forward<R>(r), negative); });
  adaptor("rate_limit", "rate_limit(12, 0s)",
          []<class R>(R&& r) { return rate_limit(std::forward<R>(r), 12, std::chrono::seconds(0)); });
}

void sinks() {
  using namespace cogen;
  sink("to", "to<std::vector>()", []<class R>(R&& r) { return to<std::vector>(std::forward<R>(r)); });
  sink("for_each", "for_each(look)", []<class R>(R&& r) { return for_each(std::forward<R>(r), [](int) {}); });
  sink("fold", "fold(0, +)", []<class R>(R&& r) { return fold(std::forward<R>(r), 0, std::plus<>()); });
  sink("sum", "sum", []<class R>(R&& r) { return sum(std::forward<R>(r)); });
  sink("min", "min", []<class R>(R&& r) { return min(std::forward<R>(r)); });
  sink("max", "max", []<class R>(R&& r) { return max(std::forward<R>(r)); });
  sink("minmax", "minmax", []<class R>(R&& r) { return minmax(std::forward<R>(r)); });
  sink("any", "any(above 3)", []<class R>(R&& r) { return any(std::forward<R>(r), [](int n) { return n > 3; }); });
  sink("all", "all(below 3)", []<class R>(R&& r) { return all(std::forward<R>(r), [](int n) { return n < 3; }); });
  sink("none", "none(above 3)", []<class R>(R&& r) { return none(std::forward<R>(r), [](int n) { return n > 3; }); });
  sink("length", "length", []<class R>(R&& r) { return length(std::forward<R>(r)); });
  sink("first", "first", []<class R>(R&& r) { return first(std::forward<R>(r)); });
  sink("last", "last", []<class R>(R&& r) { return last(std::forward<R>(r)); });
  sink("nth", "nth(3)", []<class R>(R&& r) { return nth(std::forward<R>(r), 3); });
  sink("consume", "consume", []<class R>(R&& r) { return consume(std::forward<R>(r)); });
  sink("join", "map(letter) | join(\"\")", []<class R>(R&& r) {
    return std::forward<R>(r) | cogen::map([](int n) { return static_cast<char>('a' + n); }) | join("");
  });
  sink("partition", "partition(even)", []<class R>(R&& r) { return partition(std::forward<R>(r), is_even); });
}

void sources() {
  using namespace cogen;
  begin("generator", "generator<int>", numbers);
  begin("count", "count(1)", [] { return count(1); });
  begin("range", "range(20)", [] { return cogen::range(20); });
  begin("repeat", "repeat(1)", [] { return repeat(1); });
  begin("iterate", "iterate(1, function)", [] { return iterate(1, negative); });
  begin("call_until", "call_until(function, 0)", [] { return call_until([] { return 1; }, 0); });
  begin("lines", "lines(stream)", [stream = std::istringstream("a\nb\n")]() mutable { return lines(stream); });
  begin("read_chunks", "read_chunks(stream, 4)",
        [stream = std::istringstream("abcdef")]() mutable { return read_chunks(stream, 4); });
  begin("paginate", "paginate(1, fetch, next)",
        [] { return paginate(1, page, [](int number) { return std::optional(number + 1); }); });
  begin("scheduler", "scheduler<generator<int>>", [] { return scheduler<cogen::generator<int>>(); });
  value<rate_limiter>("rate_limiter");
  value<retry_budget>("retry_budget");
  value<stop_flag>("stop_flag");
  value<retry_policy>("retry_policy");
  value<decltype(retry(page))>("retry");
  value<decltype(rate_limited(page, 1, std::chrono::seconds(0)))>("rate_limited");
}

}  // namespace

int main() {
  adaptors();
  sinks();
  sources();
}
