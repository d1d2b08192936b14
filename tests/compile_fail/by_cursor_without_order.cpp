// expect: cogen::paginate: cursors must be text or have an order
#include <cogen/pagination.hpp>
#include <cogen/source/paginate.hpp>

#include <optional>

struct key {
  int number;
};
struct page {
  std::optional<key> next;
};

void pages() {
  (void)cogen::paginate(key{0}, [](key const&) { return page(); }, cogen::by_cursor(&page::next));
}
