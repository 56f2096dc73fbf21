#include "usecases/vault.hpp"

#include "domain/evolve.hpp"
#include "wire/brief_codec.hpp"
#include "wire/json.hpp"
#include "wire/state_codec.hpp"

namespace nibbi::usecases {

using domain::kTiers;
using domain::Tier;
using wire::Json;

std::string write_verdict(const Verdict& v) {
  Json j(jsoncons::json_object_arg);
  j["verdict"] = v.accepted ? "accepted" : "quarantined";
  if (v.pending) j["pending"] = true;
  if (v.problem) {
    j["problem"] = Json(word(v.problem->code));
    for (const auto& [key, value] : v.problem->details) {
      if (!j.contains("details")) j["details"] = Json(jsoncons::json_object_arg);
      j["details"][key] = value;
    }
  }
  j["received_at"] = v.received_at.text();
  j["factor"] = Json(domain::word(v.factor));
  if (v.attended) j["attended"] = true;
  j["origin"] = v.origin.text();
  return wire::write_json(j);
}

Verdict read_verdict(std::string_view text) {
  const Json j = Json::parse(text);
  Verdict v;
  v.accepted = j["verdict"].as<std::string>() == "accepted";
  v.pending = j.contains("pending");
  if (j.contains("problem")) {
    const auto code = problem_code_of(j["problem"].as<std::string>());
    v.problem = Problem{code.value_or(ProblemCode::our_fault), {}};
    if (j.contains("details"))
      for (const auto& member : j["details"].object_range()) v.problem->details.emplace(member.key(), member.value().as<std::string>());
  }
  const auto at = Instant::parse(j["received_at"].as<std::string>());
  ensure(at.has_value(), "a verdict says when its entry was received");
  v.received_at = *at;
  v.factor = domain::factor_of(j["factor"].as<std::string>()).value_or(domain::Factor::stale);
  v.attended = j.contains("attended");
  v.origin = InstallationId::parse(j["origin"].as<std::string>()).value_or(InstallationId{});
  return v;
}

File Vault::new_file(RecordId id, domain::RecordKind kind) const {
  auto keys = std::make_shared<const crypto::RecordKeys>(crypto::RecordKeys::generate());
  const auto wrapped = keyring_.wrap(id, *keys);
  StoredRecord record{id, std::string(domain::word(kind)), 0, false, wrapped.version, wrapped.keys};
  return {std::move(record), std::move(keys), {}};
}

std::shared_ptr<const crypto::RecordKeys> Vault::keys_of(const StoredRecord& r) const {
  return std::make_shared<const crypto::RecordKeys>(keyring_.unwrap(r.id, {r.key_version, r.wrapped_keys}));
}

Vault::SealedParts Vault::seal_parts(const crypto::RecordKeys& keys, RecordId record, EntryId entry, const wire::Parts& parts, const Salts& salts) const {
  SealedParts out;
  for (Tier t : kTiers) {
    if (!parts[t]) continue;
    const crypto::Salt salt = salts[t] ? *salts[t] : crypto::new_salt();
    out.commitments[t] = crypto::commitment(salt, *parts[t]);
    out.sealed[t] = crypto::seal_part(key(keys, t), crypto::SealContext::entry(installation_, record, entry, t), salt, *parts[t]);
  }
  return out;
}

wire::Parts Vault::open_parts(const crypto::RecordKeys& keys, const StoredEntry& e) const {
  wire::Parts parts;
  for (Tier t : kTiers) {
    if (e.sealed[t].empty() || (t != Tier::plain && !keys.has(t))) continue;
    const auto opened = crypto::open_part(key(keys, t), crypto::SealContext::entry(installation_, e.record, e.id, t), e.sealed[t]);
    if (opened.commitment() != e.commitments[t]) throw crypto::SealBroken();
    parts[t] = std::string(opened.part());
  }
  return parts;
}

std::optional<domain::Entry> Vault::open_entry(const crypto::RecordKeys& keys, const StoredEntry& e) const {
  const Verdict verdict = read_verdict(e.verdict);
  if (!verdict.accepted) return std::nullopt;
  auto header = wire::read_header(e.header);
  ensure(header.has_value(), "a header in the log reads back");
  auto content = wire::read_parts(header->kind, open_parts(keys, e), nullptr);
  ensure(content.has_value(), "an accepted entry in the log reads back");
  return domain::Entry{*header, std::move(content->telling), std::move(content->body), e.n, verdict.received_at};
}

StoredState Vault::seal_state(const File& f) const {
  const auto parts = wire::write_state(f.state);
  StoredState out{f.record.id, domain::kFoldVersion, f.record.n, {}, {}};
  for (Tier t : kTiers)
    out.sealed[t] = crypto::seal(key(*f.keys, t), crypto::SealContext::state(installation_, f.record.id, f.record.n, t, domain::kFoldVersion), parts[t]);
  out.sealed_brief = crypto::seal(key(*f.keys, Tier::identity), crypto::SealContext::brief(installation_, f.record.id, f.record.n, Tier::identity, domain::kFoldVersion),
                                  wire::write_brief(domain::brief_of(f.record.id, f.state)));
  return out;
}

std::optional<domain::ChildState> Vault::open_state(const StoredRecord& r, const crypto::RecordKeys& keys, const std::optional<StoredState>& stored) const {
  if (!stored || stored->fold_version != domain::kFoldVersion || stored->n != r.n) return std::nullopt;
  domain::PerTier<std::string> parts;
  for (Tier t : kTiers)
    parts[t] = crypto::open(key(keys, t), crypto::SealContext::state(installation_, r.id, r.n, t, domain::kFoldVersion), stored->sealed[t]);
  return wire::read_state(parts);
}

domain::ChildState Vault::fold(const crypto::RecordKeys& keys, const std::vector<StoredEntry>& entries, std::int64_t up_to_n) const {
  domain::ChildState state;
  for (const StoredEntry& stored : entries) {
    if (stored.n > up_to_n) break;
    if (auto entry = open_entry(keys, stored)) {
      domain::evolve(rules_, state, *entry);
      continue;
    }
    const auto header = wire::read_header(stored.header);
    ensure(header.has_value(), "a header in the log reads back");
    const auto why = read_verdict(stored.verdict).problem;
    domain::keep_apart(state, *header, stored.n, why ? why->code : ProblemCode::our_fault);
  }
  return state;
}

FilePtr Vault::load(StoreReader& store, RecordId id) const {
  auto record = store.record(id);
  if (!record || record->kind != domain::word(domain::RecordKind::child)) return nullptr;
  auto file = std::make_shared<File>();
  file->record = std::move(*record);
  if (file->record.erased) {
    file->keys = std::make_shared<const crypto::RecordKeys>();
    file->state.status = domain::FileState::erased;
    file->state.n = file->record.n;
    return file;
  }
  file->keys = keys_of(file->record);
  if (auto state = open_state(file->record, *file->keys, store.state(id))) file->state = std::move(*state);
  else file->state = fold(*file->keys, store.entries_of(id, 0), file->record.n);
  return file;
}

std::optional<domain::ChildBrief> Vault::open_brief(const StoredRecord& r, const StoredState& s) const {
  if (s.fold_version != domain::kFoldVersion || s.n != r.n || s.sealed_brief.empty()) return std::nullopt;
  const auto identity = keyring_.unwrap_one(r.id, {r.key_version, r.wrapped_keys}, Tier::identity);
  if (!identity) return std::nullopt;
  return wire::read_brief(r.id, crypto::open(*identity, crypto::SealContext::brief(installation_, r.id, r.n, Tier::identity, domain::kFoldVersion), s.sealed_brief));
}

std::string Vault::seal_reason(RecordId record, const std::string& reason) const {
  if (reason.empty()) return {};
  return crypto::seal(own_.plain, {installation_, record, crypto::Place::access_reason, {}}, reason);
}
std::string Vault::open_reason(RecordId record, const std::string& sealed) const {
  return sealed.empty() ? std::string{} : crypto::open(own_.plain, {installation_, record, crypto::Place::access_reason, {}}, sealed);
}
std::string Vault::seal_thing(const Uuid& item, std::string_view secret) const {
  return crypto::seal(own_.plain, {installation_, {}, crypto::Place::thing, item}, secret);
}
std::string Vault::open_thing(const Uuid& item, std::string_view sealed) const {
  return crypto::open(own_.plain, {installation_, {}, crypto::Place::thing, item}, sealed);
}

}  // namespace nibbi::usecases
