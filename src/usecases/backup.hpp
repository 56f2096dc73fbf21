#pragma once
// A backup: a consistent copy of the whole database, sealed. Entries are ciphertext already, but headers, accounts and the access log are personal
// data too, so all of it is sealed again, under a key of the backup's own that the newest master key wraps. The master key is not in it.
//
// The file, byte for byte. Numbers are unsigned, big-endian.
//
//   "nibbi backup 1\n"       15 bytes of ASCII
//   length of header         4 bytes
//   header                   JSON, sorted keys:
//                              backup        id of this backup
//                              bytes         length of the database file
//                              chain, epoch, pos    the end of the log in it (chain as hexadecimal)
//                              created       when it was made
//                              engine        "sqlite"
//                              installation  id
//                              key           the backup's key, wrapped as a record's `identity` key is, the backup's id in the record's place
//                                            (base64url; keyring.hpp)
//                              key_version   version of the master key that wraps it
//   pieces, each:
//     length                 4 bytes, never 0
//     sealed                 seal.hpp, Place::chunk, item = id of the backup, number = index of the piece from 0
//       piece 0              holds the header's exact bytes once more, so that it can't be altered
//       pieces 1, 2, …       hold the database file, 1 MiB each but the last, in order
//       the last piece       with version 2 in its context: "nibbi backup end " and the number of pieces before it in decimal, so that
//                            nothing can be cut away
//   0                        4 bytes
//   checksum                 32 bytes: SHA-256 over (checksum before it ‖ length ‖ sealed) piece after piece, beginning with SHA-256 over
//                            everything before the first piece. Needs no key: a carrier can check that the file is whole
#include <functional>
#include <stdexcept>
#include <string>

#include "crypto/keyring.hpp"
#include "usecases/ports/store.hpp"

namespace nibbi::usecases {

struct BackupAbout {
  Uuid id;
  InstallationId installation;
  LogHead head;
  Instant created;
  std::string engine = "sqlite";
  std::int64_t bytes = 0;
  std::int64_t key_version = 0;
  std::string wrapped_key;
};

/// The file is not a whole backup, or not one that these keys open. what() names what is wrong and where, in words that are safe to show.
struct BackupBroken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Told how many bytes of how many are done; what it throws stops the work.
using BytesDone = std::function<void(std::int64_t done, std::int64_t of)>;

/// Seals the database file `copy` into the open file `out` (from where it stands) and syncs it. `about` needs installation, head, created; the
/// rest is filled in. Throws std::system_error.
BackupAbout seal_backup(const crypto::Keyring&, BackupAbout about, const std::string& copy, int out, const BytesDone&);

/// The header of a backup, nothing of it proven yet. `in` is left where the pieces begin. Throws BackupBroken.
BackupAbout read_backup_header(int in);

/// Holds the whole file against its checksum, without keys; `in` stands at its beginning. Throws BackupBroken.
BackupAbout check_backup(int in, const BytesDone&);

/// Opens a backup from its beginning and writes the database to the new file `to` (mode 0600), synced. Throws BackupBroken (then `to` is gone again).
BackupAbout unseal_backup(const crypto::Keyring&, int in, const std::string& to, const BytesDone&);

}  // namespace nibbi::usecases
