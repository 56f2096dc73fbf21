#pragma once
// Whose account opens nothing now. No log says so: an administrator takes it and gives it back at a word (people_admin).
#include <memory>

#include "usecases/house.hpp"

namespace nibbi::usecases {

/// The directory as this role's tasks are worked out by it (domain/tasks): to who answers for others, whoever is suspended holds no post.
std::shared_ptr<const domain::Directory> directory_of_tasks(House&, domain::Role);

/// How many open files this person has who can no longer work on them: without a post at the file's unit, or suspended. They wait for somebody new.
std::int64_t files_without_worker(House&, PersonId);

}  // namespace nibbi::usecases
