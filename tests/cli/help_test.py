"""The program explains itself: every command has help with an example that parses, and says so when it is used wrongly."""
import os
import re
import tempfile
import unittest

from binary import nibbi

COMMANDS = {"serve", "demo", "verify", "import", "export", "backup", "restore", "rotate", "person", "unit", "policy", "names", "link"}


def commands():
    return set(re.findall(r"^  nibbi ([a-z]+) ", nibbi("--help").out, re.M))


def findings(command, help_text):
    """What a help leaves out."""
    found = []
    if not help_text.startswith(f"nibbi {command}"):
        found.append("begins with how it is written")
    examples = help_text.partition("Example")[2]
    if f"  nibbi {command}" not in examples:
        found.append("has an example")
    used = {o for line in examples.splitlines() if f"nibbi {command} " in line for o in re.findall(r" (--[a-z-]+)", line)}
    if missing := used - set(re.findall(r"(--[a-z-]+)", help_text.partition("Example")[0])):
        found.append(f"explains what its examples use: {sorted(missing)}")
    return found


class Help(unittest.TestCase):
    def test_every_command_is_there(self):
        self.assertEqual(commands(), COMMANDS)

    def test_every_command_has_help_with_examples(self):
        for command in sorted(commands()):
            for word in ("--help", "-h"):
                done = nibbi(command, word)
                self.assertEqual((done.code, done.words), (0, ""), command)
                self.assertEqual(findings(command, done.out), [], command)

    def test_help_is_given_wherever_it_is_asked_for(self):
        for words in (("import", "htcds", "--help"), ("export", "htcds", "--help"), ("person", "add", "--help"), ("unit", "list", "--help"), ("policy", "matrix", "--help")):
            done = nibbi(*words)
            self.assertEqual((done.code, done.words), (0, ""), words)
            self.assertIn("Example", done.out)

    def test_a_help_without_examples_is_found(self):
        self.assertEqual(findings("fly", "nibbi fly --data DIR\n"), ["has an example"])
        self.assertEqual(findings("fly", "How to fly\n\nExample:\n  nibbi fly --high\n"), ["begins with how it is written", "explains what its examples use: ['--high']"])

    def test_wrong_use_is_two_with_words_for_people_and_nothing_for_machines(self):
        with tempfile.TemporaryDirectory() as folder:
            for command in sorted(commands()):
                for words in (("--no-such-option",), ("--data",), ("there", "is", "no", "such", "word", "--data", folder)):
                    done = nibbi(command, *words)
                    self.assertEqual((done.code, done.out), (2, ""), (command, *words))
                    self.assertIn(f"nibbi {command}: ", done.words)
                    self.assertIn("Example", done.words)
            self.assertEqual(os.listdir(folder), [], "wrong use leaves nothing behind")

    def test_no_command_and_no_such_command_are_wrong_use(self):
        for words in ((), ("levitate",)):
            done = nibbi(*words)
            self.assertEqual((done.code, done.out), (2, ""))
            self.assertIn("nibbi COMMAND --help", done.words)

    def test_what_is_needed_is_asked_for(self):
        for words in (("serve",), ("demo",), ("verify",), ("import", "htcds", "list.csv"), ("export", "htcds"), ("backup",), ("restore",), ("rotate",), ("unit", "list"), ("person", "list"), ("policy",)):
            done = nibbi(*words)
            self.assertEqual((done.code, done.out), (2, ""), words)

    def test_a_folder_without_an_installation_is_a_failure_and_stays_empty(self):
        with tempfile.TemporaryDirectory() as folder:
            for words in (("verify",), ("unit", "list"), ("person", "list"), ("rotate",), ("export", "htcds", "--as", "x", "--reason", "y")):
                done = nibbi(*words, "--data", folder)
                self.assertEqual((done.code, done.out), (1, ""), words)
            self.assertEqual(os.listdir(folder), [])


if __name__ == "__main__":
    unittest.main()
