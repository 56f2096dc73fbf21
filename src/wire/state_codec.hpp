#pragma once
// States as bytes: four parts of canonical JSON. Equal states are equal bytes, native and WebAssembly.
#include <string>

#include "domain/child_state.hpp"
#include "domain/tier.hpp"

namespace nibbi::wire {

/// The four parts; an empty part is "{}".
domain::PerTier<std::string> write_state(const domain::ChildState&);

/// The way back. Throws OurFault when the parts are not what write_state wrote: a cache is thrown away and folded again.
domain::ChildState read_state(const domain::PerTier<std::string>&);

}  // namespace nibbi::wire
