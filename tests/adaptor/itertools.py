"""Random calls of CPython's itertools with their answers: a line `tool arguments : answer` each. See python_test.cpp."""

import itertools
import random
import sys

try:
    batched = itertools.batched
except AttributeError:  # before Python 3.12: the recipe in its documentation
    def batched(iterable, n):
        iterator = iter(iterable)
        while batch := tuple(itertools.islice(iterator, n)):
            yield batch


def flat(tuples):
    return " ; ".join(" ".join(map(str, each)) for each in tuples)


def line(tool, arguments, answer):
    print(tool, *arguments, ":", answer)


random.seed(int(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    length = random.randrange(0, 30)
    values = range(length)
    start, stop, step = random.randrange(0, 35), random.randrange(-1, 35), random.randrange(1, 9)
    n = random.randrange(1, 12)
    end = None if stop == -1 else stop
    line("islice", (length, start, stop, step), flat([itertools.islice(iter(values), start, end, step)]))
    line("batched", (length, n), flat(batched(values, n)))
    line("pairwise", (length,), flat(itertools.pairwise(values)))
    other = random.randrange(0, 30)
    line("chain", (length, other), flat([itertools.chain(values, range(other))]))
    line("from_iterable", (length,), flat([itertools.chain.from_iterable(map(range, values))]))
    line("enumerate", (length, start), flat(enumerate(values, start)))
    line("filter", (length, n), flat([filter(lambda value: value % n, values)]))
    line("map", (length, n), flat([map(lambda value: value * n, values)]))
    one, two = itertools.tee(iter(values))
    ahead = list(itertools.islice(one, n))
    line("tee", (length, n), flat([ahead, two, one]))
