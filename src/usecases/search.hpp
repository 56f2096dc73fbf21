#pragma once
// Finding a file among those that one may see: by its code, or by any spelling of what is known of the child.
#include <string>
#include <string_view>
#include <vector>

#include "names/index.hpp"
#include "usecases/house.hpp"

namespace nibbi::usecases {

enum class FindScope : std::uint8_t { mine, unit, team };

struct FoundChild {
  readmodels::BriefPtr brief;
  domain::RelationSet relations;
  std::string name;                 ///< empty unless identity is open to this person without a reason
  std::vector<names::Reason> reasons;  ///< one for each word that was looked for; empty where it was found by its code
};

struct FoundChildren {
  std::vector<FoundChild> children;
  /// More files than can be listed agree as well as the best one: none is shown, and one of these is asked for.
  bool too_common = false;
  std::size_t matches = 0;
  std::vector<std::string> ask;     ///< of: given family mother father village phone age
};

/// Files that this person may find, at most `limit`. Without a query the newest first; with one, a file of that code, or those that agree best with
/// name, other names, parents, village or telephone, in any orthography, with slips, in any order (names::Index).
///
/// What one may not see takes no part: only files whose identity is open to this person without a reason are compared, and how common a name is, is
/// counted among these. Seeing names in a list is a sight of identity and is logged as one line for each file.
/// What is found only with a reason is left out without one; a reason that is given is kept with each such file. Refuses reason_needed to who
/// always needs one.
Result<FoundChildren> find_children(House&, const Session&, std::string_view query, FindScope, const std::string& reason, std::size_t limit);

}  // namespace nibbi::usecases
