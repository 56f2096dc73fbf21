#pragma once
// The contract as it was when this program was built.
#include <span>

#include "wire/contract_read.hpp"

namespace nibbi::wire {

std::span<const ContractFile> contract_files();

}  // namespace nibbi::wire
