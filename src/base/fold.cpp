#include "base/fold.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace nibbi {
namespace {

/// What one run of characters becomes. `same`: all of them the target at `value` in the pool; `shift`: the character `value` further;
/// `list`: one target each, from kFoldLists[value] on.
struct FoldRow {
  enum Kind : std::uint8_t { same, shift, list };
  char32_t first, last;
  Kind kind;
  std::int32_t value;
};
struct CharacterSpan {
  char32_t first, last;
};

#include "base/fold_table.inc"

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::size_t kMarksOnOneLetterMax = 6;

struct Decoded {
  char32_t character;
  std::size_t bytes;
  bool valid;
};

/// The character that starts at `at` (< text.size()). What is broken yields U+FFFD for its longest part that could have begun a
/// character, at least one byte (Unicode Standard, section 3.9, "substitution of maximal subparts").
Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  if (length == 0) return {kReplacement, 1, false};
  char32_t character = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    // The second byte alone decides overlong forms, surrogates and the end of Unicode.
    const unsigned low = i == 1 && lead == 0xE0 ? 0xA0 : i == 1 && lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = i == 1 && lead == 0xED ? 0x9F : i == 1 && lead == 0xF4 ? 0x8F : 0xBF;
    if (at + i >= text.size() || byte(at + i) < low || byte(at + i) > high) return {kReplacement, i, false};
    character = character << 6 | (byte(at + i) & 0x3F);
  }
  return {character, length, true};
}

void append(std::string& out, char32_t c) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
    }
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

template <class Row, std::size_t size>
const Row* row_of(const Row (&rows)[size], char32_t c) {
  const Row* row = std::lower_bound(std::begin(rows), std::end(rows), c, [](const Row& r, char32_t wanted) { return r.last < wanted; });
  return row != std::end(rows) && row->first <= c ? row : nullptr;
}

std::string_view pooled(std::uint16_t at) {
  return {reinterpret_cast<const char*>(kFoldPool) + at + 1, kFoldPool[at]};
}

void append_with_one_space(std::string& out, char byte) {
  if (byte != ' ' || (!out.empty() && out.back() != ' ')) out += byte;
}

void append_folded(std::string& out, char32_t c) {
  const FoldRow* row = row_of(kFoldRows, c);
  if (!row) return append(out, c);
  if (row->kind == FoldRow::shift) return append(out, static_cast<char32_t>(static_cast<std::int32_t>(c) + row->value));
  const std::size_t value = static_cast<std::size_t>(row->value);
  const std::uint16_t target = row->kind == FoldRow::same ? static_cast<std::uint16_t>(value) : kFoldLists[value + (c - row->first)];
  if (target == kFoldUnchanged) return append(out, c);
  for (const char byte : pooled(target)) append_with_one_space(out, byte);
}

bool is_arabic_letter(char32_t c) {
  return (c >= 0x620 && c <= 0x64A) || (c >= 0x66E && c <= 0x6D5) || (c >= 0x6EE && c <= 0x6FF) || (c >= 0x750 && c <= 0x77F) ||
         (c >= 0x8A0 && c <= 0x8C9);
}

/// A joiner that shapes the Arabic letters on both its sides. Only what stands directly beside it counts, so that a chain of joiners
/// hides nothing.
bool shapes_letters(char32_t before, std::string_view text, std::size_t after) {
  return is_arabic_letter(before) && after < text.size() && is_arabic_letter(decode(text, after).character);
}

}  // namespace

std::string fold(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const Decoded next = decode(utf8, at);
    at += next.bytes;
    if (next.character < 0x80) {
      if (const unsigned char folded = kFoldAscii[next.character]) append_with_one_space(out, static_cast<char>(folded));
    } else if (!row_of(kNeverStored, next.character) && !row_of(kMarks, next.character)) {
      append_folded(out, next.character);
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool is_valid_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const Decoded next = decode(bytes, at);
    if (!next.valid) return false;
    at += next.bytes;
  }
  return true;
}

std::string clean_text(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  char32_t before = 0;
  std::size_t marks_on_letter = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    Decoded next = decode(utf8, at);
    at += next.bytes;
    if (next.character == '\r' && at < utf8.size() && utf8[at] == '\n') continue;
    if (row_of(kLineBreaks, next.character)) next.character = '\n';
    const bool joiner = next.character == 0x200C || next.character == 0x200D;
    if (row_of(kNeverStored, next.character) && !(joiner && shapes_letters(before, utf8, at))) continue;
    marks_on_letter = next.character >= 0x300 && row_of(kMarks, next.character) ? marks_on_letter + 1 : 0;
    if (marks_on_letter > kMarksOnOneLetterMax) continue;
    append(out, next.character);
    before = next.character;
  }
  return out;
}

std::size_t code_points(std::string_view utf8) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < utf8.size(); ++count) at += decode(utf8, at).bytes;
  return count;
}

}  // namespace nibbi
