// The family, the child's best interests, a lasting answer: home, kin, or staying; and the visits after it.
#include "demo/story.hpp"

#include <algorithm>

#include "domain/leaving.hpp"

namespace nibbi::demo {

using namespace domain;

namespace {

Money money(std::string_view country, std::int64_t francs) {
  if (country == "GM") return {francs * 12, "GMD"};
  if (country == "GN") return {francs * 14, "GNF"};
  return {francs, "XOF"};
}

}  // namespace

/// Two people look for the family, one here and one there; the one there confirms.
void Story::trace(bool confirmed) {
  pass_days(1, 6);
  risk_again(true);
  const bool abroad_has_officer = home_ == "gw_social";
  const Worker& here = one("tracing", Role::tracing_officer);
  const Worker& there = abroad_has_officer && is(50) ? one("gw_social", Role::tracing_officer) : *home_worker_;
  ConsentGiven c;
  c.basis = code("assent_with_guardian");
  c.given_by = code("child_and_guardian");
  c.guardian_name = guardian_;
  c.explained = codes({"talk", "purpose", "use", "research", "ask_for_data", "how_long", "how_to_withdraw"});
  c.purposes = codes({"trace_family"});
  c.data_classes = sharing({DataClass::name, DataClass::family, DataClass::origin, DataClass::tracing_facts, DataClass::languages});
  c.recipient_kind = code("tracing_service");
  c.until = day(300);
  c.child_words = text(*worker_, "consent_words");
  const EntryId consent = say(*worker_, std::move(c));
  say(*worker_, TracingTasked{here.person, here.unit->id, code(plan_.found), day(30), text(*worker_, "tracing_text")}, {.reason = "DEMO"});
  say(*worker_, TracingTasked{there.person, there.unit->id, code(plan_.origin), day(30), text(*worker_, "tracing_text")}, {.reason = "DEMO"});
  pass_days(1, 5);
  FormSaved f = form("tracing");
  f.answers["tracing.assent"] = std::string("agrees");
  f.answers["tracing.mother"] = kin_is_woman_ ? kin_name_ : world_.stock.name(chance_, plan_.origin, true);
  f.answers["tracing.place"] = world_.stock.town(chance_, plan_.origin);
  f.answers["tracing.landmarks"] = text(here, "home");
  f.answers["tracing.only_family_knows"] = text(here, "good_memories");
  say(here, std::move(f));

  pass_days(3, 14);
  const std::string number = std::to_string(plan_.number + 1);
  open_other(RecordKind::inquiry, there, InquiryOpened{"DEMO-RF-" + number, code(plan_.origin), kin_name_, world_.stock.town(chance_, plan_.origin), {}, text(there, "inquiry")});
  const RecordId inquiry = others_.back().record;
  if (is(15)) {
    const EntryId wrong = say(here, TraceProposed{{}, world_.stock.name(chance_, plan_.origin, true), text(here, "evidence")});
    pass_days(2, 9);
    say(there, TraceRefuted{wrong, code("not_this_family"), text(there, "refuted")});
    pass_days(2, 9);
  }
  const EntryId proposed = say(here, TraceProposed{inquiry, kin_name_, text(here, "evidence")});
  if (!confirmed) {
    if (is(20)) {
      pass_days(1, 3);
      say(*worker_, ConsentWithdrawn{consent, code("child"), text(*worker_, "taken_back")});
    }
    return;
  }
  // The unit over there is asked to see the family; what it learns comes back here.
  home_referral_ = refer(*worker_, {.to = home_, .service = "family_mediation", .priority = "normal_14d",
                                    .classes = sharing({DataClass::name, DataClass::family, DataClass::origin, DataClass::tracing_facts, DataClass::languages, DataClass::safety})});
  arrive(home_referral_);
  if (is(25)) {
    say(*home_referral_.desk, ReferralAsked{home_referral_.id, text(*home_referral_.desk, "question")});
    pass_minutes(30, 600);
    say(*worker_, ReferralAnswered{home_referral_.id, text(*worker_, "answer")});
  }
  pass_days(0, 3);
  say(*home_referral_.desk, ReferralAccepted{home_referral_.id, today(), text(*home_referral_.desk, "accepted")});
  home_worker_ = home_referral_.desk;
  pass_days(3, 12);
  say(there, TraceConfirmed{proposed, code(is(85) ? "found" : "relative_found"), text(there, "confirmed")});
  FamilyAssessed a;
  a.assessed_on = today();
  a.mode = code("home");
  a.met_with = kin_name_;
  a.answer = code(is(50) ? "ready_with_help" : "ready");
  a.part_in_departure = code(is(70) ? "no" : "unsure");
  a.family_words = text(*home_worker_, "family_words");
  a.safety_at_home = text(*home_worker_, "family_safety");
  a.livelihood = text(*home_worker_, "livelihood");
  a.school_near = is(70) ? "10 min" : "30 min";
  a.support = codes({"school_enrolment", "income_project"});
  a.grounds = text(*home_worker_, "family_grounds");
  say(*home_worker_, std::move(a));
  open_other(RecordKind::family, *home_worker_, FamilyOpened{"DEMO-F-" + number, code(plan_.origin), kin_name_, world_.stock.town(chance_, plan_.origin), {}, text(*home_worker_, "family")});
}

void Story::wish(std::string_view what) {
  WishRecorded w;
  w.about = code("return");
  w.wish = code(what);
  w.child_words = text(*worker_, what);
  w.heard_on = today();
  w.heard_alone = code("yes");
  w.language = {language_};
  if (what == "wants" && is(50)) w.conditions = text(*worker_, "conditions");
  say(*worker_, std::move(w));
}

/// A second person of another unit agrees: the coordinator of the child's country or, where that is the same, the worker's supervisor.
void Story::agree(EntryId asked) {
  pass_days(0, 2);
  const Worker& second = home_coordination_ != coordination_ ? one(home_coordination_, Role::country_coordinator) : *worker_->supervisor;
  say(second, SecondAgreed{asked});
}

/// Assessment by the case worker, determination by the coordinator with a panel.
void Story::weigh(std::string_view answer, bool decided) {
  pass_days(2, 8);
  BestInterestsAssessed a;
  a.unaccompanied = code(is(90) ? "yes" : "unknown");
  a.assessed_on = today();
  a.sources = codes({"child", "family", "other_country"});
  a.child_view = text(*worker_, "bia_view");
  a.safety = text(*worker_, "bia_safety");
  a.family_ties = text(*worker_, "bia_ties");
  a.growth = text(*worker_, "bia_growth");
  a.options = answer == "return" ? codes({"return", "stay"}) : codes({"return", answer});
  a.recommendation = code(answer);
  a.grounds = text(*worker_, "bia_grounds");
  if (is(60)) a.doubts = text(*worker_, "doubts");
  say(*worker_, std::move(a));
  pass_days(2, 7);
  const Worker& coordinator = one(coordination_, Role::country_coordinator);
  BestInterestsDetermined d;
  d.determined_on = today();
  d.panel_roles = codes({"coordinator", "social_worker", "psychologist", "other_country"});
  d.panel_names = coordinator.name + "; " + worker_->name;
  d.child_heard = code("yes");
  d.lasting_answer = code(answer);
  d.grounds = text(coordinator, "bid_grounds");
  if (is(20)) d.dissent = text(coordinator, "dissent");
  d.conditions = text(coordinator, "bid_conditions");
  d.review_on = day(365);
  d.reopen_if = text(coordinator, "reopen_if");
  const EntryId determined = say(coordinator, std::move(d));
  if (decided) agree(determined);
}

void Story::prepare_return() {
  pass_days(2, 9);
  // Those who travel together have their papers made together.
  if (plan_.in_group) at_ = std::max(at_, world_.group->departs - days(24) + minutes(chance_.between(60, 500)));
  const bool waived = is(10);
  PapersRecorded papers;
  papers.papers = codes({"laissez_passer", "health_booklet"});
  papers.complete = code(waived ? "no" : "yes");
  papers.number = "DEMO-" + std::to_string(100000 + plan_.number);
  papers.issued_by = "DEMO";
  papers.issued_on = today();
  papers.valid_until = day(120);
  papers.civil_registration = code("being_registered");
  say(*worker_, std::move(papers));
  LegalActRecorded act;
  act.legal_act_kind = code("return_authorisation");
  act.authority = code("children_judge");
  act.reference = "DEMO-A-" + std::to_string(plan_.number + 1);
  act.issued_on = today();
  act.valid_until = day(120);
  act.scope = text(*worker_, "travel_scope");
  act.child_told = code("yes");
  say(*worker_, std::move(act), {.copied_from = code("paper"), .told_by = "DEMO"});
  pass_days(1, 3);
  health("before_travel");

  // Never whoever heard the wish; a woman when there is one.
  for (int tries = 0; tries < 80; ++tries) {
    companion_ = &one(keeper_, keeper_role_);
    if (companion_ != worker_ && (!girl_ || companion_->woman || tries > 40)) break;
  }
  ensure(companion_ != worker_, "every unit that keeps children has two people for it");
  ReturnPlanned plan;
  plan.answer = code("return");
  plan.receiver_verified = code("yes");
  plan.destination_country = code(plan_.origin);
  plan.destination = world_.stock.town(chance_, plan_.origin);
  plan.receiving_unit = world_.cast.unit(home_).id;
  plan.receiver_name = kin_name_;
  plan.receiver_relation = {kin_relation_};
  plan.accompanying_person = companion_->person;
  if (!companion_->woman) plan.accompanying_name = world_.stock.name(chance_, plan_.found, true) + " (DEMO)";
  plan.accompanied_by_woman = code("yes");
  plan.depart_on = day(static_cast<int>(chance_.between(5, 12)));
  plan.transport = plan_.origin == plan_.found ? codes({"bus"}) : codes({"bus", "car"});
  plan.stages = text(*worker_, "stages");
  plan.emergency_phone = worker_->unit->about.phone;
  plan_id_ = say(*worker_, std::move(plan), {.reason = text(*worker_, "accompany_why")});
  if (!waived) return;
  const Worker& coordinator = one(coordination_, Role::country_coordinator);
  agree(say(coordinator, ReturnWaived{code("papers"), plan_id_, code("not_required_there"), text(coordinator, "waiver")}));
}

void Story::depart() {
  pass_days(4, 11);
  if (plan_.in_group) at_ = std::max(at_, world_.group->departs + minutes(chance_.between(0, 30)));
  RecordId movement;
  if (plan_.in_group) {
    movement = world_.group->movement;
  } else {
    open_other(RecordKind::movement, one(coordination_, Role::country_coordinator),
               MovementOpened{"DEMO-V-" + std::to_string(plan_.number + 1), code(plan_.found), code(plan_.origin), today(), text(*worker_, "movement")});
    movement = others_.back().record;
  }
  departed_ = say(*worker_, MovementDeparted{plan_id_, movement});
  PlacementEnded ended;
  ended.placement = placement_;
  ended.end_reason = code("departed");
  ended.ended_on = today();
  ended.next_kind = code("transit");
  ended.left_with = companion_->name;
  ended.belongings = code("yes");
  ended.child_view = text(*keeper_worker_, "leave_view");
  say(*keeper_worker_, std::move(ended));
  sleeps_at_ = {};
  pass_minutes(120, 300);
  const Worker& by = *companion_;
  say(by, MovementCheckpoint{departed_, world_.stock.town(chance_, plan_.found), code("yes"), text(by, "checkpoint")});
}

void Story::travel() {
  const Worker& by = *companion_;
  if (is(60)) {
    pass_minutes(120, 300);
    say(by, MovementCheckpoint{departed_, world_.stock.town(chance_, plan_.origin), code("yes"), text(by, "checkpoint")});
  }
  pass_minutes(90, 400);
  say(by, MovementArrived{departed_, text(by, "arrived")});
  pass_minutes(30, 200);
}

/// The receiving unit signs too, then the file follows the child.
void Story::hand_over() {
  const Worker& by = *companion_;
  std::string sheet(64, '0');
  for (char& digit : sheet) digit = "0123456789abcdef"[chance_.below(16)];
  HandoverSigned h;
  h.departed = departed_;
  h.sheet_sha256 = sheet;
  h.handed_on = today();
  h.handed_at = world_.stock.town(chance_, plan_.origin);
  h.received_by_unit = world_.cast.unit(home_).id;
  h.received_by_name = kin_name_;
  h.received_by_relation = {kin_relation_};
  h.receiver_paper = "DEMO";
  h.papers_given = codes({"laissez_passer", "health_booklet"});
  h.care_explained = code("yes");
  h.belongings = text(by, "belongings");
  h.child_face = code(is(60) ? "very_good" : "good");
  h.child_words = text(by, "handover_words");
  h.next_call_on = day(1);
  handover_ = say(by, std::move(h));
  const Worker& home = *home_worker_;
  say(home, HandoverReceived{handover_, sheet, text(home, "received")});
  sleep_at(home, kin_relation_ == "mother" || kin_relation_ == "father" ? "parents" : "kin", world_.cast.unit(home_).id, {});
  serve(home_referral_);
  pass_days(1, 2);
  say(*worker_->supervisor, AssignmentMade{home.person, home.unit->id});
  note(home, "call", "call", "family");
  finish(home_referral_);
  worker_ = &home;
}

void Story::settle() {
  pass_days(3, 10);
  risk_again(false);
  const Worker& by = *worker_;
  const std::string_view learns = age_ >= 14 ? "vocational_training" : "school_enrolment";
  ReintegrationPlanned plan;
  plan.child_hopes = text(by, "hopes");
  plan.child_agrees = code("agrees");
  plan.supports = codes({learns, "kit", "psychosocial"});
  plan.learning_place = world_.stock.town(chance_, by.unit->about.country.value);
  plan.family_supports = codes({"income_project"});
  plan.community = text(by, "community");
  plan.following_unit = by.unit->id;
  plan.responsible = by.person;
  plan.rhythm = code("monthly");
  plan.first_visit_on = day(28);
  plan.until = day(200);
  say(by, std::move(plan));
  const std::string& country = by.unit->about.country.value;
  const EntryId school = say(by, ServicePlanned{{}, code(learns), code("child"), text(by, "aim_learning"), code("agrees"), by.unit->id, by.person, day(14), money(country, 45'000)});
  const EntryId income = say(by, ServicePlanned{{}, code("income_project"), code("family"), text(by, "aim_income"), code("agrees"), by.unit->id, by.person, day(30), money(country, 150'000)});
  pass_days(6, 16);
  say(by, ServiceGiven{school, by.unit->id, std::int64_t{1}, code("demo_1"), code(learns), code("yes"), today(), code("child"), code("yes"), text(by, "service_words"), text(by, "details_learning"), money(country, 45'000)});
  if (is(70)) say(by, ServiceGiven{{}, by.unit->id, std::int64_t{1}, code("demo_2"), code("kit"), code("yes"), today(), code("child"), code("yes"), {}, text(by, "details_kit"), money(country, 20'000)});
  pass_days(6, 16);
  say(by, ServiceGiven{income, by.unit->id, std::int64_t{1}, code("demo_2"), code("income_project"), code(is(80) ? "yes" : "partly"), today(), code("family"), code("yes"), {}, text(by, "details_income"), money(country, 150'000)});
}

/// Another lasting answer than going home: a foster family, kin, or one's own room, followed by the same worker.
void Story::stay() {
  pass_days(3, 12);
  PlacementEnded ended;
  ended.placement = placement_;
  ended.end_reason = code("moved");
  ended.ended_on = today();
  ended.next_kind = code(age_ >= 16 ? "supported_living" : "foster_family");
  ended.belongings = code("yes");
  ended.child_view = text(*keeper_worker_, "leave_view");
  say(*keeper_worker_, std::move(ended));
  sleep_at(*worker_, age_ >= 16 ? "supported_living" : "foster_family", worker_->unit->id, title_);
  if (plan_.found == "SN" && age_ >= 14) {
    const Sent r = refer(*worker_, {.to = "vocational", .service = "vocational_training", .priority = "normal_14d"});
    accept(r);
    pass_days(2, 10);
    serve(r);
    if (is(50)) finish(r);
  }
}

void Story::follow_up(int visits) {
  for (int i = 0; i < visits; ++i) {
    if (plan_.in_group && at_ + days(36) > world_.now) return;
    pass_days(27, 34);
    const Worker& by = *worker_;
    auto rating = [&] { return code(is(12) ? "fragile" : is(45) ? "steady" : "progress"); };
    VisitRecorded v;
    v.visited_on = today();
    v.mode = code(is(65) ? "home" : is(60) ? "school_or_work" : "telephone");
    v.child_seen = code("yes");
    v.seen_alone = code(is(75) ? "yes" : "no");
    v.safety = rating();
    v.learning = rating();
    v.health = rating();
    v.daily_life = rating();
    v.family = rating();
    v.community = rating();
    v.child_words = text(by, "visit_words");
    v.next_visit_on = day(30);
    say(by, std::move(v));
    if (is(40)) note(by, "visit", "visit_note", "family");
  }
}

void Story::close(std::string_view reason) {
  pass_days(2, 12);
  const Worker& by = *worker_;
  const Worker& over = *by.supervisor;
  ClosureRequested c;
  c.closure_reason = code(reason);
  c.child_view = text(by, "closure_child");
  c.family_view = text(by, "closure_family");
  c.last_seen_on = day(-static_cast<int>(chance_.between(1, 9)));
  c.who_to_call = by.unit->about.phone;
  c.grounds = text(by, reason == "contact_lost" ? "lost_grounds" : "closure_grounds");
  if (reason == "contact_lost") {
    c.child_view.clear();
    c.family_view.clear();
  }
  if (reason == "goals_reached" && is(12)) {
    const EntryId early = say(by, c);
    pass_days(0, 2);
    say(over, ClosureRefused{early, text(over, "closure_refused")});
    follow_up(1);
    pass_days(1, 5);
    c.last_seen_on = today();
  }
  if (is(4)) say(over, KeepOrderSet{code("court"), "DEMO-K-" + std::to_string(plan_.number + 1), text(over, "decided")});
  if (!sleeps_at_.is_none()) {
    PlacementEnded ended;
    ended.placement = placement_;
    ended.end_reason = code(reason == "became_adult" ? "became_adult" : "measure_ended");
    ended.ended_on = today();
    ended.next_kind = code(plan_.course == Course::closed_staying ? "supported_living" : "parents");
    if (is_with_family(ended.next_kind)) ended.left_with = kin_name_;
    say(by, std::move(ended));
    sleeps_at_ = {};
  }
  const EntryId asked = say(by, std::move(c));
  pass_days(0, 2);
  say(over, ClosureApproved{asked});
}

void Story::lose_contact() {
  pass_days(4, 30);
  note(*keeper_worker_, "worry", "worry", "worker");
  pass_days(0, 2);
  PlacementEnded ended;
  ended.placement = placement_;
  ended.end_reason = code("left_unannounced");
  ended.ended_on = today();
  ended.next_kind = code("none");
  say(*keeper_worker_, std::move(ended));
  sleeps_at_ = {};
  for (int i = 0; i < 3; ++i) {
    pass_days(5, 35);
    note(*worker_, "call", "call", "worker");
  }
  close("contact_lost");
}

}  // namespace nibbi::demo
