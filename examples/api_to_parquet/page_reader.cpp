#include "page_reader.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
// RapidJSON rather than simdjson, which is faster: the libparquet of the pyarrow wheel exports simdjson's symbols, of a
// version of its own, and they would take the place of the system's in a program that links both.
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

namespace api_to_parquet {
namespace {

// Takes `digits` decimal digits off the front of text; -1 if they are not there.
int take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<timestamp> parse_timestamp(std::string_view text) {
  using namespace std::chrono;
  auto const number = [&text](std::size_t digits, char after, int& into) {
    into = take_digits(text, digits);
    return into >= 0 && (after == '\0' || take(text, after));
  };
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  if (!number(4, '-', y) || !number(2, '-', mo) || !number(2, 'T', d) || !number(2, ':', h) || !number(2, ':', mi) ||
      !number(2, '\0', s))
    return std::nullopt;

  int fraction = 0;
  if (take(text, '.')) {
    auto const digits = std::min(text.find('Z'), text.size());
    if (digits < 1 || digits > 6) return std::nullopt;
    fraction = take_digits(text, digits);
    if (fraction < 0) return std::nullopt;
    for (auto i = digits; i < 6; ++i) fraction *= 10;
  }
  if (text != "Z") return std::nullopt;

  year_month_day const date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 59) return std::nullopt;
  return timestamp{sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + microseconds{fraction};
}

namespace {

// A value that the parser met, or the beginning of one that holds others.
struct json_value {
  enum kind : std::size_t { array, object, number, string, boolean, null };
  static constexpr std::array<std::string_view, 6> names{"an array", "an object", "a number",
                                                         "a string", "a boolean", "null"};

  kind type;
  std::string_view text{};
  double amount = 0;
  bool truth = false;
};

struct field {
  std::string_view name;
  json_value::kind type;
  std::string transaction::* text = nullptr;  // where the string goes as it stands
};

enum : std::size_t { data, page_number, page_size, has_more };
constexpr std::array<field, 4> envelope_fields{{{"data", json_value::array},
                                                {"page", json_value::number},
                                                {"page_size", json_value::number},
                                                {"has_more", json_value::boolean}}};

constexpr std::array<field, 9> row_fields{{{"transaction_id", json_value::string, &transaction::transaction_id},
                                           {"user_id", json_value::string, &transaction::user_id},
                                           {"amount", json_value::number},
                                           {"currency", json_value::string, &transaction::currency},
                                           {"status", json_value::string, &transaction::status},
                                           {"category", json_value::string, &transaction::category},
                                           {"timestamp", json_value::string},
                                           {"merchant", json_value::string, &transaction::merchant},
                                           {"payment_method", json_value::string, &transaction::payment_method}}};

// Which of an object's fields have been there.
template <std::size_t Size>
class field_finder {
 public:
  explicit field_finder(std::array<field, Size> const& fields) : fields_{fields} {}

  void clear() {
    seen_.fill(false);
    next_ = 0;
  }

  // Index of the field, or Size if it is not known. They mostly come in our own order.
  std::size_t find(std::string_view name) {
    for (std::size_t tried = 0; tried < Size; ++tried) {
      auto const index = next_;
      next_ = next_ + 1 == Size ? 0 : next_ + 1;
      if (fields_[index].name == name) return index;
    }
    return Size;
  }

  // False if it has been there before.
  bool mark(std::size_t index) { return !std::exchange(seen_[index], true); }

  // The first field that has not been there, or null.
  field const* missing() const {
    auto const at = std::find(seen_.begin(), seen_.end(), false);
    return at == seen_.end() ? nullptr : &fields_[static_cast<std::size_t>(at - seen_.begin())];
  }

 private:
  std::array<field, Size> const& fields_;
  std::array<bool, Size> seen_{};
  std::size_t next_ = 0;
};

// The parser's calls become rows. It knows where in the page it is, so that each complaint can say so. The first
// complaint is kept until the end of the document: one that is broken further on is malformed, not wrong.
class page_handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, page_handler> {
 public:
  explicit page_handler(page_request const& asked) : asked_{asked} {
    result_.number = asked.page;
    result_.rows.reserve(std::min(asked.page_size, longest_reserve));
  }

  page result() {
    if (complaint_) throw *complaint_;
    return std::move(result_);
  }

  // What RapidJSON calls, by its names.
  bool Null() { return value({json_value::null}); }
  bool Bool(bool truth) { return value({.type = json_value::boolean, .truth = truth}); }
  bool Int(int number) { return Double(number); }
  bool Uint(unsigned number) { return Double(number); }
  bool Int64(std::int64_t number) { return Double(static_cast<double>(number)); }
  bool Uint64(std::uint64_t number) { return Double(static_cast<double>(number)); }
  bool Double(double number) { return value({.type = json_value::number, .amount = number}); }
  bool String(char const* text, rapidjson::SizeType size, bool) {
    return value({.type = json_value::string, .text = {text, size}});
  }
  bool Key(char const* text, rapidjson::SizeType size, bool) { return key({text, size}); }
  bool StartObject() { return open(json_value::object); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool StartArray() { return open(json_value::array); }
  bool EndArray(rapidjson::SizeType) { return close(); }

 private:
  enum class place { document, envelope, rows, row };

  bool open(json_value::kind type) {
    if (complaint_) return true;
    if (skipped_ > 0) {
      ++skipped_;
    } else if (place_ == place::document && type == json_value::object) {
      place_ = place::envelope;
    } else if (place_ == place::envelope && type == json_value::array && field_ == data) {
      place_ = place::rows;
    } else if (place_ == place::rows && type == json_value::object && has_room()) {
      place_ = place::row;
      row_ = result_.rows.size();
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
      --skipped_;
    } else if (place_ == place::row) {
      if (auto const* const absent = row_finder_.missing()) complain(absent->name, "is missing");
      row_.reset();
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
    bool again = false;
    if (place_ == place::envelope) {
      field_ = envelope_finder_.find(name);
      again = field_ < envelope_fields.size() && !envelope_finder_.mark(field_);
    } else {
      field_ = row_finder_.find(name);
      again = field_ < row_fields.size() && !row_finder_.mark(field_);
    }
    if (again) complain(name, "is there twice");
    return true;
  }

  // A value that is not a place to go into.
  bool value(json_value const& found) {
    if (complaint_ || skipped_ > 0) return true;
    switch (place_) {
      case place::document:
        return false;  // ends the parsing
      case place::envelope:
        if (field_ < envelope_fields.size() && is_type(found, envelope_fields[field_])) envelope_value(found);
        break;
      case place::rows:
        if (has_room()) {
          row_ = result_.rows.size();
          is_type(found, {"", json_value::object});
        }
        break;
      case place::row:
        if (field_ < row_fields.size() && is_type(found, row_fields[field_])) row_value(found);
        break;
    }
    return true;
  }

  void envelope_value(json_value const& found) {
    if (field_ == has_more) {
      result_.has_more = found.truth;
    } else {
      auto const expected = field_ == page_number ? asked_.page : asked_.page_size;
      if (found.amount != static_cast<double>(expected))
        complain(envelope_fields[field_].name, fmt::format("must be {}, not {}", expected, found.amount));
    }
  }

  void row_value(json_value const& found) {
    auto const& [name, type, text] = row_fields[field_];
    auto& row = result_.rows.back();
    if (text != nullptr) {
      row.*text = found.text;
    } else if (type == json_value::number) {
      row.amount = found.amount;
    } else if (auto const parsed = parse_timestamp(found.text)) {
      row.timestamp = *parsed;
    } else {
      complain(name, fmt::format("must look like 2024-03-01T12:34:56.789012Z, not \"{}\"", found.text.substr(0, 60)));
    }
  }

  void check_envelope() {
    auto const rows = result_.rows.size();
    if (auto const* const absent = envelope_finder_.missing())
      complain(absent->name, "is missing");
    else if (result_.has_more && rows < asked_.page_size)
      complain("data", fmt::format("holds {} of {} rows although has_more is true", rows, asked_.page_size));
  }

  bool has_room() {
    if (result_.rows.size() < asked_.page_size) return true;
    complain("data", fmt::format("holds more than the {} rows asked for", asked_.page_size));
    return false;
  }

  bool is_type(json_value const& found, field const& expected) {
    if (found.type == expected.type) return true;
    complain(expected.name,
             fmt::format("must be {}, not {}", json_value::names[expected.type], json_value::names[found.type]));
    return false;
  }

  void complain(std::string_view name, std::string reason) {
    if (complaint_) return;
    // The answer may quote anything; a message stays one line.
    std::replace_if(reason.begin(), reason.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
    auto message = fmt::format("page {}:", asked_.page);
    if (row_) message += fmt::format(" row {}{}", *row_, name.empty() ? "" : ",");
    if (!name.empty()) message += fmt::format(" field \"{}\"", name);
    message += ' ' + reason;
    complaint_ = api_error{message, {asked_.page, row_, std::string{name}, std::move(reason), asked_.attempt}};
  }

  static constexpr std::size_t longest_reserve = 100'000;  // rows; a mistyped page_size must not exhaust memory

  page_request const asked_;
  page result_;
  std::optional<api_error> complaint_;
  place place_ = place::document;
  std::size_t field_ = 0;    // that the next value belongs to
  std::size_t skipped_ = 0;  // open arrays and objects of a field that is not known
  std::optional<std::size_t> row_;
  field_finder<envelope_fields.size()> envelope_finder_{envelope_fields};
  field_finder<row_fields.size()> row_finder_{row_fields};
};

}  // namespace

page read_page(std::string& body, page_request const& asked) {
  // Iterative: a document may nest as deep as it likes. Full precision: the double nearest to what is written.
  constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                             rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag;
  page_handler handler{asked};
  rapidjson::Reader reader;
  rapidjson::InsituStringStream stream{body.data()};
  auto const parsed = reader.Parse<flags>(stream, handler);
  auto const fail = [](std::string_view reason, std::size_t offset) {
    if (reason.ends_with('.')) reason.remove_suffix(1);
    throw malformed_json{fmt::format("{} at byte {}", reason, offset)};
  };
  if (parsed.Code() == rapidjson::kParseErrorTermination) fail("The document is not an object", 0);
  if (parsed.IsError()) fail(rapidjson::GetParseError_En(parsed.Code()), parsed.Offset());
  if (stream.Tell() != body.size()) fail("Null character", stream.Tell());  // for RapidJSON it is the end
  return handler.result();
}

}  // namespace api_to_parquet
