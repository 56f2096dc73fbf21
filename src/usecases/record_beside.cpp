#include "usecases/record_beside.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;

struct Value {
  Tier tier{};
  std::string json;
  bool operator==(const Value&) const = default;
};
/// By name: a field of one kind of entry stands in one part.
using Fields = std::map<std::string, Value>;
/// What a correction sets, and what it takes away.
using Changes = std::map<std::string, std::optional<Value>>;

Fields fields_of(const wire::Parts& parts) {
  Fields all;
  for (Tier t : kTiers) {
    if (!parts[t]) continue;
    const Json part = wire::read_own_json(*parts[t]);
    for (const auto& field : part.object_range()) all[std::string(field.key())] = {t, wire::write_json(field.value())};
  }
  return all;
}

wire::Parts parts_of(const Fields& fields) {
  PerTier<Json> json;
  for (Tier t : kTiers) json[t] = Json(jsoncons::json_object_arg);
  for (const auto& [name, value] : fields) json[value.tier][name] = wire::read_own_json(value.json);
  wire::Parts parts;
  for (Tier t : kTiers)
    if (!json[t].empty()) parts[t] = wire::write_json(json[t]);
  return parts;
}

void apply(Fields& fields, const Changes& change) {
  for (const auto& [name, value] : change) {
    if (value) fields[name] = *value;
    else fields.erase(name);
  }
}

/// A part that did not come was not before its author, and stays; a part that came says all of it.
Changes change_between(const Fields& base, const Fields& told, const PerTier<bool>& came) {
  Changes change;
  for (const auto& [name, value] : told)
    if (auto it = base.find(name); it == base.end() || it->second != value) change[name] = value;
  for (const auto& [name, value] : base)
    if (came[value.tier] && !told.contains(name)) change[name] = std::nullopt;
  return change;
}

struct Correction {
  EntryId id, amends;
  std::int64_t n = 0;
  Changes change;
};

/// The corrections that whoever wrote this had before them: those in the view that they saw, and their own that had not arrived when they went on.
std::set<EntryId> seen_by(const Header& h, const std::vector<Correction>& before) {
  std::set<EntryId> seen;
  for (const Correction& one : before)
    if (one.n <= h.seen) seen.insert(one.id);
  for (EntryId at = h.amends;;) {
    const auto it = std::ranges::find(before, at, &Correction::id);
    if (it == before.end() || !seen.insert(it->id).second) return seen;
    at = it->amends;
  }
}

std::vector<FieldChange> told(const Fields& before, const Changes& change) {
  std::vector<FieldChange> all;
  for (const auto& [name, value] : change) {
    const auto it = before.find(name);
    const std::string was = it == before.end() ? std::string{} : it->second.json, is = value ? value->json : std::string{};
    if (was != is) all.push_back({name, value ? value->tier : it->second.tier, was, is});
  }
  return all;
}

}  // namespace

const SaidBeside* RecordBeside::closed() const {
  const SaidBeside* closing = nullptr;
  for (const SaidBeside& one : said) {
    if (one.header.kind == Kind::inquiry_closed) closing = &one;
    else if (one.header.kind == Kind::inquiry_reopened) closing = nullptr;
  }
  return closing;
}

std::optional<RecordBeside> record_beside(StoreReader& store, const Vault& vault, RecordId id) {
  const auto record = store.record(id);
  const auto of = record ? record_kind_of(record->kind) : std::nullopt;
  if (!of || record->erased || !is_beside(*of)) return std::nullopt;
  const auto keys = vault.keys_of(*record);
  std::optional<RecordBeside> out;
  Fields opening, standing;
  std::vector<Correction> corrections;
  for (const StoredEntry& stored : store.entries_of(id, 0)) {
    auto entry = vault.open_entry(*keys, stored);
    if (!entry) continue;
    const Header& h = entry->header;
    if (!out) {
      if (!opens(h.kind)) continue;
      out = RecordBeside{id, h, entry->received_at, record->n, {}, h.id, {}};
      opening = standing = fields_of(wire::write_parts({{}, entry->body}, vault.rules()));
      continue;
    }
    SaidBeside said{h, entry->n, entry->received_at, entry->body, entry->telling.reason, {}};
    if (opens(h.kind)) {
      Fields base = opening;
      const auto seen = seen_by(h, corrections);
      for (const Correction& one : corrections)
        if (seen.contains(one.id)) apply(base, one.change);
      PerTier<bool> came{};
      for (Tier t : kTiers) came[t] = stored.commitments[t].has_value();
      Changes change = change_between(base, fields_of(wire::write_parts({{}, entry->body}, vault.rules())), came);
      said.changes = told(standing, change);
      apply(standing, change);
      corrections.push_back({h.id, h.amends, entry->n, std::move(change)});
      out->last = h.id;
    }
    out->said.push_back(std::move(said));
  }
  if (!out) return std::nullopt;
  auto content = wire::read_parts(out->opened.kind, parts_of(standing), nullptr);
  ensure(content.has_value(), "what stands of a record reads back");
  out->stands = std::move(content->body);
  return out;
}

std::string fields_beside(const Vault& vault, const RecordBeside& there, const PerTier<bool>& open) {
  const auto parts = wire::write_parts({{}, there.stands}, vault.rules());
  Json fields(jsoncons::json_object_arg);
  for (Tier t : kTiers) {
    if (!open[t] || !parts[t]) continue;
    const Json part = wire::read_own_json(*parts[t]);
    for (const auto& field : part.object_range()) fields[field.key()] = field.value();
  }
  return wire::write_json(fields);
}

}  // namespace nibbi::usecases
