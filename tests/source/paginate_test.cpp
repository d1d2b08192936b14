#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/pagination/by_cursor.hpp>
#include <cogen/source/paginate.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using cogen::paginate;
using support::collected;
using ints = std::vector<int>;

namespace {

struct page {
  ints items;
  std::optional<int> following;
};

// A service with `pages` pages of two items; counts what is asked of it.
struct service {
  int pages;
  std::vector<int> requests = {};
  int fail_at = -1;  // this call throws

  page fetch(int number) {
    requests.push_back(number);
    if (static_cast<int>(requests.size()) == fail_at) throw std::runtime_error("503");
    return {{10 * number, 10 * number + 1}, number + 1 < pages ? std::optional(number + 1) : std::nullopt};
  }
};

auto pages_of(service& asked, std::optional<int> first = 0) {
  return paginate(
      first, [&asked](int number) { return asked.fetch(number); }, [](page const& got) { return got.following; });
}
static_assert(support::is_source_of<decltype(pages_of(std::declval<service&>())), page&&, page>);

}  // namespace

TEST_CASE("paginate fetches page after page to the last") {
  for (int count = 1; count != 5; ++count) {
    service asked{count};
    auto pages = pages_of(asked);
    CHECK(asked.requests.empty());
    auto const got = collected(pages);
    CHECK(static_cast<int>(got.size()) == count);
    CHECK(got.back().items[1] == 10 * (count - 1) + 1);
    CHECK(asked.requests == support::counted(count));
    CHECK(support::stays_exhausted(pages));
    CHECK(static_cast<int>(asked.requests.size()) == count);
  }
}

TEST_CASE("paginate fetches no page that nobody asks for") {
  service asked{100};
  CHECK(collected(pages_of(asked) | cogen::take(2)).size() == 2);
  CHECK(asked.requests == ints{0, 1});
}

TEST_CASE("paginate says where to resume after the last page handed out") {
  service asked{3};
  auto pages = pages_of(asked);
  CHECK(pages.next_request() == 0);
  pages.pull();
  CHECK(pages.next_request() == 1);
  auto rest = pages_of(asked, pages.next_request());
  CHECK(collected(rest).front().items == ints{10, 11});
  CHECK(rest.next_request() == std::nullopt);
  auto none = pages_of(asked, rest.next_request());
  CHECK(support::stays_exhausted(none));
}

TEST_CASE("paginate asks again for the page that it failed to get") {
  service asked{3};
  asked.fail_at = 2;
  auto pages = pages_of(asked);
  CHECK(pages.pull()->items.front() == 0);
  CHECK_THROWS_AS(pages.pull(), std::runtime_error);
  CHECK(pages.next_request() == 1);
  CHECK(collected(pages).size() == 2);
  CHECK(asked.requests == ints{0, 1, 1, 2});
}

TEST_CASE("paginate asks again for a page whose token it failed to get") {
  int calls = 0;
  auto pages = paginate(
      std::string("a"), [](std::string const& token) { return token + token; },
      [&calls](std::string const& got) -> std::optional<std::string> {
        if (++calls == 1) throw std::runtime_error("no token");
        if (got.size() > 4) return std::nullopt;
        return got;
      });
  CHECK_THROWS_AS(pages.pull(), std::runtime_error);
  CHECK(pages.next_request() == "a");
  CHECK(collected(pages) == std::vector<std::string>{"aa", "aaaa", "aaaaaaaa"});
}

TEST_CASE("paginate holds one page at a time") {
  support::lifetime_check check;
  auto pages = paginate(
      0,
      [&check](int number) {
        CHECK(check->live == 0);
        return support::move_only(number);
      },
      [](support::move_only const& got) { return got == 3 ? std::nullopt : std::optional(got.value() + 1); });
  int seen = 0;
  while (auto const* const got = pages.pull()) seen += got->value();
  CHECK(seen == 6);
}

TEST_CASE("paginate takes a first request that converts to the type of the others") {
  auto pages = paginate(
      "first", [](std::string const& token) { return token.size(); },
      [](std::size_t size) { return size == 5 ? std::optional(std::string("x")) : std::nullopt; });
  CHECK(collected(pages) == std::vector<std::size_t>{5, 1});
}

TEST_CASE("paginate flattens to items and goes on being asked where it is") {
  service asked{3};
  auto pages = paginate(
      0, [&asked](int number) { return asked.fetch(number).items; },
      [](ints const& items) { return items.front() == 20 ? std::nullopt : std::optional(items.front() / 10 + 1); });
  auto items = pages | cogen::flatten;
  CHECK(*items.pull() == 0);
  CHECK(pages.next_request() == 1);
  CHECK(collected(items) == ints{1, 10, 11, 20, 21});
  CHECK(pages.next_request() == std::nullopt);
}

TEST_CASE("paginate can be moved in the middle and allocates nothing of its own") {
  support::check_moving([] {
    return paginate(
        1, [](int number) { return number * 2; },
        [](int got) { return got > 100 ? std::nullopt : std::optional(got); });
  });
  support::allocation_count allocated;
  auto pages = paginate(
      1, [](int number) { return number * 2; }, [](int got) { return got > 100 ? std::nullopt : std::optional(got); });
  int sum = 0;
  while (int const* const got = pages.pull()) sum += *got;
  auto const allocations = allocated.allocations();
  CHECK(sum == 254);
  CHECK(allocations == 0);
}

TEST_CASE("paginate asks next for the request too if it takes it") {
  auto pages = paginate(
      3, [](int asked) { return std::to_string(asked); },
      [](int asked, std::string const&) { return asked > 0 ? std::optional(asked - 1) : std::nullopt; });
  CHECK(collected(pages) == std::vector<std::string>{"3", "2", "1", "0"});
}

TEST_CASE("paginate stops after max_pages and says where to go on") {
  for (std::size_t most = 1; most != 7; ++most) {
    service asked{5};
    auto pages = paginate(
        0, [&asked](int number) { return asked.fetch(number); }, [](page const& got) { return got.following; },
        {.max_pages = most});
    auto const count = most < 5 ? static_cast<int>(most) : 5;
    CHECK(static_cast<int>(collected(pages).size()) == count);
    CHECK(support::stays_exhausted(pages));
    CHECK(asked.requests == support::counted(count));
    CHECK(pages.next_request() == (count < 5 ? std::optional(count) : std::nullopt));
  }
}

TEST_CASE("paginate counts no page for max_pages that it failed to get") {
  service asked{5};
  asked.fail_at = 2;
  auto pages = paginate(
      0, [&asked](int number) { return asked.fetch(number); }, [](page const& got) { return got.following; },
      {.max_pages = 2});
  CHECK(pages.pull() != nullptr);
  CHECK_THROWS_AS(pages.pull(), std::runtime_error);
  CHECK(collected(pages).size() == 1);
}

TEST_CASE("paginate refuses no pages by name") {
  auto const refused = support::refusal([] {
    (void)paginate(0, [](int asked) { return asked; }, [](int) { return std::optional<int>(); }, {.max_pages = 0});
  });
  CHECK(refused == "cogen::paginate: max_pages must be at least 1, not 0");
}

TEST_CASE("paginate says of each located page where it is and what comes behind it") {
  service asked{3};
  auto pages = paginate(
      0, [&asked](int number) { return asked.fetch(number); }, [](page const& got) { return got.following; },
      cogen::located);
  static_assert(
      support::is_source_of<decltype(pages), cogen::located_page<page, int>&&, cogen::located_page<page, int>>);
  int index = 0;
  while (auto* const got = pages.pull()) {
    CHECK(got->page.items.front() == 10 * index);
    CHECK(got->request == index);
    CHECK(got->next == got->page.following);
    CHECK(got->index == static_cast<std::size_t>(index));
    ++index;
  }
  CHECK(index == 3);
}

TEST_CASE("paginate gives located pages that say where to resume though others were read ahead") {
  service asked{9};
  auto const fetch = [&asked](int number) { return asked.fetch(number); };
  auto const next = [](page const& got) { return got.following; };
  // Reads three ahead, and is left behind the second page.
  auto pages = paginate(0, fetch, next, cogen::located, {.max_pages = 5}) | cogen::batch(5) | cogen::flatten;
  pages.pull();
  auto const token = pages.pull()->next;
  CHECK(asked.requests == support::counted(5));
  CHECK(token == 2);
  auto rest = paginate(token, fetch, next);
  CHECK(rest.pull()->items == ints{20, 21});
}

TEST_CASE("paginate can be moved with located pages and a strategy that remembers") {
  support::check_moving([] {
    return paginate(
        1, [](int number) { return number; },
        cogen::by_cursor([](int got) { return got < 5 ? std::optional(got + 1) : std::nullopt; }));
  });
}

TEST_CASE("paginate hands out a page that names no page to go on with and throws behind it") {
  int fetched = 0;
  int asked = 0;
  auto const fetch = [&fetched](int number) {
    ++fetched;
    return number;
  };
  auto const next = [&asked](int got) {
    ++asked;
    if (got == 1) throw cogen::pagination_error("no page", "x");
    return std::optional(got + 1);
  };
  auto pages = paginate(0, fetch, next);
  CHECK(*pages.pull() == 0);
  CHECK(pages.next_known());
  CHECK(*pages.pull() == 1);
  CHECK(pages.next_request() == std::nullopt);
  CHECK_FALSE(pages.next_known());
  CHECK_THROWS_AS(pages.pull(), cogen::pagination_error);
  CHECK(support::stays_exhausted(pages));
  CHECK_FALSE(pages.next_known());
  CHECK(fetched == 2);
  CHECK(asked == 2);

  // The error goes along, and is not left behind.
  auto first = paginate(1, fetch, next);
  first.pull();
  auto second = std::move(first);
  CHECK(first.pull() == nullptr);  // NOLINT(bugprone-use-after-move)
  CHECK_FALSE(second.next_known());
  CHECK_THROWS_AS(second.pull(), cogen::pagination_error);

  // It is thrown though no more pages are wanted.
  auto one = paginate(1, fetch, next, {.max_pages = 1});
  one.pull();
  CHECK_THROWS_AS(one.pull(), cogen::pagination_error);
}

TEST_CASE("paginate says of a located page whether what comes behind it is known") {
  auto const next = [](int got) {
    if (got == 1) throw cogen::pagination_error("no page", "x");
    return got == 3 ? std::nullopt : std::optional(got + 1);
  };
  auto const fetch = [](int number) { return number; };
  auto pages = paginate(0, fetch, next, cogen::located);
  CHECK(pages.pull()->next_known);
  auto* const got = pages.pull();
  CHECK(got->page == 1);
  CHECK(got->next == std::nullopt);
  CHECK_FALSE(got->next_known);
  auto last = paginate(3, fetch, next, cogen::located);
  auto* const end = last.pull();
  CHECK(end->next == std::nullopt);
  CHECK(end->next_known);
}

TEST_CASE("paginate leaves no token to resume from where it was moved from") {
  service asked{3};
  auto pages = pages_of(asked);
  pages.pull();
  auto moved = std::move(pages);
  CHECK(pages.next_request() == std::nullopt);  // NOLINT(bugprone-use-after-move)
  CHECK(moved.next_request() == 1);
  CHECK(collected(moved).size() == 2);
}
