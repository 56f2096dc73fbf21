#pragma once
// Erasing a file: its keys are destroyed and everything sealed under them is emptied, in the transaction in which the second person agrees. What
// stays is that there was a file: headers, commitments and verdicts, so that the chain still holds; the ground; and who had looked.
// Here that is true at once. Copies of a wrapped key may survive in a write-ahead log, in free pages and in backups: they are worth nothing once
// the master key that wrapped them is dropped, within 35 days (usecases/rotate.hpp).
#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

inline constexpr Milliseconds kErasedInEveryCopy = days(35);

/// Which files were erased, when and why, for a restore of an older backup: drawer `erased`, record -> "MOMENT GROUND".
inline constexpr std::string_view kErasedDrawer = "erased";
inline std::string erased_note(Instant at, const domain::Code& ground) { return at.text() + ' ' + ground.value; }

/// What is known of an erased file: that it was.
File erased_file(const StoredRecord&);

/// What an accepted entry brings about at once: an agreed request to erase is carried out. On the writer's thread.
void carry_out(House&, Draft&, const ReadyEntry&);

/// Erases again what two people had agreed to erase before a restore brought it back. On the writer's thread.
void erase_unasked(House&, Draft&, RecordId, const domain::Code& ground);

}  // namespace nibbi::usecases
