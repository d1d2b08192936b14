// A site, crawled breadth first.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>

#include "../support/command_line.hpp"
#include "crawl.hpp"
#include "report.hpp"
#include "site.hpp"
#include "url.hpp"

namespace {

struct options {
  std::string url{};
  crawler::crawl_options how{};
  crawler::limits most{};
  std::int64_t delay_ms = 50;
  std::int64_t latency_ms = 0;
};

void describe(CLI::App& app, options& chosen) {
  CLI::Option* const url =
      app.add_option("--url", chosen.url,
                     "The page to begin at: http://host[:port][/path][?query]; other hosts and ports are left out.\n"
                     "Without it the program serves a small site to itself, on loopback");
  app.add_option("--max-pages", chosen.most.pages, "Pages to ask for, at most")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--max-depth", chosen.most.depth, "Links between the first page and another, at most")
      ->check(CLI::Range(std::size_t{0}, std::size_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--max-queue", chosen.most.queue, "Pages that wait, at most")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--workers", chosen.how.workers, "Pages to ask for and to read at the same time")
      ->check(CLI::Range(std::size_t{1}, std::size_t{256}))
      ->capture_default_str();
  app.add_option("--delay", chosen.delay_ms, "Milliseconds from one request to the next, of all workers together")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{60'000}))
      ->capture_default_str();
  app.add_option("--attempts", chosen.how.attempts, "Tries in all for a page that can't be had")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100}))
      ->capture_default_str();
  app.add_option("--latency", chosen.latency_ms, "Milliseconds that the program's own site takes to answer")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{10'000}))
      ->capture_default_str()
      ->excludes(url);
}

// Whether there was a page to begin at.
bool run(options const& chosen) {
  std::optional<crawler::site> own;
  if (chosen.url.empty()) own.emplace(std::chrono::milliseconds(chosen.latency_ms));
  std::string const start = own ? own->url() : crawler::start_url(chosen.url);

  auto const began = std::chrono::steady_clock::now();
  crawler::frontier urls(start, chosen.most);
  crawler::report report(start);
  std::optional<crawler::page> first;
  for (crawler::page&& visited : crawler::crawl(urls, chosen.how)) {
    report.add(visited);
    if (!first) first = std::move(visited);
  }
  report.finish(urls, chosen.most);
  std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - began;
  fmt::print(stderr, "crawler: done in {:.2f} s\n", seconds.count());
  if (first->kind != crawler::page_kind::broken) return true;
  fmt::print(stderr, "crawler: {}: {}\n", first->url, first->title);
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  options chosen;
  chosen.how.note = [](std::string const& text) { fmt::print(stderr, "crawler: {}\n", text); };
  CLI::App app{
      "Crawls a site breadth first and says which links of it are broken. Without options it serves a small site to\n"
      "itself. It does not read robots.txt: crawl sites of your own.\n"
      "Exit code: 0 done, 1 there is no page to begin at, 2 bad options.\n",
      "crawler"};
  describe(app, chosen);
  auto const settle = [&] {
    chosen.how.delay = std::chrono::milliseconds(chosen.delay_ms);
    if (!chosen.url.empty()) static_cast<void>(crawler::start_url(chosen.url));
  };
  return run_program(app, argc, argv, settle, [&] { return run(chosen); });
}
