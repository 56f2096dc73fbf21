"""The private Debian 13 finds the host's package sources in whatever form that system keeps them."""
import pathlib
import subprocess
import tempfile
import unittest

from tree import ROOT

DEB822 = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n\nTypes: deb\nURIs: http://mirror.example/debian-security\nSuites: bookworm-security\n"
LINES = "deb [signed-by=/k.gpg] http://mirror.example/debian bookworm main\ndeb http://mirror.example/debian-security bookworm-security main\n"


def mirrors(sources):
    """What the script finds in a folder with these files, under the switches that ./dev runs with."""
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "sources.list.d").mkdir()
        for name, content in sources.items():
            (pathlib.Path(folder) / name).write_text(content)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", '. tools/dev/20-debian13.sh; apt_folder=$1; a=$(host_mirror); b=$(host_security_mirror); echo "$a $b"', "-", folder],
            cwd=ROOT, capture_output=True, text=True)
        return done.returncode, done.stdout.strip()


class Mirrors(unittest.TestCase):
    found = (0, "http://mirror.example/debian http://mirror.example/debian-security")

    def test_in_the_new_form_alone(self):
        self.assertEqual(mirrors({"sources.list.d/debian.sources": DEB822}), self.found)

    def test_in_lines_alone(self):
        self.assertEqual(mirrors({"sources.list": LINES}), self.found)

    def test_beside_what_others_offer(self):
        other = "deb https://packages.example/apt tools main\n"
        self.assertEqual(mirrors({"sources.list.d/a.list": other, "sources.list.d/debian.sources": DEB822}), self.found)

    def test_none_is_an_empty_answer_and_no_silent_end(self):
        self.assertEqual(mirrors({}), (0, ""))


if __name__ == "__main__":
    unittest.main()
