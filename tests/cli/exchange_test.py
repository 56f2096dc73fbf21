"""Lists in and out, with the real program on a demonstration: offline and while it serves, CSV and workbook, twice, wrongly, and back again."""
import csv
import datetime
import io
import random
import resource
import unittest

from binary import InAHouse, nibbi, serving
from workbook import workbook

UNIT = "Action éducative en milieu ouvert, Dakar"  # the beginning of its name is enough
# As the published form has its names, with the space that its list of choices has, choices in several ways, an old day, an adult, a damaged row.
HEADINGS = ["prs_First_Name", "prs_Second_Name", "prs_Birthdate", "prs_Gender", "vic_Methods_of_Control", "vic_TypeOfExploitation", "cas_IncomingReferralDate", "con_Consent"]
ROWS = [
    ["Canari-Awa", "Essai", "2001-06-01", "Feminine", "DebtBondage ;FalsePromises", "ForcedBegging ChildLabour", "2009-03-04", "TRUE"],
    ["Canari-Modou", "Essai", "1990-06-01", "Masculine", "", "", "2020-02-03", "TRUE"],
    ["Canari-Binta", "Essai", "", "Feminine", "NoSuchCode", "", "2011-02-03", ""],
]


def text(rows, **style):
    out = io.StringIO()
    csv.writer(out, **style).writerows(rows)
    return out.getvalue()


def table(done):
    return list(csv.DictReader(io.StringIO(done.out, newline="")))


def statuses(done):
    return [(line["row"], line["status"]) for line in done.json_lines()]


class Lists(InAHouse):
    """Hands for lists; no tests of its own."""
    def take_in(self, path, *more, unit=UNIT, login="ibrahima"):
        return nibbi("import", "htcds", path, "--data", self.data, "--unit", unit, "--as", login, *more)


class Import(Lists):
    def test_a_dry_run_writes_nothing_then_apply_writes_then_the_same_is_there(self):
        path = self.file("list.csv", text([HEADINGS] + ROWS + [["Canari-Z", "quote"]]) + '"open,2014\n')
        before = self.verified()["entries"]
        dry = self.take_in(path)
        self.assertEqual(dry.code, 1)
        self.assertEqual(statuses(dry), [(2, "would_create"), (3, "refused"), (4, "would_create"), (5, "would_create"), (6, "refused")])
        lines = dry.json_lines()
        self.assertEqual((lines[1]["reason"], lines[4]["reason"]), ("adult", "quote_left_open"))
        self.assertIn("unknown_code:vic_MethodsOfControl", lines[2]["findings"])
        self.assertIn("adult_today", lines[0]["findings"])
        self.assertNotIn("unknown_code:vic_MethodsOfControl", lines[0]["findings"])
        self.assertIn("nothing was written", dry.words)
        self.assertEqual(self.verified()["entries"], before)

        done = self.take_in(path, "--apply")
        self.assertEqual(statuses(done), [(2, "created"), (3, "refused"), (4, "created"), (5, "created"), (6, "refused")])
        self.assertEqual(done.code, 1)
        entries = self.verified()["entries"]
        self.assertGreater(entries, before)
        again = self.take_in(path, "--apply")
        self.assertEqual(statuses(again), [(2, "exists"), (3, "refused"), (4, "exists"), (5, "exists"), (6, "refused")])
        # The same rows otherwise written are the same files: other order of columns, choices and days, semicolons, Windows' letters.
        turned = [[row[i] for i in (7, 6, 5, 4, 3, 2, 1, 0)] for row in [HEADINGS] + ROWS]
        turned[1][2], turned[1][1] = "ChildLabour;ForcedBegging", "04/03/2009"
        other = self.take_in(self.file("other.csv", text(turned, delimiter=";").encode("cp1252")), "--apply")
        self.assertEqual(statuses(other), [(2, "exists"), (3, "refused"), (4, "exists")])
        self.assertEqual(self.verified()["entries"], entries)
        for one in (dry, done, again, other):
            self.assertNotIn("Canari", one.out + one.words)

    def test_old_days_stay_old_and_choices_are_read(self):
        path = self.file("list.csv", text([HEADINGS, ["Canari-Old", "Essai", "2001-06-01", "Feminine", "DebtBondage ;FalsePromises", "ForcedBegging ChildLabour", "2009-03-04", "TRUE"]]))
        def day():
            return datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        # Default account and unit: the demonstration's own. Midnight may pass meanwhile.
        days = [day()]
        done = nibbi("import", "htcds", path, "--data", self.data, "--apply")
        self.assertEqual((done.code, statuses(done)), (0, [(2, "created")]), done.words)
        row = next(r for r in table(nibbi("export", "htcds", "--data", self.data, "--unit", "Bureau")) if r["prs_FirstName"] == "Canari-Old")
        self.assertEqual((row["start"], row["prs_Birthdate"], row["cas_IncomingReferralDate"]), ("2009-03-04", "2001-06-01", "2009-03-04"))
        self.assertIn(row["_submission_time"], [*days, day()])
        self.assertEqual((row["vic_MethodsOfControl"], row["vic_TypeOfExploitation"]), ("DebtBondage;FalsePromises", "ForcedBegging;ChildLabour"))

    def test_a_workbook_says_the_same_as_text(self):
        rows = [["Canari-Livre", "Essai", "2014-06-01", "Feminine", "", "ForcedBegging", "2021-03-04", "TRUE"]]
        done = self.take_in(self.file("a.csv", text([HEADINGS] + rows)), "--apply")
        self.assertEqual(statuses(done), [(2, "created")])
        as_days = [[*rows[0][:2], datetime.date(2014, 6, 1), *rows[0][3:6], datetime.date(2021, 3, 4), rows[0][7]]]
        book = self.file("a.xlsx", workbook([HEADINGS] + as_days + [["Canari-Deux"]], sheet="2021"))
        self.assertEqual(statuses(self.take_in(book, "--apply")), [(2, "exists"), (3, "created")])
        self.assertEqual(statuses(self.take_in(book, "--sheet", "2021")), [(2, "exists"), (3, "exists")])
        wrong = self.take_in(book, "--sheet", "1999")
        self.assertEqual((wrong.code, wrong.out), (1, ""))
        self.assertIn("no_such_sheet", wrong.words)

    def test_what_is_no_list_is_refused_with_a_word(self):
        for name, content, word in (("empty.csv", "", "nothing_in_it"), ("words.csv", "a,b\n1,2\n", "no_known_column"), ("zip.xlsx", b"PK\x03\x04 not a workbook", "workbook_broken"),
                                    ("zeros.csv", b"prs_FirstName\n\x00\x00", "not_a_table")):
            with self.subTest(name):
                done = self.take_in(self.file(name, content), "--apply")
                self.assertEqual((done.code, done.out), (1, ""))
                self.assertIn(word, done.words)

    def test_who_may_open_no_file_there_brings_in_nothing(self):
        path = self.file("list.csv", text([HEADINGS] + ROWS))
        for login in ("malick", "seydou", "binta", "oumou"):
            with self.subTest(login):
                done = self.take_in(path, "--apply", login=login)
                self.assertEqual((done.code, done.out), (1, ""))
                self.assertIn("not_allowed", done.words)

    def test_wrong_use_is_two(self):
        path = self.file("list.csv", text([HEADINGS] + ROWS))
        for words in (("import",), ("import", "htcds"), ("import", "other", path), ("import", "htcds", path), ("import", "htcds", str(path) + ".no", "--data", self.data),
                      ("import", "htcds", self.data, "--data", self.data), ("import", "htcds", path, "--data", self.data, "--unit", "No such unit"),
                      ("import", "htcds", path, "--data", self.data, "--as", "nobody"), ("import", "htcds", path, "--data", self.data, "--aply")):
            with self.subTest(words=words[2:]):
                done = nibbi(*words)
                self.assertEqual((done.code, done.out), (2, ""), done.words)


class ImportWhileServing(Lists):
    def test_while_the_house_serves_it_goes_through_its_socket(self):
        path = self.file("list.csv", text([HEADINGS] + [["Canari-S1", "Essai", "2014-01-01"] + [""] * 5, ["Canari-S2", "Essai", "1970-01-01"] + [""] * 5]))
        with serving(self.data):
            first, again = self.take_in(path, "--apply"), self.take_in(path, "--apply")
            refused = self.take_in(path, login="malick")
            wrong = self.take_in(path, unit="No such unit")
            out = nibbi("export", "htcds", "--data", self.data)
        self.assertEqual((first.code, statuses(first)), (1, [(2, "created"), (3, "refused")]), first.words)
        self.assertEqual(statuses(again), [(2, "exists"), (3, "refused")])
        self.assertEqual((refused.code, wrong.code), (1, 2))
        self.assertIn("Canari-S1", [r["prs_FirstName"] for r in table(out)])
        self.assertNotIn("Canari", (self.data / "serve.log").read_text())
        self.assertEqual(statuses(self.take_in(path, "--apply")), [(2, "exists"), (3, "refused")])
        self.verified()


class LongList(Lists):
    def test_a_long_list_takes_no_more_for_each_row_than_a_short_one(self):
        def rows(n, name):
            return text([HEADINGS] + [[f"{name}{i}", "Essai", "2014-01-01", "Feminine", "", "ForcedBegging", "2021-03-04", "TRUE"] for i in range(n)])
        # The program's own work on the processor: what else the machine does is no matter.
        def worked():
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            return used.ru_utime + used.ru_stime
        seconds = []
        for n, name in ((400, "Court"), (2500, "Long")):
            path, begun = self.file(name + ".csv", rows(n, name)), worked()
            done = self.take_in(path, "--apply")
            seconds.append((worked() - begun) / n)
            self.assertEqual([s for _, s in statuses(done)], ["created"] * n)
            if n > 1000:
                self.assertIn("nibbi import: 1000 rows\n", done.words)
        self.assertLess(seconds[1], 3 * seconds[0] + 0.002, f"{seconds[1] * 1000:.1f} ms for a row of many, {seconds[0] * 1000:.1f} ms for one of few")


class Copies(InAHouse):
    def test_the_demonstrations_own_account_has_every_file_and_nobody_else_has_any_without_an_agreement(self):
        done = nibbi("export", "htcds", "--data", self.data)
        self.assertEqual((done.code, len(table(done))), (0, self.CHILDREN))
        self.assertIn("supervisors and coordinators agree", done.words)
        for login in ("ibrahima", "oumou", "mariama"):
            with self.subTest(login):
                other = nibbi("export", "htcds", "--data", self.data, "--as", login, "--reason", "Essai")
                self.assertEqual((other.code, table(other)), (1, []))
                self.assertIn("no agreed copy", other.words)
        for login in ("fatou", "malick", "pathe", "astou", "seydou", "aminata", "cheikh"):
            with self.subTest(login):
                other = nibbi("export", "htcds", "--data", self.data, "--as", login, "--reason", "Essai")
                self.assertEqual((other.code, other.out), (1, ""))
                self.assertIn("not_allowed", other.words)
        self.verified()


class Export(InAHouse):
    def test_a_reason_is_needed(self):
        for more in (("--as", "ibrahima"), ("--as", "ibrahima", "--reason", "")):
            done = nibbi("export", "htcds", "--data", self.data, *more)
            self.assertEqual((done.code, done.out), (2, ""))

    def test_wrong_use_is_two(self):
        for words in ((), ("htcds",), ("csv", "--data", self.data), ("htcds", "--data", self.data, "--as", "nobody", "--reason", "x"), ("htcds", "--data", self.data, "--unit", "No such unit")):
            done = nibbi("export", *words)
            self.assertEqual((done.code, done.out), (2, ""), words)

    def test_no_cell_is_a_formula(self):
        evil = ['=1+1', '+221770000000', '-3', '@SUM(A1)', '\t=2', "'=already", '=cmd|"/c calc"!A1', 'a"b,c;d', "ligne\n=deux"]
        path = self.file("evil.csv", text([["prs_FirstName", "prs_Birthdate", "cco_CaseComment", "prs_MobilePhone"]] +
                                          [["'" + name if name[0] in "=+-@\t'" else name, "2014-01-01", "'=HYPERLINK(1)", "'+221770000000"] for name in evil]))
        done = nibbi("import", "htcds", path, "--data", self.data, "--apply")
        self.assertEqual([s for _, s in statuses(done)], ["created"] * len(evil), done.words)
        out = nibbi("export", "htcds", "--data", self.data)
        for row in csv.reader(io.StringIO(out.out, newline="")):
            for value in row:
                self.assertNotIn(value[:1], ["=", "+", "-", "@", "\t", "\r"], "a cell that a spreadsheet would work out")
        names = {r["prs_FirstName"] for r in table(out)}
        for name in ("'=1+1", "'-3", "''=already"):
            self.assertIn(name, names)


class Back:
    # The day when it was written down is another, that is all.
    OTHERWISE = {"_submission_time"}

    def there_and_back(self, rows):
        """The rows that leave again after these came in."""
        path = self.file("rows.csv", text([list(rows[0])] + [list(r.values()) for r in rows]))
        done = nibbi("import", "htcds", path, "--data", self.data, "--apply")
        self.assertEqual([s for _, s in statuses(done)], ["created"] * len(rows), done.words)
        return table(nibbi("export", "htcds", "--data", self.data, "--unit", "Bureau"))


class ChildrenBack(Back, InAHouse):
    def test_the_demonstrations_children_come_back_the_same_field_by_field(self):
        rows = table(nibbi("export", "htcds", "--data", self.data))
        self.assertEqual(len(rows), self.CHILDREN)
        back = self.there_and_back(rows)
        self.assertEqual(len(back), self.CHILDREN)
        pairs = {tuple(r[k] for k in ("prs_FirstName", "prs_SecondName", "prs_Birthdate", "start", "cco_CaseComment")): r for r in back}
        self.assertEqual(len(pairs), self.CHILDREN)
        for row in rows:
            same = pairs[tuple(row[k] for k in ("prs_FirstName", "prs_SecondName", "prs_Birthdate", "start", "cco_CaseComment"))]
            differs = [k for k in row if k not in self.OTHERWISE and row[k] != same[k]]
            self.assertEqual(differs, [], "fields that came back otherwise")
        filled = {k for row in rows for k, v in row.items() if v}
        for field in ("prs_FirstName", "prs_Birthdate", "prs_Gender", "prs_Citizenship", "prs_PrimaryLanguage", "vic_TypeOfExploitation", "vic_MethodsOfControl", "cas_Status", "con_Consent",
                      "spl_Type", "cas_OutgoingReferralDate", "cco_CaseComment", "prs_Age", "start"):
            self.assertIn(field, filled, "a demonstration that has none of it proves nothing")


class RowsBack(Back, InAHouse):
    def test_random_rows_come_back_the_same(self):
        chance = random.Random(20261124)
        names = list(table(nibbi("export", "htcds", "--data", self.data))[0])

        def words():
            return "".join(chance.choice(["a", "É", "ɓ", "=", "+", "-", "@", "'", " ", "1", ",", ";", '"', "n", "ñ", "\n"]) for _ in range(chance.randint(1, 30))).strip() or "x"

        def several(codes):
            return ";".join(c for c in codes if chance.random() < 0.5)

        made = []
        for i in range(150):
            row = dict.fromkeys(names, "")
            row["prs_FirstName"] = f"x{i} " + words()
            row["start"] = f"20{chance.randint(10, 25):02d}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
            row["_submission_time"] = datetime.date.today().isoformat()
            row["cas_Status"] = chance.choice(["Active", "FollowUp", "Closed", "ClosedReferred"])
            optional = {
                "prs_SecondName": words(), "prs_MiddleName": words(), "prs_Gender": chance.choice(["Feminine", "Masculine", "NonConforming"]), "prs_Citizenship": chance.choice(["SN", "GW", "ML", "GM;SN"]),
                "prs_PrimaryLanguage": chance.choice(["wol", "ful", "mnk"]), "prs_HighestLevelOfEducation": chance.choice(["PrimaryEducation", "LowerSecondaryEducation"]),
                "vic_DetailsOfVulnerabilities": words(), "cco_CaseComment": words(), "prs_MaritalStatus": words(), "prs_IdentityNumber": words(), "hte_City": words(), "hte_Date": "2009-05-06",
                "spl_ActionPlan": words(), "con_Consent": chance.choice(["TRUE", "FALSE"]), "prs_MobilePhone": "+221 77 000 00 00", "cas_IncomingReferralDetails": words()}
            for field, value in optional.items():
                if chance.random() < 0.5:
                    row[field] = value
            if chance.random() < 0.6:
                row["vic_TraffickingStatus"] = chance.choice(["PossibleVictimOfTrafficking", "NotAVictimOfTrafficking"])
                row["vic_TraffickingStatusDecisionMakingOrg"] = chance.choice(["", "Police", "CourtOrProsecution"])
                row["vic_TypeOfExploitation"] = several(["ForcedLabour", "SexualExploitation", "ChildLabour", "ForcedBegging"])
                row["vic_MethodsOfControl"] = several(["PhysicalThreats", "DebtBondage", "FalsePromises", "TakesEarnings"])
            if chance.random() < 0.4:
                row["spl_Type"], row["spl_PlannedEndDate"] = chance.choice(["Education", "Legal", "Health"]), "2030-01-02"
            row["prs_Age"] = chance.choice(["", "0-5", "6-9", "10-12", "13-15", "16-17"])
            made.append(row)
        # As an export writes them: a cell that would be a formula has its apostrophe.
        def guarded(value):
            bare = value.lstrip("'")
            return "'" + value if bare[:1] in ("=", "+", "-", "@", "\t") and bare else value
        rows = [{k: guarded(v) for k, v in row.items()} for row in made]
        back = {r["prs_FirstName"]: r for r in self.there_and_back(rows)}
        self.assertEqual(len(back), len(rows))
        for row in rows:
            differs = [(k, row[k], back[row["prs_FirstName"]][k]) for k in row if k not in self.OTHERWISE and back[row["prs_FirstName"]][k] != row[k]]
            self.assertEqual(differs, [], "invented rows; no child's")


if __name__ == "__main__":
    unittest.main()
