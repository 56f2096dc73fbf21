// States and views: whole logs folded, and what waits on a device laid over the view that it holds.
#include <algorithm>

#include "domain/evolve.hpp"
#include "wasm/call.hpp"
#include "wire/contract_files.hpp"
#include "wire/overlay.hpp"
#include "wire/state_codec.hpp"

namespace nibbi::wasm {

using namespace domain;

Result<std::string> core_version(std::string_view) {
  Json j = one("core", Json(NIBBI_VERSION));
  j["fold"] = kFoldVersion;
  for (const auto& file : wire::contract_files())
    if (file.path == "digest") j["contract"] = Json(file.text);
  return wire::write_json(j);
}

namespace {

/// {"header", "parts"} as it was written on this device: when it is received nobody knows yet.
Result<Entry> waiting_entry(const Json& j) {
  auto header_text = exact_text(j, "header");
  if (!header_text) return std::unexpected(header_text.error());
  auto header = wire::read_header(*header_text);
  if (!header) return std::unexpected(header.error());
  auto parts = parts_in(j);
  if (!parts) return std::unexpected(parts.error());
  auto content = wire::read_parts(header->kind, *parts, nullptr);
  if (!content) return std::unexpected(content.error());
  const Instant claimed = header->claimed_at;
  return Entry{std::move(*header), std::move(content->telling), std::move(content->body), 0, claimed};
}

Result<wire::Waiting> waiting_in(const Json& j) {
  wire::Waiting waiting;
  if (!j.contains("entries") || !j["entries"].is_array()) return refuse(ProblemCode::missing_field, {{"field", "entries"}});
  for (const Json& one_entry : j["entries"].array_range()) {
    if (!one_entry.is_object()) return refuse(ProblemCode::wrong_type, {{"field", "entries"}});
    // One that these rules do not read waits in the list of what waits; the others are shown.
    if (auto entry = waiting_entry(one_entry); entry && record_of(entry->header.kind) == RecordKind::child) waiting.entries.push_back(std::move(*entry));
  }
  auto known = member_or<std::vector<EntryId>>(j, "acknowledged", {}, {.items = 100'000});
  if (!known) return std::unexpected(known.error());
  waiting.acknowledged = std::move(*known);
  if (!j.contains("opened")) return waiting;
  if (!j["opened"].is_array()) return refuse(ProblemCode::wrong_type, {{"field", "opened"}});
  for (const Json& tier : j["opened"].array_range())
    if (const auto opened = tier.is_string() ? tier_of(tier.as_string_view()) : std::nullopt) waiting.opened[*opened] = true;
  return waiting;
}

}  // namespace

Result<std::string> laid_over(std::string_view input) {
  auto json = read_object(input);
  if (!json) return std::unexpected(json.error());
  auto waiting = waiting_in(*json);
  if (!waiting) return std::unexpected(waiting.error());
  if (json->contains("view")) return wire::write_json(wire::lay_over(rules(), (*json)["view"], *waiting));
  // Of what was opened here the server has told nothing yet.
  if (waiting->entries.empty() || waiting->entries.front().header.kind != Kind::child_opened) return refuse(ProblemCode::missing_field, {{"field", "view"}});
  auto now = member<Instant>(*json, "now");
  if (!now) return std::unexpected(now.error());
  auto today = member<Date>(*json, "today");
  if (!today) return std::unexpected(today.error());
  const Header& opening = waiting->entries.front().header;
  const Json view = wire::view_of_new(rules(), opening.record, {opening.author, opening.role, opening.unit}, *waiting, *now, *today);
  return wire::write_json(wire::lay_over(rules(), view, *waiting));
}

Result<std::string> done_tasks(std::string_view input) {
  auto json = read_object(input);
  if (!json) return std::unexpected(json.error());
  if (!json->contains("view")) return refuse(ProblemCode::missing_field, {{"field", "view"}});
  auto waiting = waiting_in(*json);
  if (!waiting) return std::unexpected(waiting.error());
  auto now = member<Instant>(*json, "now");
  if (!now) return std::unexpected(now.error());
  auto today = member<Date>(*json, "today");
  if (!today) return std::unexpected(today.error());
  Json done = array();
  if (!waiting->entries.empty()) {
    const Header& mine = waiting->entries.front().header;
    for (const Task& task : wire::tasks_done(rules(), (*json)["view"], {mine.author, mine.role, mine.unit}, *waiting, *now, *today)) {
      Json each = one("task", Json(task.name));
      if (!task.about.is_none()) each["about"] = task.about.text();
      done.push_back(std::move(each));
    }
  }
  return wire::write_json(one("done", std::move(done)));
}

Result<ChildState> state_in(const Json& given) {
  if (!given.is_object()) return refuse(ProblemCode::wrong_type, {{"field", "state"}});
  PerTier<std::string> parts;
  for (Tier tier : kTiers) {
    const std::string name(word(tier));
    parts[tier] = given.contains(name) ? wire::write_json(given[name]) : "{}";
  }
  return wire::read_state(parts);
}

namespace {

/// The texts of the parts stand in the answer as they are: equal states are equal answers.
std::string state_text(const ChildState& state) {
  const auto parts = wire::write_state(state);
  std::string out = "{";
  for (Tier tier : kTiers) {
    if (tier != kTiers.front()) out += ',';
    out.append("\"").append(word(tier)).append("\":").append(parts[tier]);
  }
  return out += '}';
}

Result<ChildState> folded(std::string_view lines) {
  ChildState state;
  bool first = true;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    if (line.empty()) continue;
    auto json = read_object(line);
    if (!json) return std::unexpected(json.error());
    if (first && json->contains("state")) {
      auto given = state_in((*json)["state"]);
      if (!given) return given;
      state = std::move(*given);
    } else {
      auto entry = entry_in(*json, nullptr);
      if (!entry) return std::unexpected(entry.error());
      if (entry->n <= state.n) return refuse(ProblemCode::number_out_of_range, {{"field", "n"}});
      evolve(rules(), state, *entry);
    }
    first = false;
  }
  return state;
}

}  // namespace

Result<std::string> fold_log(std::string_view lines) {
  const auto state = folded(lines);
  return state ? Result<std::string>(state_text(*state)) : std::unexpected(state.error());
}

}  // namespace nibbi::wasm
