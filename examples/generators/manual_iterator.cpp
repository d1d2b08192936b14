#include <cogen.hpp>

#include <fmt/format.h>

#include <string>

#include "../support/explain.hpp"

// By hand: what must be remembered between two elements is members, and where to go on is one of them.
class manual_iterator : public cogen::pull_range<manual_iterator> {
 public:
  using reference = std::string const&;

  std::string const* pull() {
    switch (state_) {
      case 0:
        element_ = "First";
        break;
      case 1:
        element_ = fmt::format("Second (counter: {})", ++counter_);
        break;
      default:
        return nullptr;
    }
    ++state_;
    return &element_;
  }

 private:
  int state_ = 0;
  int counter_ = 0;
  std::string element_;
};

// The same as a generator: locals, and the place in the body.
cogen::generator<std::string> automatic() {
  int counter = 0;
  co_yield "First";
  ++counter;
  std::string second = fmt::format("Second (counter: {})", counter);
  co_yield second;
}

int main(int argc, char** argv) {
  explain(argc, argv, "An iterator written by hand, and the generator that does the same; tools take both.");

  fmt::print("Manual iterator:\n");
  for (std::string const& item : manual_iterator()) fmt::print("{}\n", item);

  fmt::print("\nGenerator (automatic):\n");
  for (std::string const& item : automatic()) fmt::print("{}\n", item);

  fmt::print("\nEqual: ");
  bool const equal = cogen::zip(manual_iterator(), automatic()) |
                     cogen::all([](auto const& pair) { return pair.first == pair.second; });
  fmt::print("{}\n", equal);
}
