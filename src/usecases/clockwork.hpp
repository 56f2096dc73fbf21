#pragma once
// What the passing of time writes into a log, as the named principal "the clock": referrals that nobody answered, emergencies that ended.
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// Writes what has lapsed by now; returns how many entries. Run every minute; run twice, it writes once.
std::size_t turn_clock(House&);

}  // namespace nibbi::usecases
