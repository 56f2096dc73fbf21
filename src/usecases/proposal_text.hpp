#pragma once
// An entry as a device sends it, as JSON: {"header": text, "commitments": {tier: b64u}, "signature": b64u, "envelope": b64u}. Over HTTP, and in the
// file that a phone writes when it will not see a network again.
#include "usecases/entries_accept.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {

/// Refuses missing_field, wrong_type, unknown_field, bad_commitment.
Result<Proposal> read_proposal(const wire::Json&);

/// As far as it can be told: the id in the header, or nothing.
std::string id_in(const wire::Json& proposal);

}  // namespace nibbi::usecases
