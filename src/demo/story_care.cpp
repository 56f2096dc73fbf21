// From the first night to safety: meeting, shelter, health, legal protection, risk, assessment, identification.
#include "demo/story.hpp"
#include "domain/case_code.hpp"
#include "domain/leaving.hpp"

namespace nibbi::demo {

using namespace domain;

namespace {

std::string_view band_of(int age) {
  if (age <= 5) return "a0_5";
  if (age <= 9) return "a6_9";
  if (age <= 12) return "a10_12";
  return age <= 15 ? "a13_15" : "a16_17";
}

Date new_year(int year) { return *Date::parse(std::to_string(year) + "-01-01"); }

/// The purpose of a consent that covers a service (domain/sharing).
std::string_view purpose_of(std::string_view service) {
  if (service == "shelter") return "shelter";
  if (service == "tracing" || service == "family_mediation") return "trace_family";
  if (service == "legal" || service == "documents") return "legal_help";
  if (service == "follow_up" || service == "vocational_training") return "reintegration";
  return "get_service";
}

/// A number below 2^30 for a place in the programme; no two places have the same.
unsigned long case_number(std::uint64_t seed, std::int64_t place) {
  return static_cast<unsigned long>((static_cast<std::uint64_t>(place) * 0x2545F491 + seed * 0x3F4B1D + 0x1B873593) & 0x3FFFFFFF);
}

struct Work { std::string_view activity, exploitation, purpose, industry; };
constexpr Work kWorks[] = {
    {"asking_in_street", "forced_begging", "begging", ""},
    {"house_work", "forced_labour", "forced_labour_or_services", "households"},
    {"selling", "child_labour", "forced_labour_or_services", "trade_repair"},
    {"workshop", "child_labour", "forced_labour_or_services", "manufacturing"},
    {"gold_site", "forced_labour", "forced_labour_or_services", "mining"},
    {"fishing", "forced_labour", "forced_labour_or_services", "agriculture"},
    {"bar_restaurant", "servitude", "slavery_or_similar", "hotels_restaurants"},
};
const Work& work_of(std::string_view activity) {
  for (const Work& w : kWorks)
    if (w.activity == activity) return w;
  return kWorks[0];
}

}  // namespace

/// Somebody whom no story names as a relative or a companion.
std::string Story::kept_away() { return world_.stock.given_name(chance_, plan_.origin, false) + " dit Grandchemin (DEMO)"; }

void Story::meet() {
  const Worker& by = *opener_;
  const std::string band(age_ == 17 && is(30) ? "child_unsure" : band_of(age_));
  const std::string met_at = world_.stock.town(chance_, plan_.found);
  const int off_line = is(12) ? static_cast<int>(chance_.between(20, 160)) : 0;

  say(by, ChildOpened{case_code(plan_.found, case_number(world_.seed, plan_.number)), code(plan_.found), code(girl_ ? "girl" : "boy"), {band},
                      plan_.in_group ? world_.group->event : RecordId{}});
  FormSaved first = form("intake");
  danger_ = is(35);
  first.answers["intake.danger"] = std::string(danger_ ? "yes" : is(30) ? "unsure" : "no");
  if (danger_) first.answers["intake.calls"] = codes({"duty_unit"});
  first.answers["intake.assent"] = std::string(plan_.course == Course::consent_refused ? "not_now" : "agrees");
  first.answers["intake.language"] = language_;
  first.answers["intake.needs"] = is(50) ? codes({"water_food", "sleep"}) : is(50) ? codes({"water_food", "safe_place"}) : codes({"clothes_washing", "injury_illness", "safe_place"});
  if (is(60)) first.answers["intake.would_help"] = text(by, "would_help");
  say(by, std::move(first), {.off_line_minutes = off_line});

  FormSaved second = form("intake");
  auto& a = second.answers;
  if (plan_.course != Course::consent_refused || is(50)) {
    a["intake.first_name"] = given_;
    if (is(85)) a["intake.family_name"] = family_;
  }
  if (is(15)) a["intake.other_names"] = world_.stock.given_name(chance_, plan_.origin, girl_);
  a["intake.age_band"] = band;
  a["intake.age_basis"] = is(70) ? codes({"child_says"}) : codes({"child_says", "siblings"});
  a["intake.sex"] = std::string(girl_ ? "girl" : "boy");
  if (is(45)) {
    const int year = today().year() - age_;
    a["intake.birth"] = PartialDate{new_year(year), Date{new_year(year + 1).day - 1}, std::to_string(year)};
  } else if (is(20)) {
    a["intake.birth"] = Unanswered::unknown;
  }
  a["intake.languages"] = is(40) ? codes({language_, "wol"}) : codes({language_});
  a["intake.country_of_origin"] = plan_.origin;
  if (is(70)) a["intake.village"] = world_.stock.town(chance_, plan_.origin);
  const bool siblings = is(12);
  a["intake.with_whom"] = plan_.in_group ? codes({"other_children"}) : siblings ? codes({"siblings"}) : codes({"alone"});
  if (siblings && !plan_.in_group) a["intake.siblings"] = std::int64_t{1};
  a["intake.met_at"] = met_at;
  if (is(25)) a["intake.keep_away"] = kept_away();
  a["intake.next_place"] = std::string(is(70) ? "shelter" : "referral");
  a["intake.secret_address"] = std::string(danger_ ? "yes" : "no");
  say(by, std::move(second), {.off_line_minutes = off_line == 0 ? 0 : 15});
  note(by, "observation", "first_look", "worker");
  say(by, NeedRecorded{code(is(80) ? "shelter" : "emergency_care"), code(danger_ ? "emergency_24h" : "urgent_72h"), code(is(60) ? "yes" : "no"), text(by, "need_details")});
}

/// The supervisor of whoever opened the file gives it to a case worker.
void Story::assign() {
  if (opener_ == worker_) return;
  pass_days(0, 1);
  say(*opener_->supervisor, AssignmentMade{worker_->person, worker_->unit->id}, {.reason = "DEMO"});
}

Story::Sent Story::refer(const Worker& from, const Ask& ask) {
  const Unit& to = world_.cast.unit(ask.to);
  ReferralSent r;
  r.to_unit = to.id;
  r.service = code(ask.service);
  r.priority = code(ask.priority);
  r.urgent_care = code(danger_ ? "unsure" : "no");
  r.disability_support = code("no");
  r.infant_or_pregnancy = code("no");
  r.language = {language_};
  r.secret_address = code(danger_ ? "yes" : "no");
  r.data_classes = ask.classes;
  r.carer_informed = code("unknown");
  r.basis = code(ask.basis);
  r.transfer = code(ask.transfer ? "yes" : "no");
  if (ask.basis == "best_interests") r.basis_reason = text(from, "best_reason");
  if (ask.basis == "legal_duty") r.basis_reason = text(from, "law_reason");
  if (ask.basis == "assent_with_guardian" || ask.basis == "consent") {
    ConsentGiven c;
    c.basis = code(ask.basis);
    c.given_by = code(ask.basis == "consent" ? "child" : "child_and_guardian");
    if (ask.basis != "consent") c.guardian_name = guardian_;
    c.explained = codes({"talk", "purpose", "use", "ask_for_data", "how_long", "how_to_withdraw"});
    c.purposes = codes({purpose_of(ask.service)});
    c.data_classes = r.data_classes;
    c.recipient_kind = code("one_unit");
    c.recipient_unit = to.id;
    c.until = day(365);
    c.child_words = text(from, "consent_words");
    say(from, std::move(c));
  }
  r.context = text(from, "context");
  Sent sent{say(from, std::move(r)), &desk(ask.to)};
  return sent;
}

void Story::arrive(const Sent& r) {
  pass_minutes(8, 90);
  say_as_system(ReferralReceived{r.id});
  pass_minutes(1, 60);
  say(*r.desk, ReferralOpened{r.id});
}
void Story::accept(const Sent& r) {
  arrive(r);
  pass_minutes(5, 120);
  say(*r.desk, ReferralAccepted{r.id, today(), text(*r.desk, "accepted")});
}
void Story::serve(const Sent& r) { say(*r.desk, ReferralServiceGiven{r.id, code(is(85) ? "yes" : "partly"), text(*r.desk, "served")}); }
void Story::finish(const Sent& r) {
  if (is(70)) say(*r.desk, ReferralFeedback{r.id, code("yes"), code(is(80) ? "finished" : "goes_on"), text(*r.desk, "feedback")});
  say(*r.desk, ReferralClosed{r.id, text(*r.desk, "referral_closed")});
}

void Story::sleep_at(const Worker& by, std::string_view kind, UnitId unit, EntryId title) {
  PlacementBegun b;
  b.legal_act = title;
  b.placement_kind = code(kind);
  b.unit = unit;
  if (is_with_family(b.placement_kind)) b.carer_name = kin_name_;
  b.begun_on = today();
  if (is(20)) b.expected_end = day(static_cast<int>(chance_.between(60, 180)));
  b.basis = code(title.is_none() ? (danger_ ? "urgent" : "none_yet") : "requisition");
  b.with_siblings = code("no");
  b.child_view = text(by, "place_view");
  const std::string reason = text(by, "over_capacity");
  for (const Unit& u : world_.cast.units())
    if (u.id == unit && u.places > 0 && beds_taken_(unit) >= u.places) b.over_capacity_reason = reason;
  placement_ = say(by, std::move(b));
  sleeps_at_ = unit;
}

/// A bed tonight: asked for, answered, slept in.
void Story::shelter() {
  const Worker& by = *opener_;
  if (is(70)) {
    LegalActRecorded act;
    act.legal_act_kind = code("requisition");
    act.authority = code("police");
    act.authority_name = world_.cast.unit("police").about.name;
    act.reference = "DEMO-R-" + std::to_string(plan_.number + 1);
    act.issued_on = today();
    act.valid_until = day(3);
    act.scope = text(by, "legal_scope");
    act.child_told = code("yes");
    title_ = say(by, std::move(act));
  }
  if (keeper_ == opener_->unit->key) {
    sleep_at(by, plan_.found == "GM" ? "foster_family" : "shelter", world_.cast.unit(keeper_).id, title_);
  } else {
    const bool urgent = danger_ && opener_ != worker_ && is(40);
    const Sent r = refer(by, {.to = keeper_, .service = "shelter", .priority = danger_ ? "emergency_24h" : "urgent_72h",
                              .basis = urgent ? "vital_urgency" : is(50) || plan_.course == Course::consent_refused ? "best_interests" : "assent_with_guardian"});
    accept(r);
    pass_minutes(40, 300);
    sleep_at(*r.desk, "shelter", world_.cast.unit(keeper_).id, title_);
    serve(r);
    keeper_worker_ = r.desk;
    assign();
    if (urgent) say(*worker_, BasisReviewed{r.id, true, text(*worker_, "second_asked")});
    pass_days(0, 1);
    FormSaved safe = form("safety");
    safe.answers["safety.care"] = text(*keeper_worker_, "care");
    safe.answers["safety.calms"] = text(*keeper_worker_, "calms");
    if (is(60)) safe.answers["safety.food_and_faith"] = text(*keeper_worker_, "habits");
    say(*keeper_worker_, std::move(safe));
    note(*keeper_worker_, "night", "night", "worker");
    finish(r);
    return;
  }
  assign();
}

/// The court says where the child stays. Where no court is a partner, the case worker copies its paper.
void Story::legal() {
  pass_days(1, 4);
  LegalActRecorded act;
  act.legal_act_kind = code("provisional_custody");
  act.authority = code("children_judge");
  act.reference = "DEMO-G-" + std::to_string(plan_.number + 1);
  act.valid_until = day(365);
  act.child_told = code("yes");
  if (plan_.found == "SN") {
    const Sent r = refer(*worker_, {.to = "court", .service = "legal", .priority = "urgent_72h", .basis = "legal_duty", .classes = sharing({DataClass::name, DataClass::family, DataClass::origin, DataClass::legal})});
    accept(r);
    pass_days(1, 6);
    act.issued_on = today();
    act.scope = text(*r.desk, "legal_scope");
    act.authority_name = world_.cast.unit("court").about.name;
    say(*r.desk, std::move(act));
    serve(r);
    finish(r);
  } else {
    act.issued_on = today();
    act.scope = text(*worker_, "legal_scope");
    act.authority_name = "DEMO";
    say(*worker_, std::move(act), {.copied_from = code("paper"), .told_by = "DEMO"});
  }
}

void Story::health(std::string_view reason) {
  HealthChecked check;
  check.reason = code(reason);
  check.child_agreed = code("agrees");
  check.fit_to_travel = code(is(80) ? "fit" : "fit_with_care");
  if (plan_.found == "SN" && reason == "first_check") {
    const Sent r = refer(*worker_, {.to = "hospital", .service = "medical", .priority = danger_ ? "emergency_24h" : "urgent_72h", .classes = sharing({DataClass::name, DataClass::languages, DataClass::safety, DataClass::health})});
    accept(r);
    pass_days(0, 2);
    check.checked_on = today();
    check.findings = text(*r.desk, "findings");
    check.done_by = r.desk->name;
    if (is(50)) check.care_to_give = text(*r.desk, "care");
    say(*r.desk, std::move(check));
    serve(r);
    finish(r);
    return;
  }
  check.checked_on = today();
  check.findings = text(*keeper_worker_, "findings");
  check.done_by = "DEMO";
  say(*keeper_worker_, std::move(check));
}

void Story::risk() {
  RiskAssessed r;
  r.level = code(danger_ ? "high" : is(50) ? "medium" : "low");
  r.kinds = danger_ ? codes({"searched_for", "forced_to_go_back"}) : codes({"alone_on_street"});
  r.secret_address = code(danger_ ? "yes" : "no");
  if (danger_) {
    r.not_to_be_given_to = kept_away();
    r.not_to_contact = r.not_to_be_given_to;
  }
  r.child_fears = text(*worker_, "fears");
  r.measures = text(*worker_, "measures");
  r.review_on = day(danger_ ? 14 : 60);
  say(*worker_, std::move(r));
}

/// The day on which risks were to be looked at anew has come. Without a next day: the child is at home, or has settled elsewhere.
void Story::risk_again(bool with_a_next_day) {
  RiskAssessed r;
  r.level = code(danger_ ? "medium" : "low");
  r.kinds = codes({danger_ ? "searched_for" : "alone_on_street"});
  r.secret_address = code(danger_ ? "yes" : "no");
  if (danger_) {
    r.not_to_be_given_to = kept_away();
    r.not_to_contact = r.not_to_be_given_to;
  }
  r.measures = text(*worker_, "measures");
  if (with_a_next_day) r.review_on = day(90);
  say(*worker_, std::move(r));
}

void Story::assess() {
  pass_days(1, 5);
  const Worker& by = *worker_;
  FormSaved f = form("assessment");
  f.answers["assessment.assent"] = std::string("agrees");
  f.answers["assessment.language"] = language_;
  f.answers["assessment.lived_with"] = codes({kin_relation_});
  f.answers["assessment.home"] = text(by, "home");
  f.answers["assessment.good_memories"] = text(by, "good_memories");
  f.answers["assessment.separation_cause"] = is(60) ? codes({"entrusted_into_the_care_of_an_individual", "poverty"}) : codes({"migration"});
  say(by, std::move(f));
  if (is(25)) pass_days(1, 3);
  FormSaved g = form("assessment");
  g.answers["assessment.road"] = text(by, "road");
  g.answers["assessment.time_away"] = PartialDate{Date{today().day - 700}, Date{today().day - 150}, {}};
  g.answers["assessment.days"] = codes({work_});
  g.answers["assessment.days_story"] = text(by, "days_story");
  if (is(50)) g.answers["assessment.others_there"] = text(by, "others_there");
  g.answers["assessment.health"] = text(by, "health_said");
  g.answers["assessment.feelings"] = text(by, "feelings");
  g.answers["assessment.trusted"] = text(by, "trusted");
  g.answers["assessment.schooling"] = std::string(is(40) ? "koranic" : is(60) ? "primary_begun" : "never");
  g.answers["assessment.skills"] = text(by, "skills");
  if (plan_.course != Course::registration_differs) g.answers["assessment.civil_registration"] = std::string(is(55) ? "not_registered" : "registered");
  g.answers["assessment.protects"] = text(by, "protects");
  g.answers["assessment.weakens"] = text(by, "weakens");
  g.answers["assessment.hopes"] = text(by, "hopes");
  say(by, std::move(g));
  if (!world_.places.empty() && is(40)) say(by, PlaceLinked{chance_.one_of(world_.places), text(by, "place")});
}

/// Presumed, until an authority decides.
void Story::identify() {
  const Work& work = work_of(work_);
  IdentificationRecorded id;
  id.presumed_child = code(age_ == 17 ? "yes" : "no");
  id.status = code("possible_victim");
  id.decided_by = code("ngo");
  id.acts = is(60) ? codes({"transportation", "harbouring"}) : codes({"recruitment", "transportation", "harbouring"});
  id.means = codes({"abuse_of_vulnerability"});
  id.purposes = codes({work.purpose});
  id.exploitation = codes({work.exploitation});
  if (!work.industry.empty()) id.labour_industry = codes({work.industry});
  id.recruitment = is(60) ? codes({"family"}) : codes({"friends"});
  id.control = is(50) ? codes({"takes_earnings", "excessive_hours"}) : codes({"takes_earnings"});
  id.grounds = text(*worker_, "grounds");
  say(*worker_, id);
  if (!is(40)) return;
  pass_days(4, 20);
  id.status = code("identified_victim");
  id.decided_by = code(is(60) ? "court_or_prosecution" : "other_government");
  id.decided_on = today();
  id.reference = "DEMO-D-" + std::to_string(plan_.number + 1);
  id.grounds = text(*worker_, "decided");
  say(*worker_, std::move(id), {.copied_from = code("paper"), .told_by = "DEMO"});
}

void Story::days_at_the_centre() {
  const Worker& by = *keeper_worker_;
  const EntryId planned = say(*worker_, ServicePlanned{std::int64_t{6}, code("psychosocial"), code("child"), text(*worker_, "aim_child"), code("agrees"), by.unit->id, by.person, day(7), std::nullopt});
  if (plan_.course == Course::sheltered && plan_.turn % 3 == 0) return;
  for (int i = 0, times = static_cast<int>(chance_.between(2, 4)); i < times; ++i) {
    pass_days(3, 9);
    say(by, ServiceGiven{planned, by.unit->id, std::int64_t{1}, code("demo_1"), code("psychosocial"), code("yes"), today(), code("child"), code("yes"), text(by, "service_words"),
                         text(by, "details_session"), std::nullopt});
  }
  if (is(60)) note(by, "good_news", "good_news", "worker");
  else note(by, "conversation", "conversation");
}

}  // namespace nibbi::demo
