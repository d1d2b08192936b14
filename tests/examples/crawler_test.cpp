// The crawler as a user runs it: on its own site, and on sites of which the test knows every request.
#include <fmt/format.h>
#include <httplib.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "examples/program.hpp"
#include "support/catch.hpp"

namespace {

using example_tests::contains;
using example_tests::outcome;
using strings = std::vector<std::string>;

outcome crawl(strings const& arguments) {
  return example_tests::program(std::string(COGEN_EXAMPLES_FOLDER) + "/crawler/crawler", arguments,
                                std::filesystem::temp_directory_path())
      .wait();
}

// A site on loopback that knows what it was asked for.
class test_site {
 public:
  using handler = std::function<void(httplib::Response&)>;

  test_site() {
    http_.set_tcp_nodelay(true);
    http_.set_keep_alive_timeout(1);
    http_.Get(".*", [this](httplib::Request const& request, httplib::Response& response) {
      std::lock_guard const lock(mutex_);
      ++asked_[request.target];
      auto const found = pages_.find(request.target);
      if (found == pages_.end()) {
        response.status = 404;
      } else {
        found->second(response);
      }
    });
    port_ = http_.bind_to_any_port("127.0.0.1");
    REQUIRE(port_ > 0);
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    while (!http_.is_running()) std::this_thread::yield();
  }
  test_site(test_site const&) = delete;
  test_site& operator=(test_site const&) = delete;
  ~test_site() {
    http_.stop();
    thread_.join();
  }

  // Before the crawl, or from a handler.
  void serve(std::string const& path, handler what) { pages_[path] = std::move(what); }
  void serve(std::string const& path, std::string const& html) {
    serve(path, [html](httplib::Response& response) { response.set_content(html, "text/html"); });
  }
  void redirect(std::string const& path, std::string const& to, int status = 302) {
    serve(path, [to, status](httplib::Response& response) { response.set_redirect(to, status); });
  }

  int port() const { return port_; }
  std::string url() const { return fmt::format("http://127.0.0.1:{}/", port_); }
  // How often each path was asked for.
  std::map<std::string, int> asked() {
    std::lock_guard const lock(mutex_);
    return asked_;
  }
  // The crawl of this site, which must end well.
  outcome crawled(strings arguments = {}) {
    arguments.insert(arguments.begin(), {"--url", url(), "--delay", "0"});
    auto result = crawl(arguments);
    INFO(result.err << result.out);
    REQUIRE(result.exit_code == 0);
    return result;
  }

 private:
  httplib::Server http_;
  int port_ = 0;
  std::thread thread_;
  std::mutex mutex_;
  std::map<std::string, handler> pages_;
  std::map<std::string, int> asked_;
};

// Without the port, which is another one each time.
std::string without_port(std::string const& text) {
  return std::regex_replace(text, std::regex(R"((127\.0\.0\.1|localhost):\d+)"), "$1:PORT");
}

struct row {
  std::string status;
  int depth = 0;
  int links = 0;
  std::string path;
  std::string title;
};

// The table that the crawler prints.
std::vector<row> rows(std::string const& out) {
  std::vector<row> all;
  std::istringstream stream(out);
  std::string line;
  while (std::getline(stream, line) && !line.starts_with("status")) continue;
  while (std::getline(stream, line) && !line.empty()) {
    std::istringstream cells(line);
    row each;
    cells >> each.status >> each.depth >> each.links >> each.path >> std::ws;
    std::getline(cells, each.title);
    all.push_back(each);
  }
  return all;
}

strings paths(std::string const& out) {
  strings all;
  for (row const& each : rows(out)) all.push_back(each.path);
  return all;
}

row row_of(std::string const& out, std::string const& path) {
  for (row const& each : rows(out)) {
    if (each.path == path) return each;
  }
  FAIL("no row of " << path << " in\n" << out);
  return {};
}

}  // namespace

TEST_CASE("crawler: without arguments it crawls a site of its own", "[crawler]") {
  outcome const result = crawl({});
  INFO(result.err);
  CHECK(result.exit_code == 0);
  CHECK(without_port(result.out) == R"(http://127.0.0.1:PORT/

status  depth  links  path                      title
   200      0     10  /                         Harbour Museum
   200      1      4  /visit.html               Your visit
   200      1      3  /rooms/                   Rooms
   200      1      3  /news/?page=1             News & dates
   200      1      1  /archive/1                Archive, year 1
   200      1      1  /guestbook                Guestbook
   200      2      0  /plan.pdf                 application/pdf
   302      2      1  /old-shop                 -> /shop?from=old
   404      2      0  /cafe.html                404 Not Found
   200      2      3  /rooms/floor/1            Room 1
   200      2      3  /rooms/floor/2            Room 2
   200      2      3  /rooms/floor/3            Room 3
   200      2      2  /news/?page=2             Older news
   200      2      0  /opening-hours.json       application/json
   200      2      1  /archive/2                Archive, year 2
   200      2      2  /shop?from=old            Shop
   404      3      0  /rooms/floor/4            404 Not Found
   200      3      1  /archive/3                Archive, year 3
   302      3      1  /lost/1                   -> /lost/2
   302      3      1  /lost/2                   -> /lost/1
   200      4      1  /archive/4                Archive, year 4
   200      5      1  /archive/5                Archive, year 5

22 pages: 15 of HTML, 2 of other types, 3 redirects, 2 broken
42 links: 21 followed, 16 to the same pages, 5 left out
     2  to other hosts
     2  that are not http or https
     1  deeper than 5 (--max-depth)

Broken:
  /cafe.html: 404 Not Found
      linked from /visit.html, /shop?from=old
  /rooms/floor/4: 404 Not Found
      linked from /rooms/floor/1, /rooms/floor/2, /rooms/floor/3, /news/?page=2
)");
  CHECK(contains(result.err, "/guestbook: 503 Service Unavailable; trying again in "));
}

TEST_CASE("crawler: the output is the same for any number of workers", "[crawler]") {
  auto const with = [](char const* workers) {
    return without_port(crawl({"--workers", workers, "--delay", "0", "--latency", "2"}).out);
  };
  std::string const one = with("1");
  CHECK(rows(one).size() == 22);
  CHECK(with("2") == one);
  CHECK(with("8") == one);
}

TEST_CASE("crawler: pages come breadth first, in the order of the links", "[crawler]") {
  test_site site;
  site.serve("/", "<a href=/b>b</a><a href=/a>a</a>");
  site.serve("/a", "<a href=/a/1>1</a><a href=/a/2>2</a>");
  // The first takes longest.
  site.serve("/b", "<a href=/b/2>2</a><a href=/b/1>1</a><a href=/a>a</a>");
  auto const found = paths(site.crawled({"--attempts", "1"}).out);
  CHECK(found == strings{"/", "/b", "/a", "/b/2", "/b/1", "/a/1", "/a/2"});
}

TEST_CASE("crawler: no page is asked for twice, whatever a link calls it", "[crawler]") {
  test_site site;
  std::string const own = fmt::format("LocalHost:{}", site.port());
  site.serve("/", fmt::format(R"(
      <a href="dir/page">1</a> <a href="/dir/page#part">2</a> <a href="./x/../dir/./page">3</a>
      <a href="http://{0}/dir/page">4</a> <a href="HTTP://{0}/dir/page">5</a> <a href="//{0}/../dir/page">6</a>
      <a href=" dir/page
        ">7</a> <a href="dir/page?">8</a> <a href="dir/page?a=1&amp;b=2">9</a> <a href="http://{0}">10</a>
      <a href="">11</a> <a href="#here">12</a> <a href="">13</a>)",
                              own));
  site.serve("/dir/page", R"(<a href="../dir/page">self</a> <a href="page">self</a> <a href="..">home</a>)");
  site.serve("/dir/page?", "");
  site.serve("/dir/page?a=1&b=2", "");
  auto const result = crawl({"--url", "HTTP://" + own, "--delay", "0"});
  INFO(result.err << result.out);
  CHECK(result.exit_code == 0);
  CHECK(site.asked() ==
        std::map<std::string, int>{{"/", 1}, {"/dir/page", 1}, {"/dir/page?", 1}, {"/dir/page?a=1&b=2", 1}});
  CHECK(row_of(result.out, "/").links == 4);
  CHECK(row_of(result.out, "/dir/page").links == 2);
}

TEST_CASE("crawler: a default port is no port", "[crawler]") {
  test_site site;
  site.serve("/",
             R"(<a href="http://a.example/"></a> <a href="http://A.example:80"></a> <a href="http://a.example:/"></a>
      <a href="https://a.example/"></a> <a href="https://a.example:443/"></a> <a href="http://a.example:443/"></a>)");
  auto const result = site.crawled();
  CHECK(row_of(result.out, "/").links == 3);
  CHECK(contains(result.out, "     3  to other hosts\n"));
}

TEST_CASE("crawler: another host or port is not asked, not even by a redirect", "[crawler]") {
  test_site site;
  test_site other;
  site.serve("/", fmt::format(R"(<a href="{}page">other port</a> <a href="http://localhost:{}/name">other name</a>
      <a href="/away">redirect</a> <a href="mailto:a@b.example">mail</a> <a href="http:///">no host</a>)",
                              other.url(), site.port()));
  site.redirect("/away", other.url() + "away");
  auto const result = site.crawled();
  CHECK(other.asked().empty());
  CHECK(site.asked() == std::map<std::string, int>{{"/", 1}, {"/away", 1}});
  CHECK(contains(result.out, "     3  to other hosts\n     2  that are not http or https\n"));
  CHECK(row_of(result.out, "/away").title == "-> " + other.url() + "away");
}

TEST_CASE("crawler: what a limit leaves out is counted", "[crawler]") {
  test_site site;
  std::string many;
  for (int number = 0; number < 20; ++number) many += fmt::format("<a href=/{0}>{0}</a>", number);
  site.serve("/", many);
  for (int number = 0; number < 20; ++number) site.serve(fmt::format("/{}", number), "<a href=deep></a><a href=/></a>");
  site.serve("/deep", "<a href=deeper></a>");
  site.serve("/deeper", "");

  SECTION("of pages") {
    auto const result = site.crawled({"--max-pages", "8"});
    CHECK(site.asked().size() == 8);
    CHECK(contains(result.out, "8 pages: 8 of HTML"));
    CHECK(contains(result.out,
                   "34 links: 7 followed, 7 to the same pages, 20 left out\n"
                   "    20  to more than 8 pages (--max-pages)\n"));
  }
  SECTION("of depth") {
    auto const result = site.crawled({"--max-depth", "1"});
    CHECK(site.asked().size() == 21);
    CHECK(contains(result.out,
                   "60 links: 20 followed, 20 to the same pages, 20 left out\n"
                   "    20  deeper than 1 (--max-depth)\n"));
  }
  SECTION("of depth, down to the first page alone") {
    auto const result = site.crawled({"--max-depth", "0"});
    CHECK(site.asked().size() == 1);
    CHECK(contains(result.out, "    20  deeper than 0 (--max-depth)\n"));
  }
  SECTION("of pages that wait") {
    // What was left out is followed where it is found again with room for it.
    auto const result = site.crawled({"--max-queue", "5"});
    CHECK(site.asked().size() == 8);
    CHECK(contains(result.out,
                   "31 links: 7 followed, 9 to the same pages, 15 left out\n"
                   "    15  when 5 pages waited (--max-queue)\n"));
  }
}

TEST_CASE("crawler: a redirect leads to a page of the same depth, and round in circles once", "[crawler]") {
  test_site site;
  site.serve("/", "<a href=/one></a><a href=/next></a>");
  site.redirect("/one", "two?from=one", 301);
  site.redirect("/two?from=one", "/page", 303);
  site.serve("/page", "<title>At the end</title><a href=/round></a>");
  site.serve("/next", "<a href=/far></a>");
  site.redirect("/round", "/about", 307);
  site.redirect("/about", "/round", 308);
  auto const result = site.crawled({"--max-depth", "2"});
  CHECK(paths(result.out) == strings{"/", "/one", "/next", "/two?from=one", "/page", "/far", "/round", "/about"});
  CHECK(contains(result.out, "8 pages: 3 of HTML, 0 of other types, 4 redirects, 1 broken\n"));
  CHECK(row_of(result.out, "/page").depth == 1);
  CHECK(row_of(result.out, "/about").depth == 2);
  for (auto const& [path, times] : site.asked()) {
    INFO(path);
    CHECK(times == 1);
  }
}

TEST_CASE("crawler: broken links are named with the pages that have them", "[crawler]") {
  test_site site;
  site.serve("/", "<a href=/a></a><a href=/gone></a><a href=/moved></a>");
  site.serve("/a", "<a href=/gone></a><a href=/gone#again></a>");
  site.redirect("/moved", "/gone");
  auto const result = site.crawled();
  CHECK(contains(result.out, "4 pages: 2 of HTML, 0 of other types, 1 redirects, 1 broken\n"));
  CHECK(contains(result.out, "Broken:\n  /gone: 404 Not Found\n      linked from /, /a, /moved\n"));
}

TEST_CASE("crawler: what may come again is asked for again, the rest is not", "[crawler]") {
  test_site site;
  site.serve("/", "<a href=/dead></a><a href=/busy></a><a href=/gone></a><a href=/nowhere></a><a href=/wait></a>");
  site.serve("/dead", [](httplib::Response& response) { response.status = 500; });
  site.serve("/busy", [&site](httplib::Response& response) {
    response.status = 429;
    response.set_header("Retry-After", "0");
    site.serve("/busy", "<title>Now</title>");
  });
  site.serve("/nowhere", [](httplib::Response& response) { response.status = 301; });
  site.serve("/wait", [](httplib::Response& response) {
    response.status = 503;
    response.set_header("Retry-After", "3600");
  });
  auto const result = site.crawled({"--attempts", "4"});
  CHECK(site.asked() ==
        std::map<std::string, int>{{"/", 1}, {"/busy", 2}, {"/dead", 4}, {"/gone", 1}, {"/nowhere", 1}, {"/wait", 1}});
  CHECK(row_of(result.out, "/dead").status == "500");
  CHECK(row_of(result.out, "/busy").title == "Now");
  CHECK(row_of(result.out, "/nowhere").title == "301 Moved Permanently");
}

TEST_CASE("crawler: HTML is read as browsers read it", "[crawler]") {
  test_site site;
  site.serve("/", R"(<TITLE>Fish &amp;
      chips &eacute;</title><base target="_top"><base href="/menu/index?x"><base href="/not/this/">
      <p><b><a HREF=soup>unclosed <table><a href='salad'>in a table</table><map><area href="pie"></map>
      <!-- <a href="commented"></a> --><script>"<a href='script'>"</script><template><a href="hidden"></template>
      <a name="no-href">x</a> <svg><title>Picture</title></svg> <a href="last" x)");
  for (auto const* path : {"/menu/soup", "/menu/salad", "/menu/pie", "/menu/hidden"}) site.serve(path, "");
  auto const result = site.crawled();
  // What stands in no whole tag is no link.
  CHECK(paths(result.out) == strings{"/", "/menu/soup", "/menu/salad", "/menu/pie", "/menu/hidden"});
  CHECK(row_of(result.out, "/").title == "Fish & chips \u00e9");
}

TEST_CASE("crawler: a link can hold nothing that would be another request", "[crawler]") {
  test_site site;
  site.serve("/", "<a href='/a b&#13;&#10;c'></a><a href='/\xC3\xA9\"%41|'></a>");
  static_cast<void>(site.crawled());
  CHECK(site.asked() == std::map<std::string, int>{{"/", 1}, {"/a%20bc", 1}, {"/%C3%A9%22%41%7C", 1}});
}

TEST_CASE("crawler: what is not HTML is not read", "[crawler]") {
  test_site site;
  site.serve("/", "<a href=/text></a><a href=/nothing></a><a href=/xhtml></a>");
  site.serve("/text",
             [](httplib::Response& response) { response.set_content("<a href=/no></a>", "text/plain; charset=x"); });
  site.serve("/nothing", [](httplib::Response& response) { response.status = 204; });
  site.serve("/xhtml", [](httplib::Response& response) {
    response.set_content("<html><a href=/yes></a></html>", "Application/XHTML+xml");
  });
  site.serve("/yes", "");
  auto const result = site.crawled();
  CHECK(paths(result.out) == strings{"/", "/text", "/nothing", "/xhtml", "/yes"});
  CHECK(row_of(result.out, "/text").title == "text/plain");
  CHECK(row_of(result.out, "/nothing").title == "of no type");
}

TEST_CASE("crawler: a page may nest deeper than any stack", "[crawler]") {
  test_site site;
  std::string page;
  for (int depth = 0; depth < 340'000; ++depth) page += "<span>";
  site.serve("/", page + "<a href=/below></a>");
  site.serve("/below", "<title>Below</title>");
  CHECK(row_of(site.crawled().out, "/below").title == "Below");
}

TEST_CASE("crawler: of a page that is too long the beginning is read, and that is said", "[crawler]") {
  test_site site;
  std::string const filler(3U << 20U, 'x');
  site.serve("/", "<a href=/begin></a>" + filler + "<a href=/end></a>");
  site.serve("/begin", "");
  auto const result = site.crawled();
  CHECK(paths(result.out) == strings{"/", "/begin"});
  CHECK(contains(result.out, "1 pages are longer than 2 MiB: links behind that are not known\n"));
}

TEST_CASE("crawler: nothing on a page can move the cursor or fill the screen", "[crawler]") {
  test_site site;
  site.serve("/", "<title>red &#27;[31m&#127;\n " + std::string(1000, 'x') +
                      "</title><a href='/&#27;[2J'></a><a href=/type></a>");
  site.serve("/type", [](httplib::Response& response) { response.set_content("x", "a\x1b/\xC2\x9B\xC3\x9B"); });
  auto const result = site.crawled();
  CHECK(row_of(result.out, "/").title == "red [31m " + std::string(87, 'x') + " ...");
  CHECK(row_of(result.out, "/%1B[2J").status == "404");
  CHECK(row_of(result.out, "/type").title == "a / \xC3\x9B");
  CHECK(result.out.find('\x1b') == std::string::npos);
}

TEST_CASE("crawler: requests keep the distance that --delay asks for, with any number of workers", "[crawler]") {
  test_site site;
  site.serve("/", "<a href=/1></a><a href=/2></a><a href=/3></a><a href=/4></a>");
  auto const start = std::chrono::steady_clock::now();
  outcome const result = crawl({"--url", site.url(), "--delay", "250", "--workers", "4"});
  // No measurement: five requests can't take less, however fast the machine.
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(4 * 250));
  CHECK(rows(result.out).size() == 5);
}

TEST_CASE("crawler: without a page to begin at it says so and fails", "[crawler]") {
  SECTION("the page is not there") {
    test_site site;
    outcome const result = crawl({"--url", site.url() + "not/there"});
    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, fmt::format("crawler: {}not/there: 404 Not Found\n", site.url())));
  }
  SECTION("the server is not there") {
    std::string url;
    {
      test_site gone;
      url = gone.url();
    }
    outcome const result = crawl({"--url", url, "--attempts", "2"});
    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, fmt::format("crawler: {}: connection refused, or host unknown or unreachable\n", url)));
    REQUIRE(rows(result.out).size() == 1);
    CHECK(row_of(result.out, "/").status == "none");
  }
}

TEST_CASE("crawler: bad options are one line and exit code 2", "[crawler]") {
  auto const arguments =
      GENERATE(strings{"--url", "https://a.example/"}, strings{"--url", "a.example"},
               strings{"--url", "http://a.example:99999/"}, strings{"--url", "http://a b/"}, strings{"--workers", "0"},
               strings{"--max-pages", "0"}, strings{"--max-depth", "-1"}, strings{"--max-queue", "0"},
               strings{"--delay", "-1"}, strings{"--attempts", "0"}, strings{"--unknown"}, strings{"stray"});
  outcome const result = crawl(arguments);
  INFO(arguments.front() << ": " << result.err);
  CHECK(result.exit_code == 2);
  CHECK(result.out.empty());
  CHECK(std::regex_match(result.err, std::regex("crawler: [^\n]+ \\(see --help\\)\n")));
}

TEST_CASE("crawler: --help names the options and the exit codes", "[crawler]") {
  outcome const result = crawl({"--help"});
  CHECK(result.exit_code == 0);
  for (auto const* word : {"--url", "--max-pages", "--max-depth", "--max-queue", "--workers", "--delay", "--attempts",
                           "--latency", "Exit code", "robots.txt"}) {
    INFO(word);
    CHECK(contains(result.out, word));
  }
}
