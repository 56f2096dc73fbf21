"""Every fault of tests/faults.json can still be planted: its text stands exactly once, in a file that is there, and a test is named that should see it."""
import json
import unittest

from tree import ROOT, text


class Faults(unittest.TestCase):
    def test_each_can_be_planted(self):
        faults = json.loads(text(ROOT, "tests/faults.json"))["faults"]
        self.assertGreater(len(faults), 50)
        self.assertEqual(len({f["what"] for f in faults}), len(faults))
        for fault in faults:
            with self.subTest(fault["what"]):
                self.assertEqual(text(ROOT, fault["file"]).count(fault["was"]), 1, f'{fault["file"]}: its text has changed; change it in tests/faults.json too')
                suite, *what = fault["seen_by"]
                self.assertTrue(what)
                self.assertTrue((ROOT / "tests" / suite).is_dir())
                if suite == "api":
                    self.assertTrue(all((ROOT / f"tests/api/{name}.test.mjs").is_file() for name in what))


if __name__ == "__main__":
    unittest.main()
