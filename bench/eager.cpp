// Lazy against eager: ten million elements filtered, mapped and added, a stage after the other in vectors, and one
// element at a time; and strings that move through a pipeline.
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/for_each.hpp>
#include <cogen/sink/sum.hpp>

#include <string>
#include <utility>
#include <vector>

#include "support/measure.hpp"

namespace {

constexpr int many = 10'000'000;
constexpr int texts = 100'000;

constexpr auto chosen = [](int value) {
  bench::unknown(value);
  return value % 3 != 0;
};
constexpr auto squared = [](int value) { return static_cast<long>(value) * value; };

cogen::generator<int> integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
}

long eager(int end, bool reserve) {
  std::vector<int> all;
  if (reserve) all.reserve(static_cast<std::size_t>(end));
  for (int i = 0; i < end; ++i) all.push_back(i);
  std::vector<int> left;
  if (reserve) left.reserve(all.size());
  for (int value : all) {
    if (chosen(value)) left.push_back(value);
  }
  std::vector<long> squares;
  if (reserve) squares.reserve(left.size());
  for (int value : left) squares.push_back(squared(value));
  long total = 0;
  for (long square : squares) total += square;
  return total;
}

// Too long for the small buffer of a string.
std::string text(int number) { return std::string(40, static_cast<char>('a' + number % 26)); }

constexpr auto kept = [](std::string const& each) { return each[0] != 'b'; };
constexpr auto marked = [](std::string&& each) {
  each[1] = '!';
  return std::move(each);
};

cogen::generator<std::string> strings(int end) {
  for (int i = 0; i < end; ++i) co_yield text(i);
}

}  // namespace

void bench::rows() {
  row("ten million", "hand loop", many, [] {
    long total = 0;
    int const end = hidden(many);
    for (int i = 0; i < end; ++i) {
      if (chosen(i)) total += squared(i);
    }
    return total;
  });
  row("ten million", "vectors", many, [] { return eager(hidden(many), false); });
  row("ten million", "vectors, reserved", many, [] { return eager(hidden(many), true); });
  row("ten million", "cogen", many,
      [] { return integers(hidden(many)) | cogen::filter(chosen) | cogen::map(squared) | cogen::sum; });

  row("strings", "hand loop", texts, [] {
    std::size_t total = 0;
    std::vector<std::string> last(64);
    int const end = hidden(texts);
    for (int i = 0; i < end; ++i) {
      std::string each = text(i);
      if (!kept(each)) continue;
      last[total++ % 64] = marked(std::move(each));
    }
    return total;
  });
  row("strings", "vectors", texts, [] {
    std::vector<std::string> all;
    for (int i = 0; i < hidden(texts); ++i) all.push_back(text(i));
    std::vector<std::string> left;
    for (std::string& each : all) {
      if (kept(each)) left.push_back(std::move(each));
    }
    std::vector<std::string> done;
    for (std::string& each : left) done.push_back(marked(std::move(each)));
    return done.size();
  });
  row("strings", "cogen", texts, [] {
    std::size_t total = 0;
    std::vector<std::string> last(64);
    cogen::for_each(strings(hidden(texts)) | cogen::filter(kept) | cogen::map(marked),
                    [&](std::string&& each) { last[total++ % 64] = std::move(each); });
    return total;
  });
}
