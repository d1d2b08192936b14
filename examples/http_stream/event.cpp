#include "event.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace http_stream {
namespace {

// Takes the three fields of the object and passes over all else in it. (RapidJSON's parser without its document: clang
// 19 refuses document.h of RapidJSON 1.1.)
class event_handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, event_handler> {
 public:
  std::optional<std::uint64_t> id;
  std::optional<std::string> type;
  std::optional<double> amount;

  bool Key(char const* text, rapidjson::SizeType size, bool) {
    name_.assign(depth_ == 1 ? std::string_view(text, size) : std::string_view());
    return true;
  }
  bool String(char const* text, rapidjson::SizeType size, bool) {
    if (here("type")) type.emplace(text, size);
    return depth_ > 0;
  }
  bool Uint(unsigned number) { return Uint64(number); }
  bool Uint64(std::uint64_t number) {
    if (here("id")) id = number;
    return Double(static_cast<double>(number));
  }
  bool Int(int number) { return Double(number); }
  bool Int64(std::int64_t number) { return Double(static_cast<double>(number)); }
  bool Double(double number) {
    if (here("amount")) amount = number;
    return depth_ > 0;
  }
  bool Default() { return depth_ > 0; }  // ends the parsing where there is no object around the value
  bool StartObject() { return ++depth_ > 0; }
  bool EndObject(rapidjson::SizeType) { return --depth_ >= 0; }
  bool StartArray() { return depth_++ > 0; }
  bool EndArray(rapidjson::SizeType) { return --depth_ >= 0; }

 private:
  bool here(std::string_view name) const { return depth_ == 1 && name_ == name; }

  int depth_ = 0;
  std::string name_;
};

}  // namespace

event parse_event(numbered_line const& line) {
  auto const refuse = [&line](std::string const& reason) {
    throw std::runtime_error(fmt::format("line {}: {}", line.number, reason));
  };
  // Iterative: a line of a million brackets must not take the stack.
  constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  rapidjson::Reader reader;
  rapidjson::MemoryStream stream(line.text.data(), line.text.size());
  event_handler found;
  rapidjson::ParseResult const result = reader.Parse<flags>(stream, found);
  if (result.Code() == rapidjson::kParseErrorTermination) refuse("not a JSON object");
  if (!result) refuse(fmt::format("{} (byte {})", rapidjson::GetParseError_En(result.Code()), result.Offset() + 1));
  if (stream.Tell() != line.text.size()) refuse("a NUL in the JSON");
  if (!found.id) refuse("\"id\" is not there, or no whole number");
  if (!found.type) refuse("\"type\" is not there, or no text");
  if (!found.amount) refuse("\"amount\" is not there, or no number");
  return event{*found.id, *std::move(found.type), *found.amount};
}

void running_totals::add(event const& one) {
  constexpr std::size_t most_types = 20;
  bool const known = by_type_.size() < most_types - 1 || by_type_.contains(one.type);
  for (total* each : {&all_, &by_type_[known ? one.type : "(others)"]}) {
    ++each->events;
    each->amount += one.amount;
  }
}

}  // namespace http_stream
