#pragma once

#include <istream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <utility>
#include <vector>

namespace support {

/// A stream that gives the pieces one after the other, as a pipe does, then ends or, asked for more, throws. Counts how
/// often it was asked.
class piecewise_buffer : public std::streambuf {
 public:
  explicit piecewise_buffer(std::vector<std::string> pieces, bool fails = false)
      : pieces_(std::move(pieces)), fails_(fails) {}

  int asked = 0;

 protected:
  int_type underflow() override {
    ++asked;
    if (given_ == pieces_.size()) {
      if (fails_) throw std::runtime_error("piecewise_buffer: the line is cut");
      return traits_type::eof();
    }
    std::string& piece = pieces_[given_++];
    setg(piece.data(), piece.data(), piece.data() + piece.size());
    return traits_type::to_int_type(piece.front());
  }

 private:
  std::vector<std::string> pieces_;
  std::size_t given_ = 0;
  bool fails_;
};

/// A stream without a buffer, as std::cin is: each byte has to be asked for.
class unbuffered_buffer : public std::streambuf {
 public:
  explicit unbuffered_buffer(std::string text) : text_(std::move(text)) {}

  std::size_t given = 0;

 protected:
  int_type underflow() override {
    return given == text_.size() ? traits_type::eof() : traits_type::to_int_type(text_[given]);
  }
  int_type uflow() override {
    return given == text_.size() ? traits_type::eof() : traits_type::to_int_type(text_[given++]);
  }

 private:
  std::string text_;
};

}  // namespace support
