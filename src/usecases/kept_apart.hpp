#pragma once
// What a revoked device delivered of a child's file was kept apart. Here whoever says whose file it is (action `assign`) looks at it and settles it:
// takes it in as an entry of their own, or sets it aside for good with a reason. What was kept apart stays in the log either way.
// The same for a file whose opening was refused (usecases/held.hpp): a supervisor who answers for its author opens it in their own name, or does not.
#include <vector>

#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

struct KeptApartLine {
  domain::Header header;      ///< whose it is by its signature, what kind, when by their clock
  std::string author_name;
  Instant received_at;
  Problem why;
  wire::Parts parts;          ///< JSON of each part that is shown
  std::optional<bool> bytes_here = {};  ///< of a photo or a paper: all of its bytes came, and are seen once it is taken in
  domain::PerTier<bool> withheld{};  ///< there is such a part, and it is shown for a reason only, or not at all
};

/// What waits on this file, the oldest first; a part that the page opens for a reason is shown where one is given. The sight is logged before it is
/// served. Refuses not_found, not_allowed, file_closed.
Result<std::vector<KeptApartLine>> kept_apart_of(House&, const Session&, RecordId, const std::string& reason);

/// Takes it in, judged as if this person said it now, or sets it aside. Answers the receipt of the entry that says so. Refuses like kept_apart_of;
/// no_such_step (settled already), reason_needed (to set it aside; to take in what is shown for a reason only), and what refuses the entry itself.
Result<Receipt> settle_kept_apart(House&, const Session&, RecordId, EntryId, bool take_in, const std::string& reason);

}  // namespace nibbi::usecases
