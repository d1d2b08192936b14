// expect: cogen: the function must take an element of the range(\n|$)
#include <cogen.hpp>

#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct opaque {};
using strings = std::vector<std::string>;
using opaques = std::vector<opaque>;
using numbers = std::vector<int>;

auto maps_with_no_function(numbers& range) { return range | cogen::map(5); }

// expect: cogen: the function must take an element of the range(\n|$)
auto maps_with_a_function_of_another_type(strings& range) {
  return range | cogen::map([](int number) { return number; });
}

// expect: cogen::map: the function must return something
auto maps_to_nothing(strings& range) {
  return range | cogen::map([](std::string const&) {});
}

// expect: cogen: this tool needs arguments: range | tool\(arguments\)
auto forgets_arguments(numbers& range) { return range | cogen::map; }

// expect: cogen: this tool needs arguments: range | tool\(arguments\)
auto forgets_a_count(numbers& range) { return range | cogen::take; }

// expect: cogen: the predicate must take an element of the range as const, and return bool
auto filters_by_no_bool(strings& range) {
  return range | cogen::filter([](std::string const& text) { return text; });
}

// expect: cogen: the predicate must take an element of the range as const, and return bool
auto filters_by_what_changes_elements(strings& range) {
  return range | cogen::take_while([](std::string& text) { return text.empty(); });
}

// expect: cogen: the elements must be tuples or pairs, and the function must take what one of them holds
auto applies_to_no_tuple(numbers& range) {
  return range | cogen::starmap([](int one, int other) { return one + other; });
}

// expect: cogen: the function must take an element of the range and return a std::optional or a pointer
auto filter_maps_to_a_number(strings& range) {
  return range | cogen::filter_map([](std::string const& text) { return text.size(); });
}

// expect: cogen: the predicate must take an element and the one behind it, both as const, and return bool
auto splits_by_one_element(numbers& range) {
  return range | cogen::split_when([](int number) { return number == 0; });
}

// expect: deleted(.|\n)*rules::counts_must_be_integers
auto takes_a_fraction(numbers& range) { return range | cogen::take(2.5); }

// expect: deleted(.|\n)*rules::a_range_must_come_first_and_counts_be_integers
auto slides_by_a_fraction(numbers& range) { return range | cogen::sliding_window(2, 0.5); }

// expect: cogen: the size function must take an element as const and return an integer, and bounds must be integers
auto batches_by_no_size(strings& range) {
  return range | cogen::batch_by([](std::string const& text) { return text; }, 1024);
}

// expect: cogen: the elements, or what the projection makes of them, must have an order
auto least_of_opaque(opaques& range) { return range | cogen::min; }

// expect: cogen: the elements, or what the projection makes of them, must have an order
auto greatest_by_a_bad_comparator(numbers& range) {
  return range | cogen::max([](int one) { return one; });
}

// expect: cogen: the elements, or what the function makes of them, must compare with ==
auto groups_opaque(opaques& range) { return range | cogen::group_by; }

// expect: cogen: the elements, or what the projection makes of them, must compare with == and have a std::hash
auto unique_unhashed(std::vector<std::pair<int, int>>& range) { return range | cogen::unique_everseen; }

// expect: cogen: the elements must be ranges themselves
auto flattens_numbers(numbers& range) { return range | cogen::flatten; }

// expect: cogen: the elements must be strings .convert to std::string_view. or char, and the separator a string
auto joins_numbers(numbers& range) { return range | cogen::join(", "); }

// expect: cogen: the operation .\+, where there is none. must take the total and an element of the range
auto sums_opaque(opaques& range) { return range | cogen::sum; }

// expect: cogen: the operation .\+, where there is none. must take the total and an element of the range
auto folds_strings_into_a_number(strings& range) {
  return range | cogen::fold(0, [](int total, int number) { return total + number; });
}

// expect: cogen: the operation .\+, where there is none. must take the total and an element of the range
auto accumulates_opaque(opaques& range) { return range | cogen::accumulate; }

// expect: cogen: the predicate must take an element of the range as const and return bool; without one, the elements must
bool any_of_strings(strings& range) { return range | cogen::any; }

// expect: cogen::to: what is made must be a container
auto makes_a_number(numbers& range) { return range | cogen::to<int>(); }

// expect: cogen: the elements must convert to what they are kept as
auto makes_strings_of_numbers(numbers& range) { return range | cogen::to<strings>(); }

// expect: cogen: elements that are kept must be copyable, or their range must give them away: std::move\(range\)
auto keeps_what_is_lent(std::vector<std::unique_ptr<int>>& range) { return range | cogen::to<std::vector>(); }

// expect: cogen: elements that are kept must be copyable, or their range must give them away: std::move\(range\)
bool copies_what_is_lent(std::vector<std::unique_ptr<long>>& range) {
  return (range | cogen::batch(2)).next().has_value();
}

// expect: cogen: elements that are kept must be copyable, or their range must give them away: std::move\(range\)
bool tees_what_is_lent(std::vector<std::unique_ptr<char>>& range) { return (range | cogen::tee(2)).front().next(); }

// expect: cogen: ranges that are combined must have elements of a common type
auto chains_strings_to_numbers(numbers& range, strings& others) { return range | cogen::chain(others); }

// expect: cogen: picks are copies of the elements, which must be copyable
auto combines_move_only(std::list<std::unique_ptr<int>> range) { return std::move(range) | cogen::combinations(2); }

// expect: (no match for .operator\||invalid operands to binary expression)(.|\n)*iterable
auto pipes_a_number() { return 5 | cogen::take(1); }

// expect: (no match for .operator\||invalid operands to binary expression)(.|\n)*iterable
auto pipes_a_const_generator(cogen::generator<int> const& g) { return g | cogen::take(1); }

// expect: cogen: an array can't be owned; std::to_array makes one that can
auto owns_an_array() {
  int three[] = {1, 2, 3};
  return std::move(three) | cogen::take(1);
}
