"""Cells read off the page by a person, and the oracle's own commands.

    python3 -m unittest discover -s tests/oracle
"""

import io
import os
import tempfile
import unittest

import policy_oracle as oracle

# role relation action state factor -> decision, each worked out from the prose
HAND = """
case_worker assigned see_narrative open stale allow
shelter_staff assigned see_narrative open fresh own
shelter_staff assigned see_placement open stale allow
shelter_staff placed see_placement closed stale reason
street_worker break_glass see_narrative open fresh deny
tracing_officer break_glass see_placement open stale allow
supervisor team see_placement open fresh reason
supervisor team see_placement open stale deny
supervisor team see_placement held fresh reason
supervisor team reopen closed stale allow
supervisor team reopen open fresh allow
supervisor team approve_closure open fresh two
supervisor team approve_closure open stale deny
supervisor team approve_closure closed fresh deny
supervisor team see_access_log erased fresh deny
supervisor team see_access_log closed stale allow
tracing_officer placed see_plain open fresh deny
tracing_officer placed find open fresh deny
country_coordinator none find held stale hit
country_coordinator country see_identity closed fresh reason
country_coordinator country decide_best_interests open fresh two
country_coordinator country decide_best_interests open stale deny
case_worker referred_accepted see_plain closed fresh reason
case_worker referred_accepted see_identity closed stale shared
case_worker referred_accepted see_placement open stale deny
case_worker referred_pending find open fresh hit
case_worker referred_closed find closed stale hit
case_worker tracing find closed fresh reason
case_worker tracing record_consent open fresh deny
case_worker assigned see_access_log held stale reason
case_worker assigned export_file held fresh two
case_worker assigned export_file held stale deny
case_worker assigned merge closed fresh deny
unit_focal_point assigned reopen closed fresh deny
street_worker placed place open fresh deny
street_worker placed withdraw_consent held stale allow
shelter_staff referred_accepted record_visit open fresh deny
supervisor referred_accepted record_service open fresh deny
supervisor none open_break_glass held stale reason
supervisor break_glass open_break_glass open fresh deny
supervisor none open_break_glass erased fresh deny
data_protection_officer none see_plain open stale allow
data_protection_officer none see_plain closed fresh reason
data_protection_officer none see_plain erased stale allow
data_protection_officer country find open fresh reason
data_protection_officer none find erased fresh deny
data_protection_officer team see_placement open stale deny
data_protection_officer placed see_placement open stale two
data_protection_officer none erase closed fresh two
data_protection_officer none erase held fresh deny
data_protection_officer none erase open stale deny
data_protection_officer none withdraw_consent closed stale allow
data_protection_officer none see_access_log erased stale allow
data_protection_officer none open_break_glass open fresh deny
administrator assigned see_plain open fresh deny
programme_manager none find open fresh deny
"""

# several relations: role, relations, action, state, factor -> decisions
HAND_MANY = """
case_worker referred_accepted+referred_closed see_identity open fresh own+shared
case_worker referred_accepted+break_glass record_service open stale own+reason
supervisor team+referred_accepted see_placement open fresh reason+shared
supervisor team+referred_accepted see_placement open stale deny
supervisor team+assigned see_placement open stale allow
shelter_staff placed+referred_pending see_plain open fresh allow
tracing_officer assigned+referred_accepted see_placement open stale deny
case_worker referred_pending+none find closed fresh hit
supervisor break_glass+team open_break_glass open fresh reason
"""


class Oracle(unittest.TestCase):
    def test_cells_read_by_hand(self):
        for line in HAND.split("\n"):
            if line:
                *cell, decision = line.split()
                with self.subTest(line):
                    self.assertEqual(oracle.decide(*cell), decision)

    def test_combinations_read_by_hand(self):
        for line in HAND_MANY.split("\n"):
            if line:
                role, held, action, state, factor, decisions = line.split()
                with self.subTest(line):
                    got = oracle.decide_many(role, set(held.split("+")), action, state, factor)
                    self.assertEqual(got, frozenset(decisions.split("+")))

    def test_holding_more_never_opens_less(self):
        oracle.assert_holding_more_never_opens_less()

    def test_matrix_is_complete(self):
        out = io.StringIO()
        oracle.command_matrix(out)
        lines = out.getvalue().splitlines()
        self.assertEqual(lines[0], "role,relation,action,state,factor,decision")
        self.assertEqual(len(lines), 1 + oracle.CELLS)
        self.assertEqual(len(set(line.rsplit(",", 1)[0] for line in lines)), len(lines))


class Compare(unittest.TestCase):
    """`compare` accepts its own matrix and catches each kind of fault."""

    def compare(self, change=lambda lines: lines):
        out = io.StringIO()
        oracle.command_matrix(out)
        lines = out.getvalue().splitlines()
        lines = [lines[0] + ",reason"] + [line + ",because" for line in lines[1:]]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "matrix.csv")
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n".join(change(lines)) + "\n")
            said = io.StringIO()
            return oracle.command_compare(path, said), said.getvalue().splitlines()[-1]

    def test_same(self):
        self.assertEqual(self.compare(), (0, "27840 compared, 0 differ"))

    def test_order_is_free(self):
        self.assertEqual(self.compare(lambda l: l[:1] + l[:0:-1]),
                         (0, "27840 compared, 0 differ"))

    def test_other_decision(self):
        first = lambda l: [l[0], l[1].replace(",allow,", ",deny,")] + l[2:]
        self.assertEqual(self.compare(first), (1, "27840 compared, 1 differ"))

    def test_missing_row(self):
        self.assertEqual(self.compare(lambda l: l[:-1]), (1, "27840 compared, 1 differ"))

    def test_row_given_twice(self):
        self.assertEqual(self.compare(lambda l: l + l[-1:]), (1, "27840 compared, 0 differ"))

    def test_no_reason(self):
        blank = lambda l: l[:-1] + [l[-1].replace("because", "")]
        self.assertEqual(self.compare(blank), (1, "27840 compared, 0 differ"))

    def test_empty_file(self):
        self.assertEqual(self.compare(lambda l: []), (1, "27840 compared, 27840 differ"))


if __name__ == "__main__":
    unittest.main()
