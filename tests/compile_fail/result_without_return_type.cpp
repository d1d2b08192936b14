// expect: result\(\) needs a generator with a Return type
#include <cogen/generator.hpp>

void use(cogen::generator<int>& g) { g.result(); }
