// What is made of the JSON of a page, call by call of the parser.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <rapidjson/reader.h>

#include "api_address.hpp"
#include "json_fields.hpp"
#include "page_reader.hpp"
#include "text.hpp"
#include "timestamps.hpp"

namespace api_to_parquet {

// The parser's calls become rows. It knows where in the page it is, so that each complaint can say so. The first
// complaint is kept until the end of the document: one that is broken further on is malformed, not wrong.
//
// Stream: void, or where bad rows are kept instead of complained of, that of the parser, whose Tell() must be exact.
template <class Stream>
class page_handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, page_handler<Stream>> {
  static constexpr bool tolerant = !std::is_void_v<Stream>;

 public:
  // If tolerant it needs the body, unchanged, and its stream.
  explicit page_handler(page_request const& asked, std::string_view body = {}, Stream const* at = nullptr)
      : asked_{asked}, body_{body}, at_{at}, envelope_finder_{envelope_fields(asked.style)} {
    result_.at = asked.at;
    result_.rows.reserve(std::min(asked.page_size, longest_reserve));
  }

  page result() {
    if (complaint_) throw *complaint_;
    return std::move(result_);
  }

  // What RapidJSON calls, by its names.
  bool Null() { return scalar({json_value::null}); }
  bool Bool(bool truth) { return scalar({.type = json_value::boolean, .truth = truth}); }
  bool Int(int number) { return Double(number); }
  bool Uint(unsigned number) { return Double(number); }
  bool Int64(std::int64_t number) { return Double(static_cast<double>(number)); }
  bool Uint64(std::uint64_t number) { return Double(static_cast<double>(number)); }
  bool Double(double number) { return scalar({.type = json_value::number, .amount = number}); }
  bool String(char const* text, rapidjson::SizeType size, bool) {
    return scalar({.type = json_value::string, .text = {text, size}});
  }
  bool Key(char const* text, rapidjson::SizeType size, bool) { return key({text, size}); }
  bool StartObject() { return open(json_value::object); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool StartArray() { return open(json_value::array); }
  bool EndArray(rapidjson::SizeType) { return close(); }

 private:
  enum class place { document, envelope, rows, row };

  // Called before the parser has passed the bracket, and so is close().
  bool open(json_value::kind type) {
    if (complaint_) return true;
    if (skipped_ > 0) {
      ++skipped_;
    } else if (place_ == place::document && type == json_value::object) {
      place_ = place::envelope;
    } else if (place_ == place::envelope && type == json_value::array && field_ != nullptr &&
               field_->part == envelope_part::data) {
      place_ = place::rows;
      if constexpr (tolerant) row_end_ = at_->Tell() + 1;
    } else if (place_ == place::rows && type == json_value::object && has_room()) {
      place_ = place::row;
      row_ = received_++;
      result_.rows.emplace_back();
      row_finder_.clear();
    } else {
      bool const go_on = value({type});
      ++skipped_;
      return go_on;
    }
    return true;
  }

  bool close() {
    if (complaint_) return true;
    if (skipped_ > 0) {
      if (--skipped_ == 0 && place_ == place::rows) end_row(1);
    } else if (place_ == place::row) {
      if (auto const* const absent = row_finder_.missing()) complain(absent->name, "is missing");
      if (tolerant && bad_row_) result_.rows.pop_back();
      end_row(1);
      place_ = place::rows;
    } else if (place_ == place::rows) {
      place_ = place::envelope;
    } else {
      check_envelope();
    }
    return true;
  }

  bool key(std::string_view name) {
    if (complaint_ || skipped_ > 0) return true;
    auto const find = [&](auto& finder) {
      field_ = finder.find(name);
      if (field_ != nullptr && !finder.mark()) complain(name, "is there twice");
    };
    if (place_ == place::envelope) {
      find(envelope_finder_);
    } else {
      find(row_finder_);
    }
    return true;
  }

  bool scalar(json_value const& found) {
    if (complaint_ || skipped_ > 0) return true;
    bool const go_on = value(found);
    if (place_ == place::rows) end_row(0);
    return go_on;
  }

  // A value that is not a place to go into.
  bool value(json_value const& found) {
    switch (place_) {
      case place::document:
        return false;  // ends the parsing
      case place::envelope:
        if (field_ != nullptr && is_type(found, *field_)) envelope_value(found);
        break;
      case place::rows:
        if (has_room()) {
          row_ = received_++;
          is_type(found, {"", json_value::object});
        }
        break;
      case place::row:
        if (field_ != nullptr && is_type(found, *field_)) row_value(found);
        break;
    }
    return true;
  }

  void envelope_value(json_value const& found) {
    auto const expect = [&](std::uint64_t expected) {
      if (found.amount != static_cast<double>(expected))
        complain(field_->name, fmt::format("must be {}, not {}", expected, found.amount));
    };
    switch (field_->part) {
      case envelope_part::number:
        return expect(asked_.number);
      case envelope_part::size:
        return expect(asked_.page_size);
      case envelope_part::has_more:
        result_.has_more = found.truth;
        break;
      case envelope_part::total:
        if (found.amount >= 0 && found.amount <= 0x1p53) total_ = static_cast<std::uint64_t>(found.amount);
        if (static_cast<double>(total_) != found.amount)
          complain(field_->name, fmt::format("must be a number of rows, not {}", found.amount));
        break;
      case envelope_part::next_cursor:
        if (found.type == json_value::null) break;
        if (found.text.empty()) return complain(field_->name, "must not be empty");
        result_.next_cursor = std::string{found.text};
        break;
      case envelope_part::data:
      case envelope_part::none:
        break;
    }
  }

  void row_value(json_value const& found) {
    auto& row = result_.rows.back();
    if (field_->text != nullptr) {
      row.*(field_->text) = found.text;
    } else if (field_->type == json_value::number) {
      row.amount = found.amount;
      // The file's column is a float32, in which more would be infinite.
      if (std::abs(found.amount) > static_cast<double>(std::numeric_limits<float>::max()))
        complain(field_->name, fmt::format("must be within the range of a float, not {}", found.amount));
    } else if (auto const parsed = parse_timestamp(found.text)) {
      row.timestamp = *parsed;
    } else {
      complain(field_->name,
               fmt::format("must look like 2024-03-01T12:34:56.789012Z, not \"{}\"", beginning(found.text, 60)));
    }
  }

  void check_envelope() {
    if (auto const* const absent = envelope_finder_.missing()) return complain(absent->name, "is missing");
    std::uint64_t const rows = received_;
    if (asked_.style == api_style::offset) {
      auto const expected = std::min<std::uint64_t>(asked_.page_size, total_ - std::min(asked_.number, total_));
      result_.has_more = asked_.number + rows < total_;
      if (rows != expected) complain("data", fmt::format("holds {} rows, not {}, of {}", rows, expected, total_));
      return;
    }
    if (asked_.style == api_style::cursor) result_.has_more = result_.next_cursor.has_value();
    if (asked_.style == api_style::link) result_.has_more = asked_.has_next;
    if (result_.has_more && rows < asked_.page_size)
      complain("data", fmt::format("holds {} of {} rows although {}", rows, asked_.page_size,
                                   asked_.style == api_style::page ? "has_more is true" : "there is a next page"));
  }

  // A row ends as many letters behind where the parser is.
  void end_row([[maybe_unused]] std::size_t further) {
    row_.reset();
    if constexpr (tolerant) {
      auto const begin = body_.find_first_not_of(", \t\r\n", std::exchange(row_end_, at_->Tell() + further));
      if (!bad_row_) return;
      bad_row_->text = std::string{body_.substr(begin, row_end_ - begin)};
      result_.bad_rows.push_back(std::move(*bad_row_));
      bad_row_.reset();
    }
  }

  bool has_room() {
    if (received_ < asked_.page_size) return true;
    complain("data", fmt::format("holds more than the {} rows asked for", asked_.page_size));
    return false;
  }

  bool is_type(json_value const& found, field const& expected) {
    if (found.type == expected.type || (expected.may_be_null && found.type == json_value::null)) return true;
    complain(expected.name, fmt::format("must be {}{}, not {}", json_value::names[expected.type],
                                        expected.may_be_null ? " or null" : "", json_value::names[found.type]));
    return false;
  }

  void complain(std::string_view name, std::string reason) {
    if (complaint_ || bad_row_) return;
    reason = one_line(std::move(reason));
    if (tolerant && row_) {
      bad_row_ = bad_row{*row_, std::string{name}, std::move(reason), {}};
      return;
    }
    auto message = described(asked_.style, asked_.at) + ':';
    if (row_) message += fmt::format(" row {}{}", *row_, name.empty() ? "" : ",");
    if (!name.empty()) message += fmt::format(" field \"{}\"", name);
    message += ' ' + reason;
    complaint_ = api_error{message, {asked_.at, row_, std::string{name}, std::move(reason), asked_.attempt}};
  }

  static constexpr std::size_t longest_reserve = 100'000;  // rows; a mistyped page_size must not exhaust memory

  page_request const& asked_;
  std::string_view const body_;
  Stream const* const at_;
  page result_;
  std::optional<api_error> complaint_;
  place place_ = place::document;
  field const* field_ = nullptr;  // that the next value belongs to; null: not known
  std::size_t skipped_ = 0;       // open arrays and objects of a field that is not known
  std::uint64_t total_ = 0;
  std::size_t received_ = 0;  // rows, good and bad
  std::optional<std::size_t> row_;
  std::optional<bad_row> bad_row_;  // the row that is being read, once it is known to be bad
  std::size_t row_end_ = 0;         // of the row before
  field_finder<std::dynamic_extent> envelope_finder_;
  field_finder<row_fields.size()> row_finder_{row_fields};
};

}  // namespace api_to_parquet
