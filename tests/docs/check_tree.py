"""Checks the repository's top level, and that no file names a path of the machine that it was written on."""
import pathlib
import re
import subprocess
import sys

TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "include", "tests", "bench", "examples", "docs", "README.md", "LICENSE",
    ".gitignore", ".clang-format", ".clang-tidy", ".github", ".ci", "CHANGELOG.md", "CONTRIBUTING.md", "modules",
    "packaging", "tools",
}
MACHINE_PATH = re.compile(rb"/w[o]rk/|/h[o]me/\w|/r[o]ot/")

root = pathlib.Path(__file__).resolve().parents[2]
listing = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         capture_output=True, text=True)
if listing.returncode == 0 and (root / ".git").exists():
    files = [root / name for name in listing.stdout.split("\0") if name]
else:  # an unpacked archive
    files = [path for path in root.rglob("*") if path.relative_to(root).parts[0] not in (".git", "build")]
files = [path for path in files if path.is_file()]

top_level = {path.relative_to(root).parts[0] for path in files}
problems = [f"missing at the top level: {name}" for name in sorted(TOP_LEVEL - top_level)]
problems += [f"does not belong at the top level: {name}" for name in sorted(top_level - TOP_LEVEL)]
problems += [f"{path.relative_to(root)}: names a path of one machine"
             for path in files if MACHINE_PATH.search(path.read_bytes())]
print(f"{len(files)} files, {len(problems)} problems", *problems, sep="\n")
sys.exit(bool(problems))
