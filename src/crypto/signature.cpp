#include "crypto/signature.hpp"

#include <openssl/ecdsa.h>
#include <openssl/x509.h>

#include "crypto/digest.hpp"
#include "crypto/openssl_support.hpp"

namespace nibbi::crypto {
namespace {

using Context = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;

// SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING } up to the point (RFC 5480).
constexpr std::string_view kSpkiHead("\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00", 26);
constexpr std::size_t kHalf = kSignatureSize / 2;
constexpr std::size_t kDerMost = 72;

// INTEGER, minimal: no leading zeros but the one that keeps it positive.
void put_integer(std::string& der, std::string_view number) {
  while (number.size() > 1 && number.front() == 0) number.remove_prefix(1);
  const bool pad = static_cast<unsigned char>(number.front()) & 0x80;
  der += '\x02';
  der += static_cast<char>(number.size() + pad);
  if (pad) der += '\0';
  der += number;
}

std::string der_of(std::string_view raw) {
  std::string der("\x30\0", 2);
  der.reserve(kDerMost);
  put_integer(der, raw.substr(0, kHalf));
  put_integer(der, raw.substr(kHalf));
  der[1] = static_cast<char>(der.size() - 2);
  return der;
}

std::string raw_of(std::string_view der) {
  const unsigned char* at = data_of(der);
  const std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>> parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  std::string raw(kSignatureSize, '\0');
  must(parts && BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), data_of(raw), kHalf) == kHalf &&
           BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), data_of(raw) + kHalf, kHalf) == kHalf,
       "write a signature");
  return raw;
}

}  // namespace

void FreeEvpKey::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

std::optional<VerifyKey> VerifyKey::from_spki(std::string_view der) {
  if (der.size() != kSpkiHead.size() + kP256PointSize || !der.starts_with(kSpkiHead)) return std::nullopt;
  auto key = p256_public(der.substr(kSpkiHead.size()));
  if (!key) return std::nullopt;
  return VerifyKey(std::move(*key));
}

bool VerifyKey::verify(std::string_view message, std::string_view signature) const {
  if (signature.size() != kSignatureSize) return false;
  const QuietErrors quiet;
  const Digest digest = sha256(message);
  const std::string der = der_of(signature);
  const Context context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
  must(context && EVP_PKEY_verify_init(context.get()) == 1, "start to verify");
  return EVP_PKEY_verify(context.get(), data_of(der), der.size(), digest.data(), digest.size()) == 1;
}

SigningKey SigningKey::generate() { return SigningKey(new_p256_key()); }

SigningKey SigningKey::from_private_bytes(Bytes scalar) {
  auto key = p256_private(scalar);
  if (!key) throw std::invalid_argument("not a private key of P-256");
  return SigningKey(std::move(*key));
}

std::string SigningKey::sign(std::string_view message) const {
  const QuietErrors quiet;
  const Digest digest = sha256(message);
  const Context context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
  std::string der(kDerMost, '\0');
  std::size_t size = der.size();
  must(context && EVP_PKEY_sign_init(context.get()) == 1 &&
           EVP_PKEY_sign(context.get(), data_of(der), &size, digest.data(), digest.size()) == 1,
       "sign");
  return raw_of(std::string_view(der).substr(0, size));
}

std::string SigningKey::public_spki() const { return std::string(kSpkiHead) + p256_point(key_); }

SecretBytes SigningKey::private_bytes() const { return p256_scalar(key_); }

}  // namespace nibbi::crypto
