#include "domain/evolve.hpp"

#include <algorithm>

#include "domain/merge.hpp"
#include "domain/referral.hpp"
#include "domain/second.hpp"
#include "domain/stage.hpp"

namespace nibbi::domain {
namespace {

struct Fold {
  const Rules& rules;
  ChildState& state;
  const Entry& entry;
  const Header& header = entry.header;

  void say(const std::monostate&) {}

  void say(const ChildOpened& body) {
    if (state.opened_at.unix_ms != 0) return;
    state.opened = body;
    state.opened_by_unit = header.unit;
    state.opened_at = entry.received_at;
    // Who opens a file has it until a supervisor assigns it.
    state.assignments.push_back({entry.n, header.author, header.unit});
  }

  void say(const FormSaved& body) {
    for (const auto& [id, answer] : body.answers)
      if (const Question* question = rules.question(id)) merge_answer(rules, state, *question, header, entry.n, answer);
  }
  void say(const ConflictResolved& body) {
    if (const Question* question = rules.question(body.question)) merge_answer(rules, state, *question, header, entry.n, body.chosen, Merge::decided);
  }

  void say(const AssignmentMade& body) { state.assignments.push_back({entry.n, body.person, body.unit}); }

  void say(const ReferralSent& body) {
    const auto clock = rules.clock(clock_of_priority(body.priority.value));
    state.referrals.push_back({.id = header.id, .n = entry.n, .from_unit = header.unit, .from_person = header.author, .sent = body,
                               .state = ReferralState::sent, .sent_at = entry.received_at,
                               .answer_by = clock ? entry.received_at + *clock : Instant{}, .ended_at = {}, .steps = {}});
  }
  void say(const ReferralReceived&) { step({}, {}); }
  void say(const ReferralOpened&) { step({}, {}); }
  void say(const ReferralAsked& b) { step({}, b.text); }
  void say(const ReferralAnswered& b) { step({}, b.text); }
  void say(const ReferralAccepted& b) { step({}, b.text); }
  void say(const ReferralDeclined& b) { step(b.reason, b.text); }
  void say(const ReferralServiceGiven& b) { step(b.outcome, b.text); }
  void say(const ReferralFeedback& b) { step(b.next, b.text); }
  void say(const ReferralClosed& b) { step({}, b.text); }
  void say(const ReferralWithdrawn& b) { step({}, b.text); }
  void say(const ReferralExpired&) { step({}, {}); }

  void say(const PlacementBegun& body) {
    // A place begun by somebody who had seen the last one ends it; concurrent ones both stand until a person ends one.
    for (Placement& p : state.placements)
      if (const Said* begun = state.entry(p.n); p.ended_n == 0 && begun && had_seen(header, *begun)) p.ended_n = entry.n;
    state.placements.push_back({.id = header.id, .n = entry.n, .begun = body, .since = entry.received_at, .ended_n = 0, .ended = {}});
  }
  void say(const PlacementEnded& body) {
    for (Placement& p : state.placements)
      if (p.id == body.placement && p.ended_n == 0) {
        p.ended_n = entry.n;
        p.ended = body;
      }
  }

  void say(const BreakGlassOpened&) { state.glasses.push_back({header.id, entry.n, header.author, entry.received_at, 0}); }
  void say(const BreakGlassEnded& body) {
    for (Glass& g : state.glasses)
      if (g.id == body.opened && g.ended_n == 0) g.ended_n = entry.n;
  }

  void say(const KeptApartSettled& body) {
    std::erase_if(state.kept_apart, [&](const KeptApart& one) { return one.id == body.entry; });
    keep(body);
  }

  void say(const ClosureApproved& body) {
    state.status = keep_order_stands(state) ? FileState::held : FileState::closed;
    keep(body);
  }
  void say(const FileReopened& body) {
    if (state.status != FileState::erased) state.status = FileState::open;
    keep(body);
  }
  void say(const KeepOrderSet& body) {
    keep(body);
    if (state.status == FileState::closed) state.status = FileState::held;
  }
  void say(const KeepOrderLifted& body) {
    keep(body);
    if (state.status == FileState::held && !keep_order_stands(state)) state.status = FileState::closed;
  }
  void say(const RecordErased&) { state.status = FileState::erased; }

  void say(const SecondAsked& body) { state.seconds.push_back({header.id, entry.n, header.author, header.unit, entry.received_at, body, 0}); }
  void say(const SecondAgreed& body) { answer_second(body.asked); keep(body); }
  void say(const SecondDeclined& body) { answer_second(body.asked); keep(body); }

  /// Everything else stays as it was said.
  template <KeptBody T>
  void say(const T& body) { keep(body); }
  /// Bodies of other records never reach a child's file.
  template <class T>
  void say(const T&) {}

  template <KeptBody T>
  void keep(const T& body) {
    if (!header.amends.is_none())
      for (auto& kept : state.all<T>())
        if (kept.id == header.amends && kept.amended_by == 0) kept.amended_by = entry.n;
    state.all<T>().push_back({entry.n, header.id, 0, body});
  }

  void step(Code code, std::string text) {
    const EntryId id = referral_of(entry.body);
    for (Referral& r : state.referrals) {
      if (r.id != id) continue;
      const auto move = referral_move(r.state, header.kind);
      if (!move) return;
      r.state = move->to;
      if (r.state == ReferralState::declined || r.state == ReferralState::withdrawn || r.state == ReferralState::closed) r.ended_at = entry.received_at;
      r.steps.push_back({entry.n, header.kind, entry.received_at, std::move(code), std::move(text)});
    }
  }

  void answer_second(EntryId asked) {
    for (SecondRequest& request : state.seconds)
      if (request.id == asked && request.answered_n == 0) request.answered_n = entry.n;
  }
};

}  // namespace

void evolve(const Rules& rules, ChildState& state, const Entry& entry) {
  const Header& h = entry.header;
  state.n = entry.n;
  if (h.kind == Kind::file_looked_at) return;  // Nothing was said about the child.
  const auto* saved = std::get_if<FormSaved>(&entry.body);
  state.said.push_back({entry.n, h.seen, h.id, h.kind, h.author, h.role, h.unit, h.device, h.claimed_at, entry.received_at, h.amends, entry.telling.happened, entry.telling.copied_from,
                        saved ? saved->form : Code{}});
  Fold fold{rules, state, entry};
  std::visit([&](const auto& body) { fold.say(body); }, entry.body);
  state.stage = stage_of_file(state);
}

void keep_apart(ChildState& state, const Header& h, std::int64_t n, ProblemCode why) {
  state.n = n;
  // Of an opening that somebody else took in there is nothing left to settle.
  const bool theirs = why == ProblemCode::device_revoked || why == ProblemCode::opening_waits || why == ProblemCode::late;
  if (theirs && h.kind != Kind::child_opened) state.kept_apart.push_back({n, h.id, h.kind});
}

}  // namespace nibbi::domain
