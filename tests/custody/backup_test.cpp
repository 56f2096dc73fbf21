// A backup is whole, sealed, made while others write; a restore is proven before it is served.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <fstream>
#include <random>
#include <thread>

#include "domain/case_code.hpp"
#include "main/admin_works.hpp"
#include "main/erase.hpp"
#include "main/restore.hpp"
#include "tests/custody/world.hpp"
#include "usecases/accounts.hpp"
#include "usecases/rotate.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

void write_whole(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

/// Into a new file; the answer's JSON.
AdminAnswer back_up(World& w, const InstallationOptions& options, const std::string& path, bool prove = false) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  REQUIRE(fd >= 0);
  AdminAsked asked{.command = "backup", .with = {}, .file = fd};
  if (prove) asked.with["prove"] = "yes";
  const auto answer = work_backup(w.installation(), options, asked, [](const std::string&) {});
  ::close(fd);
  return answer;
}

RestoreOptions restoring(const std::string& from, const std::string& keys, const std::string& data) {
  return {.from = from, .keys = keys, .data = data, .epoch = {}, .say = [](const std::string&) {}, .password_cost = {1, 8192}};
}

InstallationOptions options_at(const std::string& data) {
  InstallationOptions o;
  o.data = data;
  o.must_exist = true;
  o.password_cost = {1, 8192};
  return o;
}

std::string refusal(const RestoreOptions& o) {
  try {
    const auto done = restore(o);
    return done.proof.holds() ? "restored" : "does not hold: " + (done.proof.damage.empty() ? std::string("findings") : done.proof.damage.front());
  } catch (const std::exception& e) {
    return e.what();
  }
}

std::size_t scratch_left(const std::string& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) count += entry.path().filename().string().starts_with("scratch-");
  return count;
}

}  // namespace

TEST_CASE("a backup that is made while others write is restored: data, accounts, a new epoch, and people sign in") {
  const Home home("sqlite");
  const Folder elsewhere;
  RecordId child;
  std::int64_t first = 0, last = 0;  // where the log ended before the backup and after it
  {
    World w(home);
    w.settle();
    child = w.open_file(1, 3);
    first = w.house().store.head().pos;
    std::atomic<bool> stop = false;
    std::atomic<int> written = 0;
    std::thread writer([&] {
      for (unsigned long i = 1000; !stop; ++i)
        written += w.said(w.say("nino", RecordId{crypto::new_uuid(w.house().now())}, ChildOpened{case_code("SN", i), {"SN"}, {}, {}, {}})) == "accepted";
    });
    while (written < 20) std::this_thread::yield();
    const auto answer = back_up(w, home.options(), elsewhere.file("a.nibbi"), true);
    stop = true;
    writer.join();
    CHECK(answer.exit == 0);
    CHECK(answer.json.find("\"ok\":true") != std::string::npos);
    CHECK(answer.json.find("\"master_key_included\":false") != std::string::npos);
    CHECK(scratch_left(home.path()) == 0);
    last = w.house().store.head().pos;
  }
  const std::string file = read_whole(elsewhere.file("a.nibbi"));
  struct stat found{};
  REQUIRE(::stat(elsewhere.file("a.nibbi").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  for (const char* word : {"Parcours", "binta", "argon2", "child.opened", "Canari", "SQLite format"}) CHECK(file.find(word) == std::string::npos);

  const std::string data = elsewhere.file("restored");
  const auto done = restore(restoring(elsewhere.file("a.nibbi"), home.path() + "/master.key", data));
  CHECK(done.proof.holds());
  CHECK(done.epoch == 2);
  CHECK(done.erased_again == 0);
  CHECK_FALSE(std::filesystem::exists(data + "/restoring"));
  World w(options_at(data));
  CHECK(w.house().store.head().epoch == 2);
  CHECK(w.house().store.head().pos == done.about.head.pos);
  CHECK(done.about.head.pos >= first + 20);
  CHECK(done.about.head.pos <= last);
  CHECK(verdict(w) == "ok");
  CHECK(w.house().file(child)->state.all<NoteAdded>().size() == 3);
  CHECK(w.said(w.say("binta", child, NoteAdded{{"observation"}, {}, {}, "après"})) == "accepted");
  const auto fatou = usecases::sign_in(w.house(), "fatou", kPassphrase, "127.0.0.1", "");
  REQUIRE(fatou);
  CHECK_FALSE(fatou->factor_pending);
  const auto binta = usecases::sign_in(w.house(), "binta", kPassphrase, "127.0.0.1", "");
  REQUIRE(binta);
  CHECK(binta->factor_pending);
  CHECK_FALSE(usecases::sign_in(w.house(), "fatou", "une autre phrase", "127.0.0.1", ""));
  // What was restored is an installation like any other: it is backed up and rotated in its turn.
  usecases::rotate(w.house(), w.installation().keyring(), [](std::int64_t) {});
  CHECK(back_up(w, options_at(data), elsewhere.file("b.nibbi"), true).exit == 0);
}

TEST_CASE("a restored installation knows what the one that was backed up knew, but for the epoch, whichever engine it was on and is on now") {
  const std::string engine = GENERATE(from_range(engines())), onto = GENERATE(from_range(engines()));
  INFO(engine + " onto " + onto);
  const Home home(engine), target(onto);
  const Folder elsewhere;
  std::string before;
  {
    World w(home);
    w.settle();
    w.open_file(1, 2);
    w.open_file(2, 1);
    REQUIRE(back_up(w, home.options(), elsewhere.file("a.nibbi")).exit == 0);
    usecases::House& house = w.house();
    house.writer.run<bool>([&](usecases::Draft& d) {  // the note of the backup itself came after it
      for (const auto& t : d.change.things("backup")) d.change.drop_thing("backup", t.key);
      return true;
    });
    before = dump(w);
  }
  const std::string data = elsewhere.file("restored");
  RestoreOptions how = restoring(elsewhere.file("a.nibbi"), home.path() + "/master.key", data);
  InstallationOptions there = options_at(data);
  how.database = there.database = target.options().database;
  how.schema = there.schema = target.options().schema;
  REQUIRE(restore(how).proof.holds());
  CHECK(std::filesystem::exists(data + "/nibbi.db") == (onto == "sqlite"));
  {
    World w(there);
    CHECK(verdict(w) == "ok");
    REQUIRE(back_up(w, there, elsewhere.file("b.nibbi"), true).exit == 0);
  }
  how.data = elsewhere.file("again");
  if (onto == "postgresql") CHECK(refusal(how).find("not empty") != std::string::npos);
  World w(there);
  usecases::House& house = w.house();
  house.writer.run<bool>([&](usecases::Draft& d) {
    for (const auto& t : d.change.things("backup")) d.change.drop_thing("backup", t.key);
    return true;
  });
  std::string after = dump(w);
  REQUIRE(after.starts_with("head 2 "));
  after[5] = '1';
  CHECK(after == before);
}

TEST_CASE("what can't be restored is refused with the reason, and the folder stays empty") {
  const Home home("sqlite");
  const Home other("sqlite");
  const Folder elsewhere;
  {
    World stranger(other);
    World w(home);
    w.settle();
    w.open_file(1);
    REQUIRE(back_up(w, home.options(), elsewhere.file("a.nibbi")).exit == 0);
  }
  const std::string good = read_whole(elsewhere.file("a.nibbi")), keys = home.path() + "/master.key", data = elsewhere.file("restored");
  auto with = [&](const std::string& bytes) {
    write_whole(elsewhere.file("b.nibbi"), bytes);
    const std::string why = refusal(restoring(elsewhere.file("b.nibbi"), keys, data));
    CHECK_FALSE(std::filesystem::exists(data));
    return why;
  };
  CHECK(with("") == "this is not a backup of nibbi");
  CHECK(with("nibbi backup 2\nxxxx") == "this backup was written by another version of nibbi");
  CHECK(with(good.substr(0, 60)) == "the backup ends in its header");
  CHECK(with(good.substr(0, good.size() / 2)).starts_with("the backup ends after piece "));
  CHECK(with(good.substr(0, good.size() - 10)) == "the backup's checksum is missing");
  CHECK(with(good + "x") == "something follows the backup's end");
  std::string altered = good;
  altered[good.size() / 2] ^= 1;
  CHECK(with(altered) == "the backup doesn't match its checksum: it was altered or badly copied");
  CHECK(refusal(restoring(elsewhere.file("a.nibbi"), other.path() + "/master.key", data)) == "the backup's key doesn't open: its header is damaged, or the keys file is another installation's");
  CHECK(refusal(restoring(elsewhere.file("a.nibbi"), elsewhere.file("none"), data)).starts_with("there is no keys file"));
  CHECK(refusal(restoring(elsewhere.file("a.nibbi"), keys, home.path())).ends_with("is not empty: a backup is restored into an empty folder only"));
  CHECK(refusal([&] {
          auto o = restoring(elsewhere.file("a.nibbi"), keys, data);
          o.epoch = 1;
          return o;
        }()) == "the new epoch must be higher than the backup's, which is 1");
  CHECK_FALSE(std::filesystem::exists(data));
  {
    World w(home);
    usecases::rotate(w.house(), w.installation().keyring(), [](std::int64_t) {});
    CHECK(usecases::needs_of(w.house(), 1).backups == 1);
    REQUIRE(usecases::drop_version(w.installation().keyring(), 1));
  }
  CHECK(refusal(restoring(elsewhere.file("a.nibbi"), keys, data)) == "the backup was made under version 1 of the master key, which this keys file doesn't have");
}

TEST_CASE("every flipped byte of a backup is noticed, by its checksum and by its seals") {
  const Home home("sqlite");
  const Folder elsewhere;
  {
    World w(home);
    w.settle();
    REQUIRE(back_up(w, home.options(), elsewhere.file("a.nibbi")).exit == 0);
  }
  const std::string good = read_whole(elsewhere.file("a.nibbi"));
  const unsigned seed = static_cast<unsigned>(from_environment("NIBBI_SEED", 1));
  std::mt19937_64 chance(seed);
  int unnoticed = 0;
  for (long i = 0; i < from_environment("NIBBI_FLIPS", 2000); ++i) {
    std::string flipped = good;
    const std::size_t at = chance() % (i % 2 ? good.size() : 500);
    flipped[at] = static_cast<char>(flipped[at] ^ (1 + chance() % 255));
    write_whole(elsewhere.file("b.nibbi"), flipped);
    const int fd = ::open(elsewhere.file("b.nibbi").c_str(), O_RDONLY);
    try {
      usecases::check_backup(fd, [](std::int64_t, std::int64_t) {});
      ++unnoticed;
    } catch (const usecases::BackupBroken&) {
    }
    ::close(fd);
  }
  CHECK(unnoticed == 0);
}

TEST_CASE("what was erased after a backup is erased again when the backup is restored") {
  const Home home("sqlite");
  const Folder elsewhere;
  RecordId gone, stays;
  {
    World w(home);
    w.settle();
    gone = w.open_file(1, 2);
    stays = w.open_file(2, 1);
    REQUIRE(back_up(w, home.options(), elsewhere.file("a.nibbi")).exit == 0);
    REQUIRE(w.said(w.say("oumy", gone, SecondAsked{{"erase"}, {}, "Demande.", {"asked_by_person"}})) == "pending");
    REQUIRE(w.said(w.say("lia", gone, SecondAgreed{w.last()})) == "accepted");
    keep_lists(home.path() + "/master.key", w.house().store);
  }
  const std::string list = read_whole(home.path() + "/master.key.erased");
  CHECK(list.find(gone.text()) != std::string::npos);
  const std::string data = elsewhere.file("restored");
  const auto done = restore(restoring(elsewhere.file("a.nibbi"), home.path() + "/master.key", data));
  CHECK(done.erased_again == 1);
  World w(options_at(data));
  CHECK(w.house().store.record(gone)->erased);
  CHECK(w.house().file(stays)->state.all<NoteAdded>().size() == 1);
  CHECK(verdict(w) == "ok");
  CHECK(read_whole(data + "/master.key.erased").find(gone.text()) != std::string::npos);
}

TEST_CASE("a device that was revoked after a backup is revoked when the backup is restored, also where the backup never saw it") {
  const Home home("sqlite");
  const Folder elsewhere;
  const DeviceId known{crypto::new_uuid({1})}, trusted{crypto::new_uuid({2})}, later{crypto::new_uuid({3})};
  {
    World w(home);
    w.settle();
    const auto device = [&](DeviceId id) {
      usecases::Device one{id, w.person("binta"), "a key"};
      one.registered_at = one.seen_at = w.house().now();
      return one;
    };
    w.house().writer.run<bool>([&](usecases::Draft& draft) {
      for (DeviceId id : {known, trusted}) usecases::put_device(draft.change, device(id));
      return true;
    });
    REQUIRE(back_up(w, home.options(), elsewhere.file("a.nibbi")).exit == 0);
    w.house().writer.run<bool>([&](usecases::Draft& draft) {
      for (auto one : {device(known), device(later)}) usecases::revoke_in(draft, one);
      return true;
    });
    keep_lists(home.path() + "/master.key", w.house().store);
  }
  const std::string data = elsewhere.file("restored");
  const auto done = restore(restoring(elsewhere.file("a.nibbi"), home.path() + "/master.key", data));
  CHECK(done.revoked_again == 2);
  World w(options_at(data));
  CHECK(usecases::find_device(w.house().store, known)->revoked);
  CHECK(usecases::find_device(w.house().store, later)->revoked);
  CHECK_FALSE(usecases::find_device(w.house().store, trusted)->revoked);
  CHECK(verdict(w) == "ok");
  CHECK(read_whole(data + "/master.key.revoked") == read_whole(home.path() + "/master.key.revoked"));
  for (const char* broken : {"", "nibbi revoked 2\n", "nibbi revoked 1\nx\n", "nibbi revoked 1\n  \n"}) {
    write_whole(home.path() + "/master.key.revoked", broken);
    CHECK(refusal(restoring(elsewhere.file("a.nibbi"), home.path() + "/master.key", elsewhere.file("other"))).find("not a list of revoked devices") != std::string::npos);
  }
}

TEST_CASE("a backup killed in the middle leaves nothing that the next one minds") {
  const Home home("sqlite");
  const Folder elsewhere;
  {
    World w(home);
    w.settle();
    w.open_file(1);
  }
  std::mt19937 chance(static_cast<unsigned>(from_environment("NIBBI_SEED", 1)));
  for (int i = 0; i < 5; ++i)
    killed_after(20'000 + static_cast<long>(chance() % 200'000), [&] {
      World w(home);
      for (int n = 0;; ++n) {
        const int fd = ::open(elsewhere.file(std::to_string(n)).c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
        work_backup(w.installation(), home.options(), {.command = "backup", .with = {}, .file = fd}, [](const std::string&) {});
        ::close(fd);
      }
    });
  {
    const AdminAnswer verified = ask_admin(home.options(), {.command = "verify", .with = {}});
    CHECK(verified.exit == 0);
  }
  CHECK(scratch_left(home.path()) == 0);
}
