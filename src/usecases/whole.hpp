#pragma once
// Attachments of which every piece is there and nobody has looked at the whole yet: that is done a moment after the last piece came, or the announcement was
// taken in, in another transaction. Where this process ended between, no phone may ever ask again (it was revoked, or a hand carried its file), so the clock does it.
//
// A thing of the drawer `whole` under the id of the pieces, sealed, since which pieces are of which file is nobody's to read in the database:
//   {"record", "attachment", "next": moment, "wait_s": seconds}
#include "usecases/house.hpp"

namespace nibbi::usecases {

inline constexpr std::string_view kWholeDrawer = "whole";

/// In the transaction that makes it whole. Whoever does so looks at it at once; the clock a minute later.
void note_whole(Draft&, const Uuid& incoming, RecordId, const Uuid& attachment);
void forget_whole(Change&, const Uuid& incoming);
/// Looks at those that have waited long enough; each one again after twice as long, at most a day. Returns how many are done.
std::size_t finish_whole(House&);

}  // namespace nibbi::usecases
