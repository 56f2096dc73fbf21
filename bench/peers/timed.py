"""Runs a command and says what it cost: by the clock, of processor time, and its peak memory.

    python3 bench/peers/timed.py COMMAND [ARGUMENT ...]
"""
import resource
import subprocess
import sys
import time

begun = time.monotonic()
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{time.monotonic() - begun:.1f} s by the clock, {used.ru_utime + used.ru_stime:.1f} s of processor time, peak memory {used.ru_maxrss / 1024:.0f} MB")
sys.exit(code)
