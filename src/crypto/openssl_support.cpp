#include "crypto/openssl_support.hpp"

#include <openssl/core_names.h>
#include <openssl/param_build.h>

namespace nibbi::crypto {
namespace {

using Number = std::unique_ptr<BIGNUM, FreeWith<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, FreeWith<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, FreeWith<EC_POINT_clear_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;

std::optional<EvpKey> from_parts(std::string_view point, const BIGNUM* scalar) {
  const Builder builder(OSSL_PARAM_BLD_new());
  must(builder && OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) &&
           OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) &&
           (!scalar || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar)),
       "key parameters");
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  must(params && context && EVP_PKEY_fromdata_init(context.get()) == 1, "key from parts");
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, scalar ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params.get()) != 1) return std::nullopt;
  return EvpKey(key);
}

}  // namespace

EvpKey new_p256_key() {
  const QuietErrors quiet;
  EvpKey key(EVP_EC_gen("P-256"));
  must(key != nullptr, "generate a P-256 key");
  return key;
}

std::optional<EvpKey> p256_public(std::string_view point) {
  if (point.size() != kP256PointSize || point[0] != 4) return std::nullopt;
  const QuietErrors quiet;
  return from_parts(point, nullptr);
}

std::optional<EvpKey> p256_private(Bytes scalar) {
  if (scalar.size() != kP256ScalarSize) return std::nullopt;
  const QuietErrors quiet;
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Number number(BN_secure_new());
  must(group && number && BN_bin2bn(scalar.data(), static_cast<int>(scalar.size()), number.get()), "read a private key");
  if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0) return std::nullopt;
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  const Point point(EC_POINT_new(group.get()));
  std::string encoded(kP256PointSize, '\0');
  must(point && EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) &&
           EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, data_of(encoded), encoded.size(), nullptr) ==
               encoded.size(),
       "derive a public key");
  return from_parts(encoded, number.get());
}

std::string p256_point(const EvpKey& key) {
  std::string point(kP256PointSize, '\0');
  std::size_t size = 0;
  must(EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, data_of(point), point.size(), &size) == 1 &&
           size == kP256PointSize,
       "write a public key");
  return point;
}

SecretBytes p256_scalar(const EvpKey& key) {
  BIGNUM* raw = nullptr;
  must(EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &raw) == 1, "write a private key");
  const Number number(raw);
  SecretBytes scalar(kP256ScalarSize);
  must(BN_bn2binpad(number.get(), scalar.writable().data(), kP256ScalarSize) == kP256ScalarSize, "write a private key");
  return scalar;
}

}  // namespace nibbi::crypto
