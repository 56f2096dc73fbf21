#include "usecases/away.hpp"

#include <algorithm>
#include <set>

#include "domain/nobody.hpp"
#include "usecases/accounts.hpp"

namespace nibbi::usecases {

namespace {

/// Who is told where nobody can work on a file: they alone need to know who is suspended.
bool answers_for_others(domain::Role role) { return role == domain::Role::supervisor || role == domain::Role::country_coordinator; }

std::set<PersonId> suspended_people(StoreReader& store) {
  std::set<PersonId> all;
  for (const Thing& t : store.things("account")) {
    if (t.value.find("\"suspended\"") == std::string::npos) continue;  // of hundreds, few are: the others are not read
    if (const auto account = find_account(store, t.key); account && account->suspended) all.insert(account->person);
  }
  return all;
}

}  // namespace

std::shared_ptr<const domain::Directory> directory_of_tasks(House& house, domain::Role role) {
  auto directory = house.memory.directory();
  if (!answers_for_others(role)) return directory;
  const auto suspended = suspended_people(house.store);
  if (suspended.empty()) return directory;
  auto at_work = std::make_shared<domain::Directory>(*directory);
  for (const PersonId person : suspended)
    if (auto it = at_work->people.find(person); it != at_work->people.end()) it->second.posts.clear();
  return at_work;
}

std::int64_t files_without_worker(House& house, PersonId person) {
  const bool suspended = suspended_people(house.store).contains(person);
  const auto directory = house.memory.directory();
  const auto theirs = house.memory.caseload.touching({person.uuid});
  return std::ranges::count_if(theirs, [&](const auto& brief) {
    return brief->ties.assigned == person && brief->ties.status == domain::FileState::open && (suspended || domain::worker_left(brief->ties, *directory));
  });
}

}  // namespace nibbi::usecases
