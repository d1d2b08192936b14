// The fields that the JSON of a page must have.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "api_style.hpp"
#include "transaction.hpp"

namespace api_to_parquet {

// A value that the parser met, or the beginning of one that holds others.
struct json_value {
  enum kind : std::uint8_t { array, object, number, string, boolean, null };
  static constexpr std::array<std::string_view, 6> names{"an array", "an object", "a number",
                                                         "a string", "a boolean", "null"};

  kind type;
  std::string_view text{};
  double amount = 0;
  bool truth = false;
};

// What a field of the envelope says.
enum class envelope_part : std::uint8_t { none, data, number, size, has_more, total, next_cursor };

// As small as it can be, for each key of each row is looked for among them.
struct field {
  std::string_view name;
  json_value::kind type;
  envelope_part part = envelope_part::none;
  bool may_be_null = false;
  std::string transaction::* text = nullptr;  // where the string goes as it stands
};

constexpr field text_field(std::string_view name, std::string transaction::* text) {
  return {.name = name, .type = json_value::string, .text = text};
}

inline constexpr std::array<field, 9> row_fields{text_field("transaction_id", &transaction::transaction_id),
                                                 text_field("user_id", &transaction::user_id),
                                                 {"amount", json_value::number},
                                                 text_field("currency", &transaction::currency),
                                                 text_field("status", &transaction::status),
                                                 text_field("category", &transaction::category),
                                                 {"timestamp", json_value::string},
                                                 text_field("merchant", &transaction::merchant),
                                                 text_field("payment_method", &transaction::payment_method)};

namespace envelopes {

inline constexpr field data{"data", json_value::array, envelope_part::data};

inline constexpr std::array<field, 4> page{{data,
                                            {"page", json_value::number, envelope_part::number},
                                            {"page_size", json_value::number, envelope_part::size},
                                            {"has_more", json_value::boolean, envelope_part::has_more}}};
inline constexpr std::array<field, 4> offset{{data,
                                              {"offset", json_value::number, envelope_part::number},
                                              {"limit", json_value::number, envelope_part::size},
                                              {"total", json_value::number, envelope_part::total}}};
inline constexpr std::array<field, 2> cursor{
    {data, {"next_cursor", json_value::string, envelope_part::next_cursor, true}}};
inline constexpr std::array<field, 1> link{{data}};

}  // namespace envelopes

constexpr std::span<field const> envelope_fields(api_style style) {
  switch (style) {
    case api_style::page:
      return envelopes::page;
    case api_style::offset:
      return envelopes::offset;
    case api_style::cursor:
      return envelopes::cursor;
    case api_style::link:
      break;
  }
  return envelopes::link;
}

// Which of an object's fields have been there. Extent: how many they are, where that is known to the compiler.
template <std::size_t Extent>
class field_finder {
 public:
  // Of at most nine fields, which must outlive it.
  explicit field_finder(std::span<field const, Extent> fields) : fields_{fields} {}

  void clear() {
    seen_.fill(false);
    next_ = 0;
  }

  // The field, or null if it is not known. They mostly come in our own order.
  field const* find(std::string_view name) {
    for (std::size_t tried = 0; tried < fields_.size(); ++tried) {
      found_ = next_;
      next_ = next_ + 1 == fields_.size() ? 0 : next_ + 1;
      if (fields_[found_].name == name) return &fields_[found_];
    }
    return nullptr;
  }

  // Of the field that was found last: false if it has been there before.
  bool mark() { return !std::exchange(seen_[found_], true); }

  // The first field that has not been there, or null.
  field const* missing() const {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (!seen_[i]) return &fields_[i];
    }
    return nullptr;
  }

 private:
  std::span<field const, Extent> fields_;
  std::array<bool, row_fields.size()> seen_{};
  std::size_t next_ = 0;
  std::size_t found_ = 0;
};

}  // namespace api_to_parquet
