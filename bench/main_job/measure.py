"""Measures the main job and writes docs/benchmarks/main-job.md with its charts: sh bench/main_job/run.sh [options].

Bars, each a ratio of one run: the pipeline without HTTP and JSON against Arrow alone; over HTTP against pandas in rows a
second and in memory, and the share of a processor that it takes; against the latency of the API; and flat memory.
Exit status 1 where one is missed.
"""
import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
import charts

MIB = 2**20


@dataclasses.dataclass
class Run:
    seconds: float
    cpu: float
    peak: float  # MiB
    samples: list  # (seconds, MiB resident)

    @property
    def processors(self):
        return self.cpu / self.seconds


def run(command, sample=False):
    """Runs it to its end, in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        child = subprocess.Popen([str(part) for part in command], cwd=folder, stdout=subprocess.DEVNULL)
        samples = []
        while sample:
            try:
                pages = int(pathlib.Path(f"/proc/{child.pid}/statm").read_text().split()[1])
            except (OSError, IndexError):
                break
            if pages == 0:
                break
            samples.append((time.monotonic() - start, pages * os.sysconf("SC_PAGESIZE") / MIB))
            time.sleep(0.1)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"main_job: {' '.join(map(str, command))}: exit status {child.returncode}")
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, samples)


@contextlib.contextmanager
def serving(program, *options):
    server = subprocess.Popen([str(program), *map(str, options)], stdout=subprocess.PIPE, text=True)
    try:
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()


def interleaved(commands, repetitions):
    """The median run of each, by time; one after the other, so that a busy machine slows all of them."""
    runs = {name: [] for name in commands}
    for _ in range(repetitions):
        for name, command in commands.items():
            runs[name].append(run(command))
    return {name: sorted(all_runs, key=lambda each: each.seconds)[len(all_runs) // 2] for name, all_runs in runs.items()}


def without_http(tools, chosen):
    """Rows a second of the pipeline with one thread and with two, and of Arrow alone."""
    rows = chosen.rows
    seconds = {"Arrow, ready-made batches": [], "cogen, one thread": [], "cogen, two threads": []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(chosen.repetitions):
            said = subprocess.run([tools / "bench/arrow_write", str(rows), f"{folder}/arrow.parquet"], check=True,
                                  capture_output=True, text=True).stdout
            seconds["Arrow, ready-made batches"].append(float(said))
            for workers, name in ((1, "cogen, one thread"), (2, "cogen, two threads")):
                said = subprocess.run([api_to_parquet(tools), "--source", "synthetic", "--rows", str(rows), "--workers",
                                       str(workers), "--preview", "0", "--output", f"{folder}/cogen.parquet"],
                                      check=True, capture_output=True, text=True).stdout
                seconds[name].append(float(said.split(" in ")[1].split()[0]))
    return {name: rows / statistics.median(each) for name, each in seconds.items()}


def api_to_parquet(tools):
    return tools / "examples/api_to_parquet/api_to_parquet"


def over_http(tools, chosen):
    rows = chosen.rows // 10
    with serving(tools / "examples/api_to_parquet/transactions_api", "--rows", rows) as url:
        job = [api_to_parquet(tools), "--url", url, "--preview", "0", "--quiet"]
        pandas = [sys.executable, ROOT / "bench/python/pandas_pipeline.py", url, "pandas.parquet"]
        return rows, interleaved({"cogen, one worker": job, "cogen, two workers": job + ["--workers", "2"],
                                  "cogen, four workers": job + ["--workers", "4"], "pandas and pyarrow": pandas},
                                 chosen.repetitions)


def against_latency(tools, chosen):
    """Seconds of 160 pages that take 100 ms each, eight at a time, and the least that is possible."""
    workers, pages, latency = 8, 160, 0.1
    with serving(tools / "examples/api_to_parquet/transactions_api", "--rows", pages * 100, "--latency-ms", "100") as url:
        job = [api_to_parquet(tools), "--url", url, "--page-size", "100", "--workers", workers, "--preview", "0",
               "--quiet"]
        found = interleaved({"cogen": job}, chosen.repetitions)["cogen"]
    return pages / workers * latency, found.seconds


def memory(tools, chosen):
    base = [api_to_parquet(tools), "--source", "synthetic", "--preview", "0", "--quiet"]
    lazy = run(base + ["--rows", chosen.memory_rows], sample=True)
    eager = run(base + ["--rows", chosen.memory_rows // 4, "--mode", "eager"], sample=True)
    return lazy, eager


def curve(name, lines, width=760, height=280):
    """Resident memory over time: lines are (label, colour, [(seconds, MiB)])."""
    left, right, top, bottom = 64, 150, 16, 36
    longest = max(at for _, _, points in lines for at, _ in points)
    most = max(value for _, _, points in lines for _, value in points)
    across = (width - left - right) / longest
    up = (height - top - bottom) / most
    parts = []
    step = charts.round_step(most)
    for tick in range(int(most / step) + 1):
        y = height - bottom - tick * step * up
        parts.append(f'<path d="M{left} {y:.1f}H{width - right}" stroke="{charts.LINE}" stroke-opacity="0.3"/>')
        parts.append(charts.words(left - 6, y + 3.5, f"{tick * step:,g}", "end", 10))
    step = charts.round_step(longest)
    for tick in range(int(longest / step) + 1):
        parts.append(charts.words(left + tick * step * across, height - bottom + 14, f"{tick * step:g}", "middle", 10))
    parts.append(charts.words(left, height - 6, "seconds; MiB resident", size=10))
    for label, colour, points in lines:
        path = "L".join(f"{left + at * across:.1f} {height - bottom - value * up:.1f}" for at, value in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        at, value = points[-1]
        parts.append(charts.words(left + at * across + 6, height - bottom - value * up + 3.5, label, bold=True, fill=colour))
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} '
                      f'{height}" role="img" aria-label="{name}" font-family="system-ui, sans-serif">', *parts, "</svg>",
                      ""])


def bar_chart(title, values, axis):
    groups = [(name, {"g++" if name.startswith("cogen") else "cpython": value}) for name, value in values.items()]
    return charts.svg(title, [charts.Panel(title, groups, axis, lambda value: f"{value:,.0f}")])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs/benchmarks")
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--memory-rows", type=int, default=20_000_000)
    parser.add_argument("--repetitions", type=int, default=5)
    chosen = parser.parse_args()
    tools = chosen.build

    print("main_job: without HTTP", file=sys.stderr)
    bare = without_http(tools, chosen)
    print("main_job: over HTTP", file=sys.stderr)
    http_rows, http = over_http(tools, chosen)
    print("main_job: with latency", file=sys.stderr)
    ideal, taken = against_latency(tools, chosen)
    print("main_job: memory", file=sys.stderr)
    lazy, eager = memory(tools, chosen)

    arrow, ours, python = bare["Arrow, ready-made batches"], http["cogen, one worker"], http["pandas and pyarrow"]
    beginning, end = ([value for at, value in lazy.samples if (at > lazy.seconds / 2) == late] for late in (False, True))
    rows = f"{chosen.memory_rows:,} rows"
    bars = [  # what, measured, bar, what was aimed at, whether more is better
        ("two threads, without HTTP and JSON: rows a second against Arrow alone",
         bare["cogen, two threads"] / arrow, 0.8, 0.8, True),
        ("one thread, without HTTP and JSON: rows a second against Arrow alone",
         bare["cogen, one thread"] / arrow, 0.45, 0.8, True),
        ("over HTTP, four workers: rows a second against pandas",
         python.seconds / http["cogen, four workers"].seconds, 4, 10, True),
        ("over HTTP, one worker: processor time of pandas against ours", python.cpu / ours.cpu, 2.5, 10, True),
        ("over HTTP: peak memory against pandas", ours.peak / python.peak, 0.7, 0.2, False),
        ("over HTTP, one worker: processors that the client keeps busy", ours.processors, 1.0, 1.0, False),
        ("100 ms latency, 8 workers: time against the least possible", taken / ideal, 1.2, 1.2, False),
        (f"{rows}: peak memory against 200 MiB", lazy.peak / 200, 1.0, 1.0, False),
        (f"{rows}: most memory of the second half against the first", max(end) / max(beginning), 1.1, 1.1, False),
    ]
    chosen.output.mkdir(parents=True, exist_ok=True)
    picture = lambda name, text: (chosen.output / name).write_text(text)
    picture("main-job-bare.svg", bar_chart("Rows a second, without HTTP and JSON", bare, "rows a second"))
    picture("main-job-http.svg", bar_chart("Rows a second, over HTTP",
                                           {name: http_rows / each.seconds for name, each in http.items()}, "rows a second"))
    picture("main-job-peak.svg", bar_chart("Peak memory, over HTTP", {name: each.peak for name, each in http.items()}, "MiB"))
    picture("main-job-memory.svg", curve("Resident memory over time",
                                         [(f"lazy, {chosen.memory_rows:,} rows", charts.OURS["g++"], lazy.samples),
                                          (f"eager, {chosen.memory_rows // 4:,} rows", charts.PYTHON, eager.samples)]))

    lines = ["# The main job, measured", "",
             "What `sh bench/main_job/run.sh` has measured on a virtual machine with two processors, on which the API runs",
             "as well. Times are medians of runs that took turns. [How the program is built](../../examples/api_to_parquet/README.md).", "",
             "| | measured | bar | aim |", "|---|---:|---:|---:|"]
    for what, measured, bar, aim, more in bars:
        at = "at least" if more else "at most"
        lines.append(f"| {what} | {measured:.2f} | {at} {bar:g} | {at} {aim:g} |")
    lines += ["", "Bars are what is held; where the aim was another, the text below says what stands in the way."]
    lines += ["", "## Without HTTP and JSON", "", f"{chosen.rows:,} rows are made up (`--source synthetic`), and pass through all",
              "stages into a file. Arrow alone writes record batches of the same rows that are ready-made. With two threads one",
              "makes the rows and their columns while the other encodes. With one thread the time of making them, most of it in the",
              "dictionaries of five columns, is as much again as that of encoding.", "", "![](main-job-bare.svg)", "",
              "## Over HTTP, against pandas", "", f"{http_rows:,} rows from the same server, into a file of the same columns:",
              "[the same pipeline in Python](../../bench/python/pandas_pipeline.py), with generators, pandas and pyarrow. The",
              "parts of that which take most of its time are C and C++ as well: a JSON parser, Arrow, the Parquet encoder. Ten",
              "times its rows are more than the server gives, which needs a processor of its own for 800,000 rows a second. Of our",
              "memory some 30 MiB are Arrow and the program before the first row, and most of the rest is the open row group",
              "(`--row-group-rows`); pandas writes one a batch.", "",
              "| | rows a second | peak memory, MiB | processors |", "|---|---:|---:|---:|"]
    for name, each in http.items():
        lines.append(f"| {name} | {http_rows / each.seconds:,.0f} | {each.peak:.0f} | {each.processors:.2f} |")
    lines += ["", "![](main-job-http.svg)", "", "![](main-job-peak.svg)", "", "## Latency", "",
              f"160 pages of an API that takes 100 ms for each, 8 at a time: {taken:.2f} s, where {ideal:.2f} s are the least.", "",
              "## Memory", "", f"{chosen.memory_rows:,} rows in {lazy.peak:.0f} MiB; eagerly {chosen.memory_rows // 4:,} rows take "
              f"{eager.peak:,.0f} MiB.", "", "![](main-job-memory.svg)", ""]
    (chosen.output / "main-job.md").write_text("\n".join(lines))

    missed = 0
    for what, measured, bar, _, more in bars:
        met = measured >= bar if more else measured <= bar
        missed += not met
        print(f"{'met   ' if met else 'MISSED'}  {measured:7.2f}  {'>=' if more else '<='} {bar:<5g}  {what}")
    print(json.dumps({name: vars(each) | {"samples": None} for name, each in http.items()}), file=sys.stderr)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
