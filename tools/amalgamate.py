#!/usr/bin/env python3
"""Makes one header of cogen, all but cogen::arrow, for those who add a library by downloading a file.

amalgamate.py FILE [--forward FOLDER]: writes FILE. With --forward also a header in
FOLDER under each name of the tree, which includes FILE: programs that name <cogen/generator.hpp> then get FILE.

Each header stands once, behind those that it includes. Standard headers stand once at the top, except those that are
included under a condition: they stay where they are.
"""
import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
INCLUDE = ROOT / "include"
OWN = re.compile(r"#include <(cogen[/.][^>]*)>")
STANDARD = re.compile(r"#include <([^>]*)>")


def version():
    parts = re.findall(r"#define COGEN_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", (INCLUDE / "cogen/config.hpp").read_text())
    return ".".join(parts)


def conditional(lines):
    """The lines up to the #endif of the #if that has just been read."""
    depth = 1
    for line in lines:
        depth += line.startswith("#if")
        depth -= line.startswith("#endif")
        yield line
        if depth == 0:
            return


class Amalgamation:
    def __init__(self):
        self.seen = set()
        self.standard = set()
        self.text = []
        self.part = ""

    def write(self, name, lines):
        if self.part != name and any(lines):
            self.part = name
            self.text += ["", f"// ==== {name}", ""]
        self.text += lines

    def add(self, name):
        if name in self.seen:
            return
        self.seen.add(name)
        lines = iter((INCLUDE / name).read_text().splitlines())
        for line in lines:
            if line.startswith(("#pragma once", "// SPDX-")):
                continue
            if own := OWN.match(line):
                self.add(own[1])
            elif standard := STANDARD.match(line):
                self.standard.add(standard[1])
            elif line.startswith("#if"):
                # What others may need too can't stand under this condition.
                block = list(conditional(lines))
                for own in filter(None, map(OWN.match, block)):
                    self.add(own[1])
                self.write(name, [line, *(kept for kept in block if not OWN.match(kept))])
            else:
                self.write(name, [line])


def amalgamate():
    made = Amalgamation()
    made.add("cogen/config.hpp")
    made.add("cogen.hpp")
    for header in sorted((INCLUDE / "cogen").glob("*.hpp")):
        if header.name != "arrow.hpp":
            made.add(f"cogen/{header.name}")
    licence = "".join(f"// {line}".rstrip() + "\n" for line in (ROOT / "LICENSE").read_text().splitlines())
    top = (f"// SPDX-License-Identifier: BSL-1.0\n//\n// cogen {version()} in one file, without cogen::arrow.\n"
           "// Made from the tree's include/ by tools/amalgamate.py: change it there, not here.\n//\n"
           f"{licence}#pragma once\n\n")
    standard = "".join(f"#include <{name}>\n" for name in sorted(made.standard))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(made.text) + "\n")
    return top + standard + text


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--forward", type=pathlib.Path, metavar="FOLDER")
    arguments = parser.parse_args()
    file = arguments.file.resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(amalgamate())
    if arguments.forward:
        for header in INCLUDE.rglob("*.hpp"):
            forward = arguments.forward / header.relative_to(INCLUDE)
            forward.parent.mkdir(parents=True, exist_ok=True)
            forward.write_text(f'#include "{file}"\n')


if __name__ == "__main__":
    sys.exit(main())
