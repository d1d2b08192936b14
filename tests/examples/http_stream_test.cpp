// The program as a whole, against servers that do what a test says; and the parts that can be had alone.
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <cogen.hpp>

#include "examples/peak_memory.hpp"
#include "examples/program.hpp"
#include "http_stream/chunk_channel.hpp"
#include "http_stream/stream_lines.hpp"
#include "support/catch.hpp"
#include "support/python.hpp"
#include "support/safe_text.hpp"
#include "support/temporary_folder.hpp"

namespace {

using namespace std::chrono_literals;
using example_tests::contains;
using example_tests::lines;
using example_tests::outcome;
using example_tests::program;
using http_stream::chunk_channel;
using http_stream::stream_lines;
using strings = std::vector<std::string>;

std::string const executable = std::string(COGEN_EXAMPLES_FOLDER) + "/http_stream/http_stream";

outcome run(strings const& arguments) {
  program running(executable, arguments, std::filesystem::temp_directory_path());
  return running.wait();
}

// What the program says of what had come is in `counted`.
void check_failure(outcome const& result, int exit_code, std::string const& message, std::string const& counted) {
  CAPTURE(result.err, result.out, message);
  CHECK(result.exit_code == exit_code);
  CHECK(lines(result.err) == 1);
  CHECK(result.err.rfind("http_stream: ", 0) == 0);
  CHECK(contains(result.err, message));
  CHECK(contains(result.out, counted));
  CHECK(result.out.empty() == counted.empty());
}

template <class Condition>
void wait_until(Condition condition) {
  auto const end = std::chrono::steady_clock::now() + 30s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) FAIL("waited for 30 seconds in vain");
    std::this_thread::sleep_for(5ms);
  }
}

std::string line_of(std::uint64_t id) {
  return "{\"id\":" + std::to_string(id) + ",\"type\":\"order\",\"amount\":0.5}\n";
}

// A server that streams what `send` writes, call by call, until that says it is done, or returns false.
class stream_server {
 public:
  using sender = std::function<bool(httplib::DataSink&)>;

  explicit stream_server(sender send) : send_(std::move(send)) {
    http_.set_keep_alive_timeout(1);
    http_.set_tcp_nodelay(true);
    http_.set_write_timeout(600s);
    http_.Get("/events", [this](httplib::Request const&, httplib::Response& response) {
      response.set_chunked_content_provider(
          "application/x-ndjson", [this](std::size_t, httplib::DataSink& sink) { return send_(sink); },
          [this](bool whole) {
            whole_ = whole;
            ended_ = true;
          });
    });
    port_ = http_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    while (!http_.is_running()) std::this_thread::yield();
  }
  ~stream_server() {
    http_.stop();
    thread_.join();
  }
  stream_server(stream_server const&) = delete;
  stream_server& operator=(stream_server const&) = delete;

  std::string url(std::string const& path = "/events") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  bool ended() const { return ended_; }
  bool whole() const { return whole_; }

 private:
  sender send_;
  httplib::Server http_;
  int port_ = 0;
  std::thread thread_;
  std::atomic<bool> ended_ = false;
  std::atomic<bool> whole_ = false;
};

// Sends a text in pieces of one to `most` bytes.
stream_server::sender pieces(std::string text, std::size_t most) {
  return
      [text = std::move(text), most, at = std::size_t{0}, random = std::mt19937(1)](httplib::DataSink& sink) mutable {
        if (at == text.size()) {
          sink.done();
          return true;
        }
        std::size_t const size = std::min<std::size_t>(1 + random() % most, text.size() - at);
        at += size;
        return sink.write(text.data() + at - size, size);
      };
}

// Sends a text, and then loses the connection.
stream_server::sender loses_after(std::string text) {
  return [text = std::move(text), sent = false](httplib::DataSink& sink) mutable {
    return !std::exchange(sent, true) && sink.write(text.data(), text.size());
  };
}

// Something that one thread waits for and another one lets happen.
class gate {
 public:
  // Opens it at the end of the scope, also where a test fails, so that nobody waits for ever.
  class opener {
   public:
    explicit opener(gate& opened) : gate_(opened) {}
    opener(opener const&) = delete;
    opener& operator=(opener const&) = delete;
    ~opener() { gate_.open(); }

   private:
    gate& gate_;
  };

  void open() {
    std::lock_guard const lock(mutex_);
    is_open_ = true;
    opened_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return is_open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool is_open_ = false;
};

// A thread that pushes into a channel, sent away and joined at the end of the scope.
class pushing_thread {
 public:
  pushing_thread(chunk_channel& into, std::function<void()> push) : into_(into), thread_(std::move(push)) {}
  pushing_thread(pushing_thread const&) = delete;
  pushing_thread& operator=(pushing_thread const&) = delete;
  ~pushing_thread() { end(); }
  void end() {
    into_.close();
    if (thread_.joinable()) thread_.join();
  }

 private:
  chunk_channel& into_;
  std::thread thread_;
};

// "1:text 2:text", or what was thrown, behind the lines before.
std::string lines_of(std::vector<std::string_view> chunks, std::size_t most = 1000) {
  std::string said;
  try {
    for (auto const& [number, text] : stream_lines(std::move(chunks), most)) {
      said += std::to_string(number) + ':' + std::string(text) + ' ';
    }
  } catch (std::runtime_error const& error) {
    said += error.what();
  }
  return said;
}

}  // namespace

TEST_CASE("http_stream: lines are the same wherever chunks are cut") {
  std::string_view const text = "a\r\n\nbb\n\r\n\r\nc\rc\r\n\n\nlast";
  std::string const expected = "1:a 3:bb 6:c\rc 9:last ";
  CHECK(lines_of({text}) == expected);
  for (std::size_t first = 0; first <= text.size(); ++first) {
    for (std::size_t second = first; second <= text.size(); ++second) {
      CAPTURE(first, second);
      REQUIRE(lines_of({text.substr(0, first), text.substr(first, second - first), text.substr(second)}) == expected);
    }
  }
  std::vector<std::string_view> bytes;
  for (std::size_t at = 0; at != text.size(); ++at) bytes.push_back(text.substr(at, 1));
  CHECK(lines_of(bytes) == expected);
  CHECK(lines_of({}) == "");
  CHECK(lines_of({"", "\n", ""}) == "");
}

TEST_CASE("http_stream: a line that is too long is named, wherever chunks are cut") {
  std::string_view const text = "ab\n\nabcd\r\nabcde\nab";
  std::string const expected = "1:ab 3:abcd line 4 is longer than 4 bytes";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    CAPTURE(cut);
    CHECK(lines_of({text.substr(0, cut), text.substr(cut)}, 4) == expected);
  }
  CHECK(lines_of({"abcd\r", "\nab"}, 4) == "1:abcd 2:ab ");
  CHECK(lines_of({"abcd"}, 4) == "1:abcd ");
  CHECK(lines_of({"abc", "de"}, 4) == "line 1 is longer than 4 bytes");
}

TEST_CASE("http_stream: a line without an end is given up as soon as it is too long") {
  int pulled = 0;
  auto endless = cogen::repeat(std::string_view("0123456789")) | cogen::inspect([&](std::string_view) { ++pulled; });
  auto found = stream_lines(std::move(endless), 100);
  CHECK_THROWS_WITH(found.next(), "line 1 is longer than 100 bytes");
  CHECK(pulled == 11);
}

TEST_CASE("http_stream: a channel holds no more than its capacity, and loses nothing") {
  chunk_channel channel(4);
  std::atomic<int> put = 0;
  pushing_thread producer(channel, [&] {
    for (int number = 0; number != 1000 && channel.put(std::to_string(number)); ++number) ++put;
    channel.finish(nullptr);
  });
  wait_until([&] { return put == 4; });
  std::this_thread::sleep_for(20ms);  // long enough for a fifth, if there were room
  CHECK(put == 4);
  for (int number = 0; number != 1000; ++number) {
    std::string const* const chunk = channel.take();
    if (chunk == nullptr || *chunk != std::to_string(number) || put > number + 5) {
      FAIL("at " << number << ": put " << put);
    }
  }
  CHECK(channel.take() == nullptr);
  CHECK(channel.take() == nullptr);
  producer.end();
  CHECK(put == 1000);
}

TEST_CASE("http_stream: a closed channel sends the one who pushes away, also one who waits") {
  chunk_channel channel(1);
  CHECK(channel.put("taken"));
  bool wanted = true;
  pushing_thread producer(channel, [&] { wanted = channel.put("not wanted"); });
  std::this_thread::sleep_for(20ms);  // long enough for it to wait
  producer.end();
  CHECK_FALSE(wanted);
  CHECK_FALSE(channel.put("not wanted either"));
}

TEST_CASE("http_stream: what ends a channel comes when all before it is taken") {
  chunk_channel channel(3);
  CHECK(channel.put("one"));
  CHECK(channel.put("two"));
  channel.finish(std::make_exception_ptr(std::runtime_error("lost")));
  CHECK(*channel.take() == "one");
  CHECK(*channel.take() == "two");
  CHECK_THROWS_WITH(channel.take(), "lost");
  CHECK(channel.take() == nullptr);
}

TEST_CASE("http_stream: without arguments it streams to itself, the same for the same seed") {
  auto const result = run({});
  CHECK(result.exit_code == 0);
  CHECK(result.err.empty());
  CHECK(contains(result.out, "       20 events "));
  CHECK(contains(result.out, "      200 events "));
  CHECK(contains(result.out, "\nall                200        10436.12\nThe server has sent 200 of its 200 events.\n"));

  auto const totals = [](strings const& arguments) {
    auto const again = run(arguments);
    CHECK(again.exit_code == 0);
    return again.out.substr(std::min(again.out.find("\ntype "), again.out.size()));
  };
  std::string const expected = result.out.substr(result.out.find("\ntype "));
  CHECK(totals({"--delay-ms", "0"}) == expected);
  CHECK(totals({"--delay-ms", "0", "--seed", "7"}) != expected);
}

TEST_CASE("http_stream: the first events are there before the server sends the last") {
  temporary_folder const folder;
  gate last;
  std::atomic<int> sent = 0;
  stream_server const server([&](httplib::DataSink& sink) {
    if (sent == 3) last.wait();
    if (sent == 4) {
      sink.done();
      return true;
    }
    std::string const line = line_of(static_cast<std::uint64_t>(++sent));
    return sink.write(line.data(), line.size());
  });
  gate::opener const at_end(last);
  std::string const file = (folder.path() / "said").string();
  auto const said = [&file] {
    std::ifstream stream(file);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  std::string const command = "exec '" + executable + "' --every 1 --url " + server.url() + " > '" + file + "'";
  program running("/bin/sh", {"-c", command}, folder.path());
  wait_until([&] { return contains(said(), " 3 events "); });
  CHECK(sent == 3);
  CHECK(running.running());
  last.open();
  auto const result = running.wait();
  CHECK(result.exit_code == 0);
  CHECK(result.err.empty());
  CHECK(contains(said(), " 4 events "));
  CHECK(contains(said(), "\nall                  4            2.00\n"));
}

TEST_CASE("http_stream: the totals are those of Python, which reads the same stream at once") {
  std::mt19937 random(3);
  std::string text;
  for (int id = 1; id <= 3000; ++id) {
    auto const type = std::vector<std::string>{"order", "view", "\\u0063art", "\xc3\xa9t\xc3\xa9"}[random() % 4];
    auto const amount = std::vector<std::string>{"12.25", "-3", "0", "1e3", "18446744073709551615"}[random() % 5];
    auto const more =
        std::vector<std::string>{"", ",\"tags\":[{\"id\":-1,\"type\":3},null,true]", ",\"note\":\"a\\nb\""};
    text +=
        "{\"type\":\"" + type + "\", \"amount\":" + amount + more[random() % 3] + ",\"id\":" + std::to_string(id) + "}";
    text += std::vector<std::string>{"\n", "\r\n", "\n\n\r\n"}[random() % 3];
  }
  text += "{\"id\":3001,\"type\":\"view\",\"amount\":0.5}";
  std::size_t const most = GENERATE(9U, 1000U, 100'000U);
  auto const serve = [&] { return pieces(text, most); };
  std::string const script = R"(
import collections, json, sys, urllib.request
totals = collections.defaultdict(lambda: [0, 0.0])
for line in urllib.request.urlopen(sys.argv[1]).read().decode().splitlines():
    if line:
        event = json.loads(line)
        for total in totals[event["type"]], totals["all"]:
            total[0] += 1
            total[1] += event["amount"]
sys.stdout.reconfigure(encoding="utf8")
for name in sorted(totals.keys() - {"all"}, key=str.encode) + ["all"]:
    print(f"{name:12}{totals[name][0]:10}{totals[name][1]:16.2f}")
)";
  stream_server const for_python(serve());
  program reading(support::python(), {"-c", script, for_python.url()}, std::filesystem::temp_directory_path());
  auto const expected = reading.wait();
  INFO(expected.err);
  REQUIRE(expected.exit_code == 0);
  REQUIRE(lines(expected.out) == 5);

  stream_server const server(serve());
  auto const result = run({"--url", server.url(), "--every", "1000"});
  CHECK(result.exit_code == 0);
  CHECK(result.err.empty());
  CHECK(server.whole());
  CHECK(result.out.substr(result.out.find("\ntype ")) == "\ntype            events          amount\n" + expected.out);
}

namespace {

// Sends lines, and counts their bytes, until there are more than `most`.
auto lines_without_end(std::atomic<std::uint64_t>& bytes, std::uint64_t most) {
  return [&bytes, most, id = std::uint64_t{0}](httplib::DataSink& sink) mutable {
    if (bytes > most) return false;
    std::string text;
    while (text.size() < 60'000) text += line_of(++id);
    bytes += text.size();
    return sink.write(text.data(), text.size());
  };
}

}  // namespace

TEST_CASE("http_stream: --limit hangs up, and the server stops sending") {
  std::atomic<std::uint64_t> bytes = 0;
  constexpr std::uint64_t endless = 1U << 30U;  // so that a client that reads on comes to an end too
  stream_server const server(lines_without_end(bytes, endless));
  auto const result = run({"--url", server.url(), "--limit", "5", "--every", "5"});
  CHECK(result.exit_code == 0);
  CHECK(result.err.empty());
  CHECK(contains(result.out, "\nall                  5            2.50\n"));
  wait_until([&] { return server.ended(); });
  CHECK_FALSE(server.whole());
  CHECK(bytes < endless / 16);
}

TEST_CASE("http_stream: --limit does not wait for a server that has nothing to say") {
  gate end;
  std::atomic<int> sent = 0;
  stream_server const server([&](httplib::DataSink& sink) {
    if (sent == 2) end.wait();
    std::string const line = line_of(static_cast<std::uint64_t>(++sent));
    return sink.write(line.data(), line.size()) && sent < 3;
  });
  gate::opener const at_end(end);
  program running(executable, {"--url", server.url(), "--limit", "2", "--timeout-ms", "3600000"},
                  std::filesystem::temp_directory_path());
  wait_until([&] { return !running.running(); });
  CHECK(running.wait().exit_code == 0);
  CHECK(sent == 2);
}

TEST_CASE("http_stream: a slow consumer makes the server wait") {
  std::atomic<std::uint64_t> bytes = 0;
  constexpr std::uint64_t endless = 1U << 28U;
  stream_server const server(lines_without_end(bytes, endless));
  auto const result = run({"--url", server.url(), "--limit", "100", "--pause-ms", "10"});
  CHECK(result.exit_code == 0);
  wait_until([&] { return server.ended(); });
  CHECK(bytes < endless / 8);  // what fits into the buffers of two sockets
}

TEST_CASE("http_stream: when the connection is lost, what had come has been counted") {
  std::string const half = line_of(4).substr(0, 9);
  std::string const text = line_of(1) + line_of(2) + "\n" + line_of(3) + half;
  stream_server const server(loses_after(text));
  check_failure(
      run({"--url", server.url()}), 1,
      "GET " + server.url() + ": connection lost before the end, after " + std::to_string(text.size()) + " bytes\n",
      "\nall                  3            1.50\n");
  check_failure(run({"--delay-ms", "0", "--lose-after", "30"}), 1, ": connection lost before the end, after ",
                "\nall                 30         1684.89\n");
}

TEST_CASE("http_stream: a server that falls silent is given up") {
  gate end;
  stream_server const server([&end, sent = false](httplib::DataSink& sink) mutable {
    if (std::exchange(sent, true)) {
      end.wait();
      return false;
    }
    std::string const line = line_of(1);
    return sink.write(line.data(), line.size());
  });
  gate::opener const at_end(end);
  check_failure(run({"--url", server.url(), "--timeout-ms", "200"}), 1,
                "GET " + server.url() + ": nothing received for 200 ms\n",
                "\nall                  1            0.50\n");
}

TEST_CASE("http_stream: a server that has no stream is one line") {
  std::string const nothing = "\nall                  0            0.00\n";
  std::string refusing;
  {
    stream_server const server(pieces("", 1));
    check_failure(run({"--url", server.url("/nothing")}), 1, "GET " + server.url("/nothing") + ": 404 Not Found\n",
                  nothing);
    refusing = server.url();
  }
  check_failure(run({"--url", refusing}), 1, "GET " + refusing + ": connection refused, or no such host\n", nothing);
}

TEST_CASE("http_stream: a line that is no event is named, and what came before it is counted") {
  auto const [line, message] = GENERATE(table<std::string, char const*>({
      {"{\"id\":2,oops", "line 3: Missing a name for object member. (byte 9)\n"},
      {"{\"id\":2,\"type\":\"a\",\"amount\":1} {}",
       "line 3: The document root must not be followed by other values. (byte 32)\n"},
      {"[1]", "line 3: not a JSON object\n"},
      {"17", "line 3: not a JSON object\n"},
      {"\"text\"", "line 3: not a JSON object\n"},
      {"null", "line 3: not a JSON object\n"},
      {"{\"id\":-2,\"type\":\"a\",\"amount\":1}", "line 3: \"id\" is not there, or no whole number\n"},
      {"{\"id\":2,\"type\":{\"type\":\"a\"},\"amount\":1}", "line 3: \"type\" is not there, or no text\n"},
      {"{\"id\":2,\"type\":\"a\",\"amount\":\"1\"}", "line 3: \"amount\" is not there, or no number\n"},
      {"{\"id\":2,\"type\":\"\xff\",\"amount\":1}", "line 3: Invalid encoding in string. (byte "},
      {std::string("{\"id\":2,\"type\":\"a\",\"amount\":1}\0{", 32), "line 3: a NUL in the JSON\n"},
      {std::string(500'000, '['), "line 3: not a JSON object\n"},
      {"{\"x\":" + std::string(500'000, '['), "line 3: Invalid value. (byte "},
      {std::string(1'100'000, ' '), "line 3 is longer than 1048576 bytes\n"},
  }));
  stream_server const server(pieces(line_of(1) + "\n" + line + "\n" + line_of(3), 100'000));
  check_failure(run({"--url", server.url()}), 1, message, "\nall                  1            0.50\n");
}

TEST_CASE("http_stream: types beyond the first twenty are counted together") {
  std::string text;
  for (int type = 10; type != 40; ++type)
    text += "{\"id\":1,\"type\":\"t" + std::to_string(type) + "\",\"amount\":1}\n";
  text += "{\"id\":1,\"type\":\"t10\",\"amount\":1}\n{\"id\":1,\"type\":\"\\u001b[31m\",\"amount\":1}\n";
  stream_server const server(pieces(text, 1000));
  auto const result = run({"--url", server.url(), "--every", "1"});
  CHECK(result.exit_code == 0);
  auto const totals = result.out.substr(result.out.find("\ntype "));
  CHECK(lines(totals) == 2 + 20 + 1);
  CHECK(contains(totals, "\n(others)            12           12.00\nt10                  2            2.00\n"));
  CHECK(contains(result.out, "latest: ?[31m 1.00\n"));
  CHECK_FALSE(contains(result.out, "\x1b"));
}

TEST_CASE("http_stream: bad options are one line and exit code 2") {
  check_failure(run({"--url", "ftp://127.0.0.1/"}), 2, "url \"ftp://127.0.0.1/\" must be http[s]://host[:port][/path]",
                "");
  check_failure(run({"--every", "0"}), 2, "--every", "");
  check_failure(run({"--limit", "-1"}), 2, "--limit", "");
  check_failure(run({"--timeout-ms", "soon"}), 2, "--timeout-ms", "");
}

TEST_CASE("http_stream: help goes to stdout, with every option") {
  auto const result = run({"--help"});
  CHECK(result.exit_code == 0);
  CHECK(result.err.empty());
  for (auto const* text :
       {"--url", "--limit", "--max-line-bytes", "--every", "--pause-ms", "--timeout-ms", "--events", "--delay-ms",
        "--seed", "--lose-after", "--malformed-at", "1 failed (what had come has been counted), 2 bad options"}) {
    CAPTURE(text);
    CHECK(contains(result.out, text));
  }
}

TEST_CASE("text of somebody else can't command the terminal, and is not cut within a character") {
  CHECK(safe_text("plain caf\u00e9", 40) == "plain caf\u00e9");
  CHECK(safe_text("\x1b[31m\n\x7f", 40) == "?[31m??");
  CHECK(safe_text("\u009b31m\u0080\u00a0", 40) == "?31m?\u00a0");
  CHECK(safe_text("aaa\u00e9b", 4) == "aaa\u00e9...");
  CHECK(safe_text("aaa\u00e9", 4) == "aaa\u00e9");
  CHECK(safe_text("aaaa", 4) == "aaaa");
  CHECK(safe_text("aaaab", 4) == "aaaa...");
  CHECK(safe_text("", 4).empty());
}

#ifndef COGEN_TEST_SANITIZED
TEST_CASE("http_stream: peak memory for a stream of 128 MiB is within 1.2 times that for 1 MiB") {
  auto const peak = [](std::uint64_t mebibytes) {
    std::uint64_t const pieces_in_all = mebibytes << 4U;
    std::string text;
    while (text.size() < 65'536) text += line_of(text.size());
    stream_server const server([&, sent = std::uint64_t{0}](httplib::DataSink& sink) mutable {
      if (sent++ != pieces_in_all) return sink.write(text.data(), text.size());
      sink.done();
      return true;
    });
    auto const kib = example_tests::peak_memory({executable, "--every", "100000", "--url", server.url()});
    CHECK(server.whole());
    return kib;
  };
  auto const few = peak(1);
  CHECK(example_tests::peak_memory({"/bin/true"}) < few / 2);  // else it is not the program that is measured
  CHECK(peak(128) <= 1.2 * few);
}
#endif
