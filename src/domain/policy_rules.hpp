#pragma once

#include "domain/policy_words.hpp"

#include <array>
#include <string>
#include <vector>

/// What contract/policy/child.json says, as plain values. wire/ fills and checks them; `Policy`
/// compiles them. The members follow the page from top to bottom.
///
/// A `key` names the row or rule that spoke ("seeing.assigned", "rule3.stale"). It is written to
/// logs and leads to the `why` sentence, so it is never reused for another meaning.
namespace nibbi::domain {

/// One line of a table: these roles, by any of these relations, get this decision.
struct PolicyGrant {
    RelationSet relations;
    RoleSet roles;
    Action action{};
    Decision decision = Decision::deny;
};

/// One row of a table. `also_in`: states besides `open` in which a deed of this row may be done.
struct PolicyRow {
    std::string key;
    std::vector<PolicyGrant> grants;
    FileStateSet also_in;
};

/// What each decision turns into, indexed by the decision.
using DecisionMap = std::array<Decision, decision_count>;

/// Searching follows the sight of the plain part, but for two lines of its own.
struct FindingRule {
    std::string as_plain_key;
    DecisionMap as_plain{};
    PolicyRow without_relation;  ///< stands where `as_plain` gives nothing
    PolicyRow always;            ///< wins over both
};

/// Rule 1: nothing is left, except these grants.
struct ErasedRule {
    std::string key;
    std::vector<PolicyGrant> except;
};

/// Rule 2: deeds stop, except those still done in that state; sights and searches change.
struct ClosedRule {
    std::string key;
    std::array<ActionSet, file_state_count> still_done{};  ///< indexed by the state
    DecisionMap sight_becomes{};
};

/// Rule 3: these wait for a fresh factor; `deny_unless` waits too, but for the relations named.
struct StaleRule {
    struct Unless {
        Action action{};
        RelationSet relations;
    };
    std::string key;
    ActionSet deny;
    std::vector<Unless> deny_unless;
};

/// Rule 4: roles that never see a child.
struct NeverRule {
    std::string key;
    RoleSet roles;
};

/// Rule 5, outside the matrix: see `Limits`.
struct SetAsideRule {
    std::string key;
    std::string order_to_keep_key;
    ActionSet order_to_keep_denies;
};

struct PolicyRules {
    ErasedRule erased;
    ClosedRule closed;
    StaleRule stale;
    NeverRule never;
    SetAsideRule set_aside;
    std::vector<PolicyRow> seeing;
    FindingRule finding;
    std::vector<PolicyRow> doing;
};

}  // namespace nibbi::domain
