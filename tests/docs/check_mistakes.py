"""Checks that the messages of docs/guide/mistakes.md are those that tests/compile_fail expects."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def problems(rows):
    for row in rows:
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
        message, file = cells[1].strip("`"), ROOT / f"tests/compile_fail/{cells[3].strip('`')}.cpp"
        expected = re.findall(r"^// expect: (.*)$", file.read_text(), re.MULTILINE) if file.exists() else []
        if not any(re.search(each, message) or message in each for each in expected):
            yield f"no case of {file.name} expects: {message}"


page = (ROOT / "docs/guide/mistakes.md").read_text()
rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
found = list(problems(rows))
broken = rows[0].replace("what is yielded", "what is not yielded")
if len(rows) != 20 or not list(problems([broken])):
    found.append(f"the check itself is broken: {len(rows)} rows")
print(f"{len(rows)} mistakes, {len(found)} problems", *found, sep="\n")
sys.exit(bool(found))
