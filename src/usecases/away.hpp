#pragma once
// Whose account opens nothing now. No log says so: an administrator takes it and gives it back at a word (people_admin).
#include <set>

#include "usecases/house.hpp"

namespace nibbi::usecases {

/// Who is told where nobody can work on a file (domain/tasks): they alone need to know who is suspended.
inline bool answers_for_others(domain::Role role) { return role == domain::Role::supervisor || role == domain::Role::country_coordinator; }

/// Everybody whose account is suspended.
std::set<PersonId> suspended_people(StoreReader&);

/// How many open files this person has who can no longer work on them: without a post at the file's unit, or suspended. They wait for somebody new.
std::int64_t files_without_worker(House&, PersonId);

}  // namespace nibbi::usecases
