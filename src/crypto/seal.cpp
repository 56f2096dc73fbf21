#include "crypto/seal.hpp"

#include <algorithm>

#include "crypto/sodium_ready.hpp"

namespace nibbi::crypto {
namespace {

constexpr std::uint8_t kFormat = 1;
constexpr std::size_t kNonceAt = 1;
constexpr std::size_t kTextAt = kNonceAt + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(kSealOverhead == kTextAt + crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(Key::kSize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

template <class Unsigned>
std::uint8_t* put(std::uint8_t* at, Unsigned value) {
  for (std::size_t i = 0; i < sizeof value; ++i) at[i] = static_cast<std::uint8_t>(value >> (8 * (sizeof value - 1 - i)));
  return at + sizeof value;
}

// `fill` writes the plaintext where the ciphertext will stand: it is encrypted in place, so nothing is copied twice.
template <class Fill>
std::string seal_filled(const Key& key, const SealContext& context, std::size_t plain_size, Fill fill) {
  sodium_ready();
  const auto aad = context.bytes();
  std::string sealed;
  sealed.resize_and_overwrite(plain_size + kSealOverhead, [&](char* raw, std::size_t size) {
    auto* out = reinterpret_cast<std::uint8_t*>(raw);
    out[0] = kFormat;
    randombytes_buf(out + kNonceAt, kTextAt - kNonceAt);
    fill(raw + kTextAt);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + kTextAt, nullptr, out + kTextAt, plain_size, aad.data(), aad.size(), nullptr,
                                               out + kNonceAt, key.bytes().data());
    return size;
  });
  return sealed;
}

bool opens(std::string& out, const Key& key, const SealContext& context, std::string_view sealed) {
  out.clear();
  if (sealed.size() < kSealOverhead || static_cast<std::uint8_t>(sealed[0]) != kFormat) return false;
  sodium_ready();
  const auto aad = context.bytes();
  const auto* in = reinterpret_cast<const std::uint8_t*>(sealed.data());
  bool good = false;
  out.resize_and_overwrite(sealed.size() - kSealOverhead, [&](char* raw, std::size_t size) {
    good = crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<std::uint8_t*>(raw), nullptr, nullptr, in + kTextAt,
                                                      sealed.size() - kTextAt, aad.data(), aad.size(), in + kNonceAt,
                                                      key.bytes().data()) == 0;
    return good ? size : 0;
  });
  return good;
}

}  // namespace

std::array<std::uint8_t, SealContext::kSize> SealContext::bytes() const {
  std::array<std::uint8_t, kSize> out{};
  std::uint8_t* at = put(out.data(), kFormat);
  at = std::ranges::copy(installation.uuid.bytes, at).out;
  at = std::ranges::copy(record.uuid.bytes, at).out;
  at = put(at, static_cast<std::uint8_t>(place));
  at = std::ranges::copy(item.bytes, at).out;
  at = put(at, static_cast<std::uint64_t>(number));
  at = put(at, static_cast<std::uint8_t>(tier));
  put(at, version);
  return out;
}

std::string seal(const Key& key, const SealContext& context, std::string_view plaintext) {
  return seal_filled(key, context, plaintext.size(), [&](char* to) { std::ranges::copy(plaintext, to); });
}

std::optional<std::string> try_open(const Key& key, const SealContext& context, std::string_view sealed) {
  std::optional<std::string> out(std::in_place);
  if (!opens(*out, key, context, sealed)) out.reset();
  return out;
}

std::string open(const Key& key, const SealContext& context, std::string_view sealed) {
  std::string out;
  open_into(out, key, context, sealed);
  return out;
}

void open_into(std::string& out, const Key& key, const SealContext& context, std::string_view sealed) {
  if (!opens(out, key, context, sealed)) throw SealBroken();
}

std::string seal_part(const Key& key, const SealContext& context, const Salt& salt, std::string_view part) {
  return seal_filled(key, context, salt.size() + part.size(), [&](char* to) {
    to = std::ranges::copy(salt, to).out;
    std::ranges::copy(part, to);
  });
}

Salt OpenPart::salt() const {
  Salt salt;
  std::copy_n(salted_.begin(), salt.size(), salt.begin());
  return salt;
}

OpenPart open_part(const Key& key, const SealContext& context, std::string_view sealed) {
  std::string salted = open(key, context, sealed);
  if (salted.size() < sizeof(Salt)) throw SealBroken();
  return OpenPart(std::move(salted));
}

}  // namespace nibbi::crypto
