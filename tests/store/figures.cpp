// How fast it is. Hidden: run it with "[figures]", PostgreSQL with a server that syncs (NIBBI_TEST_FSYNC=on tools/test-postgres.sh …).
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include "store/engines.hpp"
#include "store/samples.hpp"

using namespace nibbi;
using namespace nibbi::store::test;
using namespace nibbi::usecases;

namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Runs `transaction` for two seconds; prints how many, and how many of the `each` things in one of them, it does in a second.
template <class F>
void measure(const std::string& what, int each, F transaction) {
  for (int i = 0; i < 20; ++i) transaction();
  int done = 0;
  const auto start = Clock::now();
  while (seconds_since(start) < 2) {
    transaction();
    ++done;
  }
  const double rate = done / seconds_since(start);
  std::printf("  %-58s %8.0f transactions/s %9.0f/s\n", what.c_str(), rate, rate * each);
}

}  // namespace

TEST_CASE("durable transactions in a second", "[.][figures]") {
  const std::string engine = GENERATE("sqlite", "postgresql");
  const auto place = place_for(engine);
  const auto store = place->open();
  constexpr std::uint64_t kRecords = 1000;
  store->transact([&](Change& c) {
    for (std::uint64_t i = 0; i < kRecords; ++i) c.put_record(sample_record(i));
  });
  std::uint64_t id = 0;
  const auto record = [&] { return id * 7919 % kRecords; };
  std::printf("%s\n", engine.c_str());
  const Folder folder;
  const int plain = ::open(folder.file("plain").c_str(), O_RDWR | O_CREAT, 0600);
  const std::string page(4096, 'x');
  measure("to compare: 4 kB appended to a file and synced", 1, [&] {
    REQUIRE(::write(plain, page.data(), page.size()) == 4096);
    REQUIRE(::fdatasync(plain) == 0);
  });
  ::close(plain);
  for (const int group : {1, 32}) {
    const std::string groups = ", groups of " + std::to_string(group);
    measure("a look (one row of the access log)" + groups, group, [&] {
      store->transact([&](Change& c) {
        for (int i = 0; i < group; ++i) {
          ++id;
          c.append_access(sample_access(record(), id % 50, id));
        }
      });
    });
    measure("an entry of 1.5 kB" + groups, group, [&] {
      store->transact([&](Change& c) {
        for (int i = 0; i < group; ++i) {
          ++id;
          c.append(next_entry(c, record_id(record()), id, 500));
        }
      });
    });
    measure("a request (nested: entry, state of 4 kB, access)" + groups, group, [&] {
      store->transact([&](Change& c) {
        for (int i = 0; i < group; ++i)
          c.nested([&] {
            ++id;
            const auto e = next_entry(c, record_id(record()), id, 500);
            c.append(e);
            c.put_state(sample_state(record(), e.n, id));
            c.append_access(sample_access(record(), id % 50, id));
          });
      });
    });
  }
}

TEST_CASE("briefs, records and entries streamed in a second", "[.][figures]") {
  const std::string engine = GENERATE("sqlite", "postgresql");
  const auto place = place_for(engine);
  const auto store = place->open();
  constexpr std::uint64_t kMany = 100'000;
  for (std::uint64_t from = 0; from < kMany; from += 5000)
    store->transact([&](Change& c) {
      for (std::uint64_t i = from; i < from + 5000; ++i) {
        c.put_record(sample_record(i));
        c.put_state(sample_state(i, 1));
        c.append(next_entry(c, record_id(i), i + 1, 500));
      }
    });
  const auto print = [&](const char* what, auto work) {
    const auto start = Clock::now();
    const std::uint64_t many = work();
    std::printf("  %s: %.0f %s/s\n", engine.c_str(), static_cast<double>(many) / seconds_since(start), what);
  };
  std::uint64_t seen = 0;
  print("briefs", [&] {
    store->each_brief([&](const StoredState&) { ++seen; });
    return seen;
  });
  seen = 0;
  print("records", [&] {
    store->each_record([&](const StoredRecord&) { ++seen; });
    return seen;
  });
  print("entries", [&] {
    std::int64_t pos = 0;
    for (auto some = store->entries_after(0, 500); !some.empty(); some = store->entries_after(pos, 500)) pos = some.back().pos;
    return static_cast<std::uint64_t>(pos);
  });
  print("entries by record", [&] {
    for (std::uint64_t i = 0; i < 20'000; ++i) (void)store->entries_of(record_id(i * 7919 % kMany), 0);
    return std::uint64_t{20'000};
  });
}
