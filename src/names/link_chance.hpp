#pragma once
// How many of the pairs that look like one person are chance, judged by the list itself.
//
// What the model says of a pair adds up what its fields say, as if each spoke by itself. In a list with few persons twice and many namesakes that promises too much,
// and the more the longer the list is. But pairs of two people thin out evenly as weights rise: each bit more leaves about the same share of them. How fast is seen
// where even the model believes hardly any pair to be one person, and carried on from there. Where that foretells more strangers than the model does, it is believed.
#include <vector>

#include "names/link.hpp"

namespace nibbi::names {

/// Lowers the probabilities of pairs that are expected to be chance. None rises, and a pair of more weight is never less probable than one of less. `pairs` are
/// all that there are of some weight; of too few nothing is learned.
void allow_for_chance(std::vector<LinkedPair>& pairs);

}  // namespace nibbi::names
