#pragma once
// Bytes as text, strictly: each value has exactly one text, and any other text is refused.
#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"

namespace nibbi::crypto {

/// RFC 4648 §5 without padding.
std::string base64url(Bytes);
inline std::string base64url(std::string_view bytes) { return base64url(bytes_of(bytes)); }
/// nullopt for padding, white space, the standard alphabet, left-over bits that are not zero.
std::optional<std::string> from_base64url(std::string_view text);

/// RFC 4648 §6, upper case, without padding: what authenticator applications read.
std::string base32(Bytes);

std::string hex(Bytes);  ///< lower case
std::optional<std::string> from_hex(std::string_view text);  ///< lower case only

}  // namespace nibbi::crypto
