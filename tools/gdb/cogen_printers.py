"""Shows cogen's generators in gdb: which state they are in, where they are suspended, to whom they delegate.

In gdb, or in ~/.gdbinit:

    source cogen_printers.py
    print numbers                # a generator, alone or inside anything else
    cogen-backtrace numbers      # the generators that are delegated to, outermost first, as Python's traceback

Functions are known in any program with debug information; lines only in one that is built with COGEN_DEBUG.
"""
import re

import gdb
import gdb.printing

# Before the promise lie the addresses of the functions that resume and destroy the frame.
HANDLE_BYTES = 16
CREATED, RUNNING = 1, 2


class Frame:
    """A coroutine's frame, by the address that its handle holds."""

    def __init__(self, address):
        self.address = address
        pointers = gdb.Value(address).cast(gdb.lookup_type("unsigned long").pointer())
        self.resume, self.destroy = int(pointers[0]), int(pointers[1])
        base = gdb.lookup_type("cogen::detail::frame_base").pointer()
        self.base = gdb.Value(address + HANDLE_BYTES).cast(base).dereference()

    @property
    def done(self):
        return self.resume == 0

    @property
    def status(self):
        return int(self.base["status_"])

    def function(self):
        """The signature of the coroutine."""
        entry = self.resume or self.destroy
        block = gdb.block_for_pc(entry)
        name = None
        while block is not None:
            # What is inlined into it may begin there too, what it lies in begins elsewhere.
            if block.function and (name is None or block.start == entry):
                name = block.function.print_name
            block = block.superblock
        if name is None:
            return "a function without debug information"
        # g++ gives the part of f(int) that resumes a parameter of type _Z1fi.Frame.
        made_by_gcc = re.search(r"(_Z\w+)\.Frame ?\*\)$", name)
        return gdb.execute(f"demangle -- {made_by_gcc[1]}", to_string=True).strip() if made_by_gcc else name

    def line(self):
        """The file and line of the co_yield that it is suspended at, where the program keeps them."""
        try:
            where = self.base["where_"]
        except gdb.error:
            return ""
        implementation = where[where.type.strip_typedefs().fields()[0]]
        if int(implementation) == 0:
            return ""
        place = implementation.dereference()
        return f" at {place['_M_file_name'].string()}:{int(place['_M_line'])}"

    def place(self):
        return f"{self.function()}{self.line()}"


def frame_of(generator):
    """The frame of a generator object; None if it has none."""
    handle = generator["handle_"]
    address = int(handle[handle.type.strip_typedefs().fields()[0]])
    return Frame(address) if address else None


def state(frame):
    if frame is None or frame.done:
        return "closed"
    return {CREATED: "created", RUNNING: "running"}.get(frame.status, "suspended")


def chain(frame):
    """The frame, and those that it delegates to, innermost last: without the library's own, which serve a range."""
    delegates = []
    inner = frame.base["inner_"] if state(frame) == "suspended" else 0
    while int(inner):
        delegates.insert(0, Frame(int(inner) - HANDLE_BYTES))
        inner = inner.dereference()["parent_"]
    return [frame, *(each for each in delegates if "cogen::detail::" not in each.function().split("(")[0])]


def element(generator, frame):
    """What was yielded last; None where there is nothing."""
    if state(frame) != "suspended":
        return None
    yielded = generator.type.strip_typedefs().template_argument(0).strip_typedefs()
    if yielded.code in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
        yielded = yielded.target()
    else:
        try:
            kept = gdb.lookup_type(f"cogen::detail::yield_frame<{yielded.unqualified()}, true>").pointer()
            return gdb.Value(frame.address + HANDLE_BYTES).cast(kept).dereference()["kept_"]
        except gdb.error:
            pass
    return frame.base["value_"].cast(yielded.pointer()).dereference()


class GeneratorPrinter:
    def __init__(self, generator):
        self.generator = generator
        self.frame = frame_of(generator)

    def to_string(self):
        name = re.sub(r"(, void)+>$", ">", str(self.generator.type.strip_typedefs().unqualified()))
        now = state(self.frame)
        if self.frame is None:
            return f"{name}: {now}"
        return f"{name}: {now}" + {"created": f", {self.frame.function()}",
                                   "closed": f", was {self.frame.function()}"}.get(now, f" in {self.frame.place()}")

    def children(self):
        if self.frame is None:
            return
        value = element(self.generator, self.frame)
        if value is not None:
            yield "yielded", value
        for delegate in chain(self.frame)[1:]:
            yield "delegates to", delegate.place()


class Backtrace(gdb.Command):
    """cogen-backtrace GENERATOR: where it is suspended, and all generators that it delegates to, innermost last."""

    def __init__(self):
        super().__init__("cogen-backtrace", gdb.COMMAND_STACK, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        if not argument:
            raise gdb.GdbError("cogen-backtrace: name a generator")
        generator = gdb.parse_and_eval(argument)
        try:
            frame = frame_of(generator)
        except gdb.error:
            raise gdb.GdbError(f"cogen-backtrace: {argument} is no cogen::generator") from None
        if state(frame) == "closed":
            raise gdb.GdbError("cogen-backtrace: the generator is closed")
        for depth, each in enumerate(chain(frame)):
            gdb.write(f"#{depth}  {each.place()}\n")


printers = gdb.printing.RegexpCollectionPrettyPrinter("cogen")
printers.add_printer("generator", r"^cogen::generator<.*>$", GeneratorPrinter)
gdb.printing.register_pretty_printer(None, printers, replace=True)
Backtrace()
