#pragma once
// The codes in a cell, however they are parted: `ForcedBegging ForcedLabour`, `ForcedBegging;Other`, `Forced begging | Water supply; sewerage, …`.
#include <functional>

#include "exchange/htcds_map.hpp"

namespace nibbi::exchange {

struct CodesInCell {
  std::vector<const HtcdsCode*> codes;  ///< each once, in the order of the cell
  bool something_unknown = false;
};

/// A part between two separators counts only when all of it is codes or labels: a word in a sentence is not an answer. The one exception is a
/// list of words that all look like codes, of which those that we know are taken.
CodesInCell codes_in_cell(std::string_view cell, const Field&, const HtcdsMap&);

/// The same for countries and languages: the whole cell, or its parts, or its words, whichever are all known; else its parts.
std::vector<std::string> known_parts(const std::string& cell, const std::function<bool(const std::string&)>& known);

}  // namespace nibbi::exchange
