"""The schemas of contract/entries, ready to be asked; and golden entries with one thing spoiled."""
import copy
import json
from pathlib import Path

import jsonschema
import referencing

CONTRACT = Path(__file__).resolve().parents[2] / "contract"
PARTS = ("plain", "identity", "placement", "narrative")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


class Schemas:
    def __init__(self, folder=CONTRACT / "entries"):
        self.all = {path.name: read(path) for path in sorted(folder.glob("*.json"))}
        resources = [(name, referencing.Resource.from_contents(schema, default_specification=referencing.jsonschema.DRAFT202012)) for name, schema in self.all.items()]
        self.registry = referencing.Registry().with_resources(resources)
        self.asked = {}

    def kinds(self):
        return [name for name in self.all if name not in ("header.json", "values.json", "questions.json")]

    def of(self, name):
        if name not in self.asked:
            # Days that no calendar has are no days: formats are asked too.
            self.asked[name] = jsonschema.Draft202012Validator({"$ref": name}, registry=self.registry, format_checker=jsonschema.FormatChecker(["date"]))
        return self.asked[name]

    def takes(self, entry):
        name = f"{entry['header'].get('kind')}.{entry['header'].get('version')}.json"
        return name in self.all and self.of(name).is_valid(entry)


def golden():
    """File name -> entry, of contract/examples/entries."""
    return {path.name: read(path) for path in sorted((CONTRACT / "examples" / "entries").glob("*.json"))}


OTHERS = (None, True, -17, 2, "", "x", "no_such_word", [], ["no_such_word"], [[]], {}, {"a": 1}, {"unanswered": "later"}, {"date": "2026-02-30"},
          "2026-02-29", "2026-11-24", {"earliest": "2026-13-01"}, "00000000-0000-0000-0000-000000000000", "x" * 201, "x" * 8001, 10**9 + 1)


def spoiled(entry):
    """(what was done, entry): each member of header and parts taken away, given another value, or moved; and a member that nobody knows."""
    for part, fields in entry.items():
        yield f"{part} with a member that nobody knows", {**entry, part: {**fields, "secret_door": 1}}
        for name in fields:
            yield f"{part} without {name}", {**entry, part: {key: value for key, value in fields.items() if key != name}}
            for other in OTHERS:
                yield f"{part}.{name} = {str(other)[:30]!r}", {**entry, part: {**fields, name: other}}
            if part == "header":
                continue
            for to in PARTS:
                if to == part:
                    continue
                moved = copy.deepcopy(entry)
                moved.setdefault(to, {}).setdefault(name, moved[part].pop(name))
                yield f"{part}.{name} in {to}", moved
        if part != "header":
            yield f"no {part}", {key: value for key, value in entry.items() if key != part}
    for part in PARTS:
        if part not in entry:
            yield f"an empty {part}", {**entry, part: {}}
    for tier in PARTS:
        for question, answer in entry.get(tier, {}).get("answers", {}).items():
            for other in OTHERS + ({"unanswered": "unknown"}, answer):
                again = copy.deepcopy(entry)
                again[tier]["answers"][question] = other
                yield f"{question} = {str(other)[:30]!r}", again
            elsewhere = copy.deepcopy(entry)
            to = PARTS[PARTS.index(tier) - 1]
            elsewhere.setdefault(to, {}).setdefault("answers", {})[question] = elsewhere[tier]["answers"].pop(question)
            yield f"{question} in {to}", elsewhere
