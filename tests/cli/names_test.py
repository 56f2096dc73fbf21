"""nibbi names and nibbi link as their users start them: JSON a line, and wrong use told on standard error."""
import csv
import json
import os
import tempfile
import unittest

from binary import nibbi


def lines(done):
    return [json.loads(line) for line in done.out.splitlines()]


class Names(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return path

    def test_two_names_are_compared_with_the_reasons(self):
        done = nibbi("names", "compare", "Diallo", "Jallow")
        self.assertEqual(done.code, 0)
        self.assertEqual(lines(done), [{"a": "Diallo", "b": "Jallow", "relation": "same_name", "level": "spelling", "reasons": ["Diallo ~ Jallow: dj/di, o/ow"]}])

    def test_a_list_of_pairs_is_evaluated_kind_by_kind(self):
        pairs = self.write("pairs.csv", "a,b,kind\nDiallo,Jallow,surname\nTraoré,Tarawele,surname\nSall,Fall,confusable\nTraoré,Diop,clan_equivalent\n")
        found = {line["kind"]: line for line in lines(nibbi("names", "evaluate", pairs))}
        levels = dict.fromkeys(("exact", "spelling", "lexicon", "nickname", "skeleton", "edit", "clan", "none"), 0)
        self.assertEqual(found["surname"], {"kind": "surname", "pairs": 2, "recall": 1, "matched": 2, "by_level": {**levels, "spelling": 1, "lexicon": 1}})
        self.assertEqual(found["confusable"]["matched"], 0)
        self.assertEqual(found["clan_equivalent"]["by_level"], {**levels, "clan": 1})
        self.assertIn("matched", found["random"])
        by_rules = {line["kind"]: line for line in lines(nibbi("names", "evaluate", pairs, "--no-lexicon", "--max-level", "spelling"))}
        self.assertEqual(by_rules["surname"]["recall"], 0.5)

    def test_a_child_is_found_in_a_list_and_a_row_that_cannot_be_read_is_named(self):
        people = self.write("people.csv", b"id,given,family,village\n1,Mamadou,Diallo,Kaolack\n2,\xc9milie,Ciss\xe9,Dakar\n3,Awa,Sow,Kolda,too,many\n")
        done = nibbi("names", "search", "--index", people, "--query", "jalow mamudu")
        self.assertEqual([hit["id"] for hit in lines(done)], ["1"])
        self.assertIn("Diallo ~ jalow: dj/di", lines(done)[0]["reasons"][0])
        self.assertIn("row 4 refused", done.words)
        self.assertEqual([hit["id"] for hit in lines(nibbi("names", "search", "--index", people, "--query", "sesay emilie"))], ["2"])

    def test_no_row_of_a_list_in_bad_shape_is_lost(self):
        people = self.write("people.csv", (
            "id,given,family,village\n1,SÃ©kou,KonÃ©,ThiÃ¨s\n2,MAMADOU,DIALLO,\n3,,,\n4,Null,None,NULL\n5,El Hadj,Serigne,\n6,أحمد,جالو,\n7,Sékou,Koné,Kolda\n8,Awa 😀,Sow,\n"
            "9," + "a" * 1_000_000 + ",Senghor,\n10," + "é" * 1_000_000 + ",Long,\n,Awa,Sow,\n8,Binta,Sow,\n").encode() + b"11,S\xe9kou,Kon\xe9,Dakar\n")
        pairs = os.path.join(self.folder.name, "pairs.csv")
        columns = self.write("map.json", json.dumps({"id": "id", "columns": {"given": "given", "family": "family", "village": "place"}}))
        done = nibbi("link", "dedupe", people, "--columns", columns, "--out", pairs)
        said = lines(done)[0]
        self.assertEqual((said["rows"], said["refused"]), (10, 3))
        for row, why in ((11, "row_too_long"), (12, "no_id"), (13, "id_there_twice")):
            self.assertIn(f"row {row} refused: {why}", done.words)
        self.assertIn("2 rows came in an old encoding and were repaired", done.words)
        with open(pairs, encoding="utf-8") as file:
            found = {(row["id_a"], row["id_b"]) for row in csv.DictReader(file) if float(row["probability"]) > 0.001}
        self.assertIn(("1", "7"), found)
        for query, ids in (("sekou kone thies", ["1"]), ("null", ["4"]), ("serigne", ["5"]), ("Amadou", ["6"]), ("senghor", ["9"])):
            self.assertEqual([hit["id"] for hit in lines(nibbi("names", "search", "--index", people, "--query", query))][:1], ids, query)

    def test_too_common_a_name_asks_for_one_more_fact(self):
        people = self.write("people.csv", "id,given,family,village\n" + "".join(f"{n},Fatou,Diop,Dakar\n" for n in range(30)))
        self.assertEqual(lines(nibbi("names", "search", "--index", people, "--query", "fatou diop")), [{"too_common": True, "matches": 30, "ask": ["village"]}])

    def test_too_common_a_name_with_nothing_left_to_ask_shows_the_first_of_the_equals(self):
        people = self.write("people.csv", "id,given,family\n" + "".join(f"{n},Fatou,Canari\n" for n in range(30)))
        found = lines(nibbi("names", "search", "--index", people, "--query", "fatou canari"))
        self.assertEqual(found[0], {"too_common": True, "matches": 30, "ask": []})
        self.assertEqual([hit["id"] for hit in found[1:]], [str(n) for n in range(10)])

    def test_a_list_without_ids_whose_columns_are_written_otherwise_is_searched_and_ages_are_read_as_people_write_them(self):
        people = self.write("people.csv", "Given,FAMILY,Age,Village\nAwa,Canari,12.0,Kolda\nAwa,Canari,8 ans,Kolda\nAwa,Canari,30 mois,Kolda\n")
        for query, row in (("awa canari 12", "2"), ("awa canari 8", "3"), ("awa canari 2", "4")):
            self.assertEqual(lines(nibbi("names", "search", "--index", people, "--query", query))[0]["id"], row, query)

    def test_many_queries_are_a_line_each_and_the_last_line_tells_recall_and_time(self):
        people = self.write("people.csv", "id,given,family,person\na,Mamadou,Canari,1\nb,Awa,Diallo,2\n")
        queries = self.write("queries.csv", "query,person\ncanary mamadu,1\nawa jallow,2\nzzz,2\n")
        found = lines(nibbi("names", "search", "--index", people, "--queries", queries))
        self.assertEqual([(line["row"], line["ids"], line["found"]) for line in found[:3]], [(2, ["a"], True), (3, ["b"], True), (4, [], False)])
        self.assertEqual((found[3]["queries"], found[3]["recall"]), (3, 0.6667))
        self.assertIn("p50_ms", found[3])

    def link(self, lists, columns, *more, id_column="id"):
        pairs = os.path.join(self.folder.name, "pairs.csv")
        done = nibbi("link", "match" if len(lists) == 2 else "dedupe", *lists, "--columns", self.write("map.json", json.dumps({"id": id_column, "columns": columns})), "--out", pairs, *more)
        if done.code != 0:
            return done, []
        with open(pairs, encoding="utf-8", newline="") as file:
            return done, list(csv.DictReader(file))

    def test_columns_of_the_map_that_are_in_no_list_are_named_and_none_at_all_is_wrong_use(self):
        people = self.write("people.csv", "id,prenom\n1,Awa\n2,Awa\n")
        done, _ = self.link([people], {"prenom": "given", "nmo": "family"})
        self.assertEqual(done.code, 0)
        self.assertIn('no column "nmo"', done.words)
        done, _ = self.link([people], {"prnom": "given", "nmo": "family"})
        self.assertEqual((done.code, done.out), (2, ""))

    def test_columns_of_one_meaning_in_two_lists_are_one_whatever_each_list_calls_them(self):
        names = [f"{given} {family}" for given in ("Awa", "Binta", "Moussa", "Oumar", "Penda", "Samba") for family in ("Sow", "Diop", "Ka", "Ba", "Faye")]
        ours = self.write("ours.csv", "id,prenom,nom\n" + "".join(f"{i},{n.replace(' ', ',')}\n" for i, n in enumerate(names)) + "c,Canari,Senghor\n")
        theirs = self.write("theirs.csv", "id,first_name,surname\n" + "".join(f"{i},{n.split()[0]}x,{n.split()[1]}y\n" for i, n in enumerate(names)) + "d,Canari,Senghor\n")
        done, rows = self.link([ours, theirs], {"prenom": "given", "first_name": "given", "nom": "family", "surname": "family"})
        self.assertEqual(done.code, 0, done.words)
        best = max(rows, key=lambda row: float(row["weight"]))
        self.assertEqual((best["id_a"], best["id_b"]), ("c", "d"))

    def test_what_programs_read_has_no_guards_of_spreadsheets_in_it(self):
        people = self.write("people.csv", "id,given,phone\n=1,Canari,77\n+2,Canari,77\n-3,Binta,78\n")
        _, rows = self.link([people], {"given": "given", "phone": "phone"})
        self.assertTrue({row["id_a"] for row in rows} <= {"=1", "+2", "-3"}, rows)
        self.assertTrue(rows)
        nibbi("names", "generate", "--people", "60", "--seed", "2", "--out", self.folder.name)
        with open(os.path.join(self.folder.name, "people.csv"), encoding="utf-8") as file:
            self.assertNotIn("'+", file.read())

    def test_two_lists_are_evaluated_by_the_column_that_is_named(self):
        ours, theirs = self.write("a.csv", "id,who\n1,x\n2,y\n3,rec-7-2\n"), self.write("b.csv", "id,who\n1,y\n2,x\n3,rec-7-1\n")
        pairs = self.write("pairs.csv", "id_a,id_b,probability\n1,2,0.9\n2,1,0.8\n3,3,0.7\n")
        found = lines(nibbi("link", "evaluate", pairs, ours, theirs, "--truth", "who", "--id", "id", "--threshold", "0.5"))[0]
        self.assertEqual((found["precision"], found["recall"]), (0.6667, 1))
        self.assertEqual(nibbi("link", "evaluate", pairs, ours, "--truth", "who", "--id", "who").code, 2)

    def test_lists_are_parted_by_what_parts_their_columns_and_empty_cells_too_many_and_blanks_before_a_mark_do_no_harm(self):
        people = self.write("people.csv", "id;given;note\n1;Awa;un, deux, trois, quatre, cinq\n2;Canari;a, b, c, d, e, f;;\n3; \"Binta; Canari\";x\n")
        for query, row in (("canari awa", "1"), ("binta", "3")):
            done = nibbi("names", "search", "--index", people, "--query", query)
            self.assertIn(row, [hit["id"] for hit in lines(done)], done.words)
            self.assertNotIn("refused", done.words)

    def test_words_that_were_left_out_of_a_query_are_counted(self):
        people = self.write("people.csv", "id,given,family\n1,Mamadou,Diallo\n")
        found = lines(nibbi("names", "search", "--index", people, "--query", "mamadou diallo " + "kaolack " * 20))
        self.assertEqual(found[0], {"ignored_words": 7})

    def test_a_child_is_traced_by_what_relatives_tell_and_nobody_is_named_where_nobody_is_likely(self):
        files = self.write("files.csv", (
            "id,given,family,mother,father,siblings,village,lat,lon,born,age,recorded,sex,languages,marks\n"
            "c1,Ndella,Diallo,Kadiatou Barry,Alpha Diallo,Binta;Saliou,Labé,11.32,-12.28,,10,2024-06,F,Pular,scar left knee\n"
            "c2,Mamadou,Bah,,,,Dakar,14.69,-17.44,2012,,,M,Wolof,\n" + "".join(f"x{n},Awa,Sow,Penda Ka,,,Kolda,,,2010,,,F,,\n" for n in range(200))))
        inquiries = self.write("inquiries.csv", (
            "id,given,family,mother,siblings,village,lat,lon,born,sex,marks\nq1,Ndelah,Jallow,Kadijatou Bari,Bintah,Labe,11.3,-12.3,2014,f,scar knee\nq2,Ousmane,Traoré,,,,,,,m,\n"))
        done = nibbi("names", "trace", "--index", files, "--inquiries", inquiries, "--top", "2")
        self.assertEqual(done.code, 0, done.words)
        found = lines(done)
        heads = {line["inquiry"]: line for line in found if "likely_match" in line}
        self.assertTrue(heads["q1"]["likely_match"])
        self.assertFalse(heads["q2"]["likely_match"])
        self.assertIn("village", heads["q2"]["would_help"])
        first = next(line for line in found if line["inquiry"] == "q1" and line.get("rank") == 1)
        self.assertEqual((first["id"], first["band"]), ("c1", "strong"))
        by_fact = {}
        for e in first["evidence"]:
            by_fact.setdefault(e["fact"], e)
        self.assertEqual({fact: by_fact[fact]["side"] for fact in ("name", "mother", "sibling", "village", "born", "sex", "mark")}, dict.fromkeys(("name", "mother", "sibling", "village", "born", "sex", "mark"), "for"))
        self.assertIn("km", by_fact["village"]["why"])
        self.assertIn("dj/di", by_fact["name"]["why"])

    def test_invented_inquiries_have_the_columns_that_tracing_reads(self):
        made = nibbi("names", "generate", "--people", "400", "--seed", "5", "--out", self.folder.name, "--inquiries", "15")
        self.assertEqual(made.code, 0, made.words)
        people, inquiries = (os.path.join(self.folder.name, name) for name in ("people.csv", "inquiries.csv"))
        found = lines(nibbi("names", "trace", "--index", people, "--inquiries", inquiries, "--top", "3"))
        self.assertEqual(sum("likely_match" in line for line in found), 15)
        with open(people, encoding="utf-8") as file:
            person = {row["id"]: row["person"] for row in csv.DictReader(file)}
        with open(inquiries, encoding="utf-8") as file:
            asked = {row["id"]: row["person"] for row in csv.DictReader(file)}
        firsts = [line for line in found if line.get("rank") == 1 and asked[line["inquiry"]] in person.values()]
        right = sum(person[line["id"]] == asked[line["inquiry"]] for line in firsts)
        self.assertGreaterEqual(right * 10, len(firsts) * 8)

    def test_invented_people_are_linked_and_held_against_the_truth(self):
        made = nibbi("names", "generate", "--people", "600", "--seed", "3", "--out", self.folder.name, "--queries", "20")
        self.assertEqual(lines(made)[0]["people"], 600)
        people, pairs = os.path.join(self.folder.name, "people.csv"), os.path.join(self.folder.name, "pairs.csv")
        columns = {"given": "given", "family": "family", "mother": "mother", "father": "father", "sex": "sex", "age": "age", "village": "place", "phone": "phone"}
        said = lines(nibbi("link", "dedupe", people, "--columns", self.write("map.json", json.dumps({"id": "id", "columns": columns})), "--out", pairs))[0]
        with open(pairs, encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(list(rows[0]), ["id_a", "id_b", "probability", "weight"])
        self.assertEqual(len(rows), said["pairs"])
        result = lines(nibbi("link", "evaluate", pairs, people, "--truth", "person", "--threshold", "auto"))[0]
        self.assertEqual(list(result), ["precision", "recall", "f1", "pair_completeness", "threshold"])
        self.assertGreater(result["pair_completeness"], 0.8)

    def test_wrong_use_is_told_on_standard_error_with_exit_code_2(self):
        broken = self.write("map.json", '{"id":"id","columns":{"given":"nickname"}}')
        good, empty, picture = self.write("good.json", '{"id":"id","columns":{"given":"given"}}'), self.write("empty.csv", ""), self.write("picture.csv", b"\xd0\xcf\x11\xe0" + bytes(600))
        people, nameless = self.write("people.csv", "id,given\n1,Awa\n"), self.write("nameless.csv", "given\nAwa\n")
        for words in (["names"], ["names", "compare", "Awa"], ["names", "evaluate", "/nowhere.csv"], ["names", "evaluate", people], ["names", "search", "--index", people],
                      ["names", "search", "--index", people, "--query", "x", "--top", "0"], ["names", "compare", "a", "b", "--max-level", "x"], ["names", "trace", "--index", people],
                      ["names", "trace", "--index", people, "--inquiries", "/nowhere.csv"], ["names", "trace", "--index", people, "--inquiries", nameless], ["names", "generate", "--people", "5", "--out", self.folder.name, "--queries", "1", "--inquiries", "1"], ["link", "dedupe", people],
                      ["link", "dedupe", people, "--columns", broken, "--out", "/dev/null"],
                      ["link", "dedupe", people, "--columns", good, "--out", "/nowhere/pairs.csv"], ["link", "dedupe", empty, "--columns", good, "--out", "/dev/null"],
                      ["link", "dedupe", picture, "--columns", good, "--out", "/dev/null"], ["names", "search", "--index", self.folder.name, "--query", "x"],
                      ["names", "search", "--index", people, "--query", "x", "--queries", people], ["names", "generate", "--people", "5", "--out", "/dev/null/x"]):
            done = nibbi(*words)
            self.assertEqual((done.code, done.out), (2, ""), words)
            self.assertNotEqual(done.words, "", words)


if __name__ == "__main__":
    unittest.main()
