// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/owner.hpp>
#include <cogen/generator_error.hpp>

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

// Where `lines` and `read_chunks` read from: a reader has
//
//   std::size_t read(char* to, std::size_t most);
//
// which waits until there is something, then returns how many bytes it wrote to `to`: 0 at the end. Whoever types lines
// into a terminal or a pipe sees each of them used at once.

namespace cogen::detail {

// A file by its path, std::string or what converts to it (std::filesystem::path does).
template <class Path>
concept path_argument = std::is_constructible_v<std::string, Path const&>;

class file_reader {
 public:
  file_reader(char const* tool, std::string path) : tool_(tool), path_(std::move(path)) {
    errno = EINVAL;  // a path with a NUL in it would name another file
    if (path_.find('\0') == std::string::npos) file_.reset(std::fopen(path_.c_str(), "rb"));
    if (file_ == nullptr) fail("open");
  }

  [[nodiscard]] std::size_t read(char* to, std::size_t most) {
#if __has_include(<unistd.h>)
    for (;;) {
      auto const count = ::read(::fileno(file_.get()), to, most);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) fail("read");
    }
#else
    std::size_t const count = std::fread(to, 1, most, file_.get());
    if (count == 0 && std::ferror(file_.get()) != 0) fail("read");
    return count;
#endif
  }

 private:
  struct closer {
    void operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }
  };

  [[noreturn, gnu::cold]] void fail(char const* action) const {
    std::error_code const reason(errno, std::generic_category());
    std::string const shown = path_.c_str();  // NOLINT(readability-redundant-string-cstr): up to a null character
    raise<std::system_error>(reason, std::string("cogen::") + tool_ + ": can't " + action + " '" + shown + "'");
  }

  char const* tool_;
  std::string path_;
  owner<std::FILE, closer> file_;
};

// A std::istream or a class derived from it; <istream> is for those who have one to include.
template <class Stream>
concept byte_stream = (std::is_reference_v<Stream> || std::is_move_constructible_v<Stream>) &&
                      requires(std::remove_reference_t<Stream>& stream, char* to, std::ptrdiff_t most) {
                        { stream.rdbuf()->sbumpc() } -> std::same_as<int>;
                        stream.read(to, most);
                        stream.peek();
                      };

// `Stream` is `S&` for one that is lent, `S` for one that is owned.
template <byte_stream Stream>
class stream_reader {
  static constexpr bool owned = !std::is_reference_v<Stream>;
  static constexpr int end = -1;  // std::char_traits<char>::eof()

 public:
  stream_reader(char const* tool, Stream&& stream) : tool_(tool), stream_(hold(stream)) {
    if (held().fail() && !held().eof()) fail();
  }

  [[nodiscard]] std::size_t read(char* to, std::size_t most) {
    auto& stream = held();
    if (stream.eof()) return 0;
    if (stream.peek() == end) {
      if (stream.fail()) fail();
      return 0;
    }
    if (auto const there = stream.rdbuf()->in_avail(); there > 0) {
      auto const wanted = static_cast<decltype(there)>(most);
      stream.read(to, there < wanted ? there : wanted);
      if (stream.bad()) fail();
      return static_cast<std::size_t>(stream.gcount());
    }
    // A stream without a buffer, as std::cin is by default: it has to be asked for each byte, and must not be asked for
    // more than a line.
    std::size_t count = 0;
    while (count != most) {
      int const byte = stream.rdbuf()->sbumpc();
      if (byte == end) break;
      to[count++] = static_cast<char>(byte);
      if (byte == '\n') break;
    }
    return count;
  }

 private:
  using holder = std::conditional_t<owned, Stream, std::add_pointer_t<Stream>>;
  static holder hold(auto& stream) {
    if constexpr (owned) {
      return std::move(stream);
    } else {
      return address_of(stream);
    }
  }
  [[nodiscard]] auto& held() noexcept {
    if constexpr (owned) {
      return stream_;
    } else {
      return *stream_;
    }
  }
  [[noreturn, gnu::cold]] void fail() const {
    raise<std::system_error>(std::make_error_code(std::errc::io_error),
                             std::string("cogen::") + tool_ + ": can't read the stream");
  }

  char const* tool_;
  holder stream_;
};

// A block of memory that grows. Not a std::vector<char>, which would write zeros to what is about to be read into.
class block {
 public:
  explicit block(std::size_t capacity) : bytes_(new char[capacity]), capacity_(capacity) {}

  [[nodiscard]] char* data() noexcept { return bytes_.get(); }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  // Keeps `used` bytes.
  void grow(std::size_t capacity, std::size_t used) {
    owner<char, delete_array> larger(new char[capacity]);
    if (used != 0) std::memcpy(larger.get(), bytes_.get(), used);
    bytes_ = std::move(larger);
    capacity_ = capacity;
  }

  static constexpr std::size_t usual = std::size_t{64} * 1024;

 private:
  owner<char, delete_array> bytes_;
  std::size_t capacity_;
};

}  // namespace cogen::detail
