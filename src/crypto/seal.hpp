#pragma once
// Sealing with XChaCha20-Poly1305 (libsodium): entries, states, briefs, chunks of attachments, wrapped keys.
//
// A sealed piece is   01 | nonce, 24 random bytes | ciphertext | tag, 16 bytes   : 41 bytes more than what it holds.
// The first byte is the version of this format. The associated data is SealContext::bytes(), 64 bytes:
//
//   offset 0   1   version of this format (01), so that it can't be changed
//          1  16   installation
//         17  16   record (zero: the installation's own)
//         33   1   place (enum Place)
//         34  16   item: entry or attachment (zero where the place has none)
//         50   8   number, big-endian: `n` for a state or brief, index of a chunk, version of the master key for a wrapped key
//         58   1   tier (0 plain, 1 identity, 2 placement, 3 narrative)
//         59   4   version of the codec or the fold, big-endian
//         63   1   zero
//
// so a piece opens only where it was sealed for. Thread-safe; allocates only the result.
#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "crypto/digest.hpp"
#include "crypto/secret.hpp"
#include "domain/tier.hpp"

namespace nibbi::crypto {

/// Numbers are part of the format: never reuse one.
enum class Place : std::uint8_t {
  entry = 1,             ///< salt and part of an entry; item = its id
  state = 2,             ///< a part of a state; number = n
  brief = 3,             ///< number = n
  chunk = 4,             ///< item = attachment; number = index
  access_reason = 5,     ///< why somebody looked; item = chosen by the caller
  record_key = 6,        ///< a record's key under a master key; number = version of the master key
  installation_keys = 7, ///< the installation's own keys; number = version of the master key
  master_key = 8,        ///< master keys under a passphrase
  thing = 9,             ///< a small piece of the house's own; item = chosen by the caller
};

struct SealContext {
  InstallationId installation;
  RecordId record;
  Place place;
  Uuid item;
  std::int64_t number = 0;
  domain::Tier tier = domain::Tier::plain;
  std::uint32_t version = 1;

  static constexpr std::size_t kSize = 64;
  std::array<std::uint8_t, kSize> bytes() const;

  static SealContext entry(InstallationId i, RecordId r, EntryId e, domain::Tier t) { return {i, r, Place::entry, e.uuid, 0, t, 1}; }
  static SealContext state(InstallationId i, RecordId r, std::int64_t n, domain::Tier t, std::int64_t fold_version) {
    return {i, r, Place::state, {}, n, t, static_cast<std::uint32_t>(fold_version)};
  }
  static SealContext brief(InstallationId i, RecordId r, std::int64_t n, domain::Tier sealed_under, std::int64_t fold_version) {
    return {i, r, Place::brief, {}, n, sealed_under, static_cast<std::uint32_t>(fold_version)};
  }
  static SealContext chunk(InstallationId i, RecordId r, Uuid attachment, std::int64_t index, domain::Tier t) {
    return {i, r, Place::chunk, attachment, index, t, 1};
  }
};

/// A piece did not open: altered, moved from elsewhere, cut, or under another key. Names no content and no record.
struct SealBroken : std::runtime_error {
  SealBroken() : std::runtime_error("a sealed piece does not open") {}
};

inline constexpr std::size_t kSealOverhead = 1 + 24 + 16;

std::string seal(const Key&, const SealContext&, std::string_view plaintext);
std::optional<std::string> try_open(const Key&, const SealContext&, std::string_view sealed);
/// Throws SealBroken.
std::string open(const Key&, const SealContext&, std::string_view sealed);
/// Into a buffer that is used again: for start-up, where a million are opened one after another. Throws SealBroken; then `out` is empty.
void open_into(std::string& out, const Key&, const SealContext&, std::string_view sealed);

/// A part of an entry is sealed together with its salt: salt, 32 bytes, then the part's exact bytes.
std::string seal_part(const Key&, const SealContext&, const Salt&, std::string_view part);

class OpenPart {
 public:
  std::string_view part() const { return std::string_view(salted_).substr(sizeof(Salt)); }
  Salt salt() const;
  /// SHA-256 of what was opened: what the log's commitment must equal.
  Digest commitment() const { return sha256(salted_); }

 private:
  friend OpenPart open_part(const Key&, const SealContext&, std::string_view);
  explicit OpenPart(std::string salted) : salted_(std::move(salted)) {}
  std::string salted_;
};
/// Throws SealBroken.
OpenPart open_part(const Key&, const SealContext&, std::string_view sealed);

}  // namespace nibbi::crypto
