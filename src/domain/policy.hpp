#pragma once

#include "domain/policy_rules.hpp"
#include "domain/policy_words.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Who may see and do what with a child's file: docs/guides/who-sees-what.en.md, which stands as
/// data in contract/policy/child.json. Every door asks here: HTTP, synchronisation, search,
/// statistics, export, jobs, and the browser without network.
namespace nibbi::domain {

/// One cell of the matrix, and the row or rule that gave it.
/// `reason` is a stable key: a row ("seeing.assigned", "doing.note"), a rule ("rule2.closed",
/// "rule3.stale"), or "no_row" where no table grants anything.
/// A rule is named only where it took something away or changed it. A person whom no table knows
/// gets "no_row" in every state, so that a reason never tells a stranger what became of a file,
/// and nobody is asked to step up (401) for what a fresh factor would not open.
/// `reason` points into the Policy that gave it and lives as long.
struct Ruling {
    Decision decision = Decision::deny;
    std::string_view reason;
    friend bool operator==(const Ruling&, const Ruling&) = default;
};

/// What the page says besides the matrix. Each limit takes away, none adds.
struct Limits {
    /// The safeguarding focal points set this person, or their unit, aside from this file (rule 5).
    bool set_aside = false;
    /// An order to keep stands. In state `held` that is implied; it may also stand on an open file.
    bool order_to_keep = false;
    /// A data protection officer who is not the officer of the organisations of this file.
    bool officer_of_others = false;
    /// The person's unit is not listed by the programme's agreement for breaking the glass.
    bool unit_breaks_no_glass = false;
};

/// What a person may do, all their relations taken together. Ask `strongest()` first:
/// `allow` needs nothing more; `reason` opens all of it once a reason is given. `shared` and `own`
/// add up, and what they open needs no reason even where `with_reason` would open the rest.
struct Access {
    bool allow = false;
    bool with_reason = false;
    bool shared = false;
    bool own = false;
    bool two = false;
    bool hit = false;
    /// The factor is stale and a fresh one would open more: ask to step up (HTTP 401).
    bool fresh_would_open = false;
    /// The key of the most open ruling. Of a denial: rule 3 where a fresh factor would open more,
    /// else the first row or rule that spoke, else "no_row".
    std::string_view reason;

    bool any() const { return allow || with_reason || shared || own || two || hit; }
    /// The most open decision held; `shared` where `shared` and `own` are both held.
    Decision strongest() const;
};

/// The policy in force, compiled once into a table of 27,840 cells. Values only; safe to read
/// from many threads.
class Policy {
public:
    /// Takes rules as `wire::read_child_policy` checked them. Where unchecked rules contradict
    /// each other the later line stands.
    explicit Policy(const PolicyRules&);

    /// One cell: the answer for each relation alone, as `nibbi policy matrix` prints it.
    Ruling rule(Role, Relation, Action, FileState, Factor) const;

    /// The most open answer of all relations that hold; the empty set counts as {none}.
    /// Holding more never opens less. What stands outside the matrix arrives as `Limits`: rule 5
    /// (set aside, order to keep), the officer's organisations, the units that may break the glass.
    /// It cannot refuse: deny is an answer, not a Problem.
    Access decide(Role, RelationSet, Action, FileState, Factor, Limits = {}) const;

private:
    struct Cell {
        Decision decision = Decision::deny;
        std::uint8_t key = 0;  ///< place in `keys_`; 0 is "no_row"
    };
    /// The tables alone, as they stand for an open file and a fresh factor.
    struct Tables;

    std::uint8_t learn(std::string_view key);
    void grant(Tables&, const PolicyGrant&, std::uint8_t key) const;
    Tables tables_of(const PolicyRules&);
    Access combine(Role, RelationSet, Action, FileState, Factor) const;

    std::vector<std::string> keys_;
    std::vector<Cell> cells_;
    std::string stale_key_;
    SetAsideRule set_aside_;
};

}  // namespace nibbi::domain
