// The examples of docs/reference: tools that make something of elements, group them, or look at them.
#include "show.hpp"

#include <cogen.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

namespace {

void mapping() {
  // [map]
  show(cogen::range(5) | cogen::map([](int n) { return n * n; }));
  std::vector<std::pair<std::string, int>> const people{{"Ada", 36}, {"Alan", 41}};
  show(people | cogen::map(&std::pair<std::string, int>::first));  // a member: a reference, not a copy
  // [/map]
}

void star_mapping() {
  // [starmap]
  show(cogen::zip(std::vector{2, 3}, std::vector{5, 2}) | cogen::starmap(std::multiplies<>()));
  // [/starmap]
}

void enumerating() {
  // [enumerate]
  std::vector<std::string> names{"x", "y"};
  for (auto&& [number, name] : names | cogen::enumerate(1)) {
    name += std::to_string(number);  // the vector's own string
  }
  show(names);
  // [/enumerate]
}

void accumulating() {
  // [accumulate]
  show(std::vector{1, 2, 3, 4} | cogen::accumulate);
  show(std::vector{1, 2, 3, 4} | cogen::accumulate(std::multiplies<>()));
  show(std::vector{1, 2, 3} | cogen::accumulate(std::plus<>(), 100));
  // [/accumulate]
}

void inspecting() {
  // [inspect]
  int seen = 0;
  show(cogen::range(10) | cogen::inspect([&seen](int) { ++seen; }) | cogen::take(3));
  show(seen);
  // [/inspect]
}

void progressing() {
  // [progress]
  auto report = [](cogen::progress_report const& now) { show(std::pair(now.count, now.total)); };
  auto rows = cogen::progress(std::vector<int>(1000), report);  // without a function: a line on stderr
  cogen::consume(rows);
  // [/progress]
}

void batching() {
  // [batch]
  show(cogen::range(7) | cogen::batch(3));
  std::vector<std::vector<int>> kept;
  for (auto&& rows : cogen::range(4) | cogen::batch(2)) kept.push_back(std::move(rows));  // yours to move out
  show(kept);
  // [/batch]
}

void batching_by_size() {
  // [batch_by]
  std::vector<std::string> const words{"12345", "123", "12", "1", "1234567"};
  show(words | cogen::batch_by(std::ranges::size, 5));     // at most 5 letters
  show(words | cogen::batch_by(std::ranges::size, 8, 2));  // at most 8 letters and 2 words
  // [/batch_by]
}

void sliding() {
  // [sliding_window]
  show(cogen::range(5) | cogen::sliding_window(3));
  show(cogen::range(7) | cogen::sliding_window(3, 2));
  // [/sliding_window]
}

void pairing() {
  // [pairwise]
  show(std::vector{1, 4, 9, 16} | cogen::pairwise | cogen::starmap([](int a, int b) { return b - a; }));
  // [/pairwise]
}

void grouping() {
  // [group_by]
  std::vector<std::pair<std::string, int>> const sales{{"mon", 3}, {"mon", 4}, {"tue", 5}};
  for (auto&& [day, amounts] : sales | cogen::group_by(&std::pair<std::string, int>::first)) {
    show(std::pair(day, amounts | cogen::map(&std::pair<std::string, int>::second) | cogen::sum));
  }
  // [/group_by]
}

void splitting() {
  // [split_when]
  show(std::vector{1, 2, 3, 7, 8, 20} | cogen::split_when([](int before, int n) { return n != before + 1; }));
  // [/split_when]
}

void copying() {
  // [tee]
  auto [numbers, ahead] = cogen::tee<2>(cogen::range(1, 5));
  ahead.next();
  show(cogen::zip(numbers, ahead));
  show(cogen::tee(std::string("ab"), 2));  // a number known at run time: a vector
  // [/tee]
}

void peeking() {
  // [peekable]
  auto letters = cogen::peekable(std::string("12+3"));
  std::string number;
  while (letters && *letters.peek() != '+') number += *letters.next();
  show(number);
  show(letters);  // the + is still there
  // [/peekable]
}

void spying() {
  // [spy]
  auto [head, rows] = cogen::spy(std::vector<std::string>{"name,age", "Ada,36", "Alan,41"}, 1);
  show(head);
  show(rows);  // all of them
  // [/spy]
}

}  // namespace

int main() {
  part("map");
  mapping();
  shown("[0, 1, 4, 9, 16]\n['Ada', 'Alan']\n");
  part("starmap");
  star_mapping();
  shown("[10, 6]\n");
  part("enumerate");
  enumerating();
  shown("['x1', 'y2']\n");
  part("accumulate");
  accumulating();
  shown("[1, 3, 6, 10]\n[1, 2, 6, 24]\n[100, 101, 103, 106]\n");
  part("inspect");
  inspecting();
  shown("[0, 1, 2]\n3\n");
  part("progress");
  progressing();
  shown("(1000, 1000)\n");
  part("batch");
  batching();
  shown("[[0, 1, 2], [3, 4, 5], [6]]\n[[0, 1], [2, 3]]\n");
  part("batch_by");
  batching_by_size();
  shown("[['12345'], ['123', '12'], ['1'], ['1234567']]\n[['12345', '123'], ['12', '1'], ['1234567']]\n");
  part("sliding_window");
  sliding();
  shown("[[0, 1, 2], [1, 2, 3], [2, 3, 4]]\n[[0, 1, 2], [2, 3, 4], [4, 5, 6]]\n");
  part("pairwise");
  pairing();
  shown("[3, 5, 7]\n");
  part("group_by");
  grouping();
  shown("('mon', 7)\n('tue', 5)\n");
  part("split_when");
  splitting();
  shown("[[1, 2, 3], [7, 8], [20]]\n");
  part("tee");
  copying();
  shown("[(1, 2), (2, 3), (3, 4)]\n[['a', 'b'], ['a', 'b']]\n");
  part("peekable");
  peeking();
  shown("'12'\n['+', '3']\n");
  part("spy");
  spying();
  shown("['name,age']\n['name,age', 'Ada,36', 'Alan,41']\n");
}
