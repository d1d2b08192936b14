// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/block_reader.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/pull_range.hpp>

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace cogen {

/// The source that `lines` makes.
template <class Reader>
class [[nodiscard]] lines_source : public pull_range<lines_source<Reader>> {
 public:
  using reference = std::string_view&&;
  using value_type = std::string;

  explicit lines_source(Reader reader) : state_(detail::make_owner<state>(std::move(reader))) {}

  std::string_view* pull() {
    if (state_ == nullptr) return nullptr;
    do {
      if (state_->next_line(line_)) return &line_;
    } while (state_->read_more());
    if (state_->last_line(line_)) return &line_;
    state_.reset();  // closes the file
    return nullptr;
  }

 private:
  struct state {
    explicit state(Reader given) : reader(std::move(given)) {}

    bool next_line(std::string_view& line) {
      char* const newline = static_cast<char*>(std::memchr(block.data() + searched, '\n', end - searched));
      if (newline == nullptr) {
        searched = end;
        return false;
      }
      line = std::string_view(block.data() + begin, static_cast<std::size_t>(newline - (block.data() + begin)));
      if (line.ends_with('\r')) line.remove_suffix(1);
      begin = searched = static_cast<std::size_t>(newline - block.data()) + 1;
      return true;
    }
    bool last_line(std::string_view& line) {
      line = std::string_view(block.data() + begin, end - begin);
      begin = searched = end;
      return !line.empty();
    }
    // The line begun moves to the front of the block; only where it fills that does the block grow.
    bool read_more() {
      if (ended) return false;
      if (begin != 0) {
        std::memmove(block.data(), block.data() + begin, end - begin);
        end -= std::exchange(begin, 0);
        searched = end;
      }
      if (end == block.capacity()) block.grow(2 * block.capacity(), end);
      std::size_t const count = reader.read(block.data() + end, block.capacity() - end);
      end += count;
      ended = count == 0;
      return !ended;
    }

    Reader reader;
    detail::block block{detail::block::usual};
    std::size_t begin = 0;     // of the next line
    std::size_t searched = 0;  // no line ends between begin and here
    std::size_t end = 0;       // of what was read
    bool ended = false;
  };

  detail::owner<state> state_;  // none at the end
  std::string_view line_;
};

namespace detail {
struct lines_fn {
  template <path_argument Path>
  [[nodiscard]] auto operator()(Path const& path) const {
    return lines_source<file_reader>(file_reader("lines", std::string(path)));
  }
  template <byte_stream Stream>
  [[nodiscard]] auto operator()(Stream&& stream) const {
    return lines_source<stream_reader<Stream>>(stream_reader<Stream>("lines", std::forward<Stream>(stream)));
  }
};
}  // namespace detail

/// Python's `open(path)`: `lines(path)`, `lines(istream)`: the lines of a text, without their ends, LF or CR LF. A last
/// line need not have an end. All other bytes are kept, NUL and a CR elsewhere too.
///
/// Out: source of `std::string_view&&`, valid until the next pull; kept as std::string (a key function that returns a
/// part of the line must return a std::string too: `group_by` and others keep its result as it is). Opens the file at once, reads
/// with the first pull, closes at the end. A lent stream must outlive the source and is read ahead of the lines handed
/// out; an rvalue stream is owned. Cost: one search for `\n` and one copy of each byte; memory for a block of 64 KiB,
/// or for the longest line; two allocations, no more unless a line is longer than the block. Lines that come slowly
/// (from a terminal or a pipe) are handed out as they come.
///
/// Throws std::system_error: at the call if the file can't be opened or the stream has failed before, from the pull if
/// a read fails; it names the path. The lines before that are handed out first, and a further pull reads again.
inline constexpr detail::lines_fn lines{};

}  // namespace cogen
