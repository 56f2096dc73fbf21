#!/usr/bin/env python3
"""Independent oracle for the access policy of Ñibbi.

Written by hand, in Python, from one source only: the page "Who may see and do
what with a child's file" (who-sees-what.md). It shares no code and no data
with `contract/policy` or with the program that reads it. When the two
disagree, one of them misread the page, or the page can be read in two ways.
Do not "repair" this file by looking at the table: go back to the page.

    python3 policy_oracle.py matrix            every cell, as CSV (27,840 rows)
    python3 policy_oracle.py compare FILE.csv  check `nibbi policy matrix`
    python3 policy_oracle.py combinations      every set of two relations, as CSV

Interpretations made where the page is ambiguous
------------------------------------------------
 I1  "any" relation for the data protection officer means all ten relations,
     `none` and `break_glass` included; the condition "on files of the
     organisations whose officer I am" is taken as true in the matrix.
 I2  Rule 2's "seen or found" means the four see_* actions on the file and
     `find`; `see_access_log` is not among them ("stays as it is").
 I3  Rule 2 weakens the data protection officer's `see_plain` too: `allow` when
     open, `reason` when closed or held, `allow` again when erased (rule 1).
 I4  A doing action that rule 2 spares keeps its decision of the open state
     unchanged (`withdraw_consent` stays `allow`, team `reopen` stays `allow`).
 I5  "Doing (state `open`)" with "(also ...)" adds states, it does not replace
     `open`: `reopen` and `erase` have their decision on an open file as well.
 I6  `see_access_log` "(all states)" yields to rule 1 on an erased file: only
     the data protection officer keeps it.
 I7  `find` is derived from the Seeing table as written (state open, fresh);
     then rules 1, 2 and 4 apply to it. "Always `reason`" for the data
     protection officer yields to rule 1 (erased: `deny`).
 I8  `find` with relation `none` is `hit` for the seven; with a relation that the
     Seeing table does not give to the role (a tracing officer `assigned`, ...)
     nothing grants it, so that cell alone is `deny`.
 I9  Rule 3 looks at the relation of the cell, not at the role: stale
     `see_placement` of the data protection officer stays `two` under
     `assigned`, `placed`, `break_glass` and is `deny` under the other seven.
 I10 Rules 2 and 3 both apply: first 2 then 3 (the order gives the same result).
     A stale refusal is printed as `deny`, the page has no decision `stale`.
 I11 "all that the data protection officer asks" (under `two`) only says that the
     second person is of another unit; it does not turn that officer's `allow`
     (see_plain, withdraw_consent, see_access_log) into `two`.
 I12 `open_break_glass` "any relation but `break_glass`" includes `none`; it is for
     the seven only.
 I13 Rule 5, "looks made for an open concern", the lists of units, limits per day
     and the like are outside the matrix and outside this oracle.
 I14 Several relations: the rules are applied to each relation alone, and the
     answers are then combined. So the exception of rule 3 helps only what that
     relation itself grants.
 I15 "shared and own (they add up, and what they open needs no reason)": they add
     up with each other, and they stay beside a `reason` ({reason, shared}: the
     whole with a reason, the listed part without). Otherwise a person who gains
     a `reason` would lose something. `allow` absorbs both; they absorb `two`,
     `hit` and `deny`. `headline()` gives the single most open level.
 I16 A set with nothing in it is {none}. `none` beside other relations (it cannot
     really hold) adds its own answer like any other; it is NOT added silently
     to the sets that do not name it, so one relation gives the matrix cell.
 I17 `open_break_glass` for somebody who holds `break_glass` and another relation is
     `reason`, by "the most open answer"; with `break_glass` alone it is `deny`.
 I18 "Holding more" compares sets of relations that hold. Compared with holding
     `none`, two families of cells open less, and only these (see I8, I12):
     `find` with a relation that gives the role nothing, and `open_break_glass`
     with `break_glass` alone. `combinations` asserts that there are no others.
"""

import csv
import itertools
import sys
from functools import lru_cache

# --------------------------------------------------------------------------
# The words, in the order of the page
# --------------------------------------------------------------------------

SEVEN = (
    "street_worker", "case_worker", "shelter_staff", "unit_focal_point",
    "supervisor", "tracing_officer", "country_coordinator",
)
ROLES = SEVEN + (
    "programme_manager", "trainer", "finance_officer",
    "data_protection_officer", "administrator",
)
RELATIONS = (
    "break_glass", "assigned", "team", "placed", "referred_accepted",
    "referred_pending", "tracing", "country", "referred_closed", "none",
)
SEEING = ("see_plain", "see_identity", "see_placement", "see_narrative")
DOING_ACTIONS = (
    "note", "edit_form", "record_consent", "withdraw_consent", "refer",
    "answer_referral", "place", "record_service", "record_visit",
    "compare_trace", "confirm_trace", "assess_best_interests",
    "decide_best_interests", "plan_return", "sign_handover",
    "request_closure", "approve_closure", "reopen", "assign", "merge",
    "erase", "export_file", "see_access_log", "open_break_glass",
)
ACTIONS = SEEING + ("find",) + DOING_ACTIONS
STATES = ("open", "closed", "held", "erased")
FACTORS = ("fresh", "stale")

ALLOW, REASON, SHARED, OWN, TWO, HIT, DENY = (
    "allow", "reason", "shared", "own", "two", "hit", "deny")

DPO = "data_protection_officer"

CELLS = 27_840
assert (len(ROLES), len(RELATIONS), len(ACTIONS), len(STATES), len(FACTORS)) \
    == (12, 10, 29, 4, 2)
assert 12 * 10 * 29 * 4 * 2 == CELLS


# --------------------------------------------------------------------------
# Reading a phrase of the page
# --------------------------------------------------------------------------

@lru_cache(maxsize=None)
def people(phrase):
    """The (relation, role) pairs that a phrase of the page names.

    A phrase is written as the "who" column writes it: groups separated by
    ";", each a relation followed by roles separated by ",". "the seven" and
    "any" (all ten relations) are understood. An unknown word is an error.
    """
    pairs = set()
    for group in phrase.split(";"):
        relation, roles = group.strip().split(" ", 1)
        relations = RELATIONS if relation == "any" else (relation,)
        roles = SEVEN if roles == "the seven" else [r.strip() for r in roles.split(",")]
        for rel in relations:
            for role in roles:
                if rel not in RELATIONS or role not in ROLES:
                    raise ValueError(f"not a word of the page: {rel!r} {role!r}")
                pairs.add((rel, role))
    return frozenset(pairs)


def is_one_of(phrase, role, relation):
    """Whether this role with this relation is named by the phrase."""
    return (relation, role) in people(phrase)


# --------------------------------------------------------------------------
# Section "Seeing"
# --------------------------------------------------------------------------

def seeing(role, relation, action):
    """Section "Seeing", line by line; open file, fresh factor.

    Columns of the page: plain, identity, placement, narrative.
    What no line grants is `deny`.
    """
    def line(plain, identity, placement, narrative):
        return dict(zip(SEEING, (plain, identity, placement, narrative)))[action]

    # `break_glass` | case_worker, supervisor, country_coordinator
    if is_one_of("break_glass case_worker, supervisor, country_coordinator", role, relation):
        return line(ALLOW, ALLOW, ALLOW, ALLOW)

    # `break_glass` | street_worker, shelter_staff, unit_focal_point, tracing_officer
    if is_one_of("break_glass street_worker, shelter_staff, unit_focal_point, tracing_officer",
                 role, relation):
        return line(ALLOW, ALLOW, ALLOW, DENY)

    # `assigned` | case_worker, supervisor
    if is_one_of("assigned case_worker, supervisor", role, relation):
        return line(ALLOW, ALLOW, ALLOW, ALLOW)

    # `assigned` | street_worker, shelter_staff, unit_focal_point
    if is_one_of("assigned street_worker, shelter_staff, unit_focal_point", role, relation):
        return line(ALLOW, ALLOW, ALLOW, OWN)

    # `team` | supervisor
    if is_one_of("team supervisor", role, relation):
        return line(ALLOW, ALLOW, REASON, ALLOW)

    # `placed` | case_worker, street_worker, shelter_staff, unit_focal_point, supervisor
    # (neither the tracing officer nor the country coordinator)
    if is_one_of("placed case_worker, street_worker, shelter_staff, unit_focal_point, supervisor",
                 role, relation):
        return line(ALLOW, ALLOW, ALLOW, OWN)

    # `referred_accepted` | the seven
    if is_one_of("referred_accepted the seven", role, relation):
        return line(ALLOW, SHARED, SHARED, SHARED)

    # `referred_pending` | the seven
    if is_one_of("referred_pending the seven", role, relation):
        return line(SHARED, DENY, DENY, DENY)

    # `tracing` | tracing_officer, case_worker
    if is_one_of("tracing tracing_officer, case_worker", role, relation):
        return line(ALLOW, ALLOW, DENY, SHARED)

    # `country` | country_coordinator
    if is_one_of("country country_coordinator", role, relation):
        return line(ALLOW, REASON, REASON, REASON)

    # `referred_closed` | the seven
    if is_one_of("referred_closed the seven", role, relation):
        return line(OWN, OWN, DENY, OWN)

    # any, on files of the organisations whose officer I am | data_protection_officer
    if is_one_of("any data_protection_officer", role, relation):
        return line(ALLOW, TWO, TWO, TWO)

    return DENY


# --------------------------------------------------------------------------
# Section "Finding"
# --------------------------------------------------------------------------

def finding(role, relation):
    """Section "Finding"; open file.

    "`find` is `allow` for a role and relation that the table above gives
    `see_plain` as `allow`; `shared` or `own` there gives `hit`; for the seven
    with relation `none`, `hit`; for the data protection officer always
    `reason`."
    """
    if role == DPO:
        return REASON
    if role in SEVEN and relation == "none":
        return HIT
    plain = seeing(role, relation, "see_plain")
    if plain == ALLOW:
        return ALLOW
    if plain in (SHARED, OWN):
        return HIT
    return DENY


# --------------------------------------------------------------------------
# Section "Doing (state open)": the lines of the page, in its order
# --------------------------------------------------------------------------

DOING = (
    ("note", ALLOW,
     "assigned case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "team supervisor;"
     "tracing tracing_officer, case_worker;"
     "country country_coordinator;"
     "break_glass the seven"),
    ("note", OWN,
     "placed case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "referred_accepted the seven"),

    ("edit_form", ALLOW,
     "assigned case_worker, supervisor;"
     "team supervisor"),
    ("edit_form", OWN,
     "assigned street_worker, shelter_staff, unit_focal_point;"
     "placed case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "tracing tracing_officer, case_worker;"
     "referred_accepted the seven"),

    ("record_consent", ALLOW,
     "assigned case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "tracing tracing_officer"),
    ("record_consent", OWN,
     "placed case_worker, shelter_staff, unit_focal_point;"
     "referred_accepted case_worker, unit_focal_point, country_coordinator"),

    ("withdraw_consent", ALLOW,
     "assigned case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "team supervisor;"
     "placed case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "referred_accepted the seven;"
     "tracing tracing_officer;"
     "country country_coordinator;"
     "break_glass the seven;"
     "any data_protection_officer"),

    ("refer", ALLOW,
     "assigned case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "team supervisor"),
    ("refer", REASON,
     "placed case_worker, shelter_staff, unit_focal_point, supervisor;"
     "country country_coordinator;"
     "break_glass the seven"),

    ("answer_referral", ALLOW,
     "referred_pending the seven"),

    ("place", ALLOW,
     "assigned case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "team supervisor;"
     "placed case_worker, shelter_staff, unit_focal_point, supervisor;"
     "referred_accepted case_worker, shelter_staff, unit_focal_point, supervisor"),
    ("place", REASON,
     "break_glass the seven"),

    ("record_service", ALLOW,
     "assigned case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "placed case_worker, street_worker, shelter_staff, unit_focal_point, supervisor"),
    ("record_service", OWN,
     "referred_accepted case_worker, street_worker, shelter_staff, unit_focal_point,"
     " country_coordinator"),
    ("record_service", REASON,
     "break_glass the seven"),

    ("record_visit", ALLOW,
     "assigned case_worker, street_worker, unit_focal_point, supervisor;"
     "team supervisor"),
    ("record_visit", OWN,
     "referred_accepted case_worker, street_worker, unit_focal_point, country_coordinator;"
     "tracing tracing_officer"),

    ("compare_trace", ALLOW,
     "tracing tracing_officer, case_worker;"
     "assigned case_worker, supervisor"),

    ("confirm_trace", TWO,
     "tracing tracing_officer, case_worker"),

    ("assess_best_interests", ALLOW,
     "assigned case_worker, supervisor;"
     "team supervisor"),
    ("assess_best_interests", OWN,
     "referred_accepted case_worker, unit_focal_point"),

    ("decide_best_interests", TWO,
     "country country_coordinator"),

    ("plan_return", ALLOW,
     "assigned case_worker, supervisor;"
     "country country_coordinator"),
    ("plan_return", OWN,
     "referred_accepted case_worker, unit_focal_point, country_coordinator"),

    ("sign_handover", ALLOW,
     "assigned case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "placed case_worker, street_worker, shelter_staff, unit_focal_point, supervisor;"
     "referred_accepted case_worker, street_worker, shelter_staff, unit_focal_point,"
     " country_coordinator;"
     "country country_coordinator"),

    ("request_closure", ALLOW,
     "assigned case_worker, street_worker, shelter_staff, unit_focal_point, supervisor"),

    ("approve_closure", TWO,
     "team supervisor"),

    ("reopen", ALLOW,
     "team supervisor"),
    ("reopen", REASON,
     "assigned case_worker, street_worker, supervisor;"
     "country country_coordinator;"
     "break_glass the seven"),

    ("assign", ALLOW,
     "team supervisor"),

    ("merge", TWO,
     "assigned case_worker, supervisor;"
     "team supervisor"),

    ("erase", TWO,
     "any data_protection_officer"),

    ("export_file", TWO,
     "assigned case_worker, supervisor;"
     "team supervisor;"
     "any data_protection_officer"),

    ("see_access_log", ALLOW,
     "any data_protection_officer;"
     "team supervisor"),
    ("see_access_log", REASON,
     "assigned case_worker"),

    # "the seven, any relation but `break_glass`"
    ("open_break_glass", REASON,
     "assigned the seven;"
     "team the seven;"
     "placed the seven;"
     "referred_accepted the seven;"
     "referred_pending the seven;"
     "tracing the seven;"
     "country the seven;"
     "referred_closed the seven;"
     "none the seven"),
)


def doing(role, relation, action):
    """Section "Doing (state `open`)"; what no line grants is `deny`.

    The lines never grant one cell twice; if they did, the page would
    contradict itself, and this stops.
    """
    granted = [decision for line_action, decision, who in DOING
               if line_action == action and is_one_of(who, role, relation)]
    if len(granted) > 1:
        raise AssertionError(f"the page grants {action} twice to {relation} {role}: {granted}")
    return granted[0] if granted else DENY


# --------------------------------------------------------------------------
# Section "The rules"
# --------------------------------------------------------------------------

def rule_1_erased(role, action):
    """Rule 1. "Erased: every action is `deny`, except `see_plain` and
    `see_access_log` for the data protection officer: `allow`."
    """
    if role == DPO and action in ("see_plain", "see_access_log"):
        return ALLOW
    return DENY


def rule_2_closed_or_held(action, state, decision):
    """Rule 2. "Closed or held: every action that does something is `deny`,
    except `reopen`, `withdraw_consent`, `see_access_log`, `export_file`,
    `open_break_glass`, and `erase` when `closed` (never when `held`). What was
    seen or found with `allow` is so with `reason`; `own`, `shared`, `hit`,
    `reason`, `two` stay. `see_access_log` stays as it is."
    """
    if action in SEEING or action == "find":
        return REASON if decision == ALLOW else decision
    if action in ("reopen", "withdraw_consent", "see_access_log", "export_file",
                  "open_break_glass"):
        return decision
    if action == "erase" and state == "closed":
        return decision
    return DENY


def rule_3_stale(relation, action, decision):
    """Rule 3. "Stale: `export_file`, `erase`, `merge`, `decide_best_interests`,
    `approve_closure`, `confirm_trace` are `deny` until the factor is fresh. So
    is `see_placement`, except for `assigned`, `placed` and `break_glass`."
    """
    if action in ("export_file", "erase", "merge", "decide_best_interests",
                  "approve_closure", "confirm_trace"):
        return DENY
    if action == "see_placement" and relation not in ("assigned", "placed", "break_glass"):
        return DENY
    return decision


def rule_4_never(role):
    """Rule 4. "Administrator, trainer, finance officer, programme manager:
    `deny` for everything about a child, always, whatever the relation."
    """
    return role in ("administrator", "trainer", "finance_officer", "programme_manager")


def decide(role, relation, action, state, factor):
    """One cell of the matrix.

    "Rules 1 to 5 come first and win. Then the tables; what no table grants is
    `deny`." Rule 5 is outside the matrix. Rules 2 and 3 speak of what the
    tables gave, so the tables are read, then the rules have the last word.
    """
    for word, words in ((role, ROLES), (relation, RELATIONS), (action, ACTIONS),
                        (state, STATES), (factor, FACTORS)):
        if word not in words:
            raise ValueError(f"not a word of the page: {word!r}")

    if rule_4_never(role):
        return DENY
    if state == "erased":
        return rule_1_erased(role, action)

    if action in SEEING:
        decision = seeing(role, relation, action)
    elif action == "find":
        decision = finding(role, relation)
    else:
        decision = doing(role, relation, action)

    if state in ("closed", "held"):
        decision = rule_2_closed_or_held(action, state, decision)
    if factor == "stale":
        decision = rule_3_stale(relation, action, decision)
    return decision


def every_cell():
    """All cells, nested role > relation > action > state > factor."""
    return itertools.product(ROLES, RELATIONS, ACTIONS, STATES, FACTORS)


# --------------------------------------------------------------------------
# Several relations at once (section "The words", Relations)
# --------------------------------------------------------------------------

LEVEL = {ALLOW: 5, REASON: 4, SHARED: 3, OWN: 3, TWO: 2, HIT: 1, DENY: 0}


def combine(decisions):
    """ "a person gets the most open answer: `allow`, then `reason`, then `shared`
    and `own` (they add up, and what they open needs no reason), then `two`,
    `hit`, `deny`."

    `shared` and `own` stay beside each other, and beside a `reason` (I15).
    """
    decisions = set(decisions)
    if ALLOW in decisions:
        return frozenset({ALLOW})
    without_reason = decisions & {SHARED, OWN}
    if REASON in decisions:
        return frozenset({REASON} | without_reason)
    if without_reason:
        return frozenset(without_reason)
    for decision in (TWO, HIT):
        if decision in decisions:
            return frozenset({decision})
    return frozenset({DENY})


def decide_many(role, relations, action, state, factor):
    """What a person who holds all these relations gets: a set of decisions.

    An empty set of relations is `none` ("none of these").
    """
    relations = set(relations) or {"none"}
    return combine(decide(role, relation, action, state, factor) for relation in relations)


def headline(decisions):
    """Only the most open level of a combined answer: {reason, shared} -> {reason}."""
    top = max(LEVEL[d] for d in decisions)
    return frozenset(d for d in decisions if LEVEL[d] == top)


def opens_no_less(more, less):
    """Whether the answer `more` opens all that the answer `less` opens.

    "Holding more never opens less." By the order of the page, and for `shared`
    and `own`, each a different part that needs no reason, each by itself: only
    the same word or `allow` opens them as freely.
    """
    if max(LEVEL[d] for d in more) < max(LEVEL[d] for d in less):
        return False
    return all(ALLOW in more or part in more for part in (SHARED, OWN) if part in less)


def known_less_than_none(role, relation, action):
    """The two families of I18, where a relation alone opens less than `none`."""
    if role not in SEVEN:
        return False
    if action == "find":
        return relation != "none" and seeing(role, relation, "see_plain") == DENY
    return action == "open_break_glass" and relation == "break_glass"


def assert_holding_more_never_opens_less():
    """ "Holding more never opens less.", for every cell: two relations against
    each of them, three against each two of them, and one against `none`."""
    for role, action, state, factor in itertools.product(ROLES, ACTIONS, STATES, FACTORS):
        where = (role, action, state, factor)
        alone = {r: decide(role, r, action, state, factor) for r in RELATIONS}
        for relation, decision in alone.items():
            assert decide_many(role, {relation}, action, state, factor) == {decision}
            if not opens_no_less({decision}, {alone["none"]}):
                assert known_less_than_none(role, relation, action), (where, relation)
        for size in (2, 3):
            for held in itertools.combinations(RELATIONS, size):
                more = combine(alone[r] for r in held)
                for fewer in itertools.combinations(held, size - 1):
                    less = combine(alone[r] for r in fewer)
                    assert opens_no_less(more, less), (where, held, fewer, more, less)


# --------------------------------------------------------------------------
# The commands
# --------------------------------------------------------------------------

KEY = ["role", "relation", "action", "state", "factor"]


def command_matrix(out):
    """Print every cell as CSV."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(KEY + ["decision"])
    for cell in every_cell():
        writer.writerow([*cell, decide(*cell)])
    return 0


def command_compare(path, out, show=50):
    """Compare the output of `nibbi policy matrix` with the oracle.

    Rows are matched by their five words, so their order is free. A cell that is
    missing counts as one that differs. Other faults (header, number of rows,
    unknown cell, cell given twice, empty reason) are told apart. 0 only when
    there is no difference and no fault.
    """
    differ, faults, given = [], [], {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        if header != KEY + ["decision", "reason"]:
            faults.append(f"header is {','.join(header)!r}")
        known = set(every_cell())
        rows = 0
        for row in reader:
            rows += 1
            if len(row) != 7:
                faults.append(f"line {reader.line_num}: {len(row)} columns instead of 7")
                continue
            cell, decision, reason = tuple(row[:5]), row[5], row[6]
            if cell not in known:
                faults.append(f"line {reader.line_num}: no such cell: {' '.join(cell)}")
                continue
            if cell in given:
                faults.append(f"line {reader.line_num}: given twice: {' '.join(cell)}")
                continue
            if not reason.strip():
                faults.append(f"line {reader.line_num}: no reason: {' '.join(cell)}")
            given[cell] = decision
    if rows != CELLS:
        faults.append(f"{rows} rows instead of {CELLS}")

    for cell in every_cell():
        expected, got = decide(*cell), given.get(cell, "(missing)")
        if got != expected:
            differ.append(f"{' '.join(cell)}: page says {expected}, file says {got}")

    for title, lines in (("fault", faults), ("differs", differ)):
        for line in lines[:show]:
            print(f"{title}: {line}", file=out)
        if len(lines) > show:
            print(f"{title}: ... and {len(lines) - show} more", file=out)
    if faults:
        print(f"{len(faults)} faults in the form of the file", file=out)
    print(f"{CELLS} compared, {len(differ)} differ", file=out)
    return 1 if differ or faults else 0


def command_combinations(out):
    """Print every set of two relations as CSV, after asserting that holding
    more never opens less. Nesting: role > relation1 > relation2 > action >
    state > factor."""
    assert_holding_more_never_opens_less()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["role", "relation1", "relation2", "action", "state", "factor", "decision"])
    for role in ROLES:
        for first, second in itertools.combinations(RELATIONS, 2):
            for rest in itertools.product(ACTIONS, STATES, FACTORS):
                decisions = decide_many(role, {first, second}, *rest)
                writer.writerow([role, first, second, *rest, "+".join(sorted(decisions))])
    return 0


def main(arguments):
    """Run one command; 2 when it is not understood."""
    if arguments == ["matrix"]:
        return command_matrix(sys.stdout)
    if len(arguments) == 2 and arguments[0] == "compare":
        return command_compare(arguments[1], sys.stdout)
    if arguments == ["combinations"]:
        return command_combinations(sys.stdout)
    print("usage: policy_oracle.py matrix | compare FILE.csv | combinations", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
