#pragma once
// Two joined files are of one child: what protects the child in the one protects in the other (decision 0006 keeps both; nothing is copied).
#include "domain/entry.hpp"
#include "usecases/house.hpp"
#include "usecases/writer.hpp"

namespace nibbi::usecases {

/// Holds what is said in this file to the other one's facts. Refuses no_such_step {field: joined} for what leads on in the file that only points to the other;
/// not_to_be_given_to for a name on the other's list; child_refuses where the child said no there and nobody heard a word about going since; and
/// not_for_this_file for somebody whom the other file keeps away. Nothing where no file is joined.
Result<void> holds_in_the_joined_file(Draft&, const domain::ChildState&, const domain::Header&, const domain::Body&);

}  // namespace nibbi::usecases
