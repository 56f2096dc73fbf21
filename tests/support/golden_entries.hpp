#pragma once
// One entry of each kind with every field filled, as its author's device would write it: contract/examples/entries. What stands there is read for
// ever; a kind that is new is written once and then kept.
#include <string>

#include "domain/entry.hpp"
#include "wire/entry_codec.hpp"

namespace nibbi::tests {

/// An entry as it travels, before it is sealed: the exact texts of header and parts.
struct OnTheWire {
  std::string header;
  wire::Parts parts;
};

/// Invented anew from the description of its kind.
OnTheWire golden_entry(domain::Kind);

/// The file that is kept of this kind; empty where there is none yet.
std::string golden_file(domain::Kind);

/// As a file: one line for each text, byte for byte as it travels.
std::string golden_page(const OnTheWire&);
OnTheWire read_golden_page(const std::string& page);

}  // namespace nibbi::tests
