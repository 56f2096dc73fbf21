#include "raw_rows.hpp"

#include <chrono>
#include <sqlite3.h>
#include <stdexcept>
#include <vector>

namespace nibbi::bench {
namespace {

using domain::Tier;
using Size = sqlite3_int64;

constexpr const char* kSchema =
#include "store/migrations/0001_sqlite.inc"
    ;

void run(sqlite3* db, const char* sql) {
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db));
}

/// One prepared statement; numbers are bound as they are, sizes as blobs of so many zeros, ids as 16 bytes of a counter.
class Statement {
 public:
  Statement(sqlite3* db, const char* sql) : db_(db) {
    if (sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db));
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& number(Size v) { return sqlite3_bind_int64(statement_, ++at_, v), *this; }
  Statement& size(std::size_t bytes) { return sqlite3_bind_zeroblob(statement_, ++at_, static_cast<int>(bytes)), *this; }
  /// Ids carry their time first, as those of the house do.
  Statement& id(Size v) {
    unsigned char bytes[16] = {};
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(v >> (56 - 8 * i));
    return sqlite3_bind_blob(statement_, ++at_, bytes, 16, SQLITE_TRANSIENT), *this;
  }
  void go() {
    if (sqlite3_step(statement_) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    sqlite3_reset(statement_);
    at_ = 0;
  }

 private:
  sqlite3* db_;
  sqlite3_stmt* statement_ = nullptr;
  int at_ = 0;
};

}  // namespace

double raw_rows_per_second(const std::string& path, const usecases::StoredEntry& e, const usecases::StoredState& s, std::size_t device_bytes, std::size_t tally_bytes,
                           int files, int group, double seconds) {
  sqlite3* db = nullptr;
  if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) throw std::runtime_error("cannot open the raw database");
  std::size_t rows = 0;
  double rate = 0;
  {
    run(db, "PRAGMA journal_mode=wal; PRAGMA synchronous=full");
    run(db, kSchema);
    Statement record(db, "INSERT INTO records VALUES (?, x'00', 0, 0, 1, zeroblob(60), zeroblob(60), zeroblob(60), zeroblob(60))");
    Statement count(db, "UPDATE records SET n = n + 1 WHERE id = ?");
    Statement entry(db, "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?, ?, ?, ?, ?)");
    Statement brief(db, "INSERT INTO briefs VALUES (?, 1, ?, ?) ON CONFLICT (record) DO UPDATE SET n = excluded.n, brief = excluded.brief");
    Statement state(db, "INSERT INTO states VALUES (?, ?, ?, ?, ?) ON CONFLICT (record) DO UPDATE SET s_plain = excluded.s_plain, s_identity = excluded.s_identity,"
                        " s_placement = excluded.s_placement, s_narrative = excluded.s_narrative");
    Statement device(db, "INSERT INTO things VALUES (x'00', x'01', ?) ON CONFLICT (drawer, key) DO UPDATE SET value = excluded.value");
    Statement tally(db, "INSERT INTO things VALUES (x'00', x'02', ?) ON CONFLICT (drawer, key) DO UPDATE SET value = excluded.value");
    Statement head(db, "UPDATE log_head SET pos = ?");
    auto keep_state = [&](Size file, Size n) {
      brief.id(file).number(n).size(s.sealed_brief.size()).go();
      state.id(file).size(s.sealed[Tier::plain].size()).size(s.sealed[Tier::identity].size()).size(s.sealed[Tier::placement].size()).size(s.sealed[Tier::narrative].size()).go();
    };
    run(db, "BEGIN IMMEDIATE");
    for (Size file = 1; file <= files; ++file) {
      record.id(file).go();
      keep_state(file, 0);
    }
    run(db, "COMMIT");
    const auto began = std::chrono::steady_clock::now();
    auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
    for (Size pos = 0; passed() < seconds;) {
      run(db, "BEGIN IMMEDIATE");
      for (int i = 0; i < group; ++i, ++rows) {
        const Size file = static_cast<Size>(rows * 31) % files + 1;
        ++pos;
        count.id(file).go();
        entry.number(pos).number(pos).id(pos + files).id(file).size(e.header.size()).size(32).size(32).size(e.signature.size()).size(e.verdict.size()).size(32);
        entry.size(e.sealed[Tier::plain].size()).size(e.sealed[Tier::identity].size()).size(e.sealed[Tier::placement].size()).size(e.sealed[Tier::narrative].size()).go();
        keep_state(file, pos);
        device.size(device_bytes).go();
      }
      tally.size(tally_bytes).go();
      head.number(pos).go();
      run(db, "COMMIT");
    }
    rate = static_cast<double>(rows) / passed();
  }
  sqlite3_close(db);
  return rate;
}

}  // namespace nibbi::bench
