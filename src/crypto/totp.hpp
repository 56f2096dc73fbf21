#pragma once
// The second factor: TOTP (RFC 6238) with SHA-1, 30 s, 6 digits, one step either way, as authenticator applications know it. A step
// is good once: the caller keeps the last one used.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "crypto/secret.hpp"

namespace nibbi::crypto {

inline constexpr std::int64_t kTotpStepSeconds = 30;

SecretBytes new_totp_secret();  ///< 20 bytes
/// The code of a moment: for tests and the command line.
std::string totp_code(Bytes secret, Instant at);
/// The step that `code` is good for, when it is later than `last_used_step`; keep it (in the transaction that lets the person in, or two
/// tries at once both pass). nullopt: wrong, used, or not six digits.
std::optional<std::int64_t> totp_check(Bytes secret, std::string_view code, Instant now, std::int64_t last_used_step);
/// For the QR code. `account` is a login, never a child's.
std::string totp_uri(Bytes secret, std::string_view issuer, std::string_view account);

}  // namespace nibbi::crypto
