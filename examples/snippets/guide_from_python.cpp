#include <cogen.hpp>

#include "check.hpp"

#include <cstddef>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using cogen::generator;

// [program]
generator<std::string> words(std::string_view text) {
  std::string word;
  for (char const letter : text) {
    if (letter != ' ') {
      word += letter;
    } else if (!word.empty()) {
      co_yield std::exchange(word, std::string());
    }
  }
  if (!word.empty()) co_yield std::move(word);
}

// Yields strings, takes nothing, returns a number.
generator<std::string, void, int> without_stops(generator<std::string> all) {
  int dropped = 0;
  for (std::string&& word : all) {
    if (word == "the" || word == "of") {
      ++dropped;
    } else {
      co_yield std::move(word);
    }
  }
  co_return dropped;
}
// [/program]

// [running]
generator<int, int> running_max(int start) {
  int most = start;
  for (;;) {
    std::optional<int> sent = co_yield most;  // Python: sent = yield most
    if (sent && *sent > most) most = *sent;
  }
}
// [/running]

int main() {
  // [program_used]
  auto rest = without_stops(words("the rise of the house of usher"));
  for (auto&& [number, word] : rest | cogen::enumerate(1)) {
    std::printf("%d %s\n", number, word.c_str());
  }
  std::printf("%d dropped\n", rest.result());
  // [/program_used]
  {
    // [next]
    auto g = words("one two");
    while (auto word = g.next()) check(word->size() == 3);     // no StopIteration: an empty optional
    check(!g.next());                                          // and empty for ever
    check(words("").next().value_or("nothing") == "nothing");  // next(g, default)
    // [/next]
  }
  {
    // [send]
    auto g = running_max(0);
    g.next();  // Python: next(g), or g.send(None)
    check(g.send(5) == 5 && g.send(3) == 5);
    // [/send]
  }
  {
    // [expression]
    std::vector<int> const prices{120, 80, 200};
    auto const cheap = prices | cogen::filter([](int p) { return p < 150; })  //
                       | cogen::map([](int p) { return p * 9 / 10; })         //
                       | cogen::to<std::vector>();  // [p * 9 // 10 for p in prices if p < 150]
    check(cheap == std::vector{108, 72});
    // [/expression]
  }
  {
    // [tools]
    std::vector<std::string> const names{"Ada", "Bob", "Cyd"};
    std::vector<int> const ages{36, 41, 29};
    auto const by_name = cogen::zip_strict(names, ages) | cogen::to<std::map>();  // dict(zip(..., strict=True))
    check(by_name.at("Bob") == 41);
    check(cogen::join(names, ", ") == "Ada, Bob, Cyd");  // ', '.join(names)
    check(cogen::sum(ages) == 106 && *cogen::max(ages) == 41);
    // [/tools]
  }
}
