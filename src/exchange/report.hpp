#pragma once
// The report of an import: JSON lines, one for each row. Never a name or a value of a row in it.
#include "exchange/findings.hpp"

namespace nibbi::exchange {

enum class RowStatus : std::uint8_t { created, would_create, exists, refused };
std::string_view word(RowStatus);

struct ReportLine {
  std::int64_t row = 0;             ///< as a spreadsheet counts
  RowStatus status{};
  std::string_view reason;          ///< a code, for a refusal; empty otherwise
  std::vector<Finding> findings;
};

/// One JSON object and a line feed: {"row":3,"status":"refused","reason":"adult","findings":["date_day_or_month:prs_Birthdate"]}.
std::string write(const ReportLine&);

}  // namespace nibbi::exchange
