#include "wire/policy_read.hpp"

#include "wire/json_place.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace nibbi::wire {
namespace {

using namespace nibbi::domain;

/// The key of a row or rule: small letters, digits, '.' and '_', so that it can stand in a CSV.
std::string key_in(const Place& owner) {
    const Place place = owner["key"];
    const std::string key = place.text();
    if (key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._") != std::string::npos)
        place.complain(in_quotes(key) + " has more than small letters, digits, '.' and '_'");
    return key;
}

/// Every row and rule says why it is so, for whoever reviews it; no code reads the sentence.
void check_why(const Place& owner) { owner["why"].text(); }

/// A word of one kind, read by `role_of`, `action_of` …
template <class Word>
Word word_in(const Place& place, std::optional<Word> (*word_of)(std::string_view)) {
    const std::string text = place.text();
    const auto found = word_of(text);
    if (!found) place.complain("does not know the word " + in_quotes(text));
    return found.value_or(Word{});
}

Action action_in(const Place& place) { return word_in<Action>(place, action_of); }
Decision decision_in(const Place& place) { return word_in<Decision>(place, decision_of); }
Relation relation_in(const Place& place) { return word_in<Relation>(place, relation_of); }
FileState state_in(const Place& place) { return word_in<FileState>(place, file_state_of); }

/// A list of words as a set; a word said twice is a slip of the pen, and is refused.
template <class Set, class Read>
Set set_in(const Place& place, Read read) {
    Set set;
    for (const auto& item : place.items()) {
        const auto one = read(item);
        if (set.has(one)) item.complain("says " + in_quotes(item.text()) + " twice");
        set.add(one);
    }
    return set;
}

RoleSet roles_in(const Place& place) {
    if (place.items().empty()) place.complain("names no role");
    RoleSet roles;
    for (const auto& item : place.items()) {
        const bool seven = item.text() == "the_seven";
        const RoleSet named = seven ? the_seven : RoleSet{word_in<Role>(item, role_of)};
        for (Role role : every_role) {
            if (!named.has(role)) continue;
            if (roles.has(role)) item.complain("says " + in_quotes(word(role)) + " twice");
            roles.add(role);
        }
    }
    return roles;
}

/// "assigned", or "any", or "any" with "but": the relations left out.
RelationSet relations_in(const Place& line) {
    const Place relation = line["relation"];
    if (relation.text() != "any") {
        if (line.has("but")) line.complain("\"but\" goes with \"any\" only");
        return {relation_in(relation)};
    }
    RelationSet relations = RelationSet::all();
    if (line.has("but"))
        for (const auto& item : line["but"].items()) relations.remove(relation_in(item));
    return relations;
}

/// Decisions that turn into another; those not named turn into `otherwise(decision)`.
template <class Otherwise>
DecisionMap decision_map_in(const Place& place, Otherwise otherwise) {
    DecisionMap map{};
    for (Decision from : every_decision) {
        const std::string key(word(from));
        map[static_cast<std::size_t>(from)] =
            place.has(key) ? decision_in(place[key]) : otherwise(from);
    }
    place.only({"deny", "hit", "two", "own", "shared", "reason", "allow"});
    return map;
}

// --- the words -------------------------------------------------------------------------------

template <class Words>
void check_words(const Place& place, const Words& expected) {
    const auto items = place.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto& item = items[i].only({"word", "means"});
        item["means"].text();
        const std::string text = item["word"].text();
        if (i >= expected.size() || text != word(expected[i]))
            item.complain(in_quotes(text) + " is not the word that stands here on the page");
    }
    if (items.size() < expected.size())
        place.complain("misses " + in_quotes(word(expected[items.size()])));
}

void check_words(const Place& words) {
    words.only({"roles", "the_seven", "relations", "actions", "states", "factors", "decisions"});
    check_words(words["roles"], every_role);
    check_words(words["relations"], every_relation);
    check_words(words["states"], every_file_state);
    check_words(words["factors"], every_factor);

    const Place actions = words["actions"].only({"see", "find", "do"});
    std::vector<Action> see, find, deeds;
    for (Action action : every_action)
        (is_sight(action) ? see : is_search(action) ? find : deeds).push_back(action);
    check_words(actions["see"], see);
    check_words(actions["find"], find);
    check_words(actions["do"], deeds);

    // The page lists decisions from the most open; the type counts up from the least.
    std::vector<Decision> decisions(every_decision.rbegin(), every_decision.rend());
    check_words(words["decisions"], decisions);

    const auto read_role = [](const Place& place) { return word_in<Role>(place, role_of); };
    if (set_in<RoleSet>(words["the_seven"], read_role) != the_seven)
        words["the_seven"].complain("should name the seven roles that work with children");
}

// --- rules and rows --------------------------------------------------------------------------

PolicyGrant grant_in(const Place& line, std::optional<Action> action = {}) {
    if (action) line.only({"relation", "but", "roles", "decision"});
    else line.only({"relation", "but", "roles", "action", "decision"});
    return {relations_in(line), roles_in(line["roles"]),
            action ? *action : action_in(line["action"]), decision_in(line["decision"])};
}

ErasedRule erased_in(const Place& rule) {
    rule.only({"key", "state", "except", "why"});
    check_why(rule);
    if (state_in(rule["state"]) != FileState::erased)
        rule["state"].complain("should be \"erased\"");
    ErasedRule erased{key_in(rule), {}};
    for (const auto& line : rule["except"].items()) erased.except.push_back(grant_in(line));
    return erased;
}

ClosedRule closed_in(const Place& rule) {
    rule.only({"key", "states", "still_done", "seen_or_found", "why"});
    check_why(rule);
    const FileStateSet closed_or_held{FileState::closed, FileState::held};
    if (set_in<FileStateSet>(rule["states"], state_in) != closed_or_held)
        rule["states"].complain("should be \"closed\" and \"held\"");
    ClosedRule closed{.key = key_in(rule)};
    for (const auto& line : rule["still_done"].items()) {
        const Action action = action_in(line.only({"action", "states"})["action"]);
        if (!is_deed(action)) line.complain("should be about something that is done");
        const auto states = set_in<FileStateSet>(line["states"], state_in);
        for (FileState state : every_file_state) {
            if (!states.has(state)) continue;
            if (state == FileState::open || state == FileState::erased)
                line.complain("should be about \"closed\" and \"held\" only");
            auto& done = closed.still_done[static_cast<std::size_t>(state)];
            if (done.has(action)) line.complain("says the same twice");
            done.add(action);
        }
    }
    closed.sight_becomes =
        decision_map_in(rule["seen_or_found"], [](Decision from) { return from; });
    for (Decision from : every_decision)
        if (openness(closed.sight_becomes[static_cast<std::size_t>(from)]) > openness(from))
            rule["seen_or_found"].complain("opens more in a closed file than in an open one");
    return closed;
}

StaleRule stale_in(const Place& rule) {
    rule.only({"key", "deny", "deny_unless", "why"});
    check_why(rule);
    StaleRule stale{key_in(rule), set_in<ActionSet>(rule["deny"], action_in), {}};
    for (const auto& line : rule["deny_unless"].items()) {
        line.only({"action", "relations"});
        stale.deny_unless.push_back(
            {action_in(line["action"]), set_in<RelationSet>(line["relations"], relation_in)});
    }
    return stale;
}

SetAsideRule set_aside_in(const Place& rule) {
    rule.only({"key", "deny", "order_to_keep", "why"});
    check_why(rule);
    if (rule["deny"].text() != "every_action")
        rule["deny"].complain("should be \"every_action\"");
    const Place order = rule["order_to_keep"].only({"key", "deny"});
    return {key_in(rule), key_in(order), set_in<ActionSet>(order["deny"], action_in)};
}

PolicyRow seeing_row_in(const Place& row) {
    row.only({"key", "relation", "but", "roles", "see_plain", "see_identity", "see_placement",
              "see_narrative", "why"});
    check_why(row);
    PolicyRow seeing{key_in(row), {}, {}};
    for (Action action : every_action)
        if (is_sight(action))
            seeing.grants.push_back({relations_in(row), roles_in(row["roles"]), action,
                                     decision_in(row[word(action)])});
    return seeing;
}

PolicyRow finding_row_in(const Place& row) {
    row.only({"key", "relation", "but", "roles", "decision", "why"});
    check_why(row);
    const PolicyGrant grant{relations_in(row), roles_in(row["roles"]), Action::find,
                            decision_in(row["decision"])};
    return {key_in(row), {grant}, {}};
}

FindingRule finding_in(const Place& finding) {
    finding.only({"as_plain", "without_relation", "always"});
    const Place as_plain = finding["as_plain"].only({"key", "becomes", "why"});
    check_why(as_plain);
    const auto nothing = [](Decision) { return Decision::deny; };
    return {key_in(as_plain), decision_map_in(as_plain["becomes"], nothing),
            finding_row_in(finding["without_relation"]), finding_row_in(finding["always"])};
}

/// The deeds, each exactly once, in page order.
std::vector<PolicyRow> doing_in(const Place& doing) {
    std::vector<PolicyRow> rows;
    auto expected = std::ranges::find_if(every_action, is_deed);
    for (const auto& row : doing.items()) {
        row.only({"action", "key", "grants", "also_in", "why"});
        check_why(row);
        const Action action = action_in(row["action"]);
        if (expected == every_action.end() || action != *expected)
            row.complain(in_quotes(word(action)) + " does not stand here on the page");
        ++expected;
        PolicyRow& deed = rows.emplace_back(key_in(row));
        for (const auto& line : row["grants"].items())
            deed.grants.push_back(grant_in(line, action));
        deed.also_in = set_in<FileStateSet>(row["also_in"], state_in);
    }
    if (expected != every_action.end())
        doing.complain("misses " + in_quotes(word(*expected)));
    return rows;
}

// --- what the parts must agree on ------------------------------------------------------------

/// A key names one row or rule, for ever.
void check_keys(const PolicyRules& rules, Complaints& complaints) {
    std::set<std::string> known{"no_row"};
    const auto check = [&](const std::string& key) {
        if (!known.insert(key).second) complaints.add(key, "names two rows or rules");
    };
    for (const auto* key : {&rules.erased.key, &rules.closed.key, &rules.stale.key,
                            &rules.never.key, &rules.set_aside.key,
                            &rules.set_aside.order_to_keep_key, &rules.finding.as_plain_key,
                            &rules.finding.without_relation.key, &rules.finding.always.key})
        check(*key);
    for (const auto& row : rules.seeing) check(row.key);
    for (const auto& row : rules.doing) check(row.key);
}

/// No two lines answer the same question, and none answers it for a role of rule 4.
void check_grants(const PolicyRules& rules, Complaints& complaints) {
    std::set<std::tuple<Role, Relation, Action>> said;
    const auto check_cell = [&](const std::string& key, Role role, Relation relation,
                                Action action) {
        if (rules.never.roles.has(role))
            complaints.add(key, in_quotes(word(role)) + " never sees a child (rule 4)");
        if (!said.emplace(role, relation, action).second)
            complaints.add(key, "answers twice for " + in_quotes(word(role)) + ", "
                                    + in_quotes(word(relation)) + ", " + in_quotes(word(action)));
    };
    const auto check = [&](const std::string& key, const std::vector<PolicyGrant>& grants) {
        for (const auto& line : grants)
            for (Role role : every_role)
                for (Relation relation : every_relation)
                    if (line.roles.has(role) && line.relations.has(relation))
                        check_cell(key, role, relation, line.action);
    };
    for (const auto& row : rules.seeing) check(row.key, row.grants);
    for (const auto& row : rules.doing) check(row.key, row.grants);
    check(rules.finding.without_relation.key, rules.finding.without_relation.grants);
    said.clear();  // `always` and rule 1 stand over the tables: they may say it again
    check(rules.finding.always.key, rules.finding.always.grants);
    check(rules.erased.key, rules.erased.except);
}

/// The page says twice what is done in a file that is not open: in rules 1 and 2, and per row.
void check_states(const PolicyRules& rules, Complaints& complaints) {
    const auto done_by_rule = [&](Action action, FileState state) {
        if (state == FileState::open) return false;
        if (state == FileState::erased)
            return std::ranges::any_of(rules.erased.except, [&](const PolicyGrant& line) {
                return line.action == action;
            });
        return rules.closed.still_done[static_cast<std::size_t>(state)].has(action);
    };
    for (const auto& row : rules.doing)
        for (FileState state : every_file_state)
            if (!row.grants.empty()
                && row.also_in.has(state) != done_by_rule(row.grants.front().action, state))
                complaints.add(row.key, "the row and the rules disagree about "
                                            + in_quotes(word(state)));
}

PolicyRules rules_in(const Place& page) {
    page.only({"policy", "version", "title", "how_to_read", "words", "rules", "seeing", "finding",
               "doing"});
    if (page["policy"].text() != "child") page["policy"].complain("should be \"child\"");
    if (!page["version"].is_number(1)) page["version"].complain("should be 1, the only one known");
    check_words(page["words"]);

    const Place rules =
        page["rules"].only({"erased", "closed_or_held", "stale", "never", "set_aside"});
    const Place never = rules["never"].only({"key", "roles", "why"});
    check_why(never);
    PolicyRules read{
        .erased = erased_in(rules["erased"]),
        .closed = closed_in(rules["closed_or_held"]),
        .stale = stale_in(rules["stale"]),
        .never = {key_in(never), roles_in(never["roles"])},
        .set_aside = set_aside_in(rules["set_aside"]),
        .seeing = {},
        .finding = finding_in(page["finding"]),
        .doing = doing_in(page["doing"]),
    };
    for (const auto& row : page["seeing"].items()) read.seeing.push_back(seeing_row_in(row));
    check_keys(read, *page.complaints);
    check_grants(read, *page.complaints);
    check_states(read, *page.complaints);
    return read;
}

}  // namespace

std::expected<domain::PolicyRules, std::string> read_child_policy(std::string_view json_text) {
    const auto json = parse_strictly(json_text);
    if (!json) return std::unexpected(json.error());
    Complaints complaints;
    auto rules = rules_in({&*json, "", &complaints});
    if (!complaints.first.empty()) return std::unexpected(complaints.first);
    return rules;
}

}  // namespace nibbi::wire
