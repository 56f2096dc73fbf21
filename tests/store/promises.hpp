#pragma once
// An open store on each engine in turn, for what the port promises (promises_*.cpp). One engine's own promises are in sqlite_only.cpp and
// postgres_only.cpp.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <exception>
#include <limits>
#include <memory>
#include <string>

#include "store/engines.hpp"
#include "store/samples.hpp"

namespace nibbi::store::test {

using usecases::Change;
using usecases::Store;

inline constexpr auto kNewest = std::numeric_limits<std::int64_t>::max();

/// An open store in a place of its own, on each engine in turn.
struct Fixture {
  const std::string engine = GENERATE("sqlite", "postgresql");
  std::unique_ptr<Place> place = place_for(engine);
  std::unique_ptr<Store> store = place->open();

  void reopen() {
    store.reset();
    store = place->open();
  }
  void put(std::uint64_t number) {
    store->transact([&](Change& c) { c.put_record(sample_record(number)); });
  }
  void write(std::uint64_t record, std::uint64_t id) {
    store->transact([&](Change& c) { c.append(next_entry(c, record_id(record), id)); });
  }
  /// Nothing of a transaction that does `work` is kept, and it ends with `E`.
  template <class E, class F>
  void check_refused(F work) {
    const Picture before = picture_of(*store);
    CHECK_THROWS_AS(store->transact([&](Change& c) {
      c.put_thing("account", "trace", "of a refused transaction");
      work(c);
    }), E);
    CHECK(picture_of(*store) == before);
  }
};

struct Oops : std::exception {};

}  // namespace nibbi::store::test
