// A byte of the database file is altered behind the program's back: `nibbi verify` notices, or nothing that anybody knows has changed.
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <map>
#include <random>

#include "store/sqlite_check.hpp"
#include "store/sqlite_store.hpp"
#include "tests/custody/world.hpp"
#include "tests/support/rules.hpp"
#include "usecases/child_view.hpp"
#include "wire/contract_files.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

std::string_view gazetteer() {
  for (const auto& file : wire::contract_files())
    if (file.path == "places/places.tsv") return file.text;
  return {};
}

/// An installation without its rules and places read anew each time.
struct Bare {
  Bare(const std::string& folder, InstallationId id)
      : store(store::open_sqlite(folder + "/nibbi.db")), keyring(crypto::MasterFile::open_existing(folder + "/master.key", {}).file, id),
        keys(keyring.unwrap_installation(store->thing("installation", "keys").value())), vault(id, keyring, keys, rules()),
        house(*store, vault, rules(), places, system_now, "DEMO", false, {1, 8192}) {
    usecases::wake_up(house);
  }
  readmodels::Places places = readmodels::Places::from_tsv(gazetteer());
  std::unique_ptr<usecases::Store> store;
  crypto::Keyring keyring;
  crypto::InstallationKeys keys;
  usecases::Vault vault;
  usecases::House house;
};

/// "open" when it does not even open, the first check of verify that speaks, or "" when nobody notices.
std::string noticed(const std::string& folder, InstallationId id, std::string& dumped) {
  if (!store::sqlite_damage(folder + "/nibbi.db").empty()) return "integrity";
  try {
    Bare bare(folder, id);
    const auto found = usecases::verify_log(bare.house.store, &bare.house.vault);
    if (found.finding_count > 0) return found.findings.front().check;
    dumped = dump(bare.house);
    return "";
  } catch (const std::exception& e) {
    return "open";
  }
}

}  // namespace

TEST_CASE("any altered byte of the database is noticed, or provably harmless") {
  const Home home("sqlite");
  InstallationId id;
  {
    World w(home);
    w.settle();
    for (unsigned long i = 1; i <= 6; ++i) w.open_file(i, static_cast<int>(i));
    const RecordId gone = w.open_file(7, 2);
    REQUIRE(w.said(w.say("oumy", gone, SecondAsked{{"erase"}, {}, "Demande.", {"asked_by_person"}})) == "pending");
    REQUIRE(w.said(w.say("lia", gone, SecondAgreed{w.last()})) == "accepted");
    w.house().writer.run<bool>([&](usecases::Draft& d) {
      for (int i = 0; i < 40; ++i)
        d.change.append_access({0, d.now, gone, w.person(i % 2 ? "binta" : "oumy"), R"({"action":"see_identity","decision":"allow"})", w.house().vault.seal_reason(gone, i % 3 ? "" : "Parce que.")});
      return true;
    });
    id = w.house().vault.installation();
  }
  const Folder folder;
  std::filesystem::copy_file(home.path() + "/master.key", folder.file("master.key"));
  const std::string good = read_whole(home.path() + "/nibbi.db");
  auto put = [&](const std::string& bytes) {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(folder.file("nibbi.db") + end);
    std::ofstream(folder.file("nibbi.db"), std::ios::binary) << bytes;
  };
  std::string expected;
  put(good);
  REQUIRE(noticed(folder.path(), id, expected) == "");
  REQUIRE_FALSE(expected.empty());

  const unsigned seed = static_cast<unsigned>(from_environment("NIBBI_SEED", 1));
  const long flips = from_environment("NIBBI_FLIPS", 2000);
  std::mt19937_64 chance(seed);
  std::map<std::string, long> by;
  for (long i = 0; i < flips; ++i) {
    const std::size_t at = chance() % good.size();
    const auto mask = static_cast<unsigned char>(i % 2 ? 1U << chance() % 8 : 1 + chance() % 255);
    std::string flipped = good;
    flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ mask);
    put(flipped);
    std::string dumped;
    const std::string how = noticed(folder.path(), id, dumped);
    if (how.empty() && dumped != expected) FAIL_CHECK("not noticed: seed " << seed << ", flip " << i << ", byte " << at << " of " << good.size() << ", mask " << int{mask});
    ++by[how.empty() ? "harmless" : how];
  }
  std::string counts;
  for (const auto& [how, count] : by) counts += " " + how + " " + std::to_string(count);
  WARN("flips: " << flips << " in " << good.size() << " bytes:" << counts);
}
