#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/length.hpp>

#include "check.hpp"

#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using cogen::generator;

// [splitter]
struct connection_lost {};

// Takes chunks of text as they arrive, yields the lines that are complete, returns what is left.
generator<std::vector<std::string>, std::string, std::string> splitter() {
  std::string rest;
  for (;;) {
    std::vector<std::string> lines;
    for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      lines.push_back(rest.substr(0, end));
      rest.erase(0, end + 1);
    }
    try {
      std::optional<std::string> chunk = co_yield std::move(lines);
      rest += chunk.value_or("");             // empty: resumed by next() or by a loop
    } catch (connection_lost const&) {        // what throw_() throws
      rest.clear();                           // half a line of the old connection
    } catch (cogen::generator_exit const&) {  // what close() throws
      co_return rest;
    }
  }
}
// [/splitter]

// [answer]
generator<int, int> doubled() {
  int answer = 0;
  for (;;) {
    std::optional<int> question = co_yield answer;
    answer = 2 * question.value_or(0);
  }
}
// [/answer]

// [accepts]
generator<int, std::unique_ptr<int>> boxes() {
  int sum = 0;
  while (std::optional<std::unique_ptr<int>> box = co_yield sum) sum += **box;
}
// [/accepts]

// [guard]
struct connection {
  ~connection() { std::printf("closed the connection\n"); }
};

generator<int> rows() {
  connection const database;  // closed on every way out
  try {
    for (int row = 1;; ++row) co_yield row;
  } catch (cogen::generator_exit const&) {
    std::printf("asked to stop\n");
    throw;  // or co_return: both are an answer to close()
  }
}
// [/guard]

// [stubborn]
generator<int> stubborn() {
  try {
    co_yield 1;
  } catch (cogen::generator_exit const&) {
  }
  co_yield 2;  // an answer to close() that is not allowed
}
// [/stubborn]

int main() {
  part("splitter");
  {
    // [splitter_used]
    auto lines = splitter();
    lines.next();  // to the first co_yield: nothing could be sent before
    for (auto const* chunk : {"GET /a\nGE", "T /b\nPU"}) {
      auto const complete = lines.send(chunk);  // named: a loop over *lines.send(chunk) would dangle
      for (std::string const& line : *complete) std::printf("%s\n", line.c_str());
    }
    lines.throw_(connection_lost());  // the half line "PU" is dropped
    std::printf("%s\n", lines.send("GET /c\nGET /d")->front().c_str());
    std::printf("left: %s\n", lines.close()->c_str());
    check(lines.state() == cogen::generator_state::closed);
    // [/splitter_used]
    try {
      static_cast<void>(lines.result());  // close() has given it away
      check(false);
    } catch (cogen::generator_no_result const&) {
    }
  }
  part("answers");
  {
    // [answer_used]
    auto g = doubled();
    check(g.next() == 0);
    check(g.send(21) == 42);  // send() returns what is yielded in answer
    check(g.next() == 0);     // next() sends nothing: the optional was empty
    // [/answer_used]
  }
  {
    // [accepts_used]
    auto g = boxes();
    g.next();
    check(g.send(std::make_unique<int>(5)) == 5);
    check(g.send(std::make_unique<int>(6)) == 11);
    check(!g.next());  // empty: the loop ends, and with it the body
    // [/accepts_used]
  }
  {
    // [unstarted]
    auto g = doubled();
    try {
      g.send(1);  // no co_yield is there yet that could receive it
      check(false);
    } catch (cogen::generator_not_started const&) {
    }
    check(g.next() == 0);  // nothing is lost
    // [/unstarted]
  }
  {
    // [back]
    auto g = rows();
    g.next();
    try {
      g.throw_(std::runtime_error("disk is full"));
      check(false);
    } catch (std::runtime_error const&) {  // nobody inside has caught it
    }
    check(!g.next());  // and the generator is closed
    // [/back]
  }
  part("guard");
  {
    // [guard_used]
    auto asked = rows();
    asked.next();
    asked.close();  // generator_exit, then the destructors
    {
      auto left = rows();
      left.next();
    }  // the destructors alone
    // [/guard_used]
  }
  {
    // [stubborn_used]
    auto g = stubborn();
    g.next();
    try {
      g.close();
      check(false);
    } catch (cogen::generator_ignored_exit const&) {
    }
    g.close();  // it is suspended at the second co_yield: closing it again does
    // [/stubborn_used]
    check(!g.next());
  }
  {
    // [mixed]
    auto g = doubled();
    g.next();
    for (int answer : g | cogen::take(2)) check(answer == 0);  // a loop sends nothing
    check(g.send(3) == 6);                                     // g was borrowed, and goes on
    // [/mixed]
  }
}
