#include "orders.hpp"

#include <cogen.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "../support/csv.hpp"

namespace etl_csv_to_sqlite {

using cogen::generator;

namespace {

char lower(char letter) { return 'A' <= letter && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }
char upper(char letter) { return 'a' <= letter && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter; }
bool is_digit(char letter) { return '0' <= letter && letter <= '9'; }

constexpr std::string_view spaces = " \t\r\n";
constexpr std::string_view utf8_mark = "\xef\xbb\xbf";  // some programs begin a file with it

std::string_view trimmed(std::string_view text) {
  std::size_t const begin = text.find_first_not_of(spaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

// [numbered]
// The records of the file without blank lines, each with its line: what can be said of a record that is rejected.
generator<record> numbered_records(std::filesystem::path file) {
  std::int64_t line = 1;
  try {
    for (std::vector<std::string>&& fields : csv_records(file)) {
      record read;
      read.line = line++;
      for (std::string const& field : fields) line += std::count(field.begin(), field.end(), '\n');
      read.fields = std::move(fields);
      bool const blank = read.fields.size() == 1 && trimmed(read.fields.front()).empty();
      if (!blank) co_yield std::move(read);
    }
  } catch (std::system_error const&) {
    throw;  // the file can't be read
  } catch (std::runtime_error const& error) {
    throw std::runtime_error(fmt::format("{}, in the record that begins on line {}", error.what(), line));
  }
}
// [/numbered]

// Whether the bytes are UTF-8 and none is zero: SQLite takes others too, and whoever reads them later fails.
bool is_text(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const at = [&](std::size_t index) { return static_cast<unsigned char>(bytes[index]); };
    unsigned const first = at(0);
    std::size_t const size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first == 0 || size == 0 || first > 0xf4 || size > bytes.size()) return false;
    for (std::size_t index = 1; index != size; ++index) {
      if (at(index) < 0x80 || at(index) > 0xbf) return false;
    }
    // Too long for what they say, surrogates, and beyond the last character.
    if ((first == 0xe0 && at(1) < 0xa0) || (first == 0xed && at(1) > 0x9f)) return false;
    if ((first == 0xf0 && at(1) < 0x90) || (first == 0xf4 && at(1) > 0x8f)) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

// The number that the digits make; none, where there are other characters, or none at all, or it does not fit.
std::optional<std::int64_t> number(std::string_view digits) {
  std::int64_t value = 0;
  if (digits.empty() || !cogen::all(digits, is_digit)) return std::nullopt;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc()) return std::nullopt;
  return value;
}

// Each of these takes a field without spaces around it, and returns why it can't be used; nothing, where it can.
using reason = std::string_view;

reason take_order_id(std::string_view text, order& into) {
  auto const value = number(text);
  if (!value || *value == 0) return "not a positive integer";
  into.order_id = *value;
  return {};
}

reason take_customer(std::string_view text, order& into) {
  if (text.empty()) return "empty";
  for (char letter : text) {  // several spaces, or a line end, become one space
    bool const space = spaces.find(letter) != std::string_view::npos;
    if (!space) into.customer += letter;
    if (space && into.customer.back() != ' ') into.customer += ' ';
  }
  return {};
}

reason take_email(std::string_view text, order& into) {
  std::size_t const at = text.find('@');
  bool const address = at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.rfind('@') == at &&
                       text.find_first_of(spaces) == std::string_view::npos;
  if (!address) return "not an e-mail address";
  into.email = text | cogen::map(lower) | cogen::to<std::string>();
  return {};
}

reason take_amount(std::string_view text, order& into) {
  std::size_t const point = std::min(text.find('.'), text.size());
  std::string cents(point < text.size() ? text.substr(point + 1) : "00");
  if (cents.size() == 1) cents += '0';
  auto const whole = number(text.substr(0, point));
  auto const part = number(cents);
  if (!whole || !part || cents.size() != 2) return "not an amount such as 12.50";
  if (*whole >= 1'000'000'000'000) return "too large";
  into.amount_cents = *whole * 100 + *part;
  return {};
}

reason take_currency(std::string_view text, order& into) {
  into.currency = text | cogen::map(upper) | cogen::to<std::string>();
  bool const known =
      cogen::any(std::array{"CHF", "EUR", "GBP", "USD"}, [&](auto* name) { return name == into.currency; });
  return known ? reason() : "not CHF, EUR, GBP or USD";
}

reason take_ordered_on(std::string_view text, order& into) {
  auto const separator = [&](std::size_t at) { return text[at] == '-' || text[at] == '/'; };
  if (text.size() != 10 || !separator(4) || !separator(7)) return "not a date such as 2026-03-31";
  auto const year = number(text.substr(0, 4));
  auto const month = number(text.substr(5, 2));
  auto const day = number(text.substr(8, 2));
  if (!year || !month || !day) return "not a date such as 2026-03-31";
  std::chrono::year_month_day const date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return "not in the calendar";
  into.ordered_on = fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
  return {};
}

constexpr std::array<reason (*)(std::string_view, order&), columns.size()> takers = {
    take_order_id, take_customer, take_email, take_amount, take_currency, take_ordered_on};

// [check]
std::optional<fault> fill(order& clean, std::vector<std::string> const& fields) {
  if (fields.size() != columns.size()) return fault{"record", "wrong number of fields"};
  for (auto&& [name, take, text] : cogen::zip(columns, takers, fields)) {
    reason const problem = is_text(text) ? take(trimmed(text), clean) : "not UTF-8 text";
    if (!problem.empty()) return fault{name, problem};
  }
  return std::nullopt;
}
// [/check]

}  // namespace

generator<record> read_records(std::filesystem::path file) {
  auto records = numbered_records(file);
  auto header = records.next();
  if (header && header->fields.front().starts_with(utf8_mark)) header->fields.front().erase(0, utf8_mark.size());
  bool const right = header && std::ranges::equal(header->fields, columns, {}, trimmed);
  if (!right) throw std::runtime_error(fmt::format("{}: the header is not {}", file.string(), fmt::join(columns, ",")));
  return records;
}

checked_record check(record read) {
  checked_record result;
  result.found = fill(result.clean, read.fields);
  result.read = std::move(read);
  return result;
}

}  // namespace etl_csv_to_sqlite
