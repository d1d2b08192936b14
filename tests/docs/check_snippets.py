"""Checks that the documents show code that the build compiles, and output that it prints.

check_snippets.py PROGRAMS [ROOT]: PROGRAMS is the folder of the built snippets.
In README.md, docs/**/*.md and examples/**/*.md each ```cpp block follows `<!-- snippet: file.cpp#tag -->` and equals, dedented,
the lines between `// [tag]` and `// [/tag]` of that file: below examples/ when it names a folder, else in
examples/snippets/. A ```text block that follows `<!-- output: file.cpp -->` equals what that snippet prints; with
`<!-- output: file.cpp#name -->` what it prints behind part("name"), up to the next part (see check.hpp there). A block
that follows `<!-- source: path -->` equals that whole file of the repository.
"""
import functools
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap


def file(source, root):
    if not source.is_file():
        raise ValueError(f"no file {source.relative_to(root)}")
    return source.read_text()


def region(root, name, tag):
    source = root / "examples" / (name if "/" in name else f"snippets/{name}")
    text = file(source, root)
    found = re.search(rf"^ *// \[{re.escape(tag)}\]\n(.*?)^ *// \[/{re.escape(tag)}\]$",
                      text, re.MULTILINE | re.DOTALL)
    if not found:
        raise ValueError(f"{name} has no region [{tag}]")
    lines = [line for line in found[1].splitlines() if not re.fullmatch(r" *// \[/?[\w-]+\]", line)]
    return textwrap.dedent("\n".join(lines)).strip("\n")


@functools.cache
def output(programs, name):
    program = programs / pathlib.Path(name).stem
    if not program.is_file():
        raise ValueError(f"the program of {name} is not built")
    result = subprocess.run([program], capture_output=True, text=True, timeout=300)
    if result.returncode:
        raise ValueError(f"{name} fails: {result.stderr}")
    return result.stdout.strip("\n")


def output_of_part(programs, name, part):
    found = re.findall(rf"^=== {re.escape(part)}\n(.*?)(?=^=== |\Z)", output(programs, name), re.MULTILINE | re.DOTALL)
    if len(found) != 1:
        raise ValueError(f"{name} prints {len(found)} parts {part!r}")
    return found[0].strip("\n")


def blocks(document):
    """Yields (line number, language, the comment just above, text) of each fenced block."""
    lines = iter(enumerate(document.read_text().splitlines(), 1))
    above = ""
    for number, line in lines:
        fence = re.fullmatch(r" *```+ *(\S*).*", line)
        if fence:
            text = []
            for _, inner in lines:
                if re.fullmatch(r" *```+ *", inner):
                    break
                text.append(inner)
            yield number, fence[1], above, textwrap.dedent("\n".join(text)).strip("\n")
            above = ""
        elif line.strip():
            above = line.strip()


def check(root, programs):
    """Returns the number of C++ blocks and a list of problems."""
    problems = []
    count = 0
    for document in [root / "README.md", *sorted(root.glob("docs/**/*.md")),
                     *sorted(root.glob("examples/**/*.md"))]:
        for number, language, above, text in blocks(document):
            snippet = re.fullmatch(r"<!-- snippet: (\S+)#(\S+) -->", above)
            whole = re.fullmatch(r"<!-- source: (\S+) -->", above)
            shown = re.fullmatch(r"<!-- output: ([^\s#]+)(?:#(\S+))? -->", above)
            try:
                if language.lower() in ("cpp", "c++", "cxx", "cc", "hpp"):
                    count += 1
                    if whole:
                        expected = file(root / whole[1], root).strip("\n")
                    elif snippet:
                        expected = region(root, *snippet.groups())
                    else:
                        raise ValueError("no <!-- snippet: file.cpp#tag --> above a C++ block")
                elif shown:
                    expected = output_of_part(programs, *shown.groups()) if shown[2] else output(programs, shown[1])
                elif snippet:
                    raise ValueError("a snippet comment above a block that is not ```cpp")
                elif above.startswith("<!-- output"):
                    raise ValueError(f"can't read {above}")
                else:
                    continue
                if text != expected:
                    raise ValueError(f"differs from {above}, which is:\n{expected}")
            except ValueError as problem:
                problems.append(f"{document.relative_to(root)}:{number}: {problem}")
    if not count:
        problems.append("README.md and docs/ have no C++ block at all")
    return count, problems


def self_test():
    cases = [
        ("<!-- snippet: a.cpp#t -->\n```cpp\nint x;\n```\n", ""),
        ("<!-- snippet: a.cpp#t -->\n\n```cpp\nint x;\n```\n<!-- output: a.cpp -->\n```text\nhello\n```\n", ""),
        ("```cpp\nint x;\n```\n", "no <!-- snippet"),
        ("```c++\nint x;\n```\n", "no <!-- snippet"),
        ("<!-- snippet: a.cpp#t -->\n```cpp\nint y;\n```\n", "differs"),
        ("<!-- snippet: a.cpp#u -->\n```cpp\nint x;\n```\n", "no region"),
        ("<!-- snippet: b.cpp#t -->\n```cpp\nint x;\n```\n", "no file"),
        ("<!-- output: a.cpp -->\n```text\ngoodbye\n```\n", "differs"),
        ("<!-- output: b.cpp -->\n```text\nhello\n```\n", "not built"),
        ("<!-- snippet: a.cpp#t -->\n```cpp\nint x;\n```\n<!-- output: p.cpp#two -->\n```text\nb\nc\n```\n"
         "<!-- output: p.cpp#three -->\n```text\nd\n```\n", ""),
        ("<!-- output: p.cpp#two -->\n```text\nb\n```\n", "differs"),
        ("<!-- output: p.cpp#tw -->\n```text\nb\nc\n```\n", "prints 0 parts 'tw'"),
        ("<!-- output: p.cpp#one -->\n```text\na\n```\n", "prints 2 parts 'one'"),
        ("<!-- output: p.cpp # two -->\n```text\nb\nc\n```\n", "can't read"),
        ("<!-- source: whole.cpp -->\n```cpp\nint whole;\n```\n", ""),
        ("<!-- source: whole.cpp -->\n```cpp\nint part;\n```\n", "differs"),
        ("<!-- source: none.cpp -->\n```cpp\nint x;\n```\n", "no file"),
        ("```sh\nls\n```\n", "no C++ block at all"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        snippets = root / "examples" / "snippets"
        snippets.mkdir(parents=True)
        (snippets / "a.cpp").write_text("  // [t]\n  int x;\n  // [/t]\n")
        (root / "whole.cpp").write_text("int whole;\n")
        (root / "a").write_text("#!/bin/sh\necho hello\n")
        (root / "p").write_text("#!/bin/sh\nprintf '%s\\n' '=== one' a '=== two' b c '=== three' d '=== one' e\n")
        for program in (root / "a", root / "p"):
            program.chmod(0o755)
        for text, expected in cases:
            (root / "README.md").write_text(text)
            found = "\n".join(check(root, root)[1])
            if expected not in found or bool(expected) != bool(found):
                sys.exit(f"{text!r}: expected {expected!r}, found {found!r}")


if sys.argv[1] == "--self-test":
    self_test()
else:
    repository = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).parents[2]).resolve()
    total, wrong = check(repository, pathlib.Path(sys.argv[1]))
    print(f"{total} C++ blocks, {len(wrong)} problems", *wrong, sep="\n")
    sys.exit(bool(wrong))
