#pragma once
// What came from the field and has no place in a log yet is kept as it came, sealed to the installation, and nothing of it is dropped:
//   - an entry of a kind or version, or a form of a version, that this program does not know: it waits for an upgrade, and is judged then (judge_held);
//   - the refused opening of a file, and what depends on it: it waits for a supervisor (usecases/kept_apart).
// Each is a thing in the drawer `held` under the entry's id, so that tally, verify, backup and restore hold it like any other. JSON:
//   {"header": text, "commitments": {tier: b64u}, "signature": b64u, "envelope": b64u, "received_at": moment, "why": problem,
//    "aside": {"by": person, "at": moment, "reason": sealed b64u}?}
#include <optional>
#include <vector>

#include "usecases/devices.hpp"
#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

inline constexpr std::string_view kHeldDrawer = "held";
inline constexpr std::size_t kMostHeldOfOne = 1000;  ///< of one person; what comes beyond that is refused as it was before

struct Held {
  Proposal proposal;
  wire::NewerHeader frame;   ///< read from the proposal's header
  Instant received_at;
  Problem why;
  bool aside = false;        ///< a supervisor set it aside for good
};

std::optional<Held> find_held(StoreReader&, EntryId);
/// All that is held, device by device in the order in which it was written. Set aside or not.
std::vector<Held> all_held(StoreReader&);
Receipt receipt_of(const Held&);

/// An entry of a kind or version unknown here, or a form of a version unknown here, whose author, device and seal are as they must be; otherwise
/// `unread`, the problem that prepare gave, or what is wrong with it. On a worker.
Result<Held> newer_entry(House&, const Session&, const Proposal&, const Problem& unread);

/// Keeps it where it may be kept, in the caller's transaction: nullopt where this person has too much waiting.
std::optional<Receipt> hold(Draft&, Held);
/// The refused opening of a file, and what was written on a file whose opening is held. Nothing else has a place here.
bool belongs_here(Draft&, const domain::Header&, const Problem& why);

/// Judges anew what waited for an upgrade and is known now, and then place_held; what then is refused stays here with its reason. Returns how many went into a log.
std::int64_t judge_held(House&);
/// What was written in a file whose opening waited, where the file is there by now and no supervisor took the rest along (an upgrade opened it, or its author
/// did so once more): judged as if it came now, and what was attached comes with it. Returns how many went into a log.
std::int64_t place_held(House&);

/// What a supervisor settles: what waits of the files that nobody could open, by people whom this person answers for.
struct HeldOpening {
  RecordId record;
  PersonId author;
  std::string author_name;
  UnitId unit;
  Instant claimed_at, received_at;
  std::size_t entries = 0;   ///< with the opening itself
};
std::vector<HeldOpening> held_openings(House&, const Session&);
/// The entries of one such file, in order; empty for who has nothing to do with it.
std::vector<Held> held_of(House&, const Session&, RecordId);

/// In a transaction of the caller's: the file was opened by somebody else, so the rest goes into its log, each kept apart for the supervisor.
void move_held_into(House&, Draft&, RecordId, PersonId author);
void set_held_aside(House&, Draft&, const Held&, PersonId by, const std::string& reason);
/// Erased with its file.
void drop_held(Draft&, RecordId);

}  // namespace nibbi::usecases
