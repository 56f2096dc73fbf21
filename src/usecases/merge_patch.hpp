#pragma once
// What changes in one object so that it becomes another: a JSON merge patch (RFC 7396), and beside it the tails of lists. A merge patch replaces a
// list whole; a file's lists grow at their end, and most of a change would be what the device has already.
#include <optional>

#include "wire/json.hpp"

namespace nibbi::usecases {

struct Patch {
  wire::Json merge;
  /// [{from, items, path}]: in the list at `path` (a JSON pointer, RFC 6901) the first `from` items stay, and `items` follow.
  wire::Json tails;
};
/// nullopt where a patch can't say it: a null that is a value, or what is no object. Without `tails` there are none.
std::optional<Patch> patch_between(const wire::Json& from, const wire::Json& to, bool tails);

}  // namespace nibbi::usecases
