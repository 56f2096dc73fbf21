#pragma once
// The file `master.key`: master keys by version, newest first, so that a rotation killed in the middle leaves everything readable.
//
// Text, lines ended by \n. In clear:
//   nibbi master key 1
//   VERSION CREATED KEY          one line a version: decimal, decimal Unix milliseconds, 32 bytes as base64url
//   end
// Under a secret (a passphrase, or a systemd credential):
//   nibbi master key 1 sealed
//   argon2id OPS MEMORY SALT     decimal, decimal bytes, 16 bytes as base64url
//   SEALED                       the text in clear, sealed (seal.hpp, Place::master_key) under Argon2id of the secret, as base64url
//   end
// Written as a new file beside it, synced, renamed over, and the directory synced: at any instant one whole file is there. Mode 0600.
// Whoever has this file (in clear), or file and secret, and a copy of the database, reads everything: keep them apart.
#include <cstdint>
#include <filesystem>
#include <list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "crypto/secret.hpp"

namespace nibbi::crypto {

struct MasterVersion {
  std::int64_t version = 0;
  Instant created;
  bool operator==(const MasterVersion&) const = default;
};

/// What the administrator must be told when the file was opened.
enum class MasterWarning {
  created_in_clear,   ///< a first start without a secret: the file alone opens everything
  created_sealed,     ///< a first start with a secret: without it nothing can ever be opened
  secret_not_used,    ///< a secret was given but the file is in clear: change_secret() seals it
  readable_by_others, ///< the mode lets others read it
};
/// In English, for a terminal, several lines.
std::string_view text(MasterWarning);

/// The file is there and can't be used. what() says why in words that are safe to show.
struct MasterFileBroken : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The file is sealed and no secret, or another one, was given.
struct MasterSecretWrong : MasterFileBroken {
  using MasterFileBroken::MasterFileBroken;
};

/// Cost of turning the secret into a key. Lower only in tests.
struct SecretCost {
  unsigned long long ops = 4;
  std::size_t memory_bytes = std::size_t{256} << 20;
};

class MasterFile {
 public:
  struct Opened;
  /// Opens `path`, or creates it with one version. `secret`: nullopt keeps the file in clear. Throws MasterFileBroken, std::system_error.
  static Opened open_or_create(std::filesystem::path path, std::optional<SecretBytes> secret, Instant now, SecretCost = {});
  /// Opens; never creates. For an installation that already has records, where a missing file is a calamity and not a first start.
  static Opened open_existing(std::filesystem::path path, std::optional<SecretBytes> secret, SecretCost = {});

  std::int64_t newest() const { return keys_.front().version; }
  const Key* find(std::int64_t version) const;
  std::vector<MasterVersion> versions() const;
  std::int64_t add(Instant now);
  bool drop(std::int64_t version);
  void change_secret(std::optional<SecretBytes> secret);
  bool is_sealed() const { return secret_.has_value(); }

 private:
  struct Held {
    std::int64_t version;
    Instant created;
    Key key;
  };
  MasterFile(std::filesystem::path path, std::optional<SecretBytes> secret, SecretCost cost)
      : path_(std::move(path)), secret_(std::move(secret)), cost_(cost) {}
  void read(std::string& text);
  std::string clear_text() const;
  void write(bool must_be_new) const;
  std::filesystem::path path_;
  std::optional<SecretBytes> secret_;
  SecretCost cost_;
  std::list<Held> keys_;  ///< newest first
};

struct MasterFile::Opened {
  MasterFile file;
  bool created = false;
  std::vector<MasterWarning> warnings;
};

/// Where the secret comes from: the systemd credential `nibbi-master` (directory in CREDENTIALS_DIRECTORY), else the file that this variable of the
/// environment names (`--passphrase-file`, or what was typed: main/passphrase.hpp). Its bytes without a final line feed are the secret. nullopt when
/// there is neither. Throws MasterFileBroken for one that is empty, or a file that was named and is not there.
inline constexpr const char* kPassphraseFile = "NIBBI_PASSPHRASE_FILE";
std::optional<SecretBytes> secret_from_outside();

}  // namespace nibbi::crypto
