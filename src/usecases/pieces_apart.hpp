#pragma once
// The bytes of a photo or a paper whose announcement is kept apart: from a revoked device, or too late, in a file's log (kept_apart.hpp) or, where the file's
// own opening waits, in the drawer of what is held (held.hpp). They wait with it, sealed, unseen and unopened by any decoder; when the announcement is taken in
// they go with it, and are looked at then like any other; when it is set aside, or the file is erased, they are destroyed.
//
// In the database a piece stands under incoming_id of the entry that announced it: in a file under the key of its tier, outside of one sealed to the
// installation as it came. Which are there is a thing of the drawer `apart` under that id: {"person", "bytes", "arrived"}.
#include "usecases/house.hpp"
#include "usecases/pieces.hpp"

namespace nibbi::usecases {

inline constexpr std::string_view kApartDrawer = "apart";
inline constexpr std::int64_t kMostApartOfOne = 40'000'000;  ///< of one person, as much as a phone keeps; what comes beyond that stays on the phone

/// An announcement that waits.
struct AnnouncedApart {
  RecordId record;
  EntryId entry;
  PersonId author;
  domain::AttachmentAdded about;
  FilePtr file;  ///< nullptr: the file's opening waits as well
};
/// Of this person's where one is named; nullopt where none waits.
std::optional<AnnouncedApart> announced_apart(House&, RecordId, const Uuid& attachment, std::optional<PersonId> author);

/// Keeps one piece. Says which are missing, and never that it is stored. Refuses like receive_chunk; not_allowed where too much of this person's waits.
Result<AttachmentProgress> receive_apart(House&, const AnnouncedApart&, std::int64_t index, std::string_view bytes);

/// All of its bytes are there.
bool bytes_wait(StoreReader&, const Vault&, RecordId, EntryId, std::int64_t bytes);
/// What waits of it opens, as `nibbi verify` asks. No keys: outside of a file.
bool pieces_open(StoreReader&, const Vault&, RecordId, EntryId, const domain::AttachmentAdded&, const crypto::RecordKeys*);

/// In the caller's transaction: the announcement was taken in as the entry `now`, and its pieces are on their way like any other's.
void take_pieces_in(House&, Draft&, RecordId, EntryId was, const domain::AttachmentAdded&, EntryId now);
/// In the caller's transaction: an announcement that was held went into its file's log: accepted, its pieces are on their way; kept apart, they wait beside it.
void bring_pieces(House&, Draft&, RecordId, EntryId, const domain::AttachmentAdded&, bool accepted);
/// The file was opened: what waited beside it waits in it.
void move_pieces_into(House&, Draft&, RecordId, EntryId, const domain::AttachmentAdded&);
void drop_pieces(const Vault&, Change&, RecordId, EntryId);

}  // namespace nibbi::usecases
