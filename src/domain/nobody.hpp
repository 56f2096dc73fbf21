#pragma once
// A file that nobody works on any more: whoever has it left, or opens nothing now.
#include "domain/directory.hpp"
#include "domain/relations.hpp"

namespace nibbi::domain {

/// Whether whoever has the file works with children at its unit no longer. Of somebody whom the directory doesn't know, a device's say, nothing is said.
bool worker_left(const Ties&, const Directory&);
/// Whether somebody answers for whoever has the file: their supervisor, or the duty supervisor of its unit.
bool supervisor_answers(const Ties&, const Directory&, Date today);

}  // namespace nibbi::domain
