#include "usecases/away.hpp"

#include <algorithm>

#include "domain/nobody.hpp"
#include "usecases/accounts.hpp"

namespace nibbi::usecases {

std::set<PersonId> suspended_people(StoreReader& store) {
  std::set<PersonId> all;
  for (const Thing& t : store.things("account")) {
    if (t.value.find("\"suspended\"") == std::string::npos) continue;  // of hundreds, few are: the others are not read
    if (const auto account = find_account(store, t.key); account && account->suspended) all.insert(account->person);
  }
  return all;
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
