#include <cogen.hpp>

#include <fmt/format.h>

#include <string_view>

#include "../support/explain.hpp"

cogen::generator<std::string_view> traffic_light() {
  for (;;) {
    co_yield "Green";
    co_yield "Yellow";
    co_yield "Red";
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "A traffic light: the place in the body is the state.");

  for (std::string_view color : traffic_light() | cogen::take(7)) fmt::print("{}\n", color);
}
