#include "exchange/encoding.hpp"

#include <algorithm>
#include <array>

namespace nibbi::exchange {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// 0x80 to 0x9F; zero where the code page has nothing.
constexpr std::array<char16_t, 32> k1252{0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
                                         0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};

}  // namespace

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
