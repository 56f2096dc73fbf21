#pragma once
// Who is in the simulated programme: units of two countries, and sixteen people at their posts. All of it is invented, and none of it is printed.
#include <string>
#include <vector>

#include "usecases/house.hpp"

namespace nibbi::sim {

inline constexpr const char* kPassphrase = "une phrase d'essai";

struct Staff {
  std::string login;
  PersonId person;
  domain::Role role{};
  UnitId unit;
  std::string secret;  ///< of the second factor
};

struct Cast {
  std::vector<UnitId> units;  ///< in the order of cast.cpp
  std::vector<Staff> staff;
  int number_of(PersonId) const;  ///< -1: nobody of ours
};

/// Makes the units and people, as the administrator of the machine does.
Cast settle(usecases::House&);

}  // namespace nibbi::sim
