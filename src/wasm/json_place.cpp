// The reading of contract pages for the browser's build; src/wire/json_place.cpp says where the page breaks, which needs the whole library.
// The page was read by that one when the server was built: here it only has to be the same.
#include "wire/json_place.hpp"

#include "wire/json.hpp"

namespace nibbi::wire {

std::expected<Json, std::string> parse_strictly(std::string_view text) {
  auto json = read_json(text);
  if (!json) return std::unexpected(std::string(word(json.error().code)));
  return std::move(*json);
}

}  // namespace nibbi::wire
