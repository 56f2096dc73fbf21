// Merge laws: what people wrote without having seen each other, arriving in any order that respects what they had seen.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

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
