"""Begins a new adaptor: python3 tools/new_adaptor.py NAME [--into FOLDER]

Writes include/cogen/adaptor/NAME.hpp and tests/adaptor/NAME_test.cpp from tools/new_adaptor, an adaptor that works and
passes its tests, and adds it to include/cogen/adaptor.hpp. CONTRIBUTING.md says what comes next. FOLDER is the tree to
write into (default: this one).
"""
import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def begin(name: str, tree: pathlib.Path) -> list[pathlib.Path]:
    header = tree / f"include/cogen/adaptor/{name}.hpp"
    test = tree / f"tests/adaptor/{name}_test.cpp"
    umbrella = tree / "include/cogen/adaptor.hpp"
    taken = [path for folder in ("adaptor", "source", "sink", "")
             if (path := tree / "include/cogen" / folder / f"{name}.hpp").exists()]
    if taken:
        raise ValueError(f"there is {taken[0].relative_to(tree)} already")
    for path, template in ((header, "adaptor.hpp.in"), (test, "test.cpp.in")):
        text = (ROOT / "tools/new_adaptor" / template).read_text().replace("@NAME@", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    lines = umbrella.read_text().splitlines()
    listed = sorted({*(line for line in lines if line.startswith("#include")), f"#include <cogen/adaptor/{name}.hpp>"})
    umbrella.write_text("\n".join([*(line for line in lines if not line.startswith("#include")), *listed]) + "\n")
    return [header, test, umbrella]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--into", type=pathlib.Path, default=ROOT, help="the tree to write into")
    given = parser.parse_args()
    if not re.fullmatch(r"[a-z][a-z0-9_]*", given.name):
        sys.exit("new_adaptor.py: NAME must be lower_case")
    try:
        for path in begin(given.name, given.into):
            print(path.relative_to(given.into))
    except ValueError as error:
        sys.exit(f"new_adaptor.py: {error}")


if __name__ == "__main__":
    main()
