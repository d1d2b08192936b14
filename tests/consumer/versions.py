"""Checks that the version is the same wherever it is written, and that the vcpkg port has the fields that it must have:
versions.py VERSION, that of CMake's project().

Conan's recipe and the one-file header read it from config.hpp.
"""
import json
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
version = sys.argv[1]
problems = []

config = (root / "include/cogen/config.hpp").read_text()
port = json.loads((root / "packaging/vcpkg/ports/cogen/vcpkg.json").read_text())
recipe = (root / "packaging/conan/conanfile.py").read_text()
found = {
    "config.hpp": ".".join(re.findall(r"#define COGEN_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", config)),
    "vcpkg.json": port.get("version"),
}
if (changes := root / "CHANGELOG.md").exists():
    newest = re.search(r"^## .*?(\d+\.\d+\.\d+)", changes.read_text(), re.MULTILINE)
    found["CHANGELOG.md"] = newest and newest[1]
problems += [f"{name}: {seen}, and project(VERSION) is {version}" for name, seen in found.items() if seen != version]
if re.search(r"^    version = ", recipe, re.MULTILINE):
    problems.append("conanfile.py: has a version of its own")

# https://learn.microsoft.com/vcpkg/reference/vcpkg-json
top = {"name", "version", "description", "homepage", "license", "dependencies", "features", "supports"}
dependency = {"name", "host", "default-features", "features", "platform", "version>="}
problems += [f"vcpkg.json: unknown field {name}" for name in port.keys() - top]
problems += [f"vcpkg.json: no field {name}" for name in ("name", "version", "description", "license") if name not in port]
lists = [port["dependencies"]]
for name, feature in port["features"].items():
    problems += [f"vcpkg.json: feature {name}: unknown field {key}" for key in feature.keys() - {"description", "dependencies"}]
    problems += [] if feature.get("description") else [f"vcpkg.json: feature {name} has no description"]
    lists.append(feature["dependencies"])
for entry in sum(lists, []):
    problems += [f"vcpkg.json: {entry['name']}: unknown field {key}" for key in entry.keys() - dependency]
    problems += [] if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["name"]) else [f"vcpkg.json: name {entry['name']}"]

print(*(problems or [f"version {version}"]), sep="\n")
sys.exit(bool(problems))
