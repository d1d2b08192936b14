// What does a stage of a pipeline cost? Even squares of a generator, and of a vector.
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/sum.hpp>

#include <range/v3/view/filter.hpp>
#include <range/v3/view/transform.hpp>

#include <numeric>
#include <ranges>
#include <vector>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"

namespace {

constexpr int count = 1'000'000;

// The optimiser can't turn these into a formula or a table.
constexpr auto chosen = [](int value) {
  bench::unknown(value);
  return value % 3 != 0;
};
constexpr auto squared = [](int value) { return static_cast<long>(value) * value; };

template <class Range>
[[gnu::always_inline]] inline long sum_of(Range&& range) {
  long total = 0;
  for (long value : range) total += value;
  return total;
}

template <class Generator>
textbook::generator<int> textbook_filter(Generator made) {
  for (int value : made) {
    if (chosen(value)) co_yield value;
  }
}
template <class Generator>
textbook::generator<long> textbook_map(Generator made) {
  for (int value : made) co_yield squared(value);
}

std::vector<int> const& numbers() {
  static std::vector<int> const made = [] {
    std::vector<int> all(count);
    std::iota(all.begin(), all.end(), 0);
    return all;
  }();
  return made;
}

}  // namespace

void bench::rows() {
  row("generator, filter, map, sum", "hand loop", count, [] {
    long total = 0;
    int const end = hidden(count);
    for (int i = 0; i < end; ++i) {
      if (chosen(i)) total += squared(i);
    }
    return total;
  });
  row("generator, filter, map, sum", "vectors", count, [] {
    std::vector<int> all;
    for (int i = 0; i < hidden(count); ++i) all.push_back(i);
    std::vector<int> left;
    for (int value : all) {
      if (chosen(value)) left.push_back(value);
    }
    std::vector<long> squares;
    for (int value : left) squares.push_back(squared(value));
    return sum_of(squares);
  });
  row("generator, filter, map, sum", "textbook", count,
      [] { return sum_of(textbook_map(textbook_filter(elsewhere::textbook_integers(hidden(count))))); });
  row("generator, filter, map, sum", "std::views over cogen", count, [] {
    return sum_of(elsewhere::integers(hidden(count)) | std::views::filter(chosen) | std::views::transform(squared));
  });
  row("generator, filter, map, sum", "cogen", count,
      [] { return elsewhere::integers(hidden(count)) | cogen::filter(chosen) | cogen::map(squared) | cogen::sum; });

  row("vector, map, filter, sum", "hand loop", count, [] {
    long total = 0;
    for (int value : numbers()) {
      long const square = squared(value);
      if (chosen(static_cast<int>(square))) total += square;
    }
    return total;
  });
  constexpr auto chosen_square = [](long square) { return chosen(static_cast<int>(square)); };
  row("vector, map, filter, sum", "std::views", count, [chosen_square] {
    return sum_of(numbers() | std::views::transform(squared) | std::views::filter(chosen_square));
  });
  row("vector, map, filter, sum", "range-v3", count, [chosen_square] {
    return sum_of(numbers() | ranges::views::transform(squared) | ranges::views::filter(chosen_square));
  });
  row("vector, map, filter, sum", "cogen", count,
      [chosen_square] { return numbers() | cogen::map(squared) | cogen::filter(chosen_square) | cogen::sum; });
  row("vector, map, filter, sum", "cogen, range-for", count,
      [chosen_square] { return sum_of(numbers() | cogen::map(squared) | cogen::filter(chosen_square)); });
}
