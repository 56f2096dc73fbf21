#pragma once
// Is this row about a child? Only what says so surely makes an adult; in doubt it is a child (docs/standards, key [unicef-2006], 3.1.2).
#include "exchange/written_date.hpp"

namespace nibbi::exchange {

struct AgeEvidence {
  PartialDate birth;
  std::string_view age_given;        ///< of a column beside the standard
  std::string_view age_then;         ///< when the person was first trafficked: at least that old now
  Date registered;                   ///< the day on which the age counts
};

enum class AgeVerdict : unsigned char { child, perhaps_adult, conflict, unknown, adult };

struct Age {
  AgeVerdict verdict = AgeVerdict::unknown;
  std::string_view band = "child_unsure";  ///< list age_band
};

Age judge_age(const AgeEvidence&);

/// A band as the column of ages says it (`10-12`), from which the same band is read again; empty for one that says no age.
std::string_view age_text(std::string_view band);
/// True for a text that is nothing but that.
bool is_age_text(std::string_view);

}  // namespace nibbi::exchange
