"""How long compilers take to parse cogen's headers, next to <ranges> and range-v3.

parse_time.py [--compiler 'g++' ...] [--repetitions 7] [--check] [--page FILE]: a table for each compiler, and with --page
one of all, as docs/benchmarks/compile-time.md is. Times are user and system
time of `-std=c++20 -fsyntax-only` of a file that includes that header alone, the least of all repetitions, which go
round all headers so that a busy moment hits them alike. --check fails where a budget is not kept, a ratio each:

  cogen.hpp           at most 0.5 times range/v3/all.hpp
  any other header    at most 2 times <ranges>
  generator.hpp       at most as long as <ranges>

Headers of cogen/arrow.hpp are left out: they parse Arrow.
"""
import argparse
import pathlib
import resource
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BASES = ["ranges", "range/v3/all.hpp"]
# What else one might include, for the page.
PEERS = ["coroutine", "vector", "stdexcept", "algorithm", "range/v3/view/chunk.hpp", "range/v3/view/zip.hpp",
         "boost/coroutine2/all.hpp"]


def budget(header):
    """The header that it is compared with, and the greatest ratio."""
    if header == "cogen.hpp":
        return "range/v3/all.hpp", 0.5
    if header == "cogen/generator.hpp":
        return "ranges", 1
    return "ranges", 2


def parse_time(compiler, header):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*shlex.split(compiler), "-std=c++20", "-fsyntax-only", "-I", ROOT / "include", "-x", "c++", "-"],
                   input=f"#include <{header}>\n".encode(), check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def parse_times(compiler, headers, repetitions):
    times = {header: float("inf") for header in headers}
    for done in range(repetitions):
        for header in headers:
            times[header] = min(times[header], parse_time(compiler, header))
        print(f"{compiler}: {done + 1} of {repetitions} rounds", file=sys.stderr)
    return times


def page(measured, headers):
    """All headers of all compilers, and those of others, in Markdown."""
    lines = ["# Compile time", "",
             "How long a compiler parses a file that includes one header alone, in milliseconds and beside `<ranges>`:",
             "user and system time of `-std=c++20 -fsyntax-only`, the least of the repetitions. Written by",
             "`python3 bench/parse_time.py --page`; the [bars](../benchmarks.md#parse-time) are checked with the others.", ""]
    for title, names in (("Others", BASES + PEERS), ("cogen", sorted(headers))):
        lines += [f"## {title}", "", "| header |" + "".join(f" {each}, ms | ratio |" for each in measured),
                  "|---|" + "---:|---:|" * len(measured)]
        lines += [f"| `<{name}>` |" + "".join(f" {times[name] * 1000:.0f} | {times[name] / times['ranges']:.2f} |"
                                              for times in measured.values()) for name in names]
        lines.append("")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", action="append", help="a command; g++ and clang++-19 if not given")
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--check", action="store_true", help="fail where a budget is not kept")
    parser.add_argument("--page", type=pathlib.Path, help="write a page of all, with other libraries' headers")
    given = parser.parse_args()
    include = ROOT / "include"
    headers = sorted(str(path.relative_to(include)) for path in include.rglob("*.hpp"))
    headers = [header for header in headers if "/detail/" not in header and not header.startswith("cogen/arrow")]
    broken = 0
    measured = {}
    for compiler in given.compiler or ["g++", "clang++-19"]:
        times = parse_times(compiler, BASES + (PEERS if given.page else []) + headers, given.repetitions)
        measured[compiler] = times
        print(f"\n## {compiler}\n\n| header | ms | of its base | budget |\n|---|---:|---:|---:|")
        for base in BASES:
            print(f"| {base} | {times[base] * 1000:.0f} | | |")
        for header in sorted(headers, key=times.get, reverse=True):
            base, most = budget(header)
            ratio = times[header] / times[base]
            broken += ratio > most
            print(f"| {header} | {times[header] * 1000:.0f} | {ratio:.2f} of {base} | {most}"
                  f"{' **broken**' if ratio > most else ''} |")
    if given.page:
        given.page.write_text(page(measured, headers))
    if broken:
        print(f"parse_time: {broken} budgets not kept", file=sys.stderr)
    return 1 if broken and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
