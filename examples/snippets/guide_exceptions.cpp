#include <cogen.hpp>

#include "check.hpp"

#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using cogen::generator;

// [out]
generator<int> readings() {
  co_yield 1;
  co_yield 2;
  throw std::runtime_error("sensor lost");
}
// [/out]

// [leave]
generator<std::string> reports(std::vector<int> numbers) {
  for (int number : numbers) {
    std::string report = std::to_string(number);
    bool failed = false;
    try {
      if (number < 0) throw std::domain_error("negative");
    } catch (std::domain_error const&) {
      failed = true;  // no co_yield in here: C++ does not allow one in a handler
    }
    if (failed) report += " is negative";
    co_yield std::move(report);
  }
}
// [/leave]

// [rollback]
class transaction {
 public:
  explicit transaction(std::vector<std::string>& log) : log_(log), exceptions_(std::uncaught_exceptions()) {}
  transaction(transaction const&) = delete;
  transaction& operator=(transaction const&) = delete;
  ~transaction() { log_.emplace_back(std::uncaught_exceptions() > exceptions_ ? "rolled back" : "committed"); }

 private:
  std::vector<std::string>& log_;
  int exceptions_;
};
// [/rollback]

// [retry]
// Calls `make` again when its generator fails; what has been yielded stays yielded.
template <class Make>
generator<int> with_another_try(Make make) {
  bool again = false;
  try {
    co_yield cogen::from(make());
  } catch (std::runtime_error const&) {
    again = true;
  }
  if (again) co_yield cogen::from(make());
}
// [/retry]

int main() {
  {
    // [out_used]
    auto g = readings();
    int sum = 0;
    try {
      for (int reading : g) sum += reading;
      check(false);
    } catch (std::runtime_error const&) {  // out of the ++ that could not be done
    }
    check(sum == 3);   // what came before it was delivered
    check(!g.next());  // an exception closes a generator, for ever
    // [/out_used]
  }
  check(cogen::join(reports({1, -2}), ", ") == "1, -2 is negative");
  {
    // [stage]
    auto const inverse = [](int n) {
      if (n == 0) throw std::domain_error("division by zero");
      return 12 / n;
    };
    auto inverses = std::vector{3, 0, 4} | cogen::map(inverse);
    check(inverses.next() == 4);
    try {
      inverses.next();
      check(false);
    } catch (std::domain_error const&) {  // the element 0 is passed
    }
    check(inverses.next() == 3);  // a stage is no coroutine: it goes on
    // [/stage]
  }
  {
    // [kept]
    int calls = 0;
    auto const flaky = [&calls](int n) {
      if (++calls == 3) throw std::runtime_error("once");
      return n;
    };
    auto pairs = cogen::range(4) | cogen::map(flaky) | cogen::batch(2);
    check(pairs.next() == std::vector{0, 1});
    try {
      pairs.next();
      check(false);
    } catch (std::runtime_error const&) {
    }
    check(pairs.next() == std::vector{3});  // 2 was passed by map; batch has lost nothing
    // [/kept]
  }
  {
    // [early]
    try {
      static_cast<void>(cogen::range(10) | cogen::batch(0));
      check(false);
    } catch (std::invalid_argument const& error) {  // at the call, before anything is pulled
      std::printf("%s\n", error.what());
    }
    // [/early]
  }
  {
    std::vector<std::string> log;
    // [rollback_used]
    auto const rows = [&log]() -> generator<int> {
      transaction const all(log);
      for (int row = 1; row <= 2; ++row) co_yield row;
    };
    {
      auto abandoned = rows();
      abandoned.next();
    }  // destroyed: no exception in flight
    auto closed = rows();
    closed.next();
    closed.close();  // generator_exit goes through the body
    check(log == std::vector<std::string>{"committed", "rolled back"});
    // [/rollback_used]
  }
  {
    // [retry_used]
    int attempts = 0;
    auto const make = [&attempts] { return ++attempts == 1 ? readings() : generator<int>(); };
    check(cogen::sum(with_another_try(make)) == 3);
    check(attempts == 2);
    // [/retry_used]
  }
  {
    // [all]
    auto g = readings();
    g.next();
    try {
      throw std::logic_error("of another part of the program");
    } catch (...) {
      try {
        g.throw_(std::current_exception());  // the very object, passed in
        check(false);
      } catch (std::logic_error const&) {
      }
    }
    // [/all]
  }
}
