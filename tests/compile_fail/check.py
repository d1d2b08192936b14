"""Compiles a file that must not compile: check.py FILE COMPILER [FLAGS...].

The file's first line is `// expect: REGEX`; the compiler must fail, and its messages must match.
"""
import pathlib
import re
import subprocess
import sys
import tempfile


def complaint(source, compiler):
    """What is wrong, or None when the file is refused with the message that it expects."""
    first_line = source.read_text().partition("\n")[0]
    expected = re.fullmatch(r"// expect: (.+)", first_line)
    if not expected:
        return "the first line is not `// expect: REGEX`"
    result = subprocess.run([*compiler, str(source)], capture_output=True, text=True)
    if result.returncode == 0:
        return "it compiles"
    # The compiler also quotes source lines, the expectation itself perhaps among them.
    messages = "\n".join(line for line in result.stderr.splitlines() if first_line not in line)
    if not re.search(expected[1], messages):
        return f"no message matches {expected[1]!r} in:\n{result.stderr}"
    return None


def self_test(compiler):
    cases = [
        ("// expect: named rule\nstatic_assert(false, \"named rule\");\n", None),
        ("// expect: named rule\nstatic_assert(true);\n", "it compiles"),
        ("// expect: named rule\nstatic_assert(false, \"other\");\n", "no message matches"),
        ("static_assert(false, \"named rule\");\n", "the first line is not"),
    ]
    with tempfile.TemporaryDirectory() as folder:
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
