"""Words that must not stand in the project, and files that grew too long."""
import re
import unittest

from tree import Planted, ROOT, files, text

# Where somebody's own machine would show: a home, a work folder, a drive. (Put together here, so that this file does not find itself.)
MACHINE = re.compile(r"(?<![\w.${}])(?:/" + r"(?:home|Users|work)/[\w.-]+|/" + r"root/[\w.-]+|[A-Z]:\\\\?Users\b)")
# A package registry or a mirror by its host name: each machine says itself where packages come from.
REGISTRY = re.compile(r"\b(?:[\w-]+\.)*(?:" + "|".join(
    ("npm" + r"js\.(?:org|com)", "yarn" + r"pkg\.com", "py" + r"pi\.org", "python" + r"hosted\.org", "deb" + r"\.debian\.org", "security" + r"\.debian\.org",
     "snapshot" + r"\.debian\.org", r"artifactory[\w.-]*\.\w+", r"nexus[\w-]*\.[\w.-]+\.\w+", r"mirrors?\.[\w-]+\.\w+", "crates" + r"\.io", "proxy" + r"\.golang\.org")) + r")\b")
LATER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")

CODE = (".cpp", ".hpp", ".inc", ".h", ".ts", ".mts", ".svelte", ".py", ".mjs", ".js", ".sh", ".css", ".sql", ".cmake")
LINES_MAX = 500
# What is longer, and why that is no second thing in one file. Data (JSON, TSV, YAML, Markdown) is not counted.
LONG = {
    "src/base/fold_table.inc": "a generated table",
    "tests/oracle/policy_oracle.py": "one page of prose, turned into one program by somebody who read nothing else",
}


def word_findings(root):
    found = []
    for path in files(root):
        place = path.as_posix()
        if place == "LICENSE":  # not our words
            continue
        for number, line in enumerate(text(root, path).splitlines(), 1):
            for pattern, what in ((MACHINE, "a path of one machine"), (REGISTRY, "the host of a package registry"), (LATER, "a note for later: do it, or say it in an issue")):
                hit = pattern.search(line)
                # In scripts a name may hold several X where a temporary name will stand (mktemp).
                if hit and not (pattern is LATER and re.search(r"X{6}", line)):
                    found.append(f"{place}:{number}: {what}: {hit.group()}")
    return found


def length_findings(root):
    found = []
    for path in files(root, *CODE):
        lines = text(root, path).count("\n")
        if lines > LINES_MAX and path.as_posix() not in LONG:
            found.append(f"{path.as_posix()}: {lines} lines; what second thing is it about?")
    return found


class Words(unittest.TestCase):
    def test_nothing_of_one_machine_no_registry_no_notes_for_later(self):
        self.assertEqual(word_findings(ROOT), [])

    def test_no_file_grew_a_city(self):
        self.assertEqual(length_findings(ROOT), [])

    def test_a_file_that_may_be_long_is_there(self):
        for name in LONG:
            self.assertTrue((ROOT / name).exists(), name)

    def finds(self, line, words):
        with Planted({"src/x.cpp": line + "\n"}) as root:
            findings = word_findings(root)
        self.assertTrue(any(words in f for f in findings), f"{line!r}: {findings}")

    def test_it_finds_paths_of_machines(self):
        for path in ("/ho" + "me/awa/nibbi", "/wo" + "rk/main", "/Us" + "ers/awa/x", "/ro" + "ot/nibbi"):
            self.finds(f'open("{path}");', "a path of one machine")

    def test_it_finds_registries(self):
        for host in ("registry.npm" + "js.org", "deb" + ".debian.org", "files.python" + "hosted.org", "artifactory" + ".example.net"):
            self.finds(f"# from https://{host}/x", "the host of a package registry")

    def test_it_finds_notes_for_later(self):
        for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X"):
            self.finds(f"// {word}: later", "a note for later")

    def test_it_finds_a_long_file(self):
        with Planted({"src/x.cpp": "\n" * (LINES_MAX + 1), "web/a.json": "\n" * 9000}) as root:
            self.assertEqual(len(length_findings(root)), 1)


if __name__ == "__main__":
    unittest.main()
