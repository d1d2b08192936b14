#include <cogen/sink/to.hpp>
#include <cogen/source/read_chunks.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/failing_stream.hpp"
#include "support/sources.hpp"
#include "support/temporary_file.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

using cogen::read_chunks;
using support::collected;
using strings = std::vector<std::string>;

static_assert(support::is_source_of<decltype(read_chunks("", 1)), std::string_view&&, std::string>);
static_assert(
    support::is_source_of<decltype(read_chunks(std::declval<std::istream&>(), 1)), std::string_view&&, std::string>);

TEST_CASE("read_chunks cuts a file and a stream into equal parts, the last may be shorter") {
  std::string text;
  for (int i = 0; i != 300000; ++i) text += static_cast<char>(i * 7);
  support::temporary_file const file(text);
  for (std::size_t const bytes : {100000UL, 65536UL, 65535UL, 299999UL, 300000UL, 300001UL, 4096UL, 3UL << 60}) {
    strings expected;
    for (std::size_t at = 0; at < text.size(); at += bytes) expected.push_back(text.substr(at, bytes));
    CHECK(collected(read_chunks(file.path(), bytes)) == expected);
    std::istringstream stream(text);
    CHECK(collected(read_chunks(stream, bytes)) == expected);
  }
  support::temporary_file const small("abc");
  CHECK(collected(read_chunks(small.path(), 1)) == strings{"a", "b", "c"});
  CHECK(collected(read_chunks(small.path(), 2)) == strings{"ab", "c"});
  CHECK(collected(read_chunks(small.path(), 3)) == strings{"abc"});
}

TEST_CASE("read_chunks of nothing is empty and stays so") {
  support::temporary_file const file;
  auto nothing = read_chunks(file.path(), 10);
  CHECK(support::stays_exhausted(nothing));
}

TEST_CASE("read_chunks fills a chunk from as many pieces as it takes and reads no more") {
  support::piecewise_buffer pieces({"ab", "c", "de", "f"});
  std::istream stream(&pieces);
  auto chunks = read_chunks(stream, 3);
  CHECK(pieces.asked == 0);
  CHECK(*chunks.pull() == "abc");
  CHECK(pieces.asked == 2);
  CHECK(*chunks.pull() == "def");
  CHECK(chunks.pull() == nullptr);
}

TEST_CASE("read_chunks keeps what came before a read that fails") {
  support::piecewise_buffer pieces({"abcd", "ef"}, true);
  std::istream stream(&pieces);
  auto chunks = read_chunks(stream, 4);
  CHECK(*chunks.pull() == "abcd");
  CHECK_THROWS_AS(chunks.pull(), std::system_error);
  stream.clear();
  support::piecewise_buffer rest({"gh"});
  stream.rdbuf(&rest);
  CHECK(*chunks.pull() == "efgh");
  CHECK(chunks.pull() == nullptr);
}

TEST_CASE("read_chunks refuses by name what it can't do") {
  std::istringstream stream("a");
  CHECK(support::refusal([&] { (void)read_chunks(stream, 0); }) ==
        "cogen::read_chunks: bytes must be at least 1, not 0");
  CHECK(support::refusal([&] { (void)read_chunks("/nowhere", -1); }) ==
        "cogen::read_chunks: bytes must be at least 1, not -1");
  try {
    (void)read_chunks("/nowhere", 1);
    FAIL("opened");
  } catch (std::system_error const& error) {
    CHECK(std::string(error.what()) == "cogen::read_chunks: can't open '/nowhere': No such file or directory");
  }
}

TEST_CASE("read_chunks is kept as strings and can be moved in the middle") {
  support::temporary_file const file("abcdefg");
  support::check_moving([&] { return read_chunks(file.path(), 3); });
  auto const kept = read_chunks(std::ifstream(file.path()), 5) | cogen::to<std::vector>();
  CHECK(kept == strings{"abcde", "fg"});
}

TEST_CASE("read_chunks closes its file at the end") {
  support::temporary_file const file("abc");
  std::size_t const before = support::open_files();
  auto chunks = read_chunks(file.path(), 2);
  CHECK(support::open_files() == before + 1);
  CHECK(support::stays_exhausted(chunks));
  CHECK(support::open_files() == before);
}

TEST_CASE("read_chunks allocates nothing for a chunk once the first has come") {
  support::temporary_file const file(std::string(1000000, 'x'));
  auto chunks = read_chunks(file.path(), 200000);
  CHECK(chunks.pull() != nullptr);
  support::allocation_count allocated;
  std::size_t bytes = 200000;
  while (auto const* const chunk = chunks.pull()) bytes += chunk->size();
  auto const allocations = allocated.allocations();
  CHECK(bytes == 1000000);
  CHECK(allocations == 0);
}

TEST_CASE("read_chunks of a small file takes no more memory than a block whatever the size asked for") {
  std::istringstream stream("abc");
  support::allocation_count allocated;
  auto chunks = read_chunks(stream, std::size_t{1} << 40);
  bool const whole = *chunks.pull() == "abc";
  auto const bytes = allocated.bytes();
  CHECK(whole);
  CHECK(bytes < 70000);
}
