"""Checks that modules/cogen.cppm exports every public name of the headers, those of cogen::arrow aside: exported.py [--print]

A public name is one that a header declares in namespace cogen, or in one below it that is not called detail.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What begins in the first column, at the level of a namespace: clang-format does not indent there.
DECLARED = re.compile(
    r"(?:(?:class|struct|enum class|union)(?: \[\[\w+\]\])? (?P<type>\w+)(?= |;)"
    r"|using (?P<alias>\w+) ="
    r"|(?:concept|inline constexpr \S+) (?P<object>\w+)"
    r"|(?:\[\[[\w:, ]+\]\] )?(?:template|inline|constexpr|auto|void|std::|[a-z]\w*).* (?P<function>(?<!operator)\w+)\()")


def declared(text):
    """Yields (namespace, name) of each public declaration of a header."""
    namespaces = []
    for line in text.splitlines():
        if opened := re.match(r"namespace ([\w:]+) \{", line):
            namespaces += [opened[1]]
        elif re.match(r"\}  // namespace", line):
            namespaces.pop()
        elif namespaces and "detail" not in "::".join(namespaces) and (found := DECLARED.match(line)):
            name = found.group("type") or found.group("alias") or found.group("object") or found.group("function")
            yield "::".join(namespaces), name


def exported(text):
    namespace = ""
    for line in text.splitlines():
        if opened := re.match(r"export namespace ([\w:]+) \{", line):
            namespace = opened[1]
        elif found := re.match(r"using (?:::)?([\w:]+)::(\w+);", line):
            if "detail" not in namespace:
                yield namespace, found[2]


def main():
    headers = [path for path in sorted((ROOT / "include").rglob("*.hpp"))
               if "arrow" not in path.relative_to(ROOT).parts and path.name != "arrow.hpp"]
    public = {}
    for header in headers:
        for name in declared(header.read_text()):
            public.setdefault(name, header.relative_to(ROOT / "include"))
    if "--print" in sys.argv:
        for (namespace, name), header in public.items():
            print(header, f"{namespace}::{name}")
        return 0
    given = list(exported((ROOT / "modules/cogen.cppm").read_text()))
    problems = [f"not exported: {'::'.join(name)} of {header}" for name, header in public.items() if name not in given]
    problems += [f"exported, and in no header: {'::'.join(name)}" for name in given if name not in public]
    problems += [f"exported twice: {'::'.join(name)}" for name in sorted(set(given)) if given.count(name) > 1]
    print(f"{len(public)} public names, {len(problems)} problems", *problems, sep="\n")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
