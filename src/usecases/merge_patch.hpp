#pragma once
// JSON merge patches (RFC 7396): what changes in one object so that it becomes another. Lists are replaced whole.
#include <optional>

#include "wire/json.hpp"

namespace nibbi::usecases {

/// nullopt where a patch can't say it: a null that is a value, or what is no object.
std::optional<wire::Json> merge_patch(const wire::Json& from, const wire::Json& to);

}  // namespace nibbi::usecases
