// Merge laws: what people wrote without having seen each other, arriving in any order that respects what they had seen.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "domain/evolve.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/rules.hpp"
#include "wire/values.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

using Values = std::set<std::string>;

std::string bytes(const Answer& answer) { return wire::write_json(wire::write_value(answer)); }

/// The values that stand, without the places of the entries that gave them: those differ from one order to another.
Values standing(const Answered& slot) {
  Values all;
  for (const GivenAnswer& given : slot.values) all.insert(bytes(given.value));
  return all;
}

/// The items of a `set` answer, whoever added them.
Values items(const Answered& slot) {
  Values all;
  for (const GivenAnswer& given : slot.values) {
    if (const auto* codes = std::get_if<Codes>(&given.value))
      for (const Code& code : *codes) all.insert(code.value);
    else
      all.insert(bytes(given.value));
  }
  return all;
}

struct TwoOrders {
  ChildState one, other;
};
TwoOrders two_orders(std::uint64_t seed, std::size_t rounds) {
  Chance chance(seed);
  Voice voice(chance, rules());
  const Rounds written = answer_rounds(voice, rounds);
  return {fold(rules(), order_of_arrival(written, chance)), fold(rules(), order_of_arrival(written, chance))};
}

template <class Check>
void for_each_answer(MergeClass merge, Check check) {
  const std::size_t rounds = *rc::gen::inRange<std::size_t>(1, 8);
  const auto [one, other] = two_orders(*rc::gen::arbitrary<std::uint64_t>(), rounds);
  RC_ASSERT(one.answers.size() == other.answers.size());
  for (const auto& [id, slot] : one.answers) {
    if (slot.merge != merge) continue;
    RC_LOG() << id << "\n";
    check(slot, other.answers.at(id));
  }
}

}  // namespace

TEST_CASE("merging: the order of arrival decides nothing") {
  rc::prop("set: the same items", [] {
    for_each_answer(MergeClass::set, [](const Answered& a, const Answered& b) { RC_ASSERT(items(a) == items(b)); });
  });
  rc::prop("protective: the same values stand, and the same one is shown", [] {
    for_each_answer(MergeClass::protective, [](const Answered& a, const Answered& b) {
      RC_ASSERT(standing(a) == standing(b));
      RC_ASSERT(bytes(a.values.back().value) == bytes(b.values.back().value));
      RC_ASSERT(a.conflict == b.conflict);
    });
  });
  rc::prop("manual: the same values stand", [] {
    for_each_answer(MergeClass::manual, [](const Answered& a, const Answered& b) {
      RC_ASSERT(standing(a) == standing(b));
      RC_ASSERT(a.conflict == b.conflict);
    });
  });
  rc::prop("latest: the same values are kept", [] {
    for_each_answer(MergeClass::latest, [](const Answered& a, const Answered& b) { RC_ASSERT(standing(a) == standing(b)); });
  });
}

/// Visits every log in which these rounds may arrive: each round in every order that keeps what one device wrote in its own.
template <class Visit>
void every_order(const Rounds& rounds, std::size_t round, std::vector<Entry>& log, const Visit& visit) {
  if (round == rounds.of.size()) return visit(log);
  const auto& all = rounds.of[round];
  std::vector<std::size_t> order(all.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto keeps_each_device = [&] {
    for (std::size_t i = 0; i < order.size(); ++i)
      for (std::size_t j = i + 1; j < order.size(); ++j) {
        const Header &one = all[order[i]].header, &other = all[order[j]].header;
        if (order[j] < order[i] && one.author == other.author && one.device == other.device) return false;
      }
    return true;
  };
  const std::size_t before = log.size();
  do {
    if (!keeps_each_device()) continue;
    for (std::size_t i : order) {
      log.push_back(all[i]);
      log.back().n = static_cast<std::int64_t>(log.size());
    }
    every_order(rounds, round + 1, log, visit);
    log.resize(before);
  } while (std::next_permutation(order.begin(), order.end()));
}

/// What every order has to end in, question by question.
std::map<std::string, std::string> outcome(const ChildState& state) {
  std::map<std::string, std::string> all;
  for (const auto& [id, slot] : state.answers) {
    std::string& one = all[id];
    for (const std::string& value : slot.merge == MergeClass::set ? items(slot) : standing(slot)) one += value + "|";
    if (slot.merge == MergeClass::protective) one += "shown " + bytes(slot.values.back().value);
    if (slot.merge == MergeClass::protective || slot.merge == MergeClass::manual) one += slot.conflict ? " conflict" : "";
  }
  return all;
}

TEST_CASE("merging: every order of up to six operations ends in the same, in each merge class") {
  std::map<MergeClass, std::size_t> met;
  std::size_t orders = 0, six_at_once = 0;
  for (std::uint64_t seed = 1; seed <= 240; ++seed) {
    Chance chance(seed);
    Voice voice(chance, rules());
    Rounds rounds = answer_rounds(voice, 1 + seed % 4);
    std::size_t many = 0;
    for (const auto& round : rounds.of) many += round.size();
    if (many > 6) continue;
    // Every third of them without knowledge of each other at all.
    if (seed % 3 == 0) {
      Rounds at_once{{{}}};
      for (auto& round : rounds.of)
        for (Entry& entry : round) {
          entry.header.seen = 0;
          at_once.of[0].push_back(std::move(entry));
        }
      rounds = std::move(at_once);
      six_at_once += many == 6;
    }
    std::optional<std::map<std::string, std::string>> first;
    std::vector<Entry> log;
    every_order(rounds, 0, log, [&](const std::vector<Entry>& told) {
      ++orders;
      const ChildState state = fold(rules(), told);
      auto ends = outcome(state);
      if (!first) {
        for (const auto& [id, slot] : state.answers) ++met[slot.merge];
        first = std::move(ends);
      } else if (*first != ends) {
        FAIL("history " << seed << " ends otherwise in another order");
      }
    });
  }
  CHECK(six_at_once > 3);
  CHECK(orders > 2000);
  CHECK(met.size() == 4);
}

TEST_CASE("nothing that somebody added to a set is lost until a person decides") {
  rc::prop("every item that was written stands", [](std::uint64_t seed) {
    Chance chance(seed);
    Voice voice(chance, rules());
    const auto log = order_of_arrival(answer_rounds(voice, *rc::gen::inRange<std::size_t>(1, 8)), chance);
    const ChildState state = fold(rules(), log);
    std::map<std::string, Values> written;
    std::set<std::string> decided;
    for (const Entry& entry : log) {
      if (const auto* choice = std::get_if<ConflictResolved>(&entry.body)) decided.insert(choice->question);
      if (const auto* form = std::get_if<FormSaved>(&entry.body))
        for (const auto& [id, answer] : form->answers)
          if (rules().question(id)->merge == MergeClass::set) written[id].merge(items(Answered{.values = {{answer, 0}}}));
    }
    for (const auto& [id, values] : written) {
      if (decided.contains(id)) continue;
      RC_LOG() << id << "\n";
      RC_ASSERT(items(state.answers.at(id)) == values);
    }
  });
}

TEST_CASE("a value that stands was given by the entry that it names") {
  rc::prop("own, history and evidence need it", [](std::uint64_t seed) {
    Chance chance(seed);
    Voice voice(chance, rules());
    const auto log = order_of_arrival(answer_rounds(voice, *rc::gen::inRange<std::size_t>(1, 8)), chance);
    const ChildState state = fold(rules(), log);
    for (const auto& [id, slot] : state.answers)
      for (const GivenAnswer& given : slot.values) {
        RC_LOG() << id << " " << given.n << "\n";
        const Entry& giver = log.at(static_cast<std::size_t>(given.n) - 1);
        const auto* form = std::get_if<FormSaved>(&giver.body);
        const auto* choice = std::get_if<ConflictResolved>(&giver.body);
        const Answer& said = form ? form->answers.at(id) : choice->chosen;
        RC_ASSERT(given.value == said);
      }
  });
}
