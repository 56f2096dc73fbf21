#pragma once
// What the relations that somebody holds open to them in one file: how far they see, and what they may do now.
#include <map>
#include <optional>
#include <string>

#include "domain/relations.hpp"
#include "domain/tier.hpp"

namespace nibbi::domain {

struct Rights {
  RelationSet relations;
  PerTier<Access> sight;
  std::map<std::string, Decision> actions;
  std::map<std::string, Decision> when_fresh;  ///< what a fresh factor would open beyond that, sights too
};

/// nullopt when this person may not know of the file.
std::optional<Rights> rights_of(const Policy&, Role, RelationSet, FileState, Factor, const Limits&);

}  // namespace nibbi::domain
