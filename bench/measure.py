"""Runs the benchmark programs of one build: measure.py COMPILER BUILD RESULTS [--once] [options of Google Benchmark].

COMPILER is the name of the run, g++ or clang; BUILD its build folder; RESULTS the folder that gets a JSON file for each
program, and about.json. Prints a line for each row as it goes. With --once each row runs as briefly as it can.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import shlex
import subprocess
import sys
import time

from parse_time import parse_time
from results import COMPILERS, in_bytes, read_program, short

BENCH = pathlib.Path(__file__).resolve().parent
DEFAULTS = ["--benchmark_repetitions=9", "--benchmark_min_time=0.1", "--benchmark_enable_random_interleaving=true"]
ONCE = ["--benchmark_repetitions=1", "--benchmark_min_time=0"]
HEADERS = ["ranges", "range/v3/all.hpp", "cogen/generator.hpp", "cogen.hpp"]
HEADER_REPETITIONS = 7


def machine():
    """Where this runs, without its name."""
    cpu = re.search(r"^model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return {
        "cpu": cpu[1] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "kernel": f"{platform.system()} {re.match(r'[0-9.]*[0-9]', platform.release())[0]}",
        "date": datetime.date.today().isoformat(),
    }


def compiler_of(build):
    """The compiler of a build folder, and its flags that change code."""
    commands = json.loads((build / "compile_commands.json").read_text())
    command = next(each["command"] for each in commands if pathlib.Path(each["file"]).parent == BENCH)
    words = [word for word in shlex.split(command) if not word.endswith("ccache")]
    flags = [word for word in words[1:] if re.match(r"-(O|std|stdlib|D|f|m)", word) and "/" not in word]
    level = [flag for flag in flags if flag.startswith("-O")][-1:]  # the last one counts
    return words[0], " ".join(level + [flag for flag in flags if not flag.startswith("-O")])


def show(rows):
    for name, row in rows.items():
        known = "" if row.allocations is None else f"{row.allocations:9,.0f} allocations"
        known += "" if row.peak_bytes is None else f"  {in_bytes(row.peak_bytes):>9}"
        print(f"  {name:58} {short(row.ns_per_element):>11} ns{known}", flush=True)


def run_program(program, out, options):
    """Whether it had rows to run."""
    done = subprocess.run([program, *options, f"--benchmark_out={out}", "--benchmark_out_format=json"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"measure: {program.name} fails with {done.returncode}\n{done.stderr}")
    if not out.stat().st_size:  # the filter left nothing
        out.unlink()
        return False
    return True


def time_headers(compiler, out, repetitions):
    runs = [{"run_name": f"parse time/{header}", "run_type": "iteration", "family_index": place,
             "ns_per_element": parse_time(shlex.quote(compiler), header) * 1e9}
            for _ in range(repetitions) for place, header in enumerate(HEADERS)]
    out.write_text(json.dumps({"benchmarks": runs}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("compiler", choices=COMPILERS)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("--once", action="store_true", help="one short repetition of each row")
    given, options = parser.parse_known_args()
    command, flags = compiler_of(given.build)
    version = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    if ("clang" in version) != (given.compiler == "clang"):
        sys.exit(f"measure: {given.build} is not a build of {given.compiler} but of {version}")
    given.results.mkdir(parents=True, exist_ok=True)
    for old in given.results.glob("*.json"):
        old.unlink()
    options = (ONCE if given.once else DEFAULTS) + options
    programs = [given.build / "bench" / source.stem for source in sorted(BENCH.glob("*.cpp"))]
    for number, program in enumerate(programs, 1):
        print(f"{given.compiler}: {program.name}, {number} of {len(programs)}", flush=True)
        start, out = time.monotonic(), given.results / f"{program.name}.json"
        if run_program(program, out, options):
            rows = read_program(out)
            show(rows)
            print(f"  {len(rows)} rows in {time.monotonic() - start:.0f} s", flush=True)
    if not any(option.startswith("--benchmark_filter") for option in options):
        print(f"{given.compiler}: headers", flush=True)
        time_headers(command, given.results / "parse_time.json", 1 if given.once else HEADER_REPETITIONS)
        show(read_program(given.results / "parse_time.json"))
    about = machine() | {"version": version, "flags": flags}
    (given.results / "about.json").write_text(json.dumps(about, indent=2) + "\n")


if __name__ == "__main__":
    main()
