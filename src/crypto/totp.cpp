#include "crypto/totp.hpp"

#include <liboath/oath.h>

#include <array>
#include <stdexcept>

#include "crypto/random.hpp"
#include "crypto/text_form.hpp"

namespace nibbi::crypto {
namespace {

constexpr std::size_t kSecretSize = 20;  // RFC 4226 §4, R6
constexpr unsigned kDigits = 6;
constexpr std::int64_t kStepsAside = 1;

std::int64_t step_of(Instant at) { return at.unix_ms / (kTotpStepSeconds * 1000); }

std::string code_of_step(Bytes secret, std::int64_t step) {
  static const bool ready = oath_init() == OATH_OK;
  std::array<char, kDigits + 1> code{};
  if (!ready || oath_hotp_generate(reinterpret_cast<const char*>(secret.data()), secret.size(), static_cast<std::uint64_t>(step), kDigits,
                                   false, OATH_HOTP_DYNAMIC_TRUNCATION, code.data()) != OATH_OK)
    throw std::runtime_error("one-time code");
  return std::string(code.data(), kDigits);
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      constexpr std::string_view kDigitsOfHex = "0123456789ABCDEF";
      out += '%';
      out += kDigitsOfHex[static_cast<unsigned char>(c) >> 4];
      out += kDigitsOfHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

}  // namespace

SecretBytes new_totp_secret() {
  SecretBytes secret(kSecretSize);
  fill_random(secret.writable());
  return secret;
}

std::string totp_code(Bytes secret, Instant at) { return code_of_step(secret, step_of(at)); }

std::optional<std::int64_t> totp_check(Bytes secret, std::string_view code, Instant now, std::int64_t last_used_step) {
  if (code.size() != kDigits || now.unix_ms < 0) return std::nullopt;
  std::optional<std::int64_t> good;
  // Every step is computed whatever the code, so that time tells nothing.
  for (std::int64_t step = step_of(now) + kStepsAside; step >= step_of(now) - kStepsAside && step >= 0; --step)
    if (equal_in_constant_time(code_of_step(secret, step), code) && step > last_used_step) good = step;
  return good;
}

std::string totp_uri(Bytes secret, std::string_view issuer, std::string_view account) {
  return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) + "?secret=" + base32(secret) +
         "&issuer=" + percent_encoded(issuer) + "&algorithm=SHA1&digits=6&period=" + std::to_string(kTotpStepSeconds);
}

}  // namespace nibbi::crypto
