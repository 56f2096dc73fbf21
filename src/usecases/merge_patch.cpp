#include "usecases/merge_patch.hpp"

namespace nibbi::usecases {

using wire::Json;

std::optional<Json> merge_patch(const Json& from, const Json& to) {
  if (!from.is_object() || !to.is_object()) return std::nullopt;
  Json patch(jsoncons::json_object_arg);
  for (const auto& member : from.object_range())
    if (!to.contains(member.key())) patch[member.key()] = Json::null();
  for (const auto& member : to.object_range()) {
    const Json& value = member.value();
    if (value.is_null()) return std::nullopt;
    const bool there = from.contains(member.key());
    if (there && from[member.key()] == value) continue;
    // An object that is new, or stands where something else stood, is merged into nothing: what it has of nulls would be lost.
    const Json nothing(jsoncons::json_object_arg);
    if (!value.is_object()) {
      patch[member.key()] = value;
    } else if (auto inside = merge_patch(there && from[member.key()].is_object() ? from[member.key()] : nothing, value)) {
      patch[member.key()] = std::move(*inside);
    } else {
      return std::nullopt;
    }
  }
  return patch;
}

}  // namespace nibbi::usecases
