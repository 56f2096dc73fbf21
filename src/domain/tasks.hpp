#pragma once
// What is to do, worked out from how things stand and what time it is; nobody has to remember to fill a date.
#include <string_view>
#include <vector>

#include "domain/brief.hpp"
#include "domain/directory.hpp"
#include "domain/rules.hpp"

namespace nibbi::domain {

enum class TaskGroup : std::uint8_t { now, fresh, late, week, waiting };
std::string_view word(TaskGroup);  ///< now, new, late, week, waiting

struct Task {
  std::string_view name;  ///< message key `today.task.<name>`
  TaskGroup group{};
  RecordId record;
  EntryId about;          ///< the referral, request or deed that it is about
  Instant due;            ///< 0: no clock
  std::int64_t count = 0;
};

/// The tasks of one file for one person who holds `held` on it. Each line shows no more than the file's plain part.
std::vector<Task> tasks_of(const ChildBrief&, const Actor&, RelationSet held, const Rules&, const Directory&, Instant now, Date today);

}  // namespace nibbi::domain
