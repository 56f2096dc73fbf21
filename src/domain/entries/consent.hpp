#pragma once
// Consent as a living object: for which purpose, to whom, for which data, until when; and its withdrawal.
#include "domain/data_class.hpp"
#include "domain/values.hpp"

namespace nibbi::domain {

/// A basis on which data may leave a unit's hands: consent, assent with guardian, best interests (with its reason), vital urgency (a second
/// person reviews it within 24 hours) or legal duty (the law or order named).
struct ConsentGiven {
  Code basis;                 ///< list consent_basis
  Code given_by;              ///< list consent_giver
  std::string guardian_name;
  Codes explained;            ///< list consent_explained: the seven points of HTCDS `con_Consent`, each that was explained
  Codes purposes;             ///< list consent_purpose
  DataClasses data_classes;
  Code recipient_kind;        ///< list consent_recipient_kind
  UnitId recipient_unit;      ///< when the recipient is one unit
  std::optional<Date> until;
  std::string child_words, reason;
  PersonId second_person;
};
struct ConsentRefused { Codes purposes; DataClasses data_classes; std::string child_words; };
struct ConsentWithdrawn { EntryId consent; Code by; std::string words; };

struct BasisReviewed { EntryId basis; bool upheld = false; std::string text; };
struct BasisLapsed { EntryId basis; };

}  // namespace nibbi::domain
