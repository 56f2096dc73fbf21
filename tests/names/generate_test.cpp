// Invented people: the same each time, with the truth beside them.
#include <catch2/catch_test_macros.hpp>

#include <map>
#include <set>
#include <string>

#include "names/generate.hpp"

using namespace nibbi::names;

namespace {

struct Written {
  std::string text;
  std::set<std::uint64_t> people;
  std::map<std::string, std::size_t> clerks;
  std::size_t files = 0, queries = 0, unknown = 0;
};

Written some(std::uint64_t seed) {
  Written w;
  const std::vector<InventedPlace> places = {{"SN", "1", "Kaolack"}, {"SN", "1", "Kaffrine"}, {"GM", "1", "Basse"}};
  invent(2000, 300, seed, places,
         {[&](const InventedFile& f) {
            w.text += f.id + f.given + f.family + f.mother + f.father + f.village + f.phone + std::to_string(f.age) + "\n";
            w.people.insert(f.person);
            ++w.clerks[f.clerk];
            ++w.files;
          },
          [&](const InventedQuery& q) {
            w.text += q.text + "\n";
            w.unknown += !w.people.contains(q.person);
            ++w.queries;
          }});
  return w;
}

}  // namespace

TEST_CASE("the same seed gives the same people and queries, another seed others") {
  CHECK(some(1).text == some(1).text);
  CHECK(some(1).text != some(2).text);
}

TEST_CASE("everybody has a file, some have two, and every query is about somebody") {
  const Written w = some(1);
  CHECK(w.people.size() == 2000);
  CHECK(w.files > 2050);
  CHECK(w.files < 2200);
  CHECK(w.queries == 300);
  CHECK(w.unknown == 0);
  CHECK(w.clerks.size() == 4);
}
