"""Coverage-guided fuzzing, from the committed corpus.

    run.py BUILD [--seconds 30] [--fuzzer core|adaptors]   each fuzzer for so many seconds
    run.py BUILD --merge [--seconds N]                     then takes what is new into the corpus, and makes that small
    run.py BUILD --self-test                               fuzzers whose model is wrong must notice

BUILD is the folder of the executables fuzz_core and fuzz_adaptors (clang, -fsanitize=fuzzer,address,undefined). What is
found goes into BUILD/fuzz, which is kept from run to run; a crash is printed with its input, and how to run it again.
"""
import argparse
import base64
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LENGTHS = {"core": 96, "adaptors": 48}  # longer inputs find nothing more
INPUTS = 100  # of a fuzzer, in the corpus


def start(fuzzer, arguments, environment=None):
    return subprocess.run([fuzzer, *map(str, arguments)], env=dict(os.environ, **(environment or {})),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")


def report(name, fuzzer, output):
    """What a crash is, and how to see it again."""
    print("\n".join(line for line in output.splitlines() if not line.startswith(("#", "INFO:"))))
    for file in map(pathlib.Path, re.findall(r"Test unit written to (.+)", output)):
        print(f"\n{name}: {file}\nbase64: {base64.b64encode(file.read_bytes()).decode()}\n"
              f"again: COGEN_FUZZ_EXPLAIN=1 {fuzzer} {file}")


def fuzz(name, build, seconds):
    fuzzer, folder, crashes = build / f"fuzz_{name}", build / "fuzz" / name, build / "fuzz" / "crashes"
    folder.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(exist_ok=True)
    done = start(fuzzer, [f"-max_total_time={seconds}", f"-max_len={LENGTHS[name]}", "-len_control=0", "-timeout=60",
                          "-print_final_stats=1", f"-artifact_prefix={crashes}/", folder, HERE / "corpus" / name])
    if done.returncode != 0:
        report(name, fuzzer, done.stdout)
        return False
    runs = re.search(r"number_of_executed_units: +(\d+)", done.stdout).group(1)
    edges = re.findall(r"cov: (\d+)", done.stdout)[-1]
    print(f"{name}: {runs} inputs in {seconds} s, {edges} edges, nothing found")
    return True


def merge(name, build):
    """As much as so many inputs can reach, of the corpus and the finds: each takes what adds most."""
    corpus, found, control = HERE / "corpus" / name, build / "fuzz" / name, build / "fuzz" / f"{name}-merge"
    control.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as unused:
        done = start(build / f"fuzz_{name}", ["-set_cover_merge=1", "-use_counters=0", f"-max_len={LENGTHS[name]}",
                                              f"-merge_control_file={control}", unused, corpus, found])
    if done.returncode != 0:
        sys.exit(done.stdout)
    lines = control.read_text().splitlines()
    count = int(lines[0])
    files = [pathlib.Path(line) for line in lines[2:2 + count]]
    reached = {int(number): set(edges) for kind, number, *edges in map(str.split, lines[2 + count:]) if kind == "FT"}
    left, chosen = set().union(*reached.values()), []
    while left and len(chosen) < INPUTS:
        # Of those that add as many the shortest.
        chosen.append(max(reached, key=lambda i: (len(reached[i] & left), -files[i].stat().st_size)))
        left -= reached[chosen[-1]]
    contents = [files[i].read_bytes()[:LENGTHS[name]] for i in chosen]
    for file in corpus.iterdir():
        file.unlink()
    for number, content in enumerate(contents):
        (corpus / f"{number:03}").write_bytes(content)
    print(f"{name}: {len(contents)} inputs, {sum(map(len, contents))} bytes, {len(left)} edges left out")


def self_test(name, build):
    folder = build / "fuzz" / f"{name}-self-test"
    folder.mkdir(parents=True, exist_ok=True)
    done = start(build / f"fuzz_{name}",
                 ["-max_total_time=30", f"-artifact_prefix={folder}/", folder, HERE / "corpus" / name],
                 {"COGEN_FUZZ_WRONG_MODEL": "1"})
    assert done.returncode != 0 and "\nfuzz: " in done.stdout, f"{name}: a wrong model was not noticed"
    print(f"{name}: noticed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--fuzzer", choices=list(LENGTHS), action="append")
    parser.add_argument("--merge", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    chosen = parser.parse_args()
    names = chosen.fuzzer or list(LENGTHS)
    if chosen.self_test:
        for name in names:
            self_test(name, chosen.build)
        return
    passed = [fuzz(name, chosen.build, chosen.seconds) for name in names]  # all of them, also if one fails
    if not all(passed):
        sys.exit(1)
    if chosen.merge:
        for name in names:
            merge(name, chosen.build)


if __name__ == "__main__":
    main()
