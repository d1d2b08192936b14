#include "html.hpp"

#include <cogen.hpp>

#include <gumbo.h>

#include <memory_resource>
#include <optional>
#include <span>

#include "url.hpp"

namespace crawler {
namespace {

// The tree that gumbo makes of a text, which must outlive it. It lives in an arena and goes with it: gumbo_destroy_output
// calls itself for each level, and a page may nest deeper than the stack.
class html_tree {
 public:
  explicit html_tree(std::string_view text) {
    GumboOptions how = kGumboDefaultOptions;
    how.allocator = [](void* arena, std::size_t size) {
      return static_cast<std::pmr::monotonic_buffer_resource*>(arena)->allocate(size);
    };
    how.deallocator = [](void*, void*) {};
    how.userdata = &arena_;
    how.max_errors = 0;  // with each it would keep a list of all open tags
    output_ = gumbo_parse_with_options(&how, text.data(), text.size());
  }

  GumboNode const& root() const { return *output_->root; }

 private:
  std::pmr::monotonic_buffer_resource arena_;
  GumboOutput* output_ = nullptr;
};

std::span<void* const> children(GumboNode const& element) {
  GumboVector const& all = element.v.element.children;
  return {all.data, all.length};
}

// [elements]
// An element, and all in it, in the order of the document. However deep they nest, the stack does not grow.
cogen::generator<GumboNode const&> elements(GumboNode const& element) {
  co_yield element;
  for (void const* below : children(element)) {
    auto const& child = *static_cast<GumboNode const*>(below);
    bool const has_children = child.type == GUMBO_NODE_ELEMENT || child.type == GUMBO_NODE_TEMPLATE;
    if (has_children) co_yield cogen::from(elements(child));
  }
}
// [/elements]

// A test for elements of some tags.
template <class... Tags>
auto is(Tags... tags) {
  return [tags...](GumboNode const& element) {
    return element.v.element.tag_namespace == GUMBO_NAMESPACE_HTML && ((element.v.element.tag == tags) || ...);
  };
}

// Null if it has none.
GumboAttribute const* href(GumboNode const& element) {
  return gumbo_get_attribute(&element.v.element.attributes, "href");
}

std::string text_of(GumboNode const& element) {
  std::string text;
  for (void const* below : children(element)) {
    auto const& child = *static_cast<GumboNode const*>(below);
    if (child.type == GUMBO_NODE_TEXT) text += child.v.text.text;
  }
  return one_line(text);
}

}  // namespace

// [read_html]
document read_html(std::string_view text, std::string const& url) {
  html_tree const tree(text);
  auto const resolved = [](std::string const& from) {
    return [&from](GumboAttribute const& attribute) { return link_target(from, attribute.value); };
  };
  std::string const base = (elements(tree.root())                //
                            | cogen::filter(is(GUMBO_TAG_BASE))  //
                            | cogen::filter_map(href)            //
                            | cogen::map(resolved(url))          //
                            | cogen::first)
                               .value_or(url);
  document read;
  read.title = (elements(tree.root()) | cogen::filter(is(GUMBO_TAG_TITLE)) | cogen::map(text_of) | cogen::first)  //
                   .value_or("");
  read.links = elements(tree.root())                             //
               | cogen::filter(is(GUMBO_TAG_A, GUMBO_TAG_AREA))  //
               | cogen::filter_map(href)                         //
               | cogen::map(resolved(base))                      //
               | cogen::unique_everseen                          //
               | cogen::to<std::vector>();
  return read;
}
// [/read_html]

std::string one_line(std::string_view text) {
  std::string line;
  bool gap = false;
  for (std::size_t at = 0; at != text.size(); ++at) {
    auto const byte = static_cast<unsigned char>(text[at]);
    // In UTF-8 the control characters from U+0080 to U+009F, too, move the cursor of some terminals.
    bool const two = byte == 0xC2 && at + 1 != text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (two) ++at;
    if (two || byte <= ' ' || byte == 0x7F) {
      gap = !line.empty();
      continue;
    }
    if (line.size() >= 96 && (byte & 0xC0U) != 0x80) return line + " ...";  // not within a character
    if (gap) line += ' ';
    gap = false;
    line += text[at];
  }
  return line;
}

}  // namespace crawler
