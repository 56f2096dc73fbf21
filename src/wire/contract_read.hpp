#pragma once
// contract/ as the rules of the house. The files are built into the binary; a broken one stops the program at start, with its name.
#include <span>
#include <stdexcept>
#include <string_view>

#include "domain/rules.hpp"

namespace nibbi::wire {

/// One file of contract/: its path below that folder, and its text.
struct ContractFile {
  std::string_view path;
  std::string_view text;
};

struct ContractBroken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads policy/child.json, policy/entries.json, forms/*.json, codelists/*.json, clocks/*.json. Throws ContractBroken with the file's name and what
/// is wrong in it; every kind of entry must be mapped to an action, a door, or the system.
domain::Rules read_rules(std::span<const ContractFile>);

}  // namespace nibbi::wire
