"""Random generators, as Python and as cogen: the same must happen, event by event.

    conformance.py MACHINE [--programs 20000] [--seed 1 or COGEN_CONFORMANCE_SEED]
    conformance.py --self-test MACHINE

Each program is a number of generators that delegate to those behind them, and a script of calls on the first. Python runs
it as it is; MACHINE runs the same with cogen. Where the traces differ, the program is made smaller while they do, and both
are printed with it. Differences of C++ are not in the language: no co_yield in `finally`, which is a destructor; a generator
that is dropped is destroyed, not closed, so its handlers of GeneratorExit do not run; result() may be asked again and
again, StopIteration comes once with its value.
"""
import argparse
import collections
import inspect
import os
import random
import signal
import subprocess
import sys


class E1(Exception):
    pass


class E2(Exception):
    pass


# A block is a list of statements: ("log", k) ("yield", v) ("from", g) ("range", kind, v) ("raise", name, v) ("return", v)
# ("loop", n, block) ("try", block, [(kind, block, again)]) ("finally", k, block)


class Maker:
    def __init__(self, chance):
        self.chance = chance
        self.labels = 0

    def label(self):
        self.labels += 1
        return self.labels

    def block(self, which, count, depth, exits):
        return [self.statement(which, count, depth, exits)
                for _ in range(self.chance.randint(*[(2, 6), (1, 4), (1, 2), (1, 2)][depth]))]

    def statement(self, which, count, depth, exits):
        # What ends a body at once is rare outside of a try.
        weights = {"yield": 8, "log": 1, "range": 1, "raise": 1.5 if depth else 0.3, "return": 0.5 if depth else 0.2,
                   "from": 5 if which + 1 < count else 0}
        if depth < 3:
            weights |= {"try": 4, "finally": 2, "loop": 2}
        kind = self.chance.choices(list(weights), list(weights.values()))[0]
        inner = lambda: self.block(which, count, depth + 1, exits)
        if kind in ("yield", "log", "return"):
            return (kind, self.label())
        if kind == "raise":
            return (kind, self.chance.choice(["E1", "E2"]), self.label())
        if kind == "from":
            return (kind, self.chance.randrange(which + 1, count))
        if kind == "range":
            return (kind, self.chance.choice(["window", "list"]), self.label())
        if kind == "loop":
            return (kind, self.chance.randint(2, 3), inner())
        if kind == "finally":
            return (kind, self.label(), inner())
        names = ["E1", "E2", "Exception"] + (["GeneratorExit"] if exits else [])
        chosen = [name for name in names if self.chance.random() < 0.5] or [self.chance.choice(names)]
        return (kind, inner(), [self.handler(which, name, inner) for name in chosen])

    def handler(self, which, name, inner):
        if name == "GeneratorExit" and which > 0:
            # One that yields again is dropped by the generator that delegates to it, and Python closes it: it must say
            # nothing then.
            if self.ignores:
                return (name, [("yield", self.label())], False)
            if self.chance.random() < 0.5:
                return (name, [("log", self.label())], True)
            return (name, [("log", self.label()), ("return", self.label())], False)
        return (name, inner(), self.chance.random() < 0.3)

    def program(self):
        count = self.chance.randint(1, 4)
        exits = self.chance.random() < 0.5
        self.ignores = self.chance.random() < 0.3
        bodies = [self.block(i, count, 0, exits) for i in range(count)]
        calls = []
        for number in range(self.chance.randint(1, 14)):
            kind = self.chance.choice(["next"] * 9 + ["send"] * 5 + ["throw"] * 3 + ["close"])
            if number == 0 and self.chance.random() < 0.9:
                kind = "next"
            if kind == "send":
                calls.append(f"send {self.label()}")
            elif kind == "throw":
                calls.append(f"throw {self.chance.choice(['E1', 'E2'])} {self.label()}")
            else:
                calls.append(kind)
        if not exits:
            calls.append("drop")
        return bodies, calls


def python_of(bodies):
    lines = []

    def write(indent, text):
        lines.append("    " * indent + text)

    def block(statements, indent):
        if not statements:
            write(indent, "pass")
        for statement in statements:
            kind = statement[0]
            if kind == "log":
                write(indent, f"say('log {statement[1]}')")
            elif kind == "yield":
                write(indent, f"say(f'got {{(yield {statement[1]})}}')")
            elif kind == "from":
                write(indent, f"say(f'returned {{(yield from g{statement[1]}())}}')")
            elif kind == "range":
                write(indent, f"say(f'returned {{(yield from elements({statement[2]}))}}')")
            elif kind == "raise":
                write(indent, f"raise {statement[1]}({statement[2]})")
            elif kind == "return":
                write(indent, f"return {statement[1]}")
            elif kind == "loop":
                write(indent, f"for _ in range({statement[1]}):")
                block(statement[2], indent + 1)
            elif kind == "finally":
                write(indent, "try:")
                block(statement[2], indent + 1)
                write(indent, "finally:")
                write(indent + 1, f"say('finally {statement[1]}')")
            else:
                write(indent, "try:")
                block(statement[1], indent + 1)
                for name, handler, again in statement[2]:
                    write(indent, f"except {name}:")
                    block(handler, indent + 1)
                    if again:
                        write(indent + 1, "raise")
    for number, body in enumerate(bodies):
        write(0, f"def g{number}():")
        block(body, 1)
        write(1, "return")
        write(1, "yield")
    return "\n".join(lines)


def instructions_of(body):
    code = []

    def block(statements):
        for statement in statements:
            kind = statement[0]
            if kind in ("log", "yield", "from", "return"):
                code.append(f"{kind} {statement[1]}")
            elif kind == "range":
                code.append(f"{statement[1]} {statement[2]}")
            elif kind == "raise":
                code.append(f"raise {statement[1]} {statement[2]}")
            elif kind == "loop":
                start = len(code)
                block(statement[2])
                code.append(f"times {statement[1]} {start}")
            elif kind == "finally":
                code.append(f"guard {statement[1]}")
                block(statement[2])
                code.append("end_guard")
            else:
                begin = len(code)
                code.append(None)
                block(statement[1])
                code.append("end_handler")
                ends = [len(code)]
                code.append(None)
                code[begin] = f"handler {len(code)}"
                for name, handler, again in statement[2]:
                    test = len(code)
                    code.append(None)
                    block(handler)
                    if again:
                        code.append("again")
                    code.append("handled")
                    ends.append(len(code))
                    code.append(None)
                    code[test] = f"match {name} {len(code)}"
                code.append("again")
                for end in ends:
                    code[end] = f"jump {len(code)}"
    block(body)
    code.append("end")
    return code


def text_of(bodies, calls):
    lines = ["program"]
    for body in bodies:
        lines += ["generator", *instructions_of(body)]
    return "\n".join(lines + ["script", *calls, "run", ""])


STATES = {inspect.GEN_CREATED: "created", inspect.GEN_SUSPENDED: "suspended", inspect.GEN_RUNNING: "running",
          inspect.GEN_CLOSED: "closed"}


def elements(first):
    """Three, of a range that takes nothing."""
    return iter((first, first + 1000, first + 2000))


def python_trace(bodies, calls, counts=None):
    """What happens. `counts`, if given, gets how often what was done to a generator in which state, and came of it; then
    the calls end with the second on a generator that is closed."""
    trace = []
    names = {"say": trace.append, "E1": E1, "E2": E2, "elements": elements}
    exec(python_of(bodies), names)
    generator = names["g0"]()
    closed = 0
    for number, call in enumerate(calls):
        word, *arguments = call.split()
        if word == "drop":
            del generator
            trace.append("dropped")
            break
        suspended = inspect.getgeneratorstate(generator) == inspect.GEN_SUSPENDED
        delegating = suspended and inspect.isgenerator(generator.gi_yieldfrom)
        try:
            if word == "next":
                trace.append(f"yielded {next(generator)}")
            elif word == "send":
                trace.append(f"yielded {generator.send(int(arguments[0]))}")
            elif word == "throw":
                trace.append(f"yielded {generator.throw(names[arguments[0]](int(arguments[1])))}")
            else:
                generator.close()
                trace.append("closed")
        except StopIteration as end:
            trace.append(f"stopped {end.value}")
        except (E1, E2) as error:
            trace.append(f"raised {type(error).__name__} {error}")
        except AttributeError:  # send() while it delegates to a range
            trace.append("raised generator_error")
        except BaseException as error:
            trace.append(f"raised {type(error).__name__}")
        if counts is not None:
            counts[" ".join([word, trace[-1].split()[0], *(["while suspended"] if suspended else []),
                             *(["and delegating"] if delegating else [])])] += 1
            if trace[-1] == "raised RuntimeError":
                counts[trace[-1]] += 1
        trace.append(STATES[inspect.getgeneratorstate(generator)])
        closed += trace[-1] == "closed"
        if counts is not None and closed == 2:
            del calls[number + 1:]
            break
    return trace[:]  # what happens when it is dropped behind the script is not compared


class Machine:
    def __init__(self, *command):
        self.command = command
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def trace(self, bodies, calls):
        self.process.stdin.write(text_of(bodies, calls))
        self.process.stdin.flush()
        lines = []
        # One that hangs is killed, and has then ended.
        signal.signal(signal.SIGALRM, lambda *_: self.process.kill())
        signal.alarm(20)
        for line in self.process.stdout:
            if line == "---\n":
                signal.alarm(0)
                return lines
            lines.append(line.rstrip("\n"))
        ended = self.process.wait()
        signal.alarm(0)
        self.start()
        return lines + [f"the machine has ended: {ended}"]


def smaller(bodies, calls):
    """Programs with one thing less."""
    for i in range(len(calls)):
        yield bodies, calls[:i] + calls[i + 1:]

    def without(block):
        for i, statement in enumerate(block):
            yield block[:i] + block[i + 1:]
            for j, part in enumerate(statement):
                if isinstance(part, list) and part and isinstance(part[0], tuple) and isinstance(part[0][0], str):
                    if statement[0] == "try" and j == 2:
                        for k, (name, handler, again) in enumerate(part):
                            if len(part) > 1:
                                yield block[:i] + [(*statement[:j], part[:k] + part[k + 1:])] + block[i + 1:]
                            for less in without(handler):
                                yield block[:i] + [(*statement[:j], part[:k] + [(name, less, again)] + part[k + 1:])] + block[i + 1:]
                    else:
                        yield block[:i] + part + block[i + 1:]
                        for less in without(part):
                            yield block[:i] + [(*statement[:j], less, *statement[j + 1:])] + block[i + 1:]
    for number, body in enumerate(bodies):
        for less in without(body):
            yield bodies[:number] + [less] + bodies[number + 1:], calls


def comparable(bodies, calls):
    """Python runs handlers of GeneratorExit in a generator that is dropped, C++ destroys it."""
    if "drop" in calls:
        return "GeneratorExit" not in str(bodies)
    inner = [part for body in bodies[1:] for part in handlers(body) if part[0] == "GeneratorExit"]
    silent = [len(block) == 1 and block[0][0] == "yield" and not again for _, block, again in inner]
    ends = [again or bool(block) and block[-1][0] == "return" for _, block, again in inner]
    return all(silent) or all(ends)


def handlers(block):
    for statement in block:
        if statement[0] == "try":
            for handler in statement[2]:
                yield handler
                yield from handlers(handler[1])
            yield from handlers(statement[1])
        elif statement[0] in ("loop", "finally"):
            yield from handlers(statement[2])


def shrunk(bodies, calls, machine):
    """The same difference, in a program that has none in it any more when anything is left out."""
    for less in smaller(bodies, calls):
        if comparable(*less) and python_trace(*less) != machine.trace(*less):
            return shrunk(*less, machine)
    return bodies, calls


def first_difference(machine, programs, seed):
    """The number and the smallest form of the first program whose traces differ, if any, and what was compared."""
    counts = collections.Counter()
    for number in range(programs):
        bodies, calls = Maker(random.Random(f"{seed}/{number}")).program()
        expected = python_trace(bodies, calls, counts)
        counts["events"] += len(expected)
        if expected != machine.trace(bodies, calls):
            return (number, *shrunk(bodies, calls, machine)), counts
    return None, counts


# What must have happened in so many of a thousand programs, or they prove little.
LEAST = {"next yielded while suspended": 400, "next yielded while suspended and delegating": 400,
         "send yielded while suspended and delegating": 200, "throw yielded while suspended": 40,
         "throw yielded while suspended and delegating": 50, "close closed while suspended and delegating": 30,
         "raised RuntimeError": 5}


def self_test(program):
    found, _ = first_difference(Machine(program, "--forget"), 1000, 1)
    assert found, "a machine that loses what is sent was not noticed"
    _, bodies, calls = found
    assert calls[0] == "next" and calls[1].startswith("send") and len(calls) == 2, calls
    assert [statement for body in bodies for statement in body if statement[0] == "yield"], bodies
    assert sum(map(len, bodies)) <= 2, bodies


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("machine")
    parser.add_argument("--programs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("COGEN_CONFORMANCE_SEED", 1)))
    parser.add_argument("--self-test", action="store_true")
    chosen = parser.parse_args()
    sys.unraisablehook = lambda _: None  # a generator that is dropped and ignores GeneratorExit
    if chosen.self_test:
        return self_test(chosen.machine)
    machine = Machine(chosen.machine)
    found, counts = first_difference(machine, chosen.programs, chosen.seed)
    if not found:
        print(f"{chosen.programs} programs, {counts['events']} events: the same in CPython {sys.version.split()[0]}")
        for what, count in sorted(counts.items()):
            print(f"  {count:8} {what}")
        if rare := [what for what, least in LEAST.items() if counts[what] * 1000 < least * chosen.programs]:
            sys.exit(f"too little has happened: {', '.join(rare)}")
        return
    number, bodies, calls = found
    print(f"program {number} of seed {chosen.seed} differs; made smaller:\n\n{python_of(bodies)}\n\n"
          f"calls: {'; '.join(calls)}\n\nCPython:\n  " + "\n  ".join(python_trace(bodies, calls)) + "\ncogen:\n  "
          + "\n  ".join(machine.trace(bodies, calls)) + "\n\ninstructions:\n" + text_of(bodies, calls))
    sys.exit(1)


if __name__ == "__main__":
    main()
