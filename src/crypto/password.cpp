#include "crypto/password.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>

#include "crypto/random.hpp"
#include "crypto/secret.hpp"
#include "crypto/sodium_ready.hpp"

namespace nibbi::crypto {
namespace {

using Stored = std::array<char, crypto_pwhash_STRBYTES>;

// libsodium reads a whole buffer that ends in NUL.
std::optional<Stored> stored(std::string_view hash) {
  Stored out{};
  if (hash.size() >= out.size() || hash.contains('\0')) return std::nullopt;
  hash.copy(out.data(), hash.size());
  return out;
}

std::string unpadded_base64(Bytes bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
  text.pop_back();
  return text;
}

// Looks as a hash does and costs the same to check; nobody knows what it would be the hash of.
std::string hash_of_nobody(PasswordCost cost) {
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_bytes / 1024) + ",t=" + std::to_string(cost.ops) + ",p=1$" +
         unpadded_base64(random_bytes<16>()) + "$" + unpadded_base64(random_bytes<32>());
}

}  // namespace

std::string hash_password(std::string_view passphrase, PasswordCost cost) {
  sodium_ready();
  Stored out{};
  if (crypto_pwhash_str_alg(out.data(), passphrase.data(), passphrase.size(), cost.ops, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return out.data();
}

bool verify_password(std::string_view hash, std::string_view passphrase) {
  sodium_ready();
  const auto buffer = stored(hash);
  if (!buffer) return false;
  errno = 0;
  const bool right = crypto_pwhash_str_verify(buffer->data(), passphrase.data(), passphrase.size()) == 0;
  if (!right && errno == ENOMEM) throw std::bad_alloc();  // no memory is not a wrong passphrase
  return right;
}

bool needs_rehash(std::string_view hash, PasswordCost cost) {
  sodium_ready();
  const auto buffer = stored(hash);
  return !buffer || crypto_pwhash_str_needs_rehash(buffer->data(), cost.ops, cost.memory_bytes) != 0;
}

/// One of the places at the gate, given back at the end; false when none came free in time.
class HashGate::Turn {
 public:
  explicit Turn(HashGate& gate) : gate_(gate) {
    std::unique_lock lock(gate.mutex_);
    mine_ = gate.freed_.wait_for(lock, gate.patience_, [&] { return gate.free_ > 0; });
    if (mine_) gate.least_free_ = std::min(gate.least_free_, --gate.free_);
  }
  ~Turn() {
    if (!mine_) return;
    {
      const std::lock_guard lock(gate_.mutex_);
      ++gate_.free_;
    }
    gate_.freed_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  explicit operator bool() const { return mine_; }

 private:
  HashGate& gate_;
  bool mine_ = false;
};

HashGate::HashGate(PasswordCost cost, int at_once, std::chrono::milliseconds patience)
    : cost_(cost), patience_(patience), nobody_(hash_of_nobody(cost)), at_once_(at_once), free_(at_once), least_free_(at_once) {}

int HashGate::peak() const {
  const std::lock_guard lock(mutex_);
  return at_once_ - least_free_;
}

PasswordAnswer HashGate::verify(const std::optional<std::string>& hash, std::string_view passphrase) {
  const Turn turn(*this);
  if (!turn) return PasswordAnswer::busy;
  const bool right = verify_password(hash ? *hash : nobody_, passphrase);
  return right && hash ? PasswordAnswer::right : PasswordAnswer::wrong;
}

Result<std::string> HashGate::hash(std::string_view passphrase) {
  const Turn turn(*this);
  if (!turn) return refuse(ProblemCode::busy);
  return hash_password(passphrase, cost_);
}

}  // namespace nibbi::crypto
