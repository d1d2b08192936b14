"""The programs of bench/*.cpp in CPython: questions.py RESULTS [--repetitions 5] [--divide 1].

Writes RESULTS/questions.json, with rows of the same questions, and RESULTS/about.json. Times are taken with the garbage
collector as it is by default; peak_bytes is tracemalloc's, of one more run. --divide makes everything smaller.
"""
import argparse
import collections
import itertools
import json
import pathlib
import platform
import sys
import time
import tracemalloc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from measure import machine, show
from results import read_program


def integers(end):
    for i in range(end):
        yield i


def by_next(end):
    made, total = integers(end), 0
    while (value := next(made, None)) is not None:
        total += value
    return total


def create(rounds):
    total = 0
    for _ in range(rounds):
        made = integers(3)
        total += next(made)
        made.close()
    return total


def tree(begin, end):
    """(left, value, right), or None."""
    if begin >= end:
        return None
    middle = begin + (end - begin) // 2
    return tree(begin, middle), middle, tree(middle + 1, end)


def walk(node):
    left, value, right = node
    if left:
        yield from walk(left)
    yield value
    if right:
        yield from walk(right)


def collect(node, into):
    left, value, right = node
    if left:
        collect(left, into)
    into.append(value)
    if right:
        collect(right, into)
    return into


def nested(depth, end):
    if depth > 1:
        yield from nested(depth - 1, end)
    else:
        for i in range(end):
            yield i


def elements(pages):
    for page in pages:
        yield from page


def chosen(values):
    for value in values:
        if value % 3 != 0:
            yield value


def squares(values):
    for value in values:
        yield value * value


def expressions(values):
    return sum(value * value for value in values if value % 3 != 0)


def lists(end):
    every = list(range(end))
    left = [value for value in every if value % 3 != 0]
    return sum([value * value for value in left])


def batches(values, size=1000):
    values, total = iter(values), 0
    while batch := list(itertools.islice(values, size)):
        total += batch[0]
    return total


def windows(end, size):
    kept, total = collections.deque(maxlen=size), 0
    for value in integers(end):
        kept.append(value)
        if len(kept) == size:
            total += kept[0] + kept[-1]
    return total


def copies(end):
    one, other = itertools.tee(integers(end))
    return sum(value + next(other) for value in one)


def echo():
    last = 0
    while True:
        sent = yield last
        if sent is not None:
            last = sent


def send(end):
    made, total = echo(), 0
    next(made)
    for i in range(end):
        total += made.send(i)
    return total


def catching():
    caught = 0
    while True:
        try:
            while True:
                yield caught
        except RuntimeError:
            caught += 1


def throw(times):
    made, caught = catching(), 0
    next(made)
    for _ in range(times):
        caught = made.throw(RuntimeError("thrown"))
    return caught


def throw_and_catch(times):
    caught = 0
    for _ in range(times):
        try:
            raise RuntimeError("thrown")
        except RuntimeError:
            caught += 1
    return caught


def texts(end):
    for i in range(end):
        yield chr(ord("a") + i % 26) * 40


def kept_texts(values):
    for text in values:
        if text[0] != "b":
            yield text


def marked(values):
    for text in values:
        yield text[0] + "!" + text[2:]


def rows(divide):
    """(question, contender, elements, function) of each row."""
    count, few, thousand = 1_000_000 // divide, 100_000 // divide, max(1, 1000 // divide)
    many, nodes = 10_000_000 // divide, 65_536 // divide
    numbers, balanced = list(range(count)), tree(0, nodes)
    pages = [list(range(1000)) for _ in range(thousand)]
    for question in ("visible", "opaque"):
        yield question, "CPython", count, lambda: sum(integers(count))
        yield question, "CPython, next()", count, lambda: by_next(count)
    yield "create", "CPython", thousand, lambda: create(thousand)
    yield "tree", "CPython", nodes, lambda: sum(walk(balanced))
    yield "tree", "CPython, list", nodes, lambda: sum(collect(balanced, []))
    for depth in (1, 8, 64):
        yield f"depth {depth}", "CPython", count, lambda depth=depth: sum(nested(depth, count))
    yield "pages", "CPython", thousand * 1000, lambda: sum(elements(pages))
    question = "generator, filter, map, sum"
    yield question, "CPython, generators", count, lambda: sum(squares(chosen(integers(count))))
    yield question, "CPython, generator expression", count, lambda: expressions(integers(count))
    yield "vector, map, filter, sum", "CPython, generator expression", count, lambda: sum(
        square for square in (value * value for value in numbers) if square % 3 != 0)
    yield "batch of a generator", "CPython, islice", count, lambda: batches(integers(count))
    yield "batch of a vector", "CPython, islice", count, lambda: batches(numbers)
    for size in (64, 4096):
        yield f"windows of {size}", "CPython, deque", count, lambda size=size: windows(count, size)
    yield "tee", "CPython", count, lambda: copies(count)
    yield "send", "CPython", few, lambda: send(few)
    yield "throw_", "CPython, raise and except", thousand, lambda: throw_and_catch(thousand)
    yield "throw_", "CPython, throw()", thousand, lambda: throw(thousand)
    yield "ten million", "CPython", many, lambda: sum(squares(chosen(integers(many))))
    yield "ten million", "CPython, lists", many, lambda: lists(many)
    yield "strings", "CPython", few, lambda: sum(1 for _ in marked(kept_texts(texts(few))))


def nanoseconds(run):
    start = time.process_time_ns()
    run()
    return time.process_time_ns() - start


def peak_bytes(run):
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--divide", type=int, default=1, help="everything that many times smaller")
    given = parser.parse_args()
    out = given.results / "questions.json"
    given.results.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    every = list(rows(given.divide))
    runs = []
    # Repetitions go round all rows, so that a busy moment is not one row's alone.
    for repetition in range(given.repetitions):
        print(f"cpython: repetition {repetition + 1} of {given.repetitions}", flush=True)
        for place, (question, contender, size, run) in enumerate(every):
            runs.append({"run_name": f"{question}/{contender}", "run_type": "iteration", "family_index": place,
                         "ns_per_element": nanoseconds(run) / size})
    print("cpython: memory", flush=True)
    for place, (_, _, _, run) in enumerate(every):
        peak = peak_bytes(run)
        for each in runs:
            if each["family_index"] == place:
                each["peak_bytes"] = peak
    out.write_text(json.dumps({"benchmarks": runs}))
    show(read_program(out))
    about = machine() | {"version": f"{platform.python_implementation()} {platform.python_version()}", "flags": ""}
    (given.results / "about.json").write_text(json.dumps(about, indent=2) + "\n")


if __name__ == "__main__":
    main()
