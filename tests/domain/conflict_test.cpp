// Two values that people wrote without knowledge of each other: who may settle what stands, and that nothing is settled where nothing is in conflict.
#include <catch2/catch_test_macros.hpp>

#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

Body answer(const char* question, const char* value) {
  const std::string id = question;
  return FormSaved{{id.substr(0, id.find('.'))}, 1, {{id, std::string(value)}}};
}

struct Open : OpenFile {
  std::string settles(const char* who, const char* question, const char* value) { return says(who, ConflictResolved{question, std::string(value)}); }
  bool conflict(const char* question) { return k.state().answers.at(question).conflict; }
  /// Binta and Demba write it without knowledge of each other.
  void disagree(const char* question, const char* one, const char* other) {
    const std::int64_t before = k.n();
    was_said("Binta", answer(question, one));
    was_said("Demba", answer(question, other), {.seen = before});
  }
};

}  // namespace

TEST_CASE("a conflict is settled by who reads both, and where there is none nothing is settled") {
  Open there;
  there.was_said("Binta", answer("intake.keep_away", "Samba Baldé"));
  CHECK(there.settles("Binta", "intake.keep_away", "personne") == "no_such_step");
  CHECK(there.k.state().answers.at("intake.keep_away").values.size() == 1);
  CHECK(there.settles("Binta", "intake.danger", "no") == "no_such_step");

  there.disagree("intake.danger", "yes", "no");
  REQUIRE(there.conflict("intake.danger"));
  CHECK(there.settles("Khady", "intake.danger", "no") == "not_found");
  CHECK(there.settles("Demba", "intake.danger", "yes") == "accepted");
  CHECK_FALSE(there.conflict("intake.danger"));
  CHECK(there.settles("Demba", "intake.danger", "no") == "no_such_step");
}

TEST_CASE("who reads only their own part settles no conflict of others") {
  Open there;
  there.was_said("Binta", living_at(there.house, "Espoir"), with_reason());
  there.disagree("assessment.civil_registration", "registered", "not_registered");
  REQUIRE(there.conflict("assessment.civil_registration"));
  CHECK(there.settles("Fatou", "assessment.civil_registration", "registered") == "not_allowed");
  CHECK(there.settles("Demba", "assessment.civil_registration", "registered") == "accepted");
}
