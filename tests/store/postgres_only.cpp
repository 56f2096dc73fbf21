// What only PostgreSQL promises: the lock lives on the connection that writes, and connections die.
#include <catch2/catch_test_macros.hpp>

#include <pqxx/pqxx>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "store/engines.hpp"
#include "store/postgres_session.hpp"
#include "store/postgres_store.hpp"
#include "store/samples.hpp"
#include "store/sqlite_store.hpp"

using namespace nibbi;
using namespace nibbi::store;
using namespace nibbi::store::test;
using namespace nibbi::usecases;

namespace {

/// A second client of the same server, in a schema that goes at the end.
struct Server {
  const std::string schema;
  const std::string url = postgres_url() + "&application_name=" + schema;  // Other tests may use the server, too.
  pqxx::connection connection{url};
  pqxx::nontransaction sql{connection};

  explicit Server(const std::string& end = "") : schema("only_" + std::to_string(::getpid()) + end) {
    connection.set_notice_handler([](pqxx::zview) {});
    sql.exec("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
  }
  ~Server() { sql.exec("DROP SCHEMA IF EXISTS " + schema + " CASCADE"); }
  std::unique_ptr<Store> open() { return open_postgres(url, schema); }

  /// Ends every session of this test but this one that does or doesn't hold the lock of a writer, and waits until they are gone.
  void kill(bool writers) {
    const std::string which = std::string("pid <> pg_backend_pid() AND application_name = '") + schema + "' AND " + (writers ? "" : "NOT ") +
                              "EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory')";
    sql.exec("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity a WHERE " + which);
  }
};

void put(Store& store, std::uint64_t number) {
  store.transact([&](Change& c) { c.put_record(sample_record(number)); });
}

}  // namespace

TEST_CASE("a node that lost the connection that writes can't commit", "[store][postgresql]") {
  Server server;
  auto store = server.open();
  put(*store, 1);
  CHECK_THROWS_AS(store->transact([&](Change& c) {
    c.put_record(sample_record(2));
    server.kill(true);
  }), StoreFailed);
  CHECK_THROWS_AS(put(*store, 3), StoreFailed);  // And not by connecting again: another node may be active now.
  CHECK(store->record(record_id(1)));
  auto other = server.open();
  put(*other, 4);
  CHECK_FALSE(other->record(record_id(2)));
  CHECK_THROWS_AS(put(*store, 5), StoreFailed);
  CHECK_FALSE(other->record(record_id(5)));
}

TEST_CASE("a node that lost its connection between transactions can't commit", "[store][postgresql]") {
  Server server;
  auto store = server.open();
  put(*store, 1);
  server.kill(true);
  CHECK_THROWS_AS(put(*store, 2), StoreFailed);
  CHECK_THROWS_AS(put(*store, 2), StoreFailed);
  store = server.open();
  CHECK_FALSE(store->record(record_id(2)));
}

TEST_CASE("readers whose connections died connect again", "[store][postgresql]") {
  Server server;
  auto store = server.open();
  put(*store, 1);
  CHECK(store->record(record_id(1)));
  server.kill(false);
  CHECK(store->record(record_id(1)));
  server.kill(false);
  int seen = 0;
  store->each_record([&](const StoredRecord&) { ++seen; });
  CHECK(seen == 1);
}

TEST_CASE("a standby follows the log, and takes the lock when it falls free", "[store][postgresql]") {
  Server server;
  CHECK_THROWS_AS(follow_postgres(server.url, server.schema), StoreFailed);  // Nothing there yet.
  auto active = server.open();
  auto standby = follow_postgres(server.url, server.schema);
  put(*active, 1);
  active->transact([](Change& c) { c.append(next_entry(c, record_id(1), 1)); });
  CHECK(standby->entries_after(0, 10).size() == 1);
  CHECK_THROWS_AS(server.open(), StoreFailed);
  active.reset();
  active = server.open();
  CHECK(active->head() == standby->head());
}

TEST_CASE("a store that is closed in good order has given its lock back by then", "[store][postgresql]") {
  Server server;
  for (int i = 0; i < 20; ++i) {
    server.open().reset();
    const auto left = server.sql.exec("SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory'"
                                      " AND application_name = '" + server.schema + "'");
    CHECK(left[0][0].as<int>() == 0);
  }
}

TEST_CASE("schemas don't lock each other out, and one schema is one lock however it is named", "[store][postgresql]") {
  Server server;
  auto store = server.open();
  const std::string other = server.schema + "_b";
  CHECK(open_postgres(server.url, other)->head() == LogHead{});
  server.sql.exec("DROP SCHEMA " + other + " CASCADE");
  const std::string by_path = server.url + "&options=-csearch_path%3D" + server.schema;
  CHECK_THROWS_AS(open_postgres(by_path), StoreFailed);
  store.reset();
  CHECK(open_postgres(by_path)->head() == LogHead{});
}

TEST_CASE("a commit waits for the disk, and the head is locked meanwhile", "[store][postgresql]") {
  Server server;
  auto store = server.open();
  store->transact([&](Change&) {
    CHECK_THROWS(server.sql.exec("SET lock_timeout = 50; UPDATE " + server.schema + ".log_head SET pos = 9"));
  });
  store.reset();
  for (const auto& [careless, wanted] : {std::pair{"off", "on"}, {"local", "on"}, {"remote_apply", "remote_apply"}}) {
    auto writer = PostgresSession::writer({server.url + "&options=-csynchronous_commit%3D" + careless, server.schema});
    std::string setting;
    writer->query("SELECT convert_to(current_setting('synchronous_commit'), 'UTF8')", {},
                  [&](const Row& row) { setting = row.bytes(0); });
    CHECK(setting == wanted);
  }
}

TEST_CASE("a commit that failed, one that the server warned about and one that it never answered are told apart", "[store][postgresql]") {
  Server server;
  auto store = server.open();
  const auto at_commit = [&](const std::string& what) {
    server.sql.exec("SET search_path = " + server.schema + "; CREATE OR REPLACE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " +
                    what + "; RETURN NULL; END $$; DROP TRIGGER IF EXISTS late ON records; CREATE CONSTRAINT TRIGGER late AFTER INSERT ON records "
                    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()");
  };
  at_commit("RAISE EXCEPTION 'no'");
  try {
    put(*store, 1);
    FAIL("was committed");
  } catch (const CommitInDoubt&) {
    FAIL("there is no doubt");
  } catch (const StoreFailed&) {
  }
  store->transact([](Change& c) { c.put_thing("account", "k", "v"); });  // And it goes on.

  at_commit("RAISE WARNING 'canceling wait for synchronous replication'");
  CHECK_THROWS_AS(put(*store, 2), CommitInDoubt);
  CHECK_THROWS_AS(put(*store, 3), StoreFailed);
  store.reset();
  store = server.open();
  CHECK(store->record(record_id(2)));
  CHECK_FALSE(store->record(record_id(3)));

  at_commit("PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5)");
  CHECK_THROWS_AS(put(*store, 4), CommitInDoubt);
  CHECK_THROWS_AS(put(*store, 5), StoreFailed);
  store.reset();
  store = server.open();
  CHECK_FALSE(store->record(record_id(4)));
  CHECK_FALSE(store->record(record_id(1)));
}

TEST_CASE("a copy of a server is one snapshot of it, as a file of SQLite, and fills an empty server again", "[store][postgresql]") {
  Server server, other("_other");
  const Folder folder;
  auto store = server.open();
  store->transact([](Change& c) {
    c.put_record(sample_record(1));
    for (std::uint64_t id = 2; id < 1200; ++id) c.append(next_entry(c, record_id(1), id));  // more than one helping
    for (int i = 0; i < 120; ++i) c.put_chunk(numbered(static_cast<std::uint64_t>(i / 7)), i % 7, some_bytes(300, static_cast<std::uint64_t>(i)));
    for (int i = 0; i < 700; ++i) c.put_thing(i % 2 ? "canari" : "autre", std::to_string(i), some_bytes(20, static_cast<std::uint64_t>(i)));
  });
  std::atomic<bool> copied = false;
  std::thread copier([&] {
    store->copy_to(folder.file("copy.db"));
    copied = true;
  });
  for (std::uint64_t id = 2000; !copied; ++id) store->transact([&](Change& c) { c.append(next_entry(c, record_id(1), id)); });
  copier.join();
  CHECK_THROWS_AS(store->copy_to(folder.file("copy.db")), StoreFailed);

  fill_postgres(server.url, other.schema, folder.file("copy.db"));
  CHECK_THROWS_AS(fill_postgres(server.url, other.schema, folder.file("copy.db")), StoreFailed);
  const auto copy = follow_sqlite(folder.file("copy.db"));
  const auto filled = other.open();
  for (StoreReader* one : {copy.get(), static_cast<StoreReader*>(filled.get())}) {
    CHECK(one->head().pos >= 1198);
    CHECK(one->head() == copy->head());
    CHECK(one->record(record_id(1)) == copy->record(record_id(1)));
    const auto entries = one->entries_after(0, 1'000'000);
    CHECK(static_cast<std::int64_t>(entries.size()) == one->head().pos);
    for (const auto& e : entries)
      if (store->entry(e.id) != e) FAIL("an entry of the copy differs");
    for (int i = 0; i < 120; ++i) CHECK(one->chunk(numbered(static_cast<std::uint64_t>(i / 7)), i % 7) == store->chunk(numbered(static_cast<std::uint64_t>(i / 7)), i % 7));
    CHECK(one->things("canari") == store->things("canari"));
    CHECK(one->things("autre") == store->things("autre"));
  }
}

TEST_CASE("a password never comes out in words", "[store]") {
  for (const char* url : {"postgresql://user:secret/word@127.0.0.1:1/db", "postgresql://user:se cret@127.0.0.1:1/db", "secret",
                          "host=127.0.0.1 port=secret", "postgresql://user@secret@127.0.0.1:1/db", "postgresql://u:secret@127.0.0.1:1/db"}) {
    try {
      open_postgres(url);
      FAIL("was opened");
    } catch (const StoreFailed& e) {
      CAPTURE(e.what());
      CHECK(std::string(e.what()).find("secret") == std::string::npos);
      CHECK(std::string(e.what()).find("cret") == std::string::npos);
    }
  }
}
