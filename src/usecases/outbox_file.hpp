#pragma once
// The file that a phone writes of what waits on it when it will see no network again (web/src/features/more/mend.ts): JSON,
// {"format": "nibbi outbox 1", "installation": id, "entries": proposals}. It comes by any hand: who carried it proves nothing and need not, since each
// entry is signed by the device that wrote it and sealed to the installation. Each is judged as one that nobody attends, so that what the rules refuse
// is kept and not dropped; what came before by the network is answered as it was.
#include <functional>
#include <string_view>
#include <vector>

#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

inline constexpr std::size_t kLargestOutboxFile = 64u << 20;

/// One receipt an entry, in the file's order. `done`: how many so far. Refuses malformed: no such file, or (field: installation) one for somebody else.
Result<std::vector<Receipt>> take_outbox(House&, std::string_view text, const std::function<void(std::size_t done)>&);

}  // namespace nibbi::usecases
