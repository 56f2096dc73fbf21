#include "usecases/merge_patch.hpp"

#include <algorithm>

namespace nibbi::usecases {

using wire::Json;

namespace {

/// A name as it stands in a JSON pointer.
std::string step(std::string_view name) {
  std::string out = "/";
  for (char c : name) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return out;
}

class Comparing {
 public:
  explicit Comparing(bool with_tails) : with_tails_(with_tails) {}

  std::optional<Json> between(const Json& from, const Json& to, const std::string& path) {
    Json patch(jsoncons::json_object_arg);
    for (const auto& member : from.object_range())
      if (!to.contains(member.key())) patch[member.key()] = Json::null();
    const Json nothing(jsoncons::json_object_arg);
    for (const auto& member : to.object_range()) {
      const Json& value = member.value();
      if (value.is_null()) return std::nullopt;
      const Json* old = from.contains(member.key()) ? &from[member.key()] : nullptr;
      if (old && *old == value) continue;
      const std::string here = path + step(member.key());
      if (value.is_object()) {
        // An object that is new, or stands where something else stood, is merged into nothing: what it has of nulls would be lost.
        auto inside = between(old && old->is_object() ? *old : nothing, value, here);
        if (!inside) return std::nullopt;
        patch[member.key()] = std::move(*inside);
      } else if (!with_tails_ || !old || !old->is_array() || !value.is_array() || !tail(*old, value, here)) {
        patch[member.key()] = value;
      }
    }
    return patch;
  }
  Json tails{jsoncons::json_array_arg};

 private:
  /// False where nothing at the beginning stays.
  bool tail(const Json& from, const Json& to, const std::string& path) {
    std::size_t same = 0;
    while (same < std::min(from.size(), to.size()) && from[same] == to[same]) ++same;
    if (same == 0) return false;
    Json one(jsoncons::json_object_arg);
    one["path"] = path;
    one["from"] = same;
    one["items"] = Json(jsoncons::json_array_arg);
    for (std::size_t i = same; i < to.size(); ++i) one["items"].push_back(to[i]);
    tails.push_back(std::move(one));
    return true;
  }
  bool with_tails_;
};

}  // namespace

std::optional<Patch> patch_between(const Json& from, const Json& to, bool tails) {
  if (!from.is_object() || !to.is_object()) return std::nullopt;
  Comparing comparing(tails);
  auto merge = comparing.between(from, to, "");
  if (!merge) return std::nullopt;
  return Patch{std::move(*merge), std::move(comparing.tails)};
}

}  // namespace nibbi::usecases
