#pragma once
// How common a name is in the region, for programmes that are too small to tell: among seven files no name is rare, and a whole agreement would mean nothing.
//
// The free lists have names and no frequencies, so three classes are told apart, and each has a share that is declared here, not learned:
//   common   a name with forms in several orthographies (the lexicon): published shares run from 3 in 100 (some 25 given names are three quarters of
//            Gambians) to 10 in 100 (Diallo in Guinea); 8 in 100, on the side of caution
//   known    any other name of the free lists: some 300 names are more than 95 in 100 of Senegal, where the common ones take most; 4 in 1000
//   unknown  no list has it: 1 in 1000
// These shares weigh as much as `files` files of one's own. A programme with thousands goes by its own counts.
#include "names/compare.hpp"

namespace nibbi::names {

struct Region {
  double common = 0.08, known = 0.004, unknown = 0.001;  ///< shares of people
  double files = 200;                                    ///< 0: one's own counts alone
  double share(const Token&) const;
};

/// Of how many a name is that `have` of `files` files bear and, in the region, `regional` of people; above 0, at most 1. Never less than what one's own
/// files show beyond one household.
double share_of(std::size_t have, std::size_t files, double regional, const Region&);

}  // namespace nibbi::names
