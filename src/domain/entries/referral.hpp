#pragma once
// The referral: from unit to unit, never to a person; a conversation with a clock.
#include "domain/data_class.hpp"
#include "domain/values.hpp"

namespace nibbi::domain {

struct ReferralSent {
  UnitId to_unit;
  Code service;              ///< list service_type
  Code priority;             ///< list referral_priority; its clock is in contract/clocks
  Code urgent_care, disability_support, infant_or_pregnancy, secret_address;  ///< what a unit must know to say yes or no
  std::optional<std::int64_t> siblings;
  Code language;
  DataClasses data_classes;  ///< what opens on acceptance, beside the plain part
  Code carer_informed;
  Code basis;                ///< list consent_basis
  Code transfer;                ///< responsibility goes with the child when it is accepted
  std::string basis_reason;  ///< best interests: why; legal duty: which law or order
  std::string context;
};
struct ReferralReceived { EntryId referral; };
struct ReferralOpened { EntryId referral; };
struct ReferralAsked { EntryId referral; std::string text; };
struct ReferralAnswered { EntryId referral; std::string text; };
struct ReferralAccepted { EntryId referral; std::optional<Date> from; std::string text; };
struct ReferralDeclined { EntryId referral; Code reason; std::string text; };
struct ReferralServiceGiven { EntryId referral; Code outcome; std::string text; };
struct ReferralFeedback { EntryId referral; Code child_came; Code next; std::string text; };
struct ReferralClosed { EntryId referral; std::string text; };
struct ReferralWithdrawn { EntryId referral; std::string text; };
struct ReferralExpired { EntryId referral; };

}  // namespace nibbi::domain
