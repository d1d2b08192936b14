"""Checks that each test that docs/design/guarantees.md names exists: check_guarantees.py BUILD

Tests are named in backticks as `part: name`; BUILD is a build folder, which ctest lists.
"""
import pathlib
import re
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/design/guarantees.md"


def unknown(page, listed):
    """The tests that the page names and that are not listed, and how many it names."""
    named = re.findall(r"`([a-z_]+: ?[^`]+)`", page)
    known = {re.sub(r"^([a-z_-]+): *", r"\1: ", name) for name in listed}
    return [name for name in named if name not in known], len(named)


def main():
    page = PAGE.read_text()
    listing = subprocess.run(["ctest", "--test-dir", sys.argv[1], "-N"], check=True, capture_output=True, text=True)
    listed = re.findall(r"^ *Test +#\d+: (.*)$", listing.stdout, re.MULTILINE)
    missing, count = unknown(page, listed)
    missed, _ = unknown(page + "\n`core: there is no such test`", listed)
    if count < 50 or len(missed) != len(missing) + 1:
        sys.exit(f"{PAGE.name}: the check itself is broken: it finds {count} tests")
    if missing:
        sys.exit("\n".join([f"{PAGE.name} names tests that do not exist:", *missing]))
    print(f"{count} tests are named, all exist")


if __name__ == "__main__":
    main()
