#include "crypto/recovery_code.hpp"

#include "crypto/random.hpp"

namespace nibbi::crypto {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's base 32
constexpr std::size_t kLetters = 12;

// What a person typed, as the letters of the alphabet that they meant. What is no letter of it stays and matches nothing.
std::string as_meant(std::string_view typed) {
  std::string out;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    out += c;
  }
  return out;
}

}  // namespace

std::string new_recovery_code() {
  std::string code;
  for (std::size_t i = 0; const std::uint8_t b : random_bytes<kLetters>()) {
    if (i > 0 && i % 4 == 0) code += '-';
    code += kAlphabet[b % kAlphabet.size()];  // 256 is a multiple of 32: no letter is likelier
    ++i;
  }
  return code;
}

std::vector<std::string> new_recovery_codes(std::size_t count) {
  std::vector<std::string> codes(count);
  for (auto& code : codes) code = new_recovery_code();
  return codes;
}

Digest recovery_code_digest(const Key& blind, PersonId person, std::string_view typed) {
  return blind_hash(blind, "recovery code", person.text() + as_meant(typed));
}

}  // namespace nibbi::crypto
