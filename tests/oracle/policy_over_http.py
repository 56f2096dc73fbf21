#!/usr/bin/env python3
"""What the page "Who may see and do what with a child's file" says that a
client sees over HTTP: its last paragraph, on top of policy_oracle.py.

    python3 policy_over_http.py    what each door answers, as JSON

Interpretations made where the page is ambiguous, after those of the oracle
--------------------------------------------------------------------------
 I19 Over HTTP, "`stale` is 401 asking to step up": a refusal is stale where the
     same question with a fresh factor would not be `deny`.
 I20 "`two` is 202 and pending", and whoever asks says why ("they see the request
     and its reason"): a `two` without a reason is 422, as a `reason` is.
 I21 A field of the part that is `shared` opens where the referral lists its class;
     what the reader's own unit wrote in that part is no news to it and stays
     open, since this page lets the same unit write there in "its own part".
"""

import json
import sys

from policy_oracle import (ACTIONS, ALLOW, DENY, HIT, OWN, REASON, RELATIONS, ROLES, SEVEN, SHARED, STATES, TWO,
                           decide, every_cell)


def over_http(role, relation, action, state, factor):
    """The status of one question about a child, without a reason and with one.

    "`deny` about a child is 404, elsewhere 403; `reason` without one is 422;
    `stale` is 401 asking to step up; `two` is 202 and pending; `hit` is 200 with
    its one shape."
    """
    decision = decide(role, relation, action, state, factor)
    if decision == DENY:
        stale = factor == "stale" and decide(role, relation, action, state, "fresh") != DENY
        return (401, 401) if stale else (404, 404)
    if decision == REASON:
        return 422, 200
    if decision == TWO:
        return 422, 202
    return 200, 200


def opens(decision, reason_given, listed, own_units):
    """Whether one field of a part is shown, by the decision for that part.

    `listed`: the referral lists its class; `own_units`: the reader's unit wrote it.
    """
    if decision == ALLOW:
        return True
    if decision == REASON:
        return reason_given
    if decision == SHARED:
        return listed or own_units
    if decision == OWN:
        return own_units
    return False


def expectations(out):
    """Print what a client may expect, as JSON: for every cell its decision and
    its two statuses; and `opens` as a table."""
    cells = {}
    for role, relation, action, state, factor in every_cell():
        where = cells.setdefault(role, {}).setdefault(relation, {}).setdefault(state, {})
        without, with_reason = over_http(role, relation, action, state, factor)
        where.setdefault(factor, {})[action] = {
            "decision": decide(role, relation, action, state, factor),
            "without_reason": without, "with_reason": with_reason}
    truth = (False, True)
    table = {decision: {f"{given:d}{listed:d}{own:d}": opens(decision, given, listed, own)
                        for given in truth for listed in truth for own in truth}
             for decision in (ALLOW, REASON, SHARED, OWN, TWO, HIT, DENY)}
    json.dump({"roles": ROLES, "relations": RELATIONS, "seven": SEVEN, "states": STATES,
               "actions": ACTIONS, "cells": cells, "opens": table}, out)
    return 0


if __name__ == "__main__":
    sys.exit(expectations(sys.stdout))
