"""Compiles a file that must not compile: check.py FILE COMPILER [FLAGS...].

`// expect: REGEX` begins a case, which goes on to the next one. For each the compiler must print an error, and the first
one, with its notes, must match. An error in a header is one of the line that the compiler names as the one to blame.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

LOCATED = re.compile(r"(.+?):(\d+):(?:\d+:)? +(?:(?P<kind>(?:fatal )?error|note|warning):|(?P<used>.*required from))")
QUOTED = re.compile(r"\s*\d*\s*\|")  # source that the compiler shows, an expectation itself perhaps


def errors(source, output):
    """Each error as the line of the source that is to blame for it (None if unknown), and its text."""
    found = []
    used_at = None  # the last line of the source that an instantiation is required from: before the error, with g++
    for line in output.splitlines():
        if QUOTED.match(line):
            continue
        located = LOCATED.match(line)
        here = int(located[2]) if located and located[1] == source else None
        if located and located["kind"] and "error" in located["kind"]:
            found.append([here or used_at, [line]])
            used_at = None
        elif found:
            if located and located["used"]:
                used_at = here or used_at
            elif found[-1][0] is None:
                found[-1][0] = here  # behind the error, with clang
            found[-1][1].append(line)
        elif located and located["used"]:
            used_at = here or used_at
    return [(line, "\n".join(text)) for line, text in found]


def complaint(source, compiler):
    """What is wrong, or None when each case is refused with the message that it expects."""
    lines = source.read_text().splitlines()
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("// expect: ")]
    if not lines or 1 not in starts:
        return "the first line is not `// expect: REGEX`"
    limit = ["-ferror-limit=0" if "clang" in compiler[0] else "-fmax-errors=0", "-ftemplate-backtrace-limit=0"]
    result = subprocess.run([*compiler, *limit, str(source)], capture_output=True, text=True)
    if result.returncode == 0:
        return "it compiles"
    reported = errors(str(source), result.stderr)
    for start, end in zip(starts, [*starts[1:], len(lines) + 1]):
        expected = lines[start - 1].removeprefix("// expect: ")
        mine = [text for line, text in reported if line is not None and start <= line < end]
        if len(starts) == 1:
            mine = [text for _, text in reported]
        if not mine:
            return f"line {start}: no error where {expected!r} was expected, in:\n{result.stderr}"
        if not re.search(expected, mine[0]):
            return f"line {start}: no match of {expected!r} in the first error:\n{mine[0]}"
    return None


def self_test(compiler):
    header = 'template <class T> void rule() { static_assert(sizeof(T) == 0, "named rule"); }\n'
    rule = '#include "rule.hpp"\n'
    one = '// expect: named rule\nstatic_assert(false, "named rule");\n'
    cases = [
        (one, None),
        ("// expect: named rule\nstatic_assert(true);\n", "it compiles"),
        ('// expect: named rule\nstatic_assert(false, "other");\n', "line 1: no match"),
        ('// expect: named rule\nstatic_assert(false, "other");\nstatic_assert(false, "named rule");\n', "line 1: no match"),
        ('static_assert(false, "named rule");\n', "the first line is not"),
        (one + '// expect: second\nstatic_assert(false, "second");\n', None),
        (one + '// expect: second\nstatic_assert(true, "second");\n', "line 3: no error"),
        (one + '// expect: second\nstatic_assert(false, "first");\n', "line 3: no match"),
        (one + '// expect: second\n' + one.splitlines()[1] + "\n", "line 3: no match"),
        # In a header's template, which compilers instantiate at the end.
        (one + rule + "void some() { rule<int>(); }\n// expect: named rule\nvoid more() { rule<long>(); }\n", None),
        (one + rule + "void some() { rule<int>(); }\n// expect: second\nvoid more() { rule<long>(); }\n", "line 5: no match"),
        (one + rule + "// expect: other\nvoid some() { rule<int>(); }\n// expect: nothing\nint i = nothing;\n",
         "line 4: no match"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "rule.hpp").write_text(header)
        for text, expected in cases:
            source = pathlib.Path(folder, "case.cpp")
            source.write_text(text)
            found = complaint(source, compiler)
            if (found is None) != (expected is None) or not (found or "").startswith(expected or ""):
                return f"{text!r}: expected {expected!r}, found {found!r}"
    return None


if sys.argv[1] == "--self-test":
    problem = self_test(sys.argv[2:])
else:
    problem = complaint(pathlib.Path(sys.argv[1]), sys.argv[2:])
if problem:
    sys.exit(f"{sys.argv[1]}: {problem}")
