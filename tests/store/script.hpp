#pragma once
// Random transactions, written down so that several stores can be led through the same ones.
#include <span>
#include <string>
#include <vector>

#include "store/samples.hpp"

namespace nibbi::store::test {

struct Step {
  enum Kind {
    put_record, append, append_more, append_again, gap_in_log, gap_in_record, id_twice, put_state, put_more_state, drop_state,
    reseal, reseal_nothing, access, access_more, put_thing, drop_thing, put_chunk, drop_chunks, raise_epoch, lower_epoch,
    open_nested, open_nested_too, close_nested, close_nested_too, fail_nested, pass_over_a_failure, look, abort_all, kinds
  };
  int kind = 0;
  unsigned which = 0, size = 0;
};
using Transaction = std::vector<Step>;

/// What came of a script: one line per change that was undone, and a picture of the inside wherever it says `look`.
struct Outcome {
  std::vector<std::string> lines;
  std::vector<Picture> looks;
  std::uint64_t entries = 0;  ///< so many ids were used
  bool operator==(const Outcome&) const = default;
};

/// The steps of one transaction, inside it; what they are refused gets out.
void play(usecases::Change&, std::span<const Step>, Outcome&);
/// One transaction; nothing gets out but what is told in the outcome.
void run(usecases::Store&, std::span<const Step>, Outcome&);

}  // namespace nibbi::store::test
