#include <cogen.hpp>
#include <cogen/pmr.hpp>

#include "check.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <utility>
#include <vector>

using cogen::generator;

// [window]
using page = std::vector<int>;

generator<int> items(std::vector<page> pages) {
  for (page& each : pages) co_yield cogen::from(each);  // one resume a page, none an item
}

generator<int> items_one_by_one(std::vector<page> pages) {
  for (page& each : pages) {
    for (int item : each) co_yield item;  // one resume an item
  }
}
// [/window]

// [yields]
generator<std::string> copies(std::vector<std::string> const& lines) {
  for (std::string const& line : lines) co_yield line;  // copied: the element is the consumer's
}
generator<std::string const&> looks(std::vector<std::string> const& lines) {
  for (std::string const& line : lines) co_yield line;  // handed out where it is
}
generator<std::string> gifts(std::vector<std::string> lines) {
  for (std::string& line : lines) co_yield std::move(line);  // moved out
}
// [/yields]

// [pmr]
cogen::pmr::generator<int> up_to(std::allocator_arg_t, std::pmr::memory_resource*, int last) {
  for (int n = 1; n <= last; ++n) co_yield n;
}
// [/pmr]

// [any_allocator]
template <class Allocator>
generator<int> counted(std::allocator_arg_t, Allocator, int last) {  // the generator's type does not name it
  for (int n = 1; n <= last; ++n) co_yield n;
}
// [/any_allocator]

template <class Value>
class counting_allocator {
 public:
  using value_type = Value;
  explicit counting_allocator(int& count) noexcept : count_(&count) {}
  template <class Other>
  counting_allocator(counting_allocator<Other> const& other) noexcept : count_(&other.count()) {}
  Value* allocate(std::size_t n) {
    ++*count_;
    return std::allocator<Value>().allocate(n);
  }
  void deallocate(Value* at, std::size_t n) noexcept { std::allocator<Value>().deallocate(at, n); }
  [[nodiscard]] int& count() const noexcept { return *count_; }
  template <class Other>
  bool operator==(counting_allocator<Other> const& other) const noexcept {
    return count_ == &other.count();
  }

 private:
  int* count_;
};

int main() {
  check(cogen::sum(items({{1, 2}, {3}})) == cogen::sum(items_one_by_one({{1, 2}, {3}})));
  {
    // [segment]
    auto g = items({{1, 2, 3, 4}});
    check(g.next() == 1);
    std::span<int> const rest = g.segment(10);  // what is there already: no code of the body runs
    check(rest.size() == 3 && rest.front() == 2);
    // [/segment]
  }
  {
    std::vector<std::string> const lines{"one", "two"};
    check(cogen::length(copies(lines)) == 2 && cogen::length(gifts(lines)) == 2);
    // [looks]
    auto g = looks(lines);
    check(g.next() == &lines[0]);  // a pointer to the very string
    // [/looks]
  }
  {
    // [pmr_used]
    std::array<std::byte, 1024> memory{};
    std::pmr::monotonic_buffer_resource stack(memory.data(), memory.size(), std::pmr::null_memory_resource());
    check(cogen::sum(up_to(std::allocator_arg, &stack, 10)) == 55);  // nothing on the heap
    // [/pmr_used]
  }
  {
    int allocations = 0;
    // [any_allocator_used]
    generator<int> g = counted(std::allocator_arg, counting_allocator<int>(allocations), 3);
    // [/any_allocator_used]
    check(cogen::sum(g) == 6);
    check(allocations <= 1);
  }
  {
    // [batches]
    int const* memory = nullptr;
    for (auto&& batch : cogen::range(9) | cogen::batch(3)) {
      check(memory == nullptr || memory == batch.data());  // looked at and left: the same vector is filled again
      memory = batch.data();
    }
    // [/batches]
  }
}
