#pragma once
// A brief as bytes, kept sealed beside the state.
#include <string>
#include <string_view>

#include "domain/brief.hpp"

namespace nibbi::wire {

std::string write_brief(const domain::ChildBrief&);
/// Throws OurFault on what write_brief did not write: the state is folded again then.
domain::ChildBrief read_brief(RecordId, std::string_view);

}  // namespace nibbi::wire
