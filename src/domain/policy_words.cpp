#include "domain/policy_words.hpp"

#include <algorithm>

namespace nibbi::domain {
namespace {

template <std::size_t count>
using Words = std::array<std::string_view, count>;

constexpr Words<role_count> role_words{
    "street_worker",      "case_worker",       "shelter_staff",       "unit_focal_point",
    "supervisor",         "tracing_officer",   "country_coordinator", "programme_manager",
    "trainer",            "finance_officer",   "data_protection_officer", "administrator"};

constexpr Words<relation_count> relation_words{
    "break_glass", "assigned",         "team",    "placed",  "referred_accepted",
    "referred_pending", "tracing",     "country", "referred_closed", "none"};

constexpr Words<action_count> action_words{
    "see_plain",       "see_identity",     "see_placement",  "see_narrative",
    "find",
    "note",            "edit_form",        "record_consent", "withdraw_consent",
    "refer",           "answer_referral",  "place",          "record_service",
    "record_visit",    "compare_trace",    "confirm_trace",  "assess_best_interests",
    "decide_best_interests", "plan_return", "sign_handover", "request_closure",
    "approve_closure", "reopen",           "assign",         "merge",
    "erase",           "export_file",      "see_access_log", "open_break_glass"};

constexpr Words<file_state_count> file_state_words{"open", "closed", "held", "erased"};
constexpr Words<factor_count> factor_words{"fresh", "stale"};
constexpr Words<decision_count> decision_words{
    "deny", "hit", "two", "own", "shared", "reason", "allow"};

template <class Word, std::size_t count>
std::optional<Word> find_word(const Words<count>& words, std::string_view text) {
    const auto at = std::ranges::find(words, text);
    if (at == words.end()) return std::nullopt;
    return static_cast<Word>(at - words.begin());
}

template <class Word, std::size_t count>
std::string_view word_at(const Words<count>& words, Word one) {
    return words[static_cast<std::size_t>(one)];
}

}  // namespace

std::string_view word(Role one) { return word_at(role_words, one); }
std::string_view word(Relation one) { return word_at(relation_words, one); }
std::string_view word(Action one) { return word_at(action_words, one); }
std::string_view word(FileState one) { return word_at(file_state_words, one); }
std::string_view word(Factor one) { return word_at(factor_words, one); }
std::string_view word(Decision one) { return word_at(decision_words, one); }

std::optional<Role> role_of(std::string_view text) { return find_word<Role>(role_words, text); }
std::optional<Relation> relation_of(std::string_view text) {
    return find_word<Relation>(relation_words, text);
}
std::optional<Action> action_of(std::string_view text) {
    return find_word<Action>(action_words, text);
}
std::optional<FileState> file_state_of(std::string_view text) {
    return find_word<FileState>(file_state_words, text);
}
std::optional<Factor> factor_of(std::string_view text) {
    return find_word<Factor>(factor_words, text);
}
std::optional<Decision> decision_of(std::string_view text) {
    return find_word<Decision>(decision_words, text);
}

}  // namespace nibbi::domain
