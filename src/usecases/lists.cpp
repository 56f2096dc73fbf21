#include "usecases/lists.hpp"

#include <algorithm>

#include "domain/referral.hpp"
#include "domain/tasks.hpp"
#include "usecases/entries_accept.hpp"
#include "usecases/already_known.hpp"
#include "usecases/away.hpp"
#include "usecases/eye.hpp"
#include "usecases/held.hpp"
#include "usecases/incidents.hpp"
#include "usecases/pairs.hpp"
#include "usecases/tracing.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

/// From the file itself: briefs, which are all in memory, don't hold what matters for some days only.
ReferralSent sent_facts(House& house, RecordId record, EntryId id) {
  const FilePtr file = house.file(record);
  const Referral* referral = file ? file->state.referral(id) : nullptr;
  return referral ? referral->sent : ReferralSent{};
}

}  // namespace

std::vector<readmodels::BriefPtr> desk_of(House& house, const Session& s) {
  if (s.role == Role::country_coordinator || s.role == Role::data_protection_officer) return house.memory.caseload.all();
  auto briefs = house.memory.caseload.touching({s.person.uuid, s.unit.uuid});
  if (s.role != Role::supervisor) return briefs;
  const auto directory = house.memory.directory();
  const Date today = house.today_at(s.unit, *directory);
  for (const auto& [id, unit] : directory->units) {
    if (!directory->on_duty(s.person, id, today)) continue;
    auto theirs = house.memory.caseload.touching({id.uuid});
    briefs.insert(briefs.end(), theirs.begin(), theirs.end());
  }
  for (const auto& [id, person] : directory->people) {
    if (person.supervisor != s.person) continue;
    auto theirs = house.memory.caseload.touching({id.uuid});
    briefs.insert(briefs.end(), theirs.begin(), theirs.end());
  }
  std::sort(briefs.begin(), briefs.end(), [](const auto& a, const auto& b) { return a->updated_at != b->updated_at ? a->updated_at > b->updated_at : a->record < b->record; });
  briefs.erase(std::unique(briefs.begin(), briefs.end(), [](const auto& a, const auto& b) { return a->record == b->record; }), briefs.end());
  return briefs;
}

Today today(House& house, const Session& s) {
  const Eye eye(house, s);
  Today out;
  auto& lines = out.lines;
  std::vector<RecordId> named;
  bool of_lists = false;
  const auto at_work = directory_of_tasks(house, s.role);
  for (const auto& brief : desk_of(house, s)) {
    const RelationSet held = eye.held(*brief);
    const bool sees = eye.may(*brief, held, Action::see_plain).any();
    if (!sees && !answers_for_place(brief->ties, eye.who(), eye.directory(), eye.today())) continue;
    if (sees && held.has(Relation::assigned) && brief->ties.status == FileState::open) ++out.followed;
    auto tasks = tasks_of(*without_ended(house, brief), eye.who(), held, house.rules, *at_work, eye.now(), eye.today());
    // A duty supervisor from elsewhere is told of the emergency at the place that is theirs tonight, and of nothing else.
    if (!sees) {
      std::erase_if(tasks, [](const Task& task) { return task.name != "glass_broken"; });
      for (const Task& task : tasks) lines.push_back({task, brief->code, {}});
      continue;
    }
    add_tracing_tasks(house, eye, *brief, held, tasks);
    add_met_again(house, eye, *brief, held, tasks);
    const bool before = of_lists;
    add_pair_tasks(house, eye, *brief, held, tasks, of_lists);
    if (of_lists && !before) tasks.push_back({"pairs_to_review", TaskGroup::now, brief->record, {}, {}, 0});
    add_late_question(house, eye, *brief, held, tasks);
    if (tasks.empty()) continue;
    const std::string name = eye.name(*brief, held);
    if (!name.empty()) named.push_back(brief->record);
    // Of a list nobody's name: the line is about all of its pairs.
    for (const Task& task : tasks) {
      const bool of_one = task.name != "pairs_to_review";
      lines.push_back({task, of_one ? brief->code : std::string(), of_one ? name : std::string()});
    }
  }
  // The opening of a file that was refused in the field: there is no file yet that could say so.
  if (s.role == Role::supervisor)
    for (const HeldOpening& opening : held_openings(house, s))
      lines.push_back({{"opening_waits", TaskGroup::now, opening.record, {}, {}, static_cast<std::int64_t>(opening.entries)}, {}, {}});
  // What went wrong with data is in no child's file. While its clock runs, the authority is to be told.
  for (const OpenIncident& one : open_incidents(house, s)) {
    const RecordId record{one.id};
    if (one.tell_by) lines.push_back({{"incident_to_tell", eye.now() < *one.tell_by ? TaskGroup::now : TaskGroup::late, record, {}, *one.tell_by, 0}, {}, {}});
    else lines.push_back({{"incident_open", TaskGroup::week, record, {}, {}, 0}, {}, {}});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const TodayLine& a, const TodayLine& b) {
    if (a.task.group != b.task.group) return a.task.group < b.task.group;
    const auto due = [](const TodayLine& l) { return l.task.due.unix_ms == 0 ? INT64_MAX : l.task.due.unix_ms; };
    return due(a) < due(b);
  });
  log_listed(house, s, std::move(named), Action::see_identity, {Tier::identity});
  return out;
}

std::vector<ReferralLine> referral_box(House& house, const Session& s, bool incoming) {
  const Eye eye(house, s);
  std::vector<ReferralLine> lines;
  std::vector<std::pair<RecordId, EntryId>> delivered;
  for (const auto& brief : house.memory.caseload.touching({s.unit.uuid})) {
    if (!eye.may(*brief, eye.held(*brief), Action::see_plain).any()) continue;
    for (const auto& r : brief->ties.referrals) {
      if ((incoming ? r.to : r.from) != s.unit) continue;
      if (incoming && r.state == ReferralState::withdrawn) continue;
      if (incoming && r.state == ReferralState::sent) delivered.push_back({brief->record, r.id});
      lines.push_back({brief, r, is_pending(r.state) ? sent_facts(house, brief->record, r.id) : ReferralSent{}});
    }
  }
  if (!delivered.empty())
    house.writer.run<bool>([&](Draft& draft) {
      for (const auto& [record, referral] : delivered)
        if (const FilePtr file = draft.file(record))
          judge_and_append(house, draft, system_entry(house, record, file->record.n, ReferralReceived{referral}, {"referral.received", referral.text()}), Factor::stale, true);
      return true;
    });
  std::stable_sort(lines.begin(), lines.end(), [](const ReferralLine& a, const ReferralLine& b) {
    const bool wait_a = is_pending(a.referral.state), wait_b = is_pending(b.referral.state);
    if (wait_a != wait_b) return wait_a;
    return wait_a ? a.referral.answer_by < b.referral.answer_by : a.referral.sent_at > b.referral.sent_at;
  });
  return lines;
}

}  // namespace nibbi::usecases
