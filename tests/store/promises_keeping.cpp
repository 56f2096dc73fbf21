// What is kept beside the log: blobs, things, looks, states, briefs, chunks. What the port promises, tried on both engines alike.
#include <catch2/catch_test_macros.hpp>

#include "store/promises.hpp"

using namespace nibbi;
using namespace nibbi::store::test;
using namespace nibbi::usecases;

TEST_CASE("NUL bytes and blobs of 1 MB survive", "[store]") {
  Fixture f;
  const std::string megabyte = some_bytes(1 << 20, 42), nul("\0a\0\0b\xff\0", 7);
  f.put(1);
  StoredEntry e;
  StoredState s = sample_state(1, 1);
  s.sealed[domain::Tier::narrative] = megabyte;
  f.store->transact([&](Change& c) {
    e = next_entry(c, record_id(1), 1);
    e.sealed = {{nul, megabyte, "", nul}};
    e.header = nul;
    e.signature = "";
    c.append(e);
    c.put_state(s);
    c.put_thing(nul, nul, megabyte);
    c.put_thing("", "", "");
    c.put_chunk(numbered(5), 3, megabyte);
  });
  f.reopen();
  CHECK(f.store->entry(entry_id(1)) == e);
  CHECK(f.store->state(record_id(1)) == s);
  CHECK(f.store->thing(nul, nul) == megabyte);
  CHECK(f.store->thing("", "") == "");
  CHECK_FALSE(f.store->thing(nul, ""));
  CHECK(f.store->chunk(numbered(5), 3) == megabyte);
  CHECK_FALSE(f.store->chunk(numbered(5), 2));
}

TEST_CASE("things are ordered by the bytes of their keys, drawer by drawer", "[store]") {
  Fixture f;
  const std::vector<std::string> ordered{"", std::string("\0", 1), "A", "Z", "a", std::string("a\0", 2), "a ", "aa", "b", "\xc3\xa9", "\xff"};
  f.store->transact([&](Change& c) {
    for (auto k = ordered.rbegin(); k != ordered.rend(); ++k) c.put_thing("account", *k, "of " + *k);
    c.put_thing("accounts", "x", "1");
    c.put_thing("accoun", "x", "1");
    c.put_thing("account", "b", "again");
    c.put_thing("account", "gone", "1");
    c.drop_thing("account", "gone");
    c.drop_thing("account", "never was");
  });
  const auto things = f.store->things("account");
  REQUIRE(things.size() == ordered.size());
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    CHECK(things[i].key == ordered[i]);
    CHECK(things[i].value == (ordered[i] == "b" ? "again" : "of " + ordered[i]));
  }
  CHECK(f.store->things("nothing").empty());
  f.store->transact([&](Change& c) { c.put_thing(std::string(64, 'd'), std::string(1024, '\xff'), "longest"); });
  f.check_refused<std::logic_error>([&](Change& c) { c.put_thing(std::string(65, 'd'), "", ""); });
  f.check_refused<std::logic_error>([&](Change& c) { c.put_thing("", std::string(1025, 'k'), ""); });
}

TEST_CASE("what is asked for together is answered in the order asked, also where nothing is there", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  f.write(1, 2);
  f.store->transact([&](Change& c) { c.put_thing("account", "a", "1"); });
  const Wanted wanted{{entry_id(2), entry_id(9), entry_id(1), entry_id(2), entry_id(3)}, {{"account", "b"}, {"account", "a"}, {"", ""}}};
  const auto of = [&](StoreReader& reader) { return Found{{reader.entry(entry_id(2)), {}, reader.entry(entry_id(1)), reader.entry(entry_id(2)), reader.entry(entry_id(3))}, {reader.thing("account", "b"), reader.thing("account", "a"), {}}}; };
  CHECK(f.store->find({}) == Found{});
  const Found before = f.store->find(wanted);
  CHECK(before == of(*f.store));
  CHECK(before.things[1] == "1");
  CHECK_FALSE(before.entries[4]);
  f.store->transact([&](Change& c) {
    // Its own writes are seen, though they may not have been carried out yet.
    c.append(next_entry(c, record_id(1), 3));
    c.put_thing("account", "b", "2");
    const Found inside = c.find(wanted);
    CHECK(inside == of(c));
    CHECK(inside.entries[4]->n == 3);
    CHECK(inside.things[0] == "2");
    // And what was wrong with one is told.
    CHECK_THROWS_AS(c.nested([&] {
      c.append(next_entry(c, record_id(1), 1));
      (void)c.find(wanted);
    }), std::logic_error);
    CHECK(c.find(wanted) == inside);
  });
}

TEST_CASE("accesses are numbered without a gap, in order of commit, and told newest first", "[store]") {
  Fixture f;
  for (std::uint64_t i = 1; i <= 9; ++i) {
    f.store->transact([&](Change& c) { c.append_access(sample_access(i % 3, i % 2, i)); });
    CHECK_THROWS_AS(f.store->transact([&](Change& c) {
      c.append_access(sample_access(1, 1));
      throw Oops{};
    }), Oops);
  }
  const auto all = f.store->accesses(kNewest, 100);
  REQUIRE(all.size() == 9);
  for (std::size_t i = 0; i < 9; ++i) {
    AccessRow expected = sample_access((9 - i) % 3, (9 - i) % 2, 9 - i);
    expected.number = static_cast<std::int64_t>(9 - i);
    CHECK(all[i] == expected);
  }
  CHECK(f.store->accesses(4, 2) == std::vector{all[6], all[7]});
  CHECK(f.store->accesses_of(record_id(1), 7, 10) == std::vector{all[5], all[8]});
  CHECK(f.store->accesses_by(person_id(0), kNewest, 2) == std::vector{all[1], all[3]});
  CHECK(f.store->accesses_by(person_id(7), kNewest, 2).empty());
}

TEST_CASE("many records and briefs are streamed in order of id", "[store]") {
  Fixture f;
  constexpr std::uint64_t kMany = 2300;  // More than two helpings of either.
  f.store->transact([&](Change& c) {
    for (std::uint64_t i = 0; i < kMany; ++i) c.put_record(sample_record(i * 7919 % kMany + 1));
    for (std::uint64_t i = 0; i < kMany; ++i) {
      StoredState s;
      s.record = record_id(i * 7919 % kMany + 1);
      s.n = static_cast<std::int64_t>(i);
      s.sealed_brief = some_bytes(20, i);
      c.put_state(s);
    }
  });
  std::uint64_t next = 1;
  f.store->each_record([&](const StoredRecord& r) {
    if (r != sample_record(next)) FAIL("record out of order");
    if (next == 600) CHECK(f.store->record(record_id(3)));  // One may read while being read to,
    if (next == 601) f.store->transact([&](Change& c) { c.put_record(sample_record(kMany + 1)); });  // and write: it isn't shown.
    ++next;
  });
  CHECK(next == kMany + 1);
  next = 1;
  f.store->each_brief([&](const StoredState& s) {
    if (s.record != record_id(next) || s.sealed_brief.size() != 20 || s.sealed != decltype(s.sealed){}) FAIL("brief out of order");
    ++next;
  });
  CHECK(next == kMany + 1);
  CHECK_THROWS_AS(f.store->each_brief([](const StoredState&) { throw Oops{}; }), Oops);
  // Rotation: every record written again while it is streamed, in one transaction.
  f.store->transact([&](Change& c) {
    c.each_record([&](const StoredRecord& r) {
      StoredRecord turned = r;
      turned.key_version = 2;
      c.put_record(turned);
    });
  });
  std::uint64_t turned = 0;
  f.store->each_record([&](const StoredRecord& r) { turned += r.key_version == 2; });
  CHECK(turned == kMany + 1);
}

TEST_CASE("states and chunks are replaced and dropped", "[store]") {
  Fixture f;
  f.put(1);
  f.put(2);
  f.store->transact([&](Change& c) {
    c.put_state(sample_state(1, 1));
    c.put_state(sample_state(2, 1));
    c.put_state(sample_state(1, 2, 9));
    c.put_chunk(numbered(1), 0, "a");
    c.put_chunk(numbered(1), 1, "b");
    c.put_chunk(numbered(2), 0, "c");
    c.put_chunk(numbered(1), 0, "d");
  });
  CHECK(f.store->state(record_id(1)) == sample_state(1, 2, 9));
  CHECK(f.store->chunk(numbered(1), 0) == "d");
  f.store->transact([&](Change& c) {
    c.drop_state(record_id(1));
    c.drop_state(record_id(77));
    c.drop_chunks(numbered(1));
    c.drop_chunks(numbered(77));
  });
  CHECK_FALSE(f.store->state(record_id(1)));
  CHECK(f.store->state(record_id(2)) == sample_state(2, 1));
  CHECK_FALSE(f.store->chunk(numbered(1), 1));
  CHECK(f.store->chunk(numbered(2), 0) == "c");
}
