// The power goes at any moment; so does the disk's patience. What was acknowledged stays, what wasn't is there wholly or not at all.
#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

#include "store/cut_vfs.hpp"
#include "store/engines.hpp"
#include "store/model_store.hpp"
#include "store/script.hpp"
#include "store/sql_session.hpp"
#include "store/sqlite_store.hpp"

using namespace nibbi::store;
using namespace nibbi::store::test;
using namespace nibbi::usecases;

namespace {

namespace fs = std::filesystem;
using Chance = std::mt19937_64;

std::size_t from_environment(const char* name, std::size_t otherwise) {
  const char* text = std::getenv(name);
  return text && *text ? std::strtoull(text, nullptr, 10) : otherwise;
}

Transaction some_transaction(Chance& chance) {
  Transaction out(1 + chance() % 12);
  for (Step& step : out) {
    step = {static_cast<int>(chance() % Step::kinds), static_cast<unsigned>(chance() % 50), static_cast<unsigned>(chance() % 60)};
    if (step.kind == Step::abort_all || step.kind == Step::look) step.kind = Step::append;
    if (step.kind == Step::pass_over_a_failure || step.kind == Step::lower_epoch) step.kind = Step::put_state;
    if (step.kind == Step::gap_in_log || step.kind == Step::gap_in_record || step.kind == Step::id_twice) step.kind = Step::append;
  }
  return out;
}

/// Short, so that the log is carried over and begun again often.
int some_checkpoint_pages(Chance& chance) { return std::array{4, 12, 40}[chance() % 3]; }

/// How a store fared between switching on and the cut. `after[0]` is what it started with; at op `acknowledged[i]`, transact returned
/// and the store held `after[i]`.
struct Life {
  explicit Life(const std::string& folder) : disk(folder) {}
  CutVfs disk;
  std::vector<ModelStore> after;
  std::vector<std::size_t> acknowledged{0};
  std::uint64_t entries = 0;

  /// The states that may be found if the power goes during op `cut`.
  std::pair<std::size_t, std::size_t> allowed_at(std::size_t cut) const {
    std::size_t last = 0;
    while (last + 1 < after.size() && acknowledged[last + 1] <= cut) ++last;
    return {last, std::min(last + 1, after.size() - 1)};
  }
};

/// A folder in memory where there is one: syncs of what is only read back cost time and prove nothing.
struct Scratch {
  Folder on_disk;
  std::string path;
  Scratch() : path(on_disk.file("f")) {
    std::error_code error;
    if (fs::is_directory("/dev/shm", error)) {
      std::string memory = "/dev/shm/nibbi-cut-XXXXXX";
      if (::mkdtemp(memory.data())) {
        path = memory;
        return;
      }
    }
    fs::create_directory(path);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  std::string database() const { return path + "/nibbi.db"; }
};

std::unique_ptr<Life> live(const Scratch& scratch, const Image& start, const ModelStore& model, std::uint64_t entries, int transactions,
                           Chance& chance) {
  write_image(scratch.path, start);
  auto life = std::make_unique<Life>(scratch.path);
  life->after.push_back(model);
  Outcome of_store, of_model;
  of_store.entries = of_model.entries = entries;
  const SqliteOptions options{.vfs = life->disk.name(), .checkpoint_pages = some_checkpoint_pages(chance)};
  auto store = open_sqlite(scratch.database(), options);
  for (int i = 0; i < transactions; ++i) {
    if (chance() % 10 == 0) {
      store.reset();
      store = open_sqlite(scratch.database(), options);
    }
    const Transaction transaction = some_transaction(chance);
    life->after.push_back(life->after.back());
    run(life->after.back(), transaction, of_model);
    run(*store, transaction, of_store);
    life->acknowledged.push_back(life->disk.count());
  }
  if (of_store != of_model) FAIL("the store and the model disagree, without any cut");
  life->entries = of_store.entries;
  return life;
}

/// Opens what the cut left with the plain store. Answers which of the allowed states is there; FAILs if none is.
std::size_t check_after(const Scratch& scratch, Life& life, std::size_t cut, const std::string& what) {
  const auto [least, most] = life.allowed_at(cut);
  INFO(what << ", cut at op " << cut << " of " << life.disk.count() << ", acknowledged " << least << " of " << life.after.size() - 1);
  std::size_t found = 0;
  try {
    auto store = open_sqlite(scratch.database());
    const Picture picture = picture_of(*store);
    for (found = least; found <= most && picture != picture_of(life.after[found]); ++found) {}
    if (found > most) FAIL("an acknowledged transaction is gone, or half of one is there");
    store->transact([](Change& c) { c.put_record(sample_record(77)); });  // It goes on working.
  } catch (const StoreFailed& e) {
    FAIL("it doesn't open any more: " << e.what());
  }
  SQLite::Database raw(scratch.database(), SQLite::OPEN_READONLY);
  if (raw.execAndGet("PRAGMA integrity_check").getString() != "ok") FAIL("the database is damaged");
  if (raw.execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt() != 0) FAIL("a row refers to nothing");
  return found;
}

void leave_after_cut(const Scratch& scratch, const Image& image, Chance& chance) {
  Image left = image;
  if (chance() % 4 == 0) {  // The index of the log is memory; what lies on the disk under its name is rubbish.
    std::string rubbish(32768, '\0');
    for (char& c : rubbish) c = static_cast<char>(chance());
    left["nibbi.db-shm"] = rubbish;
  }
  write_image(scratch.path, left);
}

}  // namespace

TEST_CASE("after a power cut at any moment, what was acknowledged is there and nothing is half-written", "[store][sqlite][power]") {
  const std::size_t wanted = from_environment("NIBBI_CUTS", 2000);
  const std::size_t seed = from_environment("NIBBI_SEED", Catch::getSeed());
  std::cout << "power cuts: " << wanted << ", NIBBI_SEED=" << seed << std::endl;
  const Scratch living, dead;
  constexpr std::size_t kCutsPerLife = 100, kSecondLives = 10, kCutsPerSecondLife = 10;
  std::size_t done = 0, in_flight_kept = 0;
  for (std::size_t number = 0; done < wanted; ++number) {
    Chance chance(seed + number);
    const auto life = live(living, {}, {}, 0, 30, chance);
    std::vector<std::tuple<Image, ModelStore, std::uint64_t>> survivors;
    for (std::size_t i = 0; i < kCutsPerLife && done < wanted; ++i, ++done) {
      const std::size_t cut = chance() % (life->disk.count() + 1);
      const auto model = static_cast<Unsynced>(chance() % kUnsyncedModels);
      const Image image = life->disk.after_cut(cut, model, chance);
      leave_after_cut(dead, image, chance);
      const std::string what = "life " + std::to_string(number) + ", unsynced " + word(model);
      const std::size_t found = check_after(dead, *life, cut, what);
      in_flight_kept += found > life->allowed_at(cut).first;
      if (i % (kCutsPerLife / kSecondLives) == 0) survivors.emplace_back(image, life->after[found], life->entries);
    }
    // The power goes again while the store is recovering from the first cut, or soon after.
    for (const auto& [image, model, entries] : survivors) {
      if (done >= wanted) break;
      const auto second = live(living, image, model, entries, 3, chance);
      for (std::size_t i = 0; i < kCutsPerSecondLife && done < wanted; ++i, ++done) {
        const std::size_t cut = chance() % (second->disk.count() + 1);
        const auto unsynced = static_cast<Unsynced>(chance() % kUnsyncedModels);
        leave_after_cut(dead, second->disk.after_cut(cut, unsynced, chance), chance);
        check_after(dead, *second, cut, "second life after " + std::to_string(number) + ", unsynced " + word(unsynced));
      }
    }
  }
  CHECK(done >= wanted);
  std::cout << "power cuts: " << done << " survived; the transaction under way was kept whole in " << in_flight_kept << std::endl;
}

TEST_CASE("a disk that fails at any moment makes nobody believe what it didn't keep", "[store][sqlite][power]") {
  const std::size_t wanted = from_environment("NIBBI_CUTS", 2000) / 4;
  const std::size_t seed = from_environment("NIBBI_SEED", Catch::getSeed());
  std::cout << "failing disks: " << wanted << ", NIBBI_SEED=" << seed << std::endl;
  const Scratch living, dead;
  std::size_t refused = 0, in_doubt = 0;
  for (std::size_t number = 0; number < wanted; ++number) {
    Chance chance(seed + number);
    write_image(living.path, {});
    Life life(living.path);
    const SqliteOptions options{.vfs = life.disk.name(), .checkpoint_pages = some_checkpoint_pages(chance)};
    life.disk.fail_at(chance() % 250, chance() % 3 == 0 ? SQLITE_FULL : SQLITE_IOERR, std::array{1, 2, 30}[chance() % 3]);
    INFO("failing disk " << number);

    std::unique_ptr<Store> store;
    ModelStore sure;                  // What was acknowledged.
    std::optional<ModelStore> maybe;  // And with the transaction whose commit is in doubt.
    std::uint64_t entries = 0;
    const auto holds = [&](StoreReader& reader, bool after_reopening) {
      const Picture picture = picture_of(reader);
      if (maybe && after_reopening) {
        if (picture == picture_of(*maybe)) sure = *maybe;
        maybe.reset();
      }
      if (picture != picture_of(sure)) FAIL("the store holds something else than was acknowledged");
    };
    for (int i = 0; i < 16; ++i) {
      try {
        if (!store) {
          store = open_sqlite(living.database(), options);
          holds(*store, true);
        }
        Transaction steps = some_transaction(chance);
        std::erase_if(steps, [](const Step& s) { return s.kind == Step::open_nested || s.kind == Step::open_nested_too; });
        ModelStore next = sure;
        Outcome of_store, of_model;
        of_store.entries = of_model.entries = entries;
        bool refusal = false;
        try {
          next.transact([&](Change& c) { play(c, steps, of_model); });
        } catch (const std::logic_error&) {
          refusal = true;
        }
        entries = of_model.entries;
        try {
          store->transact([&](Change& c) { play(c, steps, of_store); });
          if (refusal) FAIL("was not refused");
          sure = next;
        } catch (const std::logic_error&) {
          if (!refusal) FAIL("was refused");
        } catch (const CommitInDoubt&) {
          ++in_doubt;
          holds(*store, false);
          maybe = next;
          CHECK_THROWS_AS(store->transact([](Change&) {}), StoreFailed);
          store.reset();
        } catch (const StoreFailed&) {
          ++refused;
          holds(*store, false);
        }
      } catch (const StoreFailed&) {  // It can't be opened, or read, while the disk is like that.
        store.reset();
      }
    }
    leave_after_cut(dead, life.disk.after_cut(life.disk.count(), static_cast<Unsynced>(chance() % kUnsyncedModels), chance), chance);
    if (sure.head() == LogHead{} && !fs::exists(dead.database())) continue;
    try {
      holds(*open_sqlite(dead.database()), true);
    } catch (const StoreFailed& e) {
      FAIL("it doesn't open any more: " << e.what());
    }
    SQLite::Database raw(dead.database(), SQLite::OPEN_READONLY);
    if (raw.execAndGet("PRAGMA integrity_check").getString() != "ok") FAIL("the database is damaged");
  }
  CHECK(refused + in_doubt > 0);
  std::cout << "failing disks: " << wanted << " borne; " << refused << " transactions failed, " << in_doubt << " were in doubt" << std::endl;
}
