#pragma once
// A supervisor's people: what each has on their desk, and what of it is late. Files and tasks, never a person's time.
#include <string>
#include <vector>

#include "usecases/house.hpp"

namespace nibbi::usecases {

struct TeamFile {
  readmodels::BriefPtr brief;
  std::string name;                ///< empty unless identity is open to the supervisor without a reason
  std::int64_t tasks = 0;          ///< what waits for its worker; not what they wait for from others
  std::int64_t now = 0, late = 0;  ///< of these, what presses, and what is late
  Instant last_entry;              ///< when somebody last wrote in it, roll calls apart
};
struct TeamMember {
  PersonId person;
  std::string name;
  std::vector<domain::Post> posts;
  std::vector<TeamFile> files;     ///< those with late tasks first, then those left alone longest
};

/// The people whom this person supervises, or for whose units they are on duty now. Nobody, for who supervises nobody.
std::vector<TeamMember> team(House&, const Session&);

}  // namespace nibbi::usecases
