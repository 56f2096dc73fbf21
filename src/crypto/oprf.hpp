#pragma once
// The server's part of RFC 9497, OPRF(ristretto255, SHA-512) in mode base (0x00): what makes a short PIN strong. The phone blinds its PIN, the
// server multiplies by a share that it alone has, the phone takes the blinding off: the server never sees the PIN, and without the server's share
// nobody can try one. Blinding and finishing are the client's (web/), in another library.
#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"

namespace nibbi::crypto {

inline constexpr std::size_t kElementSize = 32;

/// A share: a scalar, never zero.
Key new_oprf_share();
/// BlindEvaluate. nullopt for what is not the one way to write an element (RFC 9496), or is the identity.
std::optional<std::string> oprf_evaluate(const Key& share, std::string_view blinded);
/// Whether this is an element that would be evaluated.
bool is_oprf_element(std::string_view blinded);

}  // namespace nibbi::crypto
