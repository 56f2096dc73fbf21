#include "crypto/passkey.hpp"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <memory>

#include "crypto/digest.hpp"
#include "crypto/openssl_support.hpp"

namespace nibbi::crypto {
namespace {

constexpr std::size_t kPlaceDigest = 32, kLongestData = 4096, kLongestId = 1023;
constexpr std::uint8_t kSomebodyPresent = 0x01, kHoldsKey = 0x40;  // §6.1, flags

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
std::string text(const unsigned char* bytes, std::size_t size) { return bytes ? std::string(reinterpret_cast<const char*>(bytes), size) : std::string(); }

void get_ready() {
  static const bool once = (fido_init(FIDO_DISABLE_U2F_FALLBACK), true);
  (void)once;
}

/// Authenticator data come wrapped in their length where libfido2 reads them as CBOR; here they are raw (§6.1): digest of the place, flags, count.
bool is_for(std::string_view place, std::string_view data, std::uint8_t flags) {
  if (data.size() < kPlaceDigest + 5 || data.size() > kLongestData) return false;
  const Digest digest = sha256(place);
  return data.substr(0, kPlaceDigest) == std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()) &&
         (static_cast<std::uint8_t>(data[kPlaceDigest]) & flags) == flags;
}

struct Free {
  void operator()(fido_cred_t* c) const { fido_cred_free(&c); }
  void operator()(fido_assert_t* a) const { fido_assert_free(&a); }
  void operator()(es256_pk_t* k) const { es256_pk_free(&k); }
  void operator()(eddsa_pk_t* k) const { eddsa_pk_free(&k); }
  void operator()(rs256_pk_t* k) const { rs256_pk_free(&k); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

bool signed_by(const PublicPasskey& passkey, const fido_assert_t* answer) {
  const auto verify = [&](auto key, auto read) {
    return key && read(key.get(), raw(passkey.key), passkey.key.size()) == FIDO_OK && fido_assert_verify(answer, 0, static_cast<int>(passkey.algorithm), key.get()) == FIDO_OK;
  };
  switch (passkey.algorithm) {
    case PasskeyAlgorithm::es256: return verify(Owned<es256_pk_t>(es256_pk_new()), es256_pk_from_ptr);
    case PasskeyAlgorithm::eddsa: return verify(Owned<eddsa_pk_t>(eddsa_pk_new()), eddsa_pk_from_ptr);
    case PasskeyAlgorithm::rs256: return verify(Owned<rs256_pk_t>(rs256_pk_new()), rs256_pk_from_ptr);
  }
  return false;
}

}  // namespace

std::optional<PasskeyAlgorithm> passkey_algorithm(std::int64_t cose) {
  for (const auto one : {PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa, PasskeyAlgorithm::rs256})
    if (static_cast<std::int64_t>(one) == cose) return one;
  return std::nullopt;
}

std::optional<PublicPasskey> read_new_passkey(std::string_view place, PasskeyAlgorithm algorithm, std::string_view data) {
  if (!is_for(place, data, kSomebodyPresent | kHoldsKey)) return std::nullopt;
  const QuietErrors quiet;
  get_ready();
  const Owned<fido_cred_t> made(fido_cred_new());
  if (!made || fido_cred_set_type(made.get(), static_cast<int>(algorithm)) != FIDO_OK ||
      fido_cred_set_authdata_raw(made.get(), raw(data), data.size()) != FIDO_OK)
    return std::nullopt;
  PublicPasskey out{text(fido_cred_id_ptr(made.get()), fido_cred_id_len(made.get())), algorithm,
                    text(fido_cred_pubkey_ptr(made.get()), fido_cred_pubkey_len(made.get())), fido_cred_sigcount(made.get())};
  if (out.id.empty() || out.id.size() > kLongestId || out.key.empty()) return std::nullopt;
  return out;
}

std::optional<std::uint32_t> check_passkey(const PublicPasskey& passkey, std::string_view place, std::string_view client_data, std::string_view data,
                                           std::string_view signature) {
  if (!is_for(place, data, kSomebodyPresent) || signature.empty()) return std::nullopt;
  const QuietErrors quiet;
  get_ready();
  const Owned<fido_assert_t> answer(fido_assert_new());
  const std::string id(place);
  if (!answer || fido_assert_set_count(answer.get(), 1) != FIDO_OK ||
      fido_assert_set_clientdata(answer.get(), raw(client_data), client_data.size()) != FIDO_OK || fido_assert_set_rp(answer.get(), id.c_str()) != FIDO_OK ||
      fido_assert_set_authdata_raw(answer.get(), 0, raw(data), data.size()) != FIDO_OK ||
      fido_assert_set_sig(answer.get(), 0, raw(signature), signature.size()) != FIDO_OK || !signed_by(passkey, answer.get()))
    return std::nullopt;
  const std::uint32_t count = fido_assert_sigcount(answer.get(), 0);
  if (count <= passkey.count && (count != 0 || passkey.count != 0)) return std::nullopt;
  return count;
}

}  // namespace nibbi::crypto
