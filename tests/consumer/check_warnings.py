"""Checks that users are not warned of anything in cogen's headers, whatever warnings they ask for: check_warnings.py COMPILER FLAGS...

Compiles warnings.cpp with all that the compiler has, but for what is listed here.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

CLANG_OFF = {
    "c++98-compat": "C++20 is not C++98",
    "c++98-compat-pedantic": "C++20 is not C++98",
    "c++20-compat": "C++20 is what this is",
    "ctad-maybe-unsupported": "asks for deduction guides of std::lock_guard and the like",
    "exit-time-destructors": "the pool of frames is given back when its thread ends",
    "missing-noreturn": "the attribute changes the code of the functions that call them, which are measured as they are",
    "padded": "objects have padding",
    "unsafe-buffer-usage": "forbids pointer arithmetic, which windows are",
    "unsafe-buffer-usage-in-container": "forbids std::span(pointer, size)",
    "weak-vtables": "a library of headers has no file for the vtables of its exceptions",
}
GNU_ON = """
    all extra pedantic alloca alloc-zero arith-conversion cast-align cast-qual catch-value=3 comma-subscript
    conditionally-supported conversion ctor-dtor-privacy date-time deprecated-copy-dtor double-promotion duplicated-branches
    duplicated-cond extra-semi float-equal format=2 invalid-pch logical-op mismatched-tags missing-declarations
    multichar noexcept non-virtual-dtor old-style-cast overloaded-virtual packed placement-new=2 redundant-decls
    redundant-tags shadow sign-conversion sign-promo strict-null-sentinel suggest-override switch-enum trampolines undef
    unused-const-variable=2 unused-macros vla volatile
""".split()
# Not among them, of what is often asked for:
#   effc++                          calls a class with a pointer that can't be copied, and a postfix ++ of an input iterator
#                                   that returns nothing, mistakes
#   null-dereference                warns inside libstdc++'s std::optional at -O2
#   switch-default                  warns of the code that g++ 12 makes of any coroutine
#   useless-cast                    warns of casts between types that differ elsewhere
#   zero-as-null-pointer-constant   warns of the code that g++ 12 makes of any coroutine


def main():
    compiler = sys.argv[1:]
    is_clang = "clang" in subprocess.run([compiler[0], "--version"], capture_output=True, text=True, check=True).stdout
    flags = ["-Weverything", *(f"-Wno-{name}" for name in CLANG_OFF)] if is_clang else [f"-W{name}" for name in GNU_ON]
    run = subprocess.run([*compiler, *flags, "-fsyntax-only", ROOT / "tests/consumer/warnings.cpp", "-I", ROOT / "include"],
                         capture_output=True, text=True)
    seen = sorted(set(re.findall(rf"^{re.escape(str(ROOT))}/(include/.*warning: .*)$", run.stderr, re.MULTILINE)))
    refused = re.findall(r".*(?:error:|unrecognized command-line option|unknown warning option).*", run.stderr)
    print(f"{len(flags)} flags, {len(seen)} warnings", *seen, *refused, sep="\n")
    return bool(run.returncode or seen or refused)


if __name__ == "__main__":
    sys.exit(main())
