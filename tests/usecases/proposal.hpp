#pragma once
// What a device sends of an entry that it wrote: the parts in an envelope to the installation.
#include "usecases/entries_accept.hpp"

namespace nibbi::tests {

usecases::Proposal proposal_of(const usecases::House&, const usecases::ReadyEntry&);

}  // namespace nibbi::tests
