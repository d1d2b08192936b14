#include <cogen.hpp>
#include <cogen/pmr.hpp>

#include "check.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

using cogen::generator;

// [tree]
struct node {
  int value;
  std::unique_ptr<node> left, right;
};

generator<int> walk(node const* at) {  // std::generator<int>
  if (at == nullptr) co_return;
  co_yield cogen::from(walk(at->left.get()));  // std::ranges::elements_of(walk(...))
  co_yield at->value;
  co_yield cogen::from(walk(at->right.get()));
}
// [/tree]

// [twice]
generator<int> header_and_rows() {
  co_yield 3;  // columns
  for (int row = 1; row <= 6; ++row) co_yield row;
}
// [/twice]

// [pmr]
cogen::pmr::generator<int> small(std::allocator_arg_t, std::pmr::memory_resource*, int last) {
  for (int n = 1; n <= last; ++n) co_yield n;
}
// [/pmr]

// [result]
generator<std::string, void, int> lines_and_count() {
  co_yield "first";
  co_yield "second";
  co_return 2;  // std::generator has return_void alone
}
// [/result]

int main() {
  {
    node root{2, std::make_unique<node>(1, nullptr, nullptr), std::make_unique<node>(3, nullptr, nullptr)};
    check(cogen::to<std::vector>(walk(&root)) == std::vector{1, 2, 3});
  }
  {
    // [twice_used]
    auto g = header_and_rows();
    int const columns = *g.begin();  // a first begin()
    check(columns == 3);
    int sum = 0;
    for (int row : g) sum += row;  // a second one: goes on; undefined with std::generator
    check(sum == 21);
    check(g.begin() == g.end());  // exhausted stays exhausted
    // [/twice_used]
  }
  {
    // [view]
    auto g = header_and_rows();
    for (int n : g | std::views::transform([](int number) { return 10 * number; })) {
      check(n == 30);  // an lvalue is borrowed
      break;
    }
    auto owned = std::move(g) | std::views::drop(1);  // an rvalue is owned
    int sum = 0;
    for (int n : owned) sum += n;
    check(sum == 2 + 3 + 4 + 5 + 6);
    // [/view]
  }
  {
    std::array<std::byte, 512> memory{};
    std::pmr::monotonic_buffer_resource stack(memory.data(), memory.size(), std::pmr::null_memory_resource());
    check(cogen::sum(small(std::allocator_arg, &stack, 4)) == 10);
  }
  {
    // [result_used]
    auto g = lines_and_count();
    check(cogen::length(g) == 2 && g.result() == 2);
    // [/result_used]
  }
}
