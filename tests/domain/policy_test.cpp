#include "domain/policy.hpp"
#include "main/policy_matrix.hpp"
#include "wire/json_place.hpp"
#include "wire/policy_read.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace nibbi::domain;

namespace {

std::string contract(const std::string& path) {
    std::ifstream file(std::string(NIBBI_CONTRACT_DIR) + "/" + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

const std::string& page_text() {
    static const std::string text = contract("policy/child.json");
    return text;
}

const Policy& policy() {
    static const Policy built(nibbi::wire::read_child_policy(page_text()).value());
    return built;
}

/// The page with one passage changed, read again: what the reader says about it.
std::string complaint_about(const std::string& passage, const std::string& instead) {
    std::string text = page_text();
    const auto at = text.find(passage);
    REQUIRE(at != std::string::npos);
    text.replace(at, passage.size(), instead);
    const auto read = nibbi::wire::read_child_policy(text);
    return read ? "" : read.error();
}

/// One cell as words: check("case_worker", "assigned", "note", "open", "fresh", "allow",
/// "doing.note").
void check(std::string_view role, std::string_view relation, std::string_view action,
           std::string_view state, std::string_view factor, std::string_view decision,
           std::string_view reason) {
    INFO(role << " " << relation << " " << action << " " << state << " " << factor);
    const auto ruling = policy().rule(role_of(role).value(), relation_of(relation).value(),
                                      action_of(action).value(), file_state_of(state).value(),
                                      factor_of(factor).value());
    CHECK(word(ruling.decision) == decision);
    CHECK(ruling.reason == reason);
}

Access ask(Role role, RelationSet relations, Action action, FileState state = FileState::open,
           Factor factor = Factor::fresh, Limits limits = {}) {
    return policy().decide(role, relations, action, state, factor, limits);
}

/// Does `more` open at least all that `less` opens?
bool covers(const Access& more, const Access& less) {
    if (more.allow) return true;
    return !less.allow && (more.with_reason || !less.with_reason) &&
           (more.shared || !less.shared) && (more.own || !less.own) && (more.two || !less.two) &&
           (more.hit || !less.hit) && openness(more.strongest()) >= openness(less.strongest());
}

}  // namespace

TEST_CASE("a worker sees the whole file that is theirs") {
    check("case_worker", "assigned", "see_narrative", "open", "fresh", "allow", "seeing.assigned");
    check("shelter_staff", "assigned", "see_narrative", "open", "fresh", "own",
          "seeing.assigned_own_story");
}

TEST_CASE("the shelter where a child lives knows the child, not the whole past") {
    check("shelter_staff", "placed", "see_identity", "open", "fresh", "allow", "seeing.placed");
    check("shelter_staff", "placed", "see_narrative", "open", "fresh", "own", "seeing.placed");
    check("shelter_staff", "placed", "edit_form", "open", "fresh", "own", "doing.edit_form");
}

TEST_CASE("a unit that has not answered a referral sees the need and not the name") {
    check("unit_focal_point", "referred_pending", "see_plain", "open", "fresh", "shared",
          "seeing.referred_pending");
    check("unit_focal_point", "referred_pending", "see_identity", "open", "fresh", "deny",
          "seeing.referred_pending");
    check("unit_focal_point", "referred_pending", "answer_referral", "open", "fresh", "allow",
          "doing.answer_referral");
    check("unit_focal_point", "referred_pending", "find", "open", "fresh", "hit",
          "finding.as_plain");
}

TEST_CASE("a stranger who works with children learns only that somebody may support the child") {
    check("street_worker", "none", "find", "open", "fresh", "hit", "finding.without_relation");
    check("street_worker", "none", "see_plain", "open", "fresh", "deny", "no_row");
    check("street_worker", "none", "open_break_glass", "open", "fresh", "reason",
          "doing.open_break_glass");
    check("street_worker", "break_glass", "open_break_glass", "open", "fresh", "deny", "no_row");
}

TEST_CASE("one person alone confirms no family, and the search is not told where the child is") {
    check("tracing_officer", "tracing", "confirm_trace", "open", "fresh", "two",
          "doing.confirm_trace");
    check("tracing_officer", "tracing", "see_placement", "open", "fresh", "deny", "seeing.tracing");
}

TEST_CASE("a closed file is seen with a reason and not written in, a held one not destroyed") {
    check("case_worker", "assigned", "see_identity", "closed", "fresh", "reason", "rule2.closed");
    check("case_worker", "assigned", "note", "closed", "fresh", "deny", "rule2.closed");
    check("case_worker", "assigned", "withdraw_consent", "held", "fresh", "allow",
          "doing.withdraw_consent");
    check("supervisor", "team", "reopen", "closed", "fresh", "allow", "doing.reopen");
    check("supervisor", "team", "see_access_log", "held", "stale", "allow", "doing.see_access_log");
    check("data_protection_officer", "none", "erase", "closed", "fresh", "two", "doing.erase");
    check("data_protection_officer", "none", "erase", "held", "fresh", "deny", "rule2.closed");
}

TEST_CASE("with a stale factor only those who care for the child now see where the child is") {
    check("shelter_staff", "placed", "see_placement", "open", "stale", "allow", "seeing.placed");
    check("supervisor", "team", "see_placement", "open", "stale", "deny", "rule3.stale");
    check("case_worker", "assigned", "export_file", "open", "stale", "deny", "rule3.stale");
    check("shelter_staff", "placed", "export_file", "open", "stale", "deny", "no_row");
}

TEST_CASE("of an erased file the data protection officer sees that it was, and who had looked") {
    check("data_protection_officer", "none", "see_plain", "erased", "stale", "allow",
          "rule1.erased");
    check("data_protection_officer", "none", "see_access_log", "erased", "fresh", "allow",
          "rule1.erased");
    check("data_protection_officer", "none", "find", "erased", "fresh", "deny", "rule1.erased");
    check("case_worker", "assigned", "see_plain", "erased", "fresh", "deny", "rule1.erased");
}

TEST_CASE("the data protection officer finds with a reason and opens with a second person") {
    check("data_protection_officer", "none", "find", "open", "fresh", "reason",
          "finding.data_protection");
    check("data_protection_officer", "none", "see_narrative", "open", "fresh", "two",
          "seeing.data_protection");
}

TEST_CASE("administrator, trainer, finance and programme manager never see a child") {
    for (Role role :
         {Role::administrator, Role::trainer, Role::finance_officer, Role::programme_manager}) {
        int denied = 0, cells = 0;
        for (Relation relation : every_relation)
            for (Action action : every_action)
                for (FileState state : every_file_state)
                    for (Factor factor : every_factor) {
                        ++cells;
                        const auto ruling = policy().rule(role, relation, action, state, factor);
                        denied += ruling == Ruling{Decision::deny, "rule4.never"};
                    }
        INFO(word(role));
        CHECK(cells == 2320);
        CHECK(denied == cells);
        CHECK_FALSE(ask(role, RelationSet::all(), Action::see_plain).any());
    }
}

TEST_CASE("a stale factor and a file that is not open never open more") {
    for (Role role : every_role)
        for (Action action : every_action) {
            std::string opened;
            for (Relation relation : every_relation)
                for (FileState state : every_file_state) {
                    const auto fresh =
                        policy().rule(role, relation, action, state, Factor::fresh).decision;
                    const auto stale =
                        policy().rule(role, relation, action, state, Factor::stale).decision;
                    const auto open =
                        policy()
                            .rule(role, relation, action, FileState::open, Factor::fresh)
                            .decision;
                    if (stale != Decision::deny && stale != fresh) opened += word(relation);
                    if (openness(fresh) > openness(open)) opened += word(state);
                }
            INFO(word(role) << " " << word(action) << " " << opened);
            CHECK(opened.empty());
        }
}

TEST_CASE("holding more never opens less, for every pair and triple of relations") {
    for (Role role : every_role)
        for (Action action : every_action) {
            std::string lost;
            int compared = 0;
            const auto compare = [&](RelationSet more, Relation dropped, FileState state,
                                     Factor factor) {
                RelationSet less = more;
                less.remove(dropped);
                ++compared;
                if (!covers(ask(role, more, action, state, factor),
                            ask(role, less, action, state, factor)))
                    lost += " " + std::string(word(dropped)) + "/" + std::string(word(state));
            };
            for (FileState state : every_file_state)
                for (Factor factor : every_factor)
                    for (std::size_t i = 0; i < relation_count; ++i)
                        for (std::size_t j = i + 1; j < relation_count; ++j) {
                            const RelationSet pair{every_relation[i], every_relation[j]};
                            compare(pair, every_relation[i], state, factor);
                            compare(pair, every_relation[j], state, factor);
                            for (std::size_t k = j + 1; k < relation_count; ++k) {
                                const RelationSet triple{every_relation[i], every_relation[j],
                                                         every_relation[k]};
                                for (auto dropped :
                                     {every_relation[i], every_relation[j], every_relation[k]})
                                    compare(triple, dropped, state, factor);
                            }
                        }
            INFO(word(role) << " " << word(action) << ":" << lost);
            CHECK(lost.empty());
            CHECK(compared == 8 * (45 * 2 + 120 * 3));
        }
}

// `none` ceases to hold when anything else does, so what the page gives to `none` alone is lost by
// holding one relation that does not repeat it. Today's behaviour, named here so that nothing else
// can join it unseen. For open_break_glass it is meant: the glass is broken already.
TEST_CASE("only the search and a broken glass open less with one relation than with none") {
    std::set<std::string> less;
    for (Role role : every_role)
        for (Action action : every_action)
            for (FileState state : every_file_state)
                for (Relation relation : every_relation) {
                    const auto with = ask(role, {relation}, action, state).strongest();
                    const auto without = ask(role, {}, action, state).strongest();
                    if (openness(with) >= openness(without)) continue;
                    const bool glass = relation == Relation::break_glass;
                    less.insert(std::string(word(action)) + (glass ? ", glass broken" : ""));
                }
    CHECK(less == std::set<std::string>{"find", "open_break_glass, glass broken"});
}

TEST_CASE("relations add up: most open first, shared and own together") {
    const RelationSet placed_and_referred{Relation::placed, Relation::referred_accepted};
    const auto story = ask(Role::shelter_staff, placed_and_referred, Action::see_narrative);
    CHECK(story.own);
    CHECK(story.shared);
    CHECK_FALSE(story.allow);
    CHECK(story.strongest() == Decision::shared);

    const auto path = ask(Role::country_coordinator,
                          {Relation::country, Relation::referred_accepted}, Action::see_identity);
    CHECK(path.with_reason);
    CHECK(path.shared);
    CHECK(path.strongest() == Decision::reason);
    CHECK(path.reason == "seeing.country");

    CHECK(ask(Role::case_worker, RelationSet::all(), Action::see_narrative).strongest() ==
          Decision::allow);
    CHECK(ask(Role::case_worker, {}, Action::find).hit);
}

TEST_CASE("a person is asked to step up only when that would open more") {
    const auto team = ask(Role::supervisor, {Relation::team}, Action::see_placement,
                          FileState::open, Factor::stale);
    CHECK(team.fresh_would_open);
    CHECK(team.reason == "rule3.stale");
    const auto own_file = ask(Role::supervisor, {Relation::team, Relation::assigned},
                              Action::see_placement, FileState::open, Factor::stale);
    CHECK(own_file.allow);
    CHECK_FALSE(own_file.fresh_would_open);
    const auto stranger =
        ask(Role::supervisor, {}, Action::see_placement, FileState::open, Factor::stale);
    CHECK_FALSE(stranger.fresh_would_open);
    CHECK(stranger.reason == "no_row");
}

TEST_CASE("a person set aside from a file has nothing of it, the glass included") {
    const Limits aside{.set_aside = true};
    for (Role role : every_role)
        for (Action action : every_action)
            for (FileState state : every_file_state)
                for (Factor factor : every_factor) {
                    const auto access = ask(role, RelationSet::all(), action, state, factor, aside);
                    if (access.any() || access.fresh_would_open)
                        FAIL_CHECK(word(role) << " " << word(action));
                }
    CHECK(ask(Role::case_worker, {Relation::assigned}, Action::note, FileState::open, Factor::fresh,
              aside)
              .reason == "rule5.set_aside");
    CHECK(ask(Role::case_worker, {}, Action::note, FileState::open, Factor::fresh, aside).reason ==
          "no_row");
}

TEST_CASE("while an order to keep stands nothing is destroyed, and everything else goes on") {
    const Limits order{.order_to_keep = true};
    const auto officer = Role::data_protection_officer;
    const auto erase = ask(officer, {}, Action::erase, FileState::open, Factor::fresh, order);
    CHECK_FALSE(erase.any());
    CHECK(erase.reason == "rule5.order_to_keep");
    CHECK(ask(officer, {}, Action::erase, FileState::open, Factor::stale, order).fresh_would_open ==
          false);
    CHECK(ask(officer, {}, Action::export_file, FileState::open, Factor::fresh, order).two);
}

TEST_CASE("limits take away what the matrix alone would give") {
    const Limits elsewhere{.officer_of_others = true};
    CHECK_FALSE(ask(Role::data_protection_officer, {}, Action::see_plain, FileState::open,
                    Factor::fresh, elsewhere)
                    .any());
    CHECK(ask(Role::case_worker, {Relation::assigned}, Action::see_plain, FileState::open,
              Factor::fresh, elsewhere)
              .allow);
    const Limits police{.unit_breaks_no_glass = true};
    CHECK_FALSE(ask(Role::unit_focal_point, {}, Action::open_break_glass, FileState::open,
                    Factor::fresh, police)
                    .any());
    CHECK(
        ask(Role::unit_focal_point, {}, Action::find, FileState::open, Factor::fresh, police).hit);
}

TEST_CASE("every word round trips, and no other word is known") {
    for (auto one : every_role) CHECK(role_of(word(one)) == one);
    for (auto one : every_relation) CHECK(relation_of(word(one)) == one);
    for (auto one : every_action) CHECK(action_of(word(one)) == one);
    for (auto one : every_file_state) CHECK(file_state_of(word(one)) == one);
    for (auto one : every_factor) CHECK(factor_of(word(one)) == one);
    for (auto one : every_decision) CHECK(decision_of(word(one)) == one);
    for (std::string_view other : {"", "Assigned", "assigned ", "the_seven", "any"}) {
        INFO(other);
        CHECK_FALSE(role_of(other));
        CHECK_FALSE(relation_of(other));
        CHECK_FALSE(action_of(other));
        CHECK_FALSE(file_state_of(other));
        CHECK_FALSE(factor_of(other));
        CHECK_FALSE(decision_of(other));
    }
}

TEST_CASE("the matrix prints all 27,840 cells in page order") {
    std::ostringstream out;
    nibbi::print_policy_matrix(policy(), out);
    std::istringstream in(out.str());
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    REQUIRE(lines.size() == 1 + 27'840);
    CHECK(lines[0] == "role,relation,action,state,factor,decision,reason");
    CHECK(lines[1] ==
          "street_worker,break_glass,see_plain,open,fresh,allow,seeing.break_glass_no_story");
    CHECK(lines[2] ==
          "street_worker,break_glass,see_plain,open,stale,allow,seeing.break_glass_no_story");
    CHECK(lines.back() == "administrator,none,open_break_glass,erased,stale,deny,rule4.never");
}

TEST_CASE("the reader refuses a page with a word missing, unknown, or out of place") {
    CHECK(complaint_about("\"word\": \"street_worker\"", "\"word\": \"street_walker\"") ==
          "words.roles[0]: \"street_walker\" is not the word that stands here on the page");
    CHECK(complaint_about("\"see_placement\": \"reason\", \"see_narrative\": \"allow\"",
                          "\"see_narrative\": \"allow\"") == "seeing[4]: misses \"see_placement\"");
    CHECK(complaint_about("\"roles\": [\"tracing_officer\", \"case_worker\"],\n     \"see_plain\"",
                          "\"roles\": [\"tracer\"],\n     \"see_plain\"") ==
          "seeing[8].roles[0]: does not know the word \"tracer\"");
    CHECK(complaint_about("\"see_plain\": \"shared\"", "\"see_plain\": \"some\"") ==
          "seeing[7].see_plain: does not know the word \"some\"");
    CHECK(complaint_about("\"deny_unless\"", "\"deny_unles\"") ==
          "rules.stale: does not know \"deny_unles\"");
    CHECK(complaint_about("\"why\": \"Whoever does something",
                          "\"because\": \"Whoever does something") ==
          "doing[0]: does not know \"because\"");
    CHECK(complaint_about("\"version\": 1", "\"version\": 2") ==
          "version: should be 1, the only one known");
}

TEST_CASE("the reader refuses a page that contradicts itself") {
    CHECK(complaint_about("{\"action\": \"erase\", \"states\": [\"closed\"]}",
                          "{\"action\": \"erase\", \"states\": [\"closed\", \"held\"]}") ==
          "doing.erase: the row and the rules disagree about \"held\"");
    CHECK(complaint_about(
              "{\"relation\": \"team\", \"roles\": [\"supervisor\"], \"decision\": \"allow\"}",
              "{\"relation\": \"team\", \"roles\": [\"trainer\"], \"decision\": \"allow\"}") ==
          "doing.note: \"trainer\" never sees a child (rule 4)");
    CHECK(complaint_about("\"key\": \"doing.refer\"", "\"key\": \"doing.note\"") ==
          "doing.note: names two rows or rules");
    CHECK(complaint_about("{\"relation\": \"placed\", \"roles\": [\"case_worker\"",
                          "{\"relation\": \"assigned\", \"roles\": [\"case_worker\"") ==
          "doing.note: answers twice for \"street_worker\", \"assigned\", \"note\"");
    CHECK(complaint_about("\"also_in\": [],", "\"also_in\": [], \"also_in\": [],") ==
          "\"also_in\" stands twice in one object");
    CHECK(complaint_about("\"seen_or_found\": {\"allow\": \"reason\"}",
                          "\"seen_or_found\": {\"hit\": \"reason\"}") ==
          "rules.closed_or_held.seen_or_found: opens more in a closed file than in an open one");
    CHECK(complaint_about("{\n  \"policy\"", "{\n  \"policy").starts_with("line "));
    CHECK_FALSE(nibbi::wire::read_child_policy("").has_value());
    CHECK_FALSE(nibbi::wire::read_child_policy("[]").has_value());
    CHECK_FALSE(nibbi::wire::read_child_policy(page_text() + "x").has_value());
}

TEST_CASE("the doors name only people, roles and conditions that are explained") {
    using nibbi::wire::Place;
    const auto json = nibbi::wire::parse_strictly(contract("policy/doors.json")).value();
    nibbi::wire::Complaints complaints;
    const Place page{&json, "", &complaints};
    std::set<std::string> people{"the_seven"}, conditions, doors;
    for (Role role : every_role) people.emplace(word(role));
    for (const auto& item : page["people"].items()) people.insert(item["word"].text());
    for (const auto& item : page["conditions"].items()) conditions.insert(item["word"].text());
    for (const auto& door : page["doors"].items()) {
        CHECK(doors.insert(door["door"].text()).second);
        CHECK_FALSE(door["why"].text().empty());
        CHECK_FALSE(door["covers"].items().empty());
        auto lines = door["who"].items();
        for (const auto& line : lines)
            for (const auto& who : line["are"].items()) CHECK(people.contains(who.text()));
        for (const auto& need : door["needs"].items()) lines.push_back(need);
        for (const auto& line : lines)
            for (const auto& condition : line["if"].items())
                CHECK(conditions.contains(condition.text()));
    }
    CHECK(doors.size() == 16);
    CHECK(complaints.first == "");
}
