#pragma once
// A backup put back: into an empty folder, proven before it is served, and with a new epoch.
#include <functional>
#include <string>
#include <vector>

#include "crypto/keyring.hpp"
#include "crypto/password.hpp"
#include "domain/rules.hpp"
#include "usecases/backup.hpp"
#include "usecases/verify.hpp"

namespace nibbi {

/// What was found when a database that came out of a backup was looked through.
struct Proof {
  std::vector<std::string> damage;  ///< sentences: SQLite's own, or that it is not what the header says
  usecases::Verified verified;
  bool holds() const { return damage.empty() && verified.finding_count == 0; }
};
/// Integrity of the file, its head against the backup's header, then everything `nibbi verify` does, with keys.
Proof prove_database(const std::string& path, const usecases::BackupAbout&, const crypto::Keyring&, const domain::Rules&);

/// A JSON object of it.
std::string proof_json(const Proof&);

/// Says "WORD: 12 of 40 MB" at every tenth part.
usecases::BytesDone tell_bytes(std::string word, std::function<void(const std::string&)> say);

struct RestoreOptions {
  std::string from, keys, data;
  std::optional<std::string> database, schema;  ///< an empty database of PostgreSQL, which then holds what the backup does; `data` holds the keys
  std::optional<std::int64_t> epoch;  ///< higher than the backup's by default
  std::function<void(const std::string&)> say;
  crypto::PasswordCost password_cost{};  ///< lower only in tests
};
struct Restored {
  usecases::BackupAbout about;
  Proof proof;
  std::int64_t epoch = 0;
  std::int64_t erased_again = 0;
  std::int64_t revoked_again = 0;
};
/// Throws BackupBroken, std::runtime_error; then, and when the proof does not hold, `data` is as empty as before. The database of PostgreSQL is written
/// in one transaction once the proof holds; if what follows fails (the epoch, what is erased again), it is not empty any more.
Restored restore(const RestoreOptions&);

}  // namespace nibbi
