// expect: send\(\) needs a generator with a Send type
#include <cogen/generator.hpp>

void use(cogen::generator<int>& g) { g.send(1); }
