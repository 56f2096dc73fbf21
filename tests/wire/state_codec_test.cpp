// States as bytes: what is written reads back to the same, each value stands in the part of its tier, and garbage is our fault.
#include "wire/state_codec.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include "domain/brief.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/rules.hpp"
#include "wire/brief_codec.hpp"
#include "wire/entry_codec.hpp"
#include "wire/json.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

ChildState some_state(Chance& chance, std::size_t length) {
  Voice voice(chance, rules());
  return fold(rules(), history(voice, length));
}

/// Read, or thrown away as our fault; anything else that is thrown fails the test.
bool reads(const PerTier<std::string>& parts) {
  try {
    (void)wire::write_state(wire::read_state(parts));
    return true;
  } catch (const OurFault&) {
    return false;
  }
}

}  // namespace

TEST_CASE("a state that was written reads back, and writes the same bytes") {
  rc::prop("any state", [](std::uint64_t seed) {
    Chance chance(seed);
    const auto parts = wire::write_state(some_state(chance, *rc::gen::inRange<std::size_t>(0, 70)));
    RC_ASSERT(wire::write_state(wire::read_state(parts)) == parts);
  });
}

TEST_CASE("states, briefs and the parts of entries are canonical: no member twice, sorted by name, the bytes that a tree of them has") {
  const auto canonical = [](const std::string& text) {
    const auto tree = wire::read_json(text, {.bytes = 64 * 1024 * 1024, .depth = 16});
    return tree && wire::write_json(*tree) == text;
  };
  rc::prop("any history", [&](std::uint64_t seed) {
    Chance chance(seed);
    Voice voice(chance, rules());
    const auto entries = history(voice, *rc::gen::inRange<std::size_t>(0, 70));
    const ChildState state = fold(rules(), entries);
    for (const std::string& part : wire::write_state(state).of) RC_ASSERT(canonical(part));
    RC_ASSERT(canonical(wire::write_brief(brief_of(RecordId{}, state))));
    for (const Entry& e : entries)
      for (const auto& part : wire::write_parts({e.telling, e.body}, rules()).of) RC_ASSERT(!part || canonical(*part));
  });
}

TEST_CASE("an empty state is four empty parts, and reads back from nothing too") {
  const auto parts = wire::write_state({});
  for (Tier tier : {Tier::identity, Tier::placement, Tier::narrative}) CHECK(parts[tier] == "{}");
  CHECK(wire::write_state(wire::read_state({})) == parts);
}

TEST_CASE("a state whose secret parts were destroyed still reads: erasing takes keys, not the file's place") {
  rc::prop("any part missing", [](std::uint64_t seed) {
    Chance chance(seed);
    auto parts = wire::write_state(some_state(chance, *rc::gen::inRange<std::size_t>(1, 40)));
    for (Tier tier : {Tier::identity, Tier::placement, Tier::narrative})
      if (chance.in_100(50)) parts[tier] = "{}";
    RC_ASSERT(reads(parts));
  });
}

TEST_CASE("what isn't a state is our fault, never another exception and never a crash") {
  for (const char* part : {"", "{}"}) CHECK(reads({{part, part, part, part}}));
  for (const char* part : {"\r", " ", "// no\r", "/* no */", "{}{}", "{} x", "null", "[]", "7", "\"n\"", "{", "{\"n\":\"x\"}", "{\"n\":9e99}", R"({"said":7})", R"({"said":{"a":1}})", R"({"said":[7]})", R"({"notes":[[]]})", R"({"notes":"x"})",
                           R"({"answers":[]})", R"({"answers":7})", R"({"answers":{"q":7}})", R"({"answers":{"q":{}}})", R"({"answers":{"q":{"class":7,"merge":"set","values":[]}}})",
                           R"({"answers":{"q":{"class":"plain","merge":"often","values":[]}}})", R"({"answers":{"q":{"class":"plain","merge":"set","values":7}}})",
                           R"({"answers":{"q":{"class":"plain","merge":"set","values":[7]}}})", R"({"answers":{"q":{"class":"plain","merge":"set","values":[{"n":"x","value":1}]}}})",
                           R"({"answers":{"q":{"class":"plain","merge":"set","values":[{"n":1}]}}})", R"({"status":"lost"})", R"({"stage":7})", R"({"opened_at":"yesterday"})", "\xff"}) {
    INFO(part);
    CHECK_FALSE(reads({{part, "{}", "{}", "{}"}}));
  }
  // Parts that don't belong to each other.
  CHECK_NOTHROW(reads({{R"({"notes":[{"n":1}]})", "{}", "{}", R"({"notes":[{},{},{"text":"x"}]})"}}));
}

TEST_CASE("a state with a wrong byte reads, or is our fault") {
  rc::prop("a few bytes of one part", [](std::uint64_t seed) {
    Chance chance(seed);
    auto parts = wire::write_state(some_state(chance, *rc::gen::inRange<std::size_t>(1, 20)));
    std::string& part = parts[chance.one_of(kTiers)];
    for (std::uint64_t i = 1 + chance.below(4); i > 0; --i) part[chance.below(part.size())] = "{}[]\",:0x\xff"[chance.below(10)];
    (void)reads(parts);
  });
}

TEST_CASE("a brief that was written reads back the same") {
  rc::prop("any brief", [](std::uint64_t seed) {
    Chance chance(seed);
    const ChildState state = some_state(chance, *rc::gen::inRange<std::size_t>(0, 60));
    const std::string bytes = wire::write_brief(brief_of(RecordId{}, state));
    RC_ASSERT(wire::write_brief(wire::read_brief(RecordId{}, bytes)) == bytes);
  });
}

TEST_CASE("what isn't a brief is our fault") {
  for (const char* text : {"", "\n", "//\r", "{}{}", "null", "[]", "{", R"({"n":"x"})", R"({"wa":7})", R"({"wa":[7]})", R"({"st":"lost"})", "\xff"}) {
    INFO(text);
    CHECK_THROWS_AS(wire::read_brief(RecordId{}, text), OurFault);
  }
}
