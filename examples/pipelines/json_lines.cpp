#include <cogen.hpp>

#include <fmt/format.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

using event = std::map<std::string, std::string>;

// Takes the text fields of an object and passes over all else in it.
// (RapidJSON's parser without its document: clang 19 refuses document.h of RapidJSON 1.1.)
class event_handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, event_handler> {
 public:
  [[nodiscard]] event take() { return std::move(event_); }

  bool Key(char const* text, rapidjson::SizeType size, bool) {
    if (depth_ == 1) name_.assign(text, size);
    return true;
  }
  bool String(char const* text, rapidjson::SizeType size, bool) {
    if (depth_ == 1) event_[name_].assign(text, size);
    return Default();
  }
  bool Default() { return depth_ > 0; }  // ends the parsing where there is no object around the value
  bool StartObject() { return ++depth_ > 0; }
  bool EndObject(rapidjson::SizeType) { return --depth_ >= 0; }
  bool StartArray() { return depth_++ > 0; }
  bool EndArray(rapidjson::SizeType) { return --depth_ >= 0; }

 private:
  int depth_ = 0;
  std::string name_;
  event event_;
};

cogen::generator<event> read_json_lines(std::filesystem::path file) {
  rapidjson::Reader reader;
  for (auto&& [number, line] : cogen::lines(file) | cogen::enumerate(1)) {
    event_handler handler;
    rapidjson::MemoryStream stream(line.data(), line.size());
    if (!reader.Parse(stream, handler)) throw std::runtime_error(fmt::format("line {} is not a JSON object", number));
    event parsed = handler.take();
    co_yield std::move(parsed);
  }
}

struct action {
  std::string timestamp;
  std::string user;
  std::string what;
};

int main(int argc, char** argv) {
  explain(argc, argv, "Events from newline-delimited JSON: filtered, transformed, and processed 100 at a time.");

  std::string content;
  for (int number = 0; number < 600; ++number) {
    content += fmt::format(R"({{"type":"{}","ts":"12:{:02}:{:02}","user_id":"user {}","action":"open page {}"}})",
                           number % 5 < 2 ? "click" : "scroll", number / 60, number % 60, number % 7, number);
    content += '\n';
  }
  temporary_folder const folder;
  auto file = folder.write("events.jsonl", content);

  auto is_click = [](event const& each) { return each.at("type") == "click"; };
  auto to_action = [](event const& each) { return action{each.at("ts"), each.at("user_id"), each.at("action")}; };
  auto batches = read_json_lines(file) | cogen::filter(is_click) | cogen::map(to_action) | cogen::batch(100);
  for (std::vector<action> const& batch : batches) {
    action const& earliest = batch.front();
    action const& latest = batch.back();
    fmt::print("{} clicks, from {} ({}, {}) to {} ({}, {})\n", batch.size(), earliest.timestamp, earliest.user,
               earliest.what, latest.timestamp, latest.user, latest.what);
  }

  auto broken = read_json_lines(folder.write("broken.jsonl", "{\"type\":\"click\"}\n{\"type\":\n"));
  try {
    broken | cogen::consume;
  } catch (std::runtime_error const& error) {
    fmt::print("broken.jsonl: {}\n", error.what());
  }
}
