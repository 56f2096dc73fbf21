#include "domain/decide.hpp"

#include <algorithm>

#include "domain/attachment.hpp"
#include "domain/case_code.hpp"
#include "domain/departure.hpp"
#include "domain/entrusted.hpp"
#include "domain/handover.hpp"
#include "domain/leaving.hpp"
#include "domain/legal_title.hpp"
#include "domain/names.hpp"
#include "domain/not_given_to.hpp"
#include "domain/pair.hpp"
#include "domain/referral.hpp"
#include "domain/second.hpp"
#include "domain/sharing.hpp"

namespace nibbi::domain {
namespace {

using Outcome = Result<Effect>;
using enum ProblemCode;

Actor actor_of(const Header& h) { return {h.author, h.role, h.unit}; }

/// The questions of a form that this author may write though they can't read what stands: only what nothing protective can be lost by.
bool may_write_blind(MergeClass merge) { return merge == MergeClass::set || merge == MergeClass::protective; }

/// What people may say and the system carries out: the clock ends an emergency that nobody ended, what two people agreed on is done, and what was said of
/// two files stands in both.
bool carried_out(Kind kind) {
  return kind == Kind::break_glass_ended || kind == Kind::record_erased || kind == Kind::record_merged || kind == Kind::record_unmerged || kind == Kind::pair_judged ||
         kind == Kind::pair_reopened;
}

Action sight_of(Tier t) {
  switch (t) {
    case Tier::plain: return Action::see_plain;
    case Tier::identity: return Action::see_identity;
    case Tier::placement: return Action::see_placement;
    case Tier::narrative: return Action::see_narrative;
  }
  return Action::see_narrative;
}

constexpr std::string_view kTracing = "tracing";  ///< list service_type

struct Guard {
  const ChildState& s;
  const Entry& e;
  const Context& c;
  const Ties& ties;
  const RelationSet held;
  const Limits limit;
  const Header& h = e.header;

  static Outcome now_if(Result<void> may) { return may ? Outcome(Effect::now) : std::unexpected(may.error()); }

  Outcome say(const std::monostate&) const { return refuse(unknown_kind); }

  Outcome say(const ChildOpened& b) const {
    if (!case_code_is_sound(b.code)) return refuse(wrong_type, {{"field", "code"}});
    return Effect::now;
  }

  Outcome say(const FormSaved& b) const {
    auto form = c.rules.forms.find(b.form.value);
    if (form == c.rules.forms.end() || form->second.entry != "form.saved") return refuse(not_in_list, {{"field", "form"}});
    if (b.form_version > form->second.version) return refuse(unknown_version, {{"field", "form_version"}});
    for (const auto& [id, answer] : b.answers) {
      const Question* q = c.rules.question(id);
      if (!q) return refuse(unknown_question, {{"question", id}});
      if (may_write_blind(q->merge)) continue;
      auto stands = s.answers.find(id);
      if (stands == s.answers.end()) continue;
      if (auto may = may_replace(*q, stands->second); !may) return may;
    }
    return Effect::now;
  }
  /// Whether all that stands there is read by this author, or is their own unit's.
  Outcome may_replace(const Question& q, const Answered& stands) const {
    const Access sight = c.rules.policy.decide(h.role, held, sight_of(q.tier), s.status, Factor::fresh, limit);
    if (sight.allow || sight.with_reason) return Effect::now;
    const bool all_mine = std::all_of(stands.values.begin(), stands.values.end(), [&](const GivenAnswer& given) {
      const Said* said = s.entry(given.n);
      return said && said->unit == h.unit;
    });
    return (sight.own || sight.shared) && all_mine ? Outcome(Effect::now) : refuse(not_allowed, {{"question", q.id}});
  }

  Outcome say(const AttachmentAdded& b) const {
    return now_if(may_be_announced(s, b));
  }

  Outcome say(const AssignmentMade& b) const {
    const Person* person = c.directory.person(b.person);
    const bool works_there = person && std::any_of(person->posts.begin(), person->posts.end(), [&](const Post& p) { return p.unit == b.unit && the_seven.has(p.role); });
    if (!works_there) return refuse(person_unknown, {{"field", "person"}});
    return entrusted(b.person, b.unit, {});
  }
  Outcome say(const CoverSet& b) const {
    if (!c.directory.person(b.person)) return refuse(person_unknown, {{"field", "person"}});
    if (b.until < b.from) return refuse(number_out_of_range, {{"field", "until"}});
    return entrusted(b.person, {}, {});
  }

  Outcome say(const ConsentWithdrawn& b) const { return known<ConsentGiven>(b.consent, "consent"); }
  Outcome say(const BasisReviewed& b) const {
    // The second look at a vital urgency is somebody else's than the one who claimed it.
    const Said* claimed = s.entry(b.basis);
    if (!claimed) return refuse(no_such_step, {{"field", "basis"}});
    if (claimed->author == h.author) return refuse(not_the_same_person);
    // And not of whom it opened the file to: they may say that it was none, never that it was one.
    const Referral* shared = s.referral(b.basis);
    if (b.upheld && shared && shared->sent.to_unit == h.unit) return refuse(other_unit_needed);
    if (b.upheld && held == RelationSet{Relation::break_glass}) return refuse(not_allowed);
    return Effect::now;
  }

  /// Of values that stand in conflict, by somebody who sees them all, or of their own unit's: nobody decides about what they can't read, and where
  /// nothing is in conflict there is nothing to decide.
  Outcome say(const ConflictResolved& b) const {
    const Question* q = c.rules.question(b.question);
    if (!q) return refuse(unknown_question, {{"question", b.question}});
    const auto stands = s.answers.find(b.question);
    if (stands == s.answers.end() || !stands->second.conflict) return refuse(no_such_step, {{"question", b.question}});
    return may_replace(*q, stands->second);
  }

  Outcome say(const ReferralSent& b) const {
    const Unit* unit = c.directory.unit(b.to_unit);
    if (!unit || unit->closed) return refuse(unit_unknown, {{"field", "to_unit"}});
    if (b.to_unit == h.unit) return refuse(unit_unknown, {{"field", "to_unit"}});
    if (is_aside(ties, b.to_unit)) return refuse(not_for_this_file, {{"field", "to_unit"}});
    const auto& offers = unit->about.services;
    if (std::find(offers.begin(), offers.end(), b.service) == offers.end()) return refuse(unit_does_not_offer, {{"service", b.service.value}});
    return now_if(basis_holds(s, b, c.directory, c.today));
  }

  /// The asked unit reads the answer before it said yes. What it asks itself needs no such look: it knows no name, and a refusal would tell one.
  Outcome say(const ReferralAnswered& b) const {
    auto may = step(b);
    if (may && tells_the_name(s, b.text)) return refuse(name_in_plain_words, {{"field", "text"}});
    return may;
  }

  template <class T>
    requires requires(const T& b) { b.referral; }
  Outcome say(const T& b) const { return step(b); }

  /// A step of a referral: there is such a referral, the table has the move, and this side may make it.
  template <class T>
  Outcome step(const T& b) const {
    const Referral* r = s.referral(b.referral);
    if (!r) return refuse(nothing_to_answer);
    const auto move = referral_move(r->state, h.kind);
    if (!move) return refuse(no_such_step, {{"state", std::string(word(r->state))}});
    const bool sender = h.unit == r->from_unit || held.has(Relation::assigned) || held.has(Relation::team);
    const bool receiver = h.unit == r->sent.to_unit;
    const bool fits = move->by == Side::system ? h.by_system() : move->by == Side::receiver ? receiver : move->by == Side::sender ? sender : sender || receiver;
    if (!fits) return refuse(no_such_step, {{"state", std::string(word(r->state))}});
    return Effect::now;
  }

  /// "Presumed" until an authority decided, which is named with the day; an old paper or list may not tell the day.
  Outcome say(const IdentificationRecorded& b) const {
    if (b.status.value != "identified_victim") return Effect::now;
    if (b.decided_by.empty()) return refuse(missing_field, {{"field", "decided_by"}});
    if (!b.decided_on && e.telling.copied_from.empty()) return refuse(missing_field, {{"field", "decided_on"}});
    return Effect::now;
  }

  Outcome say(const PlacementBegun& b) const {
    if (auto may = may_live_with(s, e, b); !may) return std::unexpected(may.error());
    if (!b.legal_act.is_none()) {
      const auto* title = s.find<LegalActRecorded>(b.legal_act);
      if (!title || title->amended_by != 0 || !gives_custody(title->body.legal_act_kind)) return refuse(no_such_step, {{"field", "legal_act"}});
    }
    if (b.unit.is_none()) {
      if (is_in_a_unit(b.placement_kind)) return refuse(missing_field, {{"field", "unit"}});
      return Effect::now;
    }
    const Unit* unit = c.directory.unit(b.unit);
    if (!unit || unit->closed) return refuse(unit_unknown, {{"field", "unit"}});
    if (is_aside(ties, b.unit)) return refuse(not_for_this_file, {{"field", "unit"}});
    if (auto basis = may_be_entrusted(s, ties, e, c.directory, c.today, {{}, b.unit, {}}); !basis) return std::unexpected(basis.error());
    if (takes_a_place(b.placement_kind) && unit->places && c.places_taken >= *unit->places && b.over_capacity_reason.empty())
      return refuse(shelter_full, {{"places", std::to_string(*unit->places)}, {"taken", std::to_string(c.places_taken)}});
    return Effect::now;
  }
  Outcome say(const PlacementEnded& b) const {
    const bool there = std::any_of(s.placements.begin(), s.placements.end(), [&](const Placement& p) { return p.id == b.placement && p.ended_n == 0; });
    if (!there) return refuse(not_placed);
    return now_if(may_leave_with(s, e, b));
  }

  Outcome say(const TracingTasked& b) const {
    if (!c.directory.person(b.person)) return refuse(person_unknown, {{"field", "person"}});
    return entrusted(b.person, b.unit, kTracing);
  }
  Outcome say(const TraceConfirmed& b) const {
    const auto* proposed = s.find<TraceProposed>(b.proposed);
    if (!proposed) return refuse(no_such_step, {{"field", "proposed"}});
    const Said* by = s.entry(proposed->n);
    if (by && by->author == h.author) return refuse(not_the_same_person);
    if (by && by->unit == h.unit) return refuse(other_unit_needed);
    return Effect::now;
  }
  Outcome say(const TraceRefuted& b) const {
    if (b.proposed.is_none() && b.inquiry.is_none()) return refuse(missing_field, {{"field", "proposed"}});
    if (b.proposed.is_none()) return Effect::now;
    return known<TraceProposed>(b.proposed, "proposed");
  }

  Outcome say(const BestInterestsDetermined&) const {
    if (!s.last<BestInterestsAssessed>()) return refuse(best_interests_missing);
    return Effect::pending;
  }
  Outcome say(const ReturnPlanned& b) const {
    if (!b.receiving_unit.is_none() && !c.directory.unit(b.receiving_unit)) return refuse(unit_unknown, {{"field", "receiving_unit"}});
    if (auto may = nobody_kept_away(b); !may) return may;
    // Whoever travels with the child will see their name and where they go. Who was in the plan that this corrects is there on its basis.
    const auto* corrected = s.find<ReturnPlanned>(h.amends);
    const auto before = corrected ? accompanying(corrected->body) : std::vector<PersonId>{};
    for (PersonId person : accompanying(b))
      if (std::ranges::contains(before, person)) continue;
      else if (auto basis = may_be_entrusted(s, ties, e, c.directory, c.today, {person, {}, {}}); !basis) return std::unexpected(basis.error());
    return Effect::now;
  }
  Outcome say(const ReturnWaived& b) const {
    if (h.role != Role::country_coordinator) return refuse(not_allowed);
    if (b.grounds.empty()) return refuse(reason_needed);
    if (auto plan = known<ReturnPlanned>(b.plan, "plan"); !plan) return plan;
    return Effect::pending;
  }
  Outcome say(const ReturnWithdrawn& b) const { return known<ReturnPlanned>(b.plan, "plan"); }
  Outcome say(const MovementDeparted& b) const {
    const auto& withdrawn = s.all<ReturnWithdrawn>();
    if (std::any_of(withdrawn.begin(), withdrawn.end(), [&](const auto& w) { return w.body.plan == b.plan; })) return refuse(child_refuses);
    const auto& departed = s.all<MovementDeparted>();
    if (std::any_of(departed.begin(), departed.end(), [&](const auto& d) { return d.body.plan == b.plan; })) return refuse(already_departed);
    if (auto may = may_depart(c.rules, s, b.plan, c.today); !may) return std::unexpected(may.error());
    const ReturnPlanned& plan = s.find<ReturnPlanned>(b.plan)->body;
    if (auto may = nobody_kept_away(plan); !may) return may;
    if (must_not_be_given_to(s, plan.receiver_name) || must_not_be_given_to(s, plan.accompanying_name)) return refuse(not_to_be_given_to);
    return Effect::now;
  }
  Outcome say(const MovementCheckpoint& b) const { return on_the_road(b.departed); }
  Outcome say(const MovementArrived& b) const { return on_the_road(b.departed); }
  Outcome say(const HandoverSigned& b) const { return now_if(may_be_signed(s, ties, h, b)); }
  Outcome say(const HandoverReceived& b) const { return now_if(may_be_received(s, h, b)); }

  Outcome say(const ClosureApproved& b) const { return answers_closure(b.request); }
  Outcome say(const ClosureRefused& b) const { return answers_closure(b.request); }
  Outcome say(const FileReopened&) const {
    if (s.status == FileState::open) return refuse(already_open);
    return Effect::now;
  }
  Outcome say(const KeptApartSettled& b) const {
    const bool waits = std::any_of(s.kept_apart.begin(), s.kept_apart.end(), [&](const KeptApart& one) { return one.id == b.entry; });
    if (!waits) return refuse(no_such_step, {{"field", "entry"}});
    if (b.taken_in.is_none() && b.text.empty()) return refuse(reason_needed);
    if (!b.taken_in.is_none() && !s.entry(b.taken_in)) return refuse(no_such_step, {{"field", "taken_in"}});
    return Effect::now;
  }
  Outcome say(const SetAsideBegun& b) const {
    if (b.person.is_none() == b.unit.is_none()) return refuse(missing_field, {{"field", "person"}});
    if (!b.person.is_none() && !c.directory.person(b.person)) return refuse(person_unknown, {{"field", "person"}});
    if (!b.unit.is_none() && !c.directory.unit(b.unit)) return refuse(unit_unknown, {{"field", "unit"}});
    if (b.text.empty()) return refuse(reason_needed);
    return Effect::now;
  }
  Outcome say(const SetAsideLifted& b) const {
    if (b.text.empty()) return refuse(reason_needed);
    const auto& lifted = s.all<SetAsideLifted>();
    if (std::any_of(lifted.begin(), lifted.end(), [&](const auto& l) { return l.body.set_aside == b.set_aside; })) return refuse(no_such_step, {{"field", "set_aside"}});
    return known<SetAsideBegun>(b.set_aside, "set_aside");
  }
  Outcome say(const KeepOrderLifted& b) const { return known<KeepOrderSet>(b.order, "order"); }
  Outcome say(const BreakGlassEnded& b) const {
    const bool there = std::any_of(s.glasses.begin(), s.glasses.end(), [&](const Glass& g) { return g.id == b.opened && g.ended_n == 0; });
    if (!there) return refuse(no_such_step);
    return Effect::now;
  }

  Outcome say(const SecondAsked& b) const {
    if (!action_of(b.action.value)) return refuse(not_in_list, {{"field", "action"}});
    if (b.text.empty() && e.telling.reason.empty()) return refuse(reason_needed);
    if (b.action.value == word(Action::erase) && b.ground.empty()) return refuse(missing_field, {{"field", "ground"}});
    if (b.action.value == word(Action::merge) && (b.other.is_none() || b.other == h.record)) return refuse(missing_field, {{"field", "other"}});
    return Effect::pending;
  }
  Outcome say(const SecondAgreed& b) const { return answers_second(b.asked); }
  Outcome say(const SecondDeclined& b) const { return answers_second(b.asked); }
  /// The system carries out what two people agreed on; nobody joins, parts or erases files alone.
  Outcome say(const RecordMerged& b) const {
    const auto* request = h.by_system() ? agreed_request(s, Action::merge) : nullptr;
    if (!request) return refuse(second_person_needed);
    if (request->asked.other != b.other || merged_with(s, b.other)) return refuse(no_such_step);
    return Effect::now;
  }
  Outcome say(const RecordUnmerged& b) const {
    if (!h.by_system()) return refuse(second_person_needed);
    return s.find<RecordMerged>(b.merge) || s.find<RecordAbsorbed>(b.merge) ? Outcome(Effect::now) : refuse(no_such_step, {{"field", "merge"}});
  }
  Outcome say(const PairJudged& b) const {
    if (b.other.is_none() || b.other == h.record) return refuse(missing_field, {{"field", "other"}});
    if (!h.by_system() && !b.unit.is_none()) return refuse(not_allowed, {{"field", "unit"}});
    if (merged_with(s, b.other)) return refuse(no_such_step, {{"field", "other"}});
    // A correction is of what was said of the same two: the other file keeps its side of each pair.
    const auto* corrected = s.find<PairJudged>(h.amends);
    if (!h.amends.is_none() && (!corrected || corrected->body.other != b.other)) return refuse(no_such_step, {{"field", "amends"}});
    return Effect::now;
  }
  Outcome say(const PairReopened& b) const {
    const auto* judged = s.find<PairJudged>(b.judged);
    if (!judged || standing_judgement(s, judged->body.other) != judged) return refuse(no_such_step, {{"field", "judged"}});
    if (h.by_system() || said_by_unit(s, *judged) == h.unit) return Effect::now;
    // Writing in one's own part takes back nothing that another unit said.
    return c.rules.policy.decide(h.role, held, Action::edit_form, s.status, c.factor, limit).allow ? Outcome(Effect::now) : refuse(not_allowed);
  }
  Outcome say(const RecordErased&) const {
    if (!h.by_system()) return refuse(second_person_needed);
    if (keep_order_stands(s)) return refuse(file_held);
    if (!agreed_request(s, Action::erase)) return refuse(no_such_step);
    return Effect::now;
  }

  /// What needs no more than the right to say it.
  template <class T>
  Outcome say(const T&) const { return Effect::now; }

  template <KeptBody T>
  Outcome known(EntryId id, const char* field) const {
    if (!s.find<T>(id)) return refuse(no_such_step, {{"field", field}});
    return Effect::now;
  }

  /// Nobody who is kept away from a file is chosen for it; why is known to the focal points alone.
  Outcome chosen(PersonId person, UnitId unit) const {
    if (is_aside(ties, person, c.directory) || is_aside(ties, unit)) return refuse(not_for_this_file, {{"field", "person"}});
    return Effect::now;
  }
  /// Nobody who is kept away, and for somebody of another organisation a basis (domain/entrusted).
  Outcome entrusted(PersonId person, UnitId unit, std::string_view service) const {
    if (auto may = chosen(person, unit); !may) return may;
    return now_if(may_be_entrusted(s, ties, e, c.directory, c.today, {person, unit, service}));
  }
  Outcome on_the_road(EntryId departed) const {
    if (!s.find<MovementDeparted>(departed)) return refuse(not_departed);
    return Effect::now;
  }
  /// Asked when the plan is made and again when they leave: somebody may have been set aside in between.
  Outcome nobody_kept_away(const ReturnPlanned& plan) const {
    if (is_aside(ties, plan.receiving_unit)) return refuse(not_for_this_file, {{"field", "receiving_unit"}});
    for (PersonId person : accompanying(plan))
      if (is_aside(ties, person, c.directory)) return refuse(not_for_this_file, {{"field", "accompanying_person"}});
    return Effect::now;
  }
  Outcome answers_closure(EntryId request) const {
    const auto* asked = s.find<ClosureRequested>(request);
    const auto* last = s.last<ClosureRequested>();
    if (!asked || asked != last) return refuse(closure_not_requested);
    const auto& refused = s.all<ClosureRefused>();
    if (std::any_of(refused.begin(), refused.end(), [&](const auto& r) { return r.body.request == request; })) return refuse(closure_not_requested);
    const auto& approved = s.all<ClosureApproved>();
    if (std::any_of(approved.begin(), approved.end(), [&](const auto& a) { return a.body.request == request; })) return refuse(closure_not_requested);
    if (h.role != Role::supervisor) return refuse(not_allowed);
    const Said* by = s.entry(asked->n);
    if (by && by->author == h.author) return refuse(not_the_same_person);
    return Effect::now;
  }

  /// What waits for a second person: a request, or a deed that stands as said until somebody else agrees.
  Outcome answers_second(EntryId asked) const {
    const Said* said = s.entry(asked);
    if (!said) return refuse(no_such_step, {{"field", "asked"}});
    if (said->author == h.author) return refuse(not_the_same_person);
    auto answered = [&](const auto& list) { return std::any_of(list.begin(), list.end(), [&](const auto& a) { return a.body.asked == asked; }); };
    if (answered(s.all<SecondAgreed>()) || answered(s.all<SecondDeclined>())) return refuse(no_such_step);
    if (c.now > said->received_at + kSecondWithin) return refuse(request_lapsed);
    const auto* request = second_request(s, asked);
    std::optional<Action> action;
    if (request) action = action_of(request->asked.action.value);
    else if (said->kind == Kind::best_interests_determined) action = Action::decide_best_interests;
    else if (said->kind == Kind::return_waived) action = Action::plan_return;
    if (!action) return refuse(no_such_step, {{"field", "asked"}});
    if (of_another_unit(*action, said->role) && said->unit == h.unit) return refuse(other_unit_needed);
    return agrees_to(*action, *said);
  }

  /// Who may agree to what was asked: whom the page gives the same action on this file, or a supervisor or coordinator who has to do with it (their
  /// grant for their unit is how the programme names them). And what was asked must still be possible: a file may have been held meanwhile.
  /// Whoever may agree may decline, at any moment and without a fresh factor: a no stops nothing that could not wait.
  Outcome agrees_to(Action action, const Said& asker) const {
    const bool agrees = h.kind == Kind::second_agreed;
    const Factor factor = agrees ? c.factor : Factor::fresh;
    const RelationSet of_asker = relations(ties, {asker.author, asker.role, asker.unit}, c.directory, c.now, c.today);
    const Limits for_asker = limits(ties, {asker.author, asker.role, asker.unit}, c.directory);
    if (agrees && !c.rules.policy.decide(asker.role, of_asker, action, s.status, Factor::fresh, for_asker).any()) return refuse(s.status == FileState::held ? file_held : no_such_step);
    const Access same = c.rules.policy.decide(h.role, held, action, s.status, factor, limit);
    if (same.any()) return Effect::now;
    if (same.fresh_would_open) return refuse(step_up);
    if (h.role != Role::supervisor && h.role != Role::country_coordinator) return refuse(not_allowed);
    if (factor == Factor::stale) return refuse(step_up);
    return Effect::now;
  }
};

Problem denied(const ChildState& s, const Access& plain, const Access& access) {
  if (access.fresh_would_open) return {step_up, {}};
  if (!plain.any()) return {not_found, {}};
  if (s.status == FileState::closed) return {file_closed, {}};
  if (s.status == FileState::held) return {file_held, {}};
  if (s.status == FileState::erased) return {erased, {}};
  return {not_allowed, {}};
}

}  // namespace

Access access_to(const Ties& ties, Kind kind, const Actor& who, const Context& c) {
  const Gate& gate = c.rules.gates[static_cast<std::size_t>(kind)];
  if (gate.by != Gate::By::action) return {};
  if (kind == Kind::break_glass_ended && may_end_a_glass(ties, who, c.directory, c.today)) return {.allow = true, .reason = {}};
  // An order to keep binds a file that rests as well: it is set and lifted there by whoever may on an open one.
  const bool keeps = (kind == Kind::keep_order_set || kind == Kind::keep_order_lifted) && ties.status != FileState::erased;
  return c.rules.policy.decide(who.role, relations(ties, who, c.directory, c.now, c.today), gate.action, keeps ? FileState::open : ties.status, c.factor, limits(ties, who, c.directory));
}

Result<Effect> decide(const ChildState& state, const Entry& entry, const Context& c) {
  const Header& h = entry.header;
  if (h.seen < 0 || h.seen >= entry.n) return refuse(seen_in_the_future);
  const Ties ties = ties_of(state);
  const Actor who = actor_of(h);
  const RelationSet held = relations(ties, who, c.directory, c.now, c.today);
  const Limits limit = limits(ties, who, c.directory);
  const Gate& gate = c.rules.gates[static_cast<std::size_t>(h.kind)];

  if (h.kind == Kind::child_opened) {
    if (state.is_opened()) return refuse(already_open);
    if (!the_seven.has(h.role)) return refuse(not_allowed);
  } else if (!state.is_opened()) {
    return refuse(not_opened);
  } else if (h.by_system()) {
    if (gate.by != Gate::By::system && !carried_out(h.kind)) return refuse(not_allowed);
  } else if (gate.by == Gate::By::door) {
    // Concerns about a colleague: by whom the programme named for them, whether or not they have anything else to do with the child.
    if (limit.set_aside || !c.directory.safeguards(h.author)) return refuse(not_found);
  } else {
    const Access plain = c.rules.policy.decide(h.role, held, Action::see_plain, state.status, Factor::fresh, limit);
    if (gate.by == Gate::By::system) return refuse(plain.any() ? not_allowed : not_found);
    Access access = access_to(ties, h.kind, who, c);
    if (const auto* asking = std::get_if<SecondAsked>(&entry.body)) {
      // Asking needs the right to what is asked for.
      if (const auto wanted = action_of(asking->action.value))
        access = c.rules.policy.decide(h.role, held, *wanted, state.status, c.factor, limit);
    }
    const bool looked = h.kind == Kind::file_looked_at && access.any();  // who sees some of it may say that they looked
    const bool second = h.kind == Kind::second_agreed || h.kind == Kind::second_declined;
    if (!access.allow && !access.with_reason && !access.own && !access.two && !second && !looked) return std::unexpected(denied(state, plain, access));
    if (!access.allow && !access.own && access.with_reason && entry.telling.reason.empty()) return refuse(reason_needed);
    if (second && !plain.any()) return refuse(not_found);
    // Writing in one's own part corrects nothing that another unit said.
    const Said* corrected = h.amends.is_none() ? nullptr : state.entry(h.amends);
    if (corrected && corrected->unit != h.unit && access.own && !access.allow && !access.with_reason) return refuse(not_allowed);
  }
  return std::visit([&](const auto& body) { return Guard{state, entry, c, ties, held, limit}.say(body); }, entry.body);
}

}  // namespace nibbi::domain
