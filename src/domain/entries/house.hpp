#pragma once
// Records that are not a child: units, people, inquiries, and (briefly, for now) events, families, places and movements. The last five are corrected by an
// entry of the kind that opened them, which names what it amends (usecases/record_beside).
#include "domain/policy_words.hpp"
#include "domain/values.hpp"

namespace nibbi::domain {

struct UnitRegistered {
  std::string name;
  std::string organisation;
  Code kind;                   ///< list unit_kind
  Code country;
  Codes services, languages;
  std::string town;
  std::string phone;
  bool address_secret = false;
  std::string address;
  bool breaks_glass = false;   ///< listed by the programme's agreement for emergencies; never police, court, school or press
};
struct UnitCapacitySet { std::int64_t places = 0; };
/// From one day to another (inclusive) this supervisor answers for the unit's files, whoever the workers' own supervisor is.
struct UnitDutySet { PersonId supervisor; Date from, until; };
struct UnitClosed { std::string text; };

struct PersonRegistered { std::string name; Code language; };
/// A role for a unit; a supervisor's grant names those whom they supervise through `PersonSupervised`.
struct PersonGranted { Role role = Role::street_worker; UnitId unit; Codes countries; };
struct PersonRevoked { Role role = Role::street_worker; UnitId unit; };
struct PersonSupervised { PersonId supervisor; };
/// Named by the programme for concerns about colleagues, or no longer: a list of names, not a role.
struct PersonSafeguards { bool named = false; };

struct EventOpened { std::string code; Code country; Code kind; std::int64_t children = 0; std::string where, text; };
struct FamilyOpened { std::string code; Code country; std::string name, where, phone, text; };
/// Relatives look for a child: who they are, and what they tell of the child, each in the words in which it was told.
struct InquiryOpened {
  std::string code;
  Code country;
  std::string name, where, phone, text;
  Code relation = {};  ///< of who looks to the child, list relation_to_child
  std::string first_name = {}, family_name = {}, other_names = {};
  Code sex = {};
  PartialDate birth = {};
  std::string mother = {}, father = {}, siblings = {}, others = {}, village = {};
  Codes languages = {};
  std::string companions = {};  ///< who was with the child
  PartialDate parted = {};      ///< since when child and family are apart
  Codes marks = {};             ///< list body_mark
};
/// Nobody looks any more, or not through this request: it is compared with no child until somebody opens it again.
struct InquiryClosed { Code inquiry_end; std::string text; };
struct InquiryReopened { std::string text; };
/// `children`: others who were seen there; 0 where nobody counted.
struct PlaceOpened { std::string code; Code country; Code kind; std::string name, where, text; std::int64_t children = 0; };
struct MovementOpened { std::string code; Code country; Code to_country; std::optional<Date> day; std::string text; };

}  // namespace nibbi::domain
