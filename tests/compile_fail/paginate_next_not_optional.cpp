// expect: cogen::paginate: next must return a std::optional of the request for the page after it
#include <cogen/source/paginate.hpp>

void pages() {
  (void)cogen::paginate(1, [](int number) { return number; }, [](int page) { return page + 1; });
}
