"""Checks docs/reference/python-to-cogen.md against CPython, against the compiled C++, and for missing names.

check_reference.py PROGRAMS [ROOT]: PROGRAMS is the folder of the built examples/reference/*.cpp.
In the tables whose first column is `name` a row of five cells is name | Python | C++ | both give | notes. Its C++ must
be that of a `row("Python", [] { C++ })` in these files, and three answers must agree: what CPython makes of the Python,
what the program prints, and the cell "both give", which may have two: Python's, then that of C++. A row of two cells
says why names have no spelling. All names of a module must be there, once, in the section named below, and no others.
"""
import ast
import builtins
import collections
import functools
import heapq
import inspect
import io
import itertools
import operator
import pathlib
import re
import subprocess
import sys
import tempfile
import types

import more_itertools

PAGE = "docs/reference/python-to-cogen.md"
STATEMENTS = {"yield", "for", "next", "yield from", "return", "StopIteration.value", "generator expression",
              "inspect.getgeneratorstate"}
SITE = {"copyright", "credits", "exit", "license", "quit"}  # of the interactive interpreter


def modules():
    """The sections that have all names of something: heading -> names."""
    functions = {name for name, value in vars(builtins).items() if callable(value) and not name.startswith("_")
                 and not (isinstance(value, type) and issubclass(value, BaseException))}
    return {
        "Generators": {name for name in dir(types.GeneratorType) if not name.startswith("_")} | STATEMENTS,
        "itertools": {name for name in dir(itertools) if not name.startswith("_")} | {"batched"},
        "Builtin functions": functions - SITE | {"__import__"},
        "more-itertools": {*more_itertools.more.__all__, *more_itertools.recipes.__all__},
    }


def namespace(section, definitions):
    """The names that the Python of a section may use."""
    names = {"collections": collections, "functools": functools, "heapq": heapq, "inspect": inspect, "io": io,
             "operator": operator, **vars(more_itertools)}
    names.update((name, value) for name, value in vars(itertools).items() if not name.startswith("_"))
    if section == "more-itertools" or sys.version_info < (3, 13):  # before 3.13 itertools has no batched with strict
        names.update(vars(more_itertools))
    exec(definitions, names)
    return names


def plain(value):
    """The same for everything with the same elements: lists, and dictionaries and sets in order."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in sorted(value.items())}
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value))
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return value
    return [plain(each) for each in value]


def evaluated(names, text):
    """The value of the last of some statements."""
    *statements, expression = ast.parse(text).body
    exec(compile(ast.Module(statements, []), text, "exec"), names)
    return plain(eval(compile(ast.Expression(expression.value), text, "eval"), names))


def python_answer(names, text):
    try:
        return repr(evaluated(names, text))
    except Exception as error:
        return type(error).__name__


def normal(answer):
    """An answer in one form: a literal, or anything else (the name of an exception) as it is."""
    try:
        return repr(plain(ast.literal_eval(answer)))
    except (SyntaxError, ValueError):
        return answer


def spans(cell):
    return [text.replace("\\|", "|") for text in re.findall(r"`([^`]+)`", cell)]


def tables(page):
    """Yields (line number, the section's heading, cells) of each row of a table of names."""
    section, inside = "", False
    for number, line in enumerate(page.splitlines(), 1):
        if line.startswith("## "):
            section = line[3:]
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] if line.startswith("|") else []
        if cells and inside and not set(cells[0]) == {"-"}:
            yield number, section, cells
        inside = bool(cells) and (inside or cells[0] == "name")


def compiled(root):
    """The rows of the C++ files: Python -> C++ without white space."""
    rows = {}
    for source in sorted(root.glob("examples/reference/*.cpp")):
        text = source.read_text()
        for start in re.finditer(r"\brow\(\s*((?:\"(?:[^\"\\]|\\.)*\"\s*)+),\s*\[\] *\{", text):
            python = "".join(map(ast.literal_eval, re.findall(r"\"(?:[^\"\\]|\\.)*\"", start[1])))
            end = text.find("});", start.end())
            while text[start.end():end].count("{") != text[start.end():end].count("}"):
                end = text.index("});", end + 1)
            if python in rows:
                raise ValueError(f"{source.name}: a second row for {python}")
            rows[python] = "".join(text[start.end():end].split())
    return rows


def printed(root, programs):
    answers = {}
    for source in sorted(root.glob("examples/reference/*.cpp")):
        program = programs / source.stem
        if not program.is_file():
            raise ValueError(f"the program of {source.name} is not built")
        result = subprocess.run([program], capture_output=True, text=True, timeout=300)
        if result.returncode:
            raise ValueError(f"{source.name} fails: {result.stderr}")
        answers.update(line.split(" -> ", 1) for line in result.stdout.splitlines())
    return answers


def known(cells):
    """Whether this Python is new enough for a row."""
    since = re.search(r"since Python 3\.(\d+)", cells[4])
    return not since or sys.version_info >= (3, int(since[1]))


def check_row(cells, names, rows, answers):
    """Yields the problems of a row with a spelling."""
    (python,), (cpp,), gives = map(spans, cells[1:4])
    if python not in rows or python not in answers:
        yield f"no row of examples/reference/*.cpp, as built, has this Python: {python}"
        return
    code = "".join(cpp.split())
    if rows[python] not in (code, f"return{code};"):
        yield f"the C++ of {python} differs from what is compiled: {rows[python]}"
    told = [("C++", answers[python], gives[-1])]
    if known(cells):
        told.append(("Python", python_answer(names, python), gives[0]))
    for language, answer, cell in told:
        if normal(answer) != normal(cell):
            yield f"{language} gives {normal(answer)} for {python}, not {cell}"


def check(root, programs, required):
    """Returns what was checked, and a list of problems."""
    page = (root / PAGE).read_text()
    definitions = "\n".join(re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    count, new, problems, named = 0, 0, [], collections.defaultdict(collections.Counter)
    try:
        rows, answers = compiled(root), printed(root, programs)
    except ValueError as problem:
        return "nothing", [str(problem)]
    left = set(rows)
    for number, section, cells in tables(page):
        found = []
        named[section].update(spans(cells[0]))
        if len(cells) == 5 and [len(spans(cell)) for cell in cells[1:4]] in ([1, 1, 1], [1, 1, 2]):
            count += 1
            new += not known(cells)
            found = list(check_row(cells, namespace(section, definitions), rows, answers))
            found += [f"not about {name}: {spans(cells[1])[0]}" for name in spans(cells[0])
                      if section.endswith("itertools") and not re.search(rf"\b{re.escape(name)}\b", cells[1])]
            left -= set(spans(cells[1]))
        elif len(cells) != 2 or not spans(cells[0]) or not cells[1]:
            found = ["neither name, Python, C++, both give, notes, nor names and why not"]
        for link in re.findall(r"\]\(([^):]+)\)", re.sub(r"`[^`]*`", "", " ".join(cells))):
            if not (root / PAGE).parent.joinpath(link).exists():
                found.append(f"no file {link}")
        problems += [f"{PAGE}:{number}: {problem}" for problem in found]
    problems += [f"{PAGE}: no row for what is compiled: {python}" for python in sorted(left)]
    for section, names in required.items():
        problems += [f"{PAGE}: {section}: missing: {name}" for name in sorted(names - set(named[section]))]
        if section != "Generators":  # where other things have names, too
            problems += [f"{PAGE}: {section}: no such name: {name}"
                         for name in named[section] if name.split(".")[0] not in names]
    problems += [f"{PAGE}: {section}: {times} times: {name}"
                 for section, names in named.items() for name, times in names.items() if times != 1]
    return f"{count} rows, {new} of them too new for this Python", problems


def self_test():
    head = "## itertools\n| name | Python | C++ | both give | notes |\n|---|---|---|---|---|\n"
    one = "| `chain` | `chain([1], 'a')` | `f(1 \\| 2, \"a b\")` | `[1, 'a']` | |\n"
    two = "| `count` | `next(count(), {})` | `int n = 0; return n;` | `0`, `None` | |\n"
    no = "\n| name | C++ |\n|---|---|\n| `cycle`, `tee` | no |\n"
    source = 'int main() {\n  row("chain([1], "\n      "\'a\')", [] { return f(1 | 2, "a b"); });\n' \
             '  row("next(count(), {})", [] { int n = 0;\n    return n; });\n}\n'
    output = "chain([1], 'a') -> (1, 'a', )\nnext(count(), {}) -> None\n"
    good = head + one + two + no
    cases = [
        (good, source, output, ""),
        (good.replace("f(1", "g(1"), source, output, "differs from what is compiled"),
        (good, source.replace("int n = 0", "int n = 1"), output, "differs from what is compiled"),
        (good, source.replace("chain(", "chained("), output, "has this Python"),
        (good, source, output.replace("(1,", "(2,"), "C++ gives [2, 'a']"),
        (good, source, output.replace("None", "0"), "C++ gives 0"),
        (good, source, output.splitlines()[0], "as built, has this Python"),
        (good.replace("[1, 'a']", "[1.0, 'a']"), source, output, "Python gives [1, 'a']"),
        (good.replace("`0`, `None`", "`1`, `None`"), source, output, "Python gives 0"),
        (good.replace("`0`, `None`", "`0`, `0`"), source, output, "C++ gives None"),
        (good.replace(", `tee`", ""), source, output, "missing: tee"),
        (good.replace("`tee`", "`tee`, `chain`"), source, output, "2 times: chain"),
        (good.replace("`tee`", "`tee`, `tea`"), source, output, "no such name: tea"),
        (good.replace("| `chain`", "| `tee`").replace("`cycle`, `tee`", "`cycle`, `chain`"), source, output,
         "not about tee"),
        (good.replace("| no |", "| |"), source, output, "nor names and why not"),
        (good.replace("| no |", "| [no](no.md) |"), source, output, "no file no.md"),
        (head + one + no.replace("`tee`", "`tee`, `count`"), source, output, "no row for what is compiled"),
        (good, source.replace("next(count(), {})", "chain([1], 'a')"), output, "a second row"),
        (good, source, None, "not built"),
    ]
    for page, code, prints, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / PAGE).parent.mkdir(parents=True)
            (root / PAGE).write_text(page)
            (root / "examples" / "reference").mkdir(parents=True)
            (root / "examples" / "reference" / "a.cpp").write_text(code)
            if prints is not None:
                (root / "a").write_text(f"#!/bin/sh\ncat << 'end'\n{prints}end\n")
                (root / "a").chmod(0o755)
            found = "\n".join(check(root, root, {"itertools": {"chain", "count", "cycle", "tee"}})[1])
            if expected not in found or bool(expected) != bool(found):
                sys.exit(f"{page}{code}: expected {expected!r}, found {found!r}")


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    repository = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).parents[2]).resolve()
    required = modules()
    if sys.version_info >= (3, 15):  # the page has the names of 3.14
        required = {"more-itertools": required["more-itertools"]}
    checked, wrong = check(repository, pathlib.Path(sys.argv[1]), required)
    if f"version {more_itertools.__version__}," not in (repository / PAGE).read_text():
        wrong.append(f"{PAGE} is not about version {more_itertools.__version__} of more-itertools")
    print(f"{checked}, {len(wrong)} problems", *wrong, sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
