#include "store/sqlite_copy.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "store/file_lock.hpp"
#include "store/migrations.hpp"
#include "store/sqlite_session.hpp"
#include "store/table_copy.hpp"

namespace nibbi::store {

bool create_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    ::close(descriptor);
    sync_directory_of(path);
    return true;
  }
  if (errno == EEXIST) return false;
  throw StoreFailed("can't make " + path + ": " + std::strerror(errno));
}

void new_database_file(const std::string& path, const std::function<void(const std::string&)>& fill) {
  const std::string part = path + ".part";
  std::filesystem::remove(part);
  if (!create_file(part)) throw StoreFailed("can't make " + part + ": somebody else is writing it");
  try {
    fill(part);
    sync_file(part);
    if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0)
      throw StoreFailed("can't make the copy " + path + ": " + std::strerror(errno));
  } catch (...) {
    std::error_code ignored;
    for (const char* end : {"", "-journal", "-wal", "-shm"}) std::filesystem::remove(part + end, ignored);
    throw;
  }
  sync_directory_of(path);
}

/// Nobody reads it before it is whole, and then it is synced at once: so it keeps no journal and waits for no disk on the way.
void fill_sqlite(Session& from, const std::string& empty_file) {
  const auto to = SqliteSession::writer(empty_file, {}, {});
  to->script("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON");
  migrate(*to, 0, sqlite_migrations());
  to->begin_writing();
  copy_tables(from, *to);
  to->commit();
  to->script("PRAGMA journal_mode = DELETE");
}

}  // namespace nibbi::store
