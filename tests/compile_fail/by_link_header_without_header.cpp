// expect: cogen::paginate: the page must have header\(name\), or the strategy be given a function for it
#include <cogen/pagination.hpp>
#include <cogen/source/paginate.hpp>

#include <string>

struct page {
  std::string link;
};

void pages() {
  (void)cogen::paginate(
      std::string("http://host/"), [](std::string const&) { return page(); }, cogen::by_link_header());
}
