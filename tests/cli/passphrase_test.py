"""The passphrase of the master key, from a file or typed at a terminal, for every command that opens the key; and which version this is."""
import os
import pathlib
import pty
import re
import select
import subprocess
import tempfile
import time
import unittest

from binary import BINARY, nibbi

SECRET = "phrase-canari d'un soir"


def at_a_terminal(words, answers):
    """The program with a terminal of its own, which answers each question; what it printed there, and its exit code."""
    process, screen = pty.fork()
    if process == 0:
        os.execv(BINARY, [BINARY, *map(str, words)])
    said, waiting, until = "", list(answers), time.monotonic() + 120
    while time.monotonic() < until:
        if not select.select([screen], [], [], 1)[0]:
            continue
        try:
            said += os.read(screen, 4096).decode(errors="replace")
        except OSError:
            break
        if waiting and said.rstrip().endswith(":"):
            os.write(screen, (waiting.pop(0) + "\n").encode())
            said += "\n"
    return said, os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


class Passphrase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="nibbi-cli.")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.data, self.file = self.folder / "data", self.folder / "passphrase"
        self.file.write_text(SECRET + "\n")
        self.make = ("demo", "--data", self.data, "--children", "1")

    def test_a_key_that_was_made_under_a_file_opens_with_it_and_with_nothing_else(self):
        self.assertEqual(nibbi(*self.make, "--passphrase-file", self.file).code, 0)
        self.assertTrue((self.data / "master.key").read_text().startswith("nibbi master key 1 sealed\n"))
        self.assertNotEqual(nibbi("verify", "--data", self.data).code, 0)
        self.assertEqual(nibbi("verify", "--data", self.data, f"--passphrase-file={self.file}").code, 0)
        self.file.write_text("another\n")
        wrong = nibbi("verify", "--data", self.data, "--passphrase-file", self.file)
        self.assertNotEqual(wrong.code, 0)
        self.assertNotIn("another", wrong.words)
        self.assertNotEqual(nibbi("verify", "--data", self.data, "--passphrase-file", self.folder / "nowhere").code, 0)

    def test_a_backup_is_proven_and_restored_with_it(self):
        self.assertEqual(nibbi(*self.make, "--passphrase-file", self.file).code, 0)
        kept, keys, again = self.folder / "copy.nibbi", self.folder / "keys", self.folder / "again"
        self.assertEqual(nibbi("backup", "--data", self.data, "--out", kept, "--prove", "--passphrase-file", self.file).code, 0)
        self.assertEqual(nibbi("backup", "--data", self.data, "--keys", keys, "--passphrase-file", self.file).code, 0)
        self.assertNotEqual(nibbi("restore", "--from", kept, "--keys", keys, "--data", again).code, 0)
        self.assertEqual(nibbi("restore", "--from", kept, "--keys", keys, "--data", again, "--passphrase-file", self.file).code, 0)

    def test_it_is_asked_for_at_the_terminal_twice_when_it_makes_the_key_and_never_shown(self):
        said, code = at_a_terminal((*self.make, "--ask-passphrase"), [SECRET, SECRET])
        self.assertEqual(code, 0, said)
        self.assertEqual(len(re.findall("Passphrase of the master key: |Once more", said)), 2)
        self.assertNotIn(SECRET, said)
        self.assertEqual(nibbi("verify", "--data", self.data, "--passphrase-file", self.file).code, 0)
        said, code = at_a_terminal(("verify", "--data", self.data, "--ask-passphrase"), [SECRET])
        self.assertEqual(code, 0, said)
        self.assertNotIn(SECRET, said)

    def test_two_that_differ_make_no_key_and_without_a_terminal_nobody_is_asked(self):
        said, code = at_a_terminal((*self.make, "--ask-passphrase"), [SECRET, "another"])
        self.assertEqual(code, 2, said)
        self.assertFalse((self.data / "master.key").exists())
        alone = subprocess.run([BINARY, "verify", "--data", str(self.data), "--ask-passphrase"], stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True, check=False)
        self.assertEqual(alone.returncode, 2)
        self.assertIn("--passphrase-file", alone.stderr)


class Version(unittest.TestCase):
    def test_it_says_which_it_is(self):
        told = nibbi("--version")
        self.assertEqual((told.code, told.words), (0, ""))
        self.assertRegex(told.out, r"^nibbi \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
