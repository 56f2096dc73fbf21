#include "base/id.hpp"

namespace nibbi {
namespace {

constexpr char kHex[] = "0123456789abcdef";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

constexpr bool dash_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

void stamp(Uuid& u, std::uint8_t version) {
  u.bytes[6] = static_cast<std::uint8_t>(version << 4 | (u.bytes[6] & 0x0f));
  u.bytes[8] = static_cast<std::uint8_t>(0x80 | (u.bytes[8] & 0x3f));
}

}  // namespace

std::string Uuid::text() const {
  std::string out(36, '-');
  char* at = out.data();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (dash_before(i)) ++at;
    *at++ = kHex[bytes[i] >> 4];
    *at++ = kHex[bytes[i] & 15];
  }
  return out;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < out.bytes.size(); ++i) {
    if (dash_before(i) && text[at++] != '-') return std::nullopt;
    const int high = hex_value(text[at]), low = hex_value(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    at += 2;
  }
  return out;
}

Uuid uuid_v7(std::int64_t unix_ms, const std::array<std::uint8_t, 10>& chance) {
  Uuid u;
  for (std::size_t i = 0; i < 6; ++i) u.bytes[i] = static_cast<std::uint8_t>(unix_ms >> (8 * (5 - i)));
  for (std::size_t i = 0; i < 10; ++i) u.bytes[6 + i] = chance[i];
  stamp(u, 7);
  return u;
}

Uuid uuid_v8(const std::array<std::uint8_t, 16>& digest) {
  Uuid u{digest};
  stamp(u, 8);
  return u;
}

}  // namespace nibbi
