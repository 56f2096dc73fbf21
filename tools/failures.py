#!/usr/bin/env python3
"""Says what failed in the log of one stage: failures.py LOG prints, of each test that failed, where its runner begins to speak of it.

Knows Catch2 (under ctest), Python's unittest, `node --test` and vitest. At most 120 lines: enough to see the cause without the machine it happened on.
"""
import pathlib
import re
import sys

ANSI = re.compile(r"\x1b\[[0-9;]*m")
BEGINS = re.compile(r"^\s*(\d+: )?\s*(not ok \d+|(FAIL|ERROR): |.*: FAILED:$|.*ERROR: (Address|Undefined|Leak)|.*runtime error: |× |FAIL )")
LINES_OF_ONE, LINES = 24, 120


def failures(text: str) -> list[str]:
    lines = [ANSI.sub("", line) for line in text.splitlines()]
    said, at = [], 0
    while at < len(lines) and len(said) < LINES:
        if not BEGINS.match(lines[at]):
            at += 1
            continue
        of_this = lines[at:at + 1]
        for line in lines[at + 1:at + LINES_OF_ONE]:
            if BEGINS.match(line) or re.match(r"^\s*(ok \d+|\.\.\.$)", line):
                break
            of_this.append(line)
        said += of_this
        at += len(of_this)
    return said[:LINES]


print("\n".join(failures(pathlib.Path(sys.argv[1]).read_text(errors="replace"))))
