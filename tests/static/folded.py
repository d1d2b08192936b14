"""folded.py SOURCE COMPILER...: compiles SOURCE to assembly; its folded_* functions must contain no call at all, and no
jump out of them that is one: no operator new, no resume through a pointer, nothing."""
import re
import subprocess
import sys

source, *compiler = sys.argv[1:]
text = subprocess.run([*compiler, "-O2", "-S", "-o", "-", source], capture_output=True, text=True, check=True).stdout
functions = re.findall(r"^(folded_\w+):(.*?)\.cfi_endproc", text, re.MULTILINE | re.DOTALL)
problems = [f"{name}: {call.strip()}" for name, body in functions for call in re.findall(r"^\s+(?:call|jmpq?\s+(?!\.L)).*", body, re.MULTILINE)]
print(f"{len(functions)} functions, {len(problems)} calls", *problems, sep="\n")
sys.exit(bool(problems) or len(functions) != 8)
