#include "domain/policy.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace nibbi::domain {
namespace {

constexpr std::string_view no_row = "no_row";

constexpr std::size_t number(auto one) { return static_cast<std::size_t>(one); }

constexpr std::size_t table_size = role_count * relation_count * action_count;

constexpr std::size_t place_in_table(Role role, Relation relation, Action action) {
    return (number(role) * relation_count + number(relation)) * action_count + number(action);
}

constexpr std::size_t matrix_size = table_size * file_state_count * factor_count;

constexpr std::size_t place_in_matrix(
    Role role, Relation relation, Action action, FileState state, Factor factor) {
    return (place_in_table(role, relation, action) * file_state_count + number(state))
               * factor_count + number(factor);
}

bool waits_for_fresh_factor(const StaleRule& rule, Relation relation, Action action) {
    if (rule.deny.has(action)) return true;
    for (const auto& unless : rule.deny_unless)
        if (unless.action == action && !unless.relations.has(relation)) return true;
    return false;
}

}  // namespace

Decision Access::strongest() const {
    if (allow) return Decision::allow;
    if (with_reason) return Decision::reason;
    if (shared) return Decision::shared;
    if (own) return Decision::own;
    if (two) return Decision::two;
    if (hit) return Decision::hit;
    return Decision::deny;
}

struct Policy::Tables {
    std::vector<Cell> cells = std::vector<Cell>(table_size);
    std::array<FileStateSet, action_count> also_in{};

    Cell& at(Role role, Relation relation, Action action) {
        return cells[place_in_table(role, relation, action)];
    }
};

/// The place of a key in `keys_`, added when it is new.
std::uint8_t Policy::learn(std::string_view key) {
    const auto known = std::ranges::find(keys_, key);
    if (known != keys_.end()) return static_cast<std::uint8_t>(known - keys_.begin());
    if (keys_.size() > 255) std::abort();  // a cell keeps its key in one byte
    keys_.emplace_back(key);
    return static_cast<std::uint8_t>(keys_.size() - 1);
}

void Policy::grant(Tables& tables, const PolicyGrant& line, std::uint8_t key) const {
    for (Role role : every_role)
        for (Relation relation : every_relation)
            if (line.roles.has(role) && line.relations.has(relation))
                tables.at(role, relation, line.action) = {line.decision, key};
}

Policy::Tables Policy::tables_of(const PolicyRules& rules) {
    Tables tables;
    const auto enter = [&](const PolicyRow& row) {
        const auto key = learn(row.key);
        for (const auto& line : row.grants) {
            grant(tables, line, key);
            tables.also_in[number(line.action)].add(row.also_in);
        }
    };
    for (const auto& row : rules.seeing) enter(row);
    for (const auto& row : rules.doing) enter(row);

    // Finding, in the order of the page: without a relation, then as the plain part is seen, then
    // what always holds. Each later one stands over the earlier.
    enter(rules.finding.without_relation);
    const auto as_plain = learn(rules.finding.as_plain_key);
    for (Role role : every_role)
        for (Relation relation : every_relation) {
            const auto plain = tables.at(role, relation, Action::see_plain).decision;
            const auto found = rules.finding.as_plain[number(plain)];
            if (found != Decision::deny)
                tables.at(role, relation, Action::find) = {found, as_plain};
        }
    enter(rules.finding.always);
    return tables;
}

Policy::Policy(const PolicyRules& rules)
    : keys_{std::string(no_row)}, cells_(matrix_size), stale_key_(rules.stale.key),
      set_aside_(rules.set_aside) {
    Tables tables = tables_of(rules);
    const auto erased = learn(rules.erased.key), closed = learn(rules.closed.key),
               stale = learn(rules.stale.key), never = learn(rules.never.key);
    Tables after_erasure;
    for (const auto& line : rules.erased.except) grant(after_erasure, line, erased);

    // Rules 1 to 4 win over the tables. Their order here does not change any decision, only which
    // key is named; rule 4 speaks first, so that its roles never learn the state of a file.
    const auto judge = [&](Role role, Relation relation, Action action, FileState state,
                           Factor factor) -> Cell {
        Cell cell = tables.at(role, relation, action);
        const bool opens = cell.decision != Decision::deny;

        if (rules.never.roles.has(role)) return {Decision::deny, never};

        if (state == FileState::erased) {
            const Cell left = after_erasure.at(role, relation, action);
            if (left.decision != Decision::deny) return left;
            return opens ? Cell{Decision::deny, erased} : cell;
        }
        if (!opens) return cell;

        if (state == FileState::closed || state == FileState::held) {
            if (is_deed(action)) {
                const bool still_done = rules.closed.still_done[number(state)].has(action)
                                     && tables.also_in[number(action)].has(state);
                if (!still_done) return {Decision::deny, closed};
            } else if (const auto becomes = rules.closed.sight_becomes[number(cell.decision)];
                       becomes != cell.decision) {
                cell = {becomes, closed};
            }
        }
        if (factor == Factor::stale && waits_for_fresh_factor(rules.stale, relation, action))
            return {Decision::deny, stale};
        return cell;
    };

    for (Role role : every_role)
        for (Relation relation : every_relation)
            for (Action action : every_action)
                for (FileState state : every_file_state)
                    for (Factor factor : every_factor)
                        cells_[place_in_matrix(role, relation, action, state, factor)] =
                            judge(role, relation, action, state, factor);
}

Ruling Policy::rule(
    Role role, Relation relation, Action action, FileState state, Factor factor) const {
    const Cell cell = cells_.at(place_in_matrix(role, relation, action, state, factor));
    return {cell.decision, keys_[cell.key]};
}

Access Policy::combine(
    Role role, RelationSet relations, Action action, FileState state, Factor factor) const {
    if (relations.empty()) relations.add(Relation::none);
    Access access;
    Decision most_open = Decision::deny;
    access.reason = no_row;
    for (Relation relation : every_relation) {
        if (!relations.has(relation)) continue;
        const auto [decision, reason] = rule(role, relation, action, state, factor);
        access.allow |= decision == Decision::allow;
        access.with_reason |= decision == Decision::reason;
        access.shared |= decision == Decision::shared;
        access.own |= decision == Decision::own;
        access.two |= decision == Decision::two;
        access.hit |= decision == Decision::hit;
        const bool first_denial_with_a_name = !access.any() && access.reason == no_row;
        if (openness(decision) > openness(most_open) || first_denial_with_a_name) {
            most_open = decision;
            access.reason = reason;
        }
    }
    return access;
}

Access Policy::decide(Role role, RelationSet relations, Action action, FileState state,
                      Factor factor, Limits limits) const {
    Access access = combine(role, relations, action, state, factor);
    if (factor == Factor::stale) {
        const auto fresh = combine(role, relations, action, state, Factor::fresh).strongest();
        access.fresh_would_open = openness(fresh) > openness(access.strongest());
        if (access.fresh_would_open && !access.any()) access.reason = stale_key_;
    }

    if (limits.officer_of_others && role == Role::data_protection_officer)
        return {.reason = no_row};
    const bool could_act = access.any() || access.fresh_would_open;
    if (!could_act) return access;
    if (limits.set_aside) return {.reason = set_aside_.key};
    if (limits.unit_breaks_no_glass && action == Action::open_break_glass)
        return {.reason = no_row};
    if (limits.order_to_keep && set_aside_.order_to_keep_denies.has(action))
        return {.reason = set_aside_.order_to_keep_key};
    return access;
}

}  // namespace nibbi::domain
