// Somebody who can write to the database, and has no key, cuts entries out of the log and computes the chain anew.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "tests/custody/world.hpp"
#include "usecases/tally.hpp"

using namespace nibbi;
using namespace nibbi::tests;
using crypto::hex;

namespace {

std::string bytes_of(const Home& home, std::string_view hexadecimal) {
  return home.engine() == "postgresql" ? "'\\x" + std::string(hexadecimal) + "'::bytea" : "x'" + std::string(hexadecimal) + "'";
}
std::string id_of(const Home& home, RecordId record) {
  return home.engine() == "postgresql" ? "'" + record.text() + "'::uuid" : bytes_of(home, hex({record.uuid.bytes.data(), record.uuid.bytes.size()}));
}

/// The log without its entry at `cut`, which is the last of its record, so that nothing is missing in any record's count; every chain is right.
std::string forged_without(const Home& home, const std::vector<usecases::StoredEntry>& log, std::size_t cut) {
  const auto record = id_of(home, log[cut].record);
  std::string sql = "DELETE FROM states WHERE record = " + record + "; DELETE FROM briefs WHERE record = " + record + "; UPDATE records SET n = n - 1 WHERE id = " + record +
                    "; DELETE FROM entries WHERE pos = " + std::to_string(log[cut].pos) + ";";
  usecases::Digest chain = cut == 0 ? usecases::Digest{} : log[cut - 1].chain;
  for (std::size_t i = cut + 1; i < log.size(); ++i) {
    const auto& e = log[i];
    chain = crypto::chain_next(chain, e.pos - 1, e.n, e.header, e.commitments, e.signature, e.verdict);
    sql += "UPDATE entries SET pos = " + std::to_string(e.pos - 1) + ", chain = " + bytes_of(home, hex(chain)) + " WHERE pos = " + std::to_string(e.pos) + ";";
  }
  return sql + "UPDATE log_head SET pos = " + std::to_string(log.size() - 1) + ", chain = " + bytes_of(home, hex(chain));
}

struct Written {
  std::vector<usecases::StoredEntry> log;
  std::string tally;
};

/// Two files; the last words of the first one are not the last of the log.
Written write_two_files(const Home& home) {
  World w(home);
  w.settle();
  w.open_file(1, 3);
  w.open_file(2, 1);
  REQUIRE(verdict(w) == "ok");
  return {w.house().store.entries_after(0, 1000), w.house().store.thing("tally", "now").value()};
}

std::size_t last_words_of_the_first_file(const std::vector<usecases::StoredEntry>& log) {
  const RecordId second = log.back().record;
  std::size_t at = log.size() - 1;
  while (log[at].record == second) --at;
  return at;
}

bool finds(const std::string& verdict, const char* check) { return verdict.find("\"check\":\"" + std::string(check) + "\"") != std::string::npos; }

}  // namespace

TEST_CASE("an entry that was cut out of the middle or off the end, with a chain computed anew, is noticed at the start and by verify") {
  const Home home(GENERATE(from_range(engines())));
  const bool at_the_end = GENERATE(false, true);
  const auto [log, tally] = write_two_files(home);
  home.tamper(forged_without(home, log, at_the_end ? log.size() - 1 : last_words_of_the_first_file(log)));
  World w(home);
  CHECK_FALSE(usecases::log_ends_as_kept(w.house().store, w.house().vault.own().blind));
  // Nothing else speaks: only what was kept under a key knows.
  const auto found = usecases::verify_log(w.house().store, &w.house().vault);
  REQUIRE(found.finding_count == 1);
  CHECK(found.findings.front().check == "log");
  CHECK(usecases::verify_log(w.house().store, nullptr).finding_count == 0);
}

TEST_CASE("work that goes on after a forged log does not cover it up") {
  const Home home(GENERATE(from_range(engines())));
  const auto [log, tally] = write_two_files(home);
  home.tamper(forged_without(home, log, last_words_of_the_first_file(log)));
  World w(home);
  w.open_file(3, 1);
  CHECK(finds(verdict(w), "log"));
}

TEST_CASE("a tally whose words were changed without the key is no tally") {
  const Home home(GENERATE(from_range(engines())));
  auto [log, tally] = write_two_files(home);
  const auto at = tally.find("\nlog ") + 5;
  tally[at] = tally[at] == '1' ? '2' : '1';
  home.tamper("UPDATE things SET value = " + bytes_of(home, hex(crypto::bytes_of(tally))) + " WHERE drawer = " + bytes_of(home, hex(crypto::bytes_of(std::string_view("tally")))));
  World w(home);
  CHECK(finds(verdict(w), "log"));
  CHECK(finds(verdict(w), "epoch"));
}
