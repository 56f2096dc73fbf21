#include "domain/form_check.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace nibbi;
using namespace nibbi::domain;

namespace {

using enum QuestionType;
using Answers = std::map<std::string, Answer>;

Question question(const char* id, QuestionType type, const char* list = "", const char* show_if = "", bool required = false) {
  Question q;
  q.id = id;
  q.type = type;
  q.list = list;
  q.show_if = show_if;
  q.required = required;
  return q;
}

/// A small form: who is there, in danger or not, and what hangs on that.
const Form& form() {
  static const Form kForm{"small", 1, "form.saved",
                          {question("danger", code, "danger", "", true), question("details", long_text, "", "danger in ('yes','unsure')", true),
                           question("seen_by", text, "", "answered(details)"), question("needs", codes, "need"), question("siblings", integer),
                           question("told", yes_no), question("born", partial_date), question("day", date), question("unit", unit), question("price", money),
                           question("from", country), question("odd", text, "", "this can't be read")}};
  return kForm;
}
Rules rules() {
  const Policy nobody_may_do_anything{PolicyRules{}};
  Rules r{.forms = {}, .questions = {}, .lists = {}, .clock_hours = {}, .clock_only = {}, .utc_offset_minutes = {}, .gates = {}, .policy = nobody_may_do_anything};
  r.lists["danger"] = {"danger", true, {{"yes", 0}, {"unsure", 1}, {"no", 2}}};
  r.lists["need"] = {"need", false, {{"food", 0}, {"sleep", 1}}};
  r.lists["yes_no"] = {"yes_no", false, {{"yes", 0}, {"no", 1}, {"unknown", 2}, {"prefers_not", 3}}};
  r.lists["country"] = {"country", false, {{"SN", 0}}};
  return r;
}

/// The findings as "question: problem", joined.
std::string findings(const Answers& answers) {
  std::string all;
  for (const Finding& f : check_form(rules(), form(), answers).findings) all += (all.empty() ? "" : ", ") + f.question + ": " + std::string(word(f.problem.code));
  return all;
}
std::string shown(const Answers& answers) {
  std::string all;
  for (const std::string& id : check_form(rules(), form(), answers).shown) all += id + " ";
  return all;
}
Answer said(std::string value) { return value; }

}  // namespace

TEST_CASE("an empty form is asked for what it can't do without, and is no error", "[form]") {
  CHECK(findings({}) == "danger: missing_field");
  CHECK(check_form(rules(), form(), {}).value.empty());
}

TEST_CASE("questions appear when the answers before them ask for them", "[form]") {
  CHECK(shown({}).starts_with("danger needs "));
  CHECK(shown({{"danger", said("yes")}}).starts_with("danger details needs "));
  CHECK(shown({{"danger", said("unsure")}, {"details", said("a fire")}}).starts_with("danger details seen_by needs "));
  CHECK(findings({{"danger", said("yes")}}) == "details: missing_field");
}

TEST_CASE("what hangs on a question that is not asked is not asked, and what was written there stays in the draft", "[form]") {
  const auto check = check_form(rules(), form(), {{"danger", said("no")}, {"details", said("a fire")}, {"seen_by", said("a neighbour")}});
  CHECK(check.findings.empty());
  CHECK(check.set_aside == std::vector<std::string>{"details", "seen_by"});
  CHECK(check.value == Answers{{"danger", said("no")}});
}

TEST_CASE("a condition that can't be read hides nothing", "[form]") { CHECK(shown({}).ends_with("odd ")); }

TEST_CASE("each answer is held to its question", "[form]") {
  auto with = [](const char* id, Answer answer) {
    const std::string all = findings({{"danger", said("no")}, {id, answer}});
    return all.empty() ? "fine" : all;
  };
  CHECK(with("needs", Codes{{"food"}, {"sleep"}}) == "fine");
  CHECK(with("needs", Codes{{"food"}, {"tea"}}) == "needs: not_in_list");
  CHECK(with("needs", Codes(300, Code{"food"})) == "needs: number_out_of_range");
  CHECK(with("needs", said("food")) == "needs: wrong_type");
  CHECK(with("siblings", std::int64_t{4}) == "fine");
  CHECK(with("siblings", std::int64_t{-1}) == "siblings: number_out_of_range");
  CHECK(with("siblings", std::int64_t{100'001}) == "siblings: number_out_of_range");
  CHECK(with("siblings", said("four")) == "siblings: wrong_type");
  CHECK(with("told", said("yes")) == "fine");
  CHECK(with("told", said("maybe")) == "told: not_in_list");
  CHECK(with("told", Unanswered::prefers_not) == "fine");
  CHECK(with("odd", said(std::string(200, 'a'))) == "fine");
  CHECK(with("odd", said(std::string(201, 'a'))) == "odd: text_too_long");
  CHECK(with("born", PartialDate{Date{10}, Date{20}, "in the rains"}) == "fine");
  CHECK(with("born", PartialDate{Date{20}, Date{10}, ""}) == "born: number_out_of_range");
  CHECK(with("day", Date{10}) == "fine");
  CHECK(with("day", PartialDate{Date{10}, Date{10}, ""}) == "day: wrong_type");
  CHECK(with("unit", said("01936f00-0000-7000-8000-000000000002")) == "fine");
  CHECK(with("unit", said("the shelter")) == "unit: wrong_type");
  CHECK(with("price", Money{1500, "XOF"}) == "fine");
  CHECK(with("price", Money{-1, "XOF"}) == "price: number_out_of_range");
  CHECK(with("from", said("SN")) == "fine");
  CHECK(with("from", said("XX")) == "from: not_in_list");
  CHECK(with("nowhere", said("x")) == "nowhere: unknown_question");
}

TEST_CASE("\"I don't know\" answers an optional question, not a required one", "[form]") {
  CHECK(findings({{"danger", Unanswered::unknown}}) == "danger: missing_field");
  CHECK(findings({{"danger", said("no")}, {"siblings", Unanswered::unknown}}).empty());
}

TEST_CASE("what is wrong in one answer takes nothing from the others", "[form]") {
  const auto check = check_form(rules(), form(), {{"danger", said("perhaps")}, {"siblings", std::int64_t{2}}});
  CHECK(check.value == Answers{{"siblings", std::int64_t{2}}});
  REQUIRE(check.findings.size() == 1);
  CHECK(check.findings.front().problem.details == std::map<std::string, std::string>{{"list", "danger"}});
}

TEST_CASE("a finding never repeats what was written", "[form]") {
  const auto check = check_form(rules(), form(), {{"danger", said("secret words")}, {"unit", said("secret words")}});
  for (const Finding& f : check.findings)
    for (const auto& [name, value] : f.problem.details) CHECK(value.find("secret") == std::string::npos);
}
