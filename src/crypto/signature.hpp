#pragma once
// ECDSA on P-256 with SHA-256 as WebCrypto does it: signatures are r ‖ s, 32 bytes each; public keys are SubjectPublicKeyInfo in DER (91
// bytes, the point uncompressed). Devices sign entries; the installation signs checkpoints.
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"

struct evp_pkey_st;

namespace nibbi::crypto {

inline constexpr std::size_t kSignatureSize = 64;

struct FreeEvpKey {
  void operator()(evp_pkey_st*) const;
};
using EvpKey = std::unique_ptr<evp_pkey_st, FreeEvpKey>;

/// A device's public key, parsed once. May be used from many threads at once.
class VerifyKey {
 public:
  /// nullopt unless these are exactly the 91 bytes of a point on P-256.
  static std::optional<VerifyKey> from_spki(std::string_view der);
  /// False for anything that is not this key's signature over exactly this message.
  bool verify(std::string_view message, std::string_view signature) const;

 private:
  explicit VerifyKey(EvpKey key) : key_(std::move(key)) {}
  EvpKey key_;
};

/// A private signing key: the installation's for checkpoints, a device of the command line, a device in a test.
class SigningKey {
 public:
  static SigningKey generate();
  /// From private_bytes(). Throws std::invalid_argument.
  static SigningKey from_private_bytes(Bytes scalar);
  std::string sign(std::string_view message) const;  ///< 64 bytes
  std::string public_spki() const;                   ///< 91 bytes
  SecretBytes private_bytes() const;                 ///< the scalar, 32 bytes, big-endian

 private:
  explicit SigningKey(EvpKey key) : key_(std::move(key)) {}
  EvpKey key_;
};

}  // namespace nibbi::crypto
