#include "store/sqlite_store.hpp"

#include <SQLiteCpp/Backup.h>

#include <filesystem>

#include "store/file_lock.hpp"
#include "store/migrations.hpp"
#include "store/sql_store.hpp"
#include "store/sqlite_copy.hpp"
#include "store/sqlite_session.hpp"

namespace nibbi::store {
namespace {

/// Where a symbolic link leads: two names of one database must mean one lock.
std::string real_path(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real.string();
}

/// 0 for an empty database.
std::int64_t version_of(Session& session) {
  std::int64_t tables = 0, versions = 0;
  session.query("SELECT count(*), coalesce(sum(name = 'schema_version'), 0) FROM sqlite_schema WHERE type = 'table'", {},
                [&](const Row& row) {
                  tables = row.number(0);
                  versions = row.number(1);
                });
  if (tables > 0 && versions == 0) throw StoreFailed("this SQLite database isn't one of nibbi's; it was left alone");
  return versions == 0 ? 0 : schema_version(session);
}

void check_version(Session& session) {
  const std::int64_t found = version_of(session);
  refuse_newer(found, sqlite_migrations());
  if (found < newest(sqlite_migrations()))
    throw StoreFailed("the database is of an older version; serve it once with this one to bring it up to date");
}

/// With the log on disk for sure, and the file for this process alone.
std::unique_ptr<SqliteSession> open_writer(const std::string& path, const SqliteOptions& options) {
  FileLock lock(path + ".lock");
  create_file(path);
  make_log_durable(path, options.vfs);
  auto writer = SqliteSession::writer(path, options.vfs, std::move(lock));
  refuse_newer(version_of(*writer), sqlite_migrations());
  writer->settle(options.checkpoint_pages);
  return writer;
}

class SqliteStore final : public SqlStore {
 public:
  SqliteStore(const std::string& path, const SqliteOptions& options, std::unique_ptr<Session> writer)
      : SqlStore(std::move(writer), [path, vfs = options.vfs] { return SqliteSession::reader(path, vfs); }, [path, options] { return open_writer(path, options); }), vfs_(options.vfs) {}
  std::string_view engine() const override { return "sqlite"; }
  void copy_to(const std::string& path) override;

 private:
  void copy_pages(const std::string& path);

  const std::string vfs_;
  std::mutex copying_;
};

void SqliteStore::copy_to(const std::string& path) {
  const std::lock_guard one_at_a_time(copying_);
  new_database_file(path, [this](const std::string& part) { copy_pages(part); });
}

/// Through the connection that writes, a helping of pages at a time: in between it may commit, and SQLite carries what it writes over
/// into the copy, which in the end is the state at the last helping. A transaction so long that it spilled and was then undone makes
/// SQLite begin again; helpings grow, so that even among many of those it ends.
void SqliteStore::copy_pages(const std::string& path) {
  in_sqlite([&] {
    SQLite::Database copy(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, 0, vfs_);
    copy.exec("PRAGMA mmap_size = 0; PRAGMA synchronous = FULL");
    std::unique_ptr<SQLite::Backup> backup;
    int helping = 256, left = 0;
    for (bool done = false; !done;) {
      with_writer([&](Session& writer) {
        try {
          if (!backup) backup = std::make_unique<SQLite::Backup>(copy, static_cast<SqliteSession&>(writer).database());
          const int result = backup->executeStep(helping);
          if (result == SQLITE_BUSY || result == SQLITE_LOCKED) throw StoreFailed("the copy is in use by somebody else");
          if (left != 0 && backup->getRemainingPageCount() >= left && helping < 1 << 24) helping *= 2;
          left = backup->getRemainingPageCount();
          done = result == SQLITE_DONE;
          if (done) backup.reset();
        } catch (...) {
          backup.reset();  // Here, where nobody else uses the connection.
          throw;
        }
      });
    }
    copy.exec("PRAGMA journal_mode = DELETE");  // One file that needs nothing beside it, also where it can't be written to.
  });
}

}  // namespace

std::unique_ptr<usecases::Store> open_sqlite(const std::string& given_path, const SqliteOptions& options) {
  const std::string path = real_path(given_path);
  auto writer = open_writer(path, options);
  migrate(*writer, version_of(*writer), sqlite_migrations());
  return std::make_unique<SqliteStore>(path, options, std::move(writer));
}

std::unique_ptr<usecases::StoreReader> follow_sqlite(const std::string& given_path) {
  const std::string path = real_path(given_path);
  check_version(*SqliteSession::reader(path, {}));
  return std::make_unique<SqlFollower>([path] { return SqliteSession::reader(path, {}); });
}

}  // namespace nibbi::store
