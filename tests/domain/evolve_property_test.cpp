// The fold: total, deterministic, and the same from a kept state as from the first entry (ARCHITECTURE.md, "What must always hold").
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include "domain/brief.hpp"
#include "domain/evolve.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/rules.hpp"
#include "wire/state_codec.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

std::vector<Entry> some_history(std::uint64_t seed, std::size_t length) {
  Chance chance(seed);
  Voice voice(chance, rules());
  return history(voice, length);
}

}  // namespace

TEST_CASE("any history folds, whatever its entries say and point to") {
  rc::prop("evolve never throws, and every entry is in the history", [](std::uint64_t seed) {
    const auto log = some_history(seed, *rc::gen::inRange<std::size_t>(0, 80));
    const ChildState state = fold(rules(), log);
    // That somebody looked says nothing of the child: it is in the log, and in the access log.
    const auto looks = std::ranges::count_if(log, [](const Entry& e) { return e.header.kind == Kind::file_looked_at; });
    RC_ASSERT(state.said.size() + static_cast<std::size_t>(looks) == log.size());
    RC_ASSERT(state.n == (log.empty() ? 0 : log.back().n));
    (void)brief_of(RecordId{}, state);
    (void)ties_of(state);
  });
}

TEST_CASE("the same entries give the same state, byte for byte") {
  rc::prop("folded twice", [](std::uint64_t seed) {
    const auto log = some_history(seed, *rc::gen::inRange<std::size_t>(1, 80));
    RC_ASSERT(wire::write_state(fold(rules(), log)) == wire::write_state(fold(rules(), log)));
  });
}

TEST_CASE("a state that was kept and read back goes on as if it had never left memory") {
  rc::prop("fold some, write, read, fold the rest", [](std::uint64_t seed) {
    const auto log = some_history(seed, *rc::gen::inRange<std::size_t>(1, 60));
    const std::size_t cut = *rc::gen::inRange<std::size_t>(0, log.size() + 1);
    ChildState state = wire::read_state(wire::write_state(fold(rules(), {log.begin(), log.begin() + static_cast<std::ptrdiff_t>(cut)})));
    for (std::size_t i = cut; i < log.size(); ++i) evolve(rules(), state, log[i]);
    RC_ASSERT(wire::write_state(state) == wire::write_state(fold(rules(), log)));
  });
}

TEST_CASE("a kind of entry is never forgotten by the random histories") {
  Chance chance(1);
  Voice voice(chance, rules());
  std::set<Kind> seen;
  for (int i = 0; i < 40; ++i)
    for (const Entry& entry : history(voice, 60)) seen.insert(entry.header.kind);
  CHECK(seen.size() == child_kinds().size());
}
