#!/usr/bin/env python3
"""Adds up what test runners said: count_tests.py LOG ... prints `N passed, N failed, N skipped`, exit code 1 if anything failed or nothing ran.

Each log is one stage. A stage whose command failed has a file LOG.failed beside it; if its own words name no failed test, that counts as one.
"""
import pathlib
import re
import sys

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def numbers(text: str) -> tuple[int, int, int]:
    passed = failed = skipped = 0
    for line in text.splitlines():
        line = ANSI.sub("", line).strip()
        line = re.sub(r"^\d+: ", "", line)  # ctest -V
        if m := re.match(r"All tests passed \(.* in (\d+) test cases?\)", line):  # Catch2
            passed += int(m[1])
        elif m := re.match(r"test cases: *(\d+)(.*)", line):
            parts = dict((word, int(count)) for count, word in re.findall(r"(\d+) (passed|failed|skipped)", m[2]))
            passed, failed, skipped = passed + parts.get("passed", 0), failed + parts.get("failed", 0), skipped + parts.get("skipped", 0)
        elif m := re.match(r"Ran (\d+) tests? in", line):  # unittest; what went wrong stands on its last line
            passed += int(m[1])
        elif m := re.match(r"(OK|FAILED)( \((.*)\))?$", line):
            words = dict((w, int(n)) for w, n in re.findall(r"(failures|errors|skipped)=(\d+)", m[3] or ""))
            bad, left = words.get("failures", 0) + words.get("errors", 0), words.get("skipped", 0)
            passed, failed, skipped = passed - bad - left, failed + bad, skipped + left
        elif m := re.match(r"Tests +(.*)\(\d+\)$", line):  # vitest
            parts = dict((word, int(count)) for count, word in re.findall(r"(\d+) (passed|failed|skipped)", m[1]))
            passed, failed, skipped = passed + parts.get("passed", 0), failed + parts.get("failed", 0), skipped + parts.get("skipped", 0)
        elif m := re.match(r"[#ℹ] (pass|fail|skipped) (\d+)$", line):  # node --test
            count = int(m[2])
            passed, failed, skipped = passed + count * (m[1] == "pass"), failed + count * (m[1] == "fail"), skipped + count * (m[1] == "skipped")
        elif m := re.match(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", line):  # our own
            passed, failed, skipped = passed + int(m[1]), failed + int(m[2]), skipped + int(m[3] or 0)
    return passed, failed, skipped


def main() -> int:
    total = [0, 0, 0]
    for name in sys.argv[1:]:
        path = pathlib.Path(name)
        passed, failed, skipped = numbers(path.read_text(errors="replace"))
        if path.with_suffix(".failed").exists() and failed == 0:
            failed = 1
        print(f"  {path.stem:<14} {passed} passed, {failed} failed, {skipped} skipped".replace(" passed, ", " ok, ").replace(" failed, ", " not, "))
        total = [total[0] + passed, total[1] + failed, total[2] + skipped]
    print("{} passed, {} failed, {} skipped".format(*total))
    return 1 if total[1] or not total[0] else 0


sys.exit(main())
