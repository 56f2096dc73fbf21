"""What failed on a machine that nobody can look at must be said in the output itself."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def said_of(log: str) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".log") as file:
        file.write(log)
        file.flush()
        return subprocess.run([sys.executable, ROOT / "tools/failures.py", file.name], capture_output=True, text=True, check=True).stdout


class WhatFailedIsSaid(unittest.TestCase):
    def test_a_journey_that_failed_early_is_named_with_its_cause_however_much_follows(self):
        said = said_of("ok 1 - before\nnot ok 2 - she leaves\n  error: timeout of the button\n  ...\n" + "ok 3 - after\n" * 200)
        self.assertIn("not ok 2 - she leaves", said)
        self.assertIn("timeout of the button", said)
        self.assertNotIn("after", said)

    def test_each_runner_is_understood(self):
        for line in ["7: tests/store/chain_test.cpp:12: FAILED:", "FAIL: test_parity (words_test.Words)", "9: ==1==ERROR: AddressSanitizer: heap-use-after-free",
                     " FAIL  tests/base.test.ts > codes"]:
            self.assertIn(line, said_of(f"fine\n{line}\n  because of this\n"))
            self.assertIn("because of this", said_of(f"fine\n{line}\n  because of this\n"))

    def test_of_a_log_without_a_failure_nothing_is_said(self):
        self.assertEqual(said_of("1: All tests passed (12 assertions in 3 test cases)\nok 1 - fine\n").strip(), "")


if __name__ == "__main__":
    unittest.main()
