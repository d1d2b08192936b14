#include "oracle/oracle.hpp"

#include "support/temporary_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <istream>
#include <sstream>
#include <streambuf>

using namespace cogen;
using oracle::call;
using oracle::text;

namespace {

// Gives a text out a few bytes at a time, so that lines and chunks begin and end anywhere in what can be read at once.
class trickle : public std::streambuf {
 public:
  explicit trickle(std::string given) : text_(std::move(given)) {}

 protected:
  int_type underflow() override {
    std::size_t const count = std::min(text_.size() - begin_, 1 + begin_ % 5 + text_.size() / 1000);
    setg(text_.data() + begin_, text_.data() + begin_, text_.data() + begin_ + count);
    begin_ += count;
    return count == 0 ? traits_type::eof() : traits_type::to_int_type(*gptr());
  }

 private:
  std::string text_;
  std::size_t begin_ = 0;
};

// Not truncated to nothing: after that, file systems may wait for the disk.
void rewrite(support::temporary_file const& file, std::string const& content) {
  std::filesystem::resize_file(file.path(), content.size());
  std::ofstream(file.path(), std::ios::in | std::ios::out | std::ios::binary) << content;
}

std::int64_t wide(call& given) { return given.next<std::int64_t>(); }

}  // namespace

TEST_CASE("CPython has the same sources") {
  oracle::family sources("sources");
  support::temporary_file const file;
  sources.tool("range_stop", [](call& given) { return text(cogen::range(given.number())); });
  sources.tool("range_start", [](call& given) {
    int const start = given.number();
    return text(cogen::range(start, given.number()));
  });
  sources.tool("range", [](call& given) {
    int const start = given.number();
    int const stop = given.number();
    return text(cogen::range(start, stop, given.number()));
  });
  sources.tool("range_wide", [](call& given) {
    auto const start = wide(given);
    auto const stop = wide(given);
    return text(cogen::range(start, stop, wide(given)) | take(5));
  });
  sources.tool("count", [](call& given) {
    int const start = given.number();
    int const step = given.number();
    return text(cogen::count(start, step) | take(given.number()));
  });
  sources.tool("count_start", [](call& given) {
    int const start = given.number();
    int const k = given.number();
    return text(cogen::count() | take(k), cogen::count(start) | take(k));
  });
  sources.tool("count_wide", [](call& given) {
    auto const start = wide(given);
    auto counted = cogen::count(start, wide(given)) | take(5);
    std::vector<std::int64_t> seen;
    try {
      support::append_rest(counted, seen);
    } catch (std::overflow_error const&) {  // Python goes on beyond 64 bits
    }
    return text(seen);
  });
  sources.tool("count_quarters", [](call& given) {
    int const start = given.number();
    int const step = given.number();
    auto const quarters = [](double number) { return static_cast<int>(4 * number); };
    return text(cogen::count(start / 4.0, step / 4.0) | cogen::map(quarters) | take(given.number()));
  });
  sources.tool("repeat", [](call& given) {
    int const element = given.number();
    return text(repeat(element, given.number()));
  });
  sources.tool("repeat_endless", [](call& given) {
    int const element = given.number();
    return text(repeat(element) | take(given.number()));
  });
  sources.tool("cycle", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    return text(elements | cycle | take(given.number()), elements);
  });
  sources.tool("iterate", [](call& given) {
    int const start = given.number();
    auto const following = [factor = given.number()](int value) { return (factor * value + 1) % 101; };
    return text(iterate(start, following) | take(given.number()));
  });
  sources.tool("call_until", [](call& given, auto pulled) {
    auto elements = pulled(given.numbers());
    auto made = call_until([&elements] { return *elements.next(); }, given.number());
    return text(take(made, given.number()), elements);
  });
  sources.tool("call_until_none", [](call& given) {
    auto elements = iter(given.next<std::vector<std::optional<int>>>());
    return text(call_until([&elements] { return *elements.next(); }, std::nullopt), elements);
  });
  sources.tool("lines", [](call& given) {
    trickle buffer(given.next<std::string>());
    std::istream stream(&buffer);
    return text(lines(stream) | take(given.number()));
  });
  sources.tool("lines_of_file", [&file](call& given) {
    rewrite(file, given.next<std::string>());
    return text(lines(file.path()) | take(given.number()));
  });
  sources.tool("lines_of_usual_text",
               [](call& given) { return text(lines(std::istringstream(given.next<std::string>()))); });
  sources.tool("read_chunks", [](call& given) {
    trickle buffer(given.next<std::string>());
    std::istream stream(&buffer);
    auto chunks = read_chunks(stream, given.number());
    return text(take(chunks, given.number()));
  });
  sources.tool("read_chunks_of_file", [&file](call& given) {
    rewrite(file, given.next<std::string>());
    auto chunks = read_chunks(file.path(), given.number());
    return text(take(chunks, given.number()));
  });
  sources.check();
}
