// expect: send\(\) takes the generator's Send type
#include <cogen/generator.hpp>

void use(cogen::generator<int, int>& g) { g.send("not a number"); }
