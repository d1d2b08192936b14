// What does a stage of a pipeline cost? Chosen squares of a generator that is compiled elsewhere, of one that the compiler
// sees, and of a vector.
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/sum.hpp>

#include <range/v3/view/filter.hpp>
#include <range/v3/view/transform.hpp>

#include <ranges>
#include <string>
#include <vector>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"
#include "support/numbers.hpp"
#include "support/stages.hpp"
#include "support/sum_of.hpp"

namespace {

using bench::chosen;
using bench::squared;

constexpr int count = 1'000'000;

// As bench::elsewhere's, to be seen here.
cogen::generator<int> integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
}
textbook::generator<int> textbook_integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
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

long hand_loop() {
  long total = 0;
  int const end = bench::hidden(count);
  for (int i = 0; i < end; ++i) {
    if (chosen(i)) total += squared(i);
  }
  return total;
}

template <std::vector<int> const& (*Numbers)()>
void vector_rows(std::string const& question) {
  bench::row(question, "hand loop", count, [] {
    long total = 0;
    for (int value : Numbers()) {
      long const square = squared(value);
      if (chosen(static_cast<int>(square))) total += square;
    }
    return total;
  });
  constexpr auto chosen_square = [](long square) { return chosen(static_cast<int>(square)); };
  bench::row(question, "std::views", count, [chosen_square] {
    return bench::sum_at_once(Numbers() | std::views::transform(squared) | std::views::filter(chosen_square));
  });
  bench::row(question, "range-v3", count, [chosen_square] {
    return bench::sum_at_once(Numbers() | ranges::views::transform(squared) | ranges::views::filter(chosen_square));
  });
  bench::row(question, "cogen", count,
             [chosen_square] { return Numbers() | cogen::map(squared) | cogen::filter(chosen_square) | cogen::sum; });
  bench::row(question, "cogen, range-for", count, [chosen_square] {
    return bench::sum_at_once(Numbers() | cogen::map(squared) | cogen::filter(chosen_square));
  });
}

}  // namespace

void bench::rows() {
  row("generator, filter, map, sum", "hand loop", count, hand_loop);
  row("generator, filter, map, sum", "vectors", count, [] {
    std::vector<int> all;
    for (int i = 0, end = hidden(count); i < end; ++i) all.push_back(i);
    std::vector<int> left;
    for (int value : all) {
      if (chosen(value)) left.push_back(value);
    }
    std::vector<long> squares;
    for (int value : left) squares.push_back(squared(value));
    return bench::sum_at_once(squares);
  });
  row("generator, filter, map, sum", "textbook", count,
      [] { return bench::sum_at_once(textbook_map(textbook_filter(elsewhere::textbook_integers(hidden(count))))); });
  row("generator, filter, map, sum", "std::views over cogen", count, [] {
    return bench::sum_at_once(elsewhere::integers(hidden(count)) | std::views::filter(chosen) |
                              std::views::transform(squared));
  });
  row("generator, filter, map, sum", "cogen", count,
      [] { return elsewhere::integers(hidden(count)) | cogen::filter(chosen) | cogen::map(squared) | cogen::sum; });

  row("visible generator, filter, map, sum", "hand loop", count, hand_loop);
  row("visible generator, filter, map, sum", "textbook", count,
      [] { return bench::sum_at_once(textbook_map(textbook_filter(textbook_integers(hidden(count))))); });
  row("visible generator, filter, map, sum", "std::views over cogen", count, [] {
    return bench::sum_at_once(integers(hidden(count)) | std::views::filter(chosen) | std::views::transform(squared));
  });
  row("visible generator, filter, map, sum", "cogen", count,
      [] { return integers(hidden(count)) | cogen::filter(chosen) | cogen::map(squared) | cogen::sum; });

  vector_rows<numbers>("vector, map, filter, sum");
  vector_rows<mixed_numbers>("vector in no order, map, filter, sum");
}
