#include <cogen/generator.hpp>

#include "check.hpp"

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// [running_mean]
cogen::generator<double> running_mean(std::vector<double> values) {
  double sum = 0;
  int count = 0;
  for (double value : values) {
    sum += value;
    ++count;
    co_yield sum / count;
  }
}
// [/running_mean]

// [by_hand]
class launch_by_hand {
 public:
  std::optional<std::string> next() {
    switch (at_) {
      case place::begin:
        at_ = place::counting;
        return "ready";
      case place::counting:
        if (left_ > 0) return std::to_string(left_--);
        at_ = place::end;
        return "go";
      case place::end:
        break;
    }
    return std::nullopt;
  }

 private:
  enum class place { begin, counting, end };
  place at_ = place::begin;
  int left_ = 3;
};
// [/by_hand]

// [launch]
cogen::generator<std::string> launch() {
  co_yield "ready";
  for (int left = 3; left > 0; --left) co_yield std::to_string(left);
  co_yield "go";
}
// [/launch]

// [light]
cogen::generator<std::string_view> traffic_light() {
  for (;;) {
    co_yield "green";
    co_yield "yellow";
    co_yield "red";
  }
}
// [/light]

// [letters]
cogen::generator<char> letters(std::string word) {  // not std::string const&
  for (char letter : word) co_yield letter;
}
// [/letters]

// [lambda]
cogen::generator<int> multiples(int of) {
  return cogen::co_invoke([of]() -> cogen::generator<int> {
    for (int n = of;; n += of) co_yield n;
  });
}
// [/lambda]

// [shelf]
struct book {
  std::string title;
  int year;
};

class shelf {
 public:
  void add(std::string title, int year) { books_.push_back(cogen::make<book>(std::move(title), year)); }

  // The shelf must outlive what this returns.
  cogen::generator<book const&> since(int year) const {
    for (book const& each : books_) {
      if (each.year >= year) co_yield each;
    }
  }

 private:
  std::vector<book> books_;
};
// [/shelf]

// [solution]
using std::chrono::sys_days;

cogen::generator<sys_days> each_day(sys_days first, sys_days last) {
  for (sys_days day = first; day <= last; day += std::chrono::days(1)) co_yield day;
}
// [/solution]

int main() {
  {
    // [running_mean_used]
    auto small = running_mean({1, 2, 3});
    auto large = running_mean({100, 200});
    check(small.next() == 1.0);
    check(small.next() == 1.5);
    check(large.next() == 100.0);  // has a frame of its own
    check(small.next() == 2.0);
    // [/running_mean_used]
  }
  {
    // [states]
    using cogen::generator_state;
    auto mean = running_mean({4, 6});
    check(mean.state() == generator_state::created);  // not begun
    mean.next();
    check(mean.state() == generator_state::suspended);  // at a co_yield
    mean.next();
    mean.next();
    check(mean.state() == generator_state::closed);  // at its end
    // [/states]
  }
  {
    auto generated = launch();
    launch_by_hand written;
    for (int n = 0; n < 6; ++n) check(written.next() == generated.next());
    check(generated.state() == cogen::generator_state::closed);
  }
  {
    // [light_used]
    auto light = traffic_light();
    for (auto color : {"green", "yellow", "red", "green"}) check(light.next() == color);
    // [/light_used]
  }
  {
    // [letters_used]
    auto spelled = letters(std::string("ab") + "c");
    check(spelled.next() == 'a');
    // [/letters_used]
  }
  {
    // [moved]
    auto mean = running_mean({1, 2, 3});
    mean.next();
    auto same = std::move(mean);  // moves a pointer, not the frame
    check(same.next() == 1.5);
    check(!mean.next());  // a moved-from generator is closed
    static_assert(sizeof(same) == sizeof(void*));
    // [/moved]
  }
  {
    auto sevens = multiples(7);
    check(sevens.next() == 7 && sevens.next() == 14);
  }
  part("shelf");
  // [shelf_used]
  shelf mine;
  mine.add("A Tour of C++", 2013);
  mine.add("C++ Templates", 2002);
  mine.add("Fluent Python", 2015);
  for (book const& each : mine.since(2010)) std::printf("%s\n", each.title.c_str());
  // [/shelf_used]
  {
    // [solution_used]
    using namespace std::chrono;
    auto dates = each_day(2024y / February / 28, 2024y / March / 1);
    check(dates.next() == sys_days(2024y / February / 28));
    check(dates.next() == sys_days(2024y / February / 29));  // a leap year
    check(dates.next() == sys_days(2024y / March / 1));
    check(!dates.next());
    // [/solution_used]
  }
}
