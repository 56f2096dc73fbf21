"""A partner's own list, with the real program: a map proposed and used, bad rows told by number and reason, twice the same, offline and while it serves."""
import json
import unittest

from binary import nibbi, serving
from exchange_test import Lists, UNIT, statuses, text
from workbook import workbook

HEADINGS = ["N°", "Prénom", "Nom", "Âge", "Sexe", "Village", "Mère", "Date d’arrivée", "Observations"]
MAP = {"id": "N°", "columns": {"Prénom": "given", "Nom": "family", "Âge": "age", "Sexe": "sex", "Village": "place", "Mère": "mother", "Date d’arrivée": "registered"}}


def row(number, given, family="Canari", age="12", sex="F", village="Kolda", mother="Awa", came="2020-02-03", more=""):
    return [str(number), given, family, age, sex, village, mother, came, more]


class PartnersList(Lists):
    def bring(self, path, *more, columns=None, login="ibrahima"):
        mapped = self.file("map.json", json.dumps(MAP if columns is None else columns, ensure_ascii=False))
        return nibbi("import", "list", path, "--columns", mapped, "--data", self.data, "--unit", UNIT, "--as", login, *more)


class ImportList(PartnersList):
    def test_a_map_is_proposed_looked_through_and_used_and_the_same_list_again_is_there(self):
        path = self.file("list.csv", text([["Enfants du centre, mars 2020"], HEADINGS, row(1, "Canari-Un"), row(2, "Canari-Adulte", age="40"), row(3, "Canari-Trois", more="vient seul")]))
        proposed = nibbi("import", "list", path, "--propose")
        self.assertEqual(proposed.code, 0, proposed.words)
        columns = json.loads(proposed.out)
        self.assertEqual(columns, MAP)
        self.assertIn("Observations", proposed.words)
        before = self.verified()["entries"]
        dry = self.bring(path, columns=columns)
        self.assertEqual((dry.code, statuses(dry)), (1, [(3, "would_create"), (4, "refused"), (5, "would_create")]), dry.words)
        self.assertEqual(dry.json_lines()[1]["reason"], "adult")
        self.assertEqual(self.verified()["entries"], before)
        done = self.bring(path, "--apply", columns=columns)
        self.assertEqual(statuses(done), [(3, "created"), (4, "refused"), (5, "created")])
        entries = self.verified()["entries"]
        self.assertGreater(entries, before)
        # The same as a workbook, and in Windows' letters.
        again = [self.bring(path, "--apply"), self.bring(self.file("a.xlsx", workbook([HEADINGS, row(1, "Canari-Un"), row(3, "Canari-Trois", more="vient seul")])), "--apply"),
                 self.bring(self.file("a.csv", text([HEADINGS, row(1, "CANARI-UN"), row(3, "Canari-Trois", more="vient seul")], delimiter=";").encode("cp1252")), "--apply")]
        for one in again:
            self.assertEqual([status for _, status in statuses(one) if status != "refused"], ["exists", "exists"], one.words)
        self.assertEqual(self.verified()["entries"], entries)
        for one in (proposed, dry, done, *again):
            self.assertNotIn("Canari", one.out + one.words)

    def test_every_bad_row_is_told_and_no_row_is_lost(self):
        names = {
            "mojibake": "CanariSÃ©kou", "capitals": "CANARI-ROKHAYA", "arabic": "محمد كناري", "nko": "ߞߊߣߊߙߌ", "decomposed": "CanariSe\u0301ne\u0301", "emoji": "Canari 🌼🌼", "title": "El Hadj", "null": "Null",
            "formula": "'=Canari()", "controls": "Canari\u202eabc\u200b", "quote": 'Canari "dit" Modou',
        }
        rows = [row(i, name) for i, name in enumerate(names.values())]
        rows += [row(90, "CanariLong", village="y" * 1_000_000), row(91, "", family="", age="", sex="", village="", mother="", came="", more="voir mars"), row(92, "C" * 200_000, more="long"),
                 row(93, "F", sex="CanariSwapped", age="2014-01-01"), row(94, "Canari", age="-3"), row(95, "Canari", came="le mois passé"), row(98, "CanariTropLong", village="z" * 1_200_000), row(96, "Canari") + ["", "de trop"], ["97", "CanariCourt"]]
        path = self.file("bad.csv", text([HEADINGS] + rows))
        done = self.bring(path, "--apply")
        lines = {line["row"]: line for line in done.json_lines()}
        self.assertEqual(sorted(lines), list(range(2, len(rows) + 2)), "a line for each row")
        for number, line in lines.items():
            self.assertIn(line["status"], ("created", "refused"), number)
            self.assertEqual(line["status"] == "refused", bool(line.get("reason")), number)
        at = {name: lines[i + 2] for i, name in enumerate(names)}
        for name, line in at.items():
            self.assertEqual(line["status"], "created", name)
        self.assertIn("encoding_repaired", at["mojibake"]["findings"])
        after = len(names) + 2
        # A million letters are kept in a note, piece by piece; more than a row may have is refused.
        self.assertEqual(lines[after]["status"], "created")
        self.assertIn("text_too_long:place", lines[after]["findings"])
        self.assertEqual((lines[after + 6]["status"], lines[after + 6].get("reason")), ("refused", "row_too_long"))
        self.assertEqual((lines[after + 1]["status"], lines[after + 1].get("reason")), ("refused", "empty_row"))
        self.assertEqual(lines[after + 2]["status"], "created")
        self.assertIn("text_too_long:prs_FirstName", lines[after + 2]["findings"])
        self.assertEqual(lines[after + 3]["status"], "created")
        self.assertIn("unknown_code:prs_Gender", lines[after + 3]["findings"])
        self.verified()
        self.assertNotIn("Canari", done.out + done.words)
        # And what was created is there: by name, as it was written, or repaired.
        found = nibbi("import", "list", path, "--columns", self.file("again.json", json.dumps(MAP)), "--data", self.data, "--unit", UNIT, "--as", "ibrahima")
        self.assertEqual({line["row"] for line in found.json_lines() if line["status"] == "exists"}, {n for n, line in lines.items() if line["status"] == "created"})

    def test_a_slip_in_the_map_writes_nothing(self):
        path = self.file("list.csv", text([HEADINGS, row(1, "Canari-Slip")]))
        before = self.verified()["entries"]
        for columns, word in (({"id": "", "columns": {"Prenoms": "given", "Nom": "family"}}, "Prenoms"), ({"id": "ID", "columns": {"Nom": "family"}}, "ID"), ({"id": "", "columns": {"Nom": "surname"}}, "no meaning"),
                              ({"columns": {"Nom": "family"}}, "column map"), ([], "column map"), ({"id": "", "columns": {"Autre": "name"}}, "no_known_column")):
            with self.subTest(word):
                done = self.bring(path, "--apply", columns=columns)
                self.assertIn(done.code, (1, 2))
                self.assertEqual(done.out, "")
                self.assertIn(word, done.words)
        missing = nibbi("import", "list", path, "--data", self.data, "--unit", UNIT, "--as", "ibrahima")
        self.assertEqual(missing.code, 2)
        self.assertEqual(self.verified()["entries"], before)

    def test_who_may_open_no_file_there_brings_in_no_list(self):
        path = self.file("list.csv", text([HEADINGS, row(1, "Canari-Refus")]))
        for login in ("malick", "seydou", "oumou"):
            with self.subTest(login):
                done = self.bring(path, "--apply", login=login)
                self.assertEqual((done.code, done.out), (1, ""))
                self.assertIn("not_allowed", done.words)

    def test_while_it_serves_the_server_takes_it_in(self):
        path = self.file("list.csv", text([HEADINGS, row(1, "Canari-Sert"), row(2, "Canari-Sert-Aussi")]))
        with serving(self.data):
            done = self.bring(path, "--apply", "--called", "Centre de Kolda")
            self.assertEqual((done.code, statuses(done)), (0, [(2, "created"), (3, "created")]), done.words)
        self.assertEqual(statuses(self.bring(path)), [(2, "exists"), (3, "exists")])
        self.verified()

    def test_words_that_belong_to_another_import_are_refused(self):
        path = self.file("list.csv", text([HEADINGS, row(1, "Canari")]))
        for words in (("import", "htcds", path, "--columns", path), ("import", "outbox", path, "--called", "x"), ("import", "lists", path), ("import", "list", path, "--propose", "--apply", "--columns")):
            with self.subTest(words):
                self.assertEqual(nibbi(*words, "--data", self.data).code, 2)


if __name__ == "__main__":
    unittest.main()
