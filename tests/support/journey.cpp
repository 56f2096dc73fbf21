#include "tests/support/journey.hpp"

#include "domain/case_code.hpp"

namespace nibbi::tests {

using namespace domain;

ChildOpened a_child(std::string_view sex) { return {case_code("SN", 4711), {"SN"}, {std::string(sex)}, {}, {}}; }

OpenFile::OpenFile() { was_said("Binta", a_child()); }
std::string OpenFile::says(const char* who, Body body, How how) { return said(k.say(who, std::move(body), how)); }
void OpenFile::was_said(const char* who, Body body, How how) { ensure(says(who, std::move(body), how) == "accepted", "what the test says is accepted"); }

ConsentGiven consent_to(const House& house, const std::string& unit, DataClasses shared) {
  ConsentGiven c;
  c.explained = codes({"talk", "purpose", "use", "how_to_withdraw"});
  c.basis.value = "assent_with_guardian";
  c.given_by.value = "child_and_guardian";
  c.guardian_name = "Juge des enfants";
  c.purposes = codes({"protect_now", "get_service", "shelter", "trace_family", "legal_help"});
  c.data_classes = shared;
  c.recipient_kind.value = "one_unit";
  c.recipient_unit = house.unit_id(unit);
  return c;
}

ReferralSent referral_to(const House& house, const std::string& unit, std::string_view service, DataClasses shared, std::string_view basis) {
  ReferralSent r;
  r.to_unit = house.unit_id(unit);
  r.service.value = service;
  r.priority.value = "urgent_72h";
  r.data_classes = shared;
  r.basis.value = basis;
  return r;
}

PlacementBegun living_at(const House& house, const std::string& unit) {
  PlacementBegun p;
  p.placement_kind.value = "shelter";
  p.unit = house.unit_id(unit);
  p.begun_on = house.today();
  return p;
}

WishRecorded wish(const House& house, std::string_view wants, std::string_view about) {
  WishRecorded w;
  w.about.value = about;
  w.wish.value = wants;
  w.heard_on = house.today();
  w.heard_alone.value = "yes";
  return w;
}

ReturnPlanned plan_to(const House& house, const std::string& unit, const std::string& accompanying) {
  ReturnPlanned p;
  p.answer.value = "return";
  p.destination_country.value = "GW";
  p.destination = "près du grand arbre";
  p.receiving_unit = house.unit_id(unit);
  p.receiver_name = "Tia Segunda";
  p.receiver_verified.value = "yes";
  p.accompanying_person = house.person_id(accompanying);
  p.accompanied_by_woman.value = "yes";
  return p;
}

EntryId ready_to_go_home(Log& log, const std::set<std::string>& missing) {
  House& house = log.house();
  auto say = [&](const char* who, Body body) { ensure(log.say(who, std::move(body)).has_value(), "the preparation of a test may be said"); };
  auto wants = [&](const char* what) { return !missing.contains(what); };

  say("Binta", a_child("girl"));
  if (wants("wish")) say("Binta", wish(house, "wants"));
  if (wants("best_interests")) {
    BestInterestsAssessed a;
    a.unaccompanied.value = "yes";
    a.assessed_on = house.today();
    a.child_view = "Elle veut revoir sa tante.";
    a.options = codes({"return", "stay"});
    a.recommendation.value = "return";
    say("Binta", a);
  }
  if (wants("determination") && wants("best_interests")) {
    BestInterestsDetermined d;
    d.determined_on = house.today();
    d.panel_roles = codes({"social_worker"});
    d.lasting_answer.value = "return";
    d.grounds = "Le foyer est sûr.";
    say("Mame", d);
    if (wants("accord")) say("Demba", SecondAgreed{log.last()});
  }
  if (wants("family_assessment")) {
    FamilyAssessed f;
    f.assessed_on = house.today();
    f.mode.value = "home";
    f.answer.value = "ready";
    say("Binta", f);
  }
  if (wants("authorisation")) {
    LegalActRecorded act;
    act.legal_act_kind.value = "return_authorisation";
    act.authority.value = "children_judge";
    act.reference = "R-1";
    say("Binta", act);
  }
  if (wants("health_check")) {
    HealthChecked h;
    h.checked_on = house.today();
    h.fit_to_travel.value = "fit";
    say("Binta", h);
  }
  if (wants("papers")) {
    PapersRecorded p;
    p.papers = codes({"birth_certificate"});
    p.complete.value = "yes";
    say("Binta", p);
  }
  ReturnPlanned plan = plan_to(house, "Casa", "Awa");
  if (!wants("receiver")) plan.receiver_name.clear();
  if (!wants("accompanying_adult")) plan.accompanying_person = {};
  if (!wants("woman_accompanies")) plan.accompanied_by_woman.value = "no";
  ensure(log.say("Binta", plan, with_reason()).has_value(), "the plan of a test may be said");
  return log.last();
}

}  // namespace nibbi::tests
