#include <cogen.hpp>

#include "check.hpp"

#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using cogen::generator;

generator<int> numbers(int last) {
  for (int n = 1; n <= last; ++n) co_yield n;
}

generator<std::string const&> names(std::vector<std::string> const& all) {
  for (std::string const& name : all) co_yield name;
}

// [taking]
int sum_of(generator<int> all) { return static_cast<int>(cogen::sum(all)); }  // owns: call it with std::move(g)
int first_of(generator<int>& some) { return some.next().value_or(0); }        // borrows: g goes on afterwards
template <cogen::iterable Range>
std::size_t count_of(Range&& any) {  // any range, any source
  return cogen::length(std::forward<Range>(any));
}
// [/taking]

// [returning]
auto squares(int last) {  // a pipe that owns what it needs
  return numbers(last) | cogen::map([](int n) { return n * n; });
}
generator<int> squares_of_any_kind(int last) {  // one type, whatever is inside
  co_yield cogen::from(squares(last));
}
// [/returning]

// [member]
class ticket_office {
 public:
  int next() { return *tickets_.next(); }

 private:
  generator<int> tickets_ = numbers(1000);
};
// [/member]

int main() {
  {
    // [tee]
    auto [a, b] = cogen::tee<2>(numbers(3));  // two of one: elements are kept until both have had them
    check(cogen::sum(a) == 6 && cogen::sum(b) == 6);
    // [/tee]
  }
  {
    // [next]
    auto values = numbers(3);
    std::optional<int> n = values.next();  // the element is yours: it is moved into the optional
    check(n == 1);

    std::vector<std::string> const all{"Ada", "Bob"};
    auto references = names(all);
    std::string const* name = references.next();  // the element is somebody else's: look at it where it is
    check(name == &all[0]);
    // [/next]
  }
  {
    // [taking_used]
    auto g = numbers(4);
    check(first_of(g) == 1);
    check(sum_of(std::move(g)) == 2 + 3 + 4);
    check(count_of(std::vector{1, 2}) == 2 && count_of(numbers(5)) == 5);
    // [/taking_used]
  }
  check(cogen::sum(squares(3)) == 14 && cogen::sum(squares_of_any_kind(3)) == 14);
  {
    ticket_office office;
    check(office.next() == 1 && office.next() == 2);
  }
  {
    // [lazy]
    int calls = 0;
    auto const counted = [&calls](int n) {
      ++calls;
      return n;
    };
    auto mapped = numbers(3) | cogen::map(counted);
    check(calls == 0);  // nothing runs before somebody asks
    cogen::consume(mapped);
    check(calls == 3);
    // [/lazy]
  }
  {
    // [lost]
    auto left = numbers(5);
    auto right = numbers(2);
    check(cogen::length(cogen::zip(left, right)) == 2);
    check(left.next() == 4);  // 3 was pulled before `right` was found to have ended

    auto once_more = numbers(5);
    auto shorter = numbers(2);
    check(cogen::length(cogen::zip(shorter, once_more)) == 2);
    check(once_more.next() == 3);  // the range that must not lose any goes last
    // [/lost]
  }
  {
    // [enough]
    auto g = numbers(5);
    check(cogen::length(g | cogen::take(2)) == 2);
    check(g.next() == 3);  // take pulls what it hands out, and no more
    // [/enough]
  }
}
