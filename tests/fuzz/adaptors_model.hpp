#pragma once

// What adaptors.cpp compares with: each tool done at once, by plain loops over a vector.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace fuzz::model {

/// Which exception comes behind the elements.
enum class ending { none, source_failed, refused };

/// All that comes out of a source. What cannot be known when the source fails is not in it.
struct stream {
  std::vector<int> elements{};
  ending end = ending::none;

  [[nodiscard]] std::size_t size() const { return elements.size(); }
  [[nodiscard]] bool ends() const { return end == ending::none; }
  int operator[](std::size_t i) const { return elements[i]; }
  void add(int element) { elements.push_back(element); }
  /// A row of several elements: in front of them, how many they are.
  void add_row(std::vector<int> const& row) {
    add(2000 + static_cast<int>(row.size()));
    elements.insert(elements.end(), row.begin(), row.end());
  }
};

inline stream sliced(stream const& in, std::size_t start, std::optional<std::size_t> stop, std::size_t step) {
  stream out;
  for (std::size_t i = start; !stop || i < *stop; i += step) {
    if (i >= in.size()) {
      out.end = in.end;
      break;
    }
    out.add(in[i]);
  }
  return out;
}
inline stream take(stream const& in, std::size_t count) { return sliced(in, 0, count, 1); }
inline stream drop(stream const& in, std::size_t count) { return sliced(in, count, std::nullopt, 1); }

template <class Predicate>
stream take_while(stream const& in, Predicate holds) {
  stream out;
  for (int const element : in.elements) {
    if (!holds(element)) return out;
    out.add(element);
  }
  out.end = in.end;
  return out;
}
template <class Predicate>
stream take_until(stream const& in, Predicate holds) {
  stream out;
  for (int const element : in.elements) {
    out.add(element);
    if (holds(element)) return out;
  }
  out.end = in.end;
  return out;
}
template <class Predicate>
stream drop_while(stream const& in, Predicate holds) {
  std::size_t first = 0;
  while (first != in.size() && holds(in[first])) ++first;
  return drop(in, first);
}
template <class Predicate>
stream filter(stream const& in, Predicate holds) {
  stream out{{}, in.end};
  for (int const element : in.elements) {
    if (holds(element)) out.add(element);
  }
  return out;
}
template <class Function>
stream map(stream const& in, Function function) {
  stream out{{}, in.end};
  for (int const element : in.elements) out.add(function(element));
  return out;
}
inline stream enumerate(stream const& in, int start) {
  stream out{{}, in.end};
  for (int const element : in.elements) {
    out.add(start++);
    out.add(element);
  }
  return out;
}
template <class Operation>
stream accumulate(stream const& in, Operation operation, std::optional<int> total) {
  stream out{{}, in.end};
  if (total) out.add(*total);
  for (int const element : in.elements) {
    total = total ? operation(*total, element) : element;
    out.add(*total);
  }
  return out;
}
inline stream failing(stream const& in, std::size_t at) {
  stream out = in;
  if (at < in.size()) {
    out.elements.resize(at);
    out.end = ending::source_failed;
  }
  return out;
}

inline stream batch(stream const& in, std::size_t size, bool strict) {
  stream out{{}, in.end};
  std::vector<int> row;
  for (int const element : in.elements) {
    row.push_back(element);
    if (row.size() == size) out.add_row(std::exchange(row, {}));
  }
  if (!in.ends() || row.empty()) return out;
  if (strict) {
    out.end = ending::refused;
  } else {
    out.add_row(row);
  }
  return out;
}
template <class Size>
stream batch_by(stream const& in, Size size, int most, std::size_t count) {
  stream out{{}, in.end};
  std::vector<int> row;
  int bytes = 0;
  for (int const element : in.elements) {
    if (!row.empty() && bytes + size(element) > most) {
      out.add_row(std::exchange(row, {}));
      bytes = 0;
    }
    row.push_back(element);
    bytes += size(element);
    if (bytes >= most || row.size() == count) {
      out.add_row(std::exchange(row, {}));
      bytes = 0;
    }
  }
  if (in.ends() && !row.empty()) out.add_row(row);
  return out;
}
inline stream sliding_window(stream const& in, std::size_t size, std::size_t step) {
  stream out{{}, in.end};
  for (std::size_t first = 0; first + size <= in.size(); first += step) {
    out.add_row({in.elements.begin() + static_cast<std::ptrdiff_t>(first),
                 in.elements.begin() + static_cast<std::ptrdiff_t>(first + size)});
  }
  return out;
}
template <class Predicate>
stream split_when(stream const& in, Predicate cut) {
  stream out{{}, in.end};
  std::vector<int> row;
  for (int const element : in.elements) {
    if (!row.empty() && cut(row.back(), element)) out.add_row(std::exchange(row, {}));
    row.push_back(element);
  }
  if (in.ends() && !row.empty()) out.add_row(row);
  return out;
}
/// Of each group at most `most` elements are read, then the key and these are shown.
template <class Key>
stream group_by(stream const& in, Key key, std::size_t most) {
  stream out{{}, in.end};
  for (std::size_t first = 0; first != in.size();) {
    std::size_t last = first;
    while (last != in.size() && key(in[last]) == key(in[first])) ++last;
    std::size_t const shown = std::min(last - first, most);
    if (last == in.size() && !in.ends() && shown < most) break;
    out.add(key(in[first]));
    for (std::size_t i = 0; i != shown; ++i) out.add(in[first + i]);
    first = last;
  }
  return out;
}
template <class Projection>
stream unique_justseen(stream const& in, Projection projection) {
  stream out{{}, in.end};
  for (std::size_t i = 0; i != in.size(); ++i) {
    if (i == 0 || projection(in[i]) != projection(in[i - 1])) out.add(in[i]);
  }
  return out;
}
template <class Projection>
stream unique_everseen(stream const& in, Projection projection) {
  stream out{{}, in.end};
  std::vector<int> seen;
  for (int const element : in.elements) {
    if (std::find(seen.begin(), seen.end(), projection(element)) != seen.end()) continue;
    seen.push_back(projection(element));
    out.add(element);
  }
  return out;
}
/// The first `count` elements are read before the first is handed out.
inline stream spy(stream const& in, std::size_t count) {
  return in.size() < count && !in.ends() ? stream{{}, in.end} : in;
}
inline stream tail(stream const& in, std::size_t count) {
  if (count == 0) return {};
  if (!in.ends()) return {{}, in.end};
  return drop(in, in.size() - std::min(in.size(), count));
}

inline stream chain(stream const& first, stream const& second) {
  stream out = first;
  if (!first.ends()) return out;
  out.elements.insert(out.elements.end(), second.elements.begin(), second.elements.end());
  out.end = second.end;
  return out;
}
/// Rows of both; `strict` as zip_strict.
inline stream zip(stream const& first, stream const& second, bool strict) {
  stream out;
  for (std::size_t i = 0;; ++i) {
    if (i == first.size()) {
      out.end = first.end;
      if (strict && first.ends()) out.end = i != second.size() ? ending::refused : second.end;
      return out;
    }
    if (i == second.size()) {
      out.end = second.end;
      if (strict && second.ends()) out.end = ending::refused;
      return out;
    }
    out.add(first[i]);
    out.add(second[i]);
  }
}
inline stream zip_longest(stream const& first, stream const& second, int fill) {
  stream out;
  for (std::size_t i = 0;; ++i) {
    if (i >= first.size() && !first.ends()) return out.end = first.end, out;
    if (i >= second.size() && !second.ends()) return out.end = second.end, out;
    if (i >= first.size() && i >= second.size()) return out;
    out.add(i < first.size() ? first[i] : fill);
    out.add(i < second.size() ? second[i] : fill);
  }
}
inline stream round_robin(stream const& first, stream const& second) {
  stream out;
  for (std::size_t i = 0; i < std::max(first.size(), second.size()) || !first.ends() || !second.ends(); ++i) {
    for (stream const* const each : {&first, &second}) {
      if (i < each->size()) {
        out.add((*each)[i]);
      } else if (!each->ends()) {
        out.end = each->end;
        return out;
      }
    }
  }
  return out;
}
inline stream merge(stream const& first, stream const& second) {
  stream out;
  for (std::size_t i = 0, j = 0;;) {
    if (i == first.size() && !first.ends()) return out.end = first.end, out;
    if (j == second.size() && !second.ends()) return out.end = second.end, out;
    if (i == first.size() && j == second.size()) return out;
    bool const from_second = i == first.size() || (j != second.size() && second[j] < first[i]);
    out.add(from_second ? second[j++] : first[i++]);
  }
}
inline stream compress(stream const& in, std::vector<bool> const& selectors) {
  stream out;
  for (std::size_t i = 0; i != selectors.size(); ++i) {
    if (i == in.size()) {
      out.end = in.end;
      break;
    }
    if (selectors[i]) out.add(in[i]);
  }
  return out;
}
inline stream cycle(stream const& in, std::size_t count) {
  stream out;
  for (std::size_t i = 0; i != count; ++i) {
    if (i >= in.size() && (in.size() == 0 || !in.ends())) {
      out.end = in.end;
      break;
    }
    out.add(in[i % in.size()]);
  }
  return out;
}

inline stream product(stream const& first, stream const& second) {
  if (!first.ends() || first.size() == 0) return {{}, first.end};
  if (!second.ends()) return {{}, second.end};
  stream out;
  for (int const left : first.elements) {
    for (int const right : second.elements) {
      out.add(left);
      out.add(right);
    }
  }
  return out;
}
/// Every pick of `count` positions in lexical order for which `allowed(picked, next)`.
template <class Allowed>
void picks(stream const& in, std::size_t count, Allowed allowed, std::vector<std::size_t>& picked, stream& out) {
  if (picked.size() == count) {
    std::vector<int> row;
    for (std::size_t const position : picked) row.push_back(in[position]);
    out.add_row(row);
    return;
  }
  for (std::size_t i = 0; i != in.size(); ++i) {
    if (!allowed(picked, i)) continue;
    picked.push_back(i);
    picks(in, count, allowed, picked, out);
    picked.pop_back();
  }
}
template <class Allowed>
stream picks(stream const& in, std::size_t count, Allowed allowed) {
  stream out{{}, in.end};
  std::vector<std::size_t> picked;
  if (in.ends()) picks(in, count, allowed, picked, out);
  return out;
}
inline stream permutations(stream const& in, std::size_t count) {
  return picks(in, count, [](auto const& picked, std::size_t next) {
    return std::find(picked.begin(), picked.end(), next) == picked.end();
  });
}
inline stream combinations(stream const& in, std::size_t count) {
  return picks(in, count, [](auto const& picked, std::size_t next) { return picked.empty() || next > picked.back(); });
}
inline stream combinations_with_replacement(stream const& in, std::size_t count) {
  return picks(in, count, [](auto const& picked, std::size_t next) { return picked.empty() || next >= picked.back(); });
}
inline stream powerset(stream const& in) {
  stream out{{}, in.end};
  for (std::size_t count = 0; in.ends() && count <= in.size(); ++count) out = chain(out, combinations(in, count));
  return out;
}

}  // namespace fuzz::model
