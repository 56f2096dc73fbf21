#pragma once
// Whole histories that were made up beforehand (the demonstration). Each entry is judged exactly as one that arrives alone, at its own moment;
// only sealing happens before, on any thread, and what is kept of the file is put once, at its end.
#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

struct PreparedHistory {
  struct Line {
    ReadyEntry entry;
    Vault::SealedParts sealed;
    Instant received_at;
    domain::Factor factor{};
    bool attended = true;
  };
  File file;  ///< a new record with keys of its own
  std::vector<Line> lines;
};

/// A record that is not there yet. From any thread.
PreparedHistory begin_history(const House&, RecordId, domain::RecordKind);
/// The next entry, sealed. From any thread.
void add_entry(const House&, PreparedHistory&, ReadyEntry, Instant received_at, domain::Factor, bool attended);

/// Judges and appends one entry after another; on the writer's thread. A receipt for each: what is refused is not written and those after it
/// are judged without it. Ensures that the record is new.
std::vector<Receipt> append_history(House&, Draft&, PreparedHistory);

}  // namespace nibbi::usecases
