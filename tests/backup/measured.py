"""Runs a program and tells the most memory that it took, in bytes: measured.py PROGRAM ..."""

import resource
import subprocess
import sys

ended = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
sys.exit(ended.returncode)
