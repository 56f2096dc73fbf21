"""A browser story gets a second try, and what needed one is said."""
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAILS_ONCE = """import { existsSync, writeFileSync } from "node:fs";
import { test } from "node:test";
test("the story", () => {
  const seen = new URL("./seen", import.meta.url);
  if (existsSync(seen)) return;
  writeFileSync(seen, "");
  throw new Error("the first time");
});
"""
FAILS = 'import { test } from "node:test";\ntest("the story", () => { throw new Error("always"); });\n'


def told(program: str, tries: str = "2") -> tuple[int, str, str]:
    with tempfile.TemporaryDirectory() as folder:
        story, log = pathlib.Path(folder, "a.test.mjs"), pathlib.Path(folder, "browser.log")
        story.write_text(program)
        script = f". tools/dev/00-say.sh; . tools/dev/75-browser.sh; NIBBI_TRIES={tries}; browser_test {story}"
        run = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
        log.write_text(run.stdout)
        count = subprocess.run(["python3", "tools/count_tests.py", str(log)], cwd=ROOT, capture_output=True, text=True, check=False)
        return run.returncode, run.stdout, count.stdout.splitlines()[-1]


class SecondTry(unittest.TestCase):
    def test_what_passes_at_the_second_try_counts_once_and_is_said(self):
        code, said, count = told(FAILS_ONCE)
        self.assertEqual((code, count), (0, "1 passed, 0 failed, 0 skipped"))
        self.assertIn("passed at the second try", said)
        self.assertIn("first try: ", said)

    def test_what_always_fails_fails(self):
        code, said, count = told(FAILS)
        self.assertEqual((code, count), (1, "0 passed, 1 failed, 0 skipped"))
        self.assertNotIn("passed at the second try", said)

    def test_a_long_run_gives_no_second_try(self):
        code, _, count = told(FAILS_ONCE, tries="1")
        self.assertEqual((code, count), (1, "0 passed, 1 failed, 0 skipped"))


if __name__ == "__main__":
    unittest.main()
