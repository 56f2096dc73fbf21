#pragma once
// A new master key, while serving: it is durable in its file first, then every living record's keys are wrapped under it, some hundred in one
// transaction, then the installation's own. Killed anywhere, everything stays readable, and running it again goes on where it stopped.
#include <functional>
#include <map>

#include "crypto/keyring.hpp"
#include "usecases/house.hpp"

namespace nibbi::usecases {

inline constexpr std::size_t kRewrapTogether = 200;

struct Rotated {
  std::int64_t version = 0;    ///< the newest; everything is wrapped under it now
  bool resumed = false;        ///< an earlier rotation had not come to its end: it was finished, and no version was added
  std::int64_t rewrapped = 0;  ///< records
};
/// `progress` is told how many records are done, once a transaction; what it throws stops the rotation there.
Rotated rotate(House&, crypto::Keyring&, const std::function<void(std::int64_t done)>& progress);

/// What still needs a version of the master key.
struct Needs {
  std::int64_t records = 0;
  bool installation_keys = false;
  std::int64_t backups = 0;  ///< made under it in the last 35 days, as far as this installation knows
  bool any() const { return records > 0 || installation_keys || backups > 0; }
};
Needs needs_of(House&, std::int64_t version);

/// Destroys an old version for ever. False when there is none such, or when it is the newest. The caller has looked at needs_of.
bool drop_version(crypto::Keyring&, std::int64_t version);

/// Notes that a backup was made whose key is wrapped under this version: drawer `backup`, id -> "VERSION MOMENT".
inline constexpr std::string_view kBackupDrawer = "backup";
void note_backup(House&, const Uuid& backup, std::int64_t version);

}  // namespace nibbi::usecases
