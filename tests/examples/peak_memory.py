"""Runs a command and prints its exit code and the most memory that it had resident, in KiB.

usage: peak_memory.py COMMAND [ARGUMENT]...
A small process in between: a child begins with the peak of the process that started it.
"""
import os
import subprocess
import sys

child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
