#pragma once
// contract/instruments, or a programme's own file of the same form, as the domain asks it. See docs/decisions/0019.
#include <string_view>

#include "domain/rules.hpp"
#include "domain/score.hpp"
#include "wire/json.hpp"

namespace nibbi::wire {

/// Throws ContractBroken with `path` and what is wrong: a word that is not in the list, an item that no visit has or that counts twice, a label that
/// misses a language, a weight or worth out of range.
domain::Instrument read_instrument(std::string_view path, std::string_view text, const domain::Rules&);

/// What a screen says of it, as the browser is told: name, version, status, title, note, highest, weighted, and the label of each dimension.
Json instrument_words(std::string_view text);

}  // namespace nibbi::wire
