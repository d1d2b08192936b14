// Every kind of element in every form of Yield: what its generator is, and what happens to each element.
#include <cogen/generator.hpp>
#include <cogen/pmr.hpp>

#include "support/catch.hpp"
#include "support/opaque.hpp"
#include "support/tracked.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using cogen::from;
using cogen::generator;

// Counts its copies and moves, which may throw, has no default constructor, and is as aligned as it is asked to be.
template <std::size_t Alignment, bool Copyable>
struct alignas(Alignment) counted : support::basic_tracked<Copyable> {
  explicit counted(int number) : support::basic_tracked<Copyable>(number) {}
};
using plain = counted<alignof(int), true>;
using move_only = counted<alignof(int), false>;
using aligned_to_32 = counted<32, true>;
using aligned_to_64 = counted<64, true>;
using move_only_64 = counted<64, false>;

template <class... Types>
struct types {};
template <class Value>
using forms = types<Value, Value const, Value&, Value const&, Value&&>;

// A test for each type of some lists.
template <template <class> class Test, class... Types>
void each(types<Types...>) {
  (Test<Types>::run(), ...);
}

}  // namespace

// What the types are: each element in each form, with allocators, and with and without Send and Return.

namespace {

template <class Generator, class Yield, class Send, class Return>
constexpr bool has_its_types() {
  using value = std::remove_cvref_t<Yield>;
  using reference = std::conditional_t<std::is_reference_v<Yield>, Yield, Yield&&>;
  using next = std::conditional_t<std::is_reference_v<Yield>, std::remove_reference_t<Yield>*, std::optional<value>>;
  using closed = std::conditional_t<std::is_void_v<Return>, void, std::optional<Return>>;
  using iterator = decltype(std::declval<Generator&>().begin());
  static_assert(std::is_same_v<typename Generator::reference, reference>);
  static_assert(std::is_same_v<typename Generator::value_type, value>);
  static_assert(std::is_same_v<typename Generator::next_type, next>);
  static_assert(std::is_same_v<decltype(std::declval<Generator&>().next()), next>);
  static_assert(std::is_same_v<decltype(std::declval<Generator&>().pull()), std::remove_reference_t<Yield>*>);
  static_assert(std::is_same_v<decltype(std::declval<Generator&>().close()), closed>);
  static_assert(std::is_same_v<decltype(*std::declval<iterator&>()), reference>);
  static_assert(Generator::takes_values == !std::is_void_v<Send>);
  static_assert(sizeof(Generator) == sizeof(void*));
  static_assert(sizeof(iterator) <= 3 * sizeof(void*));
  static_assert(std::is_nothrow_default_constructible_v<Generator> && std::is_nothrow_move_constructible_v<Generator> &&
                std::is_nothrow_move_assignable_v<Generator> && std::is_nothrow_destructible_v<Generator> &&
                std::is_nothrow_swappable_v<Generator>);
  static_assert(!std::is_copy_constructible_v<Generator> && !std::is_copy_assignable_v<Generator>);
  static_assert(std::is_nothrow_move_constructible_v<iterator> && std::is_nothrow_move_assignable_v<iterator> &&
                !std::is_copy_constructible_v<iterator>);
  return true;
}

template <class Generator>
constexpr bool is_single_pass() {
  static_assert(std::ranges::input_range<Generator> && !std::ranges::forward_range<Generator>);
  static_assert(!std::ranges::view<Generator> && !std::ranges::range<Generator const>);
  static_assert(std::ranges::viewable_range<Generator> && std::ranges::viewable_range<Generator&>);
  static_assert(std::is_same_v<std::ranges::sentinel_t<Generator>, std::default_sentinel_t>);
  static_assert(std::is_same_v<std::ranges::range_reference_t<Generator>, typename Generator::reference>);
  static_assert(std::is_same_v<std::ranges::range_value_t<Generator>, typename Generator::value_type>);
  return true;
}

// One generator is never taken for another.
template <class Yield, class Allocator>
constexpr bool converts_to_no_other() {
  using one = generator<Yield, void, void, Allocator>;
  using other_yield = std::conditional_t<std::is_const_v<Yield>, std::remove_const_t<Yield>, Yield const>;
  static_assert(!std::is_constructible_v<one, generator<Yield, int, void, Allocator>>);
  static_assert(!std::is_constructible_v<one, generator<Yield, void, int, Allocator>>);
  static_assert(std::is_reference_v<Yield> ||
                !std::is_constructible_v<one, generator<other_yield, void, void, Allocator>>);
  static_assert(!std::is_constructible_v<one, generator<std::remove_reference_t<Yield>*, void, void, Allocator>>);
  static_assert(!std::is_constructible_v<one, std::nullptr_t> && !std::is_constructible_v<one, void*>);
  static_assert(!std::is_convertible_v<one, bool> && !std::is_convertible_v<one, void*>);
  return true;
}

template <class Yield, class Allocator>
constexpr bool has_its_types_with() {
  return has_its_types<generator<Yield, void, void, Allocator>, Yield, void, void>() &&
         has_its_types<generator<Yield, int, void, Allocator>, Yield, int, void>() &&
         has_its_types<generator<Yield, void, int, Allocator>, Yield, void, int>() &&
         has_its_types<generator<Yield, move_only, move_only, Allocator>, Yield, move_only, move_only>();
}

template <class... Yields>
constexpr bool all_are_right(types<Yields...>) {
  return ((has_its_types_with<Yields, void>() && has_its_types_with<Yields, std::allocator<std::byte>>() &&
           has_its_types_with<Yields, std::pmr::polymorphic_allocator<>>() && is_single_pass<generator<Yields>>() &&
           converts_to_no_other<Yields, void>()) &&
          ...);
}
static_assert(all_are_right(forms<int>()));
static_assert(all_are_right(forms<plain>()));
static_assert(all_are_right(forms<move_only>()));
static_assert(all_are_right(forms<aligned_to_64>()));
static_assert(is_single_pass<generator<move_only&&, move_only, move_only, std::pmr::polymorphic_allocator<>>>());

}  // namespace

// What happens to elements: values, addresses, alignment, copies and moves.

namespace {

template <class Yield>
constexpr bool lends = std::is_lvalue_reference_v<Yield>;
template <class Yield>
constexpr bool copies = !lends<Yield> && std::is_copy_constructible_v<std::remove_cvref_t<Yield>>;
template <class Yield>
constexpr bool in_place = !std::is_same_v<std::remove_cv_t<Yield>, int>;  // small values are shown in one place

// Yields `first` as an lvalue, if that is possible, then `second` given away, then a temporary 3, if that is.
template <class Yield, class Value>
generator<Yield> three(Value& first, Value& second) {
  if constexpr (lends<Yield> || copies<Yield>) co_yield first;
  if constexpr (!lends<Yield>) {
    co_yield std::move(second);
  } else {
    co_yield second;
  }
  if constexpr (!std::is_same_v<Yield, Value&>) co_yield Value(3);
}
template <class Yield, class Value>
generator<Yield> delegated(Value& first, Value& second) {
  co_yield from(three<Yield>(first, second));
}

int number_of(int element) { return element; }
template <bool Copyable>
int number_of(support::basic_tracked<Copyable> const& element) {
  return element.value();
}

template <class Value>
bool is_aligned(Value& element) {
  return reinterpret_cast<std::uintptr_t>(support::opaque(&element)) % alignof(Value) == 0;
}

// What was seen, and what should have been. Compared here, once for all types.
struct seen {
  std::vector<int> numbers{};
  bool aligned = true;
  bool in_their_places = true;
  int copied = 0;
  int moved = 0;
};
void check(seen const& found, seen const& expected) {
  CHECK(found.numbers == expected.numbers);
  CHECK(found.aligned);
  CHECK(found.in_their_places);
  CHECK(found.copied == expected.copied);
  CHECK(found.moved == expected.moved);
}

template <class Yield>
struct element_test {
  using value = std::remove_cvref_t<Yield>;
  static constexpr bool counts = std::is_class_v<value>;
  static constexpr bool lvalue = lends<Yield> || copies<Yield>;
  static constexpr bool temporary = !std::is_same_v<Yield, value&>;
  static constexpr int copies_at_yields = counts && copies<Yield> ? 1 : 0;

  static std::vector<int> numbers() {
    std::vector<int> all{2};
    if (lvalue) all.insert(all.begin(), 1);
    if (temporary) all.push_back(3);
    return all;
  }

  static void run() {
    walk(&three<Yield, value>);
    if constexpr (alignof(value) <= alignof(int)) walk(&delegated<Yield, value>);
    if constexpr (!std::is_same_v<Yield, value const> || std::is_copy_constructible_v<value>) take();
  }

  // Looks at each element: lvalues are copied once by a generator that gives them away, nothing else is.
  static void walk(generator<Yield> (*make)(value&, value&)) {
    support::lifetime_check tally;
    seen found;
    {
      value first(1);
      value second(2);
      std::vector<void const*> places;
      for (auto&& element : make(first, second)) {
        static_assert(std::is_same_v<decltype(element), typename generator<Yield>::reference>);
        found.numbers.push_back(number_of(element));
        found.aligned = found.aligned && is_aligned(element);
        places.push_back(std::addressof(element));
      }
      found.in_their_places = number_of(first) == 1 &&
                              (!lvalue || (places.front() == std::addressof(first)) == lends<Yield>) &&
                              (!in_place<Yield> || places[lvalue ? 1 : 0] == std::addressof(second));
    }
    found.copied = tally->copied;
    found.moved = tally->moved;
    check(found, {.numbers = numbers(), .copied = copies_at_yields, .moved = 0});
  }

  // next(): one move more for each, into the optional; one copy where elements are const; none where they are lent.
  static void take() {
    support::lifetime_check tally;
    seen found;
    {
      value first(1);
      value second(2);
      auto g = three<Yield>(first, second);
      while (auto element = g.next()) {
        found.numbers.push_back(number_of(*element));
        found.aligned = found.aligned && is_aligned(*element);
      }
      found.in_their_places = number_of(first) == 1;
    }
    found.copied = tally->copied;
    found.moved = tally->moved;
    int const into_optionals = counts && !std::is_reference_v<Yield> ? static_cast<int>(numbers().size()) : 0;
    check(found, {.numbers = numbers(),
                  .copied = copies_at_yields + (std::is_const_v<Yield> ? into_optionals : 0),
                  .moved = std::is_const_v<Yield> ? 0 : into_optionals});
  }
};

}  // namespace

TEST_CASE("in every form of Yield elements arrive in order, in their place, aligned, with no copy too many") {
  SECTION("small values") { each<element_test>(forms<int>()); }
  SECTION("values that may throw when copied") { each<element_test>(forms<plain>()); }
  SECTION("values that can only be moved") { each<element_test>(forms<move_only>()); }
  SECTION("values aligned to 64") { each<element_test>(types<aligned_to_64, aligned_to_64 const&, aligned_to_64&&>()); }
  SECTION("others") { each<element_test>(types<move_only_64, move_only_64&&, aligned_to_32, aligned_to_32&>()); }
}

namespace {

// A copy or a move that throws: where, and what is left.
template <class Yield>
struct failure_test {
  using value = std::remove_cvref_t<Yield>;

  static void run() {
    if constexpr (copies<Yield>) copy_at_the_yield();
    if constexpr (!std::is_reference_v<Yield> && !std::is_const_v<Yield>) move_into_the_optional();
  }
  static void copy_at_the_yield() {
    support::lifetime_check check;
    value first(1);
    value second(2);
    auto g = three<Yield>(first, second);
    check->copies_before_throw = 0;
    CHECK_THROWS_AS(g.pull(), support::copy_failed);
    CHECK(g.state() == cogen::generator_state::closed);
    CHECK(check->live == 2);
    CHECK(g.pull() == nullptr);
  }
  static void move_into_the_optional() {
    support::lifetime_check check;
    value first(1);
    value second(2);
    auto g = three<Yield>(first, second);
    check->moves_before_throw = 0;
    CHECK_THROWS_AS(g.next(), support::move_failed);
    check->moves_before_throw = -1;
    CHECK(g.state() == cogen::generator_state::suspended);
    CHECK(number_of(*g.next()) == (copies<Yield> ? 2 : 3));
  }
};

}  // namespace

TEST_CASE("in every form of Yield a copy that throws ends the generator, a move into next's optional does not") {
  each<failure_test>(forms<plain>());
  each<failure_test>(forms<move_only>());
  each<failure_test>(types<aligned_to_64, aligned_to_64&&>());
}
