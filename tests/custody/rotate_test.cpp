// A new master key, while others write and wherever it is killed.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <random>
#include <thread>

#include "tests/custody/world.hpp"
#include "usecases/erase.hpp"
#include "usecases/rotate.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

const auto nothing = [](std::int64_t) {};

/// Records that are nobody's file, only keys to wrap: many, fast.
void add_records(World& w, int many) {
  w.house().writer.run<bool>([&](usecases::Draft& d) {
    for (int i = 0; i < many; ++i) d.change.put_record(w.house().vault.new_file(RecordId{crypto::new_uuid(d.now)}, RecordKind::family).record);
    return true;
  });
}

std::int64_t on_older(World& w) {
  std::int64_t count = 0;
  w.house().store.each_record([&](const usecases::StoredRecord& r) { count += r.key_version != w.installation().keyring().newest_version(); });
  return count;
}

}  // namespace

TEST_CASE("rotation wraps every record anew while others write, and the old version can be dropped afterwards") {
  const Home home(GENERATE(from_range(engines())));
  RecordId child;
  {
    World w(home);
    w.settle();
    child = w.open_file(1, 2);
    add_records(w, 700);
    std::atomic<bool> stop = false;
    std::thread writer([&] {
      while (!stop) w.say("binta", child, NoteAdded{{"observation"}, {}, {}, "pendant"});
    });
    std::int64_t told = 0;
    const auto done = usecases::rotate(w.house(), w.installation().keyring(), [&](std::int64_t n) { told = n; });
    stop = true;
    writer.join();
    CHECK(done.version == 2);
    CHECK_FALSE(done.resumed);
    CHECK(done.rewrapped == told);
    CHECK(on_older(w) == 0);

    CHECK(usecases::needs_of(w.house(), 2).records > 700);
    CHECK_FALSE(usecases::needs_of(w.house(), 1).any());
    CHECK_FALSE(usecases::drop_version(w.installation().keyring(), 2));  // never the newest
    usecases::note_backup(w.house(), crypto::new_uuid(w.house().now()), 1);
    CHECK(usecases::needs_of(w.house(), 1).backups == 1);
    CHECK(usecases::drop_version(w.installation().keyring(), 1));
    CHECK_FALSE(usecases::drop_version(w.installation().keyring(), 1));
    w.open_file(2);
  }
  World again(home);
  CHECK(again.installation().keyring().versions().size() == 1);
  CHECK(again.house().file(child)->state.all<NoteAdded>().size() >= 2);
  CHECK(verdict(again) == "ok");
}

TEST_CASE("an erased record needs no version of the master key, and no rotation") {
  const Home home("sqlite");
  World w(home);
  w.settle();
  const RecordId child = w.open_file(1);
  REQUIRE(w.said(w.say("oumy", child, SecondAsked{{"erase"}, {}, "Demande.", {"asked_by_person"}})) == "pending");
  REQUIRE(w.said(w.say("lia", child, SecondAgreed{w.last()})) == "accepted");
  usecases::rotate(w.house(), w.installation().keyring(), nothing);
  CHECK(w.house().store.record(child)->key_version == 1);
  CHECK_FALSE(usecases::needs_of(w.house(), 1).any());
  CHECK(usecases::drop_version(w.installation().keyring(), 1));
  CHECK(verdict(w) == "ok");
}

TEST_CASE("killed anywhere, a rotation leaves everything readable, and the next run ends it") {
  const Home home(GENERATE(from_range(engines())));
  RecordId child;
  std::int64_t version = 1;
  {
    World w(home);
    w.settle();
    child = w.open_file(1, 2);
    add_records(w, 1500);
  }
  // As long as a rotation takes, undisturbed.
  long whole_us = 0;
  {
    World w(home);
    const auto begun = std::chrono::steady_clock::now();
    usecases::rotate(w.house(), w.installation().keyring(), nothing);
    whole_us = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
    ++version;
  }
  const unsigned seed = static_cast<unsigned>(from_environment("NIBBI_SEED", 1));
  std::mt19937 chance(seed);
  int cut = 0;
  const long kills = from_environment("NIBBI_KILLS", 20);
  for (long i = 0; i < kills; ++i) {
    INFO("seed " << seed << ", kill " << i);
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child_process = ::fork();
    if (child_process == 0) {
      try {
        World w(home);
        (void)!::write(ready[1], "r", 1);
        usecases::rotate(w.house(), w.installation().keyring(), nothing);
      } catch (...) {
        ::_exit(3);
      }
      ::_exit(0);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    ::usleep(static_cast<useconds_t>(std::uniform_int_distribution<long>(0, whole_us * 11 / 10)(chance)));
    ::kill(child_process, SIGKILL);
    ::waitpid(child_process, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);

    World w(home);
    CHECK(w.house().file(child)->state.all<NoteAdded>().size() == 2);
    CHECK(verdict(w) == "ok");
    const std::int64_t before = w.installation().keyring().newest_version();
    const bool unfinished = on_older(w) > 0;
    cut += unfinished;
    const auto done = usecases::rotate(w.house(), w.installation().keyring(), nothing);
    if (unfinished) CHECK(done.resumed);
    CHECK(done.version == (done.resumed ? before : before + 1));
    CHECK(on_older(w) == 0);
    CHECK(verdict(w) == "ok");
    version = done.version;
    // Versions that nothing needs go, so that the keyring stays short; what they wrapped stays readable through the newest.
    for (const auto& v : w.installation().keyring().versions())
      if (v.version != version && !usecases::needs_of(w.house(), v.version).any()) CHECK(usecases::drop_version(w.installation().keyring(), v.version));
    CHECK(w.installation().keyring().versions().size() == 1);
  }
  WARN("rotation: " << kills << " kills, " << cut << " of them in the middle");
}
