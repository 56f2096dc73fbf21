// Nothing about a child leaves a unit's hands without a basis that covers exactly what is shared.
#include "domain/sharing.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>

#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

struct Open : OpenFile {
  std::string refer(const char* unit, const char* service, DataClasses shared, const char* basis = "consent") {
    return said(k.say("Binta", referral_to(house, unit, service, shared, basis)));
  }
  EntryId consent(ConsentGiven c) {
    ensure(k.say("Binta", std::move(c)).has_value(), "a consent is recorded");
    return k.last();
  }
};

const DataClasses kNameAndHealth = classes({DataClass::name, DataClass::health});

}  // namespace

TEST_CASE("without a basis nothing is shared, not even a word of the plain part") {
  Open there;
  CHECK(there.refer("Santé", "medical", {}) == "no_basis");
  CHECK(there.refer("Santé", "medical", classes({DataClass::name})) == "no_basis");
}

TEST_CASE("consent covers the classes, the recipient and the purpose that it names, and no others") {
  Open there;
  there.consent(consent_to(there.house, "Santé", kNameAndHealth));
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "accepted");
  CHECK(there.refer("Santé", "medical", classes({DataClass::name})) == "accepted");
  CHECK(there.refer("Santé", "medical", {}) == "accepted");
  CHECK(there.refer("Santé", "medical", classes({DataClass::name, DataClass::health, DataClass::journey})) == "basis_too_narrow");
  CHECK(there.refer("Santé", "medical", classes({DataClass::journey})) == "basis_too_narrow");
  CHECK(there.refer("Espoir", "shelter", kNameAndHealth) == "basis_too_narrow");
}

TEST_CASE("two consents that are each too narrow don't add up to one that is wide enough") {
  Open there;
  there.consent(consent_to(there.house, "Santé", classes({DataClass::name})));
  there.consent(consent_to(there.house, "Santé", classes({DataClass::health})));
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "basis_too_narrow");
}

TEST_CASE("a kind of recipient means units of that kind") {
  Open there;
  ConsentGiven c = consent_to(there.house, "Santé", kNameAndHealth);
  c.recipient_unit = {};
  c.recipient_kind.value = "shelter";
  there.consent(c);
  CHECK(there.refer("Espoir", "shelter", kNameAndHealth) == "accepted");
  CHECK(there.refer("Casa", "shelter", kNameAndHealth) == "accepted");
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "basis_too_narrow");
  CHECK(there.refer("Quai", "legal", kNameAndHealth) == "basis_too_narrow");
}

TEST_CASE("one unit that isn't named, or a family, is no unit to share with") {
  for (const char* kind : {"one_unit", "family"}) {
    Open there;
    ConsentGiven c = consent_to(there.house, "Santé", kNameAndHealth);
    c.recipient_unit = {};
    c.recipient_kind.value = kind;
    there.consent(c);
    CHECK(there.refer("Santé", "medical", kNameAndHealth) == "basis_too_narrow");
  }
}

TEST_CASE("consent to counting is no consent to sharing") {
  Open there;
  ConsentGiven c = consent_to(there.house, "Santé", kNameAndHealth);
  c.purposes = codes({"statistics", "photo_for_file"});
  there.consent(c);
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "basis_too_narrow");
}

TEST_CASE("consent holds through its last day") {
  Open there;
  ConsentGiven c = consent_to(there.house, "Santé", kNameAndHealth);
  c.until = Date{there.house.today().day + 1};
  there.consent(c);
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "accepted");
  there.house.pass(days(1));
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "accepted");
  there.house.pass(days(1));
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "no_basis");
}

TEST_CASE("consent that was taken back, corrected, lapsed or not upheld is none") {
  Open there;
  const EntryId consent = there.consent(consent_to(there.house, "Santé", kNameAndHealth));
  REQUIRE(there.refer("Santé", "medical", kNameAndHealth) == "accepted");
  SECTION("taken back") { REQUIRE(there.k.say("Binta", ConsentWithdrawn{consent, {"child"}, "Je ne veux plus."})); }
  SECTION("corrected") {
    REQUIRE(there.k.say("Binta", consent_to(there.house, "Santé", {}), {.amends = consent}));
    CHECK(there.refer("Santé", "medical", kNameAndHealth) == "basis_too_narrow");
    return;
  }
  SECTION("lapsed") { REQUIRE(there.k.say_as_system(BasisLapsed{consent})); }
  SECTION("not upheld on review") {
    REQUIRE(there.k.say("Demba", AssignmentMade{there.house.person_id("Khady"), there.house.unit_id("Parcours")}));
    REQUIRE(there.k.say("Khady", BasisReviewed{consent, false, "Elle n’avait pas compris."}));
    CHECK(said(there.k.say("Khady", referral_to(there.house, "Santé", "medical", kNameAndHealth, "consent"))) == "no_basis");
    return;
  }
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "no_basis");
}

TEST_CASE("a consent that a review upheld stands") {
  Open there;
  const EntryId consent = there.consent(consent_to(there.house, "Santé", kNameAndHealth));
  CHECK(said(there.k.say("Binta", BasisReviewed{consent, true, {}})) == "not_the_same_person");
  REQUIRE(there.k.say("Demba", AssignmentMade{there.house.person_id("Khady"), there.house.unit_id("Parcours")}));
  REQUIRE(there.k.say("Khady", BasisReviewed{consent, true, {}}));
  CHECK(said(there.k.say("Khady", referral_to(there.house, "Santé", "medical", kNameAndHealth, "consent"))) == "accepted");
}

TEST_CASE("best interests and legal duty name their reason; vital urgency shares at once") {
  Open there;
  for (const char* basis : {"best_interests", "legal_duty"}) {
    ReferralSent r = referral_to(there.house, "Santé", "medical", kNameAndHealth, basis);
    CHECK(said(there.k.say("Binta", r)) == "no_basis");
    r.basis_reason = "Elle ne peut pas décider ce soir.";
    CHECK(said(there.k.say("Binta", r)) == "accepted");
  }
  CHECK(there.refer("Santé", "medical", kNameAndHealth, "vital_urgency") == "accepted");
}

TEST_CASE("whatever the consents of a file: what a referral shares was covered by one of them") {
  rc::prop("no referral on consent without one consent that covers it", [] {
    const auto some = [] {
      DataClasses all;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) all.add(static_cast<DataClass>(*rc::gen::inRange(0, 16)));
      return all;
    };
    Open there;
    const std::vector<std::string> units{"Santé", "Espoir", "Casa"};
    std::vector<std::pair<std::string, DataClasses>> given;
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
      given.emplace_back(*rc::gen::elementOf(units), some());
      there.consent(consent_to(there.house, given.back().first, given.back().second));
    }
    const std::string to = *rc::gen::elementOf(units);
    const DataClasses shared = some();
    const bool covered = std::ranges::any_of(given, [&](const auto& g) { return g.first == to && g.second.covers(shared); });
    const std::string answer = there.refer(to.c_str(), to == "Santé" ? "medical" : "shelter", shared);
    RC_ASSERT(answer == (covered ? "accepted" : given.empty() ? "no_basis" : "basis_too_narrow"));
  });
}

TEST_CASE("whom an urgency opened the file to does not uphold it, and may say that it was none") {
  Open there;
  REQUIRE(there.refer("Santé", "medical", kNameAndHealth, "vital_urgency") == "accepted");
  const EntryId referral = there.k.last();
  there.was_said("Aissatou", ReferralAccepted{referral, {}, {}});
  CHECK(there.says("Aissatou", BasisReviewed{referral, true, {}}) == "other_unit_needed");
  SECTION("nor somebody who is there by an emergency of their own") {
    there.was_said("Penda", BreakGlassOpened{}, {.reason = "Fièvre"});
    CHECK(there.says("Penda", BasisReviewed{referral, true, {}}, {.reason = "Fièvre"}) == "not_allowed");
  }
  SECTION("it was none") { CHECK(there.says("Aissatou", BasisReviewed{referral, false, "Elle allait bien."}) == "accepted"); }
  SECTION("the team upholds it") { CHECK(there.says("Demba", BasisReviewed{referral, true, {}}) == "accepted"); }
}

TEST_CASE("a consent that rests on urgency, interest or duty is no consent: those have guards of their own") {
  for (const char* basis : {"vital_urgency", "best_interests", "legal_duty"}) {
    CAPTURE(basis);
    Open there;
    ConsentGiven c = consent_to(there.house, "Santé", kNameAndHealth);
    c.basis.value = basis;
    there.consent(c);
    CHECK(there.refer("Santé", "medical", kNameAndHealth) == "no_basis");
  }
}

TEST_CASE("a yes to which nothing was explained opens nothing, and counts once something was") {
  Open there;
  ConsentGiven c = consent_to(there.house, "Santé", kNameAndHealth);
  c.explained.clear();
  there.consent(c);
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "no_basis");
  c.explained = codes({"purpose"});
  there.consent(c);
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "accepted");
}

TEST_CASE("with the child's assent a guardian who is named agrees, whoever of the two was asked") {
  for (const char* by : {"child", "guardian", "child_and_guardian"}) {
    CAPTURE(by);
    Open there;
    ConsentGiven c = consent_to(there.house, "Santé", kNameAndHealth);
    c.given_by.value = by;
    there.consent(c);
    CHECK(there.refer("Santé", "medical", kNameAndHealth) == "accepted");
  }
}

TEST_CASE("assent alone is not enough, and what others decided is no assent") {
  Open there;
  ConsentGiven c = consent_to(there.house, "Santé", kNameAndHealth);
  SECTION("given by the child, and no guardian is named") { c.given_by.value = "child", c.guardian_name.clear(); }
  SECTION("by a guardian without a name") { c.guardian_name.clear(); }
  SECTION("by two workers") { c.given_by.value = "two_workers"; }
  SECTION("by an authority") { c.given_by.value = "authority"; }
  there.consent(c);
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "no_basis");
  there.consent(consent_to(there.house, "Santé", kNameAndHealth));
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "accepted");
}

TEST_CASE("a no that comes after a yes counts, for the service and the data that it names, until the next yes") {
  Open there;
  there.consent(consent_to(there.house, "Santé", kNameAndHealth));
  REQUIRE(there.k.say("Binta", ConsentRefused{codes({"legal_help"}), kNameAndHealth, {}}));
  REQUIRE(there.k.say("Binta", ConsentRefused{codes({"get_service"}), classes({DataClass::journey}), {}}));
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "accepted");
  REQUIRE(there.k.say("Binta", ConsentRefused{codes({"get_service"}), classes({DataClass::health}), "Pas ma santé."}));
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "basis_too_narrow");
  CHECK(there.refer("Santé", "medical", classes({DataClass::name})) == "accepted");
  there.consent(consent_to(there.house, "Santé", kNameAndHealth));
  CHECK(there.refer("Santé", "medical", kNameAndHealth) == "accepted");
}

TEST_CASE("what an urgency opened shuts when nobody looked in time, and opens again when a second person upholds it") {
  Open there;
  REQUIRE(there.refer("Santé", "medical", kNameAndHealth, "vital_urgency") == "accepted");
  const EntryId referral = there.k.last();
  REQUIRE(there.k.say("Aissatou", ReferralAccepted{referral, {}, {}}));
  const auto opened = [&] { return open_to(there.k.state(), there.house.unit_id("Santé"), there.house.directory, there.house.today()); };
  CHECK(opened() == kNameAndHealth);
  REQUIRE(there.k.say_as_system(BasisLapsed{referral}));
  CHECK(opened().empty());
  REQUIRE(there.k.say("Demba", BasisReviewed{referral, true, {}}));
  CHECK(opened() == kNameAndHealth);
}
