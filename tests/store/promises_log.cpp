// The log and its records: no gap, no id twice, in order, and what is erased keeps its place. What the port promises, tried on both engines alike.
#include <catch2/catch_test_macros.hpp>

#include "store/promises.hpp"

using namespace nibbi;
using namespace nibbi::store::test;
using namespace nibbi::usecases;

TEST_CASE("an acknowledged entry is there after reopening", "[store]") {
  Fixture f;
  CHECK(f.store->engine() == f.engine);
  CHECK(f.store->head() == LogHead{});
  f.put(1);
  StoredEntry written;
  f.store->transact([&](Change& c) { c.append(written = next_entry(c, record_id(1), 1)); });
  f.reopen();
  CHECK(f.store->entry(entry_id(1)) == written);
  CHECK(f.store->record(record_id(1))->n == 1);
  CHECK(f.store->head().pos == 1);
  CHECK(f.store->head().chain == written.chain);
}

TEST_CASE("a gap in pos is refused", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  for (const int off : {-1, 1, 1000})
    f.check_refused<std::logic_error>([&](Change& c) {
      auto e = next_entry(c, record_id(1), 2);
      e.pos += off;
      c.append(e);
    });
}

TEST_CASE("a gap in n, a record that isn't there and an id written twice are refused", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  for (const int off : {-1, 1})
    f.check_refused<std::logic_error>([&](Change& c) {
      auto e = next_entry(c, record_id(1), 2);
      e.n += off;
      c.append(e);
    });
  f.check_refused<std::logic_error>([&](Change& c) { c.append(next_entry(c, record_id(2), 2)); });
  f.check_refused<std::logic_error>([&](Change& c) { c.append(next_entry(c, record_id(1), 1)); });
  f.check_refused<std::logic_error>([&](Change& c) { c.reseal(entry_id(2), {}); });
  f.check_refused<std::logic_error>([&](Change& c) { c.put_state(sample_state(2, 1)); });
  f.check_refused<std::logic_error>([&](Change& c) { c.put_record(StoredRecord{}); });
  f.check_refused<std::logic_error>([&](Change& c) { c.set_epoch(0); });
}

TEST_CASE("a record keeps its count, whatever is put", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  StoredRecord r = *f.store->record(record_id(1));
  r.n = 0;
  r.key_version = 2;
  r.erased = true;
  r.wrapped_keys = {};
  f.store->transact([&](Change& c) { c.put_record(r); });
  r.n = 1;
  CHECK(f.store->record(record_id(1)) == r);
  CHECK_FALSE(f.store->record(record_id(2)));
}

TEST_CASE("an erased entry keeps its header, its commitments and its chain", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  StoredEntry e = *f.store->entry(entry_id(1));
  f.store->transact([&](Change& c) { c.reseal(e.id, {}); });
  e.sealed = {};
  CHECK(f.store->entry(entry_id(1)) == e);
  e.sealed = {{"a", "", "b", std::string(5000, 'c')}};
  f.store->transact([&](Change& c) { c.reseal(e.id, e.sealed); });
  CHECK(f.store->entries_of(record_id(1), 0) == std::vector{e});
}

TEST_CASE("entries are told in order, from where one left off", "[store]") {
  Fixture f;
  f.put(1);
  f.put(2);
  for (std::uint64_t id = 1; id <= 10; ++id) f.write(id % 2 + 1, 100 - id);  // Ids run against the log.
  const auto of_one = f.store->entries_of(record_id(1), 2);
  REQUIRE(of_one.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(of_one[i].n == static_cast<std::int64_t>(i) + 3);
  const auto after = f.store->entries_after(4, 3);
  REQUIRE(after.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(after[i].pos == static_cast<std::int64_t>(i) + 5);
  CHECK(f.store->entries_after(10, 100).empty());
  CHECK(f.store->entries_after(0, std::numeric_limits<std::size_t>::max()).size() == 10);
}

TEST_CASE("an epoch is raised by a restore", "[store]") {
  Fixture f;
  f.store->transact([](Change& c) { c.set_epoch(4); });
  f.reopen();
  CHECK(f.store->head() == LogHead{.epoch = 4});
}
