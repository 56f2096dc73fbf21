#pragma once
// A small world in which the domain's rules are tried: units in Senegal and Guinea-Bissau, people with roles, a clock turned by hand, ids that
// are the same in every run. All of it is invented.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/decide.hpp"
#include "domain/directory.hpp"
#include "tests/support/rules.hpp"

namespace nibbi::tests {

/// Somebody at their post, with the device that they write on.
struct Someone {
  domain::Actor actor;
  DeviceId device;
};

class House {
 public:
  /// Senegal: the street team Rue (Awa, who meets children), the social service Parcours (case workers Binta and Khady, supervisors Demba and
  /// Sadio), the shelters Espoir (Fatou of the staff, Ousmane who answers for it; 12 places) and Kër (Penda answers for it; 8 places), the clinic
  /// Santé (Aissatou), the brigade Quai (Modou), and Mame who coordinates the country. Guinea-Bissau: the social service Bairro (case worker Nino, tracing
  /// officer Carla), the shelter Casa (Ines answers for it), and Lucia who coordinates. Demba supervises Awa, Binta and Khady; Oumy protects data.
  House();

  Instant now;
  domain::Directory directory;

  void pass(Milliseconds time) { now = now + time; }
  Date today() const { return day_of(now, 0); }  // both countries keep UTC

  void add_unit(const std::string& name, std::string_view kind, std::string_view country, domain::Codes services, std::optional<std::int64_t> places = {});
  void add_person(const std::string& name, domain::Role, const std::string& unit, domain::Codes countries = {});
  void supervises(const std::string& supervisor, const std::string& worker);
  void safeguards(const std::string& person) { directory.people.at(person_id(person)).safeguards = true; }
  void set_places(const std::string& unit, std::int64_t places) { directory.units.at(unit_id(unit)).places = places; }

  UnitId unit_id(const std::string& name) const { return units_.at(name); }
  PersonId person_id(const std::string& name) const { return someone(name).actor.person; }
  const Someone& someone(const std::string& name) const { return people_.at(name); }
  bool knows_unit(const std::string& name) const { return units_.contains(name); }
  bool knows_person(const std::string& name) const { return people_.contains(name); }

  Uuid fresh_id();
  /// Children who sleep at a unit and are in none of the logs of this test.
  std::map<UnitId, std::int64_t> others_placed;

 private:
  std::map<std::string, UnitId> units_;
  std::map<std::string, Someone> people_;
  std::uint64_t ids_ = 0;
};

/// How something is said, where it isn't the usual way.
struct How {
  std::optional<std::int64_t> seen = {};  ///< the n before the author's eyes; all of the file by default
  std::string reason = {};
  EntryId amends = {};
  domain::Factor factor = domain::Factor::fresh;
};

/// The file of one child: its log, and the state that it folds to.
class Log {
 public:
  explicit Log(House& house) : house_(house), record_{RecordId{house.fresh_id()}} {}

  /// What happens when somebody says this: written and read as it travels, decided, and when it may stand, kept and folded. A refusal changes
  /// nothing, whether the codec refuses or the rules do.
  Result<domain::Effect> say(const std::string& person, domain::Body, How = {});
  Result<domain::Effect> say_as_system(domain::Body);
  Result<domain::Effect> say_as(const Someone&, domain::Body, How = {});

  const domain::ChildState& state() const { return state_; }
  const std::vector<domain::Entry>& entries() const { return entries_; }
  RecordId record() const { return record_; }
  House& house() const { return house_; }
  /// The entry that was said last.
  EntryId last() const { return entries_.back().header.id; }
  std::int64_t n() const { return state_.n; }

 private:
  Result<domain::Effect> judge(domain::Entry, const How&);

  House& house_;
  RecordId record_;
  domain::ChildState state_;
  std::vector<domain::Entry> entries_;
};

/// "accepted", "pending", or the code of the refusal: what a test compares.
std::string said(const Result<domain::Effect>&);

domain::Codes codes(std::initializer_list<const char*> words);
domain::DataClasses classes(std::initializer_list<domain::DataClass>);

}  // namespace nibbi::tests
