#pragma once
// The access log across files, for data protection officers: who looked at what, and why. Files by their code; no child is named.
#include <optional>
#include <string>
#include <vector>

#include "usecases/house.hpp"

namespace nibbi::usecases {

struct LooksAsked {
  std::optional<PersonId> person;
  std::string code;          ///< of one file; empty: of all
  bool with_reason = false;  ///< only what a reason was given for
  std::int64_t before = INT64_MAX;
};
struct LookLine {
  RecordId record;
  std::string code;  ///< empty once the file is erased
  Instant at;
  PersonId person;
  std::string person_name;
  std::string row;  ///< JSON: role, unit, action, decision, shown
  std::string reason;
};
struct Looks {
  std::vector<LookLine> lines;        ///< newest first
  std::optional<std::int64_t> before; ///< where to go on, if there may be more
};
/// At most fifty lines at once, and however few there are among the last few thousand: then `before` says where to go on. On the files of the
/// organisations whose officer this person is. Refuses not_allowed, not_found (no such file).
Result<Looks> looks(House&, const Session&, const LooksAsked&);

}  // namespace nibbi::usecases
