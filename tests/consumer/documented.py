"""Checks that docs/guide/adding-cogen.md shows what the projects here do: each line of its CMake blocks is a line of theirs,
each C++ block is the file that it names, each path of this repository in a shell block exists.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

document = (ROOT / "docs/guide/adding-cogen.md").read_text()
real = {line.strip() for path in [*HERE.rglob("CMakeLists.txt"), *ROOT.glob("packaging/**/CMakeLists.txt")]
        for line in path.read_text().splitlines()}
problems = []
blocks = re.findall(r"^(?:<!-- source: (\S+) -->\n)?```([\w+]+)\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
for source, language, text in blocks:
    if language == "cmake":
        problems += [f"no project here has the line: {line}" for line in text.splitlines() if line.strip() not in real]
    elif language == "c++":
        if not source or (ROOT / source).read_text().rstrip() != text.rstrip():
            problems.append(f"a C++ block is not what its source has: {source or 'none named'}")
    elif language == "sh":
        paths = re.findall(r"(?<![\w/])(?:packaging|tools|tests)/[\w/.]+", text)
        problems += [f"no file {path}" for path in paths if not (ROOT / path).exists()]
print(f"{len(blocks)} blocks, {len(problems)} problems", *problems, sep="\n")
sys.exit(bool(problems) or not blocks)
