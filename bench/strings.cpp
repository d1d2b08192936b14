// What do strings cost that move through a pipeline?
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/for_each.hpp>
#include <cogen/source/range.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "support/measure.hpp"

namespace {

constexpr int texts = 100'000;

// Too long for the small buffer of a string. Not to be seen through: where the length is known, nobody has to move it.
[[gnu::noinline]] std::string text(int number) { return std::string(40, static_cast<char>('a' + number % 26)); }

constexpr auto kept = [](std::string const& each) { return each[0] != 'b'; };
constexpr auto marked = [](std::string&& each) {
  each[1] = '!';
  return std::move(each);
};

// What the consumer does: it keeps the last few. By moves into new strings: right after it was written, a string is
// assigned slowly (its size and capacity are read at once, before they have arrived in the cache).
class last_strings {
 public:
  last_strings() { kept_.reserve(most); }
  void keep(std::string&& each) {
    if (kept_.size() == most) kept_.clear();
    kept_.push_back(std::move(each));
    ++count_;
  }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  static constexpr std::size_t most = 64;
  std::vector<std::string> kept_;
  std::size_t count_ = 0;
};

cogen::generator<std::string> strings(int end) {
  for (int i = 0; i < end; ++i) co_yield text(i);
}

}  // namespace

void bench::rows() {
  row("strings", "hand loop", texts, [] {
    last_strings last;
    int const end = hidden(texts);
    for (int i = 0; i < end; ++i) {
      std::string each = text(i);
      if (kept(each)) last.keep(marked(std::move(each)));
    }
    return last.count();
  });
  row("strings", "hand loop over the generator", texts, [] {
    last_strings last;
    for (std::string&& each : strings(hidden(texts))) {
      if (kept(each)) last.keep(marked(std::move(each)));
    }
    return last.count();
  });
  row("strings", "vectors", texts, [] {
    std::vector<std::string> all;
    for (int i = 0, end = hidden(texts); i < end; ++i) all.push_back(text(i));
    std::vector<std::string> left;
    for (std::string& each : all) {
      if (kept(each)) left.push_back(std::move(each));
    }
    std::vector<std::string> done;
    for (std::string& each : left) done.push_back(marked(std::move(each)));
    return done.size();
  });
  row("strings", "cogen", texts, [] {
    last_strings last;
    cogen::for_each(strings(hidden(texts)) | cogen::filter(kept) | cogen::map(marked),
                    [&](std::string&& each) { last.keep(std::move(each)); });
    return last.count();
  });
  row("strings", "cogen, without a coroutine", texts, [] {
    last_strings last;
    cogen::for_each(cogen::range(hidden(texts)) | cogen::map(text) | cogen::filter(kept) | cogen::map(marked),
                    [&](std::string&& each) { last.keep(std::move(each)); });
    return last.count();
  });
}
