#pragma once
// How many children the programme has in its care: exact numbers for who steers it, on screen only, and no child in them
// (who-sees-what, door `counts`).
#include <map>
#include <tuple>
#include <vector>

#include "usecases/house.hpp"

namespace nibbi::usecases {

struct Counts {
  /// One unit that has files, and how many stand at each stage; erased files and files that became part of another are in none.
  struct Unit {
    UnitId unit;
    std::string country;  ///< the unit's
    std::map<domain::Stage, std::int64_t> files;
    std::int64_t living = 0;  ///< children who live there now, or with a family that it follows
  };
  std::vector<Unit> units;  ///< by country, then by id
};

/// Programme managers and finance officers see all, a coordinator the units of their countries, a supervisor their own unit. The look is written into
/// the access log. Refuses not_allowed.
Result<Counts> counts(House&, const Session&);

}  // namespace nibbi::usecases
