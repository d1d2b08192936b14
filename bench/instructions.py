"""Counts the instructions that an element takes, which no busy machine can blur: python3 bench/instructions.py

Needs valgrind, and g++ or clang++-19 or both. Prints a Markdown table.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

QUESTIONS = ["textbook", "textbook, may throw", "element", "next()", "send()", "element at depth 1",
             "element at depth 64", "create, textbook", "create", "tree node, symmetric transfer", "tree node"]
ROOT = pathlib.Path(__file__).resolve().parent.parent
FEW, MANY = 630, 63_630


def build(compiler: str, program: pathlib.Path) -> None:
    sources = [ROOT / "bench/support" / name for name in ("instructions.cpp", "elsewhere.cpp")]
    subprocess.run([compiler, "-std=c++20", "-O2", "-DNDEBUG", f"-I{ROOT}/include", f"-I{ROOT}/bench", *sources,
                    "-o", program], check=True)


def instructions(program: pathlib.Path, question: str, elements: int) -> int:
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, question,
                           str(elements)], check=True, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def main() -> None:
    compilers = [name for name in ("g++", "clang++-19") if shutil.which(name)]
    if not compilers or not shutil.which("valgrind"):
        sys.exit("instructions.py: needs valgrind, and g++ or clang++-19")
    columns = []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers:
            program = pathlib.Path(folder, compiler)
            build(compiler, program)
            columns.append([(instructions(program, each, MANY) - instructions(program, each, FEW)) / (MANY - FEW)
                            for each in QUESTIONS])
    print(f"| instructions | {' | '.join(compilers)} |\n|---|{'---|' * len(compilers)}")
    for question, *counts in zip(QUESTIONS, *columns):
        print(f"| {question} | {' | '.join(f'{count:.0f}' for count in counts)} |")


if __name__ == "__main__":
    main()
