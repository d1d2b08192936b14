"""Tests of bench/check.py, report.py and python/questions.py, with results that are made up."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

BENCH = pathlib.Path(__file__).resolve().parents[2] / "bench"
SVG = "{http://www.w3.org/2000/svg}"

QUESTIONS = """
[[question]]
name = "iteration"
asks = "What is an element?"
bars = [
  { contender = "cogen", base = "loop", at_most = 1.1 },
  { contender = "cogen", base = ["loop", "slow loop"], at_most = 1.1, compilers = ["g++"] },
  { contender = "cogen", at_most = 0, measure = "allocations" },
  { contender = "slow loop", at_most = 5, measure = "allocations" },
  { contender = "cogen", at_most = 0.001, note = "a time alone is not checked" },
]
[[question]]
name = "deep <&>"
asks = "And deep down?"
bars = [{ contender = "cogen", base = "cogen", base_question = "iteration", at_most = 1.2 }]
[[summary]]
title = "An element"
question = "iteration"
contenders = ["loop", "cogen"]
"""


def rows():
    """Name of a row -> its repetitions' times, and its allocations, as a program registers them."""
    return {"iteration/loop": ([2, 2, 2], 0), "iteration/slow loop": ([9, 9, 9], 5),
            "iteration/cogen": ([2, 2.1, 50], 0), "deep <&>/cogen": ([2.2, 2.2, 2.2], 1)}


class Reporting(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = pathlib.Path(made.name)
        (self.folder / "questions.toml").write_text(QUESTIONS)
        for compiler in ("g++", "clang"):
            self.measured(compiler, rows())

    def measured(self, compiler, given):
        folder = self.folder / "results" / compiler
        folder.mkdir(parents=True, exist_ok=True)
        runs = [{"name": name, "run_name": name, "run_type": "iteration", "family_index": place, "time_unit": "ns",
                 "ns_per_element": time, "allocations": allocations, "peak_bytes": 64.0 * allocations}
                for place, (name, (times, allocations)) in enumerate(given.items()) for time in times]
        runs += [runs[0] | {"run_type": "aggregate", "aggregate_name": name, "ns_per_element": 1e9}
                 for name in ("mean", "stddev", "cv")]
        # Interleaving writes them in any order.
        context = {"host_name": "named-machine", "executable": "/some/where/program"}
        (folder / "program.json").write_text(json.dumps({"context": context, "benchmarks": runs[::-1]}))
        about = {"version": f"{compiler} 1.2", "flags": "-O2", "cpu": "some processor", "cores": 2, "kernel": "Linux 6",
                 "date": "2024-02-29"}
        (folder / "about.json").write_text(json.dumps(about))

    def run_script(self, name, *options):
        return subprocess.run([sys.executable, BENCH / name, "--results", self.folder / "results", "--questions",
                               self.folder / "questions.toml", *options], capture_output=True, text=True)

    def check(self, *options):
        return self.run_script("check.py", *options)

    def report(self):
        """The page, after a run that must succeed."""
        result = self.run_script("report.py", "--output", self.folder / "docs")
        self.assertEqual(result.returncode, 0, result.stderr)
        return (self.folder / "docs/benchmarks.md").read_text()

    def test_results_within_the_bars_pass(self):
        result = self.check()
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("9 bars, 0 missed", result.stdout)

    def test_a_row_over_its_bar_fails_and_is_named(self):
        self.measured("clang", rows() | {"deep <&>/cogen": ([3, 3, 3], 0)})
        result = self.check()
        self.assertEqual(result.returncode, 1, result.stderr)
        over = [line for line in result.stdout.splitlines() if line.startswith("over")]
        self.assertEqual(len(over), 1, result.stdout)
        self.assertRegex(over[0], r"clang +1\.43 of at most 1\.2 +deep <&>/cogen against iteration/cogen")

    def test_the_median_of_the_repetitions_counts(self):
        self.measured("g++", rows() | {"iteration/cogen": ([2, 50, 50], 0), "deep <&>/cogen": ([2, 2, 2], 0)})
        self.assertEqual(self.check().returncode, 1)

    def test_the_least_of_several_bases_counts(self):
        # 2.6 is within the bar of the slow loop, and 1.3 times the other one.
        lenient = QUESTIONS.replace('base = "loop", at_most = 1.1', 'base = "loop", at_most = 9')
        (self.folder / "questions.toml").write_text(lenient)
        self.measured("g++", rows() | {"iteration/cogen": ([2.6], 0)})
        self.assertEqual(self.check().returncode, 1)

    def test_times_have_a_tolerance_and_counts_have_none(self):
        self.measured("g++", rows() | {"iteration/cogen": ([2.3], 0)})
        self.assertEqual(self.check().returncode, 0)
        self.assertEqual(self.check("--tolerance", "0.01").returncode, 1)
        self.measured("g++", rows() | {"iteration/slow loop": ([9], 6)})
        self.assertEqual(self.check("--tolerance", "100").returncode, 1)

    def test_a_missing_row_is_refused_and_named(self):
        left = rows()
        del left["iteration/cogen"]
        self.measured("clang", left)
        result = self.check()
        self.assertEqual(result.returncode, 2, result.stdout)
        self.assertEqual(result.stderr.count("\nclang: no row iteration/cogen"), 1, result.stderr)
        self.assertNotIn("Traceback", result.stderr)

    def test_a_compiler_is_missed_unless_another_one_is_asked_for(self):
        for path in (self.folder / "results/clang").iterdir():
            path.unlink()
        self.assertEqual(self.check().returncode, 2)
        self.assertEqual(self.check("--compiler", "g++").returncode, 0)

    def test_a_run_that_was_not_ended_is_not_used(self):
        (self.folder / "results/clang/about.json").unlink()
        self.assertEqual(self.check().returncode, 2)
        self.assertNotIn("clang, ns", self.report())

    def test_a_bar_with_a_key_that_means_nothing_is_an_error(self):
        (self.folder / "questions.toml").write_text(QUESTIONS.replace("base_question", "bass_question"))
        result = self.check()
        self.assertRegex(result.stderr, r"\Acheck: questions.toml, deep <&>: .*bass_question.*\n\Z")
        self.assertEqual(result.returncode, 2)

    def test_the_report_has_every_question_row_and_bar(self):
        self.measured("g++", rows() | {"new/loop": ([1], 0), "new/cogen": ([2], 0)})
        page = self.report()
        for text in ("## iteration\n", "What is an element?", "## deep <&>\n", "## new\n", "some processor, 2 cores",
                     "g++ 1.2", "clang 1.2", "2024-02-29", "`-O2`", "| loop | 2.00 | 1.00 | 2.00 | 1.00 | 0 | 0 |",
                     "| slow loop | 9.00 | 4.50 | 9.00 | 4.50 | 5 | 320 B |",
                     "| **cogen** | 2.10 | 1.05 | 2.10 | 1.05 | 0 | 0 |",
                     "| **cogen** | 2.00 | 2.00 | – | – | 0 | 0 |",
                     "| iteration/cogen | loop | time | clang | 1.05 | 1.1 | met |"):
            self.assertIn(text, page)
        self.assertLess(page.index("| loop |"), page.index("| slow loop |"))
        self.assertNotIn("not met", page.replace("**not met**; a time alone", ""))

    def test_the_report_says_which_bars_are_not_met_or_not_measured(self):
        self.measured("g++", rows() | {"deep <&>/cogen": ([9], 0)})
        self.measured("clang", {"iteration/loop": ([1], 0)})
        page = self.report()
        self.assertIn("| deep <&>/cogen | iteration/cogen | time | g++ | 4.29 | 1.2 | **not met** |", page)
        self.assertIn("| deep <&>/cogen | iteration/cogen | time | clang | – | 1.2 | not measured |", page)

    def test_a_bar_below_what_was_wanted_says_so(self):
        (self.folder / "questions.toml").write_text(QUESTIONS.replace("at_most = 1.2", "at_most = 1.2, aim = 0.7"))
        self.assertIn("| 1.05 | 1.2 | met; the aim is 0.7: [why not](design/performance.md#where-it-ends) |", self.report())

    def test_what_is_written_names_no_machine_and_no_path(self):
        for path in [self.report(), *(each.read_text() for each in (self.folder / "docs/benchmarks").iterdir())]:
            self.assertNotRegex(path, "named-machine|/some/where|" + str(self.folder))

    def test_every_picture_is_valid_and_old_ones_are_removed(self):
        pictures = self.folder / "docs/benchmarks"
        pictures.mkdir(parents=True)
        (pictures / "old.svg").write_text("old")
        page = self.report()
        self.assertEqual({path.name for path in pictures.iterdir()}, {"summary.svg", "iteration.svg", "deep.svg"})
        for path in pictures.iterdir():
            self.assertIn(f"(benchmarks/{path.name})", page)
            root = xml.parse(path).getroot()
            self.assertEqual(root.tag, SVG + "svg")
            width, height = float(root.get("width")), float(root.get("height"))
            for bar in root.iter(SVG + "rect"):
                self.assertGreater(float(bar.get("width")), 0)
                self.assertLessEqual(float(bar.get("x")) + float(bar.get("width")), width)
                self.assertLessEqual(float(bar.get("y")) + float(bar.get("height")), height)

    def test_a_wide_spread_has_a_logarithmic_axis(self):
        self.report()
        self.assertNotIn("logarithmic", (self.folder / "docs/benchmarks/iteration.svg").read_text())
        self.measured("g++", rows() | {"iteration/slow loop": ([900], 5)})
        self.report()
        self.assertIn("logarithmic", (self.folder / "docs/benchmarks/iteration.svg").read_text())

    def test_the_longest_bar_is_the_slowest_row(self):
        self.report()
        root = xml.parse(self.folder / "docs/benchmarks/iteration.svg").getroot()
        lengths = [float(bar.get("width")) for bar in root.iter(SVG + "rect")][4:]  # after the legend's four
        self.assertEqual(len(lengths), 6)
        self.assertEqual(max(lengths), lengths[2])
        self.assertAlmostEqual(lengths[0] / lengths[2], 2 / 9, places=2)

    def test_the_questions_run_in_cpython_and_join_those_of_the_compilers(self):
        folder = self.folder / "results/cpython"
        script = BENCH / "python/questions.py"
        subprocess.run([sys.executable, script, folder, "--repetitions", "2", "--divide", "1000"], check=True,
                       capture_output=True)
        runs = json.loads((folder / "questions.json").read_text())["benchmarks"]
        self.assertGreater(len(runs), 30)
        for run in runs:
            self.assertGreater(run["ns_per_element"], 0, run)
            self.assertGreater(run["peak_bytes"], 0, run)
        self.assertIn("## tree\n", self.report())


if __name__ == "__main__":
    unittest.main()
