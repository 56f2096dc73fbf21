#include "wire/contract_read.hpp"

#include <string>

#include "wire/json.hpp"
#include "wire/policy_read.hpp"

namespace nibbi::wire {
namespace {

using namespace domain;

[[noreturn]] void broken(std::string_view path, const std::string& what) { throw ContractBroken(std::string(path) + ": " + what); }

/// A file as JSON. Contract files are ours, so that what the strict reader refuses is a mistake at home.
Json parsed(const ContractFile& file) {
  auto json = read_json(file.text, {.bytes = 4 * 1024 * 1024, .depth = 12});
  if (!json) broken(file.path, "not readable (" + std::string(word(json.error().code)) + ")");
  return std::move(*json);
}

std::string text(const ContractFile& file, const Json& j, const char* key) {
  if (!j.contains(key) || !j[key].is_string()) broken(file.path, std::string("misses the text ") + key);
  return j[key].as<std::string>();
}
std::string text_or(const Json& j, const char* key, std::string other) { return j.contains(key) && j[key].is_string() ? j[key].as<std::string>() : other; }

template <class T>
T word_as(const ContractFile& file, std::optional<T> v, const std::string& word) {
  if (!v) broken(file.path, "does not know the word " + word);
  return *v;
}

Question question(const ContractFile& file, const Json& j) {
  Question q;
  q.id = text(file, j, "id");
  q.list = text_or(j, "list", "");
  q.show_if = text_or(j, "show_if", "");
  q.required = j.contains("required") && j["required"].is_bool() && j["required"].as_bool();
  const std::string type = text(file, j, "type"), tier = text(file, j, "tier"), data_class = text(file, j, "data_class"), merge = text(file, j, "merge");
  q.type = word_as(file, question_type_of(type), type);
  q.tier = word_as(file, tier_of(tier), tier);
  q.data_class = word_as(file, data_class_of(data_class), data_class);
  q.merge = word_as(file, merge_class_of(merge), merge);
  return q;
}

void read_form(Rules& rules, const ContractFile& file) {
  const Json j = parsed(file);
  Form form{text(file, j, "form"), j["version"].as<std::int64_t>(), text(file, j, "entry"), {}};
  for (const Json& page : j["pages"].array_range())
    for (const Json& one : page["questions"].array_range()) {
      form.questions.push_back(question(file, one));
      if (form.entry != "form.saved") continue;
      const Question& q = form.questions.back();
      auto [it, fresh] = rules.questions.emplace(q.id, q);
      // A question may stand on several forms; then it is the same question.
      if (!fresh && (it->second.tier != q.tier || it->second.merge != q.merge || it->second.type != q.type)) broken(file.path, "has another question under the id " + q.id);
    }
  rules.forms.emplace(form.name, std::move(form));
}

void read_list(Rules& rules, const ContractFile& file) {
  const Json j = parsed(file);
  CodeList list{text(file, j, "list"), text_or(j, "order", "") == "protective", {}, {}};
  for (const Json& code : j["codes"].array_range()) {
    const std::string word = text(file, code, "code");
    if (!list.place.emplace(word, list.place.size()).second) broken(file.path, "has the code " + word + " twice");
    if (code.contains("tier") && code.contains("data_class")) {
      const std::string tier = text(file, code, "tier"), data_class = text(file, code, "data_class");
      list.kept_as[word] = {word_as(file, tier_of(tier), tier), word_as(file, data_class_of(data_class), data_class)};
    }
    if (code.contains("utc_offset_minutes")) rules.utc_offset_minutes[word] = code["utc_offset_minutes"].as<int>();
  }
  rules.lists.emplace(list.name, std::move(list));
}

void read_clocks(Rules& rules, const ContractFile& file) {
  const Json j = parsed(file);
  auto word_or_none = [&](const Json& clock, const char* member) { return clock.contains(member) ? text(file, clock, member) : std::string{}; };
  for (const Json& clock : j["clocks"].array_range()) {
    const std::string name = text(file, clock, "clock");
    rules.clock_hours[name] = clock["hours"].is_null() ? std::nullopt : std::optional(clock["hours"].as<std::int64_t>());
    if (clock.contains("country") || clock.contains("unit_kind")) rules.clock_only[name] = {word_or_none(clock, "country"), word_or_none(clock, "unit_kind")};
  }
}

void read_gates(Rules& rules, const ContractFile& file) {
  const Json j = parsed(file);
  const Json& entries = j["entries"];
  for (std::size_t i = 0; i < kind_count; ++i) {
    const std::string kind(word(static_cast<Kind>(i)));
    if (!entries.contains(kind)) broken(file.path, "does not say what right the entry " + kind + " needs");
    const auto gate = entries[kind].as<std::string>();
    Gate& out = rules.gates[i];
    if (gate == "system") out.by = Gate::By::system;
    else if (gate.starts_with("door:")) out = {Gate::By::door, {}, gate.substr(5)};
    else out = {Gate::By::action, word_as(file, action_of(gate), gate), {}};
  }
  if (entries.size() != kind_count) broken(file.path, "names an entry that does not exist");
}

const ContractFile& find(std::span<const ContractFile> files, std::string_view path) {
  for (const ContractFile& file : files)
    if (file.path == path) return file;
  broken(path, "is not there");
}

Policy read_policy(const ContractFile& file) {
  auto rules = read_child_policy(file.text);
  if (!rules) broken(file.path, rules.error());
  return Policy(*rules);
}

}  // namespace

Rules read_rules(std::span<const ContractFile> files) {
  Rules rules{.forms = {}, .questions = {}, .lists = {}, .clock_hours = {}, .clock_only = {}, .utc_offset_minutes = {}, .gates = {}, .policy = read_policy(find(files, "policy/child.json"))};
  read_gates(rules, find(files, "policy/entries.json"));
  for (const ContractFile& file : files) {
    if (!file.path.ends_with(".json")) continue;
    if (file.path.starts_with("forms/")) read_form(rules, file);
    else if (file.path.starts_with("codelists/")) read_list(rules, file);
    else if (file.path.starts_with("clocks/")) read_clocks(rules, file);
  }
  return rules;
}

}  // namespace nibbi::wire
