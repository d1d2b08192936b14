#include <cogen/adaptor/flatten.hpp>
#include <cogen/generator_error.hpp>
#include <cogen/pace/retry.hpp>
#include <cogen/pagination/by_number.hpp>
#include <cogen/parallel/parallel_map.hpp>
#include <cogen/source/paginate.hpp>

#include "pace/fake_time.hpp"
#include "support/catch.hpp"
#include "support/sources.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using cogen::retry;
using cogen::retry_advice;
using cogen::retry_policy;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

namespace {

using wall_time = support::fake_time<std::chrono::system_clock, milliseconds>;
using waits = std::vector<milliseconds>;

struct refused : std::runtime_error {
  explicit refused(int given_status, std::string given_after = {})
      : std::runtime_error("refused"), status(given_status), after(std::move(given_after)) {}
  int status;
  std::string after;
};

// Fails as often as told, then succeeds.
struct service {
  int failures = 0;
  int status = 503;
  std::string after{};
  int calls = 0;

  int operator()(int request) {
    if (++calls <= failures) throw refused(status, after);
    return 10 * request;
  }
};

retry_advice advise(std::exception const& failure) {
  auto const& answer = dynamic_cast<refused const&>(failure);
  return {.worth = answer.status == 429 || answer.status >= 500, .retry_after = answer.after};
}

// Waits are as long as they may be at most.
retry_policy longest_waits(wall_time& time) {
  return {.attempts = 5, .advice = advise, .sleep = time.sleep(), .now = time.now(), .random = [] {
            return std::uint64_t{0} - 1;
          }};
}

}  // namespace

TEST_CASE("retry calls again until it succeeds") {
  for (int failures = 0; failures != 5; ++failures) {
    wall_time time;
    service api{failures};
    CHECK(retry(std::ref(api), longest_waits(time))(7) == 70);
    CHECK(api.calls == failures + 1);
    CHECK(time.slept().size() == static_cast<std::size_t>(failures));
  }
}

TEST_CASE("retry lets the last failure out as it is") {
  wall_time time;
  service api{100};
  auto const fetch = retry(longest_waits(time))(std::ref(api));
  for (int round = 1; round != 3; ++round) {
    try {
      fetch(1);
      FAIL("no exception");
    } catch (refused const& error) {
      CHECK(error.status == 503);
    }
    CHECK(api.calls == 5 * round);
  }
  CHECK(time.slept().size() == 8);
}

TEST_CASE("retry waits up to twice as long each time and no longer than max_delay") {
  wall_time time;
  service api{6};
  auto policy = longest_waits(time);
  policy.attempts = 7;
  policy.base_delay = 100ms;
  policy.max_delay = 1000ms;
  // With a random number that is its bound, the wait is random % (bound + 1).
  std::vector<std::uint64_t> bounds{100, 200, 400, 800, 1000, 1000};
  policy.random = [&bounds, next = std::size_t{0}]() mutable { return bounds[next++]; };
  CHECK(retry(std::ref(api), policy)(1) == 10);
  CHECK(time.slept() == waits{100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms});

  // One more than the bound is zero: so these are the bounds.
  wall_time other;
  service again{6};
  policy.sleep = other.sleep();
  for (auto& bound : bounds) ++bound;
  policy.random = [&bounds, next = std::size_t{0}]() mutable { return bounds[next++]; };
  CHECK(retry(std::ref(again), policy)(1) == 10);
  CHECK(other.slept() == waits(6, 0ms));
}

TEST_CASE("retry waits any time within the bound") {
  wall_time time;
  retry_policy policy{.attempts = 2, .base_delay = 9ms, .sleep = time.sleep()};
  for (int round = 0; round != 500; ++round) {
    service api{1};
    retry(std::ref(api), policy)(1);
  }
  std::vector<int> seen(10);
  for (auto const wait : time.slept()) ++seen.at(static_cast<std::size_t>(wait.count()));
  for (int const count : seen) CHECK(count > 10);  // of 50: less is as good as impossible
}

TEST_CASE("retry waits as long as Retry-After says in seconds or as a date") {
  using namespace std::chrono;
  auto const start = sys_days(year(2024) / 3 / 1) + 12h;
  for (std::string const after :
       {"7", " 7 ", "Fri, 01 Mar 2024 12:00:07 GMT", "Friday, 01-Mar-24 12:00:07 GMT", "Fri Mar  1 12:00:07 2024"}) {
    INFO(after);
    wall_time time(start);
    service api{1, 429, after};
    auto policy = longest_waits(time);
    policy.random = [] { return std::uint64_t{0}; };
    CHECK(retry(std::ref(api), policy)(1) == 10);
    CHECK(time.slept() == waits{7000ms});
  }
}

TEST_CASE("retry waits at random on top of what Retry-After says to all") {
  wall_time time;
  service api{2, 429, "7"};
  auto policy = longest_waits(time);
  policy.random = [] { return std::uint64_t{60}; };
  CHECK(retry(std::ref(api), policy)(1) == 10);
  CHECK(time.slept() == waits{7060ms, 7060ms});

  waits longest;
  service again{1, 429, "7"};
  policy.base_delay = policy.max_delay = milliseconds::max();
  policy.random = [] { return static_cast<std::uint64_t>(milliseconds::max().count()); };
  policy.sleep = [&longest](milliseconds wait) { longest.push_back(wait); };
  CHECK(retry(std::ref(again), policy)(1) == 10);
  CHECK(longest == waits{milliseconds::max()});
}

TEST_CASE("retry waits no less than the backoff where Retry-After is short, past or unreadable") {
  for (std::string const after : {"0", "", "soon", "-5", "1.5", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
    INFO(after);
    wall_time time(std::chrono::system_clock::time_point(24h));
    service api{1, 429, after};
    auto policy = longest_waits(time);
    policy.random = [] { return std::uint64_t{100}; };
    CHECK(retry(std::ref(api), policy)(1) == 10);
    CHECK(time.slept() == waits{100ms});
  }
}

TEST_CASE("retry does not wait for hours") {
  wall_time time;
  service api{1, 429, "601"};
  CHECK_THROWS_AS(retry(std::ref(api), longest_waits(time))(1), refused);
  CHECK(api.calls == 1);
  CHECK(time.slept().empty());
  service soon{1, 429, "600"};
  CHECK(retry(std::ref(soon), longest_waits(time))(1) == 10);
}

TEST_CASE("retry gives up at once what is not worth it") {
  wall_time time;
  service api{1, 404};
  CHECK_THROWS_AS(retry(std::ref(api), longest_waits(time))(1), refused);
  CHECK(api.calls == 1);
}

TEST_CASE("retry makes no further attempt after a mistake in the program or for want of memory by default") {
  auto const attempts = [](auto failure, retry_policy policy) {
    policy.sleep = [](milliseconds) {};
    int calls = 0;
    auto const fail = retry(
        [&]() -> int {
          ++calls;
          throw failure;
        },
        policy);
    CHECK_THROWS_AS(fail(), decltype(failure));
    return calls;
  };
  CHECK(attempts(std::invalid_argument("x"), {}) == 1);
  CHECK(attempts(std::bad_alloc(), {}) == 1);
  CHECK(attempts(std::runtime_error("x"), {}) == 5);
  CHECK(attempts(std::exception(), {}) == 5);
  CHECK(attempts(std::logic_error("x"), {.advice = [](std::exception const&) { return retry_advice(); }}) == 5);
}

TEST_CASE("retry_on advises by the type of the failure") {
  auto const by_status = cogen::retry_on<refused>(
      [](refused const& answer) { return retry_advice{.worth = answer.status == 429, .retry_after = answer.after}; });
  CHECK(by_status(refused(429, "7")).worth);
  CHECK(by_status(refused(429, "7")).retry_after == "7");
  CHECK_FALSE(by_status(refused(404)).worth);
  CHECK_FALSE(by_status(std::runtime_error("other")).worth);
  auto const by_flag = cogen::retry_on<refused>([](refused const& answer) { return answer.status == 429; });
  CHECK(by_flag(refused(429)).worth);
  CHECK_FALSE(by_flag(refused(404)).worth);
  auto const any = cogen::retry_on<std::runtime_error>();
  CHECK(any(refused(404)).worth);
  CHECK_FALSE(any(std::logic_error("x")).worth);
  wall_time time;
  service api{1, 429, "7"};
  auto policy = longest_waits(time);
  policy.advice = by_status;
  CHECK(retry(std::ref(api), policy)(1) == 10);
  CHECK(time.slept().front() >= 7s);
}

TEST_CASE("retry says why it gives up") {
  using cogen::retry_end;
  cogen::retry_budget none(0, 1);
  wall_time time;
  auto policy = longest_waits(time);
  struct ending {
    std::size_t attempt;
    retry_end reason;
    bool operator==(ending const&) const = default;
  };
  std::vector<ending> seen;
  policy.on_give_up = [&seen](cogen::retry_give_up const& given) {
    CHECK(std::string(given.failure.what()) == "refused");
    seen.push_back({given.attempt, given.reason});
  };
  auto const fail = [&policy](service api) { CHECK_THROWS_AS(retry(api, policy)(1), refused); };
  fail({.failures = 100});
  fail({.failures = 100, .status = 404});
  fail({.failures = 100, .after = "601"});
  policy.budget = &none;
  fail({.failures = 100});
  CHECK(seen ==
        std::vector<ending>{
            {5, retry_end::attempts}, {1, retry_end::advice}, {1, retry_end::retry_after}, {1, retry_end::budget}});
  CHECK(retry(service{}, policy)(1) == 10);
  CHECK(seen.size() == 4);
}

TEST_CASE("retry lets through what is no std::exception") {
  int calls = 0;
  auto const leave = retry(
      [&calls]() -> int {
        ++calls;
        throw cogen::generator_exit();
      },
      {.sleep = [](milliseconds) {}});
  CHECK_THROWS_AS(leave(), cogen::generator_exit);
  CHECK(calls == 1);
}

TEST_CASE("retry tells of each retry before it waits") {
  wall_time time;
  service api{3};
  auto policy = longest_waits(time);
  std::vector<std::size_t> failed;
  policy.random = [] { return std::uint64_t{50}; };
  policy.before_retry = [&](cogen::retry_notice const& notice) {
    CHECK(time.slept().size() == failed.size());
    CHECK(notice.wait == 50ms);
    CHECK(std::string(notice.failure.what()) == "refused");
    failed.push_back(notice.attempt);
  };
  retry(std::ref(api), policy)(1);
  CHECK(failed == std::vector<std::size_t>{1, 2, 3});
}

TEST_CASE("retry ends where the sleep is interrupted") {
  struct interrupted {};
  service api{3};
  auto const fetch = retry(std::ref(api), {.sleep = [](milliseconds) { throw interrupted(); }});
  CHECK_THROWS_AS(fetch(1), interrupted);
  CHECK(api.calls == 1);
}

TEST_CASE("retry tells the function which attempt it is if it asks") {
  std::vector<std::size_t> numbers;
  auto const fetch = retry(
      [&numbers](cogen::retry_attempt attempt, int value) {
        numbers.push_back(attempt.number);
        CHECK(attempt.most == 4);
        if (attempt.number != attempt.most) throw refused(503);
        return value;
      },
      {.attempts = 4, .sleep = [](milliseconds) {}});
  CHECK(fetch(5) == 5);
  CHECK(numbers == std::vector<std::size_t>{1, 2, 3, 4});
}

TEST_CASE("retry does not offer the attempt to what can be called without") {
  // With it the body would not compile.
  auto const forward = retry([](auto&&... arguments) { return std::max(arguments...); });
  CHECK(forward(1, 2) == 2);
}

TEST_CASE("retry passes arguments and results as they are") {
  int calls = 0;
  auto fetch = retry(
      [&calls](std::unique_ptr<int> const& kept, int& changed) -> int& {
        if (++calls < 3) throw refused(503);
        changed = *kept;
        return changed;
      },
      {.sleep = [](milliseconds) {}});
  int target = 0;
  int& result = fetch(std::make_unique<int>(4), target);
  CHECK(&result == &target);
  CHECK(target == 4);
  int failures = 1;
  retry([&failures] { return failures-- > 0 ? throw refused(503) : void(); }, {.sleep = [](milliseconds) {}})();
  CHECK(failures == -1);
}

TEST_CASE("retry_budget bounds the retries of all calls that share it") {
  wall_time time;
  cogen::retry_budget budget(3, 10);
  auto policy = longest_waits(time);
  policy.budget = &budget;
  service down{1000};
  auto const fetch = retry(std::ref(down), policy);
  auto const other = retry(std::ref(down), policy);
  CHECK_THROWS_AS(fetch(1), refused);
  CHECK(down.calls == 4);  // three retries, and no more
  CHECK_THROWS_AS(other(1), refused);
  CHECK(down.calls == 5);
  CHECK(budget.left() == 0);
  down.failures = 0;
  for (int i = 0; i != 8; ++i) fetch(1);  // with the second one from above, nine
  CHECK(budget.left() == 0);
  fetch(1);
  CHECK(budget.left() == 1);
  for (int i = 0; i != 100; ++i) other(1);
  CHECK(budget.left() == 3);
}

TEST_CASE("retry_budget may be larger than can be counted") {
  cogen::retry_budget large(SIZE_MAX / 2 + 1, 4);
  CHECK(large.left() == SIZE_MAX / 4);
  CHECK(large.take());
  cogen::retry_budget exact(SIZE_MAX / 4, 4);
  CHECK(exact.left() == SIZE_MAX / 4);
}

TEST_CASE("retry_budget counts right when threads share it") {
  cogen::retry_budget budget(1000, 1);
  std::atomic<int> taken = 0;
  auto const take = [&](int) {
    if (budget.take()) ++taken;
    return 0;
  };
  CHECK(support::collected(support::counted(1500) | cogen::parallel_map(take, {.workers = 4})).size() == 1500);
  CHECK(taken == 1000);
  CHECK(budget.left() == 0);
}

TEST_CASE("retry works with paginate and in parallel") {
  int calls = 0;
  auto const fetch = [&calls](int number) {
    if (++calls % 3 != 0) throw refused(503);
    return std::vector{number, number};
  };
  auto const more = [](std::vector<int> const& page) { return page.front() < 4; };
  auto pages = cogen::paginate(1, retry(fetch, {.sleep = [](milliseconds) {}}), cogen::by_page_number(more));
  CHECK(support::collected(pages | cogen::flatten) == std::vector{1, 1, 2, 2, 3, 3, 4, 4});

  auto const flaky = [](cogen::retry_attempt attempt, int number) {
    if (static_cast<int>(attempt.number) <= number % 4) throw refused(503);
    return number;
  };
  auto const robust = retry(flaky, {.sleep = [](milliseconds) {}});
  CHECK(support::collected(support::counted(100) | cogen::parallel_map(robust, {.workers = 4})) ==
        support::counted(100));
}

TEST_CASE("retry refuses a policy that makes no sense by name") {
  auto const refusal = [](retry_policy policy) { return support::refusal([&] { (void)retry(policy); }); };
  CHECK(refusal({.attempts = 0}) == "cogen::retry: attempts must be at least 1, not 0");
  CHECK(refusal({.base_delay = -1ms}) == "cogen::retry: base_delay must be at least 0, not -1");
  CHECK(refusal({.max_delay = -1ms}) == "cogen::retry: max_delay must be at least 0, not -1");
  CHECK(refusal({.longest_retry_after = -1ms}) == "cogen::retry: longest_retry_after must be at least 0, not -1");
  CHECK(support::refusal([] { cogen::retry_budget(-1, 1); }) ==
        "cogen::retry_budget: retries must be at least 0, not -1");
  CHECK(support::refusal([] { cogen::retry_budget(1, 0); }) == "cogen::retry_budget: calls must be at least 1, not 0");
}

TEST_CASE("retry without a delay never waits") {
  wall_time time;
  service api{4};
  auto policy = longest_waits(time);
  policy.base_delay = 0ms;
  CHECK(retry(std::ref(api), policy)(1) == 10);
  CHECK(time.slept() == waits(4, 0ms));
}
