#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/death.hpp"

#include <iterator>
#include <string>
#include <utility>
#include <vector>

// Built three times: with COGEN_ASSERT=COGEN_ASSERT_THROW, with COGEN_DEBUG and without, and with the default of
// COGEN_DEBUG, which terminates.

using cogen::from;
using cogen::generator;

namespace {

generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

[[maybe_unused]] generator<int> over(generator<int>& inner) { co_yield from(inner); }

// Whether `use` is stopped with that message.
template <class Use>
bool stops(Use use, char const* message) {
#if COGEN_ASSERT == COGEN_ASSERT_THROW
  try {
    use();
  } catch (cogen::iterator_misused const& error) {
    return std::string(error.what()).find(message) != std::string::npos;
  }
  return false;
#else
  support::death const seen = support::dies(use);
  return seen.aborted && seen.message.find(message) != std::string::npos;
#endif
}

constexpr auto at_end = "cogen: an iterator must not be dereferenced at the end of its range";
[[maybe_unused]] constexpr auto advanced = "advanced by other means";

}  // namespace

TEST_CASE("dereferencing an iterator at the end is noticed") {
  CHECK(stops(
      [] {
        auto g = count_to(1);
        auto it = g.begin();
        ++it;
        static_cast<void>(*it);
      },
      at_end));
  CHECK(stops([] { static_cast<void>(*generator<int>::iterator()); }, at_end));
}

TEST_CASE("dereferencing a moved-from iterator is noticed") {
  CHECK(stops(
      [] {
        auto g = count_to(3);
        auto it = g.begin();
        [[maybe_unused]] auto const taken = std::move(it);
        static_cast<void>(*it);
      },
      at_end));
}

TEST_CASE("dereferencing an iterator of an adaptor at its end is noticed") {
  CHECK(stops(
      [] {
        auto none = std::vector<int>() | cogen::map([](int x) { return x; });
        static_cast<void>(*none.begin());
      },
      at_end));
}

#if defined(COGEN_DEBUG)
TEST_CASE("an element that is gone is noticed: next, send, another iterator, a delegate, a segment") {
  CHECK(stops(
      [] {
        auto g = count_to(3);
        auto it = g.begin();
        g.next();
        static_cast<void>(*it);
      },
      advanced));
  CHECK(stops(
      [] {
        auto g = [](int last) -> generator<int, int> {
          for (int i = 1; i <= last; ++i) co_yield i;
        }(3);
        auto it = g.begin();
        g.send(1);
        static_cast<void>(*it);
      },
      advanced));
  CHECK(stops(
      [] {
        auto g = count_to(3);
        auto it = g.begin();
        [[maybe_unused]] auto other = g.begin();
        static_cast<void>(*it);
      },
      advanced));
  CHECK(stops(
      [] {
        auto inner = count_to(3);
        auto it = inner.begin();
        auto g = over(inner);
        g.next();
        static_cast<void>(*it);
      },
      advanced));
  CHECK(stops(
      [] {
        auto g = [](std::vector<int> numbers) -> generator<int> { co_yield from(numbers); }({1, 2, 3, 4});
        auto it = g.begin();
        static_cast<void>(g.segment(2));
        static_cast<void>(*it);
      },
      advanced));
}

TEST_CASE("an element that is gone is noticed: throw_ and close, answered by another element, alone and delegating") {
  auto answering = [](generator<int> inner) -> generator<int> {
    for (;;) {
      try {
        co_yield 0;
        co_yield from(std::move(inner));
      } catch (...) {
      }
    }
  };
  for (bool const delegates : {false, true}) {
    for (bool const closes : {false, true}) {
      CHECK(stops(
          [&] {
            auto g = answering(count_to(3));
            if (delegates) g.next();
            auto it = g.begin();
            try {
              if (closes) {
                g.close();
              } else {
                g.throw_(cogen::generator_exit());
              }
            } catch (cogen::generator_ignored_exit const&) {
            }
            static_cast<void>(*it);
          },
          advanced));
    }
  }
}
#endif

TEST_CASE("what keeps the rules goes on as ever") {
  auto g = count_to(6);
  int sum = 0;
  for (int element : g) {
    sum += element;
    g.next();
  }
  CHECK(sum == 1 + 3 + 5);
  auto again = count_to(3);
  auto it = again.begin();
  auto const moved = std::move(again);
  CHECK(*it == 1);
  CHECK(*++it == 2);
  CHECK(*it == 2);
  ++it;
  ++it;
  ++it;
  CHECK(it == std::default_sentinel);
}
