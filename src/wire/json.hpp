#pragma once
// The one JSON library of the house, and the gate before it: nothing is parsed that strict_json has not passed.
#include <string>
#include <string_view>

#include <jsoncons/json.hpp>

#include "base/problem.hpp"

namespace nibbi::wire {

/// Objects keep their keys sorted, so that the same value is always the same bytes.
using Json = jsoncons::json;

struct JsonLimits {
  std::size_t bytes = 256 * 1024;
  std::size_t depth = 16;
};

/// Reads JSON text that comes from outside. Refuses malformed (also: comments, NUL, broken UTF-8, trailing text), too_large, too_deep,
/// duplicate_key, number_out_of_range (whole numbers beyond 2^53 - 1; fractions and exponents are malformed: nothing here has them).
Result<Json> read_json(std::string_view text, JsonLimits = {});

/// Reads JSON text that this program wrote and kept. Throws OurFault when it isn't JSON any more.
Json read_own_json(std::string_view text);

/// The canonical bytes of a value: sorted keys, no white space.
std::string write_json(const Json&);

}  // namespace nibbi::wire
