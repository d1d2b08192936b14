"""How much of include/cogen the library's tests run: lines and branches of each header, measured with clang 19.

coverage.py [--lines 98] [--branches 90] [--build build/coverage] [--jobs N] [--arrow] [--markdown FILE] [--missing]

Builds the parts of tests/ that are the library's own at -O0, runs them, and exits with 1 where the total is below a
threshold. A line or a branch is that of the source, of whatever template arguments: it counts as covered if any
instantiation, in any of the programs, has run it. (llvm-cov's own report takes the best single instantiation of a
function for its branches, and so calls a branch missing that each of two instantiations takes one way.) gcov is not
used: for a coroutine it counts what the compiler makes of it, and a hidden edge for each call that may throw.

A condition has two branches, for true and for false; those that are known at compile time (`if constexpr`, and others
that fold) have none. A process that ends by std::terminate or a signal, as the tests of that do in a child, is counted:
the counters are a file mapped into memory, which parent and child share.

Nothing is left out of the numbers. explained.toml says of what can't be covered why, and is shown with the report; an
entry whose text is gone, or is covered, is an error. What is not in the measurement at all, functions that no test
instantiates and lines that another compiler or build has, would look like comments: it must be explained there.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
from collections import defaultdict

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = ROOT / "include" / "cogen"
EXPLAINED = pathlib.Path(__file__).with_name("explained.toml")
PARTS = ["core", "debug", "adaptor", "source", "sink", "pagination", "pace", "parallel", "conformance"]
# The counters are at addresses that can be mapped to the file: `%c` in LLVM_PROFILE_FILE.
FLAGS = "-fprofile-instr-generate -fcoverage-mapping -mllvm -runtime-counter-relocation=true"
ABSENT_FUNCTION = "a function that no test instantiates"
ABSENT_LINE = "not compiled at all"
CODE, EXPANSION, SKIPPED, BRANCH = 0, 1, 2, 4  # kinds of regions, in what llvm-cov exports


class Header:
    """What is known of a header: the counts of its lines, and of the two ways of its branches."""

    def __init__(self):
        self.lines = defaultdict(int)
        self.in_functions = set()  # lines of functions that a program has
        self.in_stubs = set()  # and of those that it has no use for, of which clang does not say which lines have code
        self.branches = defaultdict(lambda: [0, 0])  # (line, column, end line, end column) -> taken, not taken

    def settle(self, text):
        """Functions that no program has any use for are not covered; lines without code do not count."""
        for line in self.in_stubs - self.in_functions:
            self.lines[line] += 0
        code = without_comments(text).split("\n")
        self.lines = {line: count for line, count in self.lines.items() if code[line - 1].strip()}

    def covered_lines(self):
        return sum(count != 0 for count in self.lines.values())

    def covered_branches(self):
        return sum((taken != 0) + (passed != 0) for taken, passed in self.branches.values())


# ---- build and run


def configure(options, parts):
    arrow = "ON" if options.arrow else "OFF"
    subprocess.run(
        ["cmake", "-S", ROOT, "-B", options.build, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={options.compiler}",
         "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0", f"-DCMAKE_CXX_FLAGS={FLAGS}",
         f"-DCOGEN_VENV={ROOT}/build/venv", f"-DCOGEN_ARROW={arrow}", "-DCOGEN_BUILD_EXAMPLES=OFF",
         "-DCOGEN_BUILD_BENCH=OFF", f"-DCOGEN_TEST_PARTS={','.join(parts)}"],
        check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", options.build, "-j", str(options.jobs)], check=True)


def programs(options, parts):
    """Each test program, with the command that runs all of it."""
    folder = options.build / "tests"
    for name in [f"{part}_tests" for part in parts if part != "conformance"] + ["debug_terminate_tests"]:
        if not (folder / name).exists():
            sys.exit(f"coverage: {name} was not built")
        yield folder / name, [folder / name]
    machine = folder / "conformance_machine"
    yield machine, [sys.executable, ROOT / "tests/conformance/conformance.py", machine, "--programs", "4000"]


def run(program, command, tools):
    """Runs a program; returns its profile. All its processes add to one file: `%m` is its name, and `%c` maps it."""
    for left in program.parent.glob(f"{program.name}-*.profraw"):
        left.unlink()
    done = subprocess.run(command, cwd=program.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env={**os.environ, "LLVM_PROFILE_FILE": f"{program}-%m%c.profraw"})
    if done.returncode != 0:
        sys.exit(f"{done.stdout[-3000:]}\ncoverage: {program.name} failed")
    profile = program.with_name(program.name + ".profdata")
    counted = list(program.parent.glob(f"{program.name}-*.profraw"))
    subprocess.run([tools["profdata"], "merge", *counted, "-o", profile], check=True)
    return profile


# ---- from llvm-cov's regions to lines and branches


def line_counts(regions):
    """The count of each line of a function that has code, as llvm-cov show prints it."""
    counts = {}
    for line in range(min(region[0] for region in regions), max(region[2] for region in regions) + 1):
        around = [region for region in regions if region[0] < line <= region[2]]
        begun = [region[4] for region in regions if region[0] == line and region[7] in (CODE, EXPANSION)]
        if around:
            innermost = max(around, key=lambda region: (region[:2], [-at for at in region[2:4]]))
            begun += [innermost[4]] * (innermost[7] != SKIPPED)
        if begun:
            counts[line] = max(begun)
    return counts


def add(headers, exported):
    """Adds what one program has run.

    A region is [line, column, end line, end column, count, file, expanded file, kind].
    """
    for function in exported["data"][0]["functions"]:
        ours = [name[len(f"{HEADERS}/"):] if name.startswith(f"{HEADERS}/") else None for name in function["filenames"]]
        for line, column, end_line, end_column, taken, passed, file, _, kind in function["branches"]:
            if kind == BRANCH and ours[file]:
                branch = headers[ours[file]].branches[line, column, end_line, end_column]
                branch[0] += taken
                branch[1] += passed
        for file, name in enumerate(ours):
            regions = [region for region in function["regions"] if region[5] == file]
            if not name or not regions:
                continue
            header = headers[name]
            counts = line_counts(regions)
            if len(regions) == 1 and function["count"] == 0:
                header.in_stubs.update(counts)
                continue
            header.in_functions.update(range(min(counts), max(counts) + 1))
            for line, count in counts.items():
                header.lines[line] += count


# ---- functions, and parts of them, that are not there at all

REQUIRES_EXPRESSION = re.compile(r"([=(!]|&&|\|\||\brequires)\s*requires\s*(\([^{}]*\)\s*)?$")
# Of these clang has no regions: what is known at compile time, and where it ends.
NO_REGION = re.compile(r"\s*(} )?(else )?if constexpr|\s*(} )?else( {)?$")
COMMENTS = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|^[ \t]*#[^\n]*', re.S | re.M)


def without_comments(text):
    """With blanks in place of comments, strings and directives."""
    return COMMENTS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def functions(text):
    """The bodies of the functions of a header, from the line of `{` to that of `}`, without those within another."""
    text = without_comments(text)
    bodies = []
    begun = 0  # where what comes before a `{` begins: a namespace, a class or a function, or none of these
    depth = 0  # within a body
    start = None
    for at, letter in enumerate(text):
        if depth != 0:
            depth += (letter == "{") - (letter == "}")
            if depth == 0:
                if start is not None:
                    bodies.append((text.count("\n", 0, start) + 1, text.count("\n", 0, at) + 1))
                    begun = at + 1
                start = None
        elif letter in ";}" and text.count("(", begun, at) == text.count(")", begun, at):
            begun = at + 1
        elif letter == "{":
            before = text[begun:at]
            if before.count("(") != before.count(")"):  # an initializer, within arguments
                continue
            head = re.sub(r"template\s*<.*", lambda match: match[0].split("\n")[-1], before.strip(), flags=re.S)
            if not text[at - 1].isspace() or REQUIRES_EXPRESSION.search(before):  # an initializer: member{}
                depth = 1
            elif re.search(r"\)[^()=]*$", before) and not re.match(r"(class|struct|union|enum|namespace)\b", head):
                depth, start = 1, at
            elif re.search(r"\b(namespace|class|struct|union|enum)\b", before):
                begun = at + 1
            else:
                depth = 1
    return bodies


# ---- report


def share(covered, of):
    return f"{covered}/{of} {100 * covered / of:.1f} %" if of else "none"


def table(headers):
    lines = ["| header | lines | branches |", "|---|---|---|"]
    total = [0, 0, 0, 0]
    for name in sorted(headers):
        header = headers[name]
        if not header.lines:  # nothing but declarations
            continue
        row = [header.covered_lines(), len(header.lines), header.covered_branches(), 2 * len(header.branches)]
        total = [one + other for one, other in zip(total, row)]
        lines.append(f"| {name} | {share(*row[:2])} | {share(*row[2:])} |")
    lines.append(f"| **all** | **{share(*total[:2])}** | **{share(*total[2:])}** |")
    return lines, total


def missing(headers):
    """What is not covered: (header, line, what)."""
    found = []
    for name in sorted(headers):
        header = headers[name]
        found += [(name, line, "line") for line, count in header.lines.items() if count == 0]
        for (line, column, *_), (taken, passed) in header.branches.items():
            if header.lines.get(line) and not (taken and passed):
                never = "either way" if not taken and not passed else "true" if not taken else "false"
                found.append((name, line, f"column {column} is never {never}"))
        text = (HEADERS / name).read_text()
        code = without_comments(text).split("\n")
        for first, last in functions(text):
            absent = [line for line in range(first, last + 1)
                      if line not in header.lines and re.search(r"\w", code[line - 1])
                      and not NO_REGION.match(code[line - 1])]
            if not any(line in header.lines for line in range(first, last + 1)):
                found.append((name, first, ABSENT_FUNCTION))
            else:
                found += [(name, line, ABSENT_LINE) for line in absent]
    return sorted(found)


def explain(found):
    """Splits what is missing into what explained.toml explains and what it does not; and its entries that are wrong."""
    explained, wrong = [], []
    for entry in tomllib.loads(EXPLAINED.read_text()).get("explained", []):
        header = HEADERS / entry["header"]
        before = header.read_text().split(entry["text"])[:-1] if header.exists() else []
        lines = set()
        at = 1
        for text in before:
            at += text.count("\n")
            lines |= set(range(at, at + entry["text"].count("\n") + 1))
            at += entry["text"].count("\n")
        of_it = [one for one in found if one[0] == entry["header"] and one[1] in lines]
        if not of_it:
            wrong.append(f"{entry['header']}: {entry['text']!r} is {'covered' if before else 'not there'}")
        explained.append((entry, of_it))
    left = [one for one in found if not any(one in of_it for _, of_it in explained)]
    return explained, left, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=float, default=98, help="per cent of all lines, at least")
    parser.add_argument("--branches", type=float, default=90, help="per cent of all branches, at least")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "coverage")
    parser.add_argument("--compiler", default="clang++-19", help="a clang; llvm-profdata and llvm-cov of that version")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--arrow", action="store_true", help="also the part arrow, reported for itself")
    parser.add_argument("--markdown", type=pathlib.Path, help="write the tables there too")
    parser.add_argument("--missing", action="store_true", help="show each line and branch that is not covered")
    parser.add_argument("--no-build", action="store_true", help="what has been built before")
    options = parser.parse_args()
    options.build = options.build.resolve()
    version = "".join(re.findall(r"-\d+$", options.compiler))
    tools = {name: f"llvm-{name}{version}" for name in ("profdata", "cov")}
    parts = PARTS + ["arrow"] * options.arrow

    if not options.no_build:
        configure(options, parts)
    headers = defaultdict(Header)
    for program, command in programs(options, parts):
        profile = run(program, command, tools)
        exported = subprocess.run(
            [tools["cov"], "export", program, f"-instr-profile={profile}", "-ignore-filename-regex=^/usr/|/tests/"],
            check=True, stdout=subprocess.PIPE)
        add(headers, json.loads(exported.stdout))
    for path in HEADERS.rglob("*.hpp"):
        headers[str(path.relative_to(HEADERS))].settle(path.read_text())

    ours = {name: header for name, header in headers.items() if not name.startswith("arrow")}
    lines, (covered_lines, all_lines, covered_branches, all_branches) = table(ours)
    if options.arrow:
        lines += ["", *table({name: headers[name] for name in headers if name not in ours})[0]]
    found = missing(ours)
    explained, left, wrong = explain(found)
    lines += ["", "Not covered, and why not:", ""]
    lines += [f"- {entry['header']}: `{entry['text'].strip()}`: {entry['why']}".replace("\n", " ")
              for entry, _ in explained]
    print(*lines, sep="\n")
    if options.markdown:
        options.markdown.write_text("\n".join(lines) + "\n")
    if options.missing:
        print("", "Not covered, nor explained:", *(f"{name}:{line}: {what}" for name, line, what in left), sep="\n")

    problems = [f"explained.toml: {one}" for one in wrong]
    problems += [f"{name}:{line}: {what}" for name, line, what in left if what in (ABSENT_FUNCTION, ABSENT_LINE)]
    for what, covered, of, least in (("lines", covered_lines, all_lines, options.lines),
                                     ("branches", covered_branches, all_branches, options.branches)):
        if 100 * covered < least * of:
            problems.append(f"only {share(covered, of)} of the {what} are covered, not {least:g} %")
    print(*(f"coverage: {one}" for one in problems), sep="\n", file=sys.stderr)
    sys.exit(bool(problems))


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"coverage: {failure.cmd[0]} failed")
