// expect: cogen::paginate: the first request must be of the type that next returns
#include <cogen/source/paginate.hpp>

#include <optional>
#include <string>

void pages() {
  (void)cogen::paginate(1, [](auto) { return 0; }, [](int) { return std::optional<std::string>("next"); });
}
