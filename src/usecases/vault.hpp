#pragma once
// Between what the database keeps and what the domain knows: opens entries, states and briefs, and seals them again.
#include <memory>
#include <optional>
#include <vector>

#include "crypto/keyring.hpp"
#include "domain/brief.hpp"
#include "domain/child_state.hpp"
#include "domain/rules.hpp"
#include "usecases/ports/store.hpp"
#include "wire/entry_codec.hpp"

namespace nibbi::usecases {

/// What the server decided when an entry arrived, as it stands in the log.
struct Verdict {
  bool accepted = true;
  bool pending = false;  ///< accepted; counts when a second person agrees
  std::optional<Problem> problem;  ///< why it was quarantined
  Instant received_at;
  domain::Factor factor = domain::Factor::stale;
  bool attended = false;
  InstallationId origin;
};
std::string write_verdict(const Verdict&);
/// Throws OurFault: a verdict is our own writing.
Verdict read_verdict(std::string_view);

/// A child's file as it is worked with: its record, its keys and its state.
struct File {
  StoredRecord record;
  std::shared_ptr<const crypto::RecordKeys> keys;
  domain::ChildState state;
};
using FilePtr = std::shared_ptr<const File>;

class Vault {
 public:
  Vault(InstallationId installation, const crypto::Keyring& keyring, const crypto::InstallationKeys& own, const domain::Rules& rules)
      : installation_(installation), keyring_(keyring), own_(own), rules_(rules) {}

  InstallationId installation() const { return installation_; }
  const crypto::InstallationKeys& own() const { return own_; }
  const domain::Rules& rules() const { return rules_; }
  /// What seals a tier of a record: its own key, or the installation's for the plain part.
  const crypto::Key& key(const crypto::RecordKeys& keys, domain::Tier t) const { return t == domain::Tier::plain ? own_.plain : keys.of(t); }

  /// A record that does not exist yet, with keys of its own.
  File new_file(RecordId, domain::RecordKind) const;
  std::shared_ptr<const crypto::RecordKeys> keys_of(const StoredRecord&) const;

  /// Seals parts with fresh salts, or with the salts that the author's device chose.
  struct SealedParts {
    domain::PerTier<std::optional<Digest>> commitments;
    domain::PerTier<std::string> sealed;
  };
  using Salts = domain::PerTier<std::optional<crypto::Salt>>;
  SealedParts seal_parts(const crypto::RecordKeys&, RecordId, EntryId, const wire::Parts&, const Salts&) const;
  /// The parts of a stored entry. Throws SealBroken; a part whose key was destroyed is absent.
  wire::Parts open_parts(const crypto::RecordKeys&, const StoredEntry&) const;
  /// An accepted entry as the domain reads it; nullopt for a quarantined one.
  std::optional<domain::Entry> open_entry(const crypto::RecordKeys&, const StoredEntry&) const;

  StoredState seal_state(const File&) const;
  /// nullopt when there is none, or one of another fold version or n: then the log is folded.
  std::optional<domain::ChildState> open_state(const StoredRecord&, const crypto::RecordKeys&, const std::optional<StoredState>&) const;
  domain::ChildState fold(const crypto::RecordKeys&, const std::vector<StoredEntry>&, std::int64_t up_to_n = INT64_MAX) const;
  /// The whole file: from its cached state, or by folding. nullptr when there is no such record of a child.
  FilePtr load(StoreReader&, RecordId) const;
  std::optional<domain::ChildBrief> open_brief(const StoredRecord&, const StoredState&) const;

  std::string seal_reason(RecordId, const std::string& reason) const;
  std::string open_reason(RecordId, const std::string& sealed) const;
  /// A small secret of the house (a second-factor secret), bound to its name.
  std::string seal_thing(const Uuid& item, std::string_view secret) const;
  std::string open_thing(const Uuid& item, std::string_view sealed) const;

 private:
  InstallationId installation_;
  const crypto::Keyring& keyring_;
  const crypto::InstallationKeys& own_;
  const domain::Rules& rules_;
};

}  // namespace nibbi::usecases
