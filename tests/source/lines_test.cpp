#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/lines.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/failing_stream.hpp"
#include "support/sources.hpp"
#include "support/temporary_file.hpp"

#include <pthread.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

using cogen::lines;
using support::collected;
using strings = std::vector<std::string>;

namespace {

static_assert(support::is_source_of<decltype(lines("")), std::string_view&&, std::string>);
static_assert(support::is_source_of<decltype(lines(std::declval<std::istream&>())), std::string_view&&, std::string>);
static_assert(support::is_source_of<decltype(lines(std::ifstream())), std::string_view&&, std::string>);
static_assert(!std::is_invocable_v<decltype(lines) const&, std::wistream&>);
static_assert(!std::is_invocable_v<decltype(lines) const&, int>);

// What lines does, by its definition.
strings by_definition(std::string const& text) {
  strings expected;
  std::size_t begin = 0;
  while (begin != text.size()) {
    std::size_t end = text.find('\n', begin);
    bool const last = end == std::string::npos;
    if (last) end = text.size();
    std::string line = text.substr(begin, end - begin);
    if (!last && !line.empty() && line.back() == '\r') line.pop_back();
    expected.push_back(line);
    begin = last ? end : end + 1;
  }
  return expected;
}

strings both_ways(std::string const& text) {
  support::temporary_file const file(text);
  std::istringstream stream(text);
  auto const from_file = collected(lines(file.path()));
  CHECK(collected(lines(stream)) == from_file);
  return from_file;
}

template <class Call>
std::string failure(Call call) {
  try {
    call();
  } catch (std::system_error const& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("lines strips line ends of both kinds") {
  CHECK(both_ways("").empty());
  CHECK(both_ways("\n") == strings{""});
  CHECK(both_ways("\r\n") == strings{""});
  CHECK(both_ways("a") == strings{"a"});
  CHECK(both_ways("a\n") == strings{"a"});
  CHECK(both_ways("a\r\nb\n\nc") == strings{"a", "b", "", "c"});
  CHECK(both_ways("\n\n") == strings{"", ""});
}

TEST_CASE("lines keeps every other byte") {
  CHECK(both_ways("a\rb\r") == strings{"a\rb\r"});
  CHECK(both_ways("a\r\r\n") == strings{"a\r"});
  std::string const with_nul("a\0b\n\0", 5);
  CHECK(both_ways(with_nul) == strings{std::string("a\0b", 3), std::string("\0", 1)});
  CHECK(both_ways("\xff\xfe\n") == strings{"\xff\xfe"});
}

TEST_CASE("lines of any length around the size of the block come whole") {
  for (int around : {65535, 65536, 65537, 131072, 200000, 1000000}) {
    std::string const longer(static_cast<std::size_t>(around), 'x');
    for (char const* end : {"\n", "\r\n", ""}) {
      std::string const text = "short\n" + longer + "\n" + longer + end;
      CHECK(both_ways(text) == by_definition(text));
    }
  }
}

TEST_CASE("lines agrees with its definition on random text") {
  std::mt19937 random(31);
  for (int round = 0; round != 60; ++round) {
    std::string text;
    int const rarely = support::pick(random, 1) == 0 ? 5 : 100000;
    for (int left = support::pick(random, 200000); left > 0; --left) {
      int const kind = support::pick(random, rarely);
      text += kind == 0 ? '\n' : kind == 1 ? '\r' : kind == 2 ? '\0' : 'x';
    }
    CHECK(both_ways(text) == by_definition(text));
  }
}

TEST_CASE("lines that come in pieces are put together") {
  support::piecewise_buffer pieces({"a", "b\r", "\nc\n\n", "d"});
  std::istream stream(&pieces);
  CHECK(collected(lines(stream)) == strings{"ab", "c", "", "d"});
}

TEST_CASE("lines asks a stream for no more than the next line needs") {
  support::piecewise_buffer pieces({"a\nb\n", "c\n"});
  std::istream stream(&pieces);
  auto text = lines(stream);
  CHECK(pieces.asked == 0);
  CHECK(*text.pull() == "a");
  CHECK(*text.pull() == "b");
  CHECK(pieces.asked == 1);
  CHECK(*text.pull() == "c");
  CHECK(pieces.asked == 2);
  CHECK(support::stays_exhausted(text));
}

TEST_CASE("lines takes a stream without a buffer line by line") {
  support::unbuffered_buffer bytes("one\ntwo\r\n\nlast");
  std::istream stream(&bytes);
  auto text = lines(stream);
  CHECK(*text.pull() == "one");
  CHECK(bytes.given == 4);
  CHECK(collected(text) == strings{"two", "", "last"});
}

TEST_CASE("lines of a pipe are handed out as they come") {
  support::temporary_file const file;
  std::filesystem::remove(file.path());
  REQUIRE(::mkfifo(file.path().c_str(), 0600) == 0);
  std::atomic<bool> seen = false;
  std::thread writer([&] {
    std::ofstream to(file.path());
    to << "first\n" << std::flush;
    while (!seen) std::this_thread::yield();
    to << "second";
  });
  auto text = lines(file.path());
  std::string const first(*text.pull());
  seen = true;
  auto const rest = collected(text);
  writer.join();
  CHECK(first == "first");
  CHECK(rest == strings{"second"});
}

TEST_CASE("lines goes on reading after a signal") {
  support::temporary_file const file;
  std::filesystem::remove(file.path());
  REQUIRE(::mkfifo(file.path().c_str(), 0600) == 0);
  static std::atomic<int> signals = 0;
  struct sigaction counts{};
  counts.sa_handler = [](int) { ++signals; };  // without SA_RESTART: a read that waits is interrupted
  struct sigaction before{};
  REQUIRE(::sigaction(SIGUSR1, &counts, &before) == 0);
  std::atomic<bool> opened = false;
  std::thread writer([&, reader = ::pthread_self()] {
    std::ofstream to(file.path());
    while (!opened) std::this_thread::yield();
    for (int sent = 1; sent <= 20; ++sent) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // for the reader to wait in its read again
      ::pthread_kill(reader, SIGUSR1);
      while (signals != sent) std::this_thread::yield();
    }
    to << "after all signals\n";
  });
  auto text = lines(file.path());
  opened = true;
  std::string seen;
  std::string const failed = failure([&] { seen = collected(text).at(0); });
  writer.join();
  ::sigaction(SIGUSR1, &before, nullptr);
  CHECK(failed.empty());
  CHECK(seen == "after all signals");
}

TEST_CASE("lines accepts paths of every kind and owns rvalue streams") {
  support::temporary_file const file("a\nb");
  strings const expected{"a", "b"};
  std::string const path = file.path().string();
  CHECK(collected(lines(path)) == expected);
  CHECK(collected(lines(path.c_str())) == expected);
  CHECK(collected(lines(std::string_view(path))) == expected);
  CHECK(collected(lines(file.path())) == expected);
  CHECK(collected(lines(std::ifstream(path))) == expected);
  CHECK(collected(lines(std::istringstream("a\nb"))) == expected);
}

TEST_CASE("lines is kept as strings, also of many files in one pipe") {
  support::temporary_file const one("a\nb\n");
  support::temporary_file const two("c");
  std::vector<std::filesystem::path> const paths{one.path(), two.path()};
  auto const kept = paths | cogen::map(lines) | cogen::flatten | cogen::to<std::vector>();
  static_assert(std::is_same_v<decltype(kept), strings const>);
  CHECK(kept == strings{"a", "b", "c"});
}

TEST_CASE("lines names the file that it can't open, at the call") {
  CHECK(failure([] { (void)lines("/nowhere/at all"); }) ==
        "cogen::lines: can't open '/nowhere/at all': No such file or directory");
  CHECK_FALSE(failure([] { (void)lines(""); }).empty());
  support::temporary_file const file("secret");
  std::string const cut = file.path().string() + std::string("\0.txt", 5);
  CHECK(failure([&] { (void)lines(cut); }).find("Invalid argument") != std::string::npos);
  try {
    (void)lines("/nowhere");
    FAIL("opened");
  } catch (std::system_error const& error) {
    CHECK(error.code() == std::errc::no_such_file_or_directory);
  }
}

TEST_CASE("lines names the file that it can't read") {
  auto const directory = std::filesystem::temp_directory_path();
  auto text = lines(directory);
  CHECK(failure([&] { text.pull(); }) == "cogen::lines: can't read '" + directory.string() + "': Is a directory");
  CHECK_FALSE(failure([&] { text.pull(); }).empty());
}

TEST_CASE("lines hands out what came before a read that fails") {
  support::piecewise_buffer pieces({"a\nb\nhalf"}, true);
  std::istream stream(&pieces);
  auto text = lines(stream);
  CHECK(*text.pull() == "a");
  CHECK(*text.pull() == "b");
  CHECK(failure([&] { text.pull(); }).starts_with("cogen::lines: can't read the stream"));
  stream.clear();
  CHECK_THROWS_AS(text.pull(), std::system_error);
}

TEST_CASE("lines refuses a stream that has failed and takes one at its end as empty") {
  std::ifstream missing("/nowhere");
  CHECK(failure([&] { (void)lines(missing); }).starts_with("cogen::lines: can't read the stream"));
  std::istringstream read("a");
  CHECK(collected(lines(read)) == strings{"a"});
  CHECK(collected(lines(read)).empty());
  std::istringstream ended("a b");
  for (std::string word; ended >> word;) {
  }
  CHECK(ended.fail());
  CHECK(collected(lines(ended)).empty());
}

TEST_CASE("lines closes its file at the end and when it is dropped") {
  support::temporary_file const file("a\nb\n");
  std::size_t const before = support::open_files();
  auto text = lines(file.path());
  CHECK(support::open_files() == before + 1);
  CHECK(support::stays_exhausted(text));
  CHECK(support::open_files() == before);
  {
    auto dropped = lines(file.path());
    CHECK(*dropped.pull() == "a");
  }
  CHECK(support::open_files() == before);
  CHECK_THROWS_AS(lines("/nowhere"), std::system_error);
  CHECK(support::open_files() == before);
}

TEST_CASE("lines can be moved in the middle") {
  support::temporary_file const file("a\nb\nc");
  support::check_moving([&] { return lines(file.path()); });
  support::check_moving([] { return lines(std::istringstream("a\nb\nc")); });
  auto text = lines(file.path());
  auto moved = std::move(text);
  CHECK(text.pull() == nullptr);
  CHECK(*moved.pull() == "a");
}

TEST_CASE("lines allocates its state and a block and nothing for a line") {
  std::string text;
  for (int i = 0; i != 100000; ++i) text += "a line that is too long for a short string " + std::to_string(i) + "\n";
  support::temporary_file const file(text);
  std::string const path = "x";
  std::istringstream stream(text);
  {
    support::allocation_count allocated;
    auto from_stream = lines(stream);
    auto const allocations = allocated.allocations();
    CHECK(allocations == 2);
  }
  auto from_file = lines(file.path());
  CHECK(from_file.pull() != nullptr);
  support::allocation_count allocated;
  std::size_t count = 1;
  while (from_file.pull() != nullptr) ++count;
  auto const allocations = allocated.allocations();
  CHECK(count == 100000);
  CHECK(allocations == 0);
}

TEST_CASE("lines of a stream without a buffer may be longer than the block") {
  std::string const line(200'000, 'x');
  support::unbuffered_buffer text(line + "\nnext");
  std::istream stream(&text);
  CHECK(collected(lines(stream)) == strings{line, "next"});
}

namespace {

// Says that there are bytes, and throws when they are taken.
class torn_buffer : public std::streambuf {
 public:
  torn_buffer() { setg(text_, text_, text_ + sizeof text_); }

 protected:
  std::streamsize xsgetn(char*, std::streamsize) override { throw std::runtime_error("torn_buffer"); }

 private:
  char text_[4] = {'a', '\n', 'b', '\n'};
};

}  // namespace

TEST_CASE("lines throws when a stream breaks while its bytes are taken") {
  torn_buffer text;
  std::istream stream(&text);
  auto source = lines(stream);
  CHECK(failure([&] { source.pull(); }).starts_with("cogen::lines: can't read the stream"));
}
