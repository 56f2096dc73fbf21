#pragma once
// Passkeys: the signed half of W3C Web Authentication Level 2, §7.1 and §7.2. What the browser says about the ceremony (clientDataJSON) is
// JSON, and read in usecases/passkeys.cpp. Attestation is not asked for: who made a device changes nothing that we do.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nibbi::crypto {

/// Numbers of the COSE registry (RFC 9053): what authenticators of today sign with.
enum class PasskeyAlgorithm : std::int32_t { es256 = -7, eddsa = -8, rs256 = -257 };
std::optional<PasskeyAlgorithm> passkey_algorithm(std::int64_t cose);

/// What is kept of a passkey; nothing of it is secret.
struct PublicPasskey {
  std::string id;         ///< the credential id, 1 to 1023 bytes
  PasskeyAlgorithm algorithm{};
  std::string key;        ///< as libfido2 keeps it: x ‖ y, the 32 bytes of Ed25519, or modulus ‖ exponent
  std::uint32_t count = 0;  ///< the authenticator's own count of signatures; passkeys that are copied between devices stay at 0
};

/// The new passkey in these authenticator data; nullopt unless they are for `place` (the relying party's id, a host name), made with somebody
/// present, and hold one key of `algorithm`.
std::optional<PublicPasskey> read_new_passkey(std::string_view place, PasskeyAlgorithm, std::string_view authenticator_data);

/// The authenticator's count after a signature over `client_data` for `place`; nullopt for anything that is not this key's, that nobody was
/// present for, or whose count has not moved on (a copy of the authenticator may be about).
std::optional<std::uint32_t> check_passkey(const PublicPasskey&, std::string_view place, std::string_view client_data, std::string_view authenticator_data,
                                           std::string_view signature);

}  // namespace nibbi::crypto
