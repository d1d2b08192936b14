// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/block_reader.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace cogen {

/// The source that `read_chunks` makes.
template <class Reader>
class [[nodiscard]] chunks_source : public pull_range<chunks_source<Reader>> {
 public:
  using reference = std::string_view&&;
  using value_type = std::string;

  chunks_source(Reader reader, std::size_t bytes) : state_(detail::make_owner<state>(std::move(reader), bytes)) {}

  std::string_view* pull() {
    if (state_ == nullptr) return nullptr;
    chunk_ = state_->next_chunk();
    if (!chunk_.empty()) return &chunk_;
    state_.reset();  // closes the file
    return nullptr;
  }

 private:
  struct state {
    state(Reader given, std::size_t size)
        : reader(std::move(given)), bytes(size), block(size < detail::block::usual ? size : detail::block::usual) {}

    std::string_view next_chunk() {
      if (std::exchange(handed_out, false)) used = 0;  // else a read has failed: what it had so far is there
      while (!ended && used != bytes) {
        if (used == block.capacity()) block.grow(used < bytes / 2 ? 2 * used : bytes, used);
        std::size_t const count = reader.read(block.data() + used, block.capacity() - used);
        used += count;
        ended = count == 0;
      }
      handed_out = true;
      return {block.data(), used};
    }

    Reader reader;
    std::size_t bytes;
    detail::block block;  // no larger than what there is to read
    std::size_t used = 0;
    bool handed_out = false;
    bool ended = false;
  };

  detail::owner<state> state_;  // none at the end
  std::string_view chunk_;
};

namespace detail {
struct read_chunks_fn {
  template <path_argument Path>
  [[nodiscard]] auto operator()(Path const& path, std::integral auto bytes) const {
    std::size_t const size = count_argument("read_chunks", "bytes", bytes, 1);
    return chunks_source<file_reader>(file_reader("read_chunks", std::string(path)), size);
  }
  template <byte_stream Stream>
  [[nodiscard]] auto operator()(Stream&& stream, std::integral auto bytes) const {
    std::size_t const size = count_argument("read_chunks", "bytes", bytes, 1);
    return chunks_source<stream_reader<Stream>>(stream_reader<Stream>("read_chunks", std::forward<Stream>(stream)),
                                                size);
  }
};
}  // namespace detail

/// Python's `iter(lambda: file.read(bytes), b"")`: `read_chunks(path, bytes)`, `read_chunks(istream, bytes)`: what is
/// in a file, `bytes` bytes at a time; the last chunk may be shorter, none is empty.
///
/// Out: source of `std::string_view&&`, valid until the next pull; kept as std::string. (For `std::byte`s:
/// `std::as_bytes(std::span(chunk))`.) Opens the file at once, reads with the first pull, closes at the end. A lent
/// stream must outlive the source; an rvalue stream is owned. Cost: one copy of each byte; memory for one chunk,
/// allocated as the first one is read.
///
/// Throws std::invalid_argument for `bytes` below 1; std::system_error as `lines` does. Bytes read before a read fails
/// are kept for the next pull.
///
/// Python: `iter(lambda: file.read(bytes), b"")`.
inline constexpr detail::read_chunks_fn read_chunks{};

}  // namespace cogen
