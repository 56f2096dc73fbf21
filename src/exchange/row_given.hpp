#pragma once
// A row by fields of the standard instead of columns: what each says, and what identifies the row.
#include "exchange/htcds.hpp"
#include "exchange/htcds_notes.hpp"

namespace nibbi::exchange {

/// What one field says in a row: the texts of its columns, and the codes of columns that stand for one choice each.
struct Given {
  const Field* field = nullptr;
  std::vector<std::string> texts, ticked;
  bool label_is_name = false;

  /// All of it in one text.
  std::string whole() const;
};

struct GivenRow {
  std::map<std::size_t, Given> fields;                ///< by place in the published sheet
  std::map<std::string, std::string> beside;          ///< `age`, `start`, `submitted`
  std::vector<NoteLine> others;                       ///< columns that the standard does not have, and cells that fit no field
  std::vector<const Field*> twice;                    ///< fields that two columns say differently

  const Given* of(const Field* field) const;
};

GivenRow given_in(const Row&, const HtcdsMap&);

/// The normalised cells as one text: columns by name, values by what they mean, without what a form server changes from export to export.
std::string identity_text(const GivenRow&, const HtcdsMap&, UnitId, Date today);

}  // namespace nibbi::exchange
