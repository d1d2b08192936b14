#include "site.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <atomic>
#include <map>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

namespace crawler {
namespace {

struct resource {
  std::string type;  // or "redirect": then the content is where to
  std::string content;
};

std::string html(std::string_view title, std::string_view body) {
  return fmt::format("<!DOCTYPE html>\n<html><head><title>{}</title></head>\n<body>{}</body></html>\n", title, body);
}

// What is served, by path. `own` is the site itself, for links that name it.
std::map<std::string, resource> resources(std::string const& own) {
  std::map<std::string, resource> all;
  auto const page = [&all](std::string const& path, std::string_view title, std::string_view body) {
    all[path] = {"text/html; charset=utf-8", html(title, body)};
  };

  // The same page under many names, and what leads elsewhere.
  page("/", "Harbour Museum",
       fmt::format(R"(
<a href="visit.html">Visit</a> <a href="/visit.html#tickets">Tickets</a> <a href="./news/../visit.html">Hours</a>
<a href="{0}/visit.html">Absolute</a> <a href="HTTP{1}/visit.html">In capitals</a> <a href="#top">Up</a>
<a href="rooms/">Rooms</a> <a href="news/?page=1">News</a> <a href="archive/1">Archive</a> <a href="guestbook">Guestbook</a>
<a href="http://harbour.example/">The harbour</a> <a href="//boats.example/list">Boats</a>
<a href="mailto:museum@harbour.example">Write to us</a> <a href="javascript:history.back">Back</a>)",
                   own, own.substr(4)));
  page("/visit.html", "Your visit", R"(
<a href="/">Home</a> <a href="plan.pdf">Plan of the house</a> <a href="old-shop">Shop</a> <a href="cafe.html">Café</a>)");
  all["/plan.pdf"] = {"application/pdf", "%PDF-1.4\n"};
  all["/opening-hours.json"] = {"application/json", R"({"monday": "closed"})"};

  // Redirects: one that ends, and two that lead to each other.
  all["/old-shop"] = {"redirect", "/shop?from=old"};
  page("/shop?from=old", "Shop", R"(<a href="/lost/1">Lost property</a> <a href="/cafe.html">Café</a>)");
  all["/lost/1"] = {"redirect", "2"};
  all["/lost/2"] = {"redirect", "/lost/1"};

  // Links that are relative to something else, each room linked with the next: a loop, but for one that is gone.
  page("/rooms/", "Rooms", R"(<base href="/rooms/floor/"><a href="1">1</a> <a href="2">2</a> <a href="3">3</a>)");
  for (int room = 1; room <= 3; ++room) {
    page(fmt::format("/rooms/floor/{}", room), fmt::format("Room {}", room),
         fmt::format(R"(<a href="{}">Next</a> <a href="..">All</a> <a href="4">The new room</a>)", room % 3 + 1));
  }

  // No browser minds what is wrong with this.
  all["/news/?page=1"] = {
      "text/html",
      "<title>News &amp;\n dates</title><ul><li><a href='?page=2'>Older<li><a href=/visit.html>Visit"
      "<p><table><b><a HREF=\"/opening-hours.json\">Hours</b></table></p></b><a href=?page=1&lt;=x"};
  page("/news/?page=2", "Older news", R"(<a href="?page=1">Newer</a> <a href="/rooms/floor/4">The new room</a>)");

  // A long way down.
  for (int year = 1; year <= 9; ++year) {
    page(fmt::format("/archive/{}", year), fmt::format("Archive, year {}", year),
         fmt::format(R"(<a href="{}">The year before</a>)", year + 1));
  }
  page("/guestbook", "Guestbook", R"(<a href="/">Home</a>)");
  return all;
}

}  // namespace

class site::server {
 public:
  explicit server(std::chrono::milliseconds latency) {
    http_.set_tcp_nodelay(true);
    http_.set_keep_alive_timeout(1);  // seconds; stop() waits this long for idle connections
    http_.Get(".*", [this, latency](httplib::Request const& request, httplib::Response& response) {
      std::this_thread::sleep_for(latency);
      answer(request, response);
    });
    int const port = http_.bind_to_any_port("127.0.0.1");
    if (port < 0) throw std::runtime_error("can't listen on 127.0.0.1");
    url_ = fmt::format("http://127.0.0.1:{}", port);
    resources_ = resources(url_);
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    while (!http_.is_running()) std::this_thread::yield();  // stop() before this would be lost
  }
  server(server const&) = delete;
  server& operator=(server const&) = delete;
  ~server() {
    http_.stop();
    thread_.join();
  }

  std::string const& url() const { return url_; }

 private:
  void answer(httplib::Request const& request, httplib::Response& response) {
    if (request.target == "/guestbook" && !guestbook_asked_.exchange(true)) {  // the first time it is out of order
      response.status = 503;
      response.set_header("Retry-After", "0");
      return;
    }
    auto const found = resources_.find(request.target);
    if (found == resources_.end()) {
      response.status = 404;
    } else if (found->second.type == "redirect") {
      response.set_redirect(found->second.content);
    } else {
      response.set_content(found->second.content, found->second.type);
    }
  }

  httplib::Server http_;
  std::string url_;
  std::map<std::string, resource> resources_;
  std::atomic<bool> guestbook_asked_ = false;
  std::thread thread_;
};

site::site(std::chrono::milliseconds latency) : server_(std::make_unique<server>(latency)) {}
site::~site() = default;

std::string site::url() const { return server_->url() + "/"; }

}  // namespace crawler
