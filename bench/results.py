"""Reads what the benchmarks measured, and questions.toml; compares the one with the bars of the other.

A folder of results has a folder for each of RUNS, with a JSON file for each program, in Google Benchmark's format, and
about.json, which says where and how they ran. A row's time is the median of its repetitions.
"""
import dataclasses
import json
import math
import pathlib
import statistics
import tomllib

COMPILERS = ("g++", "clang")
RUNS = (*COMPILERS, "cpython")
MEASURES = {"ns_per_element": "time", "allocations": "allocations", "peak_bytes": "peak memory"}
QUESTIONS = pathlib.Path(__file__).with_name("questions.toml")


class Incomplete(Exception):
    """Something that is needed was not measured."""


@dataclasses.dataclass(frozen=True)
class Row:
    question: str
    contender: str
    program: str
    ns_per_element: float
    allocations: float | None  # None where it can't be known
    peak_bytes: float | None
    repetitions: int


@dataclasses.dataclass(frozen=True)
class Run:
    about: dict
    rows: dict  # "question/contender" -> Row, in the order of the programs


@dataclasses.dataclass(frozen=True)
class Bar:
    """A row's measure is at most `at_most` times that of the base; of several bases, of the least. Without a base,
    `at_most` is the number itself."""
    row: str
    at_most: float
    bases: tuple
    compilers: tuple
    measure: str
    note: str

    @property
    def is_time_alone(self):
        """A time without a base says something about the machine, too: it is shown, and never checked."""
        return self.measure == "ns_per_element" and not self.bases


@dataclasses.dataclass(frozen=True)
class Question:
    name: str
    asks: str
    element: str = "element"
    unit: str = "ns"
    bars: tuple = ()


@dataclasses.dataclass(frozen=True)
class Verdict:
    bar: Bar
    compiler: str
    measured: float
    word: str  # "met", "tolerated" or "missed"

    @property
    def against(self):
        """The bases, in words: without the question where it is the row's own."""
        own = self.bar.row.partition("/")[0] + "/"
        return " or ".join(base.removeprefix(own) for base in self.bar.bases)


def read_program(path):
    """The rows of a program's JSON, in the order in which the program registers them."""
    repetitions = {}
    for each in json.loads(path.read_text())["benchmarks"]:
        if each["run_type"] == "iteration" and not each.get("error_occurred"):
            repetitions.setdefault((each["family_index"], each["run_name"]), []).append(each)
    rows = {}
    for (_, name), runs in sorted(repetitions.items(), key=lambda item: item[0][0]):
        name = name.removesuffix("/real_time")  # of threads
        question, _, contender = name.partition("/")
        time = statistics.median(run["ns_per_element"] for run in runs)
        rows[name] = Row(question, contender, path.stem, time, runs[0].get("allocations"), runs[0].get("peak_bytes"),
                         len(runs))
    return rows


def read_run(folder):
    rows = {}
    for path in sorted(folder.glob("*.json")):
        if path.name != "about.json":
            rows |= read_program(path)
    about = folder / "about.json"
    return Run(json.loads(about.read_text()) if about.exists() else {}, rows)


def read_results(folder):
    """Name of the run -> Run, of those that were measured to the end: about.json is written last."""
    runs = {name: read_run(folder / name) for name in RUNS if (folder / name).is_dir()}
    return {name: run for name, run in runs.items() if run.rows and run.about}


def read_bar(question, contender, at_most, base=(), base_question=None, compilers=COMPILERS, measure="ns_per_element",
             note="", aim=None):
    if measure not in MEASURES or not set(compilers) <= set(COMPILERS):
        raise ValueError(f"{QUESTIONS.name}, {question}: no such measure or compiler")
    bases = [base] if isinstance(base, str) else base
    if aim is not None:
        note = f"the aim is {aim:g}: " + (note or "[why not](design/performance.md#where-it-ends)")
    return Bar(f"{question}/{contender}", at_most, tuple(f"{base_question or question}/{each}" for each in bases),
               tuple(compilers), measure, note)


def read_questions(path=QUESTIONS):
    """The questions in order, and the panels of the summary. A key that means nothing is an error."""
    read = tomllib.loads(path.read_text())
    questions = []
    for given in read["question"]:
        try:
            bars = [read_bar(given["name"], **bar) for bar in given.pop("bars", [])]
            questions.append(Question(bars=tuple(bars), **given))
        except (KeyError, TypeError) as wrong:
            raise ValueError(f"{path.name}, {given.get('name')}: {wrong}") from wrong
    return questions, read.get("summary", [])


def ratio(value, base):
    if base:
        return value / base
    return math.inf if value else 0.0


def measured(bar, rows, where):
    """What the bar is about: a ratio, or a number. Throws Incomplete, naming each row that is missing."""
    missing = [f"{where}: no row {name}" for name in (bar.row, *bar.bases)
               if name not in rows or getattr(rows[name], bar.measure) is None]
    if missing:
        raise Incomplete("\n".join(missing))
    value, *bases = (getattr(rows[name], bar.measure) for name in (bar.row, *bar.bases))
    return ratio(value, min(bases)) if bases else value


def judge(questions, results, compilers, tolerance):
    """A Verdict for each bar and compiler. Throws Incomplete, naming everything that is missing."""
    verdicts, missing = [], []
    for bar in (bar for question in questions for bar in question.bars):
        for compiler in (name for name in bar.compilers if name in compilers):
            try:
                found = measured(bar, results[compiler].rows if compiler in results else {}, compiler)
            except Incomplete as problem:
                missing += str(problem).splitlines()
                continue
            # Counts are exact, only times need a tolerance.
            most = bar.at_most * (1 + tolerance) if bar.measure == "ns_per_element" else bar.at_most
            word = "met" if found <= bar.at_most else "tolerated" if found <= most else "missed"
            verdicts.append(Verdict(bar, compiler, found, word))
    if missing:
        raise Incomplete("\n".join(dict.fromkeys(missing)))
    return verdicts


def short(number):
    """A number with about three digits."""
    if number == math.inf:
        return "∞"
    if number == 0 or abs(number) >= 99.95:
        return f"{number:,.0f}"
    if abs(number) < 0.00995:
        return f"{number:.1g}"
    return f"{number:.1f}" if abs(number) >= 9.995 else f"{number:.2f}"


def in_bytes(number):
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= 10 * size or (number >= size and unit == "MB"):
            return f"{short(number / size)} {unit}"
    return f"{number:,.0f} B" if number else "0"
