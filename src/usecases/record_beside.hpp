#pragma once
// What stands of a record beside a child's file: a family's request, a household, a place, a group event, a journey. Its opening, and over it field by
// field what was corrected since, in the order of the log. Whoever reads such a record reads it here. Decision 0027.
#include <optional>
#include <string>
#include <vector>

#include "usecases/vault.hpp"

namespace nibbi::usecases {

/// One field before and after; JSON text, empty where nothing stands.
struct FieldChange {
  std::string field;
  domain::Tier tier{};
  std::string was, is;
};

/// What was said after the opening: a correction with what it changed, or that a request is closed or opened again.
struct SaidBeside {
  domain::Header header;
  std::int64_t n = 0;
  Instant at;
  domain::Body body;
  std::string why;
  std::vector<FieldChange> changes;
};

struct RecordBeside {
  RecordId record;
  domain::Header opened;
  Instant opened_at;
  std::int64_t n = 0;            ///< how long its log is
  domain::Body stands;           ///< of the kind that opened it
  EntryId last;                  ///< the opening or the last correction: what a correction made now amends
  std::vector<SaidBeside> said;  ///< in the order of the log

  /// The word that closed it, where it is a request that stands closed.
  const SaidBeside* closed() const;
};

/// nullopt where there is no such record, where it is of another sort, and where it was erased.
std::optional<RecordBeside> record_beside(StoreReader&, const Vault&, RecordId);

/// Its fields that stand, as JSON, as far as these parts are open.
std::string fields_beside(const Vault&, const RecordBeside&, const domain::PerTier<bool>& open);

}  // namespace nibbi::usecases
