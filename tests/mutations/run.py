"""Breaks the library on purpose, to see that the tests notice: run.py [NAME...] [--jobs N] [--compiler g++] [--check].

mutations.toml lists small mistakes that one could make in include/cogen, and the test files that must go red. For each,
a copy of include/ gets the mistake, and the test files are compiled with it at -O0 and run; the tree itself is never
touched. A failed test, a crash and an endless loop are red. First the same test files must be green without a mistake.

Exits with 1 unless every mutation is killed: one that survives lacks a test, one that does not compile proves nothing.
With --check nothing is compiled: each mutation must only apply, at exactly one place.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
LIST = pathlib.Path(__file__).with_name("mutations.toml")
OPERATORS = "support/counting_operators.hpp"
FIELDS = {"name", "file", "before", "after", "red"}
SECONDS = 120  # the slowest of the test files needs a few


def read(path):
    """The mutations of a list; one that is not as it should be ends the program."""
    mutations = tomllib.loads(path.read_text())["mutation"]
    problems = []
    for mutation in mutations:
        name = mutation.get("name", "?")
        if set(mutation) != FIELDS:
            problems.append(f"{name}: has {sorted(mutation)}, not {sorted(FIELDS)}")
            continue
        header = ROOT / "include" / "cogen" / mutation["file"]
        found = header.read_text().count(mutation["before"]) if header.exists() else 0
        if found != 1:
            problems.append(f"{name}: {mutation['file']} has the text {found} times, not once")
        if mutation["before"] == mutation["after"]:
            problems.append(f"{name}: changes nothing")
        problems += [f"{name}: there is no test file {test}" for test in mutation["red"] if not (TESTS / test).exists()]
        if not mutation["red"]:
            problems.append(f"{name}: names no test file")
    names = [mutation.get("name") for mutation in mutations]
    problems += [f"{name}: is there twice" for name in sorted({name for name in names if names.count(name) > 1})]
    if problems:
        sys.exit("\n".join(["mutations.toml:", *problems]))
    return mutations


class Builder:
    """Compiles and runs test files against an include folder of its own."""

    def __init__(self, folder, compiler):
        self.folder = folder
        cache = shutil.which("ccache")
        self.compile = [*([cache] if cache else []), compiler, "-std=c++20", "-O0", "-w", "-I", TESTS,
                        f'-DCOGEN_TEST_PYTHON="{sys.executable}"', f'-DCOGEN_TEST_FOLDER="{TESTS}"']
        self.compiler = compiler
        self.catch_main = self.build_once("main", '#include "support/main.cpp"')
        # What one file of each test program includes: here there is one file.
        self.operators = self.build_once("operators", f'#include "{OPERATORS}"')

    def build_once(self, name, text):
        source, built = self.folder / f"{name}.cpp", self.folder / f"{name}.o"
        source.write_text(f"{text}\n")
        done = self.run([*self.compile, "-c", source, "-o", built])
        if done.returncode != 0:
            sys.exit(done.stdout)
        return built

    def run(self, command, seconds=None, folder=None):
        return subprocess.run(command, cwd=folder, timeout=seconds, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace")

    def include(self, name):
        """A fresh copy of include/ for a mutation."""
        copied = self.folder / name / "include"
        shutil.copytree(ROOT / "include", copied)
        return copied

    def try_test(self, include, test):
        """("does not compile" or "green" or "red", what it printed)."""
        stem = test.replace("/", "_").removesuffix(".cpp")
        built, program = include.parent / f"{stem}.o", include.parent / stem
        done = self.run([*self.compile, "-I", include, "-c", TESTS / test, "-o", built])
        if done.returncode == 0:
            operators = [] if OPERATORS in (TESTS / test).read_text() else [self.operators]
            done = self.run([self.compiler, built, self.catch_main, *operators, "-pthread", "-ldl", "-o", program])
        if done.returncode != 0:
            return "does not compile", done.stdout
        try:
            done = self.run([program, "--abort"], SECONDS, include.parent)
        except subprocess.TimeoutExpired:
            return "red", f"it did not end in {SECONDS} s"
        return ("green" if done.returncode == 0 else "red"), done.stdout


def judge(builder, mutation):
    """Applies a mutation and returns (verdict, what to show of it)."""
    include = builder.include(mutation["name"])
    header = include / "cogen" / mutation["file"]
    header.write_text(header.read_text().replace(mutation["before"], mutation["after"]))
    try:
        seen = [(*builder.try_test(include, test), test) for test in mutation["red"]]
    finally:
        shutil.rmtree(include.parent)
    for verdict, said, test in seen:
        if verdict == "does not compile":
            return verdict, f"{test}:\n{said[:2000]}"
    survived = [test for verdict, _, test in seen if verdict == "green"]
    return ("survived", "green: " + ", ".join(survived)) if survived else ("killed", "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these mutations")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--compiler", default=os.environ.get("CXX", "g++"))
    parser.add_argument("--check", action="store_true", help="only whether each mutation still applies")
    options = parser.parse_args()

    mutations = read(LIST)
    unknown = set(options.names) - {mutation["name"] for mutation in mutations}
    if unknown:
        sys.exit(f"there is no mutation {', '.join(sorted(unknown))}")
    chosen = [mutation for mutation in mutations if not options.names or mutation["name"] in options.names]
    if options.check:
        print(f"{len(chosen)} mutations apply")
        return

    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        builder = Builder(pathlib.Path(folder), options.compiler)
        unchanged = builder.include("unchanged")
        tests = sorted({test for mutation in chosen for test in mutation["red"]})
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as workers:
            # What is red anyway would kill every mutation.
            seen = zip(tests, workers.map(lambda test: builder.try_test(unchanged, test), tests))
            broken = [f"{test} without a mutation: {verdict}\n{said[-2000:]}"
                      for test, (verdict, said) in seen if verdict != "green"]
            if broken:
                sys.exit("\n".join(broken))
            print(f"{len(tests)} test files are green without a mutation, after {time.monotonic() - start:.0f} s",
                  flush=True)
            verdicts = collections.Counter()
            for mutation, (verdict, shown) in zip(chosen, workers.map(lambda one: judge(builder, one), chosen)):
                verdicts[verdict] += 1
                print(f"{verdict:16} {mutation['file']}: {mutation['name']}{'  ' + shown if shown else ''}", flush=True)
    print(f"{len(chosen)} mutations in {time.monotonic() - start:.0f} s: "
          + ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())))
    sys.exit(set(verdicts) != {"killed"})


if __name__ == "__main__":
    main()
