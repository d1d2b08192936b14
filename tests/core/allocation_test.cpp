#include <cogen/generator.hpp>
#include <cogen/pmr.hpp>

#include "support/catch.hpp"
#include "support/collect.hpp"
#include "support/counting_operators.hpp"
#include "support/counting_resource.hpp"
#include "support/opaque.hpp"
#include "support/trace.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Exact numbers. The coroutines are noinline: clang would leave out the frames of those that it sees.

namespace {

using cogen::from;
using cogen::generator;
using support::allocation_count;
using support::allocation_totals;
using support::collect;

constexpr bool pooled = cogen::detail::frame_pool_enabled;

[[gnu::noinline]] generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

[[gnu::noinline]] generator<int> tree(int depth) {
  if (depth != 0) {
    co_yield from(tree(depth - 1));
    co_yield depth;
    co_yield from(tree(depth - 1));
  }
}

struct large {
  char bytes[4096];
};
[[gnu::noinline]] generator<int> with_large_local(large const& model) {
  large local = model;
  large* const kept = support::opaque(&local);
  co_yield static_cast<int>(kept->bytes[0]);
  co_yield static_cast<int>(kept->bytes[4095]);
}

// A thread of its own has a pool of its own, empty at first.
template <class Function>
void on_a_new_thread(Function function) {
  std::thread thread(function);
  thread.join();
}

int sum(generator<int> g) {
  int total = 0;
  for (int element : g) total += element;
  return total;
}

// The bytes of one frame of count_to, and how many of these a pool keeps.
struct frame_size {
  std::size_t bytes = 0;
  std::size_t kept = 0;
};
frame_size measure() {
  frame_size measured;
  on_a_new_thread([&] {
    allocation_count const count;
    auto g = count_to(1);
    measured.bytes = count.bytes();
    measured.kept = pooled ? cogen::detail::frame_pool::kept_bytes / measured.bytes : 0;
  });
  return measured;
}

// A stateful allocator that counts what it gives, and knows whether it gets back just that, and whether its copies are
// destroyed.
struct ledger {
  int allocations = 0;
  int deallocations = 0;
  std::size_t live_bytes = 0;
  int live_allocators = 0;
};
template <class Value>
struct ledger_allocator {
  using value_type = Value;

  explicit ledger_allocator(ledger& book) : entries(&book) { ++entries->live_allocators; }
  ledger_allocator(ledger_allocator const& other) : entries(other.entries) { ++entries->live_allocators; }
  template <class Other>
  ledger_allocator(ledger_allocator<Other> const& other) : entries(other.entries) {
    ++entries->live_allocators;
  }
  ledger_allocator& operator=(ledger_allocator const&) = delete;
  ~ledger_allocator() { --entries->live_allocators; }

  Value* allocate(std::size_t count) {
    ++entries->allocations;
    entries->live_bytes += count * sizeof(Value);
    return std::allocator<Value>().allocate(count);
  }
  void deallocate(Value* memory, std::size_t count) {
    ++entries->deallocations;
    entries->live_bytes -= count * sizeof(Value);
    std::allocator<Value>().deallocate(memory, count);
  }
  template <class Other>
  bool operator==(ledger_allocator<Other> const& other) const {
    return entries == other.entries;
  }

  ledger* entries;
};

void check_balanced(ledger const& book, int allocations) {
  CHECK(book.allocations == allocations);
  CHECK(book.deallocations == allocations);
  CHECK(book.live_bytes == 0);
  CHECK(book.live_allocators == 0);
}

template <class Allocator>
[[gnu::noinline]] generator<int> count_with(std::allocator_arg_t, Allocator, int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

using typed_generator = generator<int, void, void, ledger_allocator<std::byte>>;
[[gnu::noinline]] typed_generator count_typed(std::allocator_arg_t, ledger_allocator<std::byte>, int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

using standard_generator = generator<int, void, void, std::allocator<std::byte>>;
[[gnu::noinline]] standard_generator count_standard(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}
[[gnu::noinline]] standard_generator count_standard(std::allocator_arg_t, std::allocator<std::byte>, int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

[[gnu::noinline]] cogen::pmr::generator<int> count_pmr(std::allocator_arg_t, std::pmr::polymorphic_allocator<>,
                                                       int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}
[[gnu::noinline]] cogen::pmr::generator<int> count_default_pmr(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

}  // namespace

TEST_CASE("a generator is one allocation, in whole cache lines, and none more to consume") {
  on_a_new_thread([] {
    allocation_count const created;
    auto g = count_to(100);
    std::size_t const allocations = created.allocations();
    std::size_t const bytes = created.bytes();
    CHECK(allocations == 1);
    CHECK(bytes % cogen::detail::frame_alignment == 0);
    allocation_count const consumed;
    int total = 0;
    while (auto element = g.next()) total += *element;
    std::size_t const more = consumed.allocations();
    CHECK(more == 0);
    CHECK(total == 5050);
  });
}

TEST_CASE("destruction frees the frame, or gives it to the pool") {
  on_a_new_thread([] {
    allocation_count const count;
    {
      auto g = count_to(1);
    }
    std::size_t const deallocations = count.deallocations();
    CHECK(deallocations == (pooled ? 0 : 1));
  });
}

TEST_CASE("default construction, moves and swaps allocate nothing") {
  auto g = count_to(3);
  allocation_count const count;
  generator<int> h;
  h = std::move(g);
  g.swap(h);
  auto moved = std::move(g);
  std::size_t const allocations = count.allocations();
  CHECK(allocations == 0);
  CHECK(moved.next() == 1);
}

TEST_CASE("generators one after the other cost one allocation in all with the pool, one each without") {
  on_a_new_thread([] {
    allocation_count const count;
    int total = 0;
    for (int i = 0; i != 1000; ++i) total += sum(count_to(2));
    std::size_t const allocations = count.allocations();
    CHECK(allocations == (pooled ? 1 : 1000));
    CHECK(total == 3000);
  });
}

TEST_CASE("delegation costs the frame of each delegate, windows cost nothing") {
  auto owning = [](generator<int> inner) -> generator<int> { co_yield from(std::move(inner)); };
  auto borrowing = [](generator<int>& inner) -> generator<int> { co_yield from(inner); };
  auto over_window = [](std::vector<int>& numbers) -> generator<int> { co_yield from(numbers); };
  auto over_list = [](std::list<int>& numbers) -> generator<int> { co_yield from(numbers); };
  std::vector<int> numbers{1, 2, 3};
  std::list<int> list{1, 2, 3};
  auto count_of = [](auto g) {
    allocation_count const count;
    int total = 0;
    for (int element : g) total += element;
    CHECK(total == 6);
    return count.allocations();
  };
  on_a_new_thread([&] {
    std::size_t const owned = count_of(owning(count_to(3)));
    CHECK(owned == 0);
    auto inner = count_to(3);
    std::size_t const borrowed = count_of(borrowing(inner));
    CHECK(borrowed == 0);
    std::size_t const window = count_of(over_window(numbers));
    CHECK(window == 0);
  });
  on_a_new_thread([&] {
    std::size_t const elements = count_of(over_list(list));
    CHECK(elements == 1);
  });
}

TEST_CASE("send, close and exceptions allocate nothing by operator new") {
  auto make = []() -> generator<int, int> {
    int last = 0;
    for (;;) {
      try {
        auto value = co_yield last;
        last = value ? *value : 0;
      } catch (int thrown) {
        last = thrown;
      }
    }
  };
  auto g = make();
  allocation_count const count;
  CHECK_FALSE(g.next() != 0);
  bool const right = g.send(5) == 5 && g.throw_(7) == 7;
  g.close();
  std::size_t const allocations = count.allocations();
  CHECK(right);
  CHECK(allocations == 0);
}

TEST_CASE("the steady state of the pool calls no operator new and no operator delete") {
  if (!pooled) return;
  on_a_new_thread([&] {
    CHECK(sum(tree(10)) == 2036);
    allocation_count const count;
    int total = 0;
    for (int i = 0; i != 10; ++i) total += sum(tree(10));
    std::size_t const allocations = count.allocations();
    std::size_t const deallocations = count.deallocations();
    CHECK(total == 20360);
    CHECK(allocations == 0);
    CHECK(deallocations == 0);
  });
}

TEST_CASE("the pool keeps a bounded number of frames of a size") {
  frame_size const frame = measure();
  std::size_t const many = frame.kept + 500;
  on_a_new_thread([&] {
    std::vector<generator<int>> generators;
    generators.reserve(many);
    for (int round = 0; round != 3; ++round) {
      allocation_count const created;
      for (std::size_t i = 0; i != many; ++i) generators.push_back(count_to(1));
      std::size_t const allocations = created.allocations();
      CHECK(allocations == (round == 0 ? many : many - frame.kept));
      allocation_count const destroyed;
      generators.clear();
      std::size_t const deallocations = destroyed.deallocations();
      CHECK(deallocations == many - frame.kept);
    }
  });
}

TEST_CASE("frames over the pool's largest size are not kept") {
  on_a_new_thread([] {
    large const model{};
    int sum_of_first = 0;
    allocation_count const count;
    for (int i = 0; i != 10; ++i) {
      auto g = with_large_local(model);
      sum_of_first += *g.next();
    }
    std::size_t const allocations = count.allocations();
    std::size_t const deallocations = count.deallocations();
    CHECK(allocations == 10);
    CHECK(deallocations == 10);
    CHECK(sum_of_first == 0);
  });
}

TEST_CASE("at the end of a thread its pool gives everything back") {
  allocation_count const count;
  {
    std::size_t inside = 0;
    on_a_new_thread([&] {
      allocation_count const in_thread;
      std::vector<int> sums;
      for (int i = 0; i != 100; ++i) sum(count_to(i));
      inside = in_thread.allocations();
    });
    CHECK(inside == (pooled ? 1 : 100));
  }
  // Catch may keep something of the CHECK above for itself, so compare without one.
  allocation_count const exact;
  on_a_new_thread([] {
    for (int i = 0; i != 100; ++i) sum(count_to(i));
  });
  std::size_t const allocations = exact.allocations();
  std::size_t const deallocations = exact.deallocations();
  CHECK(allocations == deallocations);
}

TEST_CASE("a generator can be consumed and destroyed on another thread than the one that made it") {
  allocation_count const exact;
  int total = 0;
  {
    std::vector<generator<int>> generators;
    on_a_new_thread([&] {
      for (int i = 0; i != 100; ++i) generators.push_back(count_to(10));
      for (auto& g : generators) total += *g.next();
    });
    on_a_new_thread([&] {
      for (auto& g : generators) total += sum(std::move(g));
      std::vector<generator<int>>().swap(generators);
      for (int i = 0; i != 100; ++i) total += sum(count_to(1));
    });
  }
  std::size_t const allocations = exact.allocations();
  std::size_t const deallocations = exact.deallocations();
  CHECK(allocations == deallocations);
  CHECK(total == 100 * 55 + 100);
}

TEST_CASE("frames that are freed on one thread and allocated on another do not pile up") {
  frame_size const frame = measure();
  std::size_t const many = frame.kept + 100;
  std::vector<generator<int>> generators;
  generators.reserve(many);
  on_a_new_thread([&] {
    for (std::size_t i = 0; i != many; ++i) generators.push_back(count_to(1));
  });
  on_a_new_thread([&] {
    allocation_count const destroyed;
    generators.clear();
    std::size_t const deallocations = destroyed.deallocations();
    CHECK(deallocations == many - frame.kept);
  });
}

namespace {

struct makes_generators_when_destroyed {
  ~makes_generators_when_destroyed() {
    for (int i = 0; i != 10; ++i) sum(count_to(3));
  }
};

[[gnu::noinline]] generator<int> with_late_destructor() {
  makes_generators_when_destroyed const local;
  co_yield 1;
  co_yield 2;
}

}  // namespace

TEST_CASE("thread-local generators may be destroyed before and after the pool's own end") {
  allocation_count const exact;
  on_a_new_thread([] {
    // Constructed before the pool keeps its first frame, so destroyed after the pool is.
    thread_local std::optional<generator<int>> after_the_pool;
    thread_local makes_generators_when_destroyed also_after_the_pool;
    static_cast<void>(&also_after_the_pool);
    after_the_pool.emplace(with_late_destructor());
    after_the_pool->next();
    sum(count_to(1));
    thread_local std::optional<generator<int>> before_the_pool;
    before_the_pool.emplace(with_late_destructor());
    before_the_pool->next();
  });
  std::size_t const allocations = exact.allocations();
  std::size_t const deallocations = exact.deallocations();
  CHECK(allocations == deallocations);
}

TEST_CASE("a parameter whose copy throws leaves no frame behind") {
  struct refuses {
    refuses() = default;
    refuses(refuses const&) { throw 1; }
  };
  auto make = [](refuses) -> generator<int> { co_yield 1; };
  auto make_from = [&](refuses const& model) { return make(model); };
  allocation_count const exact;
  bool thrown = false;
  refuses const model;
  try {
    auto g = make_from(model);
  } catch (int) {
    thrown = true;
  }
  std::size_t const allocations = exact.allocations();
  std::size_t const deallocations = exact.deallocations();
  CHECK(thrown);
  CHECK(allocations - deallocations <= (pooled ? 1U : 0U));
}

TEST_CASE("std::allocator_arg gives the frame to a std::allocator") {
  allocation_count const count;
  {
    auto g = count_with(std::allocator_arg, std::allocator<int>(), 3);
    std::size_t const created = count.allocations();
    CHECK(created == 1);
    CHECK(collect(g) == std::vector<int>{1, 2, 3});
  }
  allocation_count const exact;
  {
    auto g = count_with(std::allocator_arg, std::allocator<int>(), 3);
  }
  std::size_t const deallocations = exact.deallocations();
  CHECK(deallocations == 1);
}

TEST_CASE("std::allocator_arg gives the frame to a stateful allocator, which the generator's type does not name") {
  ledger book;
  {
    generator<int> g = count_with(std::allocator_arg, ledger_allocator<int>(book), 3);
    CHECK(book.allocations == 1);
    CHECK(book.deallocations == 0);
    CHECK(book.live_bytes > 0);
    CHECK(collect(g) == std::vector<int>{1, 2, 3});
  }
  check_balanced(book, 1);
}

TEST_CASE("generators with different allocators of one type can be swapped and assigned") {
  ledger one;
  ledger other;
  {
    auto g = count_with(std::allocator_arg, ledger_allocator<int>(one), 3);
    auto h = count_with(std::allocator_arg, ledger_allocator<int>(other), 4);
    auto plain = count_to(5);
    g.swap(h);
    CHECK(collect(g).size() == 4);
    g = std::move(plain);
    CHECK(other.deallocations == 1);
    CHECK(collect(g).size() == 5);
    CHECK(collect(h).size() == 3);
  }
  check_balanced(one, 1);
  check_balanced(other, 1);
}

TEST_CASE("a generator whose type names a stateful allocator uses that") {
  ledger book;
  {
    auto g = count_typed(std::allocator_arg, ledger_allocator<std::byte>(book), 3);
    CHECK(book.allocations == 1);
    CHECK(collect(g) == std::vector<int>{1, 2, 3});
    auto converted = count_typed(std::allocator_arg, ledger_allocator<int>(book), 2);
    CHECK(book.allocations == 2);
    CHECK(collect(converted) == std::vector<int>{1, 2});
  }
  check_balanced(book, 2);
}

TEST_CASE("a generator whose type names std::allocator takes it with and without std::allocator_arg") {
  allocation_count const count;
  auto g = count_standard(3);
  auto h = count_standard(std::allocator_arg, {}, 2);
  std::size_t const allocations = count.allocations();
  CHECK(allocations == 2);
  CHECK(collect(g) == std::vector<int>{1, 2, 3});
  CHECK(collect(h) == std::vector<int>{1, 2});
}

TEST_CASE("a pmr generator allocates from the resource it is given, or from the default one") {
  support::counting_resource resource;
  {
    allocation_count const count;
    auto g = count_pmr(std::allocator_arg, &resource, 3);
    std::size_t const allocations = count.allocations();
    CHECK(resource.allocations == 1);
    CHECK(allocations == 1);  // the resource's own
    CHECK(collect(g) == std::vector<int>{1, 2, 3});
  }
  CHECK(resource.deallocations == 1);
  CHECK(resource.live_bytes == 0);
  auto* const previous = std::pmr::set_default_resource(&resource);
  {
    auto g = count_default_pmr(2);
    CHECK(resource.allocations == 2);
    CHECK(collect(g) == std::vector<int>{1, 2});
  }
  std::pmr::set_default_resource(previous);
  CHECK(resource.live_bytes == 0);
}

TEST_CASE("a pmr generator works from a buffer on the stack") {
  alignas(64) std::byte buffer[4096];
  std::pmr::monotonic_buffer_resource resource(buffer, sizeof buffer, std::pmr::null_memory_resource());
  allocation_count const count;
  int total = 0;
  {
    auto g = count_pmr(std::allocator_arg, &resource, 3);
    for (int element : g) total += element;
  }
  std::size_t const allocations = count.allocations();
  CHECK(allocations == 0);
  CHECK(total == 6);
}

TEST_CASE("an allocator that refuses is an exception of the call, and nothing is created") {
  CHECK_THROWS_AS(count_pmr(std::allocator_arg, std::pmr::null_memory_resource(), 3), std::bad_alloc);
  CHECK_THROWS_AS(
      count_with(std::allocator_arg, std::pmr::polymorphic_allocator<>(std::pmr::null_memory_resource()), 3),
      std::bad_alloc);
}

namespace {

class counter {
 public:
  explicit counter(int last) : last_(last) {}
  template <class Allocator>
  [[gnu::noinline]] generator<int> count(std::allocator_arg_t, Allocator) const {
    for (int i = 1; i <= last_; ++i) co_yield i;
  }
  [[gnu::noinline]] cogen::pmr::generator<int> count_pmr(std::allocator_arg_t, std::pmr::polymorphic_allocator<>,
                                                         int factor) {
    for (int i = 1; i <= last_; ++i) co_yield factor* i;
  }

 private:
  int last_;
};

}  // namespace

TEST_CASE("std::allocator_arg works for member coroutines") {
  ledger book;
  counter numbers(3);
  {
    auto g = numbers.count(std::allocator_arg, ledger_allocator<int>(book));
    CHECK(book.allocations == 1);
    CHECK(collect(g) == std::vector<int>{1, 2, 3});
  }
  check_balanced(book, 1);
  support::counting_resource resource;
  {
    auto g = numbers.count_pmr(std::allocator_arg, &resource, 10);
    CHECK(resource.allocations == 1);
    CHECK(collect(g) == std::vector<int>{10, 20, 30});
  }
  CHECK(resource.live_bytes == 0);
}

TEST_CASE("std::allocator_arg works for lambda coroutines") {
  ledger book;
  int first = 5;
  auto lambda = [first](std::allocator_arg_t, ledger_allocator<int>, int count) -> generator<int> {
    for (int i = 0; i != count; ++i) co_yield first + i;
  };
  {
    auto g = lambda(std::allocator_arg, ledger_allocator<int>(book), 2);
    CHECK(book.allocations == 1);
    CHECK(collect(g) == std::vector<int>{5, 6});
  }
  check_balanced(book, 1);
  support::counting_resource resource;
  auto pmr_lambda = [](std::allocator_arg_t, std::pmr::polymorphic_allocator<>,
                       int count) -> cogen::pmr::generator<int> {
    for (int i = 0; i != count; ++i) co_yield i;
  };
  {
    auto g = pmr_lambda(std::allocator_arg, &resource, 2);
    CHECK(resource.allocations == 1);
    CHECK(collect(g) == std::vector<int>{0, 1});
  }
  CHECK(resource.live_bytes == 0);
}

TEST_CASE("frames of every allocator are aligned to a cache line") {
  struct alignas(64) line {
    explicit line(int number) : value(number) {}
    int value;
  };
  auto make = [](std::allocator_arg_t, auto, std::uintptr_t& address) -> generator<int> {
    line local(1);
    line volatile* const here = &local;
    address = reinterpret_cast<std::uintptr_t>(here);
    co_yield local.value;
  };
  std::uintptr_t address = 1;
  ledger book;
  support::counting_resource resource;
  std::vector<generator<int>> generators;
  auto misaligned = [&] {
    generators.back().next();
    return *static_cast<std::uintptr_t volatile*>(&address) % 64;
  };
  for (int i = 0; i != 10; ++i) {
    generators.push_back(make(std::allocator_arg, std::allocator<char>(), address));
    CHECK(misaligned() == 0);
    generators.push_back(make(std::allocator_arg, ledger_allocator<char>(book), address));
    CHECK(misaligned() == 0);
    generators.push_back(make(std::allocator_arg, std::pmr::polymorphic_allocator<>(&resource), address));
    CHECK(misaligned() == 0);
  }
}

TEST_CASE("each delegate's frame goes back to where it came from") {
  ledger book;
  support::counting_resource resource;
  auto outer = [](generator<int> first, cogen::pmr::generator<int> second, generator<int> third) -> generator<int> {
    co_yield from(std::move(first));
    co_yield from(std::move(second));
    co_yield from(std::move(third));
  };
  for (int steps = 0; steps != 8; ++steps) {
    auto g = outer(count_with(std::allocator_arg, ledger_allocator<int>(book), 2),
                   count_pmr(std::allocator_arg, &resource, 2), count_to(2));
    for (int i = 0; i != steps; ++i) g.next();
  }
  check_balanced(book, 8);
  CHECK(resource.allocations == 8);
  CHECK(resource.live_bytes == 0);
}
