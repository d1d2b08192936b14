"""Tests docs/reference.py: headers are read as they are meant, and one that lacks something is a problem."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "docs" / "site")]
import headers  # noqa: E402
from comments import parts_of, pipe_forms  # noqa: E402
from reference import Problem, Reference, is_plain, public_members  # noqa: E402

HEADER = """
#pragma once
namespace cogen {
namespace detail {
struct twice_fn : tool<twice_fn> {
  template <iterable Range, class Function>
    requires(sizeof(Range) != 0) && std::invocable<Function&, int>
  [[nodiscard]] static constexpr auto apply(Range&& range, Function function = {}) { return range | function; }
};
}  // namespace detail
/// Twice: `twice(range)`.
///
/// In: range of T. Out: source of T (see
/// `map`). Cost: 1. Throws nothing.
inline constexpr detail::twice_fn twice{};
/// Kept.
class keeper : public base {
 public:
  explicit keeper(int n) noexcept : n_(n), m_{n} {}
  /// How many.
  [[nodiscard]] int size() const noexcept { return n_; }

 private:
  int hidden() { return 1; }
  int n_ = 0;
};
struct options {
  int most = 1;  ///< at most
};
auto condition(auto x)
  requires(sizeof(x) == 1)
{
  return x;
}
}  // namespace cogen
"""

declared = list(headers.public_declarations(HEADER))
found = [(each.kind, each.name, each.doc[:4]) for each in declared]
assert found == [("variable", "twice", "Twic"), ("class", "keeper", "Kept"), ("class", "options", ""),
                 ("function", "condition", "")], found
general, facts = parts_of(declared[0].doc)
assert general == ["Twice: `twice(range)`."], general
assert facts == {"In": "range of T.", "Out": "source of T (see `map`).", "Cost": "1.", "Throws": "nothing."}, facts
members = [(member.name, member.doc) for member in public_members(declared[1])]
assert members == [("keeper", ""), ("size", "How many.")], members
assert is_plain(declared[2]) and not is_plain(declared[1])
apply = next(headers.declarations(next(headers.details(HEADER)).body))
code = headers.tidy(apply.head, "apply", "twice")
assert code.split("\n") == ["template <iterable Range, class Function>",
                            "  requires(sizeof(Range) != 0) && std::invocable<Function&, int>",
                            "constexpr auto twice(Range&& range, Function function = {});"], code
assert list(pipe_forms(code, "twice")) == ["range | twice", "range | twice(function)"], list(pipe_forms(code, "twice"))
assert headers.tidy(declared[3].head) == "auto condition(auto x) requires(sizeof(x) == 1);", headers.tidy(declared[3].head)


def expect_problem(expected, write, name):
    try:
        write(name)
    except Problem as problem:
        assert expected in str(problem), problem
    else:
        raise AssertionError(f"no problem where {expected!r} was expected")


reference = Reference()
take = reference.pages["take"].declared[-1]
take.doc = take.doc.replace("Throws", "throws")
expect_problem("says nothing of `Throws`", reference.write, "take")
del reference.examples["filter"]
expect_problem("no example", reference.write, "filter")
