#pragma once
// What a device holds of its person's files, and how it follows the server: views that changed, what to forget, what became of its entries, and
// the signed end of the log. Nothing is kept about a device's files between two calls: it tells what it holds. See docs/decisions/0008.
#include <optional>
#include <string>
#include <vector>

#include "usecases/child_view.hpp"
#include "usecases/entries_accept.hpp"
#include "usecases/leases.hpp"

namespace nibbi::usecases {

inline constexpr std::size_t kMostOnDevice = 100;        ///< files
inline constexpr std::size_t kPieceBytes = 100'000;      ///< of views in one answer, before they are compressed
inline constexpr Milliseconds kLease = hours(72);

/// The view that a device keeps: as `GET` shows it to this person with a stale factor, without the part `placement` and what tells of it.
struct Carried {
  wire::View view;
  std::string hash;  ///< base64url of the SHA-256 of its bytes
};
/// nullopt where nothing of the file is to be kept on a device. `with_place` (a trip lease for this very visit or journey): also where the child is,
/// to who sees that without a reason and without a fresh factor.
std::optional<Carried> view_to_carry(House&, const Session&, RecordId, const domain::ChildState&, bool with_place = false);
/// The files that this person needs at hand: their own (as `assigned` or covering, or with a tracing task), and those on which there is something for
/// them to do; their own first, then the newest. Not cut to kMostOnDevice.
std::vector<RecordId> files_to_carry(House&, const Session&);

struct SyncAsked {
  struct Held { RecordId record; std::string hash; std::int64_t n = 0; };
  std::vector<Held> holds;
  std::int64_t unsent = 0;
  std::vector<EntryId> asks;
  bool tails = false;  ///< this device knows what to do with them
  bool keeps = true;   ///< false where its person chose no PIN: then nothing is delivered, and what it still holds is to be forgotten
};
struct SyncView {
  RecordId record;
  std::int64_t n = 0;
  std::string hash;
  std::string json;               ///< the view, or the patch where there is a base
  std::string tails;              ///< with a patch: a JSON array; empty where there are none
  std::optional<std::string> base;
};
struct Synced {
  std::vector<SyncView> views;
  std::vector<RecordId> forget;
  struct Asked { EntryId id; std::optional<Receipt> receipt; };
  std::vector<Asked> receipts;
  std::size_t files = 0, left = 0, beyond = 0;
  Instant keep_until;
  std::string checkpoint, signature;
  bool revoked = false;
  std::optional<Lease> lease;  ///< of this person, for this device or for none yet
};
/// For the session's device. Refuses unknown_device (a session without one).
Result<Synced> synchronise(House&, const Session&, const SyncAsked&);

}  // namespace nibbi::usecases
