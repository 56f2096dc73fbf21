#pragma once
// The baseline of what an entry costs: the same rows, of the same sizes, written into the same tables by a loop that does nothing else.
#include <cstddef>
#include <string>

#include "usecases/ports/store.hpp"

namespace nibbi::bench {

/// Rows a second of an entry (its own row, its record's count, its file's brief and state, its device) in SQLite, WAL, synchronous=FULL, `group`
/// entries in one transaction, which also writes the tally once; over `files` files.
double raw_rows_per_second(const std::string& path, const usecases::StoredEntry&, const usecases::StoredState&, std::size_t device_bytes, std::size_t tally_bytes, int files,
                           int group, double seconds);

}  // namespace nibbi::bench
