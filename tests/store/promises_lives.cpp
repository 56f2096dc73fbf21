// One store after another, and many hands at one: versions, locks, kills, threads. What the port promises, tried on both engines alike.
#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "store/promises.hpp"

using namespace nibbi;
using namespace nibbi::store::test;
using namespace nibbi::usecases;

TEST_CASE("a newer database is refused and left as it is", "[store]") {
  Fixture f;
  f.put(1);
  f.store.reset();
  f.place->tamper("INSERT INTO schema_version (version) VALUES (1000)");
  CHECK_THROWS_AS(f.place->open(), StoreTooNew);
  CHECK_THROWS_AS(f.place->follow(), StoreTooNew);
  f.place->tamper("DELETE FROM schema_version WHERE version = 1000");
  f.store = f.place->open();
  CHECK(f.store->record(record_id(1)) == sample_record(1));
}

TEST_CASE("two stores can't write the same database, in one process or in two", "[store]") {
  Fixture f;
  f.put(1);
  CHECK_THROWS_AS(f.place->open(), StoreFailed);
  CHECK(in_another_process([&] { f.place->open(); }) == 1);
  CHECK(in_another_process([&] { (void)f.place->follow()->record(record_id(1)).value(); }) == 0);  // But it may look.
  f.write(1, 1);
  f.store.reset();
  CHECK(in_another_process([&] { f.place->open(); }) == 0);
}

TEST_CASE("a store that was closed in good order can be opened again at once", "[store]") {
  Fixture f;
  for (std::uint64_t i = 1; i <= 40; ++i) {
    f.reopen();
    f.put(i);
  }
  CHECK(f.store->record(record_id(40)));
}

TEST_CASE("what a killed process had acknowledged is there, and its lock is gone", "[store]") {
  Fixture f;
  f.put(1);
  f.store.reset();
  int told[2];
  REQUIRE(::pipe(told) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      auto store = f.place->open();
      for (std::uint64_t id = 1;; ++id) {
        store->transact([&](Change& c) { c.append(next_entry(c, record_id(1), id)); });
        if (::write(told[1], &id, sizeof id) != sizeof id) ::_exit(1);
      }
    } catch (...) {
      ::_exit(2);
    }
  }
  ::close(told[1]);
  std::uint64_t acknowledged = 0;
  while (acknowledged < 20) REQUIRE(::read(told[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  while (::read(told[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {}
  ::close(told[0]);
  for (int i = 0; i < 100 && !f.store; ++i) {
    try {
      f.store = f.place->open();
    } catch (const StoreFailed&) {  // A server takes a moment to notice that its client is gone.
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  REQUIRE(f.store);
  const auto kept = static_cast<std::uint64_t>(f.store->head().pos);
  CHECK((kept == acknowledged || kept == acknowledged + 1));
  CHECK(f.store->entries_of(record_id(1), 0).size() == kept);
}

TEST_CASE("readers in many threads see whole transactions while one thread writes", "[store]") {
  Fixture f;
  f.put(1);
  std::atomic<bool> done = false;
  std::atomic<int> looks = 0, wrong = 0;
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t)
    readers.emplace_back([&] {
      std::int64_t last = 0;
      while (!done || looks < 40) {
        const auto entries = f.store->entries_of(record_id(1), 0);
        const auto size = static_cast<std::int64_t>(entries.size());
        if (size % 2 != 0 || size < last) ++wrong;  // Entries are written in pairs.
        last = size;
        ++looks;
      }
    });
  for (std::uint64_t id = 1; id < 80; id += 2)
    f.store->transact([&](Change& c) {
      c.append(next_entry(c, record_id(1), id));
      c.append(next_entry(c, record_id(1), id + 1));
    });
  done = true;
  for (auto& r : readers) r.join();
  CHECK(wrong == 0);
}
