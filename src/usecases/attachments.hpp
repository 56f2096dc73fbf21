#pragma once
// Photos, papers and voices of a file. The entry that announces one (attachment.added) commits to its bytes and never waits for them; they come
// piece by piece, in any order, as often as the line breaks. When all are there they are held against the announcement, an image is made anew
// from its pixels in a process of its own, what came is destroyed, and the system says so in the log: attachment.stored, or attachment.refused
// where it is not what it was said to be.
//
// In the database a piece stands under an id that only the keys can tell apart from chance, sealed under the key of the tier that its kind
// belongs to (list attachment_kind). Which pieces of an unfinished one are there is a thing of the drawer `incoming`.
#include <string>
#include <string_view>
#include <vector>

#include "usecases/house.hpp"
#include "usecases/pieces.hpp"

namespace nibbi::usecases {

inline constexpr std::string_view kIncomingDrawer = "incoming";

/// Keeps one piece, in clear or sealed to the installation (crypto/envelope.hpp): as a phone keeps it while it waits. The same again changes nothing.
/// The piece that makes it whole also answers for the whole.
/// From a revoked device, and where the announcement itself was kept apart, it waits beside it (pieces_apart.hpp) until a supervisor takes that in; what was
/// announced before, or was taken in since, is fixed by its SHA-256, and completes.
/// Refuses not_found (also where one may not write a note on the file), file_closed, file_held, number_out_of_range (no such piece, or not of
/// its length), bad_envelope (sealed to another installation, or as another piece), same_id_other_content; of the whole: bad_commitment (not the bytes that were announced: all of them are thrown away, and may
/// be sent again), not_an_image, wrong_media_type, too_large (said in the log, and final); busy, unavailable (kept: send any piece again).
Result<AttachmentProgress> receive_chunk(House&, const Session&, RecordId, const Uuid& attachment, std::int64_t index, std::string_view bytes);

/// The same by any hand: who carries it proves nothing and need not, since the bytes are those that an entry signed for, or nothing.
Result<AttachmentProgress> receive_carried(House&, RecordId, const Uuid& attachment, std::int64_t index, std::string_view bytes);
/// Where all of its bytes are there, and nobody has looked at the whole yet, that is done now: an announcement was taken in after them, or a process ended between (whole.hpp).
void finish_incoming(House&, RecordId, const Uuid& attachment);

struct ServedAttachment {
  const domain::MediaType* type = nullptr;
  std::string bytes;
};
/// What was stored, to who sees that part of the file; written to the access log in a transaction that is durable before this returns.
/// Refuses not_found, step_up, reason_needed, second_person_needed, and what it was refused for.
Result<ServedAttachment> serve_attachment(House&, const Session&, RecordId, const Uuid& attachment, const std::string& reason);

/// Every id under which the database may keep something of this file.
std::vector<Uuid> kept_ids(const Vault&, RecordId, const domain::ChildState&);
/// Which pieces of an unfinished one are there, as `nibbi verify` asks; empty when nothing has come.
std::vector<std::int64_t> incoming_chunks(StoreReader&, const Uuid& incoming);
/// The tier and class that its kind belongs to; an unknown kind belongs to the innermost.
domain::CodeList::KeptAs kept_as(const domain::Rules&, const domain::AttachmentAdded&);

}  // namespace nibbi::usecases
