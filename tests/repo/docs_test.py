"""The documentation is held to the tree: links lead somewhere, commands exist, decisions are dated, both languages say the same."""
import pathlib
import re
import unicodedata
import unittest

from tree import Planted, ROOT, files, text

NOT_YET = re.compile(r"\bnot (?:\w+ )?yet\b|pas encore", re.I)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
# Screenshots are made by a script (`./dev tour`). Until it has run once there is no folder; from then on every one must be there.
MADE_BY_A_SCRIPT = "docs/tour"
# Pages that stand in two languages, heading by heading.
PAIRS = [("README.md", "README.fr.md"), ("docs/operations.md", "docs/exploitation.fr.md"), ("docs/data-and-people.md", "docs/data-and-people.fr.md"),
         ("docs/guides/who-sees-what.en.md", "docs/guides/qui-voit-quoi.fr.md")]


def headings(markdown):
    return re.findall(r"^(#{1,6}) +(.+?) *#*$", FENCE.sub("", markdown), re.M)


def anchor(heading):
    """As code forges make it: lower case, letters, digits, hyphens and underscores."""
    words = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    kept = "".join(c for c in words.lower() if c in " -_" or unicodedata.category(c)[0] in "LN")
    return kept.replace(" ", "-")


def link_findings(root):
    found = []
    for path in files(root, ".md"):
        body = FENCE.sub("", text(root, path))
        body = re.sub(r"`[^`\n]*`", "", body)
        for target in LINK.findall(body):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            name, _, part = target.partition("#")
            where = (root / path.parent / name).resolve() if name else (root / path).resolve()
            inside = where.is_relative_to(root.resolve())
            place = where.relative_to(root.resolve()).as_posix() if inside else ""
            if not inside:
                found.append(f"{path.as_posix()}: {target} leads out of the project")
            elif place.startswith(MADE_BY_A_SCRIPT + "/") and not (root / MADE_BY_A_SCRIPT).is_dir():
                continue
            elif not where.exists():
                found.append(f"{path.as_posix()}: {target} is not there")
            elif part and where.suffix == ".md" and part not in {anchor(h) for _, h in headings(where.read_text(encoding="utf-8"))}:
                found.append(f"{path.as_posix()}: {target} names no heading")
    return found


def verbs(root):
    """The verbs that `./dev help` lists, read as it reads them."""
    script = "".join(text(root, p) for p in files(root, ".sh") if p.as_posix().startswith("tools/dev/"))
    return {v.replace("_", "-") for v in re.findall(r"^verb_([a-z0-9_]+)\(\) \{ ## ", script, re.M)}


FORMATS = {"entry", "checkpoint", "master"}  # `nibbi entry 1`: names of formats, not commands


def commands(root):
    """The commands of the binary: the first word of each row of its table."""
    table = text(root, pathlib.Path("src/main/commands.cpp"))
    return set(re.findall(r'^ *\{"([a-z]+)", *"', table, re.M))


def paragraphs(markdown):
    return re.split(r"\n\s*\n|\n(?=\s*(?:[-*] |\d+\. |\|))", markdown)


def command_findings(root):
    found, known_verbs, known_commands = [], verbs(root), commands(root)
    for path in files(root, ".md"):
        if path.parts[0] == "tests":
            continue
        for paragraph in paragraphs(text(root, path)):
            if NOT_YET.search(paragraph):
                continue
            for verb in re.findall(r"\./dev +(?:--in-debian13 +)?([a-z][a-z0-9-]*)", paragraph):
                if verb not in known_verbs:
                    found.append(f"{path.as_posix()}: there is no `./dev {verb}`; say that it is not there yet, or drop it")
            for command in re.findall(r"(?:`|^ *\$? *|/|sudo -u nibbi )nibbi ([a-z]+)(?=[ `\n])", paragraph, re.M):
                if command not in known_commands | FORMATS:
                    found.append(f"{path.as_posix()}: there is no `nibbi {command}`; say that it is not there yet, or drop it")
    return found


def decision_findings(root):
    found, numbers = [], []
    pages = [p for p in files(root, ".md") if p.parent.as_posix() == "docs/decisions" and p.name != "README.md"]
    index = text(root, pathlib.Path("docs/decisions/README.md")) if pages else ""
    for path in pages:
        match = re.match(r"(\d{4})-[a-z0-9-]+\.md$", path.name)
        if not match:
            found.append(f"{path.as_posix()}: a decision is called NNNN-words.md")
            continue
        numbers.append(int(match.group(1)))
        body = text(root, path)
        if not re.match(rf"# {match.group(1)} \S", body):
            found.append(f"{path.as_posix()}: begins with another number than its name")
        if not re.search(r"^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b", body, re.M):
            found.append(f"{path.as_posix()}: has no date at the beginning of a line")
        if f"({path.name})" not in index:
            found.append(f"{path.as_posix()}: is not in docs/decisions/README.md")
    for number in sorted(set(numbers)):
        if numbers.count(number) > 1:
            found.append(f"docs/decisions: {number:04} is there {numbers.count(number)} times")
    return found


def pair_findings(root, pairs=PAIRS):
    found = []
    for one, other in pairs:
        levels = []
        for name in (one, other):
            if not (root / name).exists():
                found.append(f"{name}: is not there")
                break
            levels.append([len(marks) for marks, _ in headings((root / name).read_text(encoding="utf-8"))])
        if len(levels) == 2 and levels[0] != levels[1]:
            found.append(f"{one} and {other}: not the same headings ({len(levels[0])} and {len(levels[1])})")
    return found


class Docs(unittest.TestCase):
    def test_links_inside_the_project_lead_somewhere(self):
        self.assertEqual(link_findings(ROOT), [])

    def test_commands_that_are_named_exist(self):
        self.assertTrue(verbs(ROOT) and commands(ROOT))
        self.assertEqual(command_findings(ROOT), [])

    def test_decisions_are_numbered_dated_and_indexed(self):
        self.assertEqual(decision_findings(ROOT), [])

    def test_both_languages_have_the_same_headings(self):
        self.assertEqual(pair_findings(ROOT), [])

    def test_the_readmes_name_the_two_commands(self):
        for name in ("README.md", "README.fr.md"):
            for command in ("./dev run", "./dev test"):
                self.assertIn(command, text(ROOT, pathlib.Path(name)))

    def test_the_licence_is_the_whole_text(self):
        licence = text(ROOT, pathlib.Path("LICENSE"))
        self.assertIn("GNU AFFERO GENERAL PUBLIC LICENSE", licence)
        self.assertIn("13. Remote Network Interaction", licence)
        self.assertIn("END OF TERMS AND CONDITIONS", licence)

    def test_it_finds_dead_links_and_dead_anchors(self):
        with Planted({"a.md": "[b](b.md) [c](c.md#no) [d](../d.md) ![e](e.png) [ok](c.md#one-two) [web](https://host/x) `[code](no.md)`\n", "c.md": "# One two\n"}) as root:
            self.assertEqual(len(link_findings(root)), 4, link_findings(root))

    def test_it_finds_commands_that_do_not_exist(self):
        planted = {"tools/dev/1.sh": "verb_run() { ## runs\n}\n", "src/main/commands.cpp": '    {"serve", "serve it",\n',
                   "a.md": "`./dev run` and `./dev fly`, `nibbi serve` and `nibbi levitate`.\n\n`./dev swim` is not yet there.\n\n    nibbi sink --data DIR\n"}
        with Planted(planted) as root:
            self.assertEqual(len(command_findings(root)), 3, command_findings(root))

    def test_it_finds_decisions_without_date_index_or_number(self):
        planted = {"docs/decisions/README.md": "[1](0001-a.md)\n", "docs/decisions/0001-a.md": "# 0001 A\n\n2026-11-24. Because.\n",
                   "docs/decisions/0002-b.md": "# 0003 B\n\nLast week.\n", "docs/decisions/later.md": "# Later\n"}
        with Planted(planted) as root:
            self.assertEqual(len(decision_findings(root)), 4, decision_findings(root))

    def test_it_finds_a_translation_that_fell_behind(self):
        with Planted({"a.md": "# A\n## B\n## C\n", "a.fr.md": "# A\n## B\n"}) as root:
            self.assertEqual(len(pair_findings(root, [("a.md", "a.fr.md")])), 1)
            self.assertEqual(len(pair_findings(root, [("a.md", "b.fr.md")])), 1)


if __name__ == "__main__":
    unittest.main()
