#include "exchange/encoding.hpp"

#include <algorithm>
#include <array>

#include "base/fold.hpp"

namespace nibbi::exchange {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// 0x80 to 0x9F; zero where the code page has nothing.
constexpr std::array<char16_t, 32> k1252{0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
                                         0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};

/// The byte that Windows-1252 reads as this character; where it has nothing, programs write the byte's own number.
std::optional<char> byte_of(char32_t point) {
  if (point < 0x100) return static_cast<char>(static_cast<unsigned char>(point));
  const auto* at = std::find(k1252.begin(), k1252.end(), point);
  if (at == k1252.end()) return std::nullopt;
  return static_cast<char>(static_cast<unsigned char>(0x80 + (at - k1252.begin())));
}

/// The bytes as which Windows-1252 would write it; nullopt when it can't, or when nothing in it is beyond ASCII.
std::optional<std::string> bytes_in_1252(std::string_view utf8) {
  std::string bytes;
  bool beyond = false;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
    if (lead >= 0xF0) return std::nullopt;
    char32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t k = 1; k < length; ++k) point = point << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3Fu);
    const auto byte = byte_of(point);
    if (!byte) return std::nullopt;
    bytes += *byte;
    beyond = beyond || length > 1;
    i += length;
  }
  if (!beyond) return std::nullopt;
  return bytes;
}

}  // namespace

std::optional<std::string> without_mojibake(std::string_view utf8) {
  constexpr int kTimes = 2;
  std::optional<std::string> repaired;
  for (int i = 0; i < kTimes && is_valid_utf8(repaired ? *repaired : utf8); ++i) {
    auto bytes = bytes_in_1252(repaired ? *repaired : utf8);
    if (!bytes || !is_valid_utf8(*bytes)) break;
    repaired = std::move(*bytes);
  }
  return repaired;
}

void append_utf8(char32_t c, std::string& out) {
  auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::optional<FoundEncoding> find_encoding(std::string_view start) {
  if (start.starts_with("\xEF\xBB\xBF")) return FoundEncoding{Encoding::utf8, 3};
  if (start.starts_with("\xFF\xFE")) return FoundEncoding{Encoding::utf16_little, 2};
  if (start.starts_with("\xFE\xFF")) return FoundEncoding{Encoding::utf16_big, 2};
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < start.size(); ++i)
    if (start[i] == '\0') ++zeros[i % 2];
  const std::size_t units = start.size() / 2;
  if (zeros[0] + zeros[1] == 0) return FoundEncoding{};
  if (zeros[1] * 10 > units * 6 && zeros[0] * 10 < units) return FoundEncoding{Encoding::utf16_little, 0};
  if (zeros[0] * 10 > units * 6 && zeros[1] * 10 < units) return FoundEncoding{Encoding::utf16_big, 0};
  // A stray zero byte is dropped later, with the other controls; many are no text.
  if ((zeros[0] + zeros[1]) * 100 <= start.size()) return FoundEncoding{};
  return std::nullopt;
}

Repaired from_windows_1252(std::string_view bytes) {
  Repaired out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    char32_t point = byte;
    if (byte >= 0x80 && byte < 0xA0) point = k1252[byte - 0x80u];
    if (point == 0 && byte != 0) {
      point = kReplacement;
      out.damaged = true;
    }
    append_utf8(point, out.text);
  }
  return out;
}

void Utf16Decoder::feed(std::string_view bytes, std::string& out) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!first_byte_) {
      first_byte_ = byte;
      continue;
    }
    const unsigned first = *first_byte_;
    first_byte_.reset();
    unit(static_cast<char16_t>(big_ ? first << 8 | byte : unsigned{byte} << 8 | first), out);
  }
}

void Utf16Decoder::unit(char16_t u, std::string& out) {
  const bool low = u >= 0xDC00 && u < 0xE000;
  if (high_) {
    const char16_t high = *high_;
    high_.reset();
    if (low) return append_utf8(0x10000 + ((static_cast<char32_t>(high) - 0xD800) << 10) + (static_cast<char32_t>(u) - 0xDC00), out);
    append_utf8(kReplacement, out);
  }
  if (u >= 0xD800 && u < 0xDC00) high_ = u;
  else append_utf8(low ? kReplacement : char32_t{u}, out);
}

void Utf16Decoder::end(std::string& out) {
  if (high_ || first_byte_) append_utf8(kReplacement, out);
  high_.reset();
  first_byte_.reset();
}

}  // namespace nibbi::exchange
