"""Horizontal bar charts as SVG. The background is transparent and every colour is of middle lightness, so that a chart
is readable on a white page and on a dark one."""
import dataclasses
import math
from xml.sax.saxutils import escape, quoteattr

from results import RUNS, short

TEXT, LINE = "#7a8490", "#8b949e"
PYTHON = "#c08a2e"
OTHERS = {"g++": "#8b949e", "clang": "#b7bec6"}
OURS = {"g++": "#3b82f6", "clang": "#93bdf9"}
BAR, GAP, BETWEEN, LETTER = 10, 1, 9, 7.1  # a bar's height, what is between bars and groups, a bold letter's width
PAD, VALUE, AXIS, TITLE, LEGEND = 8, 62, 30, 24, 22
LOGARITHMIC = 20  # from this spread on


@dataclasses.dataclass(frozen=True)
class Panel:
    title: str
    groups: list  # (label, {name of the run: value})
    axis: str = ""  # what its numbers are; without it there is no axis, and lengths are proportional to values
    text: callable = short  # a value in words


def colour(label, run):
    """Contenders that are cogen stand out; clang's bars are the lighter ones."""
    return (OURS if label.startswith("cogen") else OTHERS).get(run, PYTHON)


def words(x, y, text, anchor="start", size=11, bold=False, fill=TEXT):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{600 if bold else 400}" '
            f'text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>')


def rectangle(x, y, width, fill):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR}" fill="{fill}"/>'


def round_step(most):
    """The step of about four ticks, 1, 2 or 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(most / 4))
    return next(factor * power for factor in (1, 2, 5, 10) if most / (factor * power) <= 5)


def scale_of(values, may_be_logarithmic):
    """The ticks, a function from a value to its place between 0 and 1, and whether it is logarithmic."""
    values = [value for value in values if value > 0] or [1]
    most, least = max(values), min(values)
    if not may_be_logarithmic or most <= LOGARITHMIC * least:
        step = round_step(most)
        return [step * i for i in range(int(most / step) + 1)], lambda value: value / most, False
    low = math.floor(math.log10(least * 0.7))
    span = math.log10(most) - low
    ticks = [10.0**power for power in range(low, math.floor(math.log10(most)) + 1)]
    return ticks, lambda value: (math.log10(value) - low) / span if value > 0 else 0, True


def height_of(panel):
    bars = sum(len(values) * (BAR + GAP) + BETWEEN for _, values in panel.groups)
    return TITLE + bars + (AXIS if panel.axis else 0)


def drawn(panel, x, y, width):
    """The elements of a panel whose upper left corner is at x, y."""
    left = x + max(len(label) for label, _ in panel.groups) * LETTER + PAD
    room = x + width - VALUE - left
    values = [value for _, values in panel.groups for value in values.values()]
    ticks, place, logarithmic = scale_of(values, bool(panel.axis))
    parts = [words(x, y + 13, panel.title, size=13, bold=True)]
    top = y + TITLE
    bottom = y + height_of(panel) - (AXIS if panel.axis else 0)
    if panel.axis:
        for tick in ticks:
            at = left + room * place(tick)
            parts.append(f'<path d="M{at:.1f} {top:.1f}V{bottom:.1f}" stroke="{LINE}" stroke-opacity="0.3"/>')
            parts.append(words(at, bottom + 12, f"{tick:,g}", "middle", 10))
        parts.append(words(left, bottom + 25, panel.axis + (", logarithmic" if logarithmic else ""), size=10))
    at = top + BETWEEN / 2
    for label, values in panel.groups:
        middle = at + len(values) * (BAR + GAP) / 2
        ours = label.startswith("cogen")
        parts.append(words(left - PAD, middle + 3.5, label, "end", bold=ours, fill=OURS["g++"] if ours else TEXT))
        for run, value in values.items():
            length = max(1.0, room * place(value))
            parts.append(rectangle(left, at, length, colour(label, run)))
            parts.append(words(left + length + 4, at + BAR - 1.5, panel.text(value), size=10))
            at += BAR + GAP
        at += BETWEEN
    return parts


def legend(runs, x, y):
    """A word for each compiler, after its two colours."""
    parts = []
    for run in (run for run in RUNS if run in runs and run != "cpython"):
        for label in ("", "cogen"):
            parts.append(rectangle(x, y, BAR, colour(label, run)))
            x += BAR + 2
        parts.append(words(x + 3, y + 9, run))
        x += 20 + len(run) * LETTER + 16
    return parts


def svg(name, panels, columns=1, width=760):
    """A picture of panels, in columns of equal width."""
    rows = [panels[i:i + columns] for i in range(0, len(panels), columns)]
    runs = {run for panel in panels for _, values in panel.groups for run in values}
    parts, y = legend(runs, PAD, PAD), PAD + LEGEND
    apart = 24
    each = (width - 2 * PAD - apart * (columns - 1)) / columns
    for row in rows:
        for column, panel in enumerate(row):
            parts += drawn(panel, PAD + column * (each + apart), y, each)
        y += max(map(height_of, row)) + PAD
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y:.0f}" '
                      f'viewBox="0 0 {width} {y:.0f}" role="img" aria-label={quoteattr(name)} '
                      'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif">',
                      f"<title>{escape(name)}</title>", *parts, "</svg>", ""])
