#pragma once
// Identification, legal acts, risk, placement, services: what protects the child between the first night and the return. Fields are those of
// contract/forms, and what rules need beside them.
#include "domain/values.hpp"

namespace nibbi::domain {

/// Palermo Protocol art. 3: act, means, purpose; for a child the means are not needed (3(c)). `status` is presumed until `decided_by` decided on `decided_on`.
/// `presumed_child`: the age is uncertain and there are reasons to believe that this is a child, so every measure for a child holds.
struct IdentificationRecorded {
  Code presumed_child;
  Code status;  ///< list trafficking_status
  Code decided_by;  ///< list deciding_authority
  std::optional<Date> decided_on;
  std::string reference;
  Codes acts;  ///< list act
  Codes means;  ///< list means
  Codes purposes;  ///< list purpose
  Codes exploitation;  ///< list exploitation
  Codes labour_industry;  ///< list labour_industry
  Codes recruitment;  ///< list recruitment_method
  Codes control;  ///< list control_method
  std::string grounds;
};
/// An act of an authority: who, which, when, until when, what for. Its document is an attachment that the entry causes.
struct LegalActRecorded {
  Code legal_act_kind;  ///< list legal_act_kind
  Code authority;  ///< list legal_authority
  std::string authority_name;
  std::string reference;
  std::optional<Date> issued_on;
  std::optional<Date> valid_until;
  std::optional<Date> next_date;
  std::string scope;
  Code child_told;
};
/// `not_to_be_given_to` and `not_to_contact` hold names, one a line or parted by commas; they stand until corrected.
struct RiskAssessed {
  Code level;  ///< list risk_level
  Codes kinds;  ///< list risk_kind
  Code secret_address;  ///< list need_flag
  std::string not_to_be_given_to;
  std::string not_to_contact;
  std::string child_fears;
  std::string measures;
  std::optional<Date> review_on;
};
/// Where the child lives from now on: in `unit`, or with a family that `unit` follows, if any does. `legal_act` is its title; none yet starts a
/// clock. Beyond capacity needs a reason.
struct PlacementBegun {
  EntryId legal_act;
  std::string over_capacity_reason;
  Code placement_kind;  ///< list placement_kind
  UnitId unit;
  std::string carer_name;
  std::string place;
  std::string phone;
  std::optional<Date> begun_on;
  std::optional<Date> expected_end;
  Code basis;  ///< list placement_basis
  Code with_siblings;
  std::string child_view;
};
/// `left_with`: the person whom the child left with.
struct PlacementEnded {
  EntryId placement;
  UnitId to_unit;
  Code end_reason;  ///< list placement_end_reason
  std::optional<Date> ended_on;
  Code next_kind;  ///< list placement_kind
  std::string left_with;
  Code belongings;
  std::string child_view;
};
struct ServicePlanned {
  std::optional<std::int64_t> quantity;
  Code service;  ///< list service_type
  Code beneficiary;  ///< list beneficiary
  std::string aim;
  Code child_agrees;  ///< list assent
  UnitId by_unit;
  PersonId responsible;
  std::optional<Date> planned_on;
  std::optional<Money> cost;
  Code funding_line{};  ///< list funding_line, the programme's own
};
/// `planned` is the plan that this carries out, if there was one; `funding_line` names the line of a grant that pays (list funding_line, the programme's own).
struct ServiceGiven {
  EntryId planned;
  UnitId provider;
  std::optional<std::int64_t> quantity;
  Code funding_line;
  Code service;  ///< list service_type
  Code outcome;  ///< list service_outcome
  std::optional<Date> given_on;
  Code beneficiary;  ///< list beneficiary
  Code child_came;
  std::string child_words;
  std::string details;
  std::optional<Money> cost;
};

}  // namespace nibbi::domain
