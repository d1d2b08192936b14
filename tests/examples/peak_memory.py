"""Runs a command and prints its exit code and the most memory that it had resident, in KiB.

usage: peak_memory.py COMMAND [ARGUMENT]...
A process begins with the peak of the one that started it, and Python's own is 14 MiB: more than small programs need. So a
shell starts the command. When the shell is gone, its child becomes one of this script, is let go, and waited for.
"""
import ctypes
import os
import subprocess
import sys

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
start = '(read go <&"$0"; exec "$@") > /dev/null & echo $!'
waits, go = os.pipe()
shell = subprocess.Popen(["/bin/sh", "-c", start, str(waits), *sys.argv[1:]], stdout=subprocess.PIPE, pass_fds=[waits])
pid = int(shell.communicate()[0])
os.write(go, b"\n")
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
