#include "usecases/team.hpp"

#include <algorithm>

#include "domain/tasks.hpp"
#include "usecases/eye.hpp"
#include "usecases/tracing.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

bool answers_for(const Eye& eye, const Person& worker) {
  const PersonId me = eye.who().person;
  if (worker.id == me) return false;
  if (eye.directory().supervises(me, worker.id)) return true;
  return std::any_of(worker.posts.begin(), worker.posts.end(), [&](const Post& post) { return eye.directory().on_duty(me, post.unit, eye.today()); });
}

/// A roll call says that the child was there, not that anybody worked for them.
Instant last_entry(const ChildState& state) {
  for (auto said = state.said.rbegin(); said != state.said.rend(); ++said)
    if (!said->author.is_none() && said->form.value != "roll_call") return said->received_at;
  return state.opened_at;
}

/// The tasks of the file as its worker has them on their screen.
void count_tasks(TeamFile& line, House& house, const Eye& eye, const Person& worker) {
  const ChildBrief& brief = *line.brief;
  for (const Post& post : worker.posts) {
    if (post.unit != brief.ties.assigned_unit) continue;
    const Actor actor{worker.id, post.role, post.unit};
    const Date today = house.day_at(eye.now(), post.unit, eye.directory());
    const RelationSet held = relations(brief.ties, actor, eye.directory(), eye.now(), today);
    for (const Task& task : tasks_of(*without_ended(house, line.brief), actor, held, house.rules, eye.directory(), eye.now(), today)) {
      if (task.group == TaskGroup::waiting) continue;
      ++line.tasks;
      if (task.group == TaskGroup::now) ++line.now;
      if (task.group == TaskGroup::late) ++line.late;
    }
    return;
  }
}

}  // namespace

std::vector<TeamMember> team(House& house, const Session& s) {
  std::vector<TeamMember> people;
  if (s.role != Role::supervisor) return people;
  const Eye eye(house, s);
  std::vector<RecordId> named;
  for (const auto& [id, worker] : eye.directory().people) {
    if (!answers_for(eye, worker)) continue;
    TeamMember member{id, worker.name, worker.posts, {}};
    for (const auto& brief : house.memory.caseload.touching({id.uuid})) {
      if (brief->ties.assigned != id || brief->ties.status != FileState::open) continue;
      const RelationSet held = eye.held(*brief);
      if (!eye.may(*brief, held, Action::see_plain).any()) continue;
      const FilePtr file = house.file(brief->record);
      TeamFile line{brief, eye.name(*brief, held), 0, 0, 0, file ? last_entry(file->state) : brief->updated_at};
      count_tasks(line, house, eye, worker);
      if (!line.name.empty()) named.push_back(brief->record);
      member.files.push_back(std::move(line));
    }
    std::stable_sort(member.files.begin(), member.files.end(), [](const TeamFile& a, const TeamFile& b) { return a.late != b.late ? a.late > b.late : a.last_entry < b.last_entry; });
    people.push_back(std::move(member));
  }
  std::stable_sort(people.begin(), people.end(), [](const TeamMember& a, const TeamMember& b) { return a.name < b.name; });
  log_listed(house, s, std::move(named), Action::see_identity, {Tier::identity});
  return people;
}

}  // namespace nibbi::usecases
