#pragma once
// States as bytes: four parts of canonical JSON. Equal states are equal bytes, native and WebAssembly.
#include <string>

#include "domain/child_state.hpp"
#include "domain/rules.hpp"
#include "domain/tier.hpp"
#include "wire/json.hpp"

namespace nibbi::wire {

/// The four parts; an empty part is "{}".
domain::PerTier<std::string> write_state(const domain::ChildState&);

/// The way back. Throws OurFault when the parts are not what write_state wrote: a cache is thrown away and folded again.
domain::ChildState read_state(const domain::PerTier<std::string>&);

/// As much of a state as a view shows: what is withheld is not there, and of a `said` neither the device nor what is hidden.
domain::ChildState read_view(const Json& view, const domain::Rules&);
/// The mark that stands in a view where there is something that its reader may not see.
bool is_withheld(const Json&);

}  // namespace nibbi::wire
