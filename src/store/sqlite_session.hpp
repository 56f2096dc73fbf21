#pragma once
// A connection to SQLite.
//
// SQLite before 3.51.3 can corrupt a WAL database when two connections write or checkpoint at the same moment. So one connection
// writes and does every checkpoint; the others are opened read-only, never checkpoint, and no file is ever mapped into memory.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "store/file_lock.hpp"
#include "store/sql_session.hpp"

namespace nibbi::store {

class SqliteSession final : public Session {
 public:
  /// Opens for reading. The database must be there.
  static std::unique_ptr<SqliteSession> reader(const std::string& path, const std::string& vfs);
  /// Opens for writing, under `lock`. Nothing is written before settle().
  static std::unique_ptr<SqliteSession> writer(const std::string& path, const std::string& vfs, FileLock lock);
  /// Turns the write-ahead log on and commits durable; `checkpoint_pages` is the length at which the log is carried over.
  void settle(int checkpoint_pages);

  bool broken() const override { return broken_; }
  SQLite::Database& database() { return database_; }

 protected:
  void do_query_all(std::span<const Question>, const RowsOf& each) override;
  void do_query(const char* sql, Values values, const Rows& each) override;
  std::int64_t do_execute(const char* sql, Values values) override;
  void do_script(const std::string& sql) override;
  void do_commit() override;
  void do_rollback() override;
  const char* begin_reading_sql() const override { return "BEGIN"; }
  const char* begin_writing_sql() const override { return "BEGIN IMMEDIATE"; }
  usecases::LogHead do_lock_head() override;

 private:
  SqliteSession(const std::string& path, int flags, const std::string& vfs, FileLock lock);
  void ask(const char* sql, AnyValues values, const Rows& each);
  SQLite::Statement& prepared(const char* sql, AnyValues values);

  FileLock lock_;  // Let go of after the database is closed.
  SQLite::Database database_;
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
  bool broken_ = false;
};

/// Writes the log of the database at `path` over itself and syncs it, if there is one. To be done before SQLite reads it: after a crash,
/// or after a sync that failed, the log may end with a transaction that only the system's memory knows. SQLite would take it for
/// committed, others would be told so, and a power cut would take it back.
void make_log_durable(const std::string& path, const std::string& vfs);

/// Runs `work`; a failure of SQLite becomes a StoreFailed, or a logic_error where a constraint was broken. Its words name tables and
/// columns, never a value.
template <class F>
auto in_sqlite(F&& work) {
  try {
    return work();
  } catch (const SQLite::Exception& e) {
    if ((e.getErrorCode() & 0xff) == SQLITE_CONSTRAINT) throw std::logic_error(std::string("SQLite: ") + e.what());
    throw StoreFailed(std::string("SQLite: ") + e.what() + " (" + std::to_string(e.getErrorCode()) + ")");
  }
}

}  // namespace nibbi::store
