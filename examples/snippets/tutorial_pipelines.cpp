#include <cogen/adaptor/accumulate.hpp>
#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/chain.hpp>
#include <cogen/adaptor/drop.hpp>
#include <cogen/adaptor/enumerate.hpp>
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/islice.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/starmap.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/adaptor/zip.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/join.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/count.hpp>
#include <cogen/source/cycle.hpp>
#include <cogen/source/lines.hpp>
#include <cogen/source/range.hpp>

#include "check.hpp"

#include <cstddef>
#include <cstdio>
#include <functional>
#include <limits>
#include <ranges>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// [user]
struct user {
  std::string name;
  int age = 0;
  bool active = false;
};

user parse_user(std::string_view line) {  // "Ann,31,active"
  std::size_t const first = line.find(',');
  std::size_t const second = line.find(',', first + 1);
  return user{std::string(line.substr(0, first)), std::stoi(std::string(line.substr(first + 1))),
              line.substr(second + 1) == "active"};
}
// [/user]

// [stage]
// The elements that are greater than all before them.
template <class Numbers>
cogen::generator<int> records(Numbers numbers) {
  int greatest = std::numeric_limits<int>::min();
  for (int n : numbers) {
    if (n <= greatest) continue;
    greatest = n;
    co_yield n;
  }
}
// [/stage]

// [solution]
struct reading {
  double temperature;
  bool active;
};

double mean_of_valid(std::vector<reading> const& readings) {
  auto const in_range = [](double t) { return -50 <= t && t <= 100; };
  auto valid = readings | cogen::filter(&reading::active) | cogen::map(&reading::temperature) | cogen::filter(in_range);
  double sum = 0;
  int count = 0;
  for (double temperature : valid) {
    sum += temperature;
    ++count;
  }
  return sum / count;
}
// [/solution]

int main() {
  part("users");
  {
    // [users]
    std::istringstream file("name,age,status\nAnn,31,active\nBob,45,gone\nCem,28,active\n");
    auto names = cogen::lines(file)              // source
                 | cogen::drop(1)                // without the header
                 | cogen::map(parse_user)        // a user of each line
                 | cogen::filter(&user::active)  // the active ones
                 | cogen::map(&user::name);      // their names
    for (std::string const& name : names) std::printf("%s\n", name.c_str());
    // [/users]
  }
  part("order");
  {
    // [order]
    auto const fetch = [](int n) {
      std::printf("fetch %d\n", n);
      return n;
    };
    auto const odd = [](int n) { return n % 2 == 1; };
    for (int n : cogen::range(1, 4) | cogen::map(fetch) | cogen::filter(odd)) std::printf("use %d\n", n);
    // [/order]
  }
  {
    // [own]
    auto numbers = cogen::count(1);
    auto const three = numbers | cogen::take(3) | cogen::to<std::vector>();  // borrows numbers
    check(three == std::vector{1, 2, 3});
    check(numbers.next() == 4);                         // goes on
    auto pairs = std::move(numbers) | cogen::batch(2);  // owns it
    check(pairs.next() == std::vector{5, 6});
    // [/own]
  }
  {
    // [stage_used]
    std::vector const heights{3, 1, 4, 1, 5, 9, 2, 6};
    auto const odd = [](int n) { return n % 2 == 1; };
    auto found = records(heights | cogen::filter(odd)) | cogen::take(3);
    check((found | cogen::to<std::vector>()) == std::vector{3, 5, 9});
    // [/stage_used]
  }
  part("tools");
  // [tools]
  std::vector const low{1, 2, 3};
  std::vector const high{10, 20, 30};
  auto const text = [](int n) { return std::to_string(n); };
  auto const print = [&](auto numbers) {
    std::printf("%s\n", cogen::join(std::move(numbers) | cogen::map(text), " ").c_str());
  };
  print(cogen::chain(low, high));
  print(cogen::cycle(low) | cogen::take(7));
  print(cogen::accumulate(low));
  print(cogen::zip(low, high) | cogen::starmap(std::plus<>()));
  print(cogen::count(1, 2) | cogen::islice(10, 13));
  for (auto&& [place, n] : cogen::enumerate(high, 1)) std::printf("%d. %d\n", place, n);
  // [/tools]
  {
    // [views]
    auto const squared = [](int n) { return n * n; };
    int sum = 0;
    for (int n : cogen::count(1) | cogen::take(4) | std::views::transform(squared)) sum += n;
    check(sum == 30);
    // [/views]
  }
  // [solution_used]
  std::vector<reading> const readings{{20, true}, {999, true}, {50, false}, {22, true}};
  check(mean_of_valid(readings) == 21);
  // [/solution_used]
}
