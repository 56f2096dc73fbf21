#include "store/sqlite_session.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "store/sql_reads.hpp"

namespace nibbi::store {
namespace {

constexpr int kBusyMs = 10'000;  // Given when opening, so that it holds for the first pragma already.

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(SQLite::Statement& statement) : statement_(statement) {}
  bool null(int column) const override { return statement_.getColumn(column).isNull(); }
  std::int64_t number(int column) const override { return statement_.getColumn(column).getInt64(); }
  std::string bytes(int column) const override {
    const SQLite::Column cell = statement_.getColumn(column);
    const auto* start = static_cast<const char*>(cell.getBlob());  // Null where there are no bytes.
    return start ? std::string(start, static_cast<std::size_t>(cell.getBytes())) : std::string();
  }
  Uuid uuid(int column) const override {
    const SQLite::Column cell = statement_.getColumn(column);
    const auto* start = static_cast<const std::uint8_t*>(cell.getBlob());
    Uuid out;
    if (!start || static_cast<std::size_t>(cell.getBytes()) != out.bytes.size())
      throw StoreFailed("the database is damaged: an identifier has the wrong length");
    std::copy_n(start, out.bytes.size(), out.bytes.begin());
    return out;
  }

 private:
  SQLite::Statement& statement_;
};

/// A statement left in the middle would hold its snapshot, and keep the log from being carried over.
struct ResetAfterUse {
  SQLite::Statement& statement;
  ~ResetAfterUse() { statement.tryReset(); }
};

void bind(SQLite::Statement& statement, int index, std::monostate) { statement.bind(index); }
void bind(SQLite::Statement& statement, int index, std::int64_t number) { statement.bind(index, number); }
void bind(SQLite::Statement& statement, int index, std::string_view bytes) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) throw std::length_error("too long to be stored");
  statement.bindNoCopy(index, bytes.data() ? static_cast<const void*>(bytes.data()) : "", static_cast<int>(bytes.size()));
}

}  // namespace

SqliteSession::SqliteSession(const std::string& path, int flags, const std::string& vfs, FileLock lock)
    : lock_(std::move(lock)), database_(path, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, kBusyMs, vfs) {
  database_.exec("PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
}

std::unique_ptr<SqliteSession> SqliteSession::reader(const std::string& path, const std::string& vfs) {
  return in_sqlite([&] {
    auto session = std::unique_ptr<SqliteSession>(new SqliteSession(path, SQLITE_OPEN_READONLY, vfs, {}));
    session->database_.exec("PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = ON");
    sqlite3_db_config(session->database_.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return session;
  });
}

std::unique_ptr<SqliteSession> SqliteSession::writer(const std::string& path, const std::string& vfs, FileLock lock) {
  return in_sqlite([&] {
    return std::unique_ptr<SqliteSession>(new SqliteSession(path, SQLITE_OPEN_READWRITE, vfs, std::move(lock)));
  });
}

void SqliteSession::settle(int checkpoint_pages) {
  in_sqlite([&] {
    // To its end, not to its first row: the pragma answers "wal" before it has written that, and only then fails.
    database_.exec("PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL");
    const std::string mode = database_.execAndGet("PRAGMA journal_mode").getString();
    if (mode != "wal") throw StoreFailed("SQLite can't keep a write-ahead log here (a network disk?): its mode stays " + mode);
    database_.exec("PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;"
                   " PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = " + std::to_string(checkpoint_pages));
  });
}

SQLite::Statement& SqliteSession::prepared(const char* sql, AnyValues values) {
  auto& statement = statements_[sql];
  if (!statement) {
    statement = std::make_unique<SQLite::Statement>(database_, sql);
    for (int i = 1; i <= statement->getBindParameterCount(); ++i)
      if (statement->getIndex(("$" + std::to_string(i)).c_str()) != i) throw std::logic_error("parameters must appear in order");
  }
  if (static_cast<int>(values.size()) != statement->getBindParameterCount()) throw std::logic_error("a parameter is missing");
  int index = 0;
  for (const Value& value : values) {
    ++index;
    std::visit([&](auto held) { bind(*statement, index, held); }, value);
  }
  return *statement;
}

void SqliteSession::do_query(const char* sql, Values values, const Rows& each) { ask(sql, {values.begin(), values.size()}, each); }

/// There is no way to go here, so nothing is gained by asking together.
void SqliteSession::do_query_all(std::span<const Question> questions, const RowsOf& each) {
  for (std::size_t i = 0; i < questions.size(); ++i) ask(questions[i].sql, questions[i].values, [&](const Row& row) { each(i, row); });
}

void SqliteSession::ask(const char* sql, AnyValues values, const Rows& each) {
  in_sqlite([&] {
    auto& statement = prepared(sql, values);
    const ResetAfterUse reset{statement};
    const SqliteRow row(statement);
    while (statement.executeStep()) each(row);
  });
}

std::int64_t SqliteSession::do_execute(const char* sql, Values values) {
  return in_sqlite([&] {
    auto& statement = prepared(sql, {values.begin(), values.size()});
    const ResetAfterUse reset{statement};
    return std::int64_t{statement.exec()};
  });
}

void SqliteSession::do_script(const std::string& sql) {
  in_sqlite([&] { database_.exec(sql); });
}

void SqliteSession::do_commit() {
  const int code = database_.tryExec("COMMIT");
  if (code == SQLITE_OK) return;
  const std::string what = std::string("SQLite: ") + sqlite3_errstr(code) + " (" + std::to_string(code) + ")";
  if ((code & 0xff) != SQLITE_IOERR) throw StoreFailed(what);
  // The disk may hold the commit all the same. And after a sync that failed, the system may call the next one good without having
  // written what this one was about: nothing that is written from here on could be vouched for.
  broken_ = true;
  throw CommitInDoubt(what + ", while it was being made durable; open the store again");
}

void SqliteSession::do_rollback() {
  if (sqlite3_get_autocommit(database_.getHandle())) return;  // Some failures undo the transaction by themselves.
  do_script("ROLLBACK");
}

usecases::LogHead SqliteSession::do_lock_head() { return reads::head(*this); }

void make_log_durable(const std::string& path, const std::string& vfs_name) {
  sqlite3_vfs* const vfs = sqlite3_vfs_find(vfs_name.empty() ? nullptr : vfs_name.c_str());
  if (!vfs) throw StoreFailed("there is no VFS " + vfs_name);
  const std::string wal = path + "-wal";
  int there = 0;
  if (vfs->xAccess(vfs, wal.c_str(), SQLITE_ACCESS_EXISTS, &there) != SQLITE_OK || !there) return;

  const std::unique_ptr<const char, void (*)(sqlite3_filename)> name(
      sqlite3_create_filename(path.c_str(), (path + "-journal").c_str(), wal.c_str(), 0, nullptr), sqlite3_free_filename);
  std::vector<std::max_align_t> room(static_cast<std::size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1);
  auto* const file = reinterpret_cast<sqlite3_file*>(room.data());
  const auto must = [](int code) {
    if (code != SQLITE_OK) throw StoreFailed(std::string("SQLite: the log can't be made durable: ") + sqlite3_errstr(code));
  };
  must(vfs->xOpen(vfs, sqlite3_filename_wal(name.get()), file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL, nullptr));
  const auto close = [](sqlite3_file* f) { f->pMethods->xClose(f); };
  const std::unique_ptr<sqlite3_file, decltype(close)> closed(file, close);

  sqlite3_int64 size = 0;
  must(file->pMethods->xFileSize(file, &size));
  std::string part(1 << 16, '\0');  // The system's VFS writes less than 128 kB at a time.
  for (sqlite3_int64 at = 0; at < size;) {
    const int many = static_cast<int>(std::min<sqlite3_int64>(size - at, static_cast<sqlite3_int64>(part.size())));
    must(file->pMethods->xRead(file, part.data(), many, at));
    must(file->pMethods->xWrite(file, part.data(), many, at));
    at += many;
  }
  must(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL));
}

}  // namespace nibbi::store
