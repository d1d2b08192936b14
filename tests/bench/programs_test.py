"""Runs every benchmark program once: programs_test.py COMPILER BUILD.

Every row has its three numbers, every question has its sentence in bench/questions.toml, and every bar, every panel of
the summary and every question of CPython names rows that are there. No time is looked at.
"""
import pathlib
import subprocess
import sys
import tempfile

BENCH = pathlib.Path(__file__).resolve().parents[2] / "bench"
sys.path[:0] = [str(BENCH), str(BENCH / "python")]
import questions
import results

compiler, build = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    ran = subprocess.run([sys.executable, BENCH / "measure.py", compiler, build, f"{folder}/{compiler}", "--once"],
                         stdout=subprocess.DEVNULL)
    if ran.returncode:
        sys.exit(ran.returncode)
    measured = results.read_results(pathlib.Path(folder))
rows = measured[compiler].rows
described, panels = results.read_questions()
names = {question.name for question in described}
asked = {row.question for row in rows.values()}

problems = [f"{name}: not question/contender with a time, allocations and peak bytes" for name, row in rows.items()
            if not row.contender or not row.ns_per_element > 0
            or row.program != "parse_time" and (row.allocations is None or row.peak_bytes is None)]
problems += [f"bench/questions.toml has no section for {name}" for name in sorted(asked - names)]
problems += [f"bench/questions.toml: no program asks {name}" for name in sorted(names - asked)]
problems += [f"bench/python/questions.py: no program asks {name}"
             for name in sorted({row[0] for row in questions.rows(1000)} - asked)]
problems += [f"the summary of bench/questions.toml: no row {panel['question']}/{contender}" for panel in panels
             for contender in panel["contenders"]
             if not contender.startswith("CPython") and f"{panel['question']}/{contender}" not in rows]
try:
    results.judge(described, measured, [compiler], 0)
except results.Incomplete as missing:
    problems += [f"the bars of bench/questions.toml: {line}" for line in str(missing).splitlines()]
print(f"{len(rows)} rows, {len(problems)} problems", *problems, sep="\n")
sys.exit(bool(problems) or not rows)
