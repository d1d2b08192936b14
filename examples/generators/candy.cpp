#include <cogen.hpp>

#include <fmt/ranges.h>

#include <optional>
#include <string>
#include <vector>

#include "../support/explain.hpp"

std::vector<std::string> bucket_of_candies() { return {"toffee", "liquorice", "mint", "nougat"}; }

// One candy for whoever asks.
cogen::generator<std::string, void, std::string> give_candy() {
  for (std::string const& candy : bucket_of_candies()) co_yield candy;
  co_return "Success, handed out all the candies";
}

// All of them at once.
std::vector<std::string> dump_all_candy_to_one_kid() { return bucket_of_candies(); }

int main(int argc, char** argv) {
  explain(argc, argv,
          "Candy, one at a time: next() for the first, a loop for the rest, and what is returned at the end.");

  auto candies = give_candy();
  std::optional<std::string> candy = candies.next();
  fmt::print("the first one gets {}\n", *candy);
  for (std::string const& each : candies) fmt::print("the next one gets {}\n", each);
  fmt::print("{}\n", candies.result());

  fmt::print("or one gets all: {}\n", dump_all_candy_to_one_kid());
}
