#pragma once
// What a restored database needs before it is served: a new epoch, so that devices see that the log went back and offer again what it lost; and
// what was erased after the backup was made, erased again.
#include <string>
#include <string_view>
#include <vector>

#include "usecases/house.hpp"

namespace nibbi::usecases {

/// One erased file, as the list beside the master key tells it.
struct ErasedLine {
  RecordId record;
  Instant at;
  domain::Code ground;
  bool operator==(const ErasedLine&) const = default;
};

/// The files that were erased here, in order of id.
std::vector<ErasedLine> erased_list(StoreReader&);
/// Text: "nibbi erased 1", then "RECORD MOMENT GROUND" a line. It names no child, only that a file is gone.
std::string write_erased_list(const std::vector<ErasedLine>&);
/// nullopt for anything else.
std::optional<std::vector<ErasedLine>> read_erased_list(std::string_view);

/// Raises the epoch. Throws OurFault if it is not higher than the one that stands.
void begin_epoch(House&, std::int64_t epoch);
/// Erases what the list names and this log still has; returns how many files.
std::int64_t erase_again(House&, const std::vector<ErasedLine>&);

}  // namespace nibbi::usecases
