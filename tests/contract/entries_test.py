"""Every kind of entry has a schema and a golden entry, and each golden entry is what its schema says."""
import json
import re
import unittest

import jsonschema

from entry_schemas import CONTRACT, Schemas, golden, spoiled

KINDS_INC = CONTRACT.parent / "src" / "domain" / "kinds.inc"
KINDS = re.findall(r'^NIBBI_KIND\(\w+, "([a-z_.]+)"', KINDS_INC.read_text(encoding="utf-8"), re.M)
SCHEMAS, GOLDEN = Schemas(), golden()


class Entries(unittest.TestCase):
    def test_every_kind_has_a_schema_and_a_golden_entry_and_nothing_else_has(self):
        wanted = {f"{kind}.1.json" for kind in KINDS}
        self.assertGreater(len(wanted), 80)
        self.assertEqual(set(SCHEMAS.kinds()), wanted)
        self.assertEqual(set(GOLDEN), wanted)

    def test_every_schema_is_one(self):
        for name, schema in SCHEMAS.all.items():
            with self.subTest(name):
                jsonschema.Draft202012Validator.check_schema(schema)

    def test_every_golden_entry_is_what_its_schema_says(self):
        for name, entry in GOLDEN.items():
            with self.subTest(name):
                errors = [f"{list(e.absolute_path)}: {e.validator}" for e in SCHEMAS.of(name).iter_errors(entry)]
                self.assertEqual(errors, [])

    def test_a_golden_entry_has_every_field_of_its_schema(self):
        for name, entry in GOLDEN.items():
            for part, shape in SCHEMAS.all[name]["properties"].items():
                for field in shape["properties"] if part != "header" else ():
                    if field in ("answers", "chosen"):
                        continue
                    with self.subTest(f"{name} {part}.{field}"):
                        self.assertIn(field, entry.get(part, {}))

    def test_a_golden_file_holds_the_bytes_that_travel(self):
        for path in sorted((CONTRACT / "examples" / "entries").glob("*.json")):
            page = path.read_text(encoding="utf-8")
            for part, fields in json.loads(page).items():
                with self.subTest(f"{path.name} {part}"):
                    self.assertIn(f'\n"{part}": ' + json.dumps(fields, ensure_ascii=False, separators=(",", ":")), page)

    def test_what_is_spoiled_is_noticed(self):
        noticed = sum(not SCHEMAS.takes(entry) for _, entry in spoiled(GOLDEN["note.added.1.json"]))
        self.assertGreater(noticed, 200)

    def test_every_name_in_them_is_invented(self):
        for name, entry in GOLDEN.items():
            for part in entry.values():
                for field, value in part.items():
                    if field.endswith("name") or field == "name":
                        self.assertIn("canari", str(value).lower(), f"{name} {field}")


if __name__ == "__main__":
    unittest.main()
