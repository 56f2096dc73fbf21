#pragma once
// What a device does with the changes that it is sent, as web/src/records/canonical.ts does it.
#include <string_view>

#include "wire/json.hpp"

namespace nibbi::tests {

/// RFC 7396, as a client would write it.
wire::Json merged(wire::Json into, const wire::Json& patch);
/// After the patch: the lists that grew. What does not fit is left as it is, and comes out with another hash.
void add_tails(wire::Json& view, std::string_view tails);

}  // namespace nibbi::tests
