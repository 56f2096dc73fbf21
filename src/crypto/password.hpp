#pragma once
// Passphrases of people: Argon2id through libsodium, at most a few at once, and the same work for a person who does not exist.
#include <condition_variable>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/problem.hpp"

namespace nibbi::crypto {

/// 64 MiB and 3 passes (some 0.15 s): above OWASP's floor. Lower only in tests.
struct PasswordCost {
  unsigned long long ops = 3;
  std::size_t memory_bytes = std::size_t{64} << 20;
};

/// The PHC text "$argon2id$v=19$m=…". The passphrase is hashed as the bytes that were sent. Throws std::bad_alloc without memory.
std::string hash_password(std::string_view passphrase, PasswordCost = {});
bool verify_password(std::string_view hash, std::string_view passphrase);
/// Made with another cost, or not readable.
bool needs_rehash(std::string_view hash, PasswordCost = {});

enum class PasswordAnswer { right, wrong, busy };

/// Bounds the memory that sign-ins take: `at_once` hashes run, others wait up to `patience`, then are told busy (503, not "wrong").
class HashGate {
 public:
  explicit HashGate(PasswordCost cost = {}, int at_once = 4, std::chrono::milliseconds patience = std::chrono::seconds(2));
  /// `hash` is nullopt for a person who is not there (or has no passphrase): the same work is done, and the answer is wrong or busy.
  PasswordAnswer verify(const std::optional<std::string>& hash, std::string_view passphrase);
  /// Refuses: busy.
  Result<std::string> hash(std::string_view passphrase);
  const PasswordCost& cost() const { return cost_; }
  int peak() const;  ///< the most that ever ran at once

 private:
  class Turn;
  PasswordCost cost_;
  std::chrono::milliseconds patience_;
  std::string nobody_;  ///< a hash of this cost that nothing matches
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  int at_once_;
  int free_;
  int least_free_;
};

}  // namespace nibbi::crypto
