// What every source is: a single-pass range that has one owner. One row a header of adaptors and sources, and the rest.
#include <cogen.hpp>
#include <cogen/pace/rate_limit.hpp>
#include <cogen/parallel.hpp>

#include "support/catch.hpp"
#include "support/python.hpp"

#include <algorithm>
#include <chrono>
#include <concepts>
#include <filesystem>
#include <iterator>
#include <list>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

struct row {
  std::string name;
  bool input_range;        // and no more than that
  bool move_only;          // to move, swap and assign, but not to copy
  bool no_view;            // so that pipes borrow it
  bool nothrow_move;       // as a std::vector of sources asks for
  bool agrees;             // std::ranges and cogen on the elements, iterators and sentinels
  bool nothrow_iterators;  // as std::ranges asks for
};

template <class Source>
row describe(std::string name) {
  using iterator = std::ranges::iterator_t<Source>;
  return {
      std::move(name),
      cogen::source<Source> && std::ranges::input_range<Source> && !std::ranges::forward_range<Source> &&
          !std::ranges::range<Source const>,
      std::movable<Source> && std::swappable<Source> && !std::copy_constructible<Source> &&
          !std::is_copy_assignable_v<Source>,
      !std::ranges::view<Source> && std::ranges::viewable_range<Source> && std::ranges::viewable_range<Source&>,
      std::is_nothrow_move_constructible_v<Source> && std::is_nothrow_destructible_v<Source>,
      std::same_as<std::ranges::range_reference_t<Source>, typename Source::reference> &&
          std::same_as<decltype(std::declval<Source&>().pull()), std::add_pointer_t<typename Source::reference>> &&
          std::same_as<std::ranges::sentinel_t<Source>, std::default_sentinel_t> &&
          std::same_as<std::iter_difference_t<iterator>, std::ptrdiff_t>,
      std::input_iterator<iterator> && !std::forward_iterator<iterator> && !std::copyable<iterator> &&
          std::is_nothrow_move_constructible_v<iterator> && std::is_nothrow_move_assignable_v<iterator> &&
          std::is_nothrow_default_constructible_v<iterator>,
  };
}
template <class Source>
row of(std::string name, Source const&) {
  return describe<Source>(std::move(name));
}

std::vector<row> adaptors() {
  using namespace cogen;
  static std::vector<int> values{1, 2, 3};
  static std::vector<std::vector<int>> const nested{{1, 2}, {3}};
  auto const odd = [](int value) { return value % 2 != 0; };
  auto const differ = [](int one, int other) { return one != other; };
  auto const half = [](int value) { return value % 2 != 0 ? nullptr : &values.front(); };
  auto const plus = [](int one, int other) { return one + other; };
  auto const size = [](int) { return 1; };
  return {
      of("accumulate", values | accumulate),
      of("batch", values | batch(2)),
      of("batch_by", values | batch_by(size, 2)),
      of("chain", chain(values, values)),
      of("combinations", values | combinations(2)),
      of("combinations_with_replacement", values | combinations_with_replacement(2)),
      of("compress", values | compress(values)),
      of("drop", values | drop(1)),
      of("drop_while", values | drop_while(odd)),
      of("enumerate", values | enumerate),
      of("filter", values | filter(odd)),
      of("filter_false", values | filter_false(odd)),
      of("filter_map", values | filter_map(half)),
      of("flatten", nested | flatten),
      of("group_by", values | group_by(odd)),
      of("inspect", values | inspect(odd)),
      of("interleave", interleave(values, values)),
      of("islice", values | islice(0, 3, 2)),
      of("map", values | map(odd)),
      of("merge", merge(values, values)),
      of("merge_from", nested | merge_from),
      of("padded", values | padded(0, 5)),
      of("pairwise", values | pairwise),
      of("peekable", values | peekable),
      of("permutations", values | permutations),
      of("powerset", values | powerset),
      of("product", product(values, values)),
      of("progress", values | progress([](progress_report const&) {})),
      of("round_robin", round_robin(values, values)),
      of("sliding_window", values | sliding_window(2)),
      of("split_when", values | split_when(differ)),
      of("spy", values | spy(1)),
      of("starmap", values | pairwise | starmap(plus)),
      of("tail", values | tail(2)),
      of("take", values | take(2)),
      of("take_until", values | take_until(odd)),
      of("take_while", values | take_while(odd)),
      of("tee", tee<1>(values).front()),
      of("unique_everseen", values | unique_everseen),
      of("unique_justseen", values | unique_justseen),
      of("zip", zip(values, values)),
      of("zip_longest", zip_longest(0, values, values)),
      of("zip_strict", zip_strict(values, values)),
  };
}

std::vector<row> sources() {
  using namespace cogen;
  using lines_of_a_file = decltype(lines("path"));
  using chunks_of_a_file = decltype(read_chunks("path", 1));
  return {
      of("call_until", call_until([] { return 1; }, 1)),
      of("count", count()),
      of("cycle", cycle(std::vector<int>{1})),
      of("iterate", iterate(1, [](int value) { return value + 1; })),
      describe<lines_of_a_file>("lines"),
      of("paginate", paginate(
                         1, [](int page) { return page; }, [](int) { return std::optional<int>(); })),
      of("range", range(3)),
      describe<chunks_of_a_file>("read_chunks"),
      of("repeat", repeat(1)),
  };
}

std::vector<row> others() {
  using namespace cogen;
  static std::vector<int> values{1, 2, 3};
  using group = std::remove_cvref_t<decltype(*group_by(values).pull())>;
  using workers = decltype(values | parallel_map([](int value) { return value; }));
  using limited = decltype(values | rate_limit(1, std::chrono::seconds(1)));
  auto lent = range(3);
  return {
      describe<generator<int>>("generator"),
      describe<generator<int&, int, std::string>>("generator of references"),
      of("a lent source", iter(lent)),
      of("a lent vector", iter(values)),
      of("an owned vector", iter(std::vector<int>{1})),
      of("an owned list", iter(std::list<int>{1})),
      of("floating-point count", count(0.5)),
      of("picks of one range", product(values, 2)),
      describe<group>("a group"),
      describe<decltype(values | prefetch(1))>("prefetch"),
      describe<workers>("parallel_map"),
      describe<limited>("rate_limit"),
  };
}

std::vector<std::string> headers(std::string const& folder) {
  std::vector<std::string> names;
  auto const path = support::tests_folder().parent_path() / "include" / "cogen" / folder;
  for (auto const& entry : std::filesystem::directory_iterator(path)) names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> names(std::vector<row> const& rows) {
  std::vector<std::string> all;
  for (row const& described : rows) all.push_back(described.name);
  return all;
}

}  // namespace

TEST_CASE("every adaptor and every source makes a single-pass range that is moved, not copied") {
  CHECK(names(adaptors()) == headers("adaptor"));
  CHECK(names(sources()) == headers("source"));
  for (auto const& rows : {adaptors(), sources(), others()}) {
    for (row const& described : rows) {
      INFO(described.name);
      CHECK(described.input_range);
      CHECK(described.move_only);
      CHECK(described.no_view);
      CHECK(described.nothrow_move);
      CHECK(described.agrees);
      CHECK(described.nothrow_iterators);
    }
  }
}

TEST_CASE("a source whose function may throw when it is moved may too") {
  struct moves_with_noise {
    moves_with_noise() = default;
    moves_with_noise(moves_with_noise&&) noexcept(false) {}
    int operator()(int value) const { return value; }
  };
  using mapped = decltype(cogen::map(std::declval<std::vector<int>&>(), moves_with_noise()));
  CHECK_FALSE(std::is_nothrow_move_constructible_v<mapped>);
  CHECK(std::is_move_constructible_v<mapped>);
}
