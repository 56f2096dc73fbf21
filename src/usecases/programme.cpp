#include "usecases/programme.hpp"

#include <map>
#include <set>

#include "wire/contract_files.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;

Json object() { return Json(jsoncons::json_object_arg); }
Json array() { return Json(jsoncons::json_array_arg); }

Json form_line(const Json& form) {
  Json line = object();
  for (const char* member : {"form", "version", "entry", "title"}) line[member] = form.at(member);
  std::size_t questions = 0;
  std::map<std::string, std::size_t> sources;  // what a question is taken from; where it names nothing, the programme asks it
  for (const Json& page : form.at("pages").array_range()) {
    if (!page.contains("questions")) continue;
    questions += page["questions"].size();
    for (const Json& question : page["questions"].array_range())
      if (question.contains("standard")) ++sources[question["standard"].as<std::string>()];
  }
  line["questions"] = questions;
  line["sources"] = array();
  for (const auto& [source, taken] : sources) {
    Json one = object();
    one["source"] = source;
    one["questions"] = taken;
    line["sources"].push_back(std::move(one));
  }
  return line;
}

Json list_line(const Json& list) {
  Json line = object();
  for (const char* member : {"list", "title", "status", "source"}) line[member] = list.at(member);
  line["codes"] = list.at("codes").size();
  return line;
}

Json clock_line(const Json& clock, const domain::Rules& rules) {
  Json line = object();
  for (const char* member : {"clock", "label", "status", "source"}) line[member] = clock.at(member);
  const auto in_force = rules.clock_hours.find(clock.at("clock").as<std::string>());
  ensure(in_force != rules.clock_hours.end(), "every clock of the contract is read");
  if (in_force->second) line["hours"] = *in_force->second;
  if (!clock.at("hours").is_null()) line["hours_of_contract"] = clock.at("hours");
  return line;
}

void leaves(const Json& words, const std::string& at, std::set<std::string>& all) {
  for (const auto& one : words.object_range()) {
    const std::string key = at + "." + std::string(one.key());
    if (one.value().is_object()) leaves(one.value(), key, all);
    else if (!one.value().is_string() || !one.value().as_string_view().empty()) all.insert(key);
  }
}

/// A word that one language has is missing where another has it not.
Json languages(const std::map<std::string, std::set<std::string>>& words) {
  std::set<std::string> every;
  for (const auto& [language, keys] : words) every.insert(keys.begin(), keys.end());
  Json all = array();
  for (const auto& [language, keys] : words) {
    Json line = object();
    line["language"] = language;
    line["words"] = keys.size();
    line["missing"] = every.size() - keys.size();
    all.push_back(std::move(line));
  }
  return all;
}

}  // namespace

Json programme_in_force(const House& house) {
  Json out = object();
  for (const char* part : {"forms", "lists", "clocks"}) out[part] = array();
  std::map<std::string, std::set<std::string>> words;
  for (const auto& file : wire::contract_files()) {
    const std::string_view path = file.path;
    const auto under = [&](std::string_view folder) { return path.starts_with(folder) && path.ends_with(".json"); };
    if (under("forms/")) out["forms"].push_back(form_line(Json::parse(file.text)));
    else if (under("codelists/")) out["lists"].push_back(list_line(Json::parse(file.text)));
    else if (under("clocks/")) {
      const Json clocks = Json::parse(file.text);
      for (const Json& clock : clocks["clocks"].array_range()) out["clocks"].push_back(clock_line(clock, house.rules));
    } else if (under("messages/")) {
      leaves(Json::parse(file.text), "", words[std::string(path.substr(9, 2))]);
    }
  }
  out["languages"] = languages(words);
  return out;
}

}  // namespace nibbi::usecases
