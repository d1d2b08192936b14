"""Checks the bars of questions.toml against what was measured.

check.py [--results build/bench] [--compiler g++ ...] [--tolerance 0.05]: prints a line for each bar. A bar compares
rows of one run, never times of different runs; times may be over by the tolerance, counts may not. Exit status 1 where
a bar is missed, 2 where a row that a bar names was not measured or questions.toml is wrong.
"""
import argparse
import pathlib
import sys

from results import COMPILERS, MEASURES, QUESTIONS, Incomplete, judge, read_questions, read_results, short

ROOT = pathlib.Path(__file__).resolve().parents[1]


def line(verdict):
    bar = verdict.bar
    word = "stated" if bar.is_time_alone else {"met": "ok", "tolerated": "ok, just", "missed": "over"}[verdict.word]
    what = "" if bar.measure == "ns_per_element" else f", {MEASURES[bar.measure]}"
    return (f"{word:8}  {verdict.compiler:5}  {short(verdict.measured):>7} of at most {bar.at_most:<5g}  "
            f"{bar.row}{' against ' + verdict.against if bar.bases else ''}{what}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / "build" / "bench")
    parser.add_argument("--questions", type=pathlib.Path, default=QUESTIONS)
    parser.add_argument("--compiler", action="append", choices=COMPILERS, help="the bars of this one; all if not given")
    parser.add_argument("--tolerance", type=float, default=0.05, help="of times, as a fraction of the bar")
    given = parser.parse_args()
    try:
        questions, _ = read_questions(given.questions)
        verdicts = judge(questions, read_results(given.results), given.compiler or COMPILERS, given.tolerance)
    except Incomplete as missing:
        print(f"check: not everything was measured\n{missing}", file=sys.stderr)
        return 2
    except ValueError as wrong:
        print(f"check: {wrong}", file=sys.stderr)
        return 2
    checked = [verdict for verdict in verdicts if not verdict.bar.is_time_alone]
    missed = sum(verdict.word == "missed" for verdict in checked)
    for verdict in verdicts:
        print(line(verdict))
    print(f"check: {len(checked)} bars, {missed} missed, with a tolerance of {given.tolerance:.0%}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
