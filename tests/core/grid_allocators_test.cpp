// Generators with every kind of allocator, with and without Send and Return: each frame comes from the allocator that
// the coroutine was called with, and goes back there, whatever happens to the generator in between.
#include <cogen/generator.hpp>
#include <cogen/pmr.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/counting_resource.hpp"
#include "support/tracked.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using cogen::from;
using cogen::generator;
using cogen::generator_state;

// Knows which blocks are its own, and that no other is given back to it.
class arena {
 public:
  arena() = default;
  arena(arena const&) = delete;
  arena& operator=(arena const&) = delete;

  void* allocate(std::size_t bytes, std::size_t alignment) {
    void* const block = ::operator new(bytes, std::align_val_t(alignment));
    blocks_.emplace(block, bytes);
    ++allocations;
    return block;
  }
  void deallocate(void* block, std::size_t bytes, std::size_t alignment) noexcept {
    auto const mine = blocks_.find(block);
    if (mine == blocks_.end() || mine->second != bytes) {
      ++strangers;
      return;
    }
    blocks_.erase(mine);
    ::operator delete(block, std::align_val_t(alignment));
  }
  [[nodiscard]] std::size_t live() const { return blocks_.size(); }

  std::size_t allocations = 0;
  int strangers = 0;

 private:
  std::map<void*, std::size_t> blocks_;
};

// Stateful, without a default, larger than a pointer.
template <class Value>
struct arena_allocator {
  using value_type = Value;

  explicit arena_allocator(arena& given) : from(&given) {}
  template <class Other>
  arena_allocator(arena_allocator<Other> const& other) : from(other.from) {}
  Value* allocate(std::size_t count) {
    return static_cast<Value*>(from->allocate(count * sizeof(Value), alignof(Value)));
  }
  void deallocate(Value* block, std::size_t count) noexcept {
    from->deallocate(block, count * sizeof(Value), alignof(Value));
  }
  template <class Other>
  bool operator==(arena_allocator<Other> const& other) const {
    return from == other.from;
  }

  arena* from;
  long padding[3] = {};
};

// The ways to give a generator its memory: the allocator that the type names, the one that the call gives, and what both
// have allocated and still hold.
struct in_arenas {
  arena blocks;
  [[nodiscard]] arena_allocator<std::byte> allocator() { return arena_allocator<std::byte>(blocks); }
  [[nodiscard]] std::size_t allocations() const { return blocks.allocations; }
  [[nodiscard]] std::size_t live() const { return blocks.live(); }
  [[nodiscard]] bool honest() const { return blocks.strangers == 0; }
};
struct named_arena : in_arenas {
  using named = arena_allocator<std::byte>;
};
struct erased_arena : in_arenas {
  using named = void;
};
struct resource {
  using named = std::pmr::polymorphic_allocator<>;
  support::counting_resource blocks;
  [[nodiscard]] std::pmr::polymorphic_allocator<> allocator() { return &blocks; }
  [[nodiscard]] std::size_t allocations() const { return blocks.allocations; }
  [[nodiscard]] std::size_t live() const { return blocks.allocations - blocks.deallocations; }
  [[nodiscard]] bool honest() const { return (live() == 0) == (blocks.live_bytes == 0); }
};
// By the program's operator new: read in places where nothing else allocates.
struct standard {
  using named = std::allocator<std::byte>;
  support::allocation_count count;
  [[nodiscard]] static std::allocator<std::byte> allocator() { return {}; }
  [[nodiscard]] std::size_t allocations() const { return count.allocations(); }
  [[nodiscard]] std::size_t live() const { return count.allocations() - count.deallocations(); }
  [[nodiscard]] static bool honest() { return true; }
};
struct erased_standard : standard {
  using named = void;
};

// Yields `start` to `end` - 1 of type Yield (a number, or a reference to the one it counts with), adds up what is sent,
// returns the sum, if those are to be had.
template <class Generator, class Allocator>
[[gnu::noinline]] Generator numbers(std::allocator_arg_t, Allocator, int start, int end) {
  alignas(64) int number = start;
  int sum = 0;
  for (; number != end; ++number) {
    if constexpr (Generator::takes_values) {
      auto const sent = co_yield number;
      sum += sent.value_or(0);
    } else {
      co_yield number;
    }
  }
  if constexpr (!std::is_void_v<typename Generator::return_type>) co_return sum;
}
template <class Generator, class Allocator>
[[gnu::noinline]] Generator twice(std::allocator_arg_t, Allocator allocator, int end) {
  auto lent = numbers<Generator>(std::allocator_arg, allocator, 0, end);
  if constexpr (std::is_void_v<typename Generator::return_type>) {
    co_yield from(lent);
    co_yield from(numbers<Generator>(std::allocator_arg, allocator, 0, end));
  } else {
    int const first = co_yield from(lent);
    int const second = co_yield from(numbers<Generator>(std::allocator_arg, allocator, 0, end));
    co_return 100 * first + second;
  }
}

// What was seen of one configuration, compared once for all of them.
struct seen {
  std::size_t created = 0;     // allocations when it was made
  std::size_t live = 0;        // and what is live while it is suspended
  std::size_t delegating = 0;  // live while it delegates to the second
  std::size_t left = 99;       // live when all are gone
  int total = 0;               // of the elements
  int result = 0;              // where there is one
  bool states = true;
};

template <class Generator>
void advance(Generator& g, int& total, int sent) {
  if constexpr (Generator::takes_values) {
    if (auto element = g.send(sent)) total += *element;
  } else {
    if (auto element = g.next()) total += *element;
  }
}

template <class Yield, class Send, class Return, class Memory>
seen walk() {
  using generator_type = generator<Yield, Send, Return, typename Memory::named>;
  Memory memory;
  Memory other;
  seen found;
  {
    auto g = twice<generator_type>(std::allocator_arg, memory.allocator(), 3);
    found.created = memory.allocations();
    found.states = g.state() == generator_state::created;
    found.total += *g.next();
    found.live = memory.live();
    for (int i = 0; i != 3; ++i) advance(g, found.total, 1);
    found.delegating = memory.live();
    generator_type moved = std::move(g);
    for (int i = 0; i != 3; ++i) advance(moved, found.total, 2);
    found.states = found.states && moved.state() == generator_state::closed && g.state() == generator_state::closed;
    if constexpr (!std::is_void_v<Return>) found.result = moved.result();
  }
  found.left = memory.live() + other.live();
  return found;
}

// Abandoned at every point, closed at every point, swapped with and assigned to one from elsewhere.
template <class Yield, class Send, class Return, class Memory>
bool gives_all_back() {
  using generator_type = generator<Yield, Send, Return, typename Memory::named>;
  bool fine = true;
  for (int steps = 0; steps != 8; ++steps) {
    Memory memory;
    Memory other;
    {
      auto abandoned = twice<generator_type>(std::allocator_arg, memory.allocator(), 3);
      auto closed = twice<generator_type>(std::allocator_arg, other.allocator(), 3);
      int total = 0;
      for (int i = 0; i != steps; ++i) {
        total += abandoned.next() ? 1 : 0;
        total += closed.next() ? 1 : 0;
      }
      abandoned.swap(closed);
      abandoned.close();
      closed = std::move(abandoned);
      fine = fine && total == 2 * (steps < 6 ? steps : 6) && closed.state() == generator_state::closed;
    }
    fine = fine && memory.live() == 0 && other.live() == 0 && memory.honest() && other.honest();
  }
  return fine;
}

template <class Yield, class Send, class Return, class Memory>
void run() {
  seen const found = walk<Yield, Send, Return, Memory>();
  bool const all_back = gives_all_back<Yield, Send, Return, Memory>();
  CHECK(found.created == 1);
  CHECK(found.live == 2);
  CHECK(found.delegating == 3);
  CHECK(found.left == 0);
  CHECK(found.total == 6);
  CHECK(found.states);
  // 1 is sent to the first three times, at its last yield too, then 2 to the second.
  CHECK(found.result == (std::is_void_v<Send> || std::is_void_v<Return> ? 0 : 306));
  CHECK(all_back);
}

}  // namespace

// All of Send and Return with the allocator that has most to remember, some with each other one.
TEST_CASE("a frame goes back to the arena of the allocator that the type names") {
  SECTION("yields") { run<int, void, void, named_arena>(); }
  SECTION("yields and takes") { run<int&, int, void, named_arena>(); }
  SECTION("yields and returns") { run<int const&, void, int, named_arena>(); }
  SECTION("yields, takes and returns") { run<int const, int, int, named_arena>(); }
}
TEST_CASE("a frame goes back to the arena of the allocator of the call") {
  SECTION("yields") { run<int&, void, void, erased_arena>(); }
  SECTION("yields, takes and returns") { run<int, int, int, erased_arena>(); }
}
TEST_CASE("a frame goes back to its memory resource") {
  SECTION("yields and takes") { run<int, int, void, resource>(); }
  SECTION("yields and returns") { run<int&, void, int, resource>(); }
}
TEST_CASE("a frame goes back to the std::allocator that the type names") { run<int const&, int, int, standard>(); }
TEST_CASE("a frame goes back to the std::allocator of the call") { run<int, void, void, erased_standard>(); }

namespace {

// From an arena, with elements that throw when they are copied, and others over-aligned.
struct alignas(64) line : support::tracked {
  explicit line(int number) : support::tracked(number) {}
};
using lines = generator<line, void, void, arena_allocator<line>>;
[[gnu::noinline]] lines copies_of(std::allocator_arg_t, arena_allocator<line>, line& model) {
  co_yield model;
  co_yield model;
}

}  // namespace

TEST_CASE("a frame goes back to its arena when a copy of an over-aligned element throws") {
  for (int copies = 0; copies != 3; ++copies) {
    support::lifetime_check check;
    arena blocks;
    line model(5);
    {
      auto g = copies_of(std::allocator_arg, arena_allocator<line>(blocks), model);
      check->copies_before_throw = copies;
      int taken = 0;
      try {
        for (auto&& element : g) {
          taken += element.value();
          CHECK(reinterpret_cast<std::uintptr_t>(&element) % 64 == 0);
        }
      } catch (support::copy_failed const&) {
        taken += 100;
      }
      CHECK(taken == (copies < 2 ? 100 + 5 * copies : 10));
      CHECK(g.state() == generator_state::closed);
      CHECK(check->live == 1);
      CHECK(blocks.live() == 1);
    }
    CHECK(blocks.live() == 0);
    CHECK(blocks.strangers == 0);
  }
}
