#pragma once
// The file that a phone writes of what waits on it when it will see no network again (web/src/features/more/mend.ts): JSON,
// {"format": "nibbi outbox 1", "installation": id, "entries": proposals, "attachments": [{"record", "attachment", "pieces": [sealed, B64u]}]}, the last where
// photos or papers wait. It comes by any hand: who carried it proves nothing and need not, since each entry is signed by the device that wrote it and sealed to the
// installation, and each attachment is what an entry signed for. Each entry is judged as one that nobody attends, so that what the rules refuse is kept and not
// dropped; what came before by the network is answered as it was.
#include <functional>
#include <string_view>
#include <vector>

#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

inline constexpr std::size_t kLargestOutboxFile = 64u << 20;

/// What became of the bytes of one attachment.
enum class Carried : std::uint8_t { stored, kept_apart, incomplete, refused };
std::string_view word(Carried);
struct CarriedBytes {
  std::string attachment;  ///< its id; empty when it could not be read
  Carried what = Carried::refused;
  std::optional<Problem> problem;
};
struct TakenOutbox {
  std::vector<Receipt> receipts;
  std::vector<CarriedBytes> bytes;
};

/// One receipt an entry, in the file's order, and after them one answer an attachment. `done`: how many so far. Refuses malformed: no such file, or (field: installation) one for somebody else.
Result<TakenOutbox> take_outbox(House&, std::string_view text, const std::function<void(std::size_t done)>&);

}  // namespace nibbi::usecases
