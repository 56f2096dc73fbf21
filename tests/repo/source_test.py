"""The source that the program hands out is whole, holds nothing else, and never an installation's data."""
import pathlib
import subprocess
import sys
import unittest

from tree import Planted, ROOT

sys.path.insert(0, str(ROOT / "tools"))
import pack_source  # noqa: E402


class Source(unittest.TestCase):
    def test_everything_that_is_kept_under_version_control_is_in_it_and_nothing_else(self):
        def names(*which):
            listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z", *which], capture_output=True, check=True).stdout.decode().split("\0")
            return {name for name in listed if name and (ROOT / name).is_file()}
        try:
            kept, new = names("--cached"), names("--others", "--exclude-standard")
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("no version control here")
        packed = {p.as_posix() for p in pack_source.chosen(ROOT)}
        self.assertEqual(kept - packed, set(), "not in the source that is handed out")
        self.assertEqual(packed - kept - new, set(), "handed out, and not the project's")

    def test_the_same_tree_gives_the_same_bytes(self):
        with Planted({"README.md": "a\n", "src/a.cpp": "b\n"}) as root:
            self.assertEqual(pack_source.pack(root), pack_source.pack(root))

    def test_what_is_made_stays_out_and_data_are_refused(self):
        with Planted({"README.md": "a\n", "web/node_modules/x/y.js": "", "web/dist/i.html": "", "src/a.cpp": "", "private/notes.txt": "", "tests/__pycache__/a.pyc": ""}) as root:
            self.assertEqual([p.as_posix() for p in pack_source.chosen(root)], ["README.md", "src/a.cpp"])
        for name in ("src/master.key", "docs/house/nibbi.db", "tests/copy.nibbi"):
            with Planted({name: "secret"}) as root, self.assertRaises(SystemExit):
                pack_source.chosen(root)


if __name__ == "__main__":
    unittest.main()
