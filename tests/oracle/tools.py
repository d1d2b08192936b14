"""Asks CPython: random calls of its tools, with its answers, a line `tool arguments : answers` each.

    python3 tools.py FAMILY CALLS NUMBER     each tool of the family so many times; NUMBER chooses which calls
    python3 tools.py                         the names of all tools

A number is written as itself, a truth value as 0 or 1, a string in quotes, what can be iterated over in brackets.
Answers are written from left to right, so an iterator behind a tool that has read from it shows what was left in it.
"""

import collections
import copy
import functools
import heapq
import io
import itertools
import operator
import random
import sys

TOOLS = collections.defaultdict(list)
ESCAPES = {byte: f"\\x{byte:02x}" for byte in range(256) if not 32 <= byte < 127 or chr(byte) in "'\\"}
dice = random.Random()


def text(value):
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, str):
        return f"'{value.translate(ESCAPES)}'"
    if value is None:
        return "None"
    return f"[{' '.join(map(text, value))}]"


def tool(family):
    """A function that returns the arguments of a random call and its answers; its name, without _, is the tool's."""
    return lambda function: TOOLS[family].append(function) or function


def below(n):
    return int(dice.random() * n)


def numbers(most=20, values=range(10)):
    return dice.choices(values, k=below(most + 1))


def several(count, most=8):
    """Ranges, often of equal length."""
    ranges = [numbers(most) for _ in range(count)]
    return [dice.choices(range(10), k=len(ranges[0])) for _ in ranges] if below(3) == 0 else ranges


def begun(made, k, *iterators):
    """The first k elements of what a tool made, and what it has left in the iterators that it reads."""
    return [itertools.islice(made, k), *iterators]


def until_error(made):
    """All elements, and what the error says that came instead of the end."""
    seen = []
    try:
        for each in made:
            seen.append(each)
    except ValueError as error:
        return seen, str(error)
    return seen, ""


# Slicing


@tool("slicing")
def take():
    elements, n = numbers(), below(25)
    iterator = iter(elements)
    return [elements, n], [itertools.islice(iterator, n), iterator]


@tool("slicing")
def drop():
    elements, n, k = numbers(), below(25), below(10)
    iterator = iter(elements)
    return [elements, n, k], begun(itertools.islice(iterator, n, None), k, iterator)


@tool("slicing")
def islice():
    elements, start, stop, step = numbers(), below(25), below(25), 1 + below(6)
    if below(4) == 0:
        stop = None
    bounds = dice.choice(([start], [start, stop], [start, stop, step]))
    iterator = iter(elements)
    slices = itertools.islice(iterator, *bounds)
    if None not in bounds:
        # Asked for its end, Python's reads on up to `stop`; cogen's does not, and says so.
        slices = itertools.islice(slices, len(range(*bounds)))
    return [elements, bounds], [slices, iterator]


@tool("slicing")
def take_while():
    elements, n, k = numbers(), below(11), below(10)
    iterator = iter(elements)
    return [elements, n, k], begun(itertools.takewhile(lambda element: element < n, iterator), k, iterator)


def takewhile_inclusive(predicate, iterable):  # more-itertools'
    for element in iterable:
        yield element
        if not predicate(element):
            break


@tool("slicing")
def take_until():
    elements, n, k = numbers(), below(11), below(10)
    iterator = iter(elements)
    return [elements, n, k], begun(takewhile_inclusive(lambda element: element < n, iterator), k, iterator)


@tool("slicing")
def drop_while():
    elements, n, k = numbers(), below(11), below(10)
    iterator = iter(elements)
    return [elements, n, k], begun(itertools.dropwhile(lambda element: element < n, iterator), k, iterator)


@tool("slicing")
def tail():
    elements, n, k = numbers(), below(10), below(10)
    iterator = iter(elements)
    last = collections.deque(iterator, maxlen=n) if n and k else []  # cogen's reads nothing for these, and says so
    return [elements, n, k], begun(iter(last), k, iterator)


# Grouping


def batched(iterable, n, strict=False):  # itertools has it from Python 3.12 on, strict from 3.13 on
    iterator = iter(iterable)
    while batch := tuple(itertools.islice(iterator, n)):
        if strict and len(batch) < n:
            raise ValueError("batched(): incomplete batch")
        yield batch


if sys.version_info >= (3, 13):
    batched = itertools.batched


def constrained_batches(iterable, max_size, max_count=None, get_len=len):  # more-itertools', with strict=False
    batch, size = [], 0
    for item in iterable:
        length = get_len(item)
        if batch and (length + size > max_size or len(batch) == max_count):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(item)
        size += length
    if batch:
        yield tuple(batch)


def batches_at_once(iterable, max_size, max_count=None, get_len=len):
    """As constrained_batches, but a batch that has reached a bound is handed out before the next item is read."""
    batch, size = [], 0
    for item in iterable:
        if batch and get_len(item) + size > max_size:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(item)
        size += get_len(item)
        if size >= max_size or len(batch) == max_count:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def windows(iterable, n, step=1):  # more-itertools' windowed without a last window that would have to be filled
    iterator = iter(iterable)
    window = collections.deque(itertools.islice(iterator, n), maxlen=n)
    complete = len(window) == n
    while complete:
        yield tuple(window)
        following = list(itertools.islice(iterator, step))
        window.extend(following)
        complete = len(following) == step


def split_between(iterable, predicate):  # more-itertools' split_when
    iterator = iter(iterable)
    part = list(itertools.islice(iterator, 1))
    for item in iterator:
        if predicate(part[-1], item):
            yield part
            part = []
        part.append(item)
    if part:
        yield part


@tool("grouping")
def batch():
    elements, n, k = numbers(), 1 + below(8), below(8)
    iterator = iter(elements)
    return [elements, n, k], begun(batched(iterator, n), k, iterator)


@tool("grouping")
def batch_strict():
    n = 1 + below(5)
    elements = numbers() if below(2) else dice.choices(range(10), k=n * below(5))
    iterator = iter(elements)
    seen, error = until_error(batched(iterator, n, strict=True))
    return [elements, n], [seen, error != "", iterator]


@tool("grouping")
def batch_by():
    # Without elements of size 0: one of these still goes into a full batch of more-itertools', but cogen's has been
    # handed out by then, and cogen says so.
    elements, size = numbers(values=range(1, 10)), 1 + below(25)
    bounds = dice.choice(([size], [size, 1 + below(6)]))
    return [elements, bounds], [constrained_batches(elements, *bounds, get_len=int)]


@tool("grouping")
def batch_by_at_once():
    elements, size, k = numbers(), 1 + below(25), below(8)
    bounds = dice.choice(([size], [size, 1 + below(6)]))
    iterator = iter(elements)
    return [elements, bounds, k], begun(batches_at_once(iterator, *bounds, get_len=int), k, iterator)


@tool("grouping")
def sliding_window():
    elements, n, k = numbers(), 1 + below(8), below(12)
    iterator = iter(elements)
    return [elements, n, k], begun(windows(iterator, n), k, iterator)


@tool("grouping")
def sliding_window_step():
    elements, n, step = numbers(30), 1 + below(8), 1 + below(12)
    slices = (elements[first:first + n] for first in range(0, len(elements) - n + 1, step))
    return [elements, n, step], [slices]


@tool("grouping")
def sliding_window_begun():
    elements, n, step, k = numbers(30), 1 + below(8), 1 + below(12), 1 + below(8)
    iterator = iter(elements)
    return [elements, n, step, k], begun(windows(iterator, n, step), k, iterator)


@tool("combining")
def padded():
    elements, fill, n, k = numbers(), below(100), below(12), below(15)
    iterator = iter(elements)
    filled = itertools.chain(iterator, itertools.repeat(fill, max(n - len(elements), 0)))
    return [elements, fill, n, k], begun(filled, k, iterator)


@tool("grouping")
def pairwise():
    elements, k = numbers(), below(15)
    iterator = iter(elements)
    return [elements, k], begun(itertools.pairwise(iterator), k, iterator)


def runs():
    return numbers(values=range(6))


@tool("grouping")
def group_by():
    elements, n = runs(), 1 + below(5)
    return [elements, n], [itertools.groupby(elements, lambda element: element // n)]


@tool("grouping")
def group_by_value():
    elements = numbers(values=range(3))
    return [elements], [itertools.groupby(elements)]


@tool("grouping")
def group_by_steps():
    elements, steps = runs(), dice.choices(range(3), weights=(2, 3, 1), k=below(20))
    iterator = iter(elements)
    groups = itertools.groupby(iterator, lambda element: element // 2)
    current, before = iter(()), iter(())

    def answer(step):  # 0: on to the next group, its key. 1: an element of this group. 2: of the group before.
        nonlocal current, before
        if step == 0:
            before = current
            key, current = next(groups, (None, iter(())))
            return key
        return next(current if step == 1 else before, None)

    return [elements, steps], [map(answer, steps), iterator]


@tool("grouping")
def split_when():
    elements, n, k = numbers(), 2 + below(6), below(10)
    iterator = iter(elements)
    return [elements, n, k], begun(split_between(iterator, lambda a, b: (2 * a + b) % n == 0), k, iterator)


# Combining


def interleaved(*iterables):  # more-itertools' interleave
    return itertools.chain.from_iterable(zip(*iterables))


def roundrobin(*iterables):  # the recipe in the documentation of itertools
    iterators = map(iter, iterables)
    for active in range(len(iterables), 0, -1):
        iterators = itertools.cycle(itertools.islice(iterators, active))
        yield from map(next, iterators)


def combined(function, **options):
    """The arguments and answers of a call with three ranges."""
    ranges, k = several(3), below(20)
    iterators = [iter(each) for each in ranges]
    return [*ranges, k], begun(function(*iterators, **options), k, *iterators)


@tool("combining")
def chain():
    return combined(itertools.chain)


def flattened():
    ranges, k = [numbers(4) for _ in range(below(6))], below(15)
    iterator = iter(ranges)
    return [ranges, k], begun(itertools.chain.from_iterable(iterator), k, iterator)


@tool("combining")
def flatten():
    return flattened()


@tool("combining")
def chain_from():
    return flattened()


@tool("combining")
def zip_():
    return combined(zip)


@tool("combining")
def zip_2():
    ranges = several(2)
    iterators = [iter(each) for each in ranges]
    return ranges, [zip(*iterators), *iterators]


@tool("combining")
def zip_strict():
    ranges = several(3, 4)
    iterators = [iter(each) for each in ranges]
    seen, error = until_error(zip(*iterators, strict=True))
    return ranges, [seen, error.removeprefix("zip() "), *iterators]


@tool("combining")
def zip_longest():
    return combined(itertools.zip_longest, fillvalue=-1)


@tool("combining")
def zip_longest_none():
    ranges = several(2)
    return ranges, [itertools.zip_longest(*ranges)]


@tool("combining")
def interleave():
    return combined(interleaved)


@tool("combining")
def round_robin():
    return combined(roundrobin)


def sorted_ranges(count):
    """The tens are the key: elements of equal key show whether a merge is stable. Sometimes they are not sorted."""
    ranges, reverse = [[10 * number + i for number in numbers(6)] for i in range(count)], below(2) != 0
    if below(4) != 0:
        ranges = [sorted(each, key=tens, reverse=reverse) for each in ranges]
    return ranges, reverse


def tens(number):
    return number // 10


@tool("combining")
def merge():
    ranges, k = [sorted(numbers(8)) for _ in range(3)], below(25)
    iterators = [iter(each) for each in ranges]
    return [*ranges, k], begun(heapq.merge(*iterators), k, *iterators)


@tool("combining")
def merge_key():
    ranges, reverse = sorted_ranges(3)
    return [*ranges, reverse], [heapq.merge(*ranges, key=tens, reverse=reverse)]


@tool("combining")
def merge_from():
    ranges, k = [sorted(numbers(8)) for _ in range(below(7))], below(30)
    iterators = [iter(each) for each in ranges]
    return [ranges, k], begun(heapq.merge(*iterators), k, iterators)


@tool("combining")
def merge_from_key():
    ranges, reverse = sorted_ranges(below(7))
    return [ranges, reverse], [heapq.merge(*ranges, key=tens, reverse=reverse)]


# Combinatorics


@tool("combinatorics")
def product():
    ranges = several(3, 4)
    return ranges, [itertools.product(*ranges)]


@tool("combinatorics")
def product_n():
    elements, n = numbers(3), below(5)
    return [elements, n], [itertools.product(elements, repeat=n)]


@tool("combinatorics")
def product_2():
    ranges = several(2, 3)
    return ranges, [itertools.product(*ranges, repeat=2)]


@tool("combinatorics")
def permutations():
    elements = numbers(5 if below(4) == 0 else 4)
    return [elements], [itertools.permutations(elements)]


@tool("combinatorics")
def permutations_k():
    elements, k = numbers(5), below(5)
    return [elements, k], [itertools.permutations(elements, k)]


@tool("combinatorics")
def combinations():
    elements, k = numbers(7), below(6)
    return [elements, k], [itertools.combinations(elements, k)]


@tool("combinatorics")
def combinations_with_replacement():
    elements, k = numbers(5), below(5)
    return [elements, k], [itertools.combinations_with_replacement(elements, k)]


@tool("combinatorics")
def powerset():
    elements = numbers(6)
    subsets = (itertools.combinations(elements, r) for r in range(len(elements) + 1))
    return [elements], [itertools.chain.from_iterable(subsets)]  # the recipe in the documentation of itertools


# Mapping

OPERATIONS = [operator.add, operator.sub, max, min, lambda a, b: (3 * a + b) % 101]


def applied(function):
    """The arguments and answers of a call with a range and a number."""
    elements, n, k = numbers(), 1 + below(9), below(20)
    iterator = iter(elements)
    return [elements, n, k], begun(function(iterator, n), k, iterator)


def side_effect(function, iterable):  # more-itertools
    for item in iterable:
        function(item)
        yield item


def unique_just(iterable, key=None):  # the recipe in the documentation of itertools
    return map(next, map(operator.itemgetter(1), itertools.groupby(iterable, key)))


def unique_ever(iterable, key=lambda element: element):  # the recipe in the documentation of itertools
    seen = set()
    for element in iterable:
        if key(element) not in seen:
            seen.add(key(element))
            yield element


@tool("mapping")
def map_():
    return applied(lambda iterator, n: map(lambda element: element * n, iterator))


@tool("mapping")
def starmap():
    ranges = several(3)
    return ranges, [itertools.starmap(lambda a, b, c: 100 * a + 10 * b - c, zip(*ranges))]


@tool("mapping")
def filter_():
    return applied(lambda iterator, n: filter(lambda element: element % n, iterator))


@tool("mapping")
def filter_false():
    return applied(lambda iterator, n: itertools.filterfalse(lambda element: element % n, iterator))


@tool("mapping")
def filter_map():  # more-itertools: what is not None of map()
    return applied(lambda iterator, n: filter(lambda made: made is not None,
                                              map(lambda element: element - n if element % 3 else None, iterator)))


@tool("mapping")
def enumerate_():
    return applied(lambda iterator, n: enumerate(iterator, n - 5))


@tool("mapping")
def enumerate_from_0():
    elements = numbers()
    return [elements], [enumerate(elements)]


@tool("mapping")
def accumulate():
    elements, which, k = numbers(), below(len(OPERATIONS)), below(20)
    iterator = iter(elements)
    return [elements, which, k], begun(itertools.accumulate(iterator, OPERATIONS[which]), k, iterator)


@tool("mapping")
def accumulate_sum():
    elements = numbers()
    return [elements], [itertools.accumulate(elements)]


@tool("mapping")
def accumulate_initial():
    elements, which, initial, k = numbers(), below(len(OPERATIONS)), below(10), below(20)
    iterator = iter(elements)
    totals = itertools.accumulate(iterator, OPERATIONS[which], initial=initial)
    return [elements, which, initial, k], begun(totals, k, iterator)


@tool("mapping")
def compress():
    ranges = elements, selectors = numbers(), numbers(values=range(2))
    # Python's reads the element before the selector and loses it if there is none; cogen's reads the selector first,
    # and says so.
    element_iterator, selector_iterator = map(iter, ranges)
    collections.deque(zip(selector_iterator, element_iterator), maxlen=0)
    return ranges, [itertools.compress(elements, selectors), element_iterator, selector_iterator]


@tool("mapping")
def inspect():
    seen = []
    arguments, answers = applied(lambda iterator, n: side_effect(lambda element: seen.append(n * element), iterator))
    return arguments, [*answers, seen]


@tool("mapping")
def unique_justseen():
    elements, k = numbers(values=range(3)), below(20)
    iterator = iter(elements)
    return [elements, k], begun(unique_just(iterator), k, iterator)


@tool("mapping")
def unique_justseen_key():
    return applied(lambda iterator, n: unique_just(iterator, lambda element: element // n))


@tool("mapping")
def unique_everseen():
    elements, k = numbers(), below(20)
    iterator = iter(elements)
    return [elements, k], begun(unique_ever(iterator), k, iterator)


@tool("mapping")
def unique_everseen_key():
    return applied(lambda iterator, n: unique_ever(iterator, lambda element: element % n))


# Copies and look-ahead


class peekable:  # the part of more-itertools' class that cogen has
    def __init__(self, iterable):
        self.iterator = iter(iterable)
        self.ahead = []

    def peek(self):
        self.ahead += itertools.islice(self.iterator, 1 - len(self.ahead))
        return self.ahead[0] if self.ahead else None

    def __bool__(self):
        return self.peek() is not None

    def __iter__(self):
        return self

    def __next__(self):
        return self.ahead.pop() if self.ahead else next(self.iterator)


def copied(count):
    """Reads at random from copies, and copies these; then what each has left."""
    elements = numbers(200 if below(4) == 0 else 30)
    iterator = iter(elements)
    copies = list(itertools.tee(iterator, count))
    steps, so_far = [], count
    for _ in range(below(12)):
        steps.append((below(so_far), -1 if below(6) == 0 else below(1 + len(elements) // 2)))
        so_far += steps[-1][1] == -1

    def answer(which, n):  # which copy is read from, and how much; -1: it is copied
        if n == -1:
            copies.append(copy.copy(copies[which]))
            return []
        return list(itertools.islice(copies[which], n))

    return [elements, count, steps], [itertools.starmap(answer, steps), iterator, copies]


@tool("copies")
def tee():
    return copied(1 + below(4))


@tool("copies")
def tee_2():
    elements, n, k = numbers(), below(15), below(15)
    iterator = iter(elements)
    one, two = itertools.tee(iterator)
    return [elements, n, k], [itertools.islice(one, n), itertools.islice(two, k), iterator, one, two]


@tool("copies")
def peekable_():
    # The last step takes what is looked at: as long as there is something, cogen's range may only be read through it.
    elements, steps = numbers(10), [*dice.choices(range(4), weights=(3, 3, 2, 1), k=below(16)), 1]
    iterator = iter(elements)
    made = peekable(iterator)

    def answer(step):
        if step == 0:
            return made.peek()
        if step == 1:
            return next(made, None)
        return bool(made) if step == 2 else list(itertools.islice(made, 3))

    return [elements, steps], [map(answer, steps), iterator, made]


@tool("copies")
def spy():
    elements, n, k = numbers(), below(12), below(15)
    iterator = iter(elements)
    head = list(itertools.islice(iterator, n))  # more-itertools: head and all elements
    made = itertools.chain(head, iterator)
    return [elements, n, k], [head, itertools.islice(made, k), head[k:], iterator, made]


# Sources


@tool("sources")
def range_stop():
    stop = below(40) - 10
    return [stop], [range(stop)]


@tool("sources")
def range_start():
    start, stop = below(40) - 20, below(40) - 20
    return [start, stop], [range(start, stop)]


@tool("sources")
def range_():
    start, stop, step = below(60) - 30, below(60) - 30, dice.choice((-9, -4, -3, -2, -1, 1, 2, 3, 5, 20))
    return [start, stop, step], [range(start, stop, step)]


LEAST, GREATEST = -2**63, 2**63 - 1


def anywhere():
    """An integer of 64 bits, often close to the end of the type."""
    return dice.choice((LEAST + below(9), GREATEST - below(9), dice.randint(LEAST, GREATEST), below(9)))


@tool("sources")
def range_wide():
    start, stop, step = anywhere(), anywhere(), anywhere() or 1
    return [start, stop, step], [itertools.islice(range(start, stop, step), 5)]


@tool("sources")
def count():
    start, step, k = below(40) - 20, below(20) - 10, below(10)
    return [start, step, k], [itertools.islice(itertools.count(start, step), k)]


@tool("sources")
def count_start():
    start, k = below(40) - 20, below(10)
    return [start, k], [itertools.islice(itertools.count(), k), itertools.islice(itertools.count(start), k)]


@tool("sources")
def count_wide():
    start, step = anywhere(), anywhere()
    # Python goes on beyond 64 bits; cogen's throws there, and says so.
    within = itertools.takewhile(lambda number: LEAST <= number <= GREATEST, itertools.count(start, step))
    return [start, step], [itertools.islice(within, 5)]


@tool("sources")
def count_quarters():
    start, step, k = below(40) - 20, below(20) - 10, below(10)
    # Sums of quarters have no rounding errors, which add up in Python, but not in cogen, which says so.
    quarters = itertools.islice(itertools.count(start / 4, step / 4), k)
    return [start, step, k], [map(lambda number: int(4 * number), quarters)]


@tool("sources")
def repeat():
    element, n = below(10), below(10)
    return [element, n], [itertools.repeat(element, n)]


@tool("sources")
def repeat_endless():
    element, k = below(10), below(10)
    return [element, k], [itertools.islice(itertools.repeat(element), k)]


@tool("sources")
def cycle():
    elements, k = numbers(8), below(30)
    iterator = iter(elements)
    return [elements, k], begun(itertools.cycle(iterator), k, iterator)


@tool("sources")
def iterate():
    start, factor, k = below(10), below(10), below(15)
    values = itertools.accumulate(itertools.repeat(start), lambda value, _: (factor * value + 1) % 101)
    return [start, factor, k], [itertools.islice(values, k)]  # more-itertools' iterate


@tool("sources")
def call_until():
    sentinel, k = below(10), below(12)
    elements = [*numbers(), sentinel, *numbers(3)]
    iterator = iter(elements)
    return [elements, sentinel, k], begun(iter(lambda: next(iterator), sentinel), k, iterator)


@tool("sources")
def call_until_none():
    elements = [*numbers(), None, *numbers(3)]
    iterator = iter(elements)
    return [elements], [iter(lambda: next(iterator), None), iterator]


def random_text(pieces):
    written = dice.choices(pieces, k=below(14))
    if below(500) == 0:
        written.insert(below(len(written) + 1), "long" * (15_000 + below(4_000)))  # a line longer than a block
    return "".join(written)


def opened(given, newline):
    return io.TextIOWrapper(io.BytesIO(given.encode("latin-1")), encoding="latin-1", newline=newline)


def lines_of_any_text():
    given, k = random_text(["a", "bc", "\0", "\xe9", "\n", "\n", "\r\n", "\r"]), below(15)
    # newline="\n": a \r that ends no line is none to cogen, which says so.
    made = (line.removesuffix("\n").removesuffix("\r") if line.endswith("\n") else line for line in opened(given, "\n"))
    return [given, k], [itertools.islice(made, k)]


@tool("sources")
def lines():
    return lines_of_any_text()


@tool("sources")
def lines_of_file():
    return lines_of_any_text()


@tool("sources")
def lines_of_usual_text():  # where every \r is before a \n, which is how Python opens a text
    given = random_text(["a", "bc", "\0", "\xe9", "\n", "\n", "\r\n"])
    return [given], [(line.removesuffix("\n") for line in opened(given, None))]


def chunks_of_any_text():
    given, n, k = random_text(["abc", "de", "\n", "\0", "\xff", "\r"]), 1 + below(9), below(8)
    if len(given) > 1000:
        n = 10_000 + below(60_000)
    file = io.BytesIO(given.encode("latin-1"))
    chunks = (chunk.decode("latin-1") for chunk in iter(lambda: file.read(n), b""))
    return [given, n, k], [itertools.islice(chunks, k)]


@tool("sources")
def read_chunks():
    return chunks_of_any_text()


@tool("sources")
def read_chunks_of_file():
    return chunks_of_any_text()


# Sinks


def searched(function):
    """The arguments and answers of a call with a range and a predicate."""
    elements, n = numbers(8), below(11)
    iterator = iter(elements)
    return [elements, n], [function(lambda element: element < n, iterator), iterator]


def searched_for_truth(function):
    elements = numbers(8, dice.choice(([0], [1], [0, 1, 2], [0, 0, 0, 1], [1, 1, 1, 0])))
    iterator = iter(elements)
    return [elements], [function(iterator), iterator]


def words():
    return ["".join(dice.choices("abc \0", k=below(4))) for _ in range(below(8))]


@tool("sinks")
def to_vector():
    elements = numbers()
    return [elements], [list(elements)]


@tool("sinks")
def to_set():
    elements = numbers()
    return [elements], [sorted(set(elements))]


@tool("sinks")
def to_map():
    # Of equal keys dict() has the last and cogen's map the first, as C++ inserts: here there are none.
    pairs = list(zip(dice.sample(range(20), k=20), numbers()))
    return [pairs], [sorted(dict(pairs).items())]


@tool("sinks")
def for_each():
    elements, seen = numbers(), []
    for element in elements:
        seen.append(2 * element)
    return [elements], [seen]


@tool("sinks")
def fold():
    elements, which, initial = numbers(), below(len(OPERATIONS)), below(10)
    return [elements, which, initial], [functools.reduce(OPERATIONS[which], elements, initial)]


@tool("sinks")
def sum_():
    elements = numbers(values=range(-9, 10))
    return [elements], [sum(elements)]


@tool("sinks")
def sum_initial():
    elements, initial = numbers(values=range(-9, 10)), below(100) - 50
    return [elements, initial], [sum(elements, initial)]


@tool("sinks")
def min_():
    elements = numbers(values=range(-50, 50))
    return [elements], [min(elements, default=None)]


@tool("sinks")
def max_():
    elements = numbers(values=range(-50, 50))
    return [elements], [max(elements, default=None)]


@tool("sinks")
def min_key():
    elements = numbers(values=range(50))
    return [elements], [min(elements, key=tens, default=None)]


@tool("sinks")
def max_key():
    elements = numbers(values=range(50))
    return [elements], [max(elements, key=tens, default=None)]


@tool("sinks")
def min_compare():  # by greater(): the first of the greatest
    elements = numbers(values=range(50))
    return [elements], [max(elements, key=tens, default=None)]


@tool("sinks")
def minmax():
    elements = numbers(values=range(-50, 50))
    return [elements], [(min(elements), max(elements)) if elements else None]


@tool("sinks")
def minmax_key():
    # Of several greatest elements more-itertools' minmax may return another than max() does; cogen's returns max()'s,
    # and says so.
    elements = numbers(values=range(50))
    return [elements], [(min(elements, key=tens), max(elements, key=tens)) if elements else None]


@tool("sinks")
def any_():
    return searched(lambda predicate, iterator: any(map(predicate, iterator)))


@tool("sinks")
def all_():
    return searched(lambda predicate, iterator: all(map(predicate, iterator)))


@tool("sinks")
def none():
    return searched(lambda predicate, iterator: not any(map(predicate, iterator)))


@tool("sinks")
def any_truth():
    return searched_for_truth(any)


@tool("sinks")
def all_truth():
    return searched_for_truth(all)


@tool("sinks")
def none_truth():
    return searched_for_truth(lambda iterator: not any(iterator))


@tool("sinks")
def length():
    elements = numbers()
    iterator = iter(elements)
    return [elements], [sum(1 for _ in iterator), iterator]  # more-itertools' ilen


@tool("sinks")
def first():
    elements = numbers(4)
    iterator = iter(elements)
    return [elements], [next(iterator, None), iterator]


@tool("sinks")
def last():
    elements = numbers(6)
    return [elements], [collections.deque(elements, maxlen=1)[0] if elements else None]


@tool("sinks")
def nth():
    elements, n = numbers(12), below(14)
    iterator = iter(elements)
    return [elements, n], [next(itertools.islice(iterator, n, None), None), iterator]


@tool("sinks")
def consume():
    elements, n = numbers(12), below(14)
    iterator = iter(elements)
    next(itertools.islice(iterator, n, n), None)  # the recipe in the documentation of itertools
    return [elements, n], [iterator]


@tool("sinks")
def consume_all():
    elements = numbers(12)
    iterator = iter(elements)
    collections.deque(iterator, maxlen=0)
    return [elements], [iterator]


@tool("sinks")
def join():
    strings, separator = words(), dice.choice(("", ", ", "\n", "--"))
    return [strings, separator], [separator.join(strings)]


@tool("sinks")
def join_characters():
    characters, separator = "".join(words()), dice.choice(("", ", ", "\n", "--"))
    return [characters, separator], [separator.join(characters)]


@tool("sinks")
def partition():
    elements, n = numbers(), below(11)
    return [elements, n], [[element for element in elements if element >= n],
                           [element for element in elements if element < n]]


if __name__ == "__main__":
    family, calls, number = sys.argv[1:] or (None, 0, 0)
    for function in itertools.chain.from_iterable(TOOLS.values()) if family is None else TOOLS[family]:
        name = function.__name__.removesuffix("_")
        if family is None:
            print(name)
        dice = random.Random(f"{name} {number}")  # calls of its own, whatever other tools there are
        for _ in range(int(calls)):
            arguments, answers = function()
            print(name, *map(text, arguments), ":", *map(text, answers))
