// The sum over what the chain does not cover is right after any transaction, also where something was undone or written twice in it.
#include "usecases/tally.hpp"

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include <filesystem>

#include "store/sqlite_store.hpp"

using namespace nibbi;
using namespace nibbi::usecases;

namespace {

struct Oops {};

struct Books {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("nibbi-tally-" + std::to_string(::getpid()));
  crypto::Key key = crypto::Key::random();
  std::unique_ptr<Store> store;

  Books() {
    std::filesystem::create_directories(folder);
    store = store::open_sqlite((folder / "tally.db").string());
  }
  ~Books() {
    store.reset();
    std::filesystem::remove_all(folder);
  }
  void transact(const std::function<void(Change&)>& work) {
    store->transact([&](Change& c) {
      TalliedChange tallied(c, key);
      work(tallied);
      tallied.finish();
    });
  }
  bool right() { return kept_tally(*store, key) == count_tally(*store, key, {"account", "device", "installation"}); }
};

}  // namespace

TEST_CASE("a thing that is put again and again in one transaction is counted once, as it stands at the end") {
  Books books;
  books.transact([](Change& c) {
    for (const char* value : {"1", "2", "3"}) {
      c.put_thing("device", "a", value);
      CHECK(c.thing("device", "a") == value);
    }
    c.put_thing("device", "b", "1");
    c.drop_thing("device", "b");
    CHECK_FALSE(c.thing("device", "b"));
  });
  CHECK(books.right());
  books.transact([](Change& c) { c.put_thing("device", "a", "4"); });
  CHECK(books.right());
}

TEST_CASE("what was undone is forgotten: a thing is read, and counted, as it stands again") {
  Books books;
  books.transact([](Change& c) { c.put_thing("device", "a", "before"); });
  books.transact([](Change& c) {
    CHECK_THROWS_AS(c.nested([&] {
      c.put_thing("device", "a", "undone");
      c.put_thing("device", "new", "undone");
      throw Oops{};
    }), Oops);
    CHECK(c.thing("device", "a") == "before");
    CHECK_FALSE(c.thing("device", "new"));
    c.put_thing("device", "a", "after");
    c.drop_thing("device", "new");
  });
  CHECK(books.right());
}
