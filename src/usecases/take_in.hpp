#pragma once
// Files taken in whole from elsewhere (a list of another system): many in one transaction, each whole or not at all.
#include "usecases/history_append.hpp"
#include "usecases/say.hpp"

namespace nibbi::usecases {

enum class TakenIn : std::uint8_t { created, exists, refused };

struct TakenInAnswer {
  TakenIn what{};
  std::optional<Problem> why;  ///< of a refusal: the first entry that may not stand
};

/// An answer for each history. One that is refused costs no other. With `keep` false everything is judged as it would be and nothing is written.
/// What was written is of one list, which is called so (batches.hpp).
std::vector<TakenInAnswer> take_in(House&, const Pen&, std::span<const PreparedHistory>, bool keep, const std::string& called = {});

}  // namespace nibbi::usecases
