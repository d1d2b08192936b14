"""Checks that the links of the documents point to something.

check_links.py [ROOT]: in README.md and the other Markdown files of the top level, docs/**/*.md and examples/**/*.md the
file of each relative link exists, and so does its anchor, as GitHub makes it of a heading. The figures of docs/index.md
are figures of docs/benchmarks.md.
"""
import pathlib
import re
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "docs" / "site"))
from links import FENCE, links  # noqa: E402


def anchors(text):
    """The anchors that GitHub makes of headings, and those written as HTML."""
    found = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))
    fence = None
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark:
            fence = None if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (heading := re.match(r"#{1,6} +(.*?) *#*$", line)):
            plain = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", heading[1]).lower()
            slug = re.sub(r"[^\w\- ]", "", re.sub(r"[*`]", "", plain)).replace(" ", "-")
            number = sum(1 for each in found if re.fullmatch(re.escape(slug) + r"(-\d+)?", each))
            found.add(f"{slug}-{number}" if slug in found else slug)
    return found


def problems_of(root, document):
    for target in links(document.read_text()):
        target = target.strip("<>")
        if re.match(r"[a-z][a-z+.-]*:", target):
            continue
        file, _, anchor = target.partition("#")
        linked = (document.parent / urllib.parse.unquote(file)).resolve() if file else document
        if file.startswith("/") or not linked.is_relative_to(root) or not linked.exists():
            yield f"no file {target}"
        elif anchor and linked.suffix == ".md" and urllib.parse.unquote(anchor) not in anchors(linked.read_text()):
            yield f"no heading {target}"


def figures(root):
    index, benchmarks = root / "docs" / "index.md", root / "docs" / "benchmarks.md"
    if not index.is_file() or not benchmarks.is_file():
        return
    measured = {cell.strip() for cell in re.split(r"[|/\n]", benchmarks.read_text())}
    for number, unit in re.findall(r"(\d+(?:\.\d+)?)\s(ns|MB)\b", index.read_text()):
        if (number if unit == "ns" else f"{number} MB") not in measured:
            yield f"docs/benchmarks.md has no figure {number} {unit}"


def check(root):
    """Returns the number of documents and a list of problems."""
    documents = [*sorted(root.glob("*.md")), *sorted(root.glob("docs/**/*.md")), *sorted(root.glob("examples/**/*.md"))]
    problems = [f"{document.relative_to(root)}: {problem}"
                for document in documents for problem in problems_of(root, document)]
    return len(documents), problems + [f"docs/index.md: {problem}" for problem in figures(root)]


def self_test():
    cases = [
        ("[a](docs/a.md) ![b](docs/b.svg) [c](https://no.such/page) [d](#one-two) [e](docs/)", ""),
        ("[a](docs/a.md#send-and-throw_) [b](docs/a.md#same-1) [c](docs/a.md#here)", ""),
        ("`[a](docs/none.md)`\n```text\n[a](docs/none.md)\n```\n~~~\n[a](none)\n~~~\n", ""),
        ("[`a`](docs/none.md)", "no file docs/none.md"),
        ("text [a](docs/a.md) and [![b](docs/none.svg)](docs/a.md)", "no file docs/none.svg"),
        ("[a](../outside.md)", "no file ../outside.md"),
        ("[a](docs/a.md#none)", "no heading docs/a.md#none"),
        ("[a](docs/a.md#same-2)", "no heading"),
        ("[a](#three)", "no heading #three"),
        ("[a](docs/a.md#in-code)", "no heading"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        (root / "docs").mkdir()
        (root / "docs" / "b.svg").touch()
        (root / "docs" / "a.md").write_text(
            "# `send()` and [throw_](#same)!\n## Same\n## Same\n<a id=\"here\"></a>\n```sh\n# in code\n```\n")
        for text, expected in cases:
            (root / "README.md").write_text(f"# One, two\n{text}\n")
            found = "\n".join(check(root)[1])
            if expected not in found or bool(expected) != bool(found):
                sys.exit(f"{text!r}: expected {expected!r}, found {found!r}")
        (root / "README.md").write_text("")
        (root / "docs" / "benchmarks.md").write_text("| a | 0.24 | 1.6 | 201 MB / 3 MB |\n")
        for text, expected in [("0.24 ns, 201 MB, 3 MB", ""), ("0.25 ns", "no figure 0.25 ns"), ("1.6 MB", "1.6 MB")]:
            (root / "docs" / "index.md").write_text(text)
            found = "\n".join(check(root)[1])
            if expected not in found or bool(expected) != bool(found):
                sys.exit(f"{text!r}: expected {expected!r}, found {found!r}")


if sys.argv[1:] == ["--self-test"]:
    self_test()
else:
    total, wrong = check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve())
    print(f"{total} documents, {len(wrong)} problems", *wrong, sep="\n")
    sys.exit(bool(wrong))
