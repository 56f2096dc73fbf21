// Killed under load: what was acknowledged is there, once, and the log verifies.
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <chrono>
#include <map>
#include <random>
#include <thread>

#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "tests/custody/world.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

/// Several people at once open files and write notes, for ever; each id is told once its receipt is there. Runs in a process of its own.
[[noreturn]] void write_until_killed(const Home& home, int ledger, unsigned long from_code) {
  World w(home);
  usecases::House& house = w.house();
  std::atomic<unsigned long> code = from_code;
  auto one = [&](const char* login, Role role) {
    const PersonId who = w.person(login);
    const UnitId unit = house.memory.directory()->person(who)->posts.front().unit;
    auto pen = house.writer.run<usecases::Pen>([&](usecases::Draft& d) { return usecases::take_pen(d, who, role, unit); });
    auto say = [&](RecordId record, Body body) {
      const EntryId id{crypto::new_uuid(house.now())};
      const auto receipt = house.writer.run<usecases::Receipt>([&](usecases::Draft& d) {
        const auto file = d.file(record);
        return usecases::judge_and_append(house, d, usecases::written(house, pen, record, file ? file->record.n : 0, body, {}, d.now, id), Factor::fresh, true);
      });
      if (receipt.status != usecases::ReceiptStatus::accepted) ::_exit(3);
      const std::string line = id.text() + '\n';
      if (::write(ledger, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(4);
    };
    for (;;) {
      const RecordId record{crypto::new_uuid(house.now())};
      say(record, ChildOpened{case_code("SN", code++), {"SN"}, {"boy"}, {}, {}});
      for (int i = 0; i < 5; ++i) say(record, NoteAdded{{"observation"}, {}, {}, "Une note."});
    }
  };
  std::vector<std::thread> hands;
  for (const auto& [login, role] : {std::pair{"binta", Role::case_worker}, {"demba", Role::supervisor}, {"fatou", Role::shelter_staff}, {"nino", Role::case_worker}})
    hands.emplace_back([&one, login, role] { one(login, role); });
  for (auto& h : hands) h.join();
  ::_exit(5);
}

/// Reads acknowledged ids for so long, kills, and reads what was still under way. A line that was cut is not an acknowledgement.
void read_ledger(int from, pid_t writer, long wait_us, std::vector<EntryId>& acknowledged) {
  std::string text;
  char bytes[8192];
  const auto end = [start = std::chrono::steady_clock::now(), wait_us] { return start + std::chrono::microseconds(wait_us); }();
  bool alive = true, begun = false;
  for (auto until = end;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    if (alive && begun && left <= 0) {
      ::kill(writer, SIGKILL);
      alive = false;
    }
    pollfd waiting{from, POLLIN, 0};
    if (::poll(&waiting, 1, alive ? (begun ? static_cast<int>(std::max<long>(left, 0)) : 60'000) : 10'000) <= 0) {
      if (alive && begun) continue;
      break;
    }
    const ssize_t n = ::read(from, bytes, sizeof bytes);
    if (n <= 0) break;
    if (!begun) until = std::chrono::steady_clock::now() + std::chrono::microseconds(wait_us);
    begun = true;
    text.append(bytes, static_cast<std::size_t>(n));
  }
  for (std::size_t at = 0; at + 37 <= text.size(); at += 37) acknowledged.push_back(EntryId::parse(text.substr(at, 36)).value());
}

}  // namespace

TEST_CASE("killed under load, no acknowledged entry is lost, none is there twice, and the log verifies") {
  const Home home(GENERATE(from_range(engines())));
  {
    World w(home);
    w.settle();
  }
  const unsigned seed = static_cast<unsigned>(from_environment("NIBBI_SEED", 1));
  const long kills = from_environment("NIBBI_KILLS", 10);
  std::mt19937 chance(seed);
  std::vector<EntryId> acknowledged;
  unsigned long codes = 1;
  for (long i = 0; i < kills; ++i) {
    INFO(home.engine() << ", seed " << seed << ", kill " << i);
    int ledger[2];
    REQUIRE(::pipe(ledger) == 0);
    const pid_t writer = ::fork();
    if (writer == 0) {
      ::close(ledger[0]);
      try {
        write_until_killed(home, ledger[1], codes);
      } catch (...) {
        ::_exit(6);
      }
    }
    ::close(ledger[1]);
    const std::size_t before = acknowledged.size();
    read_ledger(ledger[0], writer, std::uniform_int_distribution<long>(1'000, 150'000)(chance), acknowledged);
    ::close(ledger[0]);
    int status = 0;
    ::waitpid(writer, &status, 0);
    // 3: an entry was refused, 4: the ledger, 5: it ended by itself, 6: it could not open.
    INFO("the writer ended by " << (WIFSIGNALED(status) ? "signal" : "itself") << ", exit code " << (WIFEXITED(status) ? WEXITSTATUS(status) : -1));
    REQUIRE(WIFSIGNALED(status));
    REQUIRE(acknowledged.size() > before);
    codes += 1'000'000;

    const auto begun = std::chrono::steady_clock::now();
    World w(home);
    const auto took = std::chrono::steady_clock::now() - begun;
    CHECK(took < std::chrono::seconds(20));
    if (i + 1 == kills || i % 10 == 0) CHECK(verdict(w) == "ok");
    std::map<EntryId, int> there;
    for (std::int64_t pos = 0;;) {
      const auto batch = w.house().store.entries_after(pos, 1000);
      if (batch.empty()) break;
      for (const auto& e : batch) ++there[e.id];
      pos = batch.back().pos;
    }
    std::size_t lost = 0, twice = 0;
    for (const EntryId& id : acknowledged) lost += !there.contains(id);
    for (const auto& [id, count] : there) twice += count > 1;
    CHECK(lost == 0);
    CHECK(twice == 0);
  }
  WARN(home.engine() << ": " << kills << " kills, " << acknowledged.size() << " acknowledged entries");
}
