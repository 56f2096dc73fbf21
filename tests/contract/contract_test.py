"""What must hold of contract/: three languages, sources, tiers, merge classes, and the words of the house.

Run: python3 -m unittest discover -s tests/contract -p '*_test.py'
"""
import csv
import json
import re
import unittest
from pathlib import Path

import show_if

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "contract"
LANGUAGES = ("fr", "en", "pt")
STATUSES = {"verified", "unverified", "own"}
TIERS = {"plain", "identity", "placement", "narrative"}
MERGES = {"set", "latest", "protective", "manual"}
TYPES = {"yes_no", "code", "codes", "text", "long_text", "integer", "date", "partial_date", "phone", "country",
         "place", "unit", "person", "money"}
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
VARIABLE = re.compile(r"\{([a-z_]+)\}")

KINDS = """child.opened event.opened form.saved consent.given consent.refused consent.withdrawn
identification.recorded legal_act.recorded risk.assessed need.recorded note.added attachment.added attachment.stored
assignment.made cover.set referral.sent referral.received referral.opened referral.asked referral.answered
referral.accepted referral.declined referral.service_given referral.feedback referral.closed referral.withdrawn
referral.expired referral.reminded referral.escalated placement.begun placement.ended service.planned service.given
tracing.tasked trace.proposed trace.confirmed trace.refuted place.linked best_interests.assessed
best_interests.determined wish.recorded family.assessed health.checked papers.recorded return.planned return.waived
return.withdrawn movement.joined movement.departed movement.checkpoint movement.arrived handover.signed
handover.received reintegration.planned visit.recorded closure.requested closure.approved closure.refused
file.reopened keep_order.set keep_order.lifted conflict.resolved record.merged record.absorbed record.unmerged
record.erased break_glass.opened break_glass.ended basis.lapsed second.asked second.agreed second.declined
second.lapsed unit.registered unit.capacity_set bed.reserved person.registered person.granted family.opened
inquiry.opened place.opened movement.opened""".split()
KINDS_INC = ROOT / "src" / "domain" / "kinds.inc"
if KINDS_INC.exists():
    KINDS += re.findall(r'^NIBBI_KIND\(\w+, "([a-z_.]+)"', KINDS_INC.read_text(encoding="utf-8"), re.M)

# Words that the glossary replaces. "en cas de" and "au cas où" are not the noun for a child's file.
FORBIDDEN = {
    "fr": [r"(?<!\ben )(?<!\bau )\bcas\b", r"\brejet", r"prostitution infantile", r"prostitution des enfants",
           r"migrants? illéga", r"clandestin", r"\bmendiants?\b", r"perdus? de vue", r"\bdénonciation", r"\bSLA\b",
           r"\bconvoyeu", r"\bfugue", r"[·‧∙•]", r"\((e|ne|se|trice)\)"],
    "en": [r"child prostitut", r"illegal (migrant|immigrant)", r"\brejected?\b", r"\bSLA\b"],
    "pt": [r"prostituição infantil", r"(migrante|imigrante)s? ilega", r"\brejeit", r"\busuário", r"\bcelular",
           r"\bsenha\b", r"\btela\b", r"[·‧∙•]"],
}
# What a child or a family may read on the public page.
NOT_FOR_CHILDREN = re.compile(r"trait[eé]\b|trafi|tráfico|traffick|victim|vítima|illég|illegal|ilegal", re.I)


def read(path):
    def once(pairs):
        keys = [k for k, _ in pairs]
        twice = {k for k in keys if keys.count(k) > 1}
        if twice:
            raise ValueError(f"{path.name}: the same key twice: {sorted(twice)}")
        return dict(pairs)
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)


LISTS = {p.stem: read(p) for p in sorted((CONTRACT / "codelists").glob("*.json"))}
FORMS = {p.stem: read(p) for p in sorted((CONTRACT / "forms").glob("*.json"))}
INSTRUMENTS = {p.stem: read(p) for p in sorted((CONTRACT / "instruments").glob("*.json"))}
CLOCKS = read(CONTRACT / "clocks" / "clocks.json")["clocks"]


def is_plural(node):
    return bool(node) and set(node) <= {"one", "other"} and all(isinstance(v, str) for v in node.values())


def leaves(node, path=()):
    """Every sentence of a tree of messages: path -> str or {one, other}."""
    for key, value in node.items():
        here = path + (key,)
        if isinstance(value, dict) and not is_plural(value):
            yield from leaves(value, here)
        else:
            yield ".".join(here), value


MESSAGES = {lang: dict(leaves(read(CONTRACT / "messages" / f"{lang}.json"))) for lang in LANGUAGES}


def sentences(message):
    return [message] if isinstance(message, str) else list(message.values())


def questions(form):
    for page in form["pages"]:
        yield from page["questions"]


def triples():
    """Every {fr, en, pt} of lists, forms and clocks, with where it stands."""
    for name, data in LISTS.items():
        for code in data["codes"]:
            yield f"codelists/{name}:{code['code']}", {l: code.get(l) for l in LANGUAGES}
            if "hint" in code:
                yield f"codelists/{name}:{code['code']} hint", code["hint"]
    for name, form in FORMS.items():
        yield f"forms/{name} title", form["title"]
        for page in form["pages"]:
            yield f"forms/{name} page {page['id']}", page["title"]
            if "note" in page:
                yield f"forms/{name} page {page['id']} note", page["note"]
        for q in questions(form):
            for part in ("label", "why", "hint"):
                if part in q:
                    yield f"forms/{name}:{q['id']} {part}", q[part]
    for name, instrument in INSTRUMENTS.items():
        for part in ("title", "note"):
            yield f"instruments/{name} {part}", instrument[part]
        for one in instrument["dimensions"]:
            yield f"instruments/{name}:{one['dimension']}", one["label"]
    for clock in CLOCKS:
        yield f"clocks:{clock['clock']}", clock["label"]


def every_text(lang):
    for where, triple in triples():
        yield where, triple[lang]
    for key, message in MESSAGES[lang].items():
        for text in sentences(message):
            yield f"messages/{lang}:{key}", text


class Languages(unittest.TestCase):
    def test_the_three_message_files_have_the_same_keys(self):
        for lang in ("en", "pt"):
            self.assertEqual(set(MESSAGES["fr"]) ^ set(MESSAGES[lang]), set(), lang)

    def test_a_message_has_the_same_variables_and_the_same_shape_in_each_language(self):
        for key, french in MESSAGES["fr"].items():
            for lang in LANGUAGES:
                other = MESSAGES[lang][key]
                self.assertIs(type(other), type(french), f"{lang}: {key}")
                wanted = set(VARIABLE.findall(sentences(french)[-1]))
                for text in sentences(other):
                    self.assertEqual(set(VARIABLE.findall(text)), wanted, f"{lang}: {key}")
                    self.assertNotRegex(VARIABLE.sub("", text), r"[{}]", f"{lang}: {key}")

    def test_every_label_is_complete(self):
        for where, triple in triples():
            self.assertEqual(set(triple), set(LANGUAGES), where)
            for lang in LANGUAGES:
                self.assertIsInstance(triple[lang], str, where)

    def test_every_text_is_clean(self):
        for lang in LANGUAGES:
            for where, text in every_text(lang):
                self.assertTrue(text and text == text.strip(), where)
                self.assertNotIn("  ", text, where)
                self.assertNotRegex(text, r"\w'\w", f"{where}: a straight apostrophe")

    def test_french_keeps_its_spaces_unbreakable(self):
        for where, text in every_text("fr"):
            self.assertNotRegex(text, r" [?!:;»]|« |[^\s\u00a0][?!;»]", where)

    def test_the_words_of_the_glossary_are_kept(self):
        for lang, patterns in FORBIDDEN.items():
            for where, text in every_text(lang):
                for pattern in patterns:
                    self.assertNotRegex(text.replace("en cas d", "").replace("au cas où", ""), re.compile(pattern, re.I), where)

    def test_the_public_page_has_words_that_a_child_may_read(self):
        for lang in LANGUAGES:
            for key, message in MESSAGES[lang].items():
                if key.startswith(("public.", "product.", "intake.")):
                    for text in sentences(message):
                        self.assertNotRegex(text, NOT_FOR_CHILDREN, f"{lang}: {key}")

    def test_the_title_of_a_task_fits_a_line(self):
        for lang in LANGUAGES:
            for key, message in MESSAGES[lang].items():
                if key.startswith("today.task."):
                    self.assertLessEqual(len(message), 40, f"{lang}: {key}")


class Messages(unittest.TestCase):
    def group(self, name):
        return {k[len(name) + 1:] for k in MESSAGES["fr"] if k.startswith(name + ".")}

    def test_every_problem_has_its_message_and_there_is_none_too_many(self):
        source = (ROOT / "src" / "base" / "problem_codes.inc").read_text(encoding="utf-8")
        codes = re.findall(r"^NIBBI_PROBLEM\((\w+)", source, re.M)
        self.assertGreater(len(codes), 50)
        self.assertEqual(self.group("problem") ^ set(codes), set())

    def test_every_kind_of_entry_has_its_sentence(self):
        self.assertEqual(self.group("entry") ^ set(KINDS), set())

    def test_every_task_that_the_rules_make_has_its_title(self):
        tasks = ROOT / "src" / "domain" / "tasks.cpp"
        if not tasks.exists():
            self.skipTest("the rules are not here")
        names = set(re.findall(r'\badd\("(\w+)"', tasks.read_text(encoding="utf-8")))
        self.assertEqual(names - self.group("today.task"), set())

    def test_a_sentence_of_the_history_names_nobody_but_the_author(self):
        for lang in LANGUAGES:
            for key, text in MESSAGES[lang].items():
                if key.startswith("entry."):
                    self.assertLessEqual(set(VARIABLE.findall(text)), {"who"}, f"{lang}: {key}")

    def test_roles_relations_actions_and_tiers_have_the_codes_of_their_lists(self):
        for name in ("role", "relation", "action", "tier"):
            codes = {c["code"] for c in LISTS[name]["codes"]}
            self.assertEqual(self.group(name) ^ codes, set(), name)

    def test_the_policy_and_the_lists_speak_of_the_same_things(self):
        policy = CONTRACT / "policy" / "child.json"
        if not policy.exists():
            self.skipTest("the policy is not here")
        used = set(re.findall(r'"action": *"(\w+)"', policy.read_text(encoding="utf-8")))
        self.assertLessEqual(used, {c["code"] for c in LISTS["action"]["codes"]})


class Codelists(unittest.TestCase):
    def test_a_list_is_named_as_its_file_and_says_where_it_comes_from(self):
        for name, data in LISTS.items():
            self.assertEqual(data["list"], name)
            self.assertRegex(name, f"^{SNAKE.pattern}$")
            self.assertIn(data["status"], STATUSES, name)
            self.assertIn(data.get("order", "protective"), {"protective"}, name)

    def test_a_list_has_a_title_of_its_own_in_each_language(self):
        for lang in LANGUAGES:
            titles = [data["title"][lang] for data in LISTS.values()]
            self.assertTrue(all(titles), lang)
            self.assertEqual(len(titles), len(set(titles)), lang)

    def test_every_code_has_a_source_or_its_list_has(self):
        for name, data in LISTS.items():
            for code in data["codes"]:
                self.assertTrue(code.get("source") or data.get("source"), f"{name}:{code['code']}")
                self.assertIn(code.get("status", "own"), STATUSES, f"{name}:{code['code']}")

    def test_codes_are_unique_dated_and_never_empty(self):
        for name, data in LISTS.items():
            codes = [c["code"] for c in data["codes"]]
            self.assertTrue(codes, name)
            self.assertEqual(len(codes), len(set(codes)), name)
            for code in data["codes"]:
                for month in ("since", "retired"):
                    if month == "since" or month in code:
                        self.assertRegex(code[month], r"^\d{4}-(0[1-9]|1[0-2])$", f"{name}:{code['code']}")

    def test_labels_of_a_list_can_be_told_apart(self):
        for name, data in LISTS.items():
            for lang in LANGUAGES:
                labels = [c[lang].casefold() for c in data["codes"]]
                self.assertEqual(len(labels), len(set(labels)), f"{name} {lang}")

    def test_every_data_class_says_its_tier(self):
        for code in LISTS["data_class"]["codes"]:
            self.assertIn(code["tier"], TIERS)
        self.assertEqual([c["code"] for c in LISTS["data_class"]["codes"] if c["tier"] == "plain"], ["plain"])

    def test_each_country_has_one_fixed_offset(self):
        self.assertEqual(len(LISTS["country"]["codes"]), 16)
        for code in LISTS["country"]["codes"]:
            self.assertRegex(code["code"], r"^[A-Z]{2}$")
            self.assertIn(code["utc_offset_minutes"], (-60, 0, 60))

    def test_htcds_codes_stand_once_in_their_list(self):
        for name in ("exploitation", "labour_industry", "recruitment_method", "control_method", "trafficking_status",
                     "deciding_authority"):
            codes = [c["htcds"] for c in LISTS[name]["codes"]]
            self.assertEqual(len(codes), len(set(codes)), name)

    def test_htcds_codes_are_those_published(self):
        published = ROOT.parent / "shared" / "data" / "htcds" / "htcds_codelists_v2.0.csv"
        if not published.exists():
            self.skipTest("the published lists are not on this machine")
        fields = {}
        for row in csv.DictReader(published.read_text(encoding="utf-8").splitlines()):
            fields.setdefault(row["field"], set()).add(row["code"].strip())
        for name, field in (("exploitation", "vic_TypeOfExploitation"), ("labour_industry", "vic_ForcedLabourIndustry"),
                            ("recruitment_method", "vic_MethodOfRecruitment"), ("control_method", "vic_MethodsOfControl"),
                            ("trafficking_status", "vic_TraffickingStatus"),
                            ("deciding_authority", "vic_TraffickingStatusDecisionMakingOrg")):
            self.assertEqual({c["htcds"] for c in LISTS[name]["codes"]}, fields[field], name)
        self.assertLessEqual({c["htcds"] for c in LISTS["unit_kind"]["codes"]}, fields["org_Type"])
        self.assertLessEqual({c["htcds"] for c in LISTS["sex"]["codes"]}, fields["prs_Gender"])


class Forms(unittest.TestCase):
    def list_of(self, question):
        return "yes_no" if question["type"] == "yes_no" else question.get("list")

    def test_a_form_is_named_as_its_file_and_writes_a_known_kind(self):
        for name, form in FORMS.items():
            self.assertEqual(form["form"], name)
            self.assertIsInstance(form["version"], int)
            self.assertIn(form["entry"], KINDS, name)

    def test_ids_are_unique_and_say_where_they_belong(self):
        for name, form in FORMS.items():
            pages = [p["id"] for p in form["pages"]]
            ids = [q["id"] for q in questions(form)]
            self.assertEqual(len(pages), len(set(pages)), name)
            self.assertEqual(len(ids), len(set(ids)), name)
            for i in ids:
                prefix, _, field = i.rpartition(".")
                self.assertEqual(prefix, name if form["entry"] == "form.saved" else "", f"{name}:{i}")
                self.assertRegex(field, f"^{SNAKE.pattern}$", f"{name}:{i}")

    def test_every_page_says_or_asks_something(self):
        for name, form in FORMS.items():
            for page in form["pages"]:
                self.assertTrue(page["questions"] or "note" in page, f"{name}:{page['id']}")

    def test_type_list_tier_class_and_merge_are_known(self):
        for name, form in FORMS.items():
            for q in questions(form):
                where = f"{name}:{q['id']}"
                self.assertIn(q["type"], TYPES, where)
                self.assertIn(q["tier"], TIERS, where)
                self.assertIn(q["merge"], MERGES, where)
                self.assertIsInstance(q["required"], bool, where)
                self.assertEqual("list" in q, q["type"] in ("code", "codes"), where)
                if "list" in q:
                    self.assertIn(q["list"], LISTS, where)

    def test_the_class_of_a_question_belongs_to_its_tier(self):
        tier_of = {c["code"]: c["tier"] for c in LISTS["data_class"]["codes"]}
        for name, form in FORMS.items():
            for q in questions(form):
                self.assertEqual(tier_of.get(q["data_class"]), q["tier"], f"{name}:{q['id']}")

    def test_nothing_written_freely_is_in_the_plain_tier(self):
        for name, form in FORMS.items():
            for q in questions(form):
                if q["tier"] == "plain":
                    self.assertNotIn(q["type"], ("text", "long_text", "phone", "place", "partial_date", "unit"), f"{name}:{q['id']}")

    def test_protective_questions_use_a_list_from_the_most_protective_on(self):
        for name, form in FORMS.items():
            for q in questions(form):
                if q["merge"] == "protective":
                    self.assertEqual(q["type"], "code", f"{name}:{q['id']}")
                    self.assertEqual(LISTS[q["list"]].get("order"), "protective", f"{name}:{q['id']}")

    def test_conditions_can_be_read_and_speak_of_earlier_questions(self):
        for name, form in FORMS.items():
            earlier = {}
            for q in questions(form):
                if "show_if" in q:
                    for other, codes in show_if.mentions(q["show_if"]):
                        self.assertIn(other, earlier, f"{name}:{q['id']}")
                        known = self.list_of(earlier[other])
                        for code in codes:
                            self.assertIn(code, {c["code"] for c in LISTS[known]["codes"]}, f"{name}:{q['id']}")
                    self.assertFalse(q["required"], f"{name}:{q['id']} is required but may be hidden")
                earlier[q["id"]] = q

    def test_forms_are_short(self):
        for name, form in FORMS.items():
            limit = {"intake": 30, "assessment": 25, "referral": 15, "identification": 13, "family_assessment": 13, "return_plan": 15, "inquiry": 19, "tracing": 15}.get(name, 12)
            self.assertLessEqual(len(list(questions(form))), limit, name)
        self.assertEqual(len(FORMS["intake"]["pages"]), 10)

    def test_two_forms_that_write_the_same_kind_mean_the_same_by_the_same_field(self):
        seen = {}
        for name, form in FORMS.items():
            if form["entry"] == "form.saved":
                continue
            for q in questions(form):
                meaning = tuple(q.get(k) for k in ("type", "list", "tier", "data_class", "merge"))
                first = seen.setdefault((form["entry"], q["id"]), (name, meaning))
                self.assertEqual(first[1], meaning, f"{name} and {first[0]}: {q['id']}")

    def test_every_list_is_of_use(self):
        used = {self.list_of(q) for f in FORMS.values() for q in questions(f)}
        by_code = {"tier", "data_class", "record_kind", "role", "relation", "action", "referral_answer", "referral_state",
                   "referral_decline_reason", "tracing_outcome", "stage", "journey_step", "attachment_kind",
                   "waiver_reason", "waiver_condition", "copied_from", "country", "keep_order_kind", "erasure_ground",
                   "referral_next", "place_kind", "pair_verdict", "incident_told", "inquiry_end"}
        self.assertEqual(set(LISTS) - used - by_code, set())

    def test_every_list_that_the_code_names_is_here(self):
        named = set()
        for path in (ROOT / "src").rglob("describe*.hpp"):
            named |= set(re.findall(r'\bin\("(\w+)"\)', path.read_text(encoding="utf-8")))
        # The programme's own list is data of its installation, not of the contract.
        self.assertEqual(named - set(LISTS), {"funding_line"})

    def test_the_demonstration_has_its_own_funding_lines_in_three_languages(self):
        own = json.loads((CONTRACT / "demo" / "funding_lines.json").read_text(encoding="utf-8"))
        self.assertEqual(own["list"], "funding_line")
        for code in own["codes"]:
            for lang in ("fr", "en", "pt"):
                self.assertIn("DEMO", code[lang], code["code"])

    def test_the_steps_of_the_journey_ask_for_forms_that_exist(self):
        for step in LISTS["journey_step"]["codes"]:
            self.assertLessEqual(set(step["outputs"]), set(FORMS), step["code"])


class Clocks(unittest.TestCase):
    def test_a_clock_starts_with_an_entry_and_says_where_its_figure_comes_from(self):
        names = [c["clock"] for c in CLOCKS]
        self.assertEqual(len(names), len(set(names)))
        for clock in CLOCKS:
            # An incident is no entry: it is kept among the things of the house (src/usecases/incidents.hpp).
            self.assertIn(clock["starts"], [*KINDS, "incident.noted"], clock["clock"])
            self.assertIn(clock["status"], STATUSES, clock["clock"])
            self.assertTrue(clock["source"], clock["clock"])
            self.assertTrue(clock["hours"] is None or (isinstance(clock["hours"], int) and clock["hours"] > 0), clock["clock"])
            self.assertIn(clock["reminder_percent"], range(1, 101), clock["clock"])

    def test_each_priority_of_a_referral_has_one_clock(self):
        priorities = [c["priority"] for c in CLOCKS if "priority" in c]
        self.assertEqual(priorities, [c["code"] for c in LISTS["referral_priority"]["codes"]])


class Standards(unittest.TestCase):
    def test_every_key_that_is_cited_is_explained(self):
        page = (ROOT / "docs" / "standards" / "README.md").read_text(encoding="utf-8")
        explained = set(re.findall(r"^#+ \[([a-z0-9.-]+)\]", page, re.M))
        cited = set()
        for folder in ("codelists", "forms", "clocks"):
            for path in (CONTRACT / folder).glob("*.json"):
                cited |= set(re.findall(r"\[([a-z][a-z0-9.]*(?:-[a-z0-9.]+)*)\]", path.read_text(encoding="utf-8")))
        self.assertGreater(len(cited), 8)
        self.assertEqual(cited - explained, set())


if __name__ == "__main__":
    unittest.main()
