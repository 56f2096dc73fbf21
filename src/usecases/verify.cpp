#include "usecases/verify.hpp"

#include <algorithm>
#include <map>

#include "crypto/digest.hpp"
#include "crypto/seal.hpp"
#include "crypto/signature.hpp"
#include "crypto/text_form.hpp"
#include "domain/attachment.hpp"
#include "domain/evolve.hpp"
#include "usecases/accounts.hpp"
#include "usecases/attachments.hpp"
#include "usecases/devices.hpp"
#include "usecases/held.hpp"
#include "usecases/pieces_apart.hpp"
#include "usecases/tally.hpp"
#include "wire/brief_codec.hpp"
#include "wire/json.hpp"
#include "wire/state_codec.hpp"

namespace nibbi::usecases {
namespace {

class Verifier {
 public:
  Verifier(StoreReader& store, const Vault* vault) : store_(store), vault_(vault) {}

  Verified run() {
    walk_log();
    walk_records();
    walk_held();
    if (vault_) check_tally();
    return std::move(out_);
  }

 private:
  void find(std::string check, std::int64_t pos, std::string record = {}) {
    if (++out_.finding_count <= 100) out_.findings.push_back({std::move(check), pos, std::move(record)});
  }

  void walk_log() {
    Digest chain{};
    std::int64_t pos = 0;
    for (;;) {
      const auto batch = store_.entries_after(pos, 500);
      if (batch.empty()) break;
      for (const StoredEntry& e : batch) {
        ++out_.entries;
        if (e.pos != pos + 1) find("order", e.pos);
        pos = e.pos;
        if (e.n != ++last_n_[e.record]) find("order", e.pos, e.record.text());
        const Digest next = crypto::chain_next(chain, e.pos, e.n, e.header, e.commitments, e.signature, e.verdict);
        if (next != e.chain) find("chain", e.pos);
        chain = e.chain;
        check_entry(e);
      }
    }
    out_.head = store_.head();
    if (out_.head.pos != pos || out_.head.chain != chain) find("head", pos);
  }

  void check_entry(const StoredEntry& e) {
    const auto header = wire::read_header(e.header);
    if (!header || header->id != e.id || header->record != e.record) return find("header", e.pos);
    try {
      (void)read_verdict(e.verdict);
    } catch (const std::exception&) {
      return find("header", e.pos);
    }
    if (header->by_system()) {
      if (!e.signature.empty()) find("signature", e.pos);
      return;
    }
    const auto* key = key_of(header->device, header->author);
    if (!key || !key->verify(crypto::signed_text(e.header, e.commitments), e.signature)) return find("signature", e.pos);
    ++out_.signatures;
  }

  const crypto::VerifyKey* key_of(DeviceId device, PersonId person) {
    auto [it, fresh] = keys_.try_emplace(device);
    if (fresh)
      if (auto d = find_device(store_, device); d && d->person == person) it->second = crypto::VerifyKey::from_spki(d->spki);
    return it->second ? &*it->second : nullptr;
  }

  void walk_records() {
    std::vector<StoredRecord> records;
    store_.each_record([&](const StoredRecord& r) { records.push_back(r); });
    for (const StoredRecord& r : records) {
      ++out_.records;
      if (r.erased) ++out_.erased;
      if (auto it = last_n_.find(r.id); (it == last_n_.end() ? 0 : it->second) != r.n) find("order", 0, r.id.text());
      if (r.erased) check_erased(r);
      else if (vault_) check_record(r);
    }
    for (const auto& [id, n] : last_n_)
      if (!std::ranges::binary_search(records, id, {}, &StoredRecord::id)) find("order", 0, id.text());
  }

  /// What waits for an upgrade or for a supervisor, outside the log: its author's, whole, and readable when its time comes.
  void walk_held() {
    for (const Thing& thing : store_.things(kHeldDrawer)) {
      ++out_.held;
      try {
        const auto id = EntryId::parse(thing.key);
        const auto held = id ? find_held(store_, *id) : std::nullopt;
        if (!held) {
          find("held", 0);
          continue;
        }
        const domain::Header& h = held->frame.header;
        const auto* key = key_of(h.device, h.author);
        const bool theirs = key && key->verify(crypto::signed_text(held->proposal.header, held->proposal.commitments), held->proposal.signature);
        const auto opened = vault_ && theirs ? std::optional(open_seal(*vault_, h.id, held->proposal)) : std::nullopt;
        if (!theirs || (opened && !*opened)) find("held", 0, h.record.text());
        else if (opened && held->frame.kind == domain::word(domain::Kind::attachment_added)) check_pieces(h.record, h.id, (*opened)->parts, nullptr);
      } catch (const std::exception&) {
        find("held", 0);
      }
    }
  }

  /// The bytes that came of what waits for a supervisor.
  void check_pieces(RecordId record, EntryId id, const wire::Parts& parts, const crypto::RecordKeys* keys) {
    const auto content = wire::read_parts(domain::Kind::attachment_added, parts, &vault_->rules());
    const auto* about = content ? std::get_if<domain::AttachmentAdded>(&content->body) : nullptr;
    if (about && !pieces_open(store_, *vault_, record, id, *about, keys)) find("attachment", 0, record.text());
  }

  void check_record(const StoredRecord& r) {
    std::shared_ptr<const crypto::RecordKeys> keys;
    try {
      keys = vault_->keys_of(r);
    } catch (const std::exception&) {
      return find("sealed", 0, r.id.text());
    }
    const auto entries = store_.entries_of(r.id, 0);
    bool opens = static_cast<std::int64_t>(entries.size()) == r.n;
    if (!opens) find("order", 0, r.id.text());
    for (const StoredEntry& e : entries) {
      if (const auto by_id = store_.entry(e.id); !by_id || by_id->pos != e.pos) find("order", e.pos, r.id.text());
      for (domain::Tier t : domain::kTiers)
        if (e.commitments[t].has_value() == e.sealed[t].empty()) {
          find("commitment", e.pos, r.id.text());
          opens = false;
        }
      try {
        (void)vault_->open_entry(*keys, e);
      } catch (const std::exception&) {
        find("sealed", e.pos, r.id.text());
        opens = false;
      }
    }
    if (r.kind != "child" || !opens) return;
    const domain::ChildState folded = vault_->fold(*keys, entries);
    check_attachments(r, *keys, folded);
    for (const domain::KeptApart& one : folded.kept_apart)
      if (one.kind == domain::Kind::attachment_added)
        if (const auto entry = store_.entry(one.id)) check_pieces(r.id, one.id, vault_->open_parts(*keys, *entry), keys.get());
    const auto stored = store_.state(r.id);
    if (!stored) return find("fold", 0, r.id.text());
    try {
      const auto kept = vault_->open_state(r, *keys, stored);
      if (!kept) return;  // of another fold version: it is folded again when it is needed
      ++out_.states;
      if (wire::write_state(*kept) != wire::write_state(folded)) find("fold", 0, r.id.text());
      const auto brief = vault_->open_brief(r, *stored);
      if (!brief || wire::write_brief(*brief) != wire::write_brief(domain::brief_of(r.id, folded))) find("brief", 0, r.id.text());
    } catch (const std::exception&) {
      find("sealed", 0, r.id.text());
    }
  }

  /// What was announced and stored has every piece, of its length, and each opens; what is kept as it came is what its entry committed to. Of
  /// what is still on its way, every piece that is said to be there opens.
  void check_attachments(const StoredRecord& r, const crypto::RecordKeys& keys, const domain::ChildState& state) {
    for (const auto& added : state.all<domain::AttachmentAdded>()) {
      const auto [announced, stored, refused] = domain::attachment(state, added.body.attachment);
      if (announced != &added || refused) continue;
      const Uuid incoming = incoming_id(*vault_, r.id, added.id);
      const auto as = kept_as(vault_->rules(), added.body);
      auto open = [&](const Uuid& id, std::int64_t index) -> std::optional<std::string> {
        const auto sealed = store_.chunk(id, index);
        const auto place = crypto::SealContext::chunk(vault_->installation(), r.id, id, index, as.tier);
        return sealed ? crypto::try_open(vault_->key(keys, as.tier), place, *sealed) : std::nullopt;
      };
      bool whole = true;
      if (stored) {
        std::string bytes;
        for (std::int64_t i = 0; whole && std::ssize(bytes) < stored->body.bytes; ++i) {
          const auto piece = open(stored->body.attachment, i);
          whole = piece.has_value();
          if (piece) bytes += *piece;
        }
        whole = whole && static_cast<std::int64_t>(bytes.size()) == stored->body.bytes;
        if (whole && stored->body.attachment == incoming) whole = crypto::base64url(crypto::sha256(bytes)) == added.body.sha256;
        ++out_.attachments;
      } else {
        for (const std::int64_t i : incoming_chunks(store_, incoming)) whole = whole && open(incoming, i).has_value();
      }
      if (!whole) find("attachment", 0, r.id.text());
    }
  }

  /// Erased means: no keys, no state, and nothing sealed but the plain part of the entry that says so.
  void check_erased(const StoredRecord& r) {
    for (domain::Tier t : domain::kTiers)
      if (!r.wrapped_keys[t].empty()) find("erased", 0, r.id.text());
    if (store_.state(r.id)) find("erased", 0, r.id.text());
    bool said = false;
    for (const StoredEntry& e : store_.entries_of(r.id, 0)) {
      const auto header = wire::read_header(e.header);
      const bool this_one = header && header->kind == domain::Kind::record_erased;
      said = said || this_one;
      for (domain::Tier t : domain::kTiers)
        if (!e.sealed[t].empty() && !(this_one && t == domain::Tier::plain)) find("erased", e.pos, r.id.text());
      try {
        if (vault_ && this_one) (void)vault_->open_parts({}, e);
      } catch (const std::exception&) {
        find("sealed", e.pos, r.id.text());
      }
    }
    if (!said) find("erased", 0, r.id.text());
  }

  /// What the chain does not cover: accounts, devices, settings, the access log, kinds and keys of records, the epoch; and the chain's own end.
  void check_tally() {
    const auto kept = kept_tally(store_, vault_->own().blind);
    if (!kept) {
      if (out_.records > 0) find("tally", 0);
      return;
    }
    std::vector<std::string> drawers;
    for (const auto& [name, sum] : kept->drawers) drawers.push_back(name);
    const Tally counted = count_tally(store_, vault_->own().blind, drawers);
    if (counted.epoch != kept->epoch) find("epoch", 0);
    if (out_.head.pos != kept->pos || out_.head.chain != kept->chain) find("log", kept->pos);
    if (counted.records != kept->records) find("records", 0);
    if (counted.accesses != kept->accesses) find("accesses", 0);
    if (counted.drawers != kept->drawers) find("things", 0);
    const auto newest = store_.accesses(INT64_MAX, 1);
    if ((newest.empty() ? 0 : newest.front().number) != counted.accesses.count) find("accesses", 0);
  }

  StoreReader& store_;
  const Vault* vault_;
  Verified out_;
  std::map<RecordId, std::int64_t> last_n_;
  std::map<DeviceId, std::optional<crypto::VerifyKey>> keys_;
};

}  // namespace

Verified verify_log(StoreReader& store, const Vault* vault) { return Verifier(store, vault).run(); }

std::string summary(const Verified& v) {
  wire::Json j(jsoncons::json_object_arg);
  j["entries"] = v.entries;
  j["records"] = v.records;
  j["erased"] = v.erased;
  j["states"] = v.states;
  j["attachments"] = v.attachments;
  j["signatures"] = v.signatures;
  j["held"] = v.held;
  j["epoch"] = v.head.epoch;
  j["pos"] = v.head.pos;
  j["ok"] = v.finding_count == 0;
  j["finding_count"] = v.finding_count;
  j["findings"] = wire::Json(jsoncons::json_array_arg);
  for (const Finding& f : v.findings) {
    wire::Json one(jsoncons::json_object_arg);
    one["check"] = f.check;
    if (f.pos) one["pos"] = f.pos;
    if (!f.record.empty()) one["record"] = f.record;
    j["findings"].push_back(std::move(one));
  }
  return wire::write_json(j);
}

}  // namespace nibbi::usecases
