#include "domain/tasks.hpp"

#include <algorithm>

#include "domain/nobody.hpp"
#include "domain/referral.hpp"
#include "domain/second.hpp"

namespace nibbi::domain {
namespace {

Instant midnight(Date day) { return Instant{day.day * std::int64_t{86'400'000}}; }

// Silence is visible: half the time gone reminds, all of it gone escalates.
TaskGroup by_clock(Instant from, Instant due, Instant now) {
  if (due.unix_ms == 0) return TaskGroup::fresh;
  if (now >= due) return TaskGroup::late;
  const std::int64_t half = from.unix_ms + (due.unix_ms - from.unix_ms) / 2;
  return now.unix_ms >= half ? TaskGroup::now : TaskGroup::fresh;
}

/// Nobody's list shows what is further away than this.
constexpr int kDaysAhead = 14;

struct Timely { TaskGroup group{}; Instant due; };
Timely by_day(Date on, Date today) { return {on < today ? TaskGroup::late : on == today ? TaskGroup::now : TaskGroup::week, midnight(on)}; }

/// Where something awaited stands in somebody's day; nothing where it is too early, or where its clock runs for others.
std::optional<Timely> timely(const Awaited& a, const ChildBrief& b, const Rules& rules, const Directory& directory, Instant now, Date today) {
  if (a.on) {
    if (*a.on > Date{today.day + kDaysAhead}) return std::nullopt;
    return by_day(*a.on, today);
  }
  const AwaitRow& how = row(a.what);
  const auto clock = rules.clock(how.clock);
  // At once, whatever the clock of an emergency says; it only tells when nobody acted.
  if (a.what == Await::danger_seen) {
    const Instant due = clock ? a.since + *clock : Instant{};
    return Timely{clock && now >= due ? TaskGroup::late : TaskGroup::now, due};
  }
  if (!clock) return how.without_clock ? std::optional(Timely{TaskGroup::week, {}}) : std::nullopt;
  const Unit* house = b.ties.placed.empty() ? nullptr : directory.unit(b.ties.placed.back());
  if (!rules.clock_runs(how.clock, b.country.value, house ? house->about.kind.value : "")) return std::nullopt;
  const Instant due = a.since + *clock;
  // Six months of looking after are an end that somebody decides on, not a lateness.
  if (a.what == Await::monitoring_end) return now >= due ? std::optional(Timely{TaskGroup::week, due}) : std::nullopt;
  if (due > now + days(kDaysAhead)) return std::nullopt;
  const TaskGroup group = by_clock(a.since, due, now);
  const bool far = due > now + days(1) && *clock > days(kDaysAhead);
  return Timely{group == TaskGroup::fresh || (group == TaskGroup::now && far) ? TaskGroup::week : group, due};
}

}  // namespace

std::vector<Task> tasks_of(const ChildBrief& b, const Actor& who, RelationSet held, const Rules& rules, const Directory& directory, Instant now, Date today) {
  std::vector<Task> tasks;
  auto add = [&](std::string_view name, TaskGroup group, EntryId about = {}, Instant due = {}, std::int64_t count = 0) {
    tasks.push_back({name, group, b.record, about, due, count});
  };
  if (b.ties.status == FileState::erased) return tasks;
  const bool mine = held.has(Relation::assigned), team = held.has(Relation::team), country = held.has(Relation::country);
  // Whoever has the file may no longer read it, or left; why is not said here.
  const bool aside = std::any_of(b.ties.aside.begin(), b.ties.aside.end(), [&](const auto& a) { return a.person == b.ties.assigned || a.unit == b.ties.assigned_unit; });
  const bool nobody = aside || worker_left(b.ties, directory);
  // A silence that nobody would hear of is the coordinator's.
  const bool unheard = country && (nobody || !supervisor_answers(b.ties, directory, today));

  for (const auto& r : b.ties.referrals) {
    if (r.to == who.unit && is_pending(r.state)) add("referral_to_answer", by_clock(r.sent_at, r.answer_by, now), r.id, r.answer_by);
    if (r.to == who.unit && r.state == ReferralState::accepted) add("service_to_give", TaskGroup::week, r.id);
    // A transfer entrusts the file: the unit said yes, and somebody there is still to be named.
    if (team && r.transfer && r.state == ReferralState::accepted && r.to != b.ties.assigned_unit) add("transfer_to_finish", TaskGroup::now, r.id);
    // All of the time gone: told too to whoever answers for the unit that was asked, as far as they see the file.
    const bool for_the_asked = who.role == Role::supervisor && !held.empty() && directory.on_duty(who.person, r.to, today);
    if (!mine && !team && !unheard && !for_the_asked) continue;
    if (r.state == ReferralState::asked && mine) add("referral_question", TaskGroup::now, r.id, r.answer_by);
    else if (is_pending(r.state) && now >= r.answer_by && r.answer_by.unix_ms != 0) add("referral_without_answer", TaskGroup::now, r.id, r.answer_by);
    else if (is_pending(r.state) && mine) add("referral_sent", TaskGroup::waiting, r.id, r.answer_by);
    if (r.state == ReferralState::declined && mine && now < r.ended_at + days(14)) add("referral_declined", TaskGroup::now, r.id);
  }
  // What a data protection officer asks for concerns closed files too, and is answered by another unit's.
  if (who.role == Role::data_protection_officer)
    for (const auto& w : b.waiting) {
      if (w.kind != Kind::second_asked || now > w.since + kSecondWithin) continue;
      const Instant due = w.since + kSecondWithin;
      if (w.asker == who.person) add("second_awaited", TaskGroup::waiting, w.id, due);
      else if (w.unit != who.unit) add("second_to_give", by_clock(w.since, due, now), w.id, due);
    }
  else if (b.ties.status != FileState::open && (team || country)) {
    for (const auto& w : b.waiting)
      if (w.kind == Kind::second_asked && w.asker != who.person && w.unit != who.unit && now <= w.since + kSecondWithin)
        add("second_to_give", by_clock(w.since, w.since + kSecondWithin, now), w.id, w.since + kSecondWithin);
  }
  // An emergency is told at once to the file's worker and their supervisor, to who answers for the place where the child lives, and to the officer.
  const bool answers_for_the_place = answers_for_place(b.ties, who, directory, today);
  if (mine || team || answers_for_the_place || who.role == Role::data_protection_officer)
    for (const auto& g : b.ties.glasses)
      if (g.person != who.person && now < g.opened_at + kGlassLasts) add("glass_broken", TaskGroup::now, g.id);
  // Waits in a closed file too: whoever supervises takes it up again, or nobody would ever see what was said.
  if (team && b.kept_apart > 0) add("kept_apart_to_settle", TaskGroup::now, {}, {}, b.kept_apart);
  if (b.ties.status != FileState::open) return tasks;

  // Whoever is near looks at once. Of where the child lives it tells nothing: a supervisor needs a reason to see that.
  const bool of_the_house = held.has(Relation::placed) && (answers_for_the_place || who.role == Role::shelter_staff);
  if (!b.missing.is_none() && (mine || team || of_the_house)) add("child_missing", TaskGroup::now, b.missing);

  if (nobody && (team || country)) add("worker_to_choose", TaskGroup::now);
  if (b.urgency_at.unix_ms != 0 && b.urgency_by != who.person && (team || mine || country)) {
    const auto clock = rules.clock("vital_urgency_review");
    add("urgency_to_review", TaskGroup::now, b.urgency, clock ? b.urgency_at + *clock : Instant{});
  }
  for (const auto& w : b.waiting) {
    if (who.role == Role::data_protection_officer) break;
    const Instant due = w.since + kSecondWithin;
    if (w.asker == who.person) add("second_awaited", TaskGroup::waiting, w.id, due);
    else if (team || country) add("second_to_give", by_clock(w.since, due, now), w.id, due);
  }
  if (!b.closure_request.is_none()) {
    if (team && b.closure_asker != who.person) add("closure_to_approve", TaskGroup::now, b.closure_request);
    else if (mine) add("closure_awaited", TaskGroup::waiting, b.closure_request);
  }
  if (held.has(Relation::tracing) && !b.family_found) {
    bool to_check = false;
    for (const auto& trace : b.traces)
      if (trace.by != who.person && trace.unit != who.unit) {
        to_check = true;
        add("match_to_check", TaskGroup::now, trace.id);
      }
    // What was asked for a day is late after it; without a day it is there to be seen. Of several that one person has, the first day counts.
    std::optional<Date> due;
    for (const auto& asked : b.ties.tracing)
      if (asked.person == who.person && asked.due && (!due || *asked.due < *due)) due = asked.due;
    if (!to_check) {
      const Timely when = due ? by_day(*due, today) : Timely{TaskGroup::week, {}};
      add("family_to_trace", when.group, {}, when.due);
    }
  }
  // On the road: whoever travels with the child says where they are; whoever receives the child signs.
  if (!b.handover.is_none() && b.handover_to == who.unit) add("arrival_to_confirm", TaskGroup::now, b.handover);
  else if ((b.handover.is_none() || b.handover_to.is_none()) && std::find(b.ties.accompanying.begin(), b.ties.accompanying.end(), who.person) != b.ties.accompanying.end())
    add("journey_under_way", TaskGroup::now);
  // What should follow is the worker's; of the roof the house is told too, of the first calls those whom the child was handed to, and of a danger
  // whoever answers for the worker.
  for (const Awaited& a : b.awaited) {
    const bool of_the_roof = a.what == Await::stay_limit || a.what == Await::stay_end;
    const bool of_the_arrival = a.what == Await::call || a.what == Await::second_call;
    const bool told = mine || (a.what == Await::danger_seen && team) || (of_the_roof && of_the_house && who.role != Role::supervisor) || (of_the_arrival && held.has(Relation::referred_accepted) && who.unit == b.ties.return_unit);
    // Nobody has it, and it is late: whoever chooses somebody hears what waits.
    if (!told && !(nobody && (team || country))) continue;
    const auto when = timely(a, b, rules, directory, now, today);
    if (when && (told || when->group == TaskGroup::late)) add(row(a.what).task, when->group, a.about, when->due);
  }
  if (!mine) return tasks;
  if (b.conflicts > 0) add("conflict_to_resolve", TaskGroup::now, {}, {}, b.conflicts);
  return tasks;
}

std::string_view word(TaskGroup g) {
  constexpr std::array<std::string_view, 5> kWords{"now", "new", "late", "week", "waiting"};
  return kWords[static_cast<std::size_t>(g)];
}

}  // namespace nibbi::domain
