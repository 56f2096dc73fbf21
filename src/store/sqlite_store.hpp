#pragma once
// The store of an installation that is one file.
#include <memory>
#include <string>

#include "usecases/ports/store.hpp"

namespace nibbi::store {

struct SqliteOptions {
  std::string vfs = {};         ///< the name of a VFS registered with SQLite; empty for the system's
  int checkpoint_pages = 1000;  ///< the log is carried over into the database when it has this many pages (of 4 kB)
};

/// Opens the database at `path`, made if there is none, brought up to this version's schema. A file `PATH.lock` beside it is locked for
/// as long as the store lives: a second one, in this process or another, is refused with StoreFailed. Throws StoreTooNew, and changes
/// nothing, if a newer version wrote it. Reads may come from any thread; transact and copy_to exclude each other.
/// After a CommitInDoubt nothing more is written until the store is opened again.
std::unique_ptr<usecases::Store> open_sqlite(const std::string& path, const SqliteOptions& options = {});

/// Only reads; another process may be serving the database meanwhile. Throws StoreFailed if its schema isn't this version's.
std::unique_ptr<usecases::StoreReader> follow_sqlite(const std::string& path);

}  // namespace nibbi::store
