"""Holds one thread of a process still, by ptrace, until this program ends: hold_thread.py PID NAME."""

import ctypes
import os
import sys

PTRACE_SEIZE = 0x4206
PTRACE_INTERRUPT = 0x4207

pid, name = sys.argv[1:]
tasks = f"/proc/{pid}/task"
thread = next(int(task) for task in os.listdir(tasks) if open(f"{tasks}/{task}/comm").read().strip() == name[:15])
libc = ctypes.CDLL(None, use_errno=True)
for request in (PTRACE_SEIZE, PTRACE_INTERRUPT):
    if libc.ptrace(request, thread, None, None) != 0:
        sys.exit(f"not allowed: {os.strerror(ctypes.get_errno())}")
os.waitpid(thread, 0x40000000)  # __WALL: it stands still.
print("held", flush=True)
sys.stdin.read()
