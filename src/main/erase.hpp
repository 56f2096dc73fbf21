#pragma once
// Two lists beside the master key: of erased files, `master.key.erased`, and of revoked devices, `master.key.revoked`. Whoever keeps a copy of the keys
// keeps them too, so that restoring an older backup brings back neither what was erased since nor a device that was taken back.
#include <string>
#include <vector>

#include "usecases/devices.hpp"
#include "usecases/restore.hpp"

namespace nibbi {

inline std::string erased_list_beside(const std::string& master_key) { return master_key + ".erased"; }

inline std::string revoked_list_beside(const std::string& master_key) { return master_key + ".revoked"; }

/// Writes each list anew if it is not what the store has. A new file beside it, synced, renamed over.
void keep_lists(const std::string& master_key, usecases::StoreReader&);
/// Empty where there is no list. Throws std::runtime_error where there is one that can't be read.
std::vector<usecases::ErasedLine> read_erased_list_file(const std::string& path);
std::vector<usecases::Device> read_revoked_list_file(const std::string& path);

/// Writes a new file (mode 0600), synced with its folder; refuses one that is there, unless `replace`. Throws std::system_error.
void write_private_file(const std::string& path, std::string_view text, bool replace);

}  // namespace nibbi
