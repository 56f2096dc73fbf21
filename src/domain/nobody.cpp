#include "domain/nobody.hpp"

#include <algorithm>

namespace nibbi::domain {
namespace {

bool supervises_somewhere(const Directory& d, PersonId person) {
  const Person* p = d.person(person);
  return p && std::ranges::any_of(p->posts, [](const Post& post) { return post.role == Role::supervisor; });
}

}  // namespace

bool worker_left(const Ties& t, const Directory& d) {
  if (t.assigned.is_none()) return true;
  const Person* worker = d.person(t.assigned);
  return worker && std::ranges::none_of(worker->posts, [&](const Post& post) { return post.unit == t.assigned_unit && the_seven.has(post.role); });
}

bool supervisor_answers(const Ties& t, const Directory& d, Date today) {
  const Person* worker = d.person(t.assigned);
  if (worker ? supervises_somewhere(d, worker->supervisor) : !t.assigned.is_none()) return true;
  const Unit* unit = d.unit(t.assigned_unit);
  return unit && std::ranges::any_of(unit->duties, [&](const Unit::Duty& duty) { return duty.from <= today && today <= duty.until && supervises_somewhere(d, duty.supervisor); });
}

}  // namespace nibbi::domain
