#include <cogen.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <vector>

#include "../support/explain.hpp"

// Counts the bytes that are in use at a time.
class counting_resource : public std::pmr::memory_resource {
 public:
  [[nodiscard]] std::size_t peak() const { return peak_; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    in_use_ += bytes;
    peak_ = std::max(peak_, in_use_);
    return std::pmr::new_delete_resource()->allocate(bytes, alignment);
  }
  void do_deallocate(void* block, std::size_t bytes, std::size_t alignment) override {
    in_use_ -= bytes;
    std::pmr::new_delete_resource()->deallocate(block, bytes, alignment);
  }
  [[nodiscard]] bool do_is_equal(std::pmr::memory_resource const& other) const noexcept override {
    return this == &other;
  }

  std::size_t in_use_ = 0;
  std::size_t peak_ = 0;
};

std::pmr::vector<std::int64_t> list_of_squares(std::int64_t end, std::pmr::memory_resource* memory) {
  std::pmr::vector<std::int64_t> squares(memory);
  squares.reserve(static_cast<std::size_t>(end));
  for (std::int64_t number = 0; number < end; ++number) squares.push_back(number * number);
  return squares;
}

cogen::pmr::generator<std::int64_t> squares_on_demand(std::allocator_arg_t, std::pmr::memory_resource*,
                                                      std::int64_t end) {
  for (std::int64_t number = 0; number < end; ++number) co_yield number* number;
}

int main(int argc, char** argv) {
  explain(argc, argv, "The memory that 100000 squares take: in a list, and one at a time.");

  counting_resource for_list;
  auto const list = list_of_squares(100'000, &for_list);
  std::int64_t const sum_of_list = std::accumulate(list.begin(), list.end(), std::int64_t(0));

  counting_resource for_generator;
  auto generated = squares_on_demand(std::allocator_arg, &for_generator, 100'000);
  std::int64_t const sum_of_generator = generated | cogen::sum;

  fmt::print("sums: {} and {}\n", sum_of_list, sum_of_generator);
  fmt::print("list: {} bytes\n", for_list.peak());
  fmt::print("generator: {} bytes\n", for_generator.peak() < 1024 ? "less than 1024" : "1024 or more");
}
