// Family tracing: who is found, why, and when it is rightly said that nobody is likely.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "names/chance.hpp"
#include "names/generate.hpp"
#include "names/geo.hpp"
#include "names/region.hpp"
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
  std::vector<InventedFile> files;
  std::vector<InventedInquiry> inquiries;
};
World world(std::uint64_t people, std::uint64_t inquiries, std::uint64_t seed) {
  World w;
  invent_inquiries(people, inquiries, seed, places(), {.file = [&](const InventedFile& f) { w.files.push_back(f); }, .inquiry = [&](const InventedInquiry& q) { w.inquiries.push_back(q); }});
  return w;
}

const World& some_world() {
  static const World w = world(1500, 120, 7);
  return w;
}
TraceBase base_of(const std::vector<InventedFile>& files) {
  TraceBase base;
  for (const InventedFile& f : files) base.add(std::hash<std::string>()(f.id), known_of(f));
  return base;
}
const TraceBase& some_base() {
  static const TraceBase base = base_of(some_world().files);
  return base;
}

Known mariama() {
  return {.given = "Mariama", .family = "Diallo", .relatives = {{Kin::mother, "Kadiatou Barry"}, {Kin::father, "Alpha Diallo"}, {Kin::sibling, "Binta"}}, .village = "Labé", .where = Point{11.32F, -12.28F},
          .born = span_of_date("2014"), .sex = Sex::female, .languages = {"Pular"}, .marks = {"scar left knee"}};
}
/// A base of many, with this file as its first.
TraceBase with(const Known& file) {
  TraceBase base;
  base.add(0, file);
  for (const InventedFile& f : some_world().files) base.add(std::hash<std::string>()(f.id), known_of(f));
  return base;
}
const Evidence* find(const Candidate& c, Fact fact) {
  const auto it = std::find_if(c.evidence.begin(), c.evidence.end(), [&](const Evidence& e) { return e.fact == fact; });
  return it == c.evidence.end() ? nullptr : &*it;
}
const Candidate* of_file(const Traced& traced, std::uint32_t file) {
  const auto it = std::find_if(traced.candidates.begin(), traced.candidates.end(), [&](const Candidate& c) { return c.file == file; });
  return it == traced.candidates.end() ? nullptr : &*it;
}

/// Some of what a file says, chosen by chance; the name always.
Known part_of(const Known& whole, Chance& chance) {
  Known part{.given = whole.given};
  if (chance.happens(500)) part.family = whole.family;
  for (const Relative& r : whole.relatives)
    if (chance.happens(500)) part.relatives.push_back(r);
  if (chance.happens(500)) part.village = whole.village, part.where = whole.where;
  if (chance.happens(500)) part.born = whole.born;
  if (chance.happens(500)) part.parted = whole.parted;
  if (chance.happens(500)) part.sex = whole.sex;
  if (chance.happens(500)) part.languages = whole.languages;
  if (chance.happens(500)) part.marks = whole.marks;
  return part;
}
/// One fact of the file more, if there is one that is not told yet.
bool add_one(Known& part, const Known& whole, Chance& chance) {
  switch (chance.below(8)) {
    case 0: return part.family.empty() && !whole.family.empty() && (part.family = whole.family, true);
    case 1:
      for (const Relative& r : whole.relatives)
        if (std::none_of(part.relatives.begin(), part.relatives.end(), [&](const Relative& told) { return told.kin == r.kin && told.name == r.name; })) return part.relatives.push_back(r), true;
      return false;
    case 2: return part.village.empty() && !whole.village.empty() && (part.village = whole.village, part.where = whole.where, true);
    case 3: return !part.born && whole.born && (part.born = whole.born, true);
    case 4: return !part.parted && whole.parted && (part.parted = whole.parted, true);
    case 5: return part.sex == Sex::unknown && whole.sex != Sex::unknown && (part.sex = whole.sex, true);
    case 6: return part.languages.empty() && !whole.languages.empty() && (part.languages = whole.languages, true);
    default: return part.marks.empty() && !whole.marks.empty() && (part.marks = whole.marks, true);
  }
}
constexpr double kRounding = 0.05;

}  // namespace

TEST_CASE("a child is found by what relatives tell in another orthography, and each fact says for what it stands") {
  const TraceBase base = with(mariama());
  const Known told{.given = "Mariamah", .family = "Jallow", .relatives = {{Kin::mother, "Kadijatou Bari"}, {Kin::sibling, "Bintah"}}, .village = "Labe", .where = Point{11.30F, -12.30F}, .born = span_of_date("2014-05"),
                   .parted = span_of_date("2024"), .sex = Sex::female, .languages = {"Pular"}, .marks = {"scar knee"}};
  const Traced traced = Trace(base).find(told, 10);
  REQUIRE(traced.likely);
  REQUIRE(traced.candidates[0].file == 0);
  CHECK(traced.candidates[0].band == Band::strong);
  const Candidate& c = traced.candidates[0];
  for (const Fact fact : {Fact::name, Fact::mother, Fact::sibling, Fact::village, Fact::born, Fact::sex, Fact::mark}) {
    INFO(word(fact));
    REQUIRE(find(c, fact));
    CHECK(find(c, fact)->side == Side::speaks_for);
    CHECK(find(c, fact)->bits > 0);
  }
  CHECK(find(c, Fact::name)->why.find("Diallo ~ Jallow: dj/di") != std::string::npos);
  REQUIRE(find(c, Fact::parted));
  CHECK(find(c, Fact::parted)->side == Side::unknown);
  CHECK(find(c, Fact::parted)->bits == 0);
  double sum = 0;
  for (const Evidence& e : c.evidence) sum += e.bits;
  CHECK(std::abs(sum - c.weight) < kRounding);
}

TEST_CASE("what speaks against is said") {
  const TraceBase base = with(mariama());
  Known told = mariama();
  told.relatives[0].name = "Hawa Camara";
  told.sex = Sex::male;
  told.born = span_of_date("2008");
  const Traced traced = Trace(base).find(told, 10);
  const Candidate* c = of_file(traced, 0);
  REQUIRE(c);
  for (const Fact fact : {Fact::mother, Fact::sex, Fact::born}) {
    INFO(word(fact));
    CHECK(find(*c, fact)->side == Side::against);
  }
}

TEST_CASE("a lone weak hit is no likely match, and a brother's or sister's file is not the child's") {
  TraceBase lone;
  lone.add(1, {.given = "Fatou", .family = "Diop"});
  CHECK_FALSE(Trace(lone).find({.given = "Fatou"}, 10).likely);
  CHECK_FALSE(Trace(lone).find({.given = "Moussa", .family = "Traoré"}, 10).likely);
  const TraceBase base = with(mariama());
  Known sister = mariama();
  sister.given = "Aissatou";
  sister.born = span_of_date("2011");
  sister.marks.clear();
  const Traced traced = Trace(base).find(sister, 10);
  CHECK_FALSE(traced.likely);
  REQUIRE(of_file(traced, 0));
  CHECK(traced.candidates[0].band == Band::weak);
}

TEST_CASE("names in each other's place are found, and a family name in the place of the given name alone is still the family's") {
  const TraceBase base = with(mariama());
  Known turned = mariama();
  std::swap(turned.given, turned.family);
  CHECK(Trace(base).find(turned, 3).likely);
  Known brother = mariama();
  brother.given = "Diallo";
  brother.family = "Ousmane";
  brother.born = span_of_date("2011");
  brother.marks.clear();
  CHECK_FALSE(Trace(base).find(brother, 3).likely);
}

TEST_CASE("a file whose name the inquiry gives to a sister is the sister's, however like the child's it is") {
  Known file = mariama(), told = mariama();
  file.given = "Fatima";
  file.relatives.pop_back();
  told.given = "Fadima";
  told.born.reset();
  told.marks.clear();
  told.relatives.back().name = "Fatima";
  const Traced traced = Trace(with(file)).find(told, 3);
  CHECK_FALSE(traced.likely);
}

TEST_CASE("a mother who is known by her child is no other mother, and an aunt may stand where a mother is told") {
  Known by_child = mariama(), aunt = mariama();
  by_child.relatives[0].name = "mère de Mariama";
  aunt.relatives[0] = {Kin::other, "Kadiatou Barry"};
  const Traced first = Trace(with(by_child)).find(mariama(), 3), second = Trace(with(aunt)).find(mariama(), 3);
  REQUIRE(of_file(first, 0));
  REQUIRE(of_file(second, 0));
  CHECK(find(*of_file(first, 0), Fact::mother)->side == Side::unknown);
  CHECK(find(*of_file(second, 0), Fact::mother)->side == Side::speaks_for);
  CHECK(find(*of_file(second, 0), Fact::mother)->why.starts_with("relative in the file"));
}

TEST_CASE("clan names that stand for each other are weaker than the name and better than another") {
  const auto weight = [](const char* family) {
    Known file = mariama(), told = mariama();
    file.family = "Traoré";
    file.relatives.erase(file.relatives.begin() + 1);
    told.family = family;
    const Traced traced = Trace(with(file)).find(told, 5);
    REQUIRE(of_file(traced, 0));
    return of_file(traced, 0)->weight;
  };
  CHECK(weight("Traoré") > weight("Diop") + 2);
  CHECK(weight("Diop") > weight("Coly") + 2);
}

TEST_CASE("places are compared by distance where it is known, by name alone where it is not") {
  const Point labe{11.32F, -12.28F}, near{11.35F, -12.25F}, dakar{14.69F, -17.44F};
  CHECK(std::abs(kilometres(labe, dakar) - 674) < 10);
  CHECK(kilometres(labe, dakar) == kilometres(dakar, labe));
  CHECK(nearness(Level::exact, labe, near) == Nearness::same);
  CHECK(nearness(Level::none, labe, near) == Nearness::beside);
  CHECK(nearness(Level::exact, labe, dakar) == Nearness::far);
  CHECK(nearness(Level::spelling, std::nullopt, dakar) == Nearness::same);
  CHECK(nearness(Level::none, std::nullopt, dakar) == Nearness::far);
}

TEST_CASE("children of an invented world are found, and those who are not there are not") {
  Trace trace(some_base());
  std::size_t found = 0, with_answer = 0, falsely = 0;
  for (const InventedInquiry& q : some_world().inquiries) {
    const Traced traced = trace.find(known_of(q.told), 10);
    with_answer += q.answer;
    if (q.answer) found += std::any_of(traced.candidates.begin(), traced.candidates.end(), [&](const Candidate& c) { return some_world().files[c.file].person == q.told.person; });
    else falsely += traced.likely;
  }
  UNSCOPED_INFO(found << " of " << with_answer << " found; " << falsely << " of " << some_world().inquiries.size() - with_answer << " falsely likely");
  CHECK(with_answer > 60);
  CHECK(found * 100 >= with_answer * 92);
  CHECK(falsely <= 1);
}

TEST_CASE("in a small programme a rare name that agrees in all is strong, and a common one is not") {
  const Known rare{.given = "Gnilane", .family = "Diakhaté", .relatives = {{Kin::mother, "Dibor Ndecky"}}, .born = span_of_date("2014"), .sex = Sex::female};
  const Known common{.given = "Mamadou", .family = "Diallo", .sex = Sex::male};
  TraceBase base;
  base.add(1, rare);
  base.add(2, common);
  std::uint64_t order = 3;
  for (const auto& [given, family] : {std::pair{"Ousmane", "Sow"}, {"Lamine", "Ndiaye"}, {"Coumba", "Faye"}, {"Idrissa", "Mané"}, {"Samba", "Gueye"}}) base.add(order++, {.given = given, .family = family});
  const Traced strong = Trace(base).find(rare, 1);
  CHECK(strong.candidates[0].file == 0);
  CHECK(strong.candidates[0].band == Band::strong);
  const Traced weak = Trace(base).find(common, 1);
  CHECK(weak.candidates[0].file == 1);
  CHECK(weak.candidates[0].band == Band::weak);
  // By its own seven files alone such a programme is sure of nothing.
  const Known name{.given = rare.given, .family = rare.family};
  CHECK(Trace(base).find(name, 1).candidates[0].band == Band::possible);
  CHECK(Trace(base, {.files = 0}).find(name, 1).candidates[0].band == Band::weak);
  // Nor is a slip in a common name rarer than the name, or a word that says that nobody knows.
  CHECK(Trace(base).find({.given = "Mamadoup", .family = "Dialllo", .sex = Sex::male}, 1).candidates[0].weight < weak.candidates[0].weight);
  base.add(order++, {.given = "Inconnu", .family = "Inconnu"});
  CHECK(Trace(base).find({.given = "Inconnu", .family = "Inconnu"}, 1).candidates[0].band == Band::weak);
}

TEST_CASE("a mark counts by how rare it is among the files that tell any, and another mark is no contradiction") {
  TraceBase base;
  for (std::uint64_t i = 0; i < 1000; ++i) base.add(i, {.given = "Samba", .marks = i < 10 ? std::vector<std::string>{i < 5 ? "scar_face" : i == 5 ? "tooth" : "scar_arm"} : std::vector<std::string>{}});
  const auto bits_of_mark = [&](const char* mark, std::uint32_t file) {
    const Traced traced = Trace(base).find({.given = "Samba", .marks = {mark}}, 1000);
    return find(*of_file(traced, file), Fact::mark)->bits;
  };
  CHECK(bits_of_mark("tooth", 5) > bits_of_mark("scar_face", 0));
  CHECK(bits_of_mark("tooth", 5) < 3.4);  // one in ten of those told, not one in a thousand
  CHECK(bits_of_mark("scar_face", 6) == 0);
  CHECK(bits_of_mark("scar_face", 20) == 0);
}

TEST_CASE("what the region knows of a name gives way to a programme's own files") {
  const Region region;
  CHECK(share_of(1, 7, region.unknown, region) < 0.01);
  CHECK(share_of(1, 7, region.common, region) > 0.06);
  CHECK(share_of(300, 100'000, region.unknown, region) > 0.0029);
  CHECK(share_of(300, 100'000, region.common, region) < 0.0032);
  // In a place where one in five has a name that no list knows, it is not rare; one household of it says nothing.
  CHECK(share_of(20, 100, region.unknown, region) >= 0.16);
  CHECK(share_of(4, 7, region.unknown, region) < 0.03);
  for (std::size_t have = 1; have < 50; ++have) CHECK(share_of(have, 50, region.known, region) <= share_of(have + 1, 50, region.known, region));
}

TEST_CASE("an answer does not depend on the order of the files, nor on what was asked before") {
  rc::prop("weights, probabilities and order are the same", [](std::uint64_t seed) {
    Chance chance(seed);
    std::vector<InventedFile> files(some_world().files.begin(), some_world().files.begin() + 300), turned = files;
    for (std::size_t i = turned.size(); i > 1; --i) std::swap(turned[i - 1], turned[chance.below(i)]);
    const TraceBase one = base_of(files), other = base_of(turned);
    Trace trace(one), there(other);
    trace.find(known_of(some_world().inquiries[chance.below(100)].told), 3);
    const Known told = known_of(some_world().inquiries[chance.below(100)].told);
    const Traced a = trace.find(told, 8), b = there.find(told, 8);
    RC_ASSERT(a.candidates.size() == b.candidates.size());
    for (std::size_t i = 0; i < a.candidates.size(); ++i) {
      RC_ASSERT(files[a.candidates[i].file].id == turned[b.candidates[i].file].id);
      RC_ASSERT(a.candidates[i].weight == b.candidates[i].weight);
      RC_ASSERT(a.candidates[i].probability == b.candidates[i].probability);
    }
  });
}

TEST_CASE("a fact that agrees never lowers a weight") {
  struct Weights {
    double less_told = 0, more_told = 0;
  };
  const auto weights_of = [](std::uint64_t seed) {
    Chance chance(seed);
    const auto number = static_cast<std::uint32_t>(chance.below(some_world().files.size()));
    const Known whole = known_of(some_world().files[number]);
    Known part = part_of(whole, chance), more = part;
    if (!add_one(more, whole, chance)) return Weights{};
    Trace trace(some_base());
    const Traced less_told = trace.find(part, 2000), more_told = trace.find(more, 2000);
    const Candidate *less = of_file(less_told, number), *most = of_file(more_told, number);
    return less && most ? Weights{less->weight, most->weight} : Weights{0, -1};
  };
  rc::prop("when the inquiry repeats one more of the file's own facts", [&](std::uint64_t seed) {
    const Weights w = weights_of(seed);
    RC_ASSERT(w.more_told >= w.less_told);
  });
  // The family name, after a father's, brothers' and sisters' names had told it: in one spelling, and in two.
  const Weights two_spellings = weights_of(214);
  CHECK(two_spellings.less_told > 0);
  CHECK(two_spellings.more_told >= two_spellings.less_told);
}

TEST_CASE("what a family name tells of the rest is told by a sister's name as well as by the child's") {
  // Where all who are called Ognbiyi live in one village, the village tells nothing more, whoever is said to be called so.
  TraceBase base;
  const auto child = [](std::string given, std::string family, std::string village) { return Known{.given = std::move(given), .family = family, .relatives = {{Kin::sibling, "Awa " + family}}, .village = std::move(village)}; };
  const std::vector<std::string> givens = {"Moussa", "Ousmane", "Idrissa", "Lamine", "Samba", "Modou", "Ibrahima", "Cheikh"}, others = {"Diop", "Sow", "Faye", "Camara", "Traoré", "Kouyaté"}, villages = {"Kaolack", "Thiès", "Matam", "Bakel"};
  std::uint64_t order = 1;
  for (int i = 0; i < 160; ++i) base.add(order++, child(givens[static_cast<std::size_t>(i) % 8], "Ognbiyi", "Podor"));
  for (int i = 0; i < 1600; ++i) base.add(order++, child(givens[static_cast<std::size_t>(i) % 8], others[static_cast<std::size_t>(i) % 6], villages[static_cast<std::size_t>(i / 6) % 4]));
  const auto weight = [&](Known told) { return of_file(Trace(base).find(told, 2000), 0)->weight; };
  const auto of_village = [&](Known told) {
    const double without = weight(told);
    told.village = "Podor";
    return weight(told) - without;
  };
  const double alone = of_village({.given = "Moussa"}), by_child = of_village({.given = "Moussa", .family = "Ognbiyi"}), by_sister = of_village({.given = "Moussa", .relatives = {{Kin::sibling, "Awa Ognbiyi"}}});
  CHECK(alone > 3);
  CHECK(by_child < alone - 2);
  CHECK(by_sister < alone - 2);
}

TEST_CASE("what only one side tells is neutral") {
  rc::prop("a fact of the inquiry that the file does not have leaves its weight", [](std::uint64_t seed) {
    Chance chance(seed);
    TraceBase base;
    const Known bare{.given = "Mariama"};
    base.add(0, bare);
    for (std::size_t i = 0; i < 200; ++i) base.add(i + 1, known_of(some_world().files[i]));
    Known part = part_of(mariama(), chance);
    const Traced whole = Trace(base).find(part, 1000), name = Trace(base).find({.given = "Mariama"}, 1000);
    RC_ASSERT(of_file(whole, 0) && of_file(name, 0));
    RC_ASSERT(of_file(whole, 0)->weight == of_file(name, 0)->weight);
  });
}

TEST_CASE("who may see some files gets the answer of a base that has only these") {
  rc::prop("bit for bit", [](std::uint64_t seed) {
    Chance chance(seed);
    TraceBase all, some;
    std::vector<std::uint64_t> seen(8);
    std::vector<std::uint32_t> number;
    for (std::size_t i = 0; i < 400; ++i) {
      const Known known = known_of(some_world().files[i]);
      all.add(i, known);
      if (!chance.happens(500)) continue;
      seen[i / 64] |= std::uint64_t{1} << i % 64;
      some.add(i, known);
      number.push_back(static_cast<std::uint32_t>(i));
    }
    const Known told = known_of(some_world().inquiries[chance.below(100)].told);
    const Traced filtered = Trace(all).find(told, 10, std::span<const std::uint64_t>(seen)), alone = Trace(some).find(told, 10);
    RC_ASSERT(filtered.candidates.size() == alone.candidates.size());
    for (std::size_t i = 0; i < alone.candidates.size(); ++i) {
      RC_ASSERT(filtered.candidates[i].file == number[alone.candidates[i].file]);
      RC_ASSERT(filtered.candidates[i].weight == alone.candidates[i].weight);
      RC_ASSERT(filtered.candidates[i].probability == alone.candidates[i].probability);
    }
  });
}

TEST_CASE("a file that was erased is gone, with the words that only it had, and its number serves another") {
  rc::prop("as if it had never been there", [](std::uint64_t seed) {
    Chance chance(seed);
    TraceBase base, never;
    std::vector<std::uint32_t> gone;
    for (std::size_t i = 0; i < 150; ++i) {
      const bool goes = chance.happens(500);
      const std::uint32_t number = base.add(i, known_of(some_world().files[i]));
      if (goes) gone.push_back(number);
      else never.add(i, known_of(some_world().files[i]));
    }
    for (const std::uint32_t number : gone) base.erase(number);
    const Known told = known_of(some_world().inquiries[chance.below(100)].told);
    const Traced a = Trace(base).find(told, 5), b = Trace(never).find(told, 5);
    RC_ASSERT(base.size().files == never.size().files);
    RC_ASSERT(a.candidates.size() == b.candidates.size());
    for (std::size_t i = 0; i < a.candidates.size(); ++i) {
      RC_ASSERT(a.candidates[i].weight == b.candidates[i].weight);
      RC_ASSERT(std::find(gone.begin(), gone.end(), a.candidates[i].file) == gone.end());
    }
    if (!gone.empty()) {
      const std::uint32_t again = base.add(1000, mariama());
      RC_ASSERT(std::find(gone.begin(), gone.end(), again) != gone.end());
      RC_ASSERT(Trace(base).find(mariama(), 1).candidates[0].file == again);
    }
  });
}

TEST_CASE("a room that was opened before a word was wiped reads the word that has its number now") {
  TraceBase base;
  const std::uint32_t one = base.add(1, {.given = "Xalifa"});
  base.add(2, {.given = "Binta"});
  Trace trace(base);
  CHECK(trace.find({.given = "Khalifa"}, 1).candidates[0].file == one);
  base.erase(one);
  const std::uint32_t other = base.add(3, {.given = "Ousmane"});
  const Traced traced = trace.find({.given = "Usman"}, 1);
  CHECK(traced.candidates[0].file == other);
  CHECK(traced.candidates[0].evidence[0].why.starts_with("Ousmane ~ Usman"));
}

TEST_CASE("no bytes crash it") {
  rc::prop("in a file or in an inquiry", [](const std::string& given, const std::string& mother, const std::string& village, const std::vector<std::string>& marks) {
    const Known known{.given = given, .other_names = marks, .relatives = {{Kin::mother, mother}, {Kin::other, given}}, .village = village, .languages = marks, .marks = marks};
    TraceBase base;
    const std::uint32_t file = base.add(1, known);
    base.add(2, mariama());
    const Traced traced = Trace(base).find(known, 5);
    RC_ASSERT(traced.candidates.size() == 2u);
    for (const Candidate& c : traced.candidates) RC_ASSERT(c.probability >= 0 && c.probability <= 1);
    base.erase(file);
    RC_ASSERT(base.size().files == 1u);
  });
}
