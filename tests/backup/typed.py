"""Runs a program at a terminal and answers each of its questions with the same line: typed.py ANSWER PROGRAM ..."""

import os
import pty
import signal
import sys

# Whoever still waits for an answer then, waits for ever.
signal.alarm(120)
answer, program = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(program[0], program)
shown = b""
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    sys.stdout.buffer.write(part)
    shown += part
    if shown.rstrip(b"\x1b[K").endswith(b": "):
        shown = b""
        os.write(terminal, answer.encode() + b"\n")
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
