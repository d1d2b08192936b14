"""Tests of coverage.py: with a header made up here, compiled with clang 19, and texts."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from collections import defaultdict

import coverage

COMPILER = sys.argv.pop(1) if len(sys.argv) > 1 else "clang++-19"
VERSION = COMPILER[COMPILER.rindex("-"):] if "-" in COMPILER else ""

HEADER = """template <class Number>
int size_of(Number number) {
  if constexpr (sizeof(Number) > 4) {
    return number > 1 ? 8 : 4;
  } else {
    if (number > 1) return 2;
  }
  return 0;
}
template <class Number>
int never(Number number) {
  return number;
}
inline int unused() {
  return 1;
}
inline int in_child(int number) {
  if (number == 1)
    return 2;
#if !defined(__clang__)
  // only there
  return 4;
#endif
  return 3;
}
"""
PROGRAM = """#include "cogen/measured.hpp"
#include <exception>
#include <sys/wait.h>
#include <unistd.h>
int main() {
  size_of(2L);
  size_of(1LL);
  size_of(2);
  if (::fork() == 0) {
    in_child(1);
    std::terminate();
  }
  int status = 0;
  ::wait(&status);
  in_child(2);
}
"""


class Coverage(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        self.addCleanup(setattr, coverage, "HEADERS", coverage.HEADERS)
        coverage.HEADERS = self.folder / "cogen"
        coverage.HEADERS.mkdir()

    def measured(self):
        (coverage.HEADERS / "measured.hpp").write_text(HEADER)
        (self.folder / "program.cpp").write_text(PROGRAM)
        program = self.folder / "program"
        subprocess.run([COMPILER, "-std=c++20", "-O0", *coverage.FLAGS.split(), "-I", self.folder,
                        self.folder / "program.cpp", "-o", program], check=True, stderr=subprocess.DEVNULL)
        tools = {name: f"llvm-{name}{VERSION}" for name in ("profdata", "cov")}
        profile = coverage.run(program, [program], tools)
        exported = subprocess.run([tools["cov"], "export", program, f"-instr-profile={profile}"],
                                  check=True, stdout=subprocess.PIPE)
        headers = defaultdict(coverage.Header)
        coverage.add(headers, json.loads(exported.stdout))
        for header in headers.values():
            header.settle(HEADER)
        return headers

    def test_a_branch_is_covered_by_two_instantiations_that_take_one_way_each(self):
        header = self.measured()["measured.hpp"]
        self.assertEqual({line: ways for (line, *_), ways in header.branches.items()},
                         {4: [1, 1], 6: [1, 0], 18: [1, 1]})
        self.assertEqual(header.covered_branches(), 5)

    def test_lines_of_functions_that_nobody_calls_are_not_covered_and_those_of_a_child_that_dies_are(self):
        header = self.measured()["measured.hpp"]
        self.assertEqual({line for line, count in header.lines.items() if count == 0}, {8, 14, 15, 16})
        self.assertTrue({2, 4, 6, 8, 17, 19, 24} <= set(header.lines))

    def test_a_function_that_no_test_instantiates_is_missing(self):
        missing = coverage.missing(self.measured())
        self.assertEqual([one[1:] for one in missing if one[2] == coverage.ABSENT_FUNCTION],
                         [(11, coverage.ABSENT_FUNCTION)])

    def test_lines_that_another_compiler_has_are_missing(self):
        missing = coverage.missing(self.measured())
        self.assertEqual([one[1] for one in missing if one[2] == coverage.ABSENT_LINE], [22])

    def test_the_bodies_of_functions_are_found(self):
        text = """namespace a {
template <class T>
concept c = requires(T& t) { t.f(); };
struct s : base<T> {
  s() : one_{1}, two_{f()} {}
  // void comment() {}
  template <class T>
    requires requires(T t) { t.g(); }
  auto operator()(T t = {}) const noexcept(true) -> decltype(t.f())
    requires requires { t.f(); }
  {
    auto inner = [] { return 1; };
    return inner();
  }
  int values[2] = {1, 2};
  std::function<void()> member{};
  virtual void only_declared() = 0;
};
enum class e { one, two };
inline constexpr auto object = s{1};
}
"""
        self.assertEqual(coverage.functions(text), [(5, 5), (11, 14)])

    def test_an_explanation_that_is_stale_is_an_error(self):
        (coverage.HEADERS / "measured.hpp").write_text(HEADER)
        explained = self.folder / "explained.toml"
        explained.write_text("""
[[explained]]
header = "measured.hpp"
text = "int never(Number number) {"
why = "it is"
[[explained]]
header = "measured.hpp"
text = "gone"
why = "it was"
[[explained]]
header = "measured.hpp"
text = "return 3"
why = "covered"
""")
        self.addCleanup(setattr, coverage, "EXPLAINED", coverage.EXPLAINED)
        coverage.EXPLAINED = explained
        found = [("measured.hpp", 11, coverage.ABSENT_FUNCTION), ("measured.hpp", 15, "line")]
        explained, left, wrong = coverage.explain(found)
        self.assertEqual([of_it for _, of_it in explained], [found[:1], [], []])
        self.assertEqual(left, found[1:])
        self.assertEqual(len(wrong), 2)


if __name__ == "__main__":
    os.chdir(tempfile.gettempdir())
    unittest.main()
