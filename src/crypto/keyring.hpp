#pragma once
// Who can open what. A master key wraps each record's three tier keys and the installation's own keys; the master keys themselves
// are in master_file.hpp. A Keyring may be used from many threads at once, also while one of them rotates.
//
// Rotation, in an order that leaves everything readable wherever it is killed:
//   1. add_version(): the new master key is durable in the file before this returns; from now on wrap() uses it.
//   2. for each record: rewrap(), put_record, as many records per transaction as one likes; and rewrap_installation().
//   3. when no record and no backup that must stay readable needs the old version: drop_version().
// Erasing a record: empty its wrapped keys; "in every copy" is true when the version that wrapped them is dropped (35 days).
#include <cstdint>
#include <map>
#include <optional>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "crypto/envelope.hpp"
#include "crypto/master_file.hpp"
#include "crypto/seal.hpp"
#include "crypto/secret.hpp"
#include "crypto/signature.hpp"
#include "domain/tier.hpp"

namespace nibbi::crypto {

/// A record's keys. `plain` has none here: it is the installation's. A key that was destroyed is absent.
class RecordKeys {
 public:
  static RecordKeys generate();
  bool has(domain::Tier t) const { return keys_[t].has_value(); }
  const Key& of(domain::Tier) const;  ///< ensures has(): OurFault otherwise
  void put(domain::Tier, Key);
  RecordKeys clone() const;

 private:
  domain::PerTier<std::optional<Key>> keys_;
};

/// As kept in usecases::StoredRecord: `version` is key_version, `keys` is wrapped_keys (empty: none, or destroyed).
struct WrappedKeys {
  std::int64_t version = 0;
  domain::PerTier<std::string> keys;
  bool operator==(const WrappedKeys&) const = default;
};

/// The installation's own.
struct InstallationKeys {
  Key plain;                ///< seals the plain tier of every record
  Key blind;                ///< for blind_hash
  EnvelopeKeys envelope;    ///< devices seal entries to its public key
  SigningKey checkpoint;    ///< signs the end of the log
  static InstallationKeys generate();
};

/// A wrapped key names a version of the master key that is not there: dropped, or another installation's file.
struct MasterKeyMissing : std::runtime_error {
  explicit MasterKeyMissing(std::int64_t wanted)
      : std::runtime_error("no master key of version " + std::to_string(wanted)), version(wanted) {}
  std::int64_t version;
};

class Keyring {
 public:
  Keyring(MasterFile file, InstallationId installation) : file_(std::move(file)), installation_(installation) {}

  std::int64_t newest_version() const;
  std::vector<MasterVersion> versions() const;  ///< newest first
  /// Durable in the file when this returns.
  std::int64_t add_version(Instant now);
  /// Destroys an old master key: what it alone wrapped is gone for ever. Refuses the newest (OurFault). False when there is none such.
  bool drop_version(std::int64_t version);
  /// Re-encrypts the file under another secret (nullopt: under none).
  void change_secret(std::optional<SecretBytes> secret);

  /// Under the newest version.
  WrappedKeys wrap(RecordId, const RecordKeys&) const;
  /// Throws MasterKeyMissing, SealBroken.
  RecordKeys unwrap(RecordId, const WrappedKeys&) const;
  /// One tier only: what start-up needs to open a brief. nullopt when it was destroyed.
  std::optional<Key> unwrap_one(RecordId, const WrappedKeys&, domain::Tier) const;
  /// The same keys under the newest version; nullopt when they are already. What was destroyed stays destroyed.
  std::optional<WrappedKeys> rewrap(RecordId, const WrappedKeys&) const;

  /// One line of text, for the caller to keep: "1.<version>.<base64url>".
  std::string wrap_installation(const InstallationKeys&) const;
  /// Throws MasterKeyMissing, SealBroken.
  InstallationKeys unwrap_installation(std::string_view text) const;
  std::optional<std::string> rewrap_installation(std::string_view text) const;

 private:
  SealContext context(RecordId, domain::Tier, std::int64_t version) const;
  mutable std::shared_mutex mutex_;
  MasterFile file_;
  InstallationId installation_;
};

}  // namespace nibbi::crypto
