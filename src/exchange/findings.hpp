#pragma once
// What was noticed about a row: codes, and the standard's name of the field; never a value, never a heading of the file's own.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nibbi::exchange {

#define NIBBI_EXCHANGE_FINDINGS(X)                                                                              \
  X(columns_in_note)          /* columns without a home stand in a note */                                      \
  X(unknown_code)             /* a word that no list has; kept in a note */                                     \
  X(code_without_home)        /* a code of the standard that we have none for; kept in a note */                \
  X(nearest_code)             /* ours is wider or only close; what was written is kept in a note */             \
  X(unknown_country)          /* no country that we know; kept in a note */                                     \
  X(country_not_in_list)      /* a country that no question can hold; kept in a note */                         \
  X(more_than_one_country)    /* the first is the answer, all are kept in a note */                             \
  X(unknown_language)         /* kept in a note */                                                              \
  X(date_unreadable)          /* kept in a note */                                                              \
  X(date_as_said)             /* no date in it: the words are kept */                                           \
  X(date_day_or_month)        /* read as day/month */                                                           \
  X(date_month_first)         /* could only be month/day */                                                     \
  X(date_two_digit_year)      /* the century was guessed */                                                     \
  X(date_in_future)                                                                                             \
  X(age_unknown)              /* no age and no birth: presumed a child */                                       \
  X(age_uncertain)            /* perhaps 18: presumed a child */                                                \
  X(age_conflict)             /* one column says a child, another an adult: presumed a child */                 \
  X(adult_today)              /* a child when it was written down */                                            \
  X(status_missing)           /* presumed, since nobody has decided */                                          \
  X(status_without_authority) /* named no authority: presumed until one decides */                              \
  X(consent_not_given)                                                                                          \
  X(consent_for_this_unit)    /* the box covers the interview, nothing that is sent elsewhere */                \
  X(title_read_as_name)       /* the form's second "Second Name" */                                             \
  X(column_twice)             /* one field in two columns, with two values; the second is kept in a note */     \
  X(label_over_name)          /* the label that people saw says another field than the hidden name */           \
  X(cells_without_heading)    /* kept in a note */                                                              \
  X(text_too_long)            /* more than the answer can hold; kept in a note */                               \
  X(error_in_sheet)           /* a formula that failed; kept in a note */                                       \
  X(encoding_repaired)        /* not UTF-8, or UTF-8 taken for 1252 */                                          \
  X(encoding_damaged)         /* letters were lost before the file came here */                                 \
  X(deceased)                 /* the list says that the child has died: a person must look */                   \
  X(closed_in_source)         /* the list says closed; here a supervisor closes */                              \
  X(plan_without_service)     /* a plan without a kind that we know; kept in a note */

enum class FindingCode : std::uint8_t {
#define X(code) code,
  NIBBI_EXCHANGE_FINDINGS(X)
#undef X
};
std::string_view word(FindingCode);

struct Finding {
  FindingCode code{};
  std::string field;  ///< a name of the standard, or empty
  bool operator==(const Finding&) const = default;
};
/// `unknown_code:vic_MethodsOfControl`
std::string text(const Finding&);

/// What a file holds that a row of the standard has no room for.
enum class NotHeld : std::uint8_t {
  answer_without_code,    ///< the standard has no code for it
  third_language,
  consent_in_part,        ///< the seven explanations not all given, or more than the one box says
  other_plan,             ///< one plan fits in a row
  other_referral,
  other_identification,   ///< an earlier one
  closed_part,            ///< the reader may not see it
};
std::string_view word(NotHeld);

}  // namespace nibbi::exchange
