#pragma once
// Digests (SHA-256, FIPS 180-4) and what the log builds of them: commitments, the chain, what a device signs, derived ids.
//
// chain_next, byte for byte. All integers are unsigned, big-endian, 8 bytes. chain = SHA-256 of
//
//   "nibbi chain 1\n"                       14 bytes of ASCII
//   previous                                32 bytes; all zero before the first entry of an installation
//   pos, n                                  8 + 8 bytes
//   length of header, header                8 bytes + exact bytes
//   for plain, identity, placement, narrative: 00 where there is no such part, else 01 and 32 bytes of commitment
//   length of signature, signature          8 bytes + bytes (0 for entries of the system)
//   length of verdict, verdict              8 bytes + exact bytes
//
// Every variable piece is preceded by its length and the rest is of fixed or self-evident length, so two different entries never give
// the same bytes. The ids of entry and record stand in the header; `nibbi verify` holds the columns to it. The epoch is not in
// there: entries do not carry one. It is in the signed checkpoint (checkpoint.hpp), which is what proves a roll-back.
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "crypto/secret.hpp"
#include "domain/tier.hpp"

namespace nibbi::crypto {

using Digest = std::array<std::uint8_t, 32>;  ///< the same type as usecases::Digest
using Salt = std::array<std::uint8_t, 32>;
using Commitments = domain::PerTier<std::optional<Digest>>;

Digest sha256(Bytes);
inline Digest sha256(std::string_view text) { return sha256(bytes_of(text)); }

Salt new_salt();
/// SHA-256(salt ‖ part): tells nothing about the part while the salt is unknown, and binds to it for ever.
Digest commitment(const Salt&, std::string_view part);

Digest chain_next(const Digest& previous, std::int64_t pos, std::int64_t n, std::string_view header, const Commitments&,
                  std::string_view signature, std::string_view verdict);

/// What a device signs (docs/decisions/0002): "nibbi entry 1\n" header "\n", then for each tier in order its word, ":", the
/// commitment as base64url or "-", "\n". The header is JSON text without a raw line feed: the caller's codec holds that.
std::string signed_text(std::string_view header, const Commitments&);

/// The id of an entry that follows from what is already known (something lapsed, a companion of another entry): UUIDv8 of SHA-256 over
/// "nibbi derived id 1\n" and each part preceded by its length (8 bytes, big-endian). Written twice, it is there once. Name a
/// record or an entry in it: then it is unique across installations.
EntryId derived_entry_id(std::initializer_list<std::string_view> name);

/// What is kept of a token of new_token(): SHA-256. A token has 256 bits of chance, so no salt and no slow hash is needed.
inline Digest token_digest(std::string_view token) { return sha256(token); }

/// Keyed BLAKE2b of a short text, under the installation's key for blind hashes: equal texts can be found equal, and without the key
/// nothing can be tried. `purpose` separates uses.
Digest blind_hash(const Key&, std::string_view purpose, std::string_view text);

}  // namespace nibbi::crypto
