// The courses: which parts of the journey a child's story is made of.
#include "demo/story.hpp"

namespace nibbi::demo {

using namespace domain;

void Story::tell(const std::function<std::int64_t(UnitId)>& beds_taken) {
  beds_taken_ = beds_taken;
  switch (plan_.course) {
    case Course::tonight: return tell_tonight();
    case Course::referral_pending: return tell_pending();
    case Course::referral_expired: return tell_expired();
    case Course::referral_declined: return tell_declined();
    case Course::consent_refused: return tell_refused();
    case Course::answers_differ: return tell_answers_differ();
    case Course::registration_differs: return tell_registration_differs();
    case Course::withdrawn: return tell_withdrawn();
    case Course::transferred: return tell_transferred();
    case Course::found_again: return tell_found_again();
    case Course::sheltered:
      come_to_safety();
      if (plan_.found == "SN" && is(12)) open_in_emergency();
      if (is(30)) {
        pass_days(2, 20);
        note(*keeper_worker_, "night", "night", "worker");
      }
      return;
    case Course::tracing:
      come_to_safety();
      return trace(false);
    case Course::best_interests: {
      come_to_safety();
      trace(true);
      const bool decided = plan_.turn % 2 == 1;
      wish(is(70) ? "wants" : "unsure");
      return weigh("return", decided);
    }
    case Course::return_planned:
      come_to_safety();
      find_answer("return");
      return prepare_return();
    case Course::on_the_road:
      come_to_safety();
      find_answer("return");
      prepare_return();
      return depart();
    case Course::handed_over:
      return go_home();
    case Course::follow_up:
      go_home();
      settle();
      return follow_up(static_cast<int>(chance_.between(1, 5)));
    case Course::closed_home:
      go_home();
      settle();
      follow_up(static_cast<int>(chance_.between(6, 8)));
      return close("goals_reached");
    case Course::staying:
    case Course::closed_staying:
      come_to_safety();
      find_answer(age_ >= 16 ? "supported_living" : "foster_family");
      stay();
      settle();
      if (plan_.course == Course::staying) return follow_up(plan_.in_group ? 12 : static_cast<int>(chance_.between(1, 5)));
      follow_up(6);
      return close(age_ == 17 ? "became_adult" : "goals_reached");
    case Course::contact_lost:
      come_to_safety();
      return lose_contact();
  }
}

void Story::come_to_safety() {
  meet();
  shelter();
  health("first_check");
  risk();
  if (is(92)) legal();
  assess();
  identify();
  days_at_the_centre();
}

void Story::find_answer(std::string_view answer) {
  trace(true);
  wish(answer == "return" ? "wants" : "refuses");
  weigh(answer, true);
}

void Story::go_home() {
  come_to_safety();
  find_answer("return");
  prepare_return();
  depart();
  travel();
  hand_over();
}

std::string Story::another_centre() {
  std::string other;
  do other = std::string(chance_.one_of<std::string_view>({"centre_a", "centre_b", "centre_c", "centre_d"}));
  while (other == keeper_);
  return other;
}

/// From just met to already asleep.
void Story::tell_tonight() {
  meet();
  const auto how_far = (plan_.turn + 2) % 4;
  if (how_far == 0) return;
  const Sent r = refer(*opener_, {.to = keeper_, .service = "shelter", .priority = "emergency_24h", .basis = is(30) ? "vital_urgency" : "best_interests"});
  if (how_far == 1) return;
  if (how_far == 2) return arrive(r);
  accept(r);
  pass_minutes(20, 60);
  sleep_at(*r.desk, "shelter", world_.cast.unit(keeper_).id, {});
}

void Story::tell_pending() {
  Sent r;
  const Worker* from = opener_;
  if (plan_.turn % 2 == 0) {
    meet();
    r = refer(*from, {.to = keeper_, .service = "shelter", .basis = "best_interests"});
  } else {
    come_to_safety();
    from = worker_;
    pass_days(1, 6);
    const auto whom = plan_.origin == "NG" ? 2 : plan_.turn / 2 % 3;
    r = whom == 0   ? refer(*from, {.to = home_, .service = "family_mediation"})
        : whom == 1 ? refer(*from, {.to = "vocational", .service = "vocational_training"})
                    : refer(*from, {.to = "hospital", .service = "psychosocial"});
  }
  const auto how_far = (plan_.turn / 2 + 2) % 4;
  if (how_far == 0) return;
  if (how_far == 1) {
    pass_minutes(10, 60);
    say_as_system(ReferralReceived{r.id});
    return;
  }
  arrive(r);
  if (how_far == 3) say(*r.desk, ReferralAsked{r.id, text(*r.desk, "question")});
}

/// Nobody answered in three days.
void Story::tell_expired() {
  meet();
  const Sent r = refer(*opener_, {.to = keeper_, .service = "shelter", .basis = "best_interests"});
  const Instant sent_at = file_.lines.back().entry.received_at;
  if (is(50)) {
    pass_minutes(20, 200);
    say_as_system(ReferralReceived{r.id});
  }
  pass_minutes(60, 600);
  note(*opener_, "call", "call", "worker");
  at_ = sent_at + hours(72) + Milliseconds{30'000};
  say_as_system(ReferralExpired{r.id});
  if (plan_.turn % 2 == 0) return;
  pass_minutes(10, 90);
  say(*opener_, ReferralWithdrawn{r.id, text(*opener_, "referral_withdrawn")});
  keeper_ = another_centre();
  shelter();
}

void Story::tell_declined() {
  meet();
  const Sent r = refer(*opener_, {.to = keeper_, .service = "shelter", .basis = is(50) ? "best_interests" : "assent_with_guardian"});
  arrive(r);
  pass_minutes(10, 200);
  say(*r.desk, ReferralDeclined{r.id, code(is(60) ? "full" : is(50) ? "cannot_keep_safe" : "no_language"), text(*r.desk, "declined")});
  if (plan_.turn % 2 == 0) return;
  keeper_ = another_centre();
  shelter();
}

/// The child says no to being asked about home; protection goes on.
void Story::tell_refused() {
  meet();
  say(*opener_, ConsentRefused{codes({"trace_family", "photo_for_file", "photo_for_tracing"}), sharing({DataClass::family, DataClass::photo}), text(*opener_, "consent_no")});
  shelter();
  health("first_check");
  risk();
  pass_days(2, 9);
  note(*keeper_worker_, "conversation", "conversation");
  say(*worker_, ConsentRefused{codes({"trace_family"}), sharing({DataClass::family, DataClass::tracing_facts}), text(*worker_, "consent_no")});
}

/// Two people said different things about danger, neither having seen what the other wrote.
void Story::tell_answers_differ() {
  come_to_safety();
  pass_days(1, 4);
  FormSaved one_says = form("intake"), other_says = form("intake");
  one_says.answers["intake.danger"] = std::string("no");
  other_says.answers["intake.danger"] = std::string("yes");
  say(*worker_, std::move(one_says));
  say(*keeper_worker_, std::move(other_says), {.unseen = 1, .off_line_minutes = 45});
}

void Story::tell_registration_differs() {
  come_to_safety();
  const Worker* stand_in = worker_;
  while (stand_in == worker_) stand_in = &one(social_, Role::case_worker);
  pass_days(1, 3);
  say(*worker_->supervisor, CoverSet{stand_in->person, today(), day(12)});
  pass_days(1, 3);
  FormSaved one_says = form("assessment"), other_says = form("assessment");
  one_says.answers["assessment.civil_registration"] = std::string("registered");
  other_says.answers["assessment.civil_registration"] = std::string("not_registered");
  say(*worker_, std::move(one_says), {.off_line_minutes = 30});
  say(*stand_in, std::move(other_says), {.unseen = 1, .off_line_minutes = 50});
}

/// All was ready, and the child said no.
void Story::tell_withdrawn() {
  come_to_safety();
  find_answer("return");
  prepare_return();
  pass_days(1, 4);
  wish("refuses");
  say(*worker_, ReturnWithdrawn{plan_id_, code("child"), text(*worker_, "taken_back")});
  note(*worker_, "conversation", "conversation");
  if (is(50)) return;
  weigh("stay", true);
}

/// Responsibility goes to the unit where kin live.
void Story::tell_transferred() {
  come_to_safety();
  pass_days(2, 8);
  const Sent r = refer(*worker_, {.to = home_, .service = "follow_up", .priority = "normal_14d", .transfer = true,
                                  .classes = sharing({DataClass::name, DataClass::family, DataClass::origin, DataClass::languages, DataClass::safety, DataClass::assessment})});
  accept(r);
  pass_days(1, 4);
  PlacementEnded ended;
  ended.placement = placement_;
  ended.end_reason = code("moved");
  ended.ended_on = today();
  ended.next_kind = code("kin");
  ended.left_with = r.desk->name;
  ended.belongings = code("yes");
  say(*keeper_worker_, std::move(ended));
  sleep_at(*r.desk, "kin", r.desk->unit->id, title_);
  serve(r);
  say(*worker_->supervisor, AssignmentMade{r.desk->person, r.desk->unit->id});
  worker_ = r.desk;
  note(*worker_, "visit", "visit_note", "family");
  finish(r);
  if (is(60)) follow_up(1);
}

/// Back with the family, closed; then met again in town.
void Story::tell_found_again() {
  go_home();
  settle();
  follow_up(4);
  close("goals_reached");
  pass_days(50, 160);
  const Worker& home_supervisor = *worker_->supervisor;
  say(home_supervisor, FileReopened{text(home_supervisor, "reopened")}, {.copied_from = code("telephone"), .told_by = "DEMO"});
  const Worker& again = one(social_, Role::case_worker);
  say(home_supervisor, AssignmentMade{again.person, again.unit->id}, {.reason = "DEMO"});
  worker_ = &again;
  note(again, "conversation", "conversation");
  if (plan_.turn % 3 == 0) return;
  say(again, NeedRecorded{code("shelter"), code("emergency_24h"), code("yes"), text(again, "need_details")});
  if (keeper_ == again.unit->key) {
    sleep_at(again, "foster_family", again.unit->id, {});
  } else {
    const Sent r = refer(again, {.to = keeper_, .service = "shelter", .priority = "emergency_24h", .basis = "best_interests"});
    accept(r);
    pass_minutes(30, 120);
    sleep_at(*r.desk, "shelter", r.desk->unit->id, {});
    serve(r);
  }
  pass_days(1, 3);
  risk();
}

/// The hospital opened the file at night; it ends by itself.
void Story::open_in_emergency() {
  const Worker& doctor = one("hospital", Role::unit_focal_point);
  pass_days(1, 5);
  const EntryId glass = say(doctor, BreakGlassOpened{}, {.reason = text(doctor, "glass_reason")});
  const Instant opened_at = file_.lines.back().entry.received_at;
  note(doctor, "call", "glass_reason", "worker");
  at_ = opened_at + hours(4) + Milliseconds{20'000};
  say_as_system(BreakGlassEnded{glass});
}

}  // namespace nibbi::demo
