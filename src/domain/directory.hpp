#pragma once
// Who works where, and what a unit offers: what rules must know of people and units. Folded from their own records.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/entry.hpp"

namespace nibbi::domain {

struct Unit {
  /// `until` included.
  struct Duty { PersonId supervisor; Date from, until; };

  UnitId id;
  UnitRegistered about;
  std::optional<std::int64_t> places;  ///< none: not a unit with places
  std::vector<Duty> duties;
  bool closed = false;
  std::int64_t n = 0;
};

/// A role that a person holds for a unit; a coordinator's is for countries.
struct Post {
  Role role{};
  UnitId unit;
  Codes countries;
};
struct Person {
  PersonId id;
  std::string name;
  Code language;
  std::vector<Post> posts;
  PersonId supervisor;
  bool safeguards = false;  ///< named by the programme for concerns about colleagues
  std::int64_t n = 0;
};

/// Whether people of this unit may break the glass: listed by the programme's agreement, and never police, court or school.
bool may_break_glass(const UnitRegistered&);

/// The programme or a coordination: its officer of data protection is every partner's.
bool is_of_programme(const Unit&);

struct Directory {
  std::map<UnitId, Unit> units;
  std::map<PersonId, Person> people;

  const Unit* unit(UnitId id) const {
    auto it = units.find(id);
    return it == units.end() ? nullptr : &it->second;
  }
  const Person* person(PersonId id) const {
    auto it = people.find(id);
    return it == people.end() ? nullptr : &it->second;
  }
  const Post* post(PersonId id, Role role, UnitId unit) const;
  bool supervises(PersonId supervisor, PersonId worker) const {
    const Person* p = person(worker);
    return p && p->supervisor == supervisor && !supervisor.is_none();
  }
  /// Whether this person is the unit's duty supervisor on that day.
  bool on_duty(PersonId, UnitId, Date today) const;
  bool safeguards(PersonId id) const {
    const Person* p = person(id);
    return p && p->safeguards;
  }
  bool works_at(PersonId, UnitId) const;
  std::string_view country_of(UnitId id) const {
    const Unit* u = unit(id);
    return u ? std::string_view(u->about.country.value) : std::string_view{};
  }
};

/// The fold of the records of units and people; other kinds change nothing.
void evolve(Directory&, const Entry&);

}  // namespace nibbi::domain
