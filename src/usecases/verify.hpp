#pragma once
// Holding the log to its promises: nothing rewritten, cut, reordered; every entry what its author signed; every state what its log folds to.
#include <map>
#include <string>
#include <vector>

#include "usecases/vault.hpp"

namespace nibbi::usecases {

/// Something that does not hold. Names the check and where in the log, never what stands there.
struct Finding {
  std::string check;   ///< chain, order, header, signature, commitment, sealed, fold, brief, head, erased, tally, epoch, log, records, accesses, things, attachment, held
  std::int64_t pos = 0;
  std::string record;  ///< id, where it is about one record
};

struct Verified {
  std::int64_t entries = 0, records = 0, states = 0, attachments = 0, signatures = 0, erased = 0, held = 0;
  LogHead head;
  std::vector<Finding> findings;  ///< the first hundred
  std::int64_t finding_count = 0;
};

/// Without keys: chain, order, headers, signatures. With `vault`: also that every part opens to its commitment, and that every state and brief is
/// what its log folds to. Streams; memory is bounded by the largest file.
Verified verify_log(StoreReader&, const Vault* vault);

/// A JSON summary of it.
std::string summary(const Verified&);

}  // namespace nibbi::usecases
