// expect: deleted(.|\n)*cogen::detail::rules::the_function_must_take_an_element\b
#include <cogen.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

struct opaque {};
using strings = std::vector<std::string>;
using opaques = std::vector<opaque>;
using numbers = std::vector<int>;
int squared(int number);

auto maps_with_no_function(numbers& range) { return cogen::map(range, 5); }

// expect: deleted(.|\n)*rules::the_first_argument_must_be_a_range
auto mixes_up_arguments(numbers& range) { return cogen::map(squared, range); }

// expect: deleted(.|\n)*rules::a_range_must_come_first_and_counts_be_integers
auto batches_a_number() { return cogen::batch(5, 2); }

// expect: deleted(.|\n)*rules::a_const_source_cannot_be_pulled_from
auto maps_a_const_generator(cogen::generator<int> const& g) { return cogen::map(g, squared); }

// expect: deleted(.|\n)*rules::counts_must_be_integers
auto takes_a_fraction(numbers& range) { return cogen::take(range, 2.5); }

// expect: deleted(.|\n)*rules::counts_must_be_integers
auto takes_text(numbers& range) { return cogen::islice(range, "1"); }

// expect: deleted(.|\n)*rules::counts_must_be_integers
auto slides_by_a_fraction(numbers& range) { return cogen::sliding_window(range, 3, 1.5); }

// expect: deleted(.|\n)*rules::counts_must_be_integers
auto tees_into_half_a_copy(numbers& range) { return cogen::tee(range, 0.5); }

// expect: deleted(.|\n)*rules::counts_must_be_integers
auto batches_into_a_fraction(strings& range) { return cogen::batch(range, 0.5); }

// expect: deleted(.|\n)*rules::counts_must_be_integers
auto permutes_a_fraction(numbers& range) { return cogen::permutations(range, 0.5); }

// expect: deleted(.|\n)*rules::counts_must_be_integers
auto enumerates_from_a_fraction(numbers& range) { return cogen::enumerate(range, 0.5); }

// expect: cogen::tee: at least one copy
auto tees_into_no_copy(numbers& range) { return cogen::tee<0>(range); }

// expect: cogen::product: N must be at least 1
auto multiplies_no_times(numbers& range) { return cogen::product<0>(range); }

// expect: deleted(.|\n)*rules::the_arguments_must_be_ranges_or_a_range_and_an_integer
auto multiplies_by_a_fraction(numbers& range) { return cogen::product(range, 0.5); }

// expect: deleted(.|\n)*rules::the_predicate_must_take_a_const_element_and_return_bool
auto filters_by_no_bool(numbers& range) {
  return cogen::filter(range, [](int) { return opaque(); });
}

// expect: deleted(.|\n)*rules::elements_or_projections_must_have_an_order
auto least_of_opaque(opaques& range) { return cogen::min(range); }

// expect: deleted(.|\n)*rules::elements_or_keys_must_have_equality
auto groups_opaque(opaques& range) { return cogen::group_by(range); }

// expect: deleted(.|\n)*rules::elements_or_keys_must_have_equality_and_a_hash
auto unique_unhashed(std::vector<std::pair<int, int>>& range) { return cogen::unique_everseen(range); }

// expect: deleted(.|\n)*rules::elements_must_be_ranges
auto flattens_numbers(numbers& range) { return cogen::flatten(range); }

// expect: deleted(.|\n)*rules::elements_must_be_strings
auto joins_numbers(numbers& range) { return cogen::join(range, ", "); }

// expect: deleted(.|\n)*rules::the_operation_must_take_the_total_and_an_element
auto folds_strings_into_a_number(strings& range) {
  return cogen::fold(range, 0, [](int total, int number) { return total + number; });
}

// expect: deleted(.|\n)*rules::there_must_be_a_range
auto zips_nothing() { return cogen::zip(); }

// expect: deleted(.|\n)*rules::all_arguments_must_be_ranges
auto zips_a_number(numbers& range) { return cogen::zip(range, 5); }

// expect: deleted(.|\n)*rules::all_arguments_must_be_ranges
auto chains_a_number(numbers& range) { return cogen::chain(range, 5); }

// expect: deleted(.|\n)*rules::all_arguments_must_be_ranges
auto zips_the_fill(numbers& range) { return cogen::zip_longest(0, range, 5); }

// expect: deleted(.|\n)*rules::all_arguments_must_be_ranges
auto selects_by_a_number(numbers& range) { return cogen::compress(range, 1); }

// expect: cogen: ranges that are combined must have elements of a common type
auto interleaves_strings_and_numbers(numbers& range, strings& others) { return cogen::interleave(range, others); }

// expect: deleted(.|\n)*rules::there_must_be_a_range
auto merges_nothing() { return cogen::merge(squared); }

// expect: cogen::merge: the elements, or what the projection makes of them, must have an order
bool merges_opaque(opaques& range) { return cogen::merge(range, range).next() != nullptr; }

// expect: cogen::merge: the ranges come first, then the comparator, then the projection
auto merges_the_comparator_first(numbers& range) { return cogen::merge(squared, range, range); }

// expect: no match(.|\n)*iterable
auto iterates_a_number() { return cogen::iter(5); }

// expect: no match(.|\n)*integer
auto counts_to_a_fraction() { return cogen::range(2.5); }

// expect: no match(.|\n)*number
auto counts_from_text() { return cogen::count("1"); }

// expect: cogen::iterate: the function must return the type of the first value
auto iterates_to_another_type() {
  return cogen::iterate(1, [](int) { return std::string(); });
}

// expect: no match(.|\n)*invocable
auto iterates_without_a_parameter() {
  return cogen::iterate(1, [] { return 1; });
}

// expect: no match(.|\n)*result == sentinel
auto calls_until_never() {
  return cogen::call_until([] { return 1; }, "text");
}

// expect: no match(.|\n)*path_argument(.|\n)*byte_stream
auto reads_lines_of_a_number() { return cogen::lines(5); }

// expect: no match(.|\n)*integral
auto reads_chunks_of_no_size() { return cogen::read_chunks("path", 0.5); }
