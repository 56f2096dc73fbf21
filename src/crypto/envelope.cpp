#include "crypto/envelope.hpp"

#include <openssl/hpke.h>

#include "base/problem.hpp"
#include "crypto/openssl_support.hpp"

namespace nibbi::crypto {
namespace {

using Context = std::unique_ptr<OSSL_HPKE_CTX, FreeWith<OSSL_HPKE_CTX_free>>;
constexpr std::size_t kTagSize = kEnvelopeOverhead - kEnvelopePublicKeySize;

Context context_for(int role, EnvelopeCipher cipher) {
  const bool wide = cipher == EnvelopeCipher::aes_256_gcm;
  const OSSL_HPKE_SUITE suite{OSSL_HPKE_KEM_ID_P256, OSSL_HPKE_KDF_ID_HKDF_SHA256,
                              static_cast<std::uint16_t>(wide ? OSSL_HPKE_AEAD_ID_AES_GCM_256 : OSSL_HPKE_AEAD_ID_AES_GCM_128)};
  Context context(OSSL_HPKE_CTX_new(OSSL_HPKE_MODE_BASE, suite, role, nullptr, nullptr));
  must(context != nullptr, "start HPKE");
  return context;
}

}  // namespace

EnvelopeKeys EnvelopeKeys::generate() {
  EvpKey key = new_p256_key();
  std::string point = p256_point(key);
  return EnvelopeKeys(std::move(key), std::move(point));
}

EnvelopeKeys EnvelopeKeys::from_private_bytes(Bytes scalar) {
  auto key = p256_private(scalar);
  if (!key) throw std::invalid_argument("not a private key of P-256");
  std::string point = p256_point(*key);
  return EnvelopeKeys(std::move(*key), std::move(point));
}

SecretBytes EnvelopeKeys::private_bytes() const { return p256_scalar(key_); }

std::optional<std::string> EnvelopeKeys::open(std::string_view info, std::string_view aad, std::string_view envelope,
                                              EnvelopeCipher cipher) const {
  ensure(info.size() <= OSSL_HPKE_MAX_INFOLEN, "the info of an envelope is short");
  if (envelope.size() <= kEnvelopeOverhead || envelope[0] != 4) return std::nullopt;
  const QuietErrors quiet;
  const Context context = context_for(OSSL_HPKE_ROLE_RECEIVER, cipher);
  const std::string_view enc = envelope.substr(0, kEnvelopePublicKeySize), sealed = envelope.substr(kEnvelopePublicKeySize);
  if (OSSL_HPKE_decap(context.get(), data_of(enc), enc.size(), key_.get(), data_of(info), info.size()) != 1) return std::nullopt;
  std::string plaintext(sealed.size() - kTagSize, '\0');
  std::size_t size = plaintext.size();
  if (OSSL_HPKE_open(context.get(), data_of(plaintext), &size, data_of(aad), aad.size(), data_of(sealed), sealed.size()) != 1)
    return std::nullopt;
  plaintext.resize(size);
  return plaintext;
}

std::optional<std::string> seal_to(std::string_view public_key, std::string_view info, std::string_view aad, std::string_view plaintext) {
  ensure(info.size() <= OSSL_HPKE_MAX_INFOLEN && !plaintext.empty(), "an envelope has a short info and holds something");
  if (public_key.size() != kEnvelopePublicKeySize || public_key[0] != 4) return std::nullopt;
  const QuietErrors quiet;
  const Context context = context_for(OSSL_HPKE_ROLE_SENDER, EnvelopeCipher::aes_256_gcm);
  std::string envelope(plaintext.size() + kEnvelopeOverhead, '\0');
  std::size_t enc_size = kEnvelopePublicKeySize, sealed_size = envelope.size() - kEnvelopePublicKeySize;
  if (OSSL_HPKE_encap(context.get(), data_of(envelope), &enc_size, data_of(public_key), public_key.size(), data_of(info), info.size()) != 1)
    return std::nullopt;
  must(OSSL_HPKE_seal(context.get(), data_of(envelope) + kEnvelopePublicKeySize, &sealed_size, data_of(aad), aad.size(),
                      data_of(plaintext), plaintext.size()) == 1 &&
           enc_size == kEnvelopePublicKeySize && sealed_size == envelope.size() - kEnvelopePublicKeySize,
       "seal an envelope");
  return envelope;
}

}  // namespace nibbi::crypto
