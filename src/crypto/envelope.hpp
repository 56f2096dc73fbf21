#pragma once
// Sealed envelopes to the installation: HPKE (RFC 9180), base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; in the browser
// @hpke/core does the same with WebCrypto alone.
//
// An envelope is   enc, 65 bytes (an uncompressed point) | ciphertext | tag, 16 bytes   : single shot, sequence number 0.
// A public key is the 65 bytes of an uncompressed point. An envelope tells nothing about its sender: the signature inside does.
#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"
#include "crypto/signature.hpp"

namespace nibbi::crypto {

inline constexpr std::size_t kEnvelopePublicKeySize = 65;
inline constexpr std::size_t kEnvelopeOverhead = 65 + 16;
inline constexpr std::string_view kEntryEnvelopeInfo = "nibbi entry 1";  ///< docs/decisions/0002; aad = the entry's id as text

/// The product uses aes_256_gcm. The other is here so that RFC 9180's published vector (A.3.1) can be held against this very code.
enum class EnvelopeCipher { aes_256_gcm, aes_128_gcm };

/// The installation's key pair. May be used from many threads at once.
class EnvelopeKeys {
 public:
  static EnvelopeKeys generate();
  /// The private scalar, 32 bytes, big-endian. Throws std::invalid_argument.
  static EnvelopeKeys from_private_bytes(Bytes scalar);
  SecretBytes private_bytes() const;
  const std::string& public_key() const { return public_key_; }
  /// nullopt for anything that does not open, whatever the reason.
  std::optional<std::string> open(std::string_view info, std::string_view aad, std::string_view envelope,
                                  EnvelopeCipher = EnvelopeCipher::aes_256_gcm) const;

 private:
  EnvelopeKeys(EvpKey key, std::string public_key) : key_(std::move(key)), public_key_(std::move(public_key)) {}
  EvpKey key_;
  std::string public_key_;
};

/// nullopt when `public_key` is not a point on the curve. `info` has at most 1024 bytes, `plaintext` at least one.
std::optional<std::string> seal_to(std::string_view public_key, std::string_view info, std::string_view aad, std::string_view plaintext);

}  // namespace nibbi::crypto
