#include <cogen/generator.hpp>

#include "check.hpp"

#include <cstddef>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// [parse]
cogen::generator<int> parsed(std::vector<std::string> words) {
  for (std::string const& word : words) co_yield std::stoi(word);  // throws std::invalid_argument
}
// [/parse]

// [skip]
cogen::generator<int> valid(std::vector<std::string> words) {
  for (std::string const& word : words) {
    std::optional<int> number;
    try {
      number = std::stoi(word);
    } catch (std::invalid_argument const&) {
      std::printf("skipped: %s\n", word.c_str());
    }
    if (number) co_yield *number;  // behind the handler: C++ allows no co_yield in one
  }
}
// [/skip]

// [worker]
cogen::generator<std::string, std::string> worker() {
  std::string said = "ready";
  for (;;) {
    try {
      std::optional<std::string> task = co_yield said;
      said = "did " + task.value_or("nothing");
    } catch (std::runtime_error const& error) {  // what throw_() throws, at the co_yield
      said = std::string("survived: ") + error.what();
    }
  }
}
// [/worker]

// [rows]
class connection {
 public:
  connection() { std::printf("open\n"); }
  connection(connection const&) = delete;
  connection& operator=(connection const&) = delete;
  ~connection() { std::printf("close\n"); }
};

cogen::generator<int> rows() {
  connection const database;
  for (int row = 1;; ++row) co_yield row;
}
// [/rows]

// [notes]
cogen::generator<int> notes() {
  int count = 0;
  try {
    for (;;) co_yield ++count;
  } catch (cogen::generator_exit const&) {
    std::printf("asked to stop after %d\n", count);
  }
}
// [/notes]

// [solution]
cogen::generator<std::size_t, std::string> journal(std::vector<std::string>& disk) {
  std::vector<std::string> pending;
  try {
    for (;;) {
      std::optional<std::string> line = co_yield pending.size();
      if (line) pending.push_back(std::move(*line));
    }
  } catch (cogen::generator_exit const&) {  // only close() does that
    for (std::string& line : pending) disk.push_back(std::move(line));
  }
}
// [/solution]

int main() {
  part("parse");
  {
    // [parse_used]
    auto numbers = parsed({"1", "2", "x", "4"});
    try {
      for (int n : numbers) std::printf("%d\n", n);
      check(false);
    } catch (std::invalid_argument const&) {
      std::printf("not a number\n");
    }
    check(!numbers.next());  // an exception ends a generator
    // [/parse_used]
  }
  part("skip");
  // [skip_used]
  for (int n : valid({"1", "2", "x", "4"})) std::printf("%d\n", n);
  // [/skip_used]
  part("worker");
  {
    // [worker_used]
    auto work = worker();
    std::printf("%s\n", work.next()->c_str());
    std::printf("%s\n", work.send("task 1")->c_str());
    std::printf("%s\n", work.throw_(std::runtime_error("power cut"))->c_str());
    std::printf("%s\n", work.send("task 2")->c_str());
    // [/worker_used]
  }
  {
    // [uncaught]
    auto work = worker();
    work.next();
    try {
      work.throw_(std::logic_error("not foreseen"));
      check(false);
    } catch (std::logic_error const&) {  // nobody inside has caught it: it comes back
    }
    check(!work.next());
    // [/uncaught]
  }
  part("rows");
  // [rows_used]
  {
    auto some = rows();
    for (int row : some) {
      std::printf("row %d\n", row);
      if (row == 2) break;
    }
    std::printf("left the loop\n");
  }  // the generator is destroyed here, and with it what its frame holds
  auto closed = rows();
  closed.next();
  closed.close();  // or earlier, on demand
  check(!closed.next());
  auto unused = rows();  // never asked for anything: opens nothing
  // [/rows_used]
  part("notes");
  // [notes_used]
  auto taken = notes();
  taken.next();
  taken.next();
  taken.close();
  taken.close();  // does nothing
  // [/notes_used]
  {
    // [solution_used]
    std::vector<std::string> disk;
    auto good = journal(disk);
    good.next();
    good.send("one");
    check(good.send("two") == 2u);
    check(disk.empty());
    good.close();
    check(disk.size() == 2);

    auto bad = journal(disk);
    bad.next();
    bad.send("three");
    try {
      bad.throw_(std::runtime_error("disk is full"));
      check(false);
    } catch (std::runtime_error const&) {
    }
    check(disk.size() == 2);  // nothing of it was written
    // [/solution_used]
  }
}
