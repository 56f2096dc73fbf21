#pragma once
// The part of the directory that a device holds, as the API lists it: enough for advice.
#include <map>

#include "domain/directory.hpp"
#include "wasm/questions.hpp"

namespace nibbi::wasm {

struct Near {
  domain::Directory directory;
  std::map<UnitId, std::int64_t> taken;  ///< children placed now, where the server said so

  std::int64_t taken_at(UnitId unit) const {
    auto it = taken.find(unit);
    return it == taken.end() ? 0 : it->second;
  }
};

/// {"units": [{"id", "country", "services", "capacity", "taken", "closed"}], "people": [{"id", "posts": [{"role", "unit", "countries"}],
/// "supervisor"}]}; both lists and everything but the ids may be absent, and other members are left alone.
Result<Near> directory_in(const Json&);

}  // namespace nibbi::wasm
