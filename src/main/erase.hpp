#pragma once
// The list of erased files beside the master key, `master.key.erased`: whoever keeps a copy of the keys keeps it too, so that restoring an older
// backup does not bring back what was erased since.
#include <string>
#include <vector>

#include "usecases/restore.hpp"

namespace nibbi {

inline std::string erased_list_beside(const std::string& master_key) { return master_key + ".erased"; }

/// Writes the list anew if it is not what the store has. A new file beside it, synced, renamed over.
void keep_erased_list(const std::string& master_key, usecases::StoreReader&);
/// Empty where there is no list. Throws std::runtime_error where there is one that can't be read.
std::vector<usecases::ErasedLine> read_erased_list_file(const std::string& path);

/// Writes a new file (mode 0600), synced with its folder; refuses one that is there, unless `replace`. Throws std::system_error.
void write_private_file(const std::string& path, std::string_view text, bool replace);

}  // namespace nibbi
