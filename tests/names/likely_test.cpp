// Who may be the child, without a pass over all files: the same answer as with one, wherever anybody is likely.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <string>
#include <vector>

#include "names/chance.hpp"
#include "names/generate.hpp"
#include "names/trace.hpp"

using namespace nibbi::names;

namespace {

std::vector<InventedPlace> places() {
  std::vector<InventedPlace> out;
  float east = 0;
  for (const char* country : {"SN", "GM", "GN", "ML", "GH", "NG"})
    for (const char* begin : {"Kao", "Thi", "Lou", "Mbou", "Sali", "Tamba"})
      for (const char* end : {"lack", "nda", "ga", "r", "koro", "chor"}) out.push_back({country, begin, std::string(begin) + end, Point{13, -16 + (east += 0.05F)}});
  return out;
}

struct World {
  std::vector<Known> files;
  TraceBase base;
};
const World& some_world() {
  static const World world = [] {
    World w;
    invent_inquiries(3000, 0, 5, places(), {.file = [&](const InventedFile& f) {
                       w.files.push_back(known_of(f));
                       w.base.add(w.files.size(), w.files.back());
                     }});
    return w;
  }();
  return world;
}

std::vector<Candidate> likely_of(const Traced& traced) {
  std::vector<Candidate> likely;
  for (const Candidate& c : traced.candidates)
    if (c.band != Band::weak) likely.push_back(c);
  return likely;
}
/// By a pass over all but these.
Traced by_a_pass(Trace& trace, const Known& known, std::size_t files, const std::vector<std::uint32_t>& without) {
  std::vector<std::uint64_t> seen(files / 64 + 1, ~std::uint64_t{0});
  for (const std::uint32_t f : without) seen[f / 64] &= ~(std::uint64_t{1} << f % 64);
  return trace.find(known, 5, std::span<const std::uint64_t>(seen));
}
const Candidate* in(const std::vector<Candidate>& all, const Candidate& wanted) {
  const auto it = std::find_if(all.begin(), all.end(), [&](const Candidate& c) { return c.file == wanted.file && c.weight == wanted.weight; });
  return it == all.end() ? nullptr : &*it;
}

}  // namespace

TEST_CASE("who is likely by a pass over all files is found by what they share, with the same weight") {
  const World& world = some_world();
  Trace trace(world.base), pass(world.base);
  std::size_t likely = 0;
  for (std::uint32_t f = 0; f < world.files.size(); f += 3) {
    const std::vector<std::uint32_t> without = {f};
    const auto found = likely_of(trace.likely(world.files[f], 5, without));
    const Traced all = by_a_pass(pass, world.files[f], world.files.size(), without);
    CAPTURE(f);
    for (const Candidate& c : likely_of(all)) {
      ++likely;
      const Candidate* same = in(found, c);
      REQUIRE(same);
      CHECK(same->probability >= c.probability);
    }
    // What shares little takes nothing from a probability here: who is likely so, and not by a pass, is nearly likely there.
    for (const Candidate& c : found) {
      const Candidate* same = in(all.candidates, c);
      REQUIRE(same);
      CHECK(same->probability > c.probability - 0.1);
    }
  }
  CHECK(likely > 25);
}

TEST_CASE("what only the files left out have is as if it had never been there") {
  rc::prop("as without them", [](std::uint64_t seed) {
    const World& world = some_world();
    Chance chance(seed);
    const std::size_t first = chance.below(world.files.size() - 40);
    TraceBase all, others;
    std::vector<std::uint32_t> without, number;
    for (std::uint32_t i = 0; i < 40; ++i) {
      const Known& known = world.files[first + i];
      all.add(i, known);
      if (chance.happens(300)) without.push_back(i);
      else others.add(i, known), number.push_back(i);
    }
    const Known& asked = world.files[first + chance.below(40)];
    const Traced some = Trace(all).likely(asked, 5, without), alone = Trace(others).likely(asked, 5);
    RC_ASSERT(some.candidates.size() == alone.candidates.size());
    for (std::size_t i = 0; i < alone.candidates.size(); ++i) {
      RC_ASSERT(some.candidates[i].file == number[alone.candidates[i].file]);
      RC_ASSERT(some.candidates[i].weight == alone.candidates[i].weight);
      RC_ASSERT(some.candidates[i].probability == alone.candidates[i].probability);
    }
  });
}

TEST_CASE("a room that remembers what is near a name forgets it when words come and go") {
  TraceBase base;
  std::uint64_t order = 0;
  for (const Known& known : some_world().files) base.add(order++, known);
  const Known told{.given = "Xalifa", .family = "Ognbiyi", .relatives = {{Kin::mother, "Zeinabatou Wandianga"}, {Kin::father, "Tchiembou Ognbiyi"}}, .village = "Podoroli", .sex = Sex::female};
  Trace trace(base);
  CHECK(trace.likely(told, 3).candidates.empty());
  const std::uint32_t one = base.add(order++, told);
  REQUIRE(trace.likely(told, 3).candidates.size() == 1);
  CHECK(trace.likely(told, 3).candidates[0].file == one);
  CHECK(trace.likely(told, 3).likely);
  base.erase(one);
  CHECK(trace.likely(told, 3).candidates.empty());
  const std::uint32_t other = base.add(order++, some_world().files[7]);
  CHECK(other == one);
  CHECK(trace.likely(told, 3).candidates.empty());
}

TEST_CASE("of a crowd of one family name some tell what it tells, the same ones in every order") {
  // Five thousand of one family name: more than are counted. They have four of the eight given names, so that the family name tells something of those.
  const std::vector<std::string> givens = {"Moussa", "Ousmane", "Idrissa", "Lamine", "Samba", "Modou", "Ibrahima", "Cheikh"}, villages = {"Kaolack", "Thi\u00e8s", "Matam", "Bakel", "Podor"};
  std::vector<Known> files;
  Chance chance(3);
  for (int i = 0; i < 20'000; ++i) {
    const bool of_the_crowd = i % 4 == 0;
    files.push_back({.given = givens[chance.below(of_the_crowd ? 4 : 8)], .family = of_the_crowd ? "Ognbiyi" : "Sow", .relatives = {{Kin::mother, givens[chance.below(8)] + "ta Faye"}}, .village = villages[chance.below(5)], .sex = Sex::male});
  }
  files[11] = {.given = "Moussa", .family = "Ognbiyi", .relatives = {{Kin::mother, "Zeinabatou Faye"}, {Kin::father, "Tchiembou Ognbiyi"}, {Kin::sibling, "Kakpovi"}, {Kin::sibling, "Egbeleye"}}, .village = "Podor", .sex = Sex::male};
  TraceBase base, turned;
  for (std::size_t i = 0; i < files.size(); ++i) base.add(i, files[i]);
  for (std::size_t i = files.size(); i-- > 0;) turned.add(i, files[i]);
  Trace trace(base);
  const Traced one = trace.find(files[11], 3), other = Trace(turned).find(files[11], 3), shared = trace.likely(files[11], 1);
  REQUIRE(one.candidates[0].file == 11);
  REQUIRE(other.candidates[0].file == files.size() - 12);
  CHECK(one.candidates[0].weight == other.candidates[0].weight);
  CHECK(one.candidates[0].probability == other.candidates[0].probability);
  REQUIRE(shared.candidates.size() == 1);
  CHECK(shared.candidates[0].weight == one.candidates[0].weight);
}
