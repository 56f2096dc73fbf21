// Finding a file by whatever is known of it.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>

#include "names/chance.hpp"
#include "names/index.hpp"

using namespace nibbi::names;

namespace {

const Index& some_people() {
  static const Index index = [] {
    Index i;
    i.add({.id = "1", .given = "Mamadou", .family = "Diallo", .mother = "Awa Sow", .village = "Kaolack", .phone = "+221 77 123 45 67", .age = 12});
    i.add({.id = "2", .given = "Amadou", .family = "Diallo", .mother = "Fatou Ba", .village = "Thi\u00e8s"});
    i.add({.id = "3", .given = "Fatoumata", .family = "N'Diaye", .village = "Kolda", .age = 9});
    i.add({.id = "4", .given = "El Hadj Ousmane", .family = "Ciss\u00e9"});
    i.add({.id = "5", .given = "Salimata", .family = "Ou\u00e9draogo", .father = "Idrissa Ou\u00e9draogo"});
    i.add({.id = "6", .given = "\u0645\u062d\u0645\u062f", .family = "\u062f\u064a\u0627\u0644\u0648"});
    i.add({.id = "7"});
    i.finish();
    return i;
  }();
  return index;
}

std::string first(std::string_view query) {
  const Found found = Search(some_people()).find(query, 10);
  return found.hits.empty() ? "" : found.hits[0].id;
}

}  // namespace

TEST_CASE("any orthography, order, slip, title and beginning finds the child") {
  struct Row {
    const char *query, *id;
  };
  for (const Row& row : {Row{"jalow mamudu", "1"}, {"Diallo Mamadou", "1"}, {"momodou jallow", "1"}, {"Mamadou Dialo", "1"}, {"mam diallo kaol", "1"}, {"Ahmadu Djalo", "2"}, {"njie fatou", "3"},
                         {"N Diaye", "3"}, {"ndi fatoumata", "3"}, {"usman sesay", "4"}, {"Alhaji Osman Ceesay", "4"}, {"wedraogo salimatou", "5"}, {"\u0645\u062d\u0645\u062f", "6"},
                         {"diallo awa", "1"}, {"77 123 45 67", "1"}, {"00221771234567", "1"}, {"diallo kaolak", "1"}, {"Mammadou Diallo", "1"}, {"Diallo Mamaodu", "1"}, {"Dialol Kaolack", "1"}, {"fatp ndiaye", "3"}, {"nidaye", "3"}, {"salk wedraogo", "5"}}) {
    INFO(row.query);
    CHECK(first(row.query) == row.id);
  }
}

TEST_CASE("each hit says why") {
  const Found found = Search(some_people()).find("jalow mamudu", 10);
  REQUIRE(found.hits.size() == 1);
  CHECK(found.hits[0].level == Level::skeleton);  // mamudu: a for u
  CHECK(found.hits[0].reasons.size() == 2);
  CHECK(text(found.hits[0].reasons[0]) == "Diallo ~ jalow: dj/di, one letter/two, o/ow");
  CHECK(text(Search(some_people()).find("diallo awa", 10).hits[0].reasons[1]) == "parent: Awa ~ awa: the same");
}

TEST_CASE("a look-alike is not found in the other's place") {
  const Found found = Search(some_people()).find("Amadou", 10);
  REQUIRE(found.hits.size() == 1);
  CHECK(found.hits[0].id == "2");
}

TEST_CASE("what is not there is not found, and nothing is asked of nothing") {
  for (const char* query : {"", " ", "'", "Xylophone", "99", "999999999", "el hadj imam"}) {
    INFO(query);
    CHECK(first(query).empty());
  }
  Index none;
  none.finish();
  CHECK(Search(none).find("Awa", 10).hits.empty());
}

TEST_CASE("of a query of very many words it is said how many were left out") {
  std::string query = "Mamadou Diallo";
  CHECK(Search(some_people()).find(query, 10).ignored_words == 0);
  for (int i = 0; i < 20; ++i) query += " Kaolack";
  const Found found = Search(some_people()).find(query, 10);
  CHECK(found.ignored_words == 7);
}

TEST_CASE("too common a name asks for one more fact, and the fact decides") {
  Index index;
  for (int i = 0; i < 50; ++i) index.add({.id = std::to_string(i), .given = "Fatou", .family = "Diop", .mother = "Awa", .village = i == 7 ? "Kolda" : "Dakar"});
  index.finish();
  const Found common = Search(index).find("fatou diop", 10);
  CHECK(common.too_common);
  CHECK(common.matches == 50);
  CHECK(common.hits.empty());
  CHECK(common.ask == std::vector<std::string>{"village", "mother"});
  const Found one = Search(index).find("fatou diop kolda", 10);
  REQUIRE_FALSE(one.too_common);
  CHECK(one.hits[0].id == "7");
}

TEST_CASE("a rare name that agrees weighs more than a common one") {
  Index index;
  for (int i = 0; i < 20; ++i) index.add({.id = "diallo" + std::to_string(i), .given = "Awa", .family = "Diallo"});
  index.add({.id = "rare", .given = "Awa", .family = "Senghor"});
  index.finish();
  Search search(index);
  CHECK(search.find("senghor", 30).hits[0].weight > search.find("diallo", 30).hits[0].weight + 3);
}

TEST_CASE("the same question has the same answer, in whatever order the files came and however often it was asked") {
  const std::vector<std::string> given = {"Awa", "Fatou", "Moussa", "Mamadou", "Binta"}, family = {"Diop", "Jobe", "Ciss\u00e9", "Sesay", "Traor\u00e9"};
  rc::prop("best ids, as a set", [&](std::uint64_t seed) {
    Chance chance(seed);
    std::vector<Person> people;
    std::vector<std::string> ids(12);
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = "p" + std::to_string(i);
    for (const std::string& id : ids) people.push_back({.id = id, .given = given[chance.below(given.size())], .family = family[chance.below(family.size())]});
    Index there, back;
    for (const Person& p : people) there.add(p);
    for (auto it = people.rbegin(); it != people.rend(); ++it) back.add(*it);
    there.finish();
    back.finish();
    const std::string query = given[chance.below(given.size())] + " " + family[chance.below(family.size())];
    Search one(there), other(back);
    const auto answer = [&](Search& s) {
      std::vector<std::pair<double, std::string>> out;
      for (const Hit& hit : s.find(query, 100).hits) out.emplace_back(hit.weight, hit.id);
      std::sort(out.begin(), out.end());
      return out;
    };
    const auto first = answer(one);
    RC_ASSERT(first == answer(other));
    RC_ASSERT(first == answer(one));
  });
}

TEST_CASE("any bytes may be asked for, and any bytes may stand in a file") {
  rc::prop("no crash", [](const std::string& query, const std::string& given, const std::string& phone) {
    Index index;
    index.add({.id = "x", .given = given, .family = query, .phone = phone, .age = 300});
    index.finish();
    (void)Search(index).find(query, 3);
    (void)Search(index).find(given + " " + phone, 3);
  });
}

TEST_CASE("a mother who is known by her child is found by the child's name, not by the word for mother") {
  Index index;
  index.add({.id = "1", .given = "Awa", .family = "Sow", .mother = "m\u00e8re de Awa"});
  index.add({.id = "2", .given = "Binta", .family = "Sow", .mother = "Fatou"});
  index.finish();
  CHECK(Search(index).find("mare", 10).hits.empty());
  CHECK(Search(index).find("m\u00e8re de awa", 10).hits[0].id == "1");
}

TEST_CASE("a list in bad shape is still searched: each row by what is sensible in it") {
  const std::string million(1'000'000, 'a');
  Index index;
  index.add({.id = "capitals", .given = "MAMADOU", .family = "DIALLO"});
  index.add({.id = "swapped", .given = "Ouedraogo", .family = "Salimata"});
  index.add({.id = "long", .given = million, .family = "Senghor"});
  index.add({.id = "arabic", .given = "\u0623\u062d\u0645\u062f", .family = "\u062c\u0627\u0644\u0648"});
  index.add({.id = "nko", .given = "\u07d3\u07cf\u07f2\u07ec\u07d3\u07ca"});
  index.add({.id = "composed", .given = "Se\u0301kou", .family = "Kone\u0301"});
  index.add({.id = "pictures", .given = "Rokhaya \U0001F600\u2764\uFE0F", .family = "\u2605"});
  index.add({.id = "title", .given = "El Hadj", .family = "Serigne"});
  index.add({.id = "nameless", .phone = "77 999 88 77"});
  index.add({.id = "null", .given = "Null", .family = "None"});
  index.finish();
  CHECK(index.size().files == 10);
  struct Asked {
    const char *query, *id;
  };
  for (const Asked& row : {Asked{"jallow momodou", "capitals"}, {"salimata wedraogo", "swapped"}, {"senghor", "long"}, {"\u0627\u062d\u0645\u062f", "arabic"}, {"Amadou", "arabic"},
                           {"\u07d3\u07cf\u07d3\u07ca", "nko"}, {"S\u00e9kou Kon\u00e9", "composed"}, {"rokhaya", "pictures"}, {"serigne", "title"}, {"779998877", "nameless"}, {"null", "null"}}) {
    INFO(row.query);
    const Found found = Search(index).find(row.query, 10);
    REQUIRE_FALSE(found.hits.empty());
    CHECK(found.hits[0].id == row.id);
  }
  CHECK(Search(index).find(million, 10).hits.size() <= 1);
  CHECK(Search(index).find("\U0001F600", 10).hits.empty());
}

TEST_CASE("the few files that are looked at are those that all files together would give") {
  // Asked for as many as there are files, nothing may be left out.
  std::vector<Person> people;
  std::vector<std::string> ids, villages;
  const std::vector<std::string> given = {"Awa", "Fatou", "Moussa", "Mamadou", "Binta", "Aawa", "Musaa"}, family = {"Diop", "Jobe", "Ciss\u00e9", "Sesay", "Traor\u00e9", "Dioop"};
  Chance chance(7);
  constexpr std::size_t kFiles = 30'000;
  for (std::size_t i = 0; i < kFiles; ++i) ids.push_back("p" + std::to_string(i)), villages.push_back("Keur" + std::string(1, static_cast<char>('a' + chance.below(26))) + std::string(1, static_cast<char>('a' + chance.below(26))));
  Index index;
  for (std::size_t i = 0; i < kFiles; ++i) {
    people.push_back({.id = ids[i], .given = given[chance.below(given.size())], .family = family[chance.below(family.size())], .village = villages[i], .age = static_cast<int>(chance.below(18))});
    index.add(people.back());
  }
  index.finish();
  Search search(index);
  for (std::size_t n = 0; n < 40; ++n) {
    const Person& sought = people[chance.below(kFiles)];
    const std::string query = std::string(sought.given) + " " + std::string(sought.family) + " " + std::string(n % 2 ? sought.village : std::string_view("Nowhere"));
    const Found few = search.find(query, 10), many = search.find(query, kFiles);
    INFO(query);
    if (n % 2 == 0) {  // nothing but the names: all files that have them are as good
      const auto same = std::count_if(people.begin(), people.end(), [&](const Person& p) { return p.given == sought.given && p.family == sought.family; });
      CHECK(few.too_common);
      CHECK(few.matches == static_cast<std::size_t>(same));
      continue;
    }
    CHECK(std::any_of(many.hits.begin(), many.hits.end(), [&](const Hit& h) { return h.id == sought.id; }));
    if (few.too_common) continue;
    REQUIRE(few.hits.size() == std::min<std::size_t>(10, many.hits.size()));
    for (std::size_t i = 0; i < few.hits.size(); ++i) {
      CHECK(few.hits[i].id == many.hits[i].id);
      CHECK(few.hits[i].weight == many.hits[i].weight);
    }
  }
}
