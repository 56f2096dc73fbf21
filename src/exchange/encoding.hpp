#pragma once
// Old encodings that lists arrive in, made UTF-8.
#include <optional>
#include <string>
#include <string_view>

namespace nibbi::exchange {

enum class Encoding : unsigned char { utf8, utf16_little, utf16_big };

struct FoundEncoding {
  Encoding encoding = Encoding::utf8;
  std::size_t mark_bytes = 0;  ///< length of the byte order mark
};
/// What the first bytes of a text say: a byte order mark, or the zero bytes that Latin letters have in UTF-16.
/// nullopt when there are zero bytes without that pattern: not text.
std::optional<FoundEncoding> find_encoding(std::string_view start);

struct Repaired {
  std::string text;
  bool damaged = false;  ///< a byte had no meaning and became U+FFFD
};
/// Windows-1252, which is also what is called Latin-1 on most machines.
Repaired from_windows_1252(std::string_view bytes);

/// UTF-8 that a program took for Windows-1252 and wrote as UTF-8 once more (SÃ©kou for Sékou), once or twice. nullopt where the text can't have come about
/// so, which is every honest name: each letter beyond ASCII would have to be half of another one.
std::optional<std::string> without_mojibake(std::string_view utf8);

/// UTF-16 in pieces: what is incomplete at the end of a piece waits for the next. A lone surrogate becomes U+FFFD.
class Utf16Decoder {
 public:
  explicit Utf16Decoder(Encoding encoding) : big_(encoding == Encoding::utf16_big) {}
  void feed(std::string_view bytes, std::string& out);
  void end(std::string& out);

 private:
  void unit(char16_t u, std::string& out);
  bool big_;
  std::optional<unsigned char> first_byte_;
  std::optional<char16_t> high_;
};

void append_utf8(char32_t c, std::string& out);

}  // namespace nibbi::exchange
