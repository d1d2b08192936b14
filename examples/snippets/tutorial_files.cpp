#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/drop.hpp>
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/filter_map.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/tail.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/for_each.hpp>
#include <cogen/sink/length.hpp>
#include <cogen/sink/sum.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/lines.hpp>
#include <cogen/source/read_chunks.hpp>

#include "../support/temporary_folder.hpp"
#include "check.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

// [entry]
struct entry {
  std::string time;
  std::string level;
  std::string text;
};

// "12:00:07 ERROR no route to host"; nothing for a line of another form.
std::optional<entry> parse(std::string_view line) {
  std::size_t const level = line.find(' ') + 1;
  std::size_t const text = line.find(' ', level) + 1;
  if (level == 0 || text == 0) return std::nullopt;
  return entry{std::string(line.substr(0, level - 1)), std::string(line.substr(level, text - level - 1)),
               std::string(line.substr(text))};
}
// [/entry]

// [below]
cogen::generator<fs::path> files_below(fs::path folder) {
  for (fs::directory_entry const& each : fs::directory_iterator(folder)) {
    if (each.is_directory()) {
      co_yield cogen::from(files_below(each.path()));
    } else {
      co_yield each.path();
    }
  }
}
// [/below]

// [entries]
// One file is open at a time.
template <class Files>
cogen::generator<entry> entries(Files files) {
  for (fs::path const& file : files) {
    co_yield cogen::from(cogen::lines(file) | cogen::filter_map(parse));
  }
}
// [/entries]

// [etl]
struct user {
  std::string name;
  std::string mail;
};

cogen::generator<user> extract(fs::path file) {
  for (std::string_view line : cogen::lines(file) | cogen::drop(1)) {
    std::size_t const comma = line.find(',');
    auto name = std::string(line.substr(0, comma));
    auto mail = std::string(line.substr(comma + 1));
    co_yield cogen::make<user>(std::move(name), std::move(mail));
  }
}

cogen::generator<user> valid(cogen::generator<user> users) {
  for (user&& each : users) {
    bool const has_at = each.mail.find('@') != std::string::npos;
    if (has_at) co_yield std::move(each);
  }
}

// Writes a batch, then says so.
cogen::generator<std::string> load(cogen::generator<user> users, fs::path target) {
  std::ofstream out(target);
  for (std::vector<user> const& some : std::move(users) | cogen::batch(2)) {
    for (user const& each : some) out << each.mail << '\n';
    co_yield "loaded " + std::to_string(some.size());
  }
}
// [/etl]

int main() {
  temporary_folder const folder;
  fs::path const logs = folder.path() / "logs";
  fs::path const app = folder.write("logs/app.log",
                                    "12:00:00 INFO started\n"
                                    "12:00:07 ERROR no route to host\n"
                                    "garbage\n");
  folder.write("logs/web/web.log", "12:00:09 CRITICAL disk is full\n");
  fs::path const users = folder.write("users.csv",
                                      "name,mail\n"
                                      "Ann,ann@example.com\n"
                                      "Bob,nowhere\n"
                                      "Cem,cem@example.com\n"
                                      "Dan,dan@example.com\n");

  part("lines");
  // [lines]
  for (std::string_view line : cogen::lines(app)) {
    if (line.find("ERROR") == std::string_view::npos) continue;
    std::printf("%.*s\n", static_cast<int>(line.size()), line.data());
  }
  // [/lines]
  {
    // [missing]
    try {
      auto none = cogen::lines("/no/such/file");
      check(false);
    } catch (std::system_error const& error) {
      check(std::string(error.what()).find("/no/such/file") != std::string::npos);
    }
    // [/missing]
  }
  part("entries");
  // [entries_used]
  std::map<std::string, int> count;
  for (entry const& each : entries(files_below(logs))) ++count[each.level];
  for (auto const& [level, times] : count) std::printf("%s %d\n", level.c_str(), times);
  // [/entries_used]
  {
    // [chunks]
    auto const size = [](std::string_view chunk) { return chunk.size(); };
    auto const bytes = cogen::read_chunks(app, 4096) | cogen::map(size) | cogen::sum;
    check(bytes == fs::file_size(app));
    // [/chunks]
  }
  part("etl");
  // [etl_used]
  fs::path const target = folder.path() / "mails.txt";
  for (std::string const& status : load(valid(extract(users)), target)) std::printf("%s\n", status.c_str());
  check((cogen::lines(target) | cogen::length) == 3);
  // [/etl_used]
  part("solution");
  // [solution]
  auto const bad = [](entry const& each) { return each.level == "ERROR" || each.level == "CRITICAL"; };
  auto in_order = files_below(logs) | cogen::to<std::set>();  // a folder has no order of its own
  auto last = entries(std::move(in_order)) | cogen::filter(bad) | cogen::tail(1);
  for (entry const& each : last) std::printf("%s %s\n", each.time.c_str(), each.text.c_str());
  // [/solution]
}
