// A change is whole or not at all: what is refused, undone, passed over, and who sees what meanwhile. What the port promises, tried on both engines alike.
#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <thread>
#include <vector>

#include "store/promises.hpp"

using namespace nibbi;
using namespace nibbi::store::test;
using namespace nibbi::usecases;

TEST_CASE("a failed nested change leaves the rest", "[store]") {
  Fixture f;
  f.put(1);
  f.store->transact([&](Change& c) {
    c.append(next_entry(c, record_id(1), 1));
    CHECK_THROWS_AS(c.nested([&] {
      c.append(next_entry(c, record_id(1), 2));
      c.put_thing("account", "k", "v");
      CHECK(c.head().pos == 2);
      throw Oops{};
    }), Oops);
    CHECK(c.head().pos == 1);
    CHECK(c.record(record_id(1))->n == 1);
    c.nested([&] {
      c.nested([&] { c.append(next_entry(c, record_id(1), 3)); });
      CHECK_THROWS_AS(c.nested([&] {
        c.nested([&] { c.append(next_entry(c, record_id(1), 4)); });
        throw Oops{};
      }), Oops);
      c.append(next_entry(c, record_id(1), 5));
    });
  });
  const auto entries = f.store->entries_of(record_id(1), 0);
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].id == entry_id(1));
  CHECK(entries[1].id == entry_id(3));
  CHECK(entries[2].id == entry_id(5));
  CHECK_FALSE(f.store->thing("account", "k"));
  CHECK(f.store->head().pos == 3);
}

TEST_CASE("a failed transaction leaves nothing", "[store]") {
  Fixture f;
  f.put(1);
  f.check_refused<Oops>([&](Change& c) {
    c.put_record(sample_record(2));
    c.nested([&] { c.append(next_entry(c, record_id(2), 1)); });
    c.append_access(sample_access(1, 1));
    c.set_epoch(7);
    throw Oops{};
  });
  f.write(1, 9);  // And the next one goes well.
  f.reopen();
  CHECK(f.store->head().pos == 1);
  CHECK_FALSE(f.store->record(record_id(2)));
}

TEST_CASE("a refusal in a nested change leaves the rest", "[store]") {
  Fixture f;
  f.put(1);
  f.store->transact([&](Change& c) {
    c.append(next_entry(c, record_id(1), 1));
    CHECK_THROWS_AS(c.nested([&] { c.append(next_entry(c, record_id(1), 1)); }), std::logic_error);  // the id is taken
    c.append(next_entry(c, record_id(1), 2));
  });
  CHECK(f.store->head().pos == 2);
  CHECK(f.store->record(record_id(1))->n == 2);
}

TEST_CASE("a failure that was passed over can't be committed", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  // It may show only when something is asked.
  const auto fails = [](Change& c, const auto& write) {
    CHECK_THROWS([&] {
      write();
      c.thing("account", "k");
    }());
  };
  f.check_refused<StoreFailed>([&](Change& c) { fails(c, [&] { c.append(next_entry(c, record_id(2), 2)); }); });
  // One that the engine itself refuses, which SQLite by itself would let pass.
  f.check_refused<StoreFailed>([&](Change& c) { fails(c, [&] { c.put_state(sample_state(2, 1)); }); });
  f.check_refused<StoreFailed>([&](Change& c) {
    fails(c, [&] { c.put_state(sample_state(2, 1)); });
    CHECK_THROWS_AS(c.put_thing("account", "k", "v"), StoreFailed);
    CHECK_THROWS_AS(c.thing("account", "k"), StoreFailed);
  });
  f.check_refused<StoreFailed>([&](Change& c) {
    c.nested([&] { fails(c, [&] { c.reseal(entry_id(5), {}); }); });
  });
}

TEST_CASE("what a nested change did wrong is known when it ends, and is its own", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  f.store->transact([&](Change& c) {
    c.put_thing("account", "before", "v");
    for (const auto& wrong : std::vector<std::function<void()>>{
             [&] { c.append(next_entry(c, record_id(2), 2)); },   // no such record: only we call that wrong
             [&] { c.append(next_entry(c, record_id(1), 1)); },   // an id written twice: the engine does
             [&] { c.reseal(entry_id(5), {}); }}) {
      CHECK_THROWS_AS(c.nested(wrong), std::logic_error);
      c.nested([&] { c.put_thing("account", "beside", "v"); });
    }
    c.append(next_entry(c, record_id(1), 3));
  });
  f.reopen();
  CHECK(f.store->head().pos == 2);
  CHECK(f.store->thing("account", "before"));
  CHECK(f.store->thing("account", "beside"));
}

TEST_CASE("what was done wrong outside of a nested change is not undone by it, and can't be committed", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  f.check_refused<std::logic_error>([&](Change& c) {
    c.reseal(entry_id(5), {});
    try {
      c.nested([&] { (void)c.thing("account", "k"); });
    } catch (const Oops&) {
    }
  });
  f.check_refused<StoreFailed>([&](Change& c) {
    try {
      c.reseal(entry_id(5), {});
      c.nested([&] { (void)c.thing("account", "k"); });
    } catch (const std::logic_error&) {
    }
  });
}

TEST_CASE("what the last word of a transaction did wrong is known before it is committed", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  f.check_refused<std::logic_error>([&](Change& c) {
    c.put_thing("account", "k", "v");
    c.reseal(entry_id(5), {});  // writes no row, which the engine calls right
  });
  CHECK_FALSE(f.store->thing("account", "k"));
}

TEST_CASE("words of a refusal hold no identifier", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  const std::string hidden = entry_id(1).text();
  for (const auto& work : std::vector<std::function<void(Change&)>>{
           [](Change& c) { c.append(next_entry(c, record_id(1), 1)); },
           [](Change& c) { c.put_state(sample_state(1'234'567, 1)); }}) {
    try {
      f.store->transact(work);
      FAIL("was not refused");
    } catch (const std::exception& e) {
      const std::string words = e.what();
      CHECK(words.find(hidden) == std::string::npos);
      CHECK(words.find(record_id(1'234'567).text()) == std::string::npos);
      CHECK(words.find(hidden.substr(0, 8)) == std::string::npos);
      CHECK(words.find('\n') == std::string::npos);
    }
  }
}

TEST_CASE("a change sees its own writes, readers see the last committed state", "[store]") {
  Fixture f;
  f.put(1);
  f.write(1, 1);
  const Picture before = picture_of(*f.store);
  Picture inside;
  f.store->transact([&](Change& c) {
    c.append(next_entry(c, record_id(1), 2));
    c.put_state(sample_state(1, 2));
    c.append_access(sample_access(1, 3));
    c.put_thing("account", "k", "v");
    c.put_chunk(numbered(1), 0, "chunk");
    inside = picture_of(c);
    CHECK(inside.head.pos == 2);
    CHECK(inside.accesses.size() == 1);
    CHECK(picture_of(*f.store) == before);
    std::thread([&] { CHECK(picture_of(*f.store) == before); }).join();
  });
  CHECK(picture_of(*f.store) == inside);
}

TEST_CASE("a transaction inside a transaction is our mistake", "[store]") {
  Fixture f;
  f.check_refused<std::logic_error>([&](Change&) { f.store->transact([](Change&) {}); });
  f.put(1);
}
