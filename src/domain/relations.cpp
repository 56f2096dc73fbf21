#include "domain/relations.hpp"

#include <algorithm>

#include "domain/departure.hpp"
#include "domain/referral.hpp"
#include "domain/second.hpp"

namespace nibbi::domain {
namespace {

template <class Range, class Test>
bool any(const Range& range, Test test) {
  return std::any_of(range.begin(), range.end(), test);
}

// A task is open in a country when a unit there has the file, houses the child, was asked, said yes, traces or awaits the child.
bool task_open_in(const Ties& t, const Directory& d, const Codes& countries) {
  auto mine = [&](std::string_view country) { return !country.empty() && any(countries, [&](const Code& c) { return c.value == country; }); };
  auto at = [&](UnitId unit) { return mine(d.country_of(unit)); };
  return at(t.assigned_unit) || at(t.return_unit) || any(t.placed, at) || any(t.tracing, [&](const auto& x) { return mine(x.country.value) || at(x.unit); }) ||
         any(t.referrals, [&](const auto& r) { return (is_pending(r.state) || is_accepted(r.state)) && at(r.to); });
}


// The organisations that have, or had, to do with the file.
bool file_of(const Ties& t, const Directory& d, std::string_view organisation) {
  auto theirs = [&](UnitId id) {
    const Unit* unit = d.unit(id);
    return unit && unit->about.organisation == organisation;
  };
  return theirs(t.assigned_unit) || theirs(t.return_unit) || any(t.placed, theirs) || any(t.tracing, [&](const auto& x) { return theirs(x.unit); }) ||
         any(t.referrals, [&](const auto& r) { return theirs(r.from) || theirs(r.to); });
}

std::string_view organisation_of(const Directory& d, UnitId id) {
  const Unit* unit = d.unit(id);
  return unit ? std::string_view(unit->about.organisation) : std::string_view{};
}

/// A cover names a person and no unit: it holds for their posts in the organisation that has the file. Who has none there was given it with a reason
/// (domain/entrusted), and covers from where they work.
bool covers_for(const Ties& t, const Actor& who, const Directory& d) {
  const std::string_view ours = organisation_of(d, t.assigned_unit);
  const Person* person = d.person(who.person);
  if (!person || organisation_of(d, who.unit) == ours) return true;
  return !any(person->posts, [&](const Post& post) { return the_seven.has(post.role) && organisation_of(d, post.unit) == ours; });
}

/// A tracing task goes to somebody else by a correction, and ends when the family was confirmed and then assessed.
bool is_done(const ChildState& s, const Kept<TracingTasked>& task) {
  const auto* confirmed = s.last<TraceConfirmed>();
  const auto* assessed = s.last<FamilyAssessed>();
  return confirmed && assessed && confirmed->n > task.n && assessed->n > confirmed->n;
}

/// The child is no longer on the road: handed over (two signatures stand on the sheet), or placed after a journey that was withdrawn.
bool is_over(const ChildState& s, const Kept<MovementDeparted>& departed) {
  // A receipt may come before its sheet, and even before the departure; until the sheet is here, the child is in the charge of who brings them.
  const auto signed_twice = [&](const auto& received) {
    const auto* sheet = s.find<HandoverSigned>(received.body.handover);
    return sheet && sheet->body.departed == departed.id;
  };
  if (any(s.all<HandoverReceived>(), signed_twice)) return true;
  return any(s.all<ReturnWithdrawn>(), [&](const auto& w) {
    return w.n > departed.n && w.body.plan == departed.body.plan && any(s.placements, [&](const Placement& p) { return p.n > w.n; });
  });
}

}  // namespace

Ties ties_of(const ChildState& s) {
  Ties t;
  t.status = s.status;
  t.order_to_keep = keep_order_stands(s);
  if (!s.assignments.empty()) {
    t.assigned = s.assignments.back().person;
    t.assigned_unit = s.assignments.back().unit;
  }
  for (const auto& cover : s.all<CoverSet>())
    if (cover.amended_by == 0) t.covers.push_back({cover.body.person, cover.body.from, cover.body.until});
  for (const Placement& p : s.placements)
    if (p.ended_n == 0 && !p.begun.unit.is_none()) {
      t.placed.push_back(p.begun.unit);
      if (takes_a_place(p.begun.placement_kind)) t.housed.push_back(p.begun.unit);
    }
  for (const Referral& r : s.referrals)
    t.referrals.push_back({r.id, r.from_unit, r.sent.to_unit, r.state, r.sent_at, r.answer_by, r.ended_at, r.sent.service, r.sent.priority, r.sent.transfer.value == "yes"});
  for (const auto& task : s.all<TracingTasked>())
    if (task.amended_by == 0 && !is_done(s, task)) t.tracing.push_back({task.body.person, task.body.unit, task.body.country, task.body.due});
  for (const Glass& g : s.glasses)
    if (g.ended_n == 0) t.glasses.push_back({g.id, g.person, g.opened_at});
  for (const auto& aside : s.all<SetAsideBegun>()) {
    const auto& lifted = s.all<SetAsideLifted>();
    if (!any(lifted, [&](const auto& l) { return l.body.set_aside == aside.id; })) {
      const Said* said = s.entry(aside.n);
      t.aside.push_back({aside.id, aside.body.person, aside.body.unit, said ? said->received_at : Instant{}});
    }
  }
  if (const auto* plan = s.last<ReturnPlanned>()) {
    t.return_unit = plan->body.receiving_unit;
    const auto* departed = s.last<MovementDeparted>();
    if (departed && departed->n > plan->n && !is_over(s, *departed)) t.accompanying = accompanying(plan->body);
  }
  return t;
}

RelationSet relations(const Ties& t, const Actor& who, const Directory& d, Instant now, Date today) {
  RelationSet held;
  if (any(t.glasses, [&](const auto& g) { return g.person == who.person && now < g.opened_at + kGlassLasts; })) held.add(Relation::break_glass);
  const bool covers = any(t.covers, [&](const auto& c) { return c.person == who.person && c.from <= today && today <= c.until; }) && covers_for(t, who, d);
  if ((t.assigned == who.person && t.assigned_unit == who.unit) || covers) held.add(Relation::assigned);
  if (who.role == Role::supervisor && (d.supervises(who.person, t.assigned) || d.on_duty(who.person, t.assigned_unit, today))) held.add(Relation::team);
  if (any(t.placed, [&](UnitId u) { return u == who.unit; }) || any(t.accompanying, [&](PersonId p) { return p == who.person; })) held.add(Relation::placed);
  for (const auto& r : t.referrals) {
    if (r.to != who.unit) continue;
    if (is_accepted(r.state)) held.add(Relation::referred_accepted);
    else if (is_pending(r.state)) held.add(Relation::referred_pending);
    else if (r.state == ReferralState::closed && now < r.ended_at + kClosedReferralSight) held.add(Relation::referred_closed);
  }
  if (any(t.tracing, [&](const auto& x) { return x.person == who.person && (x.unit.is_none() || x.unit == who.unit); })) held.add(Relation::tracing);
  if (who.role == Role::country_coordinator)
    if (const Post* post = d.post(who.person, who.role, who.unit); post && task_open_in(t, d, post->countries)) held.add(Relation::country);
  return held;
}

bool answers_for_place(const Ties& t, const Actor& who, const Directory& d, Date today) {
  if ((who.role != Role::supervisor && who.role != Role::unit_focal_point) || is_aside(t, who.person, d) || is_aside(t, who.unit)) return false;
  return any(t.placed, [&](UnitId u) { return u == who.unit || (who.role == Role::supervisor && d.on_duty(who.person, u, today)); });
}

bool may_end_a_glass(const Ties& t, const Actor& who, const Directory& d, Date today) {
  if (t.glasses.empty()) return false;
  const bool opened_it = the_seven.has(who.role) && any(t.glasses, [&](const auto& g) { return g.person == who.person; }) && !is_aside(t, who.person, d);
  return opened_it || answers_for_place(t, who, d, today);
}

bool is_aside(const Ties& t, PersonId person, const Directory& d) {
  return any(t.aside, [&](const auto& a) { return a.unit.is_none() ? a.person == person : d.works_at(person, a.unit); });
}
bool is_aside(const Ties& t, UnitId unit) {
  return !unit.is_none() && any(t.aside, [&](const auto& a) { return a.unit == unit; });
}

Limits limits(const Ties& t, const Actor& who, const Directory& d) {
  const Unit* unit = d.unit(who.unit);
  Limits all;
  all.set_aside = is_aside(t, who.person, d) || is_aside(t, who.unit);
  all.order_to_keep = t.order_to_keep;
  all.unit_breaks_no_glass = !unit || !may_break_glass(unit->about);
  // Of an erased file nothing is left that would tell whose it was.
  all.officer_of_others = who.role == Role::data_protection_officer && t.status != FileState::erased && (!unit || (!is_of_programme(*unit) && !file_of(t, d, unit->about.organisation)));
  return all;
}

}  // namespace nibbi::domain
