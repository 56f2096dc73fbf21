#pragma once
// The state of a child's file, described once: what is kept in it, in which part, given by which entry. The same list writes the sealed
// cache, reads it back, and makes views.
#include "domain/child_state.hpp"
#include "wire/describe_entries.hpp"
#include "wire/describe_journey.hpp"

namespace nibbi::wire {

template <class Io, class T> void describe(Io& io, Kept<T>& k) {
  io("n", at::plain, k.n);
  io("id", at::plain, k.id);
  io("amended_by", at::plain, k.amended_by);
  describe(io, k.body);
}
template <class Io> void describe(Io& io, Said& s) {
  io("n", at::plain, s.n);
  io("seen", at::plain, s.seen);
  io("id", at::plain, s.id);
  io("kind", at::plain, s.kind);
  io("author", at::plain, s.author);
  io("role", at::plain, s.role);
  io("unit", at::plain, s.unit);
  io("device", at::plain, s.device);
  io("claimed_at", at::plain, s.claimed_at);
  io("received_at", at::plain, s.received_at);
  io("amends", at::plain, s.amends);
  io("happened", at::plain, s.happened);
  io("copied_from", at::plain, s.copied_from);
  io("form", at::plain, s.form);
}
template <class Io> void describe(Io& io, Assignment& a) {
  io("n", at::plain, a.n);
  io("person", at::plain, a.person);
  io("unit", at::plain, a.unit);
}
template <class Io> void describe(Io& io, ReferralStep& s) {
  io("n", at::plain, s.n);
  io("kind", at::plain, s.kind);
  io("at", at::plain, s.at);
  io("code", at::plain, s.code);
  const bool without_yes = s.kind == Kind::referral_asked || s.kind == Kind::referral_answered || s.kind == Kind::referral_declined;
  io("text", without_yes ? at::plain : at::notes, s.text, long_text);
}
template <class Io> void describe(Io& io, Referral& r) {
  io("n", at::plain, r.n);
  io("id", at::plain, r.id);
  io("from_unit", at::plain, r.from_unit);
  io("from_person", at::plain, r.from_person);
  io("state", at::plain, r.state);
  io("sent_at", at::plain, r.sent_at);
  io("answer_by", at::plain, r.answer_by);
  io("ended_at", at::plain, r.ended_at);
  describe(io, r.sent);
  io.list("steps", r.steps);
}
template <class Io> void describe(Io& io, Placement& p) {
  io("n", at::plain, p.n);
  io("id", at::plain, p.id);
  io("since", at::plain, p.since);
  io("ended_n", at::plain, p.ended_n);
  describe(io, p.begun);
  io.object("ended", p.ended, p.ended_n);
}
template <class Io> void describe(Io& io, Glass& g) {
  io("n", at::plain, g.n);
  io("id", at::plain, g.id);
  io("person", at::plain, g.person);
  io("opened_at", at::plain, g.opened_at);
  io("ended_n", at::plain, g.ended_n);
}
template <class Io> void describe(Io& io, SecondRequest& s) {
  io("n", at::plain, s.n);
  io("id", at::plain, s.id);
  io("asker", at::plain, s.asker);
  io("asker_unit", at::plain, s.asker_unit);
  io("asked_at", at::plain, s.asked_at);
  describe(io, s.asked);
  io("answered_n", at::plain, s.answered_n);
}
template <class Io> void describe(Io& io, KeptApart& k) {
  io("n", at::plain, k.n);
  io("id", at::plain, k.id);
  io("kind", at::plain, k.kind);
}
/// Everything but the history, which readers ask for apart, and what was kept apart, which has a door of its own.
template <class Io> void describe(Io& io, ChildState& s) {
  describe(io, s.opened);
  io("opened_by_unit", at::plain, s.opened_by_unit);
  io("opened_at", at::plain, s.opened_at);
  io("status", at::plain, s.status);
  io("stage", at::plain, s.stage);
  io.answered("answers", s.answers);
  io.list("assignments", s.assignments);
  io.list("referrals", s.referrals);
  io.list("placements", s.placements);
  io.list("glasses", s.glasses);
  io.list("seconds", s.seconds);
#define X(Body, name) io.list(#name, std::get<All<Body>>(s.kept));
  NIBBI_KEPT_KINDS(X)
#undef X
}

}  // namespace nibbi::wire
