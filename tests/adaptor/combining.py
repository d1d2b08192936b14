"""Random calls of CPython's combining and combinatoric tools with their answers: a line `tool numbers : answer` each.

A range is written as its length and its elements. See combining_test.cpp.
"""

import collections
import heapq
import itertools
import random
import sys


def row(elements):
    return " ".join(map(str, elements))


def rows(tuples):
    return " ; ".join(map(row, tuples))


def line(tool, arguments, answer):
    print(tool, *arguments, ":", answer)


def written(*ranges):
    return [number for each in ranges for number in (len(each), *each)]


def numbers(most):
    return [random.randrange(0, 10) for _ in range(random.randrange(0, most + 1))]


def zipped(ranges, **options):
    """The rows of zip, what it raises, and what it leaves in each iterator."""
    iterators = [iter(each) for each in ranges]
    seen, error = [], ""
    try:
        for each in zip(*iterators, **options):
            seen.append(each)
    except ValueError as raised:
        error = str(raised)
    return " | ".join([rows(seen), error, *(row(left) for left in iterators)])


def interleave(*iterables):  # more-itertools
    return itertools.chain.from_iterable(zip(*iterables))


def roundrobin(*iterables):  # the recipe in the documentation of itertools
    iterators = map(iter, iterables)
    for active in range(len(iterables), 0, -1):
        iterators = itertools.cycle(itertools.islice(iterators, active))
        yield from map(next, iterators)


def powerset(iterable):  # the recipe in the documentation of itertools
    elements = list(iterable)
    return itertools.chain.from_iterable(itertools.combinations(elements, r) for r in range(len(elements) + 1))


random.seed(int(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    a, b, c = numbers(5), numbers(5), numbers(5)
    if random.randrange(3) == 0:  # equal lengths are rare otherwise
        b, c = (list(map(lambda number: number + 1, a)) for _ in range(2))
    n, k = random.randrange(0, 10), random.randrange(0, 5)
    line("zip", written(a, b, c), zipped([a, b, c]))
    line("zip_strict", written(a, b, c), zipped([a, b, c], strict=True))
    line("zip_longest", written(a, b, c), rows(itertools.zip_longest(a, b, c, fillvalue=-1)))
    line("interleave", written(a, b, c), row(interleave(a, b, c)))
    line("round_robin", written(a, b, c), row(roundrobin(a, b, c)))
    # The tens are the key: elements of equal key show whether merge is stable. Sometimes the ranges are not sorted.
    ranges = [[10 * number + i for number in numbers(6)] for i in range(random.randrange(0, 7))]
    reverse = random.randrange(2)
    if random.randrange(4) != 0:
        ranges = [sorted(each, key=lambda number: number // 10, reverse=bool(reverse)) for each in ranges]
    merged = heapq.merge(*ranges, key=lambda number: number // 10, reverse=bool(reverse))
    line("merge", [reverse, len(ranges), *written(*ranges)], row(merged))
    line("product", written(a, b, c), rows(itertools.product(a, b, c)))
    line("product_n", [k, *written(a[:4])], rows(itertools.product(a[:4], repeat=k)))
    line("product_2", written(a), rows(itertools.product(a, repeat=2)))
    line("permutations", written(a), rows(itertools.permutations(a)))
    line("permutations_k", [k, *written(a)], rows(itertools.permutations(a, k)))
    line("combinations", [k, *written(a)], rows(itertools.combinations(a, k)))
    line("combinations_with_replacement", [k, *written(a)], rows(itertools.combinations_with_replacement(a, k)))
    line("powerset", written(a), rows(powerset(a)))
    iterator = iter(a)
    line("take_while", [n, *written(a)], rows([itertools.takewhile(lambda number: number < n, iterator), iterator]))
    line("drop_while", [n, *written(a)], row(itertools.dropwhile(lambda number: number < n, a)))
    line("tail", [k, *written(a)], row(collections.deque(a, maxlen=k)))
    line("cycle", [n, *written(a)], row(itertools.islice(itertools.cycle(a), n)))
    line("repeat", [n, k], row(itertools.repeat(n, k)))
    start, stop, step = random.randrange(-20, 20), random.randrange(-20, 20), random.choice((-7, -3, -1, 1, 2, 5))
    line("range", [start, stop, step], row(range(start, stop, step)))
    line("count", [start, step, k], row(itertools.islice(itertools.count(start, step), k)))
