#include "pages.hpp"

#include <cogen/adaptor/take_until.hpp>
#include <cogen/pagination.hpp>
#include <cogen/parallel.hpp>
#include <cogen/source/count.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "interruption.hpp"
#include "text.hpp"

namespace api_to_parquet {

using cogen::generator;

namespace {

std::uint64_t number_in(std::string const& at) {
  auto const number = parse_number(at);
  if (!number) throw std::invalid_argument(fmt::format("checkpoint: \"{}\" must be the number of a page or a row", at));
  return *number;
}

// What follows a page that has a number: the next, if there is more.
auto number_behind(std::uint64_t step) {
  return [step](page const& fetched) -> std::optional<std::string> {
    if (!fetched.has_more) return std::nullopt;
    return std::to_string(number_in(fetched.at) + step);
  };
}

// [fetching]
// One page after the other, each asked for when it is wanted, or up to `ahead` before that.
generator<located_page> chained_pages(auto fetch, std::string first, auto next, std::size_t ahead) {
  auto pages = cogen::paginate(std::move(first), fetch, next, cogen::located);
  if (ahead <= 1) {
    co_yield cogen::from(std::move(pages));
  } else {
    co_yield cogen::from(std::move(pages) | cogen::prefetch(ahead));
  }
}

// Pages that have numbers, side by side. Some behind the last are asked for in vain.
generator<located_page> numbered_pages(auto fetch, std::uint64_t first, std::uint64_t step, std::size_t workers) {
  auto const is_last = [](page const& fetched) { return !fetched.has_more; };
  auto pages = cogen::count(first, step)                                                  //
               | cogen::parallel_map(fetch, {.workers = workers, .window = 2 * workers})  //
               | cogen::take_until(is_last);
  std::size_t index = 0;
  for (page&& fetched : pages) {
    located_page got{{}, fetched.at, number_behind(step)(fetched), index++};
    got.page = std::move(fetched);
    co_yield std::move(got);
  }
}
// [/fetching]

// All pages from `at` on. Those that have numbers are fetched by what.workers threads; those of which each names the next
// one after the other, what.workers pages ahead of the consumer.
generator<located_page> fetch_pages(client_pool& clients, job const& what, std::string at) {
  if (at.empty()) at = clients.first();
  auto const fetch = [&clients](std::string const& which) { return clients.fetch(which); };
  auto const fetch_number = [&clients](std::uint64_t number) { return clients.fetch(std::to_string(number)); };
  auto const numbered = [&](std::uint64_t step) {
    std::uint64_t const first = number_in(at);
    if (what.workers == 1) return chained_pages(fetch, std::move(at), number_behind(step), 1);
    return numbered_pages(fetch_number, first, step, what.workers);
  };
  switch (what.from.style) {
    case api_style::page:
      return numbered(1);
    case api_style::offset:
      return numbered(what.from.page_size);
    case api_style::cursor:
      return chained_pages(fetch, std::move(at), cogen::by_cursor(&page::next_cursor), what.workers);
    case api_style::link:
      return chained_pages(fetch, std::move(at), cogen::by_link_header(), what.workers);
  }
  throw std::invalid_argument("api: must be page, offset, cursor or link");
}

// Rows that are made up here, in pages; `at` is the first row's index.
generator<located_page> synthetic_pages(job const& what, std::string at) {
  auto const [seed, rows] = what.synthetic.value();
  std::uint64_t row = at.empty() ? 0 : number_in(at);
  for (std::size_t index = 0;; ++index) {
    located_page made{{}, std::to_string(row), std::nullopt, index};
    auto const end = row + std::min<std::uint64_t>(what.from.page_size, rows - std::min(row, rows));
    made.page.rows.reserve(end - row);
    for (; row != end; ++row) made.page.rows.push_back(synthetic_transaction(seed, row));
    bool const more = row < rows;
    if (more) made.next = std::to_string(row);
    co_yield std::move(made);
    if (!more) co_return;
  }
}

// Leaves the first `most` rows; of the bad ones, those before the first that is cut off.
void cut(page& fetched, std::size_t most) {
  fetched.rows.resize(most);
  std::size_t index = most;  // of the row behind, in the page as it came
  auto const behind = std::find_if(fetched.bad_rows.begin(), fetched.bad_rows.end(), [&](bad_row const& bad) {
    if (bad.index >= index) return true;
    ++index;
    return false;
  });
  fetched.bad_rows.erase(behind, fetched.bad_rows.end());
}

// No more than `most` rows: the page in which they end is cut there, and is the last.
generator<located_page> first_rows(generator<located_page> pages, std::uint64_t most) {
  for (located_page&& got : pages) {
    bool const last = got.page.rows.size() >= most;
    if (last) {
      cut(got.page, static_cast<std::size_t>(most));
      got.next.reset();
      got.next_known = true;
    }
    most -= got.page.rows.size();
    co_yield std::move(got);
    if (last) co_return;
  }
}

}  // namespace

generator<located_page> pages_from(client_pool* clients, job const& what, std::string at, std::uint64_t most,
                                   rejected_rows& rejected) {
  auto pages = what.synthetic ? synthetic_pages(what, std::move(at)) : fetch_pages(*clients, what, std::move(at));
  for (located_page&& got : first_rows(std::move(pages), most)) {
    what.on_rows(got.page.rows.size());
    rejected.add(got.page);
    co_yield std::move(got);
    stop_if_interrupted();  // what has come is in the consumer's hands
  }
}

}  // namespace api_to_parquet
