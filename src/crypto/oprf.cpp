#include "crypto/oprf.hpp"

#include <algorithm>
#include <array>

#include "crypto/sodium_ready.hpp"

namespace nibbi::crypto {

static_assert(kElementSize == crypto_core_ristretto255_BYTES);
static_assert(Key::kSize == crypto_core_ristretto255_SCALARBYTES);

Key new_oprf_share() {
  sodium_ready();
  Key share;
  crypto_core_ristretto255_scalar_random(share.writable().data());
  return share;
}

bool is_oprf_element(std::string_view blinded) {
  sodium_ready();
  // All zero is how the identity is written. A number with its highest bit set is beyond the field (RFC 9496, 4.3.1), which libsodium 1.0.18 does
  // not look at.
  return blinded.size() == kElementSize && std::ranges::any_of(blinded, [](char c) { return c != 0; }) && (static_cast<unsigned char>(blinded.back()) & 0x80) == 0 &&
         crypto_core_ristretto255_is_valid_point(bytes_of(blinded).data()) == 1;
}

std::optional<std::string> oprf_evaluate(const Key& share, std::string_view blinded) {
  if (!is_oprf_element(blinded)) return std::nullopt;
  std::array<std::uint8_t, kElementSize> out;
  if (crypto_scalarmult_ristretto255(out.data(), share.bytes().data(), bytes_of(blinded).data()) != 0) return std::nullopt;
  return std::string(text_of(out));
}

}  // namespace nibbi::crypto
