"""Checks tools/gdb/cogen_printers.py in gdb: gdb_test.py COMPILER [FLAGS...]

Builds inspected.cpp with COGEN_DEBUG and without, stops in it and prints its generators.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCE = HERE / "inspected.cpp"
EXPRESSIONS = ["nodes", "texts", "views", "items", "created", "finished", "none", "lambda", "several"]
COMMANDS = [f"print {each}" for each in EXPRESSIONS] + [
    f"cogen-backtrace {each}" for each in ("nodes", "items", "numbers", "none")]


def line_of(comment):
    for number, line in enumerate(SOURCE.read_text().splitlines(), 1):
        if line.endswith(f"// {comment}"):
            return number
    raise ValueError(f"{SOURCE.name} has no line with the comment {comment}")


def expected(lines_known):
    """What each command must print, as regular expressions."""
    def at(comment):
        return rf" at \S*inspected\.cpp:{line_of(comment)}" if lines_known else ""

    walk = r"\(anonymous namespace\)::walk\(\(anonymous namespace\)::node const&\)"
    numbers = r"cogen::generator<int>"
    strings = r"cogen::generator<std::.*string.*, int>"
    return [
        rf"{numbers}: suspended in {walk}{at('delegates')} = "
        rf"\{{yielded = 3, delegates to = {walk}{at('delegates')}, delegates to = {walk}{at('a leaf')}\}}",
        rf"{strings}: suspended in \(anonymous namespace\)::words\S*\(\){at('a text')} = \{{yielded = .*first.*\}}",
        rf"cogen::generator<int const&>: suspended in \(anonymous namespace\)::window\(.*\){at('a window')}"
        r" = \{yielded = 8\}",
        rf"{numbers}: suspended in \(anonymous namespace\)::one_by_one\(.*\){at('a list')} = \{{yielded = 5\}}",
        rf"{numbers}: created, {walk}",
        rf"{strings}: closed, was \(anonymous namespace\)::words\S*\(\)",
        rf"{numbers}: closed",
        rf"{numbers}: suspended in main.*::operator\(\)\(int\) const{at('in a lambda')} = \{{yielded = 0\}}",
        rf".*{numbers}: created, {walk}.*" if "-stdlib=libc++" not in sys.argv else ".*",  # gdb knows libstdc++'s vector
        rf"#0  {walk}{at('delegates')}\n#1  {walk}{at('delegates')}\n#2  {walk}{at('a leaf')}",
        rf"#0  \(anonymous namespace\)::one_by_one\(.*\){at('a list')}",
        "cogen-backtrace: numbers is no cogen::generator",
        "cogen-backtrace: the generator is closed",
    ]


def printed(program):
    """What gdb prints for each command."""
    script = ["source " + str(ROOT / "tools/gdb/cogen_printers.py"), "set width 0", "break look", "run", "up"]
    for command in COMMANDS:
        script += ["echo \\n@@@\\n", command]
    arguments = [each for line in script for each in ("-ex", line)]
    done = subprocess.run(["gdb", "-nx", "-batch", *arguments, program], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=300)
    parts = [each.strip() for each in done.stdout.split("\n@@@\n")]
    if len(parts) != len(COMMANDS) + 1:
        sys.exit(f"gdb did not come to its commands:\n{done.stdout}")
    return [re.sub(r"^\$\d+ = ", "", each) for each in parts[1:]]


def main():
    compiler = sys.argv[1:]
    problems = []
    for macros, lines_known in ([["-DCOGEN_DEBUG"], True], [[], False]):
        with tempfile.TemporaryDirectory() as folder:
            program = pathlib.Path(folder, "inspected")
            subprocess.run([*compiler, "-std=c++20", "-O0", "-g", *macros, f"-I{ROOT}/include", SOURCE, "-o", program],
                           check=True)
            for command, pattern, shown in zip(COMMANDS, expected(lines_known), printed(program), strict=True):
                if not re.fullmatch(pattern, shown, re.DOTALL):
                    problems.append(f"{' '.join(macros)} {command}\n  shows    {shown}\n  expected {pattern}")
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(COMMANDS)} commands show what they should, with and without COGEN_DEBUG")


if __name__ == "__main__":
    main()
