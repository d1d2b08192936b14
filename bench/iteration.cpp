// What does an element of a generator cost? The sum of a million integers, each of which the optimiser must have in a
// register, so that no loop is folded into a formula.
#include <cogen/generator.hpp>
#include <cogen/sink/for_each.hpp>

#include <boost/coroutine2/all.hpp>

#include <type_traits>
#include <vector>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"
#include "support/sum_of.hpp"

namespace {

constexpr int count = 1'000'000;

template <class Generator>
Generator integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
  if constexpr (std::is_same_v<Generator, cogen::generator<int, int, int>>) co_return end;
}

std::vector<int> eager_integers(int end, bool reserve) {
  std::vector<int> made;
  if (reserve) made.reserve(static_cast<std::size_t>(end));
  for (int i = 0; i < end; ++i) made.push_back(i);
  return made;
}

long boost_coroutine2() {
  using coroutine = boost::coroutines2::coroutine<int>;
  int const end = bench::hidden(count);
  coroutine::pull_type made([end](coroutine::push_type& yield) {
    for (int i = 0; i < end; ++i) yield(i);
  });
  return bench::sum_of(made);
}

template <class Generator>
[[gnu::always_inline]] inline long by_next(Generator made) {
  bench::summing sum;
  while (auto value = made.next()) sum(*value);
  return sum.total;
}

}  // namespace

void bench::rows() {
  for (std::string const question : {"visible", "opaque"}) {
    row(question, "hand loop", count, [] { return sum_below(hidden(count)); });
    row(question, "vector", count, [] { return sum_of(eager_integers(hidden(count), false)); });
    row(question, "vector, reserved", count, [] { return sum_of(eager_integers(hidden(count), true)); });
  }
  row("visible", "textbook", count, [] { return sum_of(integers<textbook::generator<int>>(hidden(count))); });
  row("visible", "symmetric transfer", count,
      [] { return sum_of(integers<recursive::generator<int>>(hidden(count))); });
  row("visible", "cogen", count, [] { return sum_of(integers<cogen::generator<int>>(hidden(count))); });
  row("visible", "cogen, next()", count, [] { return by_next(integers<cogen::generator<int>>(hidden(count))); });
  row("visible", "cogen, for_each", count, [] {
    summing sum;
    cogen::for_each(integers<cogen::generator<int>>(hidden(count)), std::ref(sum));
    return sum.total;
  });
  row("visible", "cogen, sends and returns", count,
      [] { return sum_of(integers<cogen::generator<int, int, int>>(hidden(count))); });
  row("visible", "cogen, sends", count, [] { return sum_of(integers<cogen::generator<int, int>>(hidden(count))); });

  row("opaque", "textbook", count, [] { return sum_of(elsewhere::textbook_integers(hidden(count))); });
  row("opaque", "textbook, may throw", count,
      [] { return sum_of(elsewhere::textbook_integers_that_may_throw(hidden(count), hidden(-1))); });
#if defined(__cpp_lib_generator)
  row("opaque", "std::generator", count, [] { return sum_of(elsewhere::std_integers(hidden(count))); });
#endif
  row("opaque", "symmetric transfer", count, [] { return sum_of(elsewhere::recursive_integers(hidden(count))); });
  row("opaque", "cogen", count, [] { return sum_of(elsewhere::integers(hidden(count))); });
  row("opaque", "cogen, next()", count, [] { return by_next(elsewhere::integers(hidden(count))); });
  row("opaque", "cogen, sends and returns", count, [] { return sum_of(elsewhere::integers_both_ways(hidden(count))); });
  row("opaque", "Boost.Coroutine2", count, boost_coroutine2);
}
