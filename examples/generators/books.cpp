#include <cogen.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "../support/explain.hpp"

using cogen::generator;

struct book {
  std::string title;
  int year;
};

// A collection that offers several ways through it. It must outlive the generators, which hand out its own books.
class book_collection {
 public:
  void add(book added) { books_.push_back(std::move(added)); }

  [[nodiscard]] auto begin() const { return books_.begin(); }
  [[nodiscard]] auto end() const { return books_.end(); }

  generator<book const&> reversed() const {
    for (auto place = books_.rbegin(); place != books_.rend(); ++place) co_yield *place;
  }

  generator<book const&> since(int year) const {
    for (book const& each : books_) {
      if (each.year >= year) co_yield each;
    }
  }

 private:
  std::vector<book> books_;
};

int main(int argc, char** argv) {
  explain(argc, argv, "A class with generators as its ways to be looped over.");

  book_collection books;
  books.add({"Python Tricks", 2017});
  books.add({"Fluent Python", 2015});

  for (book const& each : books) fmt::print("{}\n", each.title);
  for (book const& each : books.reversed()) fmt::print("reversed: {}\n", each.title);
  for (book const& each : books.since(2017)) fmt::print("since 2017: {}\n", each.title);
}
