#include "wire/instrument_read.hpp"

#include <set>

#include "wire/contract_read.hpp"

namespace nibbi::wire {
namespace {

class Reader {
 public:
  Reader(std::string_view path, const Json& json) : path_(path), json_(json) {}

  [[noreturn]] void broken(const std::string& what) const { throw ContractBroken(std::string(path_) + ": " + what); }
  std::string text(const Json& j, const char* key) const {
    if (!j.is_object() || !j.contains(key) || !j[key].is_string() || j[key].as<std::string>().empty()) broken(std::string("misses the text ") + key);
    return j[key].as<std::string>();
  }
  std::int64_t number(const Json& j, const std::string& name, std::int64_t least) const {
    if (!j.is_int64() || j.as<std::int64_t>() < least || j.as<std::int64_t>() > 1000) broken(name + " takes a whole number from " + std::to_string(least) + " to 1000");
    return j.as<std::int64_t>();
  }
  void words(const Json& j, const char* key) const {
    if (!j.is_object() || !j.contains(key)) broken(std::string("misses ") + key);
    for (const char* language : {"fr", "en", "pt"}) text(j[key], language);
  }
  const Json& array(const Json& j, const char* key) const {
    if (!j.is_object() || !j.contains(key) || !j[key].is_array()) broken(std::string("misses the list ") + key);
    return j[key];
  }
  const Json& whole() const { return json_; }

 private:
  std::string_view path_;
  const Json& json_;
};

domain::Instrument::Dimension dimension_of(const Reader& r, const Json& j, std::set<std::string>& seen, bool& weighted) {
  domain::Instrument::Dimension dimension{r.text(j, "dimension"), {}};
  r.words(j, "label");
  for (const Json& one : r.array(j, "items").array_range()) {
    domain::Instrument::Item item{r.text(one, "item"), 1};
    if (!domain::rating(domain::VisitRecorded{}, item.name)) r.broken("no visit rates " + item.name);
    if (!seen.insert(item.name).second) r.broken(item.name + " counts twice");
    if (one.contains("weight")) {
      item.weight = r.number(one["weight"], "the weight of " + item.name, 1);
      weighted = true;
    }
    dimension.items.push_back(std::move(item));
  }
  if (dimension.items.empty()) r.broken("the dimension " + dimension.name + " has no items");
  return dimension;
}

}  // namespace

domain::Instrument read_instrument(std::string_view path, std::string_view text, const domain::Rules& rules) {
  const auto json = read_json(text, {.bytes = 64 * 1024, .depth = 8});
  const Json none;
  const Reader r(path, json ? *json : none);
  if (!json || !json->is_object()) r.broken("not readable");
  const Json& j = r.whole();
  domain::Instrument out;
  out.name = r.text(j, "instrument");
  for (const char* key : {"source", "status"}) r.text(j, key);
  for (const char* key : {"title", "note"}) r.words(j, key);
  if (!j.contains("version")) r.broken("misses the version");
  out.version = r.number(j["version"], "version", 1);
  if (r.text(j, "entry") != "visit.recorded") r.broken("only visit.recorded is scored");
  const std::string list = r.text(j, "list");
  if (list != "visit_rating") r.broken("a visit is rated in the words of visit_rating");
  if (!j.contains("values") || !j["values"].is_object()) r.broken("misses values");
  for (const auto& value : j["values"].object_range()) {
    if (!rules.in_list(list, value.key())) r.broken("the list " + list + " has no word " + std::string(value.key()));
    out.values.emplace(value.key(), r.number(value.value(), "the worth of " + std::string(value.key()), 0));
  }
  if (out.highest() == 0) r.broken("nothing is worth anything");
  std::set<std::string> seen;
  for (const Json& one : r.array(j, "dimensions").array_range()) out.dimensions.push_back(dimension_of(r, one, seen, out.weighted));
  if (out.dimensions.empty()) r.broken("has no dimensions");
  return out;
}

Json instrument_words(std::string_view text) {
  const Json j = read_own_json(text);
  Json out(jsoncons::json_object_arg), dimensions(jsoncons::json_array_arg);
  for (const char* key : {"instrument", "version", "status", "title", "note"}) out[key] = j[key];
  std::int64_t highest = 0;
  for (const auto& value : j["values"].object_range()) highest = std::max(highest, value.value().as<std::int64_t>());
  bool weighted = false;
  for (const Json& one : j["dimensions"].array_range()) {
    Json dimension(jsoncons::json_object_arg);
    dimension["dimension"] = one["dimension"];
    dimension["label"] = one["label"];
    dimensions.push_back(std::move(dimension));
    for (const Json& item : one["items"].array_range()) weighted = weighted || item.contains("weight");
  }
  out["highest"] = highest;
  out["weighted"] = weighted;
  out["dimensions"] = std::move(dimensions);
  return out;
}

}  // namespace nibbi::wire
