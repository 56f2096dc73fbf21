#pragma once
// Chance from the operating system. The domain has none: it comes in as an argument from here.
#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "base/id.hpp"
#include "base/time.hpp"

namespace nibbi::crypto {

void fill_random(std::span<std::uint8_t> out);

template <std::size_t N>
std::array<std::uint8_t, N> random_bytes() {
  std::array<std::uint8_t, N> out;
  fill_random(out);
  return out;
}

/// What uuid_v7 needs beside the time.
inline std::array<std::uint8_t, 10> uuid_chance() { return random_bytes<10>(); }
inline Uuid new_uuid(Instant now) { return uuid_v7(now.unix_ms, uuid_chance()); }

/// 256 bits as 43 characters of base64url: session ids, invitations. Keep only token_digest (digest.hpp) of it.
std::string new_token();

}  // namespace nibbi::crypto
