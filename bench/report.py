"""Writes docs/benchmarks.md, and a chart for each question and a summary in docs/benchmarks/, from what was measured.

report.py [--results build/bench] [--output docs] [--tolerance 0.05]: OUTPUT/benchmarks.md, OUTPUT/benchmarks/*.svg.
Questions without a section in questions.toml come last; bars whose rows were not measured are shown as such.
"""
import argparse
import pathlib
import re
import sys

import charts
from results import (COMPILERS, MEASURES, QUESTIONS, Incomplete, Question, in_bytes, judge, ratio, read_questions,
                     read_results, short)

ROOT = pathlib.Path(__file__).resolve().parents[1]
UNITS = {"ns": 1, "ms": 1e6}

INTRODUCTION = """# Benchmarks

Made by `bench/report.py` from what was measured; `sh bench/run.sh` measures and writes it anew. Every question has a
base, its first row, mostly the loop that one would write by hand; ratios are to that row, of the same compiler.
A time is the median of all repetitions of a row, which are run in random order between those of the other rows of its
program. Allocations are calls of operator new in one whole run of a row, and peak bytes what they hold at the most at
one time; the frame pool has frames by then, and stacks of Boost.Coroutine2 come from elsewhere. For CPython it is what
tracemalloc says.

*Textbook* is the generator of thirty lines that everyone writes first, *symmetric transfer* a recursive generator by
the scheme of std::generator. *Opaque* means that the body is in another translation unit.

The main job, an API written to Parquet, is measured as a whole program on [a page of its own](benchmarks/main-job.md).
"""

BARS = """What the library promises, and `bench/check.py` holds it to. A bar compares rows of one run of one compiler; a
number without a base is the number itself.
"""


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def rows_of(question, results):
    """Contender -> {name of the run: row}, the base first."""
    found = {}
    for name, run in results.items():
        for row in run.rows.values():
            if row.question == question.name:
                found.setdefault(row.contender, {})[name] = row
    return found


def all_questions(described, results):
    """Those that were measured, in order."""
    measured = dict.fromkeys(row.question for run in results.values() for row in run.rows.values())
    questions = [question for question in described if question.name in measured]
    known = {question.name for question in described}
    return questions + [Question(name, "") for name in measured if name not in known]


def in_unit(question):
    return lambda nanoseconds: short(nanoseconds / UNITS[question.unit])


def counts(rows, measure, text):
    """What the compilers have in common, or both, in their order."""
    values = [getattr(row, measure) for row in rows.values()]
    values = list(dict.fromkeys("–" if value is None else text(value) for value in values))
    return " / ".join(values)


def table(question, contenders, runs):
    compilers = [name for name in COMPILERS if name in runs]
    base = next(iter(contenders.values()))
    head = ["contender", *(cell for name in compilers for cell in (f"{name}, {question.unit}", "ratio")),
            "allocations", "peak bytes"]
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    for contender, rows in contenders.items():
        cells = [f"**{contender}**" if contender.startswith("cogen") else contender]
        for name in compilers:
            row = rows.get(name) or rows.get("cpython")  # CPython's time is the same beside either
            cells += [in_unit(question)(row.ns_per_element) if row else "–",
                      short(ratio(row.ns_per_element, base[name].ns_per_element)) if row and name in base else "–"]
        cells += [counts(rows, "allocations", "{:,.0f}".format), counts(rows, "peak_bytes", in_bytes)]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def chart(question, contenders):
    unit = UNITS[question.unit]
    groups = [(contender, {name: row.ns_per_element / unit for name, row in rows.items()})
              for contender, rows in contenders.items()]
    return charts.Panel(question.name, groups, f"{question.unit} per {question.element}")


def summary(panels, questions, results):
    drawn = []
    for given in panels:
        measure = given.get("measure", "ns_per_element")
        question = next((each for each in questions if each.name == given["question"]), None)
        contenders = rows_of(question, results) if question else {}
        groups = [(name, {run: getattr(row, measure) for run, row in contenders[name].items()})
                  for name in given["contenders"] if name in contenders]
        for name in set(given["contenders"]) - set(contenders):
            print(f"report: the summary has no row {given['question']}/{name}", file=sys.stderr)
        if groups:
            timed = measure == "ns_per_element"
            title = f"{given['title']}, {question.unit}" if timed else given["title"]
            drawn.append(charts.Panel(title, groups, text=in_unit(question) if timed else in_bytes))
    return drawn


def machines(results):
    lines = ["| | version | flags | machine | measured on | repetitions |", "|---|---|---|---|---|---:|"]
    for name, run in results.items():
        about = run.about
        repetitions = " or ".join(str(each) for each in sorted({row.repetitions for row in run.rows.values()}))
        lines.append(f"| {name} | {about['version']} | {about['flags'] and '`' + about['flags'] + '`'} | "
                     f"{about['cpu']}, {about['cores']} cores, {about['kernel']} | {about['date']} | {repetitions} |")
    return lines


def bars(questions, results, tolerance):
    lines = ["| row | against | of | compiler | measured | at most | |", "|---|---|---|---|---:|---:|---|"]
    words = {"met": "met", "tolerated": f"over, by no more than {tolerance:.0%} of noise", "missed": "**not met**"}
    for question in questions:
        for bar in question.bars:
            for compiler in bar.compilers:
                one = Question(question.name, "", bars=(bar,))
                try:
                    (verdict,) = judge([one], results, [compiler], tolerance)
                    against, found, word = verdict.against, short(verdict.measured), words[verdict.word]
                except Incomplete:
                    against, found, word = " or ".join(bar.bases), "–", "not measured"
                note = f"{word}; {bar.note}" if bar.note else word
                cells = bar.row, against, MEASURES[bar.measure], compiler, found, f"{bar.at_most:g}", note
                lines.append("| " + " | ".join(cells) + " |")
    return lines


def write(results, described, panels, output, tolerance):
    questions = all_questions(described, results)
    pictures = output / "benchmarks"
    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("*.svg"):
        if not old.name.startswith("main-job"):  # bench/main_job/measure.py makes those
            old.unlink()
    page = [INTRODUCTION, *machines(results), "", "![Summary](benchmarks/summary.svg)", ""]
    drawn = summary(panels, questions, results)
    (pictures / "summary.svg").write_text(charts.svg("cogen's benchmarks in short", drawn, columns=2, width=920))
    for question in questions:
        if not question.asks:
            print(f"report: questions.toml has no section for {question.name}", file=sys.stderr)
        contenders = rows_of(question, results)
        program = next(iter(next(iter(contenders.values())).values())).program
        source = "parse_time.py" if program == "parse_time" else f"{program}.cpp"
        picture = f"{slug(question.name)}.svg"
        (pictures / picture).write_text(charts.svg(f"{question.name}: {question.unit} per {question.element}",
                                                   [chart(question, contenders)]))
        page += [f"## {question.name}", "", f"{question.asks} ([bench/{source}](../bench/{source}))".lstrip(), "",
                 f"![{question.name}](benchmarks/{picture})", "", *table(question, contenders, results), ""]
    page += ["## Bars", "", BARS, *bars(described, results, tolerance), ""]
    (output / "benchmarks.md").write_text("\n".join(page))
    print(f"report: {len(questions)} questions in {output / 'benchmarks.md'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / "build" / "bench")
    parser.add_argument("--questions", type=pathlib.Path, default=QUESTIONS)
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs")
    parser.add_argument("--tolerance", type=float, default=0.05)
    given = parser.parse_args()
    results = read_results(given.results)
    if not any(name in results for name in COMPILERS):
        sys.exit(f"report: nothing was measured in {given.results}")
    described, panels = read_questions(given.questions)
    write(results, described, panels, given.output, given.tolerance)


if __name__ == "__main__":
    main()
