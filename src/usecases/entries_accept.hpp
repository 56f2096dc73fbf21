#pragma once
// The one write path: proposals from devices come in here, and so do the server's own words. See docs/decisions/0002.
#include <span>
#include <string>
#include <vector>

#include "usecases/accounts.hpp"
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// An entry as a device sent it.
struct Proposal {
  std::string header;
  crypto::Commitments commitments;
  std::string signature;
  std::string envelope;
};

enum class ReceiptStatus : std::uint8_t { accepted, pending, quarantined, refused };
std::string_view word(ReceiptStatus);

struct Receipt {
  std::string id;  ///< as the header has it; empty when the header could not be read
  ReceiptStatus status = ReceiptStatus::refused;
  std::int64_t n = 0, pos = 0;
  std::optional<Problem> problem;
  bool about_child = false;  ///< judged on a child's file
};

/// What an entry that is kept was answered with.
Receipt receipt_of(const StoredEntry&);

/// Judges each proposal once, in order, and answers for each. `attended`: somebody is looking at the screen, so what is refused is told and
/// nothing is written; otherwise it is kept in quarantine. Everything that is accepted is durable when this returns.
std::vector<Receipt> accept_entries(House&, const Session&, bool attended, std::span<const Proposal>);

/// An entry that was read and checked, ready to be judged.
struct ReadyEntry {
  domain::Header header;
  std::string header_text;
  wire::Content content;
  wire::Parts parts;
  Vault::Salts salts;
  std::string signature;
};

/// What an envelope held: each part with its salt, as it was committed to.
struct Opened {
  wire::Parts parts;
  Vault::Salts salts;
};
Result<Opened> open_seal(const Vault&, EntryId, const Proposal&);
/// Whose it is, on which device, signed by it, and sealed as it was written.
Result<Opened> check_seal(House&, PersonId author, const domain::Header&, const Proposal&);
/// Everything that can be known without the file: who wrote it, that it is whole, what it says. Runs on a worker, not on the writer.
Result<ReadyEntry> prepare(House&, PersonId author, const Proposal&);
bool has_post(const domain::Directory&, const domain::Header&);

/// Whether this entry may stand at `draft.now` on its file as it is; on the writer's thread.
Result<domain::Effect> judge(House&, Draft&, const File&, const ReadyEntry&, domain::Factor);
/// Puts an entry that was judged into the log and folds it into `file`; what is kept of the file is for the caller to put.
Receipt append_entry(House&, Draft&, File&, const ReadyEntry&, const Vault::SealedParts&, const Verdict&);

/// Judges and, if it may be, appends; on the writer's thread. `revoked`: the device that signed it was revoked. What it delivers of a file that its
/// author had to do with is kept in quarantine; of no file is it told anything, not even that there is one.
Receipt judge_and_append(House&, Draft&, const ReadyEntry&, domain::Factor, bool attended, bool revoked = false);

/// The server's own word on a file: what lapsed, what arrived. Its id is made from `name`, so that said twice it is there once.
ReadyEntry system_entry(const House&, RecordId, std::int64_t seen, domain::Body, std::initializer_list<std::string_view> name);

}  // namespace nibbi::usecases
