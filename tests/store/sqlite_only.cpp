// What only SQLite promises: its settings, its lock file, its copies.
#include <catch2/catch_test_macros.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>

#include "store/engines.hpp"
#include "store/samples.hpp"
#include "store/sql_change.hpp"
#include "store/sqlite_session.hpp"
#include "store/sqlite_store.hpp"

using namespace nibbi;
using namespace nibbi::store;
using namespace nibbi::store::test;
using namespace nibbi::usecases;
namespace fs = std::filesystem;

namespace {

std::string pragma(SqliteSession& session, const std::string& name) {
  return session.database().execAndGet("PRAGMA " + name).getString();
}

/// The statements of a connection that walked a table from end to end, sorted, built an index to get by, or took many more steps than
/// it takes to find a few rows among thousands.
std::vector<std::string> walks(SqliteSession& session, int most_steps) {
  std::vector<std::string> out;
  for (sqlite3_stmt* s = nullptr; (s = sqlite3_next_stmt(session.database().getHandle(), s));) {
    const std::string sql = sqlite3_sql(s);
    if (sql.find("log_head") != std::string::npos) continue;  // It has one row.
    const auto count = [&](int what) { return sqlite3_stmt_status(s, what, 0); };
    if (count(SQLITE_STMTSTATUS_FULLSCAN_STEP) > 0 || count(SQLITE_STMTSTATUS_SORT) > 0 || count(SQLITE_STMTSTATUS_AUTOINDEX) > 0 ||
        count(SQLITE_STMTSTATUS_VM_STEP) > most_steps)
      out.push_back(sql);
  }
  return out;
}

}  // namespace

TEST_CASE("one connection writes durably and checkpoints, the others can do neither", "[store][sqlite]") {
  const Folder folder;
  const std::string path = folder.file("nibbi.db");
  open_sqlite(path);
  auto writer = SqliteSession::writer(path, "", {});
  writer->settle(1000);
  CHECK(pragma(*writer, "journal_mode") == "wal");
  CHECK(pragma(*writer, "synchronous") == "2");  // FULL
  CHECK(pragma(*writer, "mmap_size") == "0");
  CHECK(pragma(*writer, "foreign_keys") == "1");
  CHECK(pragma(*writer, "wal_autocheckpoint") == "1000");
  CHECK(pragma(*writer, "busy_timeout") == "10000");
  auto reader = SqliteSession::reader(path, "");
  CHECK(pragma(*reader, "wal_autocheckpoint") == "0");
  CHECK(pragma(*reader, "mmap_size") == "0");
  CHECK(pragma(*reader, "busy_timeout") == "10000");
  CHECK_THROWS(reader->execute("DELETE FROM things", {}));
  int no_checkpoint = 0;
  sqlite3_db_config(reader->database().getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &no_checkpoint);
  CHECK(no_checkpoint == 1);
}

TEST_CASE("no statement walks a whole table", "[store][sqlite]") {
  const Folder folder;
  const std::string path = folder.file("nibbi.db");
  constexpr std::uint64_t kMany = 2000;
  open_sqlite(path)->transact([](Change& c) {
    for (std::uint64_t i = 1; i <= kMany; ++i) {
      c.put_record(sample_record(i));
      c.append(next_entry(c, record_id(i), i, 10));
      c.put_state(sample_state(i, 1));
      c.append_access(sample_access(i, i));
      c.put_thing(i % 400 == 0 ? "few" : "many", std::to_string(i), "v");
      c.put_chunk(numbered(i), 0, "c");
    }
  });
  auto s = SqliteSession::writer(path, "", {});
  s->settle(1000);
  s->begin_writing();
  SqlChange c(*s, reads::head(*s));
  c.put_record(sample_record(kMany + 1));
  c.append(next_entry(c, record_id(kMany + 1), kMany + 1));
  c.put_state(sample_state(kMany + 1, 1));
  c.drop_state(record_id(4));
  c.reseal(entry_id(5), {});
  c.append_access(sample_access(1, 1));
  c.put_thing("many", "x", "y");
  c.drop_thing("many", "x");
  c.put_chunk(numbered(kMany + 1), 0, "c");
  c.drop_chunks(numbered(kMany + 1));
  c.finish();
  CHECK(c.entries_of(record_id(3), 0).size() == 1);
  CHECK(c.entry(entry_id(3)));
  CHECK(c.accesses_of(record_id(3), 1900, 5).size() == 1);
  CHECK(c.accesses_by(person_id(3), 1900, 5).size() == 1);
  CHECK(c.accesses(1900, 5).size() == 5);
  CHECK(c.entries_after(5, 5).size() == 5);
  CHECK(c.state(record_id(3)));
  CHECK(c.things("few").size() == 5);
  CHECK(c.thing("few", "800"));
  CHECK(c.chunk(numbered(1), 0));
  s->commit();
  for (const auto& sql : walks(*s, 400)) FAIL_CHECK("walks: " << sql);

  auto r = SqliteSession::reader(path, "");
  std::uint64_t seen = 0;
  reads::each_record(*r, [&](const StoredRecord&) { ++seen; });
  reads::each_brief(*r, [&](const StoredState&) { ++seen; });
  CHECK(seen == kMany + 1 + kMany);
  for (const auto& sql : walks(*r, 100 * static_cast<int>(kMany))) FAIL_CHECK("walks: " << sql);
}

TEST_CASE("a copy is whole, alone, and made while transactions go on", "[store][sqlite]") {
  const Folder folder;
  auto store = open_sqlite(folder.file("nibbi.db"), {.checkpoint_pages = 50});
  store->transact([](Change& c) {
    c.put_record(sample_record(1));
    for (int i = 0; i < 64; ++i) c.put_chunk(numbered(static_cast<std::uint64_t>(i)), 0, some_bytes(200'000, static_cast<std::uint64_t>(i)));
  });
  std::atomic<bool> copied = false;
  std::thread copier([&] {
    store->copy_to(folder.file("copy.db"));
    copied = true;
  });
  std::uint64_t id = 0;
  while (!copied) {
    store->transact([&](Change& c) {  // Two entries that belong together, and a transaction that spills before it is undone.
      ++id;
      c.append(next_entry(c, record_id(1), 2 * id));
      c.append(next_entry(c, record_id(1), 2 * id + 1));
    });
    if (id % 5 == 0)
      CHECK_THROWS_AS(store->transact([&](Change& c) {
        for (std::uint64_t i = 0; i < 6; ++i) c.put_chunk(numbered(i), 0, some_bytes(4'000'000, i));
        throw std::out_of_range("undone");
      }), std::out_of_range);
  }
  copier.join();
  CHECK(id > 1);

  std::vector<std::string> beside;
  for (const auto& file : fs::directory_iterator(folder.file(""))) beside.push_back(file.path().filename());
  CHECK(std::ranges::count_if(beside, [](const std::string& name) { return name.starts_with("copy.db"); }) == 1);

  {
    SQLite::Database raw(folder.file("copy.db"), SQLite::OPEN_READONLY);
    CHECK(raw.execAndGet("PRAGMA integrity_check").getString() == "ok");
    CHECK(raw.execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt() == 0);
  }
  auto copy = open_sqlite(folder.file("copy.db"));
  const std::int64_t pos = copy->head().pos;
  CHECK(pos % 2 == 0);
  CHECK(pos <= store->head().pos);
  const auto entries = copy->entries_after(0, 1'000'000);
  REQUIRE(static_cast<std::int64_t>(entries.size()) == pos);
  for (const auto& e : entries)
    if (store->entry(e.id) != e) FAIL("an entry of the copy differs");
  for (std::uint64_t i = 0; i < 64; ++i) CHECK(copy->chunk(numbered(i), 0) == some_bytes(200'000, i));
}

TEST_CASE("a copy never replaces a file, and half a copy is left nowhere", "[store][sqlite]") {
  const Folder folder;
  auto store = open_sqlite(folder.file("nibbi.db"));
  std::ofstream(folder.file("there.db")) << "kept";
  CHECK_THROWS_AS(store->copy_to(folder.file("there.db")), StoreFailed);
  CHECK(fs::file_size(folder.file("there.db")) == 4);
  CHECK_FALSE(fs::exists(folder.file("there.db.part")));
  CHECK_THROWS_AS(store->copy_to(folder.file("nowhere/copy.db")), StoreFailed);
  CHECK_THROWS_AS(store->transact([&](Change&) { store->copy_to(folder.file("copy.db")); }), std::logic_error);
  CHECK_FALSE(fs::exists(folder.file("copy.db.part")));
  std::ofstream(folder.file("copy.db.part")) << "left by a power cut";
  store->copy_to(folder.file("copy.db"));
  CHECK(open_sqlite(folder.file("copy.db"))->head() == store->head());
}

TEST_CASE("a database has one lock, whatever name it is opened by", "[store][sqlite]") {
  const Folder folder;
  auto store = open_sqlite(folder.file("nibbi.db"));
  fs::create_symlink(folder.file("nibbi.db"), folder.file("other.db"));
  CHECK_THROWS_AS(open_sqlite(folder.file("other.db")), StoreFailed);
  try {
    open_sqlite(folder.file("nibbi.db"));
    FAIL("was opened twice");
  } catch (const StoreFailed& e) {
    CHECK(std::string(e.what()).find("another nibbi") != std::string::npos);
  }
  store.reset();
  CHECK(open_sqlite(folder.file("other.db"))->head() == LogHead{});
}

TEST_CASE("only its owner may read the database, its log and its copies", "[store][sqlite]") {
  const Folder folder;
  auto store = open_sqlite(folder.file("nibbi.db"));
  store->transact([](Change& c) { c.put_record(sample_record(1)); });
  store->copy_to(folder.file("copy.db"));
  for (const char* name : {"nibbi.db", "nibbi.db-wal", "nibbi.db-shm", "nibbi.db.lock", "copy.db"}) {
    CAPTURE(name);
    CHECK((fs::status(folder.file(name)).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  }
}

TEST_CASE("a database of somebody else is left alone, and so is what is no database", "[store][sqlite]") {
  const Folder folder;
  SQLite::Database(folder.file("theirs.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t (x)");
  CHECK_THROWS_AS(open_sqlite(folder.file("theirs.db")), StoreFailed);
  CHECK(SQLite::Database(folder.file("theirs.db"), SQLite::OPEN_READONLY).execAndGet("PRAGMA journal_mode").getString() == "delete");
  std::ofstream(folder.file("text.db")) << std::string(5000, 'x');
  CHECK_THROWS_AS(open_sqlite(folder.file("text.db")), StoreFailed);
  CHECK_THROWS_AS(open_sqlite(folder.file("nowhere/nibbi.db")), StoreFailed);
  CHECK_THROWS_AS(follow_sqlite(folder.file("none.db")), StoreFailed);
}
