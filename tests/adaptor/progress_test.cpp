#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/progress.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/sink/fold.hpp>
#include <cogen/source/range.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <list>
#include <memory>
#include <regex>
#include <string>
#include <thread>
#include <vector>

using cogen::progress;
using cogen::progress_options;
using cogen::progress_report;
using support::collected;
using support::counted;
using namespace std::chrono_literals;

namespace {

constexpr auto ignore = [](progress_report const&) {};

template <class Range>
using progress_of = decltype(progress(std::declval<Range>(), ignore));
static_assert(support::is_source_of<progress_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<progress_of<std::vector<int>>, int&&, int>);
static_assert(support::is_source_of<decltype(progress(std::declval<std::list<int> const&>())), int const&, int>);
static_assert(cogen::segmented<progress_of<std::vector<int>&>>);

progress_options at_once() { return progress_options{.interval = 0ms}; }

// What is written to a file or, through a pseudo-terminal, to a terminal.
class written {
 public:
  explicit written(bool terminal) {
    if (terminal) {
      read_from_ = ::posix_openpt(O_RDWR | O_NOCTTY);
      REQUIRE(read_from_ >= 0);
      REQUIRE(::grantpt(read_from_) == 0);
      REQUIRE(::unlockpt(read_from_) == 0);
      output_.reset(std::fopen(::ptsname(read_from_), "w"));
    } else {
      output_.reset(std::tmpfile());
    }
    REQUIRE(output_ != nullptr);
  }
  written(written const&) = delete;
  written& operator=(written const&) = delete;
  ~written() {
    if (read_from_ >= 0) ::close(read_from_);
  }

  [[nodiscard]] std::FILE* output() const { return output_.get(); }
  [[nodiscard]] std::string text() {
    char buffer[4096];
    if (read_from_ >= 0) {
      output_.reset();  // a terminal hands on in pieces, and fails when all is read and nobody is left to write
      std::string all;
      for (ssize_t count = 0; (count = ::read(read_from_, buffer, sizeof buffer)) > 0;) {
        all.append(buffer, static_cast<std::size_t>(count));
      }
      return all;
    }
    std::fflush(output_.get());
    std::rewind(output_.get());
    return {buffer, std::fread(buffer, 1, sizeof buffer, output_.get())};
  }

 private:
  struct closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  int read_from_ = -1;
  std::unique_ptr<std::FILE, closer> output_;
};

}  // namespace

TEST_CASE("progress hands the elements on and reports the count, the last time at the end") {
  for (int length = 0; length != 20; ++length) {
    std::vector<std::uint64_t> counts;
    int finished = 0;
    auto const tell = [&](progress_report const& now) {
      counts.push_back(now.count);
      finished += now.finished ? 1 : 0;
    };
    auto const values = counted(length);
    std::list<int> const linked(values.begin(), values.end());
    CHECK(collected(progress(linked, tell, at_once())) == values);
    REQUIRE(counts.size() == static_cast<std::size_t>(length) + 1);
    for (std::size_t i = 0; i + 1 < counts.size(); ++i) CHECK(counts[i] == i + 1);
    CHECK(counts.back() == static_cast<std::uint64_t>(length));
    CHECK(finished == 1);
  }
}

TEST_CASE("progress reports the right count however fast the elements come") {
  auto const values = counted(3'000'000);
  std::vector<std::uint64_t> counts;
  auto const tell = [&](progress_report const& now) { counts.push_back(now.count); };
  progress_options const often{.interval = 1ms};
  std::uint64_t by_pull = 0;
  auto pulled = progress(values, tell, often);
  for (int const value : pulled) by_pull += value >= 0 ? 1U : 0U;
  CHECK(by_pull == 3'000'000);
  CHECK(counts.back() == 3'000'000);
  CHECK(std::is_sorted(counts.begin(), counts.end()));
  counts.clear();
  CHECK(cogen::fold(progress(values, tell, often), 0LL, std::plus<>()) == 4'499'998'500'000LL);
  CHECK(counts.back() == 3'000'000);
}

TEST_CASE("progress reports at most once an interval and looks at slow elements each time") {
  int reports = 0;
  auto const tell = [&](progress_report const& now) { reports += now.finished ? 0 : 1; };
  auto const slow = [](int value) {
    std::this_thread::sleep_for(2ms);
    return value;
  };
  auto const begin = std::chrono::steady_clock::now();
  auto source = counted(40) | cogen::map(slow) | progress(tell, progress_options{.interval = 10ms});
  CHECK(collected(source).size() == 40);
  auto const took = std::chrono::steady_clock::now() - begin;
  CHECK(reports >= 2);
  CHECK(reports <= took / 10ms);
}

TEST_CASE("progress looks at the clock again soon when fast elements become slow") {
  std::vector<std::uint64_t> counts;
  auto const tell = [&](progress_report const& now) { counts.push_back(now.count); };
  int const fast = 100'000;
  auto const stalls = [](int value) {
    if (value >= fast) std::this_thread::sleep_for(20us);
    return value;
  };
  auto source = counted(fast + 5000) | cogen::map(stalls) | progress(tell, progress_options{.interval = 4ms});
  for (int const value : source) static_cast<void>(value);
  CHECK(std::count_if(counts.begin(), counts.end(), [](std::uint64_t count) { return count > fast; }) >= 3);
}

TEST_CASE("progress knows the total of a sized range and what it is told") {
  std::optional<std::uint64_t> total = 1;
  auto const tell = [&](progress_report const& now) { total = now.total; };
  CHECK(collected(progress(counted(3), tell)).size() == 3);
  CHECK(total == 3);
  CHECK(collected(progress(counted(3), tell, progress_options{.total = 7})).size() == 3);
  CHECK(total == 7);
  support::pull_log log;
  CHECK(collected(progress(support::pulled(log, 3), tell)).size() == 3);
  CHECK_FALSE(total.has_value());
}

TEST_CASE("progress reports rate, percent and time left") {
  progress_report const half{.count = 50, .total = 200, .elapsed = 5s};
  CHECK(half.rate() == Approx(10));
  CHECK(half.percent() == Approx(25.0));
  CHECK(half.left() == 15s);
  progress_report const unknown{.count = 50, .total = std::nullopt, .elapsed = 5s};
  CHECK_FALSE(unknown.percent().has_value());
  CHECK_FALSE(unknown.left().has_value());
  progress_report const begun{.count = 0, .total = 10, .elapsed = 0s};
  CHECK(begun.rate() == 0);
  CHECK_FALSE(begun.left().has_value());
  progress_report const nothing{.count = 0, .total = 0, .elapsed = 1s};
  CHECK(nothing.percent() == Approx(100.0));
  progress_report const more{.count = 30, .total = 20, .elapsed = 1s};
  CHECK_FALSE(more.left().has_value());
  CHECK(more.percent() == Approx(150.0));
}

TEST_CASE("progress writes a line each time to what is no terminal") {
  written file(false);
  progress_options const options{.description = "rows", .output = file.output(), .interval = 0ms};
  CHECK(collected(progress(counted(2), options)) == counted(2));
  std::string const lines = file.text();
  INFO(lines);
  CHECK(std::regex_match(lines, std::regex("rows: 50% 1/2, [0-9.]+/s, [0-9]+:[0-9]+ left\n"
                                           "rows: 100% 2/2, [0-9.]+/s, [0-9]+:[0-9]+ left\n"
                                           "rows: 100% 2/2, [0-9.]+/s, [0-9]+:[0-9]+\n")));
}

TEST_CASE("progress without a total and a description writes what it knows") {
  written file(false);
  support::pull_log log;
  CHECK(collected(progress(support::pulled(log, 2), progress_options{.output = file.output()})) == counted(2));
  std::string const lines = file.text();
  INFO(lines);
  CHECK(std::regex_match(lines, std::regex("2, [0-9.]+/s, [0-9]+:[0-9]+\n")));
}

TEST_CASE("progress rewrites one line of a terminal and ends it") {
  written terminal(true);
  progress_options const options{.description = "rows", .output = terminal.output(), .interval = 0ms};
  CHECK(collected(progress(counted(2), options)) == counted(2));
  std::string const text = terminal.text();
  INFO(text);
  CHECK(std::regex_match(text, std::regex("\rrows: 50% 1/2, [0-9.]+/s, [0-9]+:[0-9]+ left\x1b\\[K"
                                          "\rrows: 100% 2/2, [0-9.]+/s, [0-9]+:[0-9]+ left\x1b\\[K"
                                          "\rrows: 100% 2/2, [0-9.]+/s, [0-9]+:[0-9]+\x1b\\[K\r\n")));
}

TEST_CASE("progress that is left before the end still ends its line on a terminal") {
  written terminal(true);
  {
    auto source = progress(counted(3), progress_options{.output = terminal.output(), .interval = 0ms});
    CHECK(*source.pull() == 0);
    CHECK(*source.pull() == 1);
    auto moved = std::move(source);
  }
  std::string const text = terminal.text();
  INFO(text);
  CHECK(std::regex_match(text, std::regex("\r33% 1/3, [0-9.]+/s, [0-9]+:[0-9]+ left\x1b\\[K\r\n")));
}

TEST_CASE("progress writes minutes and hours") {
  written file(false);
  cogen::detail::progress_writer write(file.output(), "", false);
  write(progress_report{.count = 5, .total = std::nullopt, .elapsed = 75s, .finished = false});
  write(progress_report{.count = 72'620, .total = std::nullopt, .elapsed = 7262s, .finished = true});
  CHECK(file.text() == "5, 0.07/s, 1:15\n72620, 10/s, 2:01:02\n");
}

TEST_CASE("progress pulls no element more and stays exhausted with a single last report") {
  support::pull_log log;
  int finished = 0;
  auto source = progress(
      support::pulled(log, 3), [&](progress_report const& now) { finished += now.finished ? 1 : 0; }, at_once());
  CHECK(log.pulls == 0);
  CHECK(*source.pull() == 0);
  CHECK(log.pulls == 1);
  CHECK(support::stays_exhausted(source));
  CHECK(finished == 1);
}

TEST_CASE("progress loses no element and no count when its source or its function throws") {
  for (int at = 1; at != 5; ++at) {
    support::pull_log log;
    log.throw_at = at;
    std::uint64_t last = 0;
    auto source = progress(support::pulled(log, 3), [&](progress_report const& now) { last = now.count; }, at_once());
    std::vector<int> seen;
    CHECK_THROWS_AS(support::append_rest(source, seen), support::pull_failed);
    support::append_rest(source, seen);
    CHECK(seen == counted(3));
    CHECK(last == 3);
  }
  int calls = 0;
  std::uint64_t last = 0;
  auto const fails = [&](progress_report const& now) {
    if (++calls == 2) throw support::pull_failed();
    last = now.count;
  };
  auto source = progress(std::list{0, 1, 2, 3}, fails, at_once());
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(source, seen), support::pull_failed);
  support::append_rest(source, seen);
  CHECK(seen == counted(4));
  CHECK(last == 4);
}

TEST_CASE("progress passes segments on") {
  std::mt19937 random(43);
  support::check_segments(random, [] { return progress(counted(50), ignore, at_once()); });
  auto const values = counted(100'000);
  support::windowed_log log;
  CHECK(cogen::fold(progress(support::windowed(log, {values}), ignore), 0LL, std::plus<>()) == 4'999'950'000LL);
  CHECK(log.by_segment > 90'000);
}

TEST_CASE("progress hands on move-only elements of an input range") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(3));
  auto const counts = range.counts();
  CHECK(collected(progress(std::move(range), ignore)).size() == 3);
  CHECK(counts->dereferences == 3);
}

TEST_CASE("progress refuses a null output and a negative interval by name") {
  auto values = counted(1);
  CHECK(support::refusal([&] { (void)progress(values, progress_options{.output = nullptr}); }) ==
        "cogen::progress: output must not be null");
  CHECK(support::refusal([&] { (void)progress(progress_options{.output = nullptr}); }) ==
        "cogen::progress: output must not be null");
  CHECK(support::refusal([&] { (void)progress(ignore, progress_options{.interval = -1ms}); }) ==
        "cogen::progress: interval must be at least 0, not -1");
}

TEST_CASE("progress is the same called and piped and composed, borrows an lvalue source, and can be moved") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | progress(ignore) | cogen::take(2)) == counted(2));
  CHECK(*numbers.pull() == 2);
  auto const composed = progress(ignore, at_once()) | cogen::take(1);
  CHECK(collected(counted(3) | composed) == counted(1));
  support::check_moving([] { return progress(std::list{1, 2, 3, 4}, ignore, at_once()); });
}

TEST_CASE("progress with a function allocates once in all") {
  auto const values = counted(100'000);
  support::allocation_count count;
  long long const sum = cogen::fold(progress(values, ignore), 0LL, std::plus<>());
  auto const allocations = count.allocations();
  CHECK(sum == 4'999'950'000LL);
  CHECK(allocations == 1);
}

TEST_CASE("progress knows the length of a range, and waits as long as it is told to") {
  std::optional<std::uint64_t> total;
  int reports = 0;
  auto source = progress(
      cogen::range(10),
      [&](progress_report const& now) {
        total = now.total;
        ++reports;
      },
      progress_options{.interval = std::chrono::milliseconds::max()});
  CHECK(collected(source).size() == 10);
  CHECK(total == 10u);
  CHECK(reports == 1);
}

TEST_CASE("progress that was moved from has no elements and reports nothing") {
  int reports = 0;
  auto source = progress(counted(2), [&](progress_report const&) { ++reports; }, at_once());
  auto moved = std::move(source);
  CHECK(support::stays_exhausted(source));  // NOLINT(bugprone-use-after-move)
  CHECK(reports == 0);

  // In the middle of what may pass without a look at the clock.
  auto begun = progress(counted(5), ignore, progress_options{.interval = 1h});
  CHECK(*begun.pull() == 0);
  CHECK(*begun.pull() == 1);
  auto rest = std::move(begun);
  CHECK(support::stays_exhausted(begun));  // NOLINT(bugprone-use-after-move)
  CHECK(collected(rest) == std::vector{2, 3, 4});
}

TEST_CASE("progress gives no more of a segment than it was asked for") {
  auto source = progress(counted(100), ignore, progress_options{.interval = 1h});
  int expected = 0;
  for (bool more = true; more;) {
    auto* const element = source.pull();
    more = element != nullptr;
    if (more) CHECK(*element == expected++);
    auto const there = source.segment(2);
    CHECK(there.size() <= 2);
    for (int const value : there) CHECK(value == expected++);
  }
  CHECK(expected == 100);
}

TEST_CASE("progress of a terminal writes the end at once, however short it was") {
  written terminal(true);
  CHECK(collected(progress(counted(2), progress_options{.output = terminal.output()})) == counted(2));
  std::string const text = terminal.text();
  INFO(text);
  CHECK(std::regex_match(text, std::regex("\r100% 2/2, [0-9.]+/s, [0-9]+:[0-9]+\x1b\\[K\r\n")));
}

TEST_CASE("progress says nothing of the time left where that is longer than anybody counts") {
  progress_report const slow{
      .count = 1, .total = std::uint64_t{1} << 62U, .elapsed = std::chrono::hours(1), .finished = false};
  CHECK(slow.rate() > 0);
  CHECK(slow.left() == std::nullopt);
}

TEST_CASE("progress without options writes to stderr") {
  written file(false);
  int const before = ::dup(STDERR_FILENO);
  ::dup2(::fileno(file.output()), STDERR_FILENO);
  auto const seen = collected(counted(2) | progress());
  std::fflush(stderr);
  ::dup2(before, STDERR_FILENO);
  ::close(before);
  CHECK(seen == counted(2));
  CHECK(file.text().starts_with("100% 2/2, "));
}
