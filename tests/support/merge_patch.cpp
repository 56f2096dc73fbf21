#include "tests/support/merge_patch.hpp"

#include <algorithm>

namespace nibbi::tests {

using wire::Json;

Json merged(Json into, const Json& patch) {
  if (!patch.is_object()) return patch;
  if (!into.is_object()) into = Json(jsoncons::json_object_arg);
  for (const auto& member : patch.object_range()) {
    if (member.value().is_null()) into.erase(member.key());
    else into[member.key()] = merged(into.contains(member.key()) ? Json(into[member.key()]) : Json::null(), member.value());
  }
  return into;
}

namespace {

/// What a JSON pointer leads to; nullptr: nothing. No name in a view has a ~ or a /.
Json* at(Json& view, std::string_view path) {
  Json* here = &view;
  while (!path.empty()) {
    const auto end = path.find('/', 1);
    const std::string name(path.substr(1, end == std::string_view::npos ? end : end - 1));
    if (!here->is_object() || !here->contains(name)) return nullptr;
    here = &here->at(name);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  }
  return here;
}

}  // namespace

void add_tails(Json& view, std::string_view tails) {
  if (tails.empty()) return;
  const Json all = Json::parse(std::string(tails));
  for (const Json& one : all.array_range()) {
    Json* list = at(view, one["path"].as<std::string>());
    if (!list || !list->is_array()) continue;
    Json grown(jsoncons::json_array_arg);
    for (std::size_t i = 0; i < std::min(list->size(), one["from"].as<std::size_t>()); ++i) grown.push_back(list->at(i));
    for (const Json& item : one["items"].array_range()) grown.push_back(item);
    *list = std::move(grown);
  }
}

}  // namespace nibbi::tests
