#pragma once
// Who the invented programme is made of: units of sixteen partners and of the programme itself, and the people who work there.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "demo/stock.hpp"
#include "domain/entry.hpp"

namespace nibbi::demo {

/// A line of a log that is to be written: what is said and by whom, at its place in its record. The device is whoever writes it down's affair.
struct Line {
  domain::Entry entry;
  domain::Factor factor = domain::Factor::stale;
  bool attended = true;  ///< false: it was written off line and arrived later
};
/// One record's whole log.
struct History {
  RecordId record;
  domain::RecordKind kind{};
  std::vector<Line> lines;
};

struct Unit {
  std::string key;  ///< how the stories call it: "mobile", "centre_a", …
  UnitId id;
  domain::UnitRegistered about;
  std::int64_t places = 0;  ///< 0: not a unit with places
};

struct Worker {
  PersonId person;
  domain::Role role{};
  const Unit* unit = nullptr;
  DeviceId device;
  std::string name;
  bool woman = false;
  std::string login;  ///< empty: has no account
  domain::Codes countries;
  const Worker* supervisor = nullptr;
};

class Cast {
 public:
  /// `children`: how many files there will be; workers and places grow with it. Everybody joined at `since`.
  Cast(const Stock&, std::uint64_t seed, std::int64_t children, Instant since);
  Cast(const Cast&) = delete;  // workers point to units and to each other

  const Unit& unit(std::string_view key) const;
  const std::vector<Unit>& units() const { return units_; }
  const std::vector<Worker>& people() const { return people_; }
  /// Somebody in this role at this unit, in a small programme more often one who has an account; asking for one who is not there is an error in the stories.
  const Worker& one(Chance&, std::string_view unit, domain::Role) const;

  /// The registrations of all units, then of all people, as entries of the system.
  std::vector<History> registrations(Chance&) const;

 private:
  std::vector<Unit> units_;
  std::vector<Worker> people_;
  std::map<std::pair<std::string, domain::Role>, std::vector<std::size_t>, std::less<>> at_;
  Instant since_;
  bool small_ = false;
};

}  // namespace nibbi::demo
