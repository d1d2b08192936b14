#include <cogen.hpp>
// [include]
#include <cogen/pace.hpp>  // not part of cogen.hpp
// [/include]
#include <cogen/pagination.hpp>
#include <cogen/parallel.hpp>

#include "check.hpp"

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

// [error]
struct http_error : std::runtime_error {
  int status;
  std::string retry_after;  // the header, "" for none
  explicit http_error(int code, std::string header = "")
      : std::runtime_error("HTTP " + std::to_string(code)), status(code), retry_after(std::move(header)) {}
};
// [/error]

struct page {
  std::vector<int> items;
  bool has_more = false;
};

// Fails as it is told to, one failure a call; then it is well.
struct service {
  std::vector<http_error> failures;
  int calls = 0;
  page operator()(int number) {
    ++calls;
    if (!failures.empty()) {
      http_error const next = failures.front();
      failures.erase(failures.begin());
      throw next;
    }
    return {{number}, number < 3};
  }
};

int main() {
  std::vector<std::chrono::milliseconds> slept;
  auto const note = [&slept](std::chrono::milliseconds time) { slept.push_back(time); };
  {
    service answers{{http_error(503), http_error(503)}};
    auto const fetch = [&answers](int number) { return answers(number); };
    // [retry]
    auto const patient = cogen::retry(fetch, {.attempts = 8, .base_delay = 1ms, .max_delay = 20ms});
    auto pages = cogen::paginate(1, patient, cogen::by_page_number(&page::has_more));
    check(cogen::length(pages) == 3);
    // [/retry]
    check(answers.calls == 5);
  }
  {
    service answers{{http_error(429, "2"), http_error(404)}};
    auto const fetch = [&answers](int number) { return answers(number); };
    std::string log;
    // [advice]
    auto const advice = [](http_error const& error) -> cogen::retry_advice {
      return {.worth = error.status == 429 || error.status >= 500, .retry_after = error.retry_after};
    };
    cogen::retry_policy policy;
    policy.advice = cogen::retry_on<http_error>(advice);  // anything else is not worth another attempt
    policy.before_retry = [&log](cogen::retry_notice const& notice) {
      log += "attempt " + std::to_string(notice.attempt) + ": " + notice.failure.what() + "; ";
    };
    policy.on_give_up = [&log](cogen::retry_give_up const& end) {
      log += std::string("giving up: ") + end.failure.what();
    };
    // [/advice]
    policy.sleep = note;
    // [fails]
    auto const patient = cogen::retry(fetch, policy);
    try {
      patient(1);
      check(false);
    } catch (http_error const& error) {  // what the last attempt threw, as it was
      check(error.status == 404);
    }
    check(log == "attempt 1: HTTP 429; giving up: HTTP 404");
    check(slept.front() >= 2s);  // what Retry-After says, and some jitter
    // [/fails]
  }
  {
    service answers{{http_error(503), http_error(503), http_error(503), http_error(503)}};
    auto const fetch = [&answers](int number) { return answers(number); };
    // [budget]
    cogen::retry_budget budget(2, 10);  // two retries, and another one for each ten calls
    auto const patient = cogen::retry(fetch, {.base_delay = 1ms, .budget = &budget});
    // [/budget]
    int failed = 0;
    try {
      patient(1);
    } catch (http_error const&) {
      ++failed;
    }
    check(failed == 1 && answers.calls == 3 && budget.left() == 0);
  }
  {
    service answers;
    auto const fetch = [&answers](int number) { return answers(number); };
    // [rate_limited]
    // Each attempt is a request, so the limit stands inside the retries.
    auto const polite = cogen::retry(cogen::rate_limited(fetch, 100, 1s));
    auto pages = cogen::paginate(1, polite, cogen::by_page_number(&page::has_more));
    // [/rate_limited]
    check(cogen::length(pages) == 3);
  }
  {
    service answers;
    auto const get = [&answers](int number) { return answers(number); };
    auto const put = [](page const& some) { return some.items.size(); };
    // [shared]
    cogen::rate_limiter limiter(100, 1s);  // outlives who uses it
    auto const read = cogen::rate_limited(get, std::ref(limiter));
    auto const write = cogen::rate_limited(put, std::ref(limiter));  // together 100 a second
    // [/shared]
    check(write(read(1)) == 1);
  }
  {
    // [fake_time]
    std::chrono::steady_clock::time_point now{};
    cogen::rate_timing const fake{.now = [&now] { return now; },
                                  .sleep = [&now](std::chrono::nanoseconds time) { now += time; }};
    // [/fake_time]
    // [rate_limit]
    auto rows = cogen::range(100) | cogen::rate_limit(10, 1s, fake);  // at most 10 rows in any second
    check(cogen::length(rows) == 100);
    check(now.time_since_epoch() == 9s);  // the first ten did not wait; the fake clock says what the others did
    // [/rate_limit]
  }
  {
    service answers{{http_error(503, "600")}};
    auto const fetch = [&answers](int number) { return answers(number); };
    cogen::retry_policy policy;
    policy.advice = cogen::retry_on<http_error>(
        [](http_error const& error) { return cogen::retry_advice{.retry_after = error.retry_after}; });
    // [stop]
    cogen::stop_flag stop;
    policy.sleep = stop.sleep();
    auto pages = cogen::paginate(1, cogen::retry(fetch, policy), cogen::by_page_number(&page::has_more));
    stop.stop();  // another thread's, usually
    try {
      pages.next();  // would sleep for ten minutes
      check(false);
    } catch (cogen::stopped const&) {
    }
    // [/stop]
  }
}
