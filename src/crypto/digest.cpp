#include "crypto/digest.hpp"

#include <algorithm>

#include "crypto/openssl_support.hpp"
#include "crypto/random.hpp"
#include "crypto/sodium_ready.hpp"
#include "crypto/text_form.hpp"

namespace nibbi::crypto {
namespace {

std::array<std::uint8_t, 8> big_endian(std::uint64_t value) {
  std::array<std::uint8_t, 8> out;
  for (int i = 7; i >= 0; --i, value >>= 8) out[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value);
  return out;
}

// SHA-256 in pieces. OpenSSL rather than libsodium: it uses the processor's own instructions. One context a thread is kept, so at most one
// of these may be alive in a thread at a time: it never leaves this file.
class Sha256 {
 public:
  Sha256() {
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
    context_ = context.get();
    must(method && context_ && EVP_DigestInit_ex2(context_, method, nullptr) == 1, "start SHA-256");
  }
  Sha256& add(Bytes bytes) {
    must(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1, "SHA-256");
    return *this;
  }
  Sha256& add(std::string_view text) { return add(bytes_of(text)); }
  Sha256& add_number(std::uint64_t value) { return add(big_endian(value)); }
  Sha256& add_counted(std::string_view text) { return add_number(text.size()).add(text); }
  Digest finish() {
    Digest digest;
    must(EVP_DigestFinal_ex(context_, digest.data(), nullptr) == 1, "finish SHA-256");
    return digest;
  }

 private:
  EVP_MD_CTX* context_;
};

constexpr std::uint8_t kAbsent[]{0}, kPresent[]{1};

}  // namespace

Digest sha256(Bytes bytes) { return Sha256().add(bytes).finish(); }

Salt new_salt() { return random_bytes<sizeof(Salt)>(); }

Digest commitment(const Salt& salt, std::string_view part) { return Sha256().add(salt).add(part).finish(); }

Digest chain_next(const Digest& previous, std::int64_t pos, std::int64_t n, std::string_view header, const Commitments& commitments,
                  std::string_view signature, std::string_view verdict) {
  Sha256 hash;
  hash.add("nibbi chain 1\n").add(previous).add_number(static_cast<std::uint64_t>(pos)).add_number(static_cast<std::uint64_t>(n));
  hash.add_counted(header);
  for (const auto& c : commitments.of) {
    if (c) hash.add(kPresent).add(*c);
    else hash.add(kAbsent);
  }
  return hash.add_counted(signature).add_counted(verdict).finish();
}

std::string signed_text(std::string_view header, const Commitments& commitments) {
  std::string text = "nibbi entry 1\n";
  text.reserve(text.size() + header.size() + domain::kTierCount * 56);
  text += header;
  text += '\n';
  for (const domain::Tier t : domain::kTiers) {
    text += word(t);
    text += ':';
    if (const auto& c = commitments[t]) text += base64url(*c);
    else text += '-';
    text += '\n';
  }
  return text;
}

EntryId derived_entry_id(std::initializer_list<std::string_view> name) {
  Sha256 hash;
  hash.add("nibbi derived id 1\n");
  for (const std::string_view part : name) hash.add_counted(part);
  const Digest digest = hash.finish();
  std::array<std::uint8_t, 16> half;
  std::copy_n(digest.begin(), half.size(), half.begin());
  return EntryId{uuid_v8(half)};
}

Digest blind_hash(const Key& key, std::string_view purpose, std::string_view text) {
  sodium_ready();
  crypto_generichash_state state;
  Digest digest;
  const auto purpose_size = big_endian(purpose.size());
  crypto_generichash_init(&state, key.bytes().data(), Key::kSize, digest.size());
  for (const Bytes piece : {Bytes(purpose_size), bytes_of(purpose), bytes_of(text)})
    crypto_generichash_update(&state, piece.data(), piece.size());
  crypto_generichash_final(&state, digest.data(), digest.size());
  sodium_memzero(&state, sizeof state);
  return digest;
}

}  // namespace nibbi::crypto
