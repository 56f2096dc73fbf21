"""docs/sources.md is held to what is really used, and every licence to what may stand in a program under AGPL-3.0."""
import json
import pathlib
import re
import unittest

from tree import Planted, ROOT, text

# May be combined with AGPL-3.0 code, or are only used for building.
FREE = {"MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "OFL-1.1", "Python-2.0", "MPL-2.0", "BlueOak-1.0.0", "CC0-1.0", "Unlicense", "Zlib",
        "(MIT AND Zlib)", "(MIT OR CC0-1.0)", "CC-BY-4.0"}


def npm_findings(root):
    found = []
    page = text(root, pathlib.Path("docs/sources.md"))
    package = json.loads(text(root, pathlib.Path("web/package.json")))
    lock = json.loads(text(root, pathlib.Path("web/package-lock.json")))["packages"]
    for place, about in lock.items():
        licence = about.get("license")
        if place and licence not in FREE:
            found.append(f"{place}: licence {licence!r} is not known to go with AGPL-3.0")
    for name in [*package.get("dependencies", {}), *package.get("devDependencies", {})]:
        licence = lock.get(f"node_modules/{name}", {}).get("license", "")
        lines = [line for line in page.splitlines() if f"`{name}`" in line]
        if not lines:
            found.append(f"docs/sources.md does not name {name}")
        elif not any(licence in line for line in lines):
            found.append(f"docs/sources.md does not say that {name} is under {licence}")
    if package.get("license") != "AGPL-3.0-or-later":
        found.append("web/package.json names another licence than AGPL-3.0-or-later")
    return found


def debian_findings(root):
    found = []
    page = text(root, pathlib.Path("docs/sources.md"))
    sets = re.findall(r'^packages_(?:build|web|wasm|test)="([^"]*)"', text(root, pathlib.Path("tools/dev/10-packages.sh")), re.M)
    for name in sorted({n for s in sets for n in s.split()} - {"ca-certificates", "util-linux", "procps"}):
        if f"`{name}`" not in page:
            found.append(f"docs/sources.md does not name Debian's {name}")
    return found


class Sources(unittest.TestCase):
    def test_npm_packages_are_named_with_their_licences(self):
        self.assertEqual(npm_findings(ROOT), [])

    def test_debian_packages_are_named(self):
        self.assertEqual(debian_findings(ROOT), [])

    def test_data_carries_its_attribution(self):
        page = text(ROOT, pathlib.Path("docs/sources.md"))
        for words in ("GeoNames", "CC BY 4.0", "IOM does not endorse"):
            self.assertIn(words, page)

    def test_it_finds_a_package_that_is_not_named_or_not_free(self):
        lock = {"packages": {"": {}, "node_modules/a": {"license": "MIT"}, "node_modules/b": {"license": "SSPL-1.0"}, "node_modules/c": {"license": "ISC"}}}
        planted = {"docs/sources.md": "| `b` | SSPL-1.0 |\n| `c` | MIT |\n", "web/package-lock.json": json.dumps(lock),
                   "web/package.json": json.dumps({"license": "MIT", "dependencies": {"a": "1", "b": "1"}, "devDependencies": {"c": "1"}})}
        with Planted(planted) as root:
            self.assertEqual(len(npm_findings(root)), 4, npm_findings(root))

    def test_it_finds_a_debian_package_that_is_not_named(self):
        with Planted({"docs/sources.md": "`g++-14`\n", "tools/dev/10-packages.sh": 'packages_build="g++-14 libsecret-dev ca-certificates"\n'}) as root:
            self.assertEqual(debian_findings(root), ["docs/sources.md does not name Debian's libsecret-dev"])


if __name__ == "__main__":
    unittest.main()
