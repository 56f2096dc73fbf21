#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

/// The words of docs/guides/who-sees-what.en.md, in the order of that page.
/// The order is a promise: `nibbi policy matrix` prints in it, and wire/ refuses a contract that
/// lists its words otherwise.
namespace nibbi::domain {

/// What a person is for the programme. A person acts in one role, for one unit, at a time.
/// The first seven work with children ("the seven").
enum class Role : std::uint8_t {
    street_worker, case_worker, shelter_staff, unit_focal_point, supervisor, tracing_officer,
    country_coordinator,
    programme_manager, trainer, finance_officer, data_protection_officer, administrator
};
inline constexpr std::size_t role_count = 12;

/// What ties that person to this file now. Several may hold at once.
enum class Relation : std::uint8_t {
    break_glass, assigned, team, placed, referred_accepted, referred_pending, tracing, country,
    referred_closed, none
};
inline constexpr std::size_t relation_count = 10;

/// What the person wants: four sights, one search, twenty-four deeds.
enum class Action : std::uint8_t {
    see_plain, see_identity, see_placement, see_narrative,
    find,
    note, edit_form, record_consent, withdraw_consent, refer, answer_referral, place,
    record_service, record_visit, compare_trace, confirm_trace, assess_best_interests,
    decide_best_interests, plan_return, sign_handover, request_closure, approve_closure, reopen,
    assign, merge, erase, export_file, see_access_log, open_break_glass
};
inline constexpr std::size_t action_count = 29;

/// `held` is closed, with an order to keep (court, audit, open concern).
enum class FileState : std::uint8_t { open, closed, held, erased };
inline constexpr std::size_t file_state_count = 4;

/// `fresh`: second factor, or for a person who has none the passphrase again, less than five
/// minutes ago. What was written off line counts as `stale`.
enum class Factor : std::uint8_t { fresh, stale };
inline constexpr std::size_t factor_count = 2;

/// The answers, least open first. `shared` and `own` are equally open and add up: see `openness`.
enum class Decision : std::uint8_t { deny, hit, two, own, shared, reason, allow };
inline constexpr std::size_t decision_count = 7;

/// The word as contracts, logs and the matrix write it.
std::string_view word(Role);
std::string_view word(Relation);
std::string_view word(Action);
std::string_view word(FileState);
std::string_view word(Factor);
std::string_view word(Decision);

/// The way back. An unknown word is nothing, never a default.
std::optional<Role> role_of(std::string_view);
std::optional<Relation> relation_of(std::string_view);
std::optional<Action> action_of(std::string_view);
std::optional<FileState> file_state_of(std::string_view);
std::optional<Factor> factor_of(std::string_view);
std::optional<Decision> decision_of(std::string_view);

constexpr bool is_sight(Action action) { return action <= Action::see_narrative; }
constexpr bool is_search(Action action) { return action == Action::find; }
constexpr bool is_deed(Action action) { return action > Action::find; }

/// How much a decision opens: deny 0, hit 1, two 2, own and shared 3, reason 4, allow 5.
constexpr int openness(Decision decision) {
    constexpr std::array<int, decision_count> steps{0, 1, 2, 3, 3, 4, 5};
    return steps[static_cast<std::size_t>(decision)];
}

/// Every value of a word, in page order: `for (auto role : every_role)`.
template <class Word, std::size_t count>
constexpr std::array<Word, count> every_word() {
    std::array<Word, count> words{};
    for (std::size_t i = 0; i < count; ++i) words[i] = static_cast<Word>(i);
    return words;
}
inline constexpr auto every_role = every_word<Role, role_count>();
inline constexpr auto every_relation = every_word<Relation, relation_count>();
inline constexpr auto every_action = every_word<Action, action_count>();
inline constexpr auto every_file_state = every_word<FileState, file_state_count>();
inline constexpr auto every_factor = every_word<Factor, factor_count>();
inline constexpr auto every_decision = every_word<Decision, decision_count>();

/// A small set of one kind of word.
template <class Word, std::size_t count>
class WordSet {
    static_assert(count <= 32);

public:
    constexpr WordSet() = default;
    constexpr WordSet(std::initializer_list<Word> words) {
        for (Word one : words) add(one);
    }
    static constexpr WordSet all() {
        WordSet set;
        for (Word one : every_word<Word, count>()) set.add(one);
        return set;
    }

    constexpr WordSet& add(Word one) { bits_ |= bit(one); return *this; }
    constexpr WordSet& remove(Word one) { bits_ &= ~bit(one); return *this; }
    constexpr WordSet& add(WordSet others) { bits_ |= others.bits_; return *this; }
    constexpr bool has(Word one) const { return (bits_ & bit(one)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    friend constexpr bool operator==(WordSet, WordSet) = default;

private:
    static constexpr std::uint32_t bit(Word one) {
        return std::uint32_t{1} << static_cast<unsigned>(one);
    }
    std::uint32_t bits_ = 0;
};

using RoleSet = WordSet<Role, role_count>;
using RelationSet = WordSet<Relation, relation_count>;
using ActionSet = WordSet<Action, action_count>;
using FileStateSet = WordSet<FileState, file_state_count>;

/// The seven roles that work with children.
inline constexpr RoleSet the_seven{
    Role::street_worker, Role::case_worker, Role::shelter_staff, Role::unit_focal_point,
    Role::supervisor, Role::tracing_officer, Role::country_coordinator};

}  // namespace nibbi::domain
