// expect: use of deleted function|overload resolution selected deleted operator '='|is implicitly deleted
#include <cogen/generator.hpp>

#include <memory>
#include <string>

using numbers = cogen::generator<int, int, int>;

void assigns_a_copy(numbers& to, numbers const& other) { to = other; }

// expect: 'const|discards qualifiers|marked const|viable 'begin'
void loops_over_a_const_generator(numbers const& g) {
  for (int number : g) static_cast<void>(number);
}

// expect: discards qualifiers|not marked const|but function is not marked const
void advances_a_const_generator(numbers const& g) { g.next(); }

// expect: deleted.*throw_
void throws_null(numbers& g) { g.throw_(nullptr); }

// expect: cogen: send\(\) takes the generator's Send type
void sends_nothing_of_the_kind(cogen::generator<int, std::unique_ptr<int>>& g) { g.send(1); }

// expect: cogen: result\(\) needs a generator with a Return type
int asks_for_a_result(cogen::generator<int, int>& g) { return g.result(); }
