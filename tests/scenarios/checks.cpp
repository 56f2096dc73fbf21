// What stories look at.
#include <algorithm>
#include <map>
#include <set>

#include "domain/brief.hpp"
#include "domain/tasks.hpp"
#include "tests/scenarios/story.hpp"
#include "tests/support/lens.hpp"

namespace nibbi::tests {

using namespace domain;

namespace {

std::string shown(const Answer& answer) {
  if (const auto* text = std::get_if<std::string>(&answer)) return *text;
  if (const auto* word = std::get_if<Unanswered>(&answer)) return *word == Unanswered::unknown ? "unknown" : "prefers_not";
  return "?";
}

const Answered& slot(World& w, const std::string& word, const std::string& file) {
  const auto& all = w.file(file).state().answers;
  const auto it = all.find(question_named(word));
  expect(it != all.end(), "nobody answered " + word);
  return it->second;
}

/// The values that stand, or the items of a list, whoever gave them.
std::set<std::string> standing(const Answered& slot) {
  std::set<std::string> all;
  for (const GivenAnswer& given : slot.values) {
    if (const auto* codes = std::get_if<Codes>(&given.value))
      for (const Code& code : *codes) all.insert(code.value);
    else
      all.insert(shown(given.value));
  }
  return all;
}

bool sees(World& w, const std::string& who, const std::string& word, const std::string& file) {
  const auto view = view_of(w.file(file), who);
  if (word == "code") return view["state"].contains("code") && view["state"]["code"].is_string();
  if (!view["state"].contains("answers") || !view["state"]["answers"].contains(question_named(word))) return false;
  return !view["state"]["answers"][question_named(word)].contains("withheld");
}

bool may(World& w, const std::string& who, const std::string& action, const std::string& file) {
  const auto wanted = action_of(action);
  expect(wanted.has_value(), "there is no action " + action);
  const Log& log = w.file(file);
  const Actor actor = w.house.someone(who).actor;
  const RelationSet held = relations(ties_of(log.state()), actor, w.house.directory, w.house.now, w.house.today());
  return rules().policy.decide(actor.role, held, *wanted, log.state().status, Factor::fresh).allow;
}

std::multimap<std::string, std::string> tasks(World& w, const std::string& who, const std::string& file) {
  const Log& log = w.file(file);
  const ChildBrief brief = brief_of(log.record(), log.state());
  const Actor actor = w.house.someone(who).actor;
  const RelationSet held = relations(brief.ties, actor, w.house.directory, w.house.now, w.house.today());
  std::multimap<std::string, std::string> groups;
  for (const Task& task : tasks_of(brief, actor, held, rules(), w.house.directory, w.house.now, w.house.today())) groups.emplace(task.name, word(task.group));
  return groups;
}

void outcome_is(World& w, const std::string& wanted) {
  w.noticed = true;
  expect(w.outcome == wanted, "it was: " + w.outcome);
}

std::vector<Step> all_checks() {
  return {
      {"accepted", [](World& w, const Words&) { outcome_is(w, "accepted"); }},
      {"refused: {word}", [](World& w, const Words& x) { outcome_is(w, x[0]); }},
      {"it waits for a second person", [](World& w, const Words&) { outcome_is(w, "pending"); }},
      {"the log of {word} is unchanged", [](World& w, const Words& x) { expect(w.file(x[0]).n() == w.n_before, "something was written"); }},
      {"the file of {word} is {word}", [](World& w, const Words& x) {
         const std::string is(word(w.file(x[0]).state().status));
         expect(is == x[1], "it is " + is);
       }},
      {"the stage of {word} is {word}", [](World& w, const Words& x) {
         const std::string is(word(w.file(x[0]).state().stage));
         expect(is == x[1], "it is " + is);
       }},
      {"the referral of {word} is {word}", [](World& w, const Words& x) {
         const std::string is(word(w.file(x[0]).state().referrals.back().state));
         expect(is == x[1], "it is " + is);
       }},
      {"the referral of {word} carries the reason {word}", [](World& w, const Words& x) {
         const std::string is = w.file(x[0]).state().referrals.back().steps.back().code.value;
         expect(is == x[1], "it carries " + is);
       }},
      {"{word} lives at {word}", [](World& w, const Words& x) {
         const Placement* p = w.file(x[0]).state().placement();
         expect(p && p->begun.unit == w.house.unit_id(x[1]), "the child lives elsewhere");
       }},
      {"{word} lives nowhere that the house knows", [](World& w, const Words& x) { expect(!w.file(x[0]).state().placement(), "there is a placement"); }},
      {"{word} sees the {word} of {word}", [](World& w, const Words& x) { expect(sees(w, x[0], x[1], x[2]), x[0] + " doesn't see it"); }},
      {"{word} does not see the {word} of {word}", [](World& w, const Words& x) { expect(!sees(w, x[0], x[1], x[2]), x[0] + " sees it"); }},
      {"{word} may {word} about {word}", [](World& w, const Words& x) { expect(may(w, x[0], x[1], x[2]), x[0] + " may not"); }},
      {"{word} may not {word} about {word}", [](World& w, const Words& x) { expect(!may(w, x[0], x[1], x[2]), x[0] + " may"); }},
      {"{word} has the task {word} for {word}", [](World& w, const Words& x) { expect(tasks(w, x[0], x[2]).contains(x[1]), x[0] + " doesn't have it"); }},
      {"{word} has the task {word} for {word}, {word}", [](World& w, const Words& x) {
         const auto all = tasks(w, x[0], x[2]);
         const auto is = all.find(x[1]);
         expect(is != all.end(), x[0] + " doesn't have it");
         expect(is->second == x[3], "it stands under " + is->second);
       }},
      {"{word} does not have the task {word} for {word}", [](World& w, const Words& x) { expect(!tasks(w, x[0], x[2]).contains(x[1]), x[0] + " has it"); }},
      {"for the {word} of {word} there stands {list}", [](World& w, const Words& x) {
         const Words wanted = items_of(x[2]);
         std::string is;
         for (const std::string& value : standing(slot(w, x[0], x[1]))) is += " " + value;
         expect(standing(slot(w, x[0], x[1])) == std::set<std::string>(wanted.begin(), wanted.end()), "there stands" + is);
       }},
      {"for the {word} of {word} one reads {list} first", [](World& w, const Words& x) {
         const std::string first = shown(slot(w, x[0], x[1]).values.back().value);
         expect(first == x[2], "one reads " + first);
       }},
      {"a person has to decide about the {word} of {word}", [](World& w, const Words& x) { expect(slot(w, x[0], x[1]).conflict, "there is no conflict"); }},
      {"nobody has to decide about the {word} of {word}", [](World& w, const Words& x) { expect(!slot(w, x[0], x[1]).conflict, "there is a conflict"); }},
  };
}

}  // namespace

const std::vector<Step>& checks() {
  static const std::vector<Step> kChecks = all_checks();
  return kChecks;
}

}  // namespace nibbi::tests
