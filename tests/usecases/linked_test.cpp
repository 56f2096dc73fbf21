// Events, places, inquiries and journeys beside a child's file: who sees what of them.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/linked.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

RecordId written_by(SmallHouse& h, Member& who, Body body) {
  const RecordId record{crypto::new_uuid(h.now)};
  REQUIRE(h.say(who, record, std::move(body)).status == ReceiptStatus::accepted);
  return record;
}

PlaceOpened workshop() {
  PlaceOpened p{"L-1", {"SN"}, {"workshop"}, "Nom-canari", "Rue-canari", "Récit-canari"};
  p.children = 4;
  return p;
}

/// What somebody sees beside a child's file, as one text, or the refusal's word.
std::string seen(SmallHouse& h, Member& m, RecordId child) {
  const auto all = usecases::linked_to_child(h.house(), m.session, child);
  if (!all) return std::string(word(all.error().code));
  std::string text;
  for (const auto& one : *all) text += one.kind + one.json + '\n';
  return text;
}
bool holds(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("a place is seen by who sees each child of it, and by nobody else") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  const RecordId child = h.open_file(h.fatou);
  const RecordId place = written_by(h, h.fatou, workshop());
  REQUIRE(h.say(h.fatou, child, PlaceLinked{place, "Y dormait."}).status == ReceiptStatus::accepted);

  h.fatou.session.factor_at = h.now;
  const std::string whole = seen(h, h.fatou, child);
  CHECK(holds(whole, "place.opened"));
  CHECK(holds(whole, "Nom-canari"));
  CHECK(holds(whole, "Récit-canari"));
  CHECK(holds(whole, "\"children\":4"));
  CHECK(seen(h, h.stranger, child) == "not_found");

  // Another team finds another child there: now neither sees the place, for it would tell of the other's child.
  const RecordId theirs = h.open_file(h.stranger);
  REQUIRE(h.say(h.stranger, theirs, PlaceLinked{place, {}}).status == ReceiptStatus::accepted);
  CHECK_FALSE(holds(seen(h, h.fatou, child), "canari"));
  CHECK_FALSE(holds(seen(h, h.stranger, theirs), "canari"));
  h.reopen();
  CHECK_FALSE(holds(seen(h, h.fatou, child), "canari"));
}

TEST_CASE("of what a file names, each part is seen as the file's own, and a sight of it is logged") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  const RecordId event = written_by(h, h.fatou, EventOpened{"E-1", {"SN"}, {"fire_or_accident"}, 36, "Lieu-canari", "Récit-canari"});
  const RecordId child{crypto::new_uuid(h.now)};
  REQUIRE(h.say(h.fatou, child, ChildOpened{case_code("SN", 77), {"SN"}, {"girl"}, {"a10_12"}, event}).status == ReceiptStatus::accepted);
  h.fatou.session.factor_at = h.now;
  CHECK(holds(seen(h, h.fatou, child), "Lieu-canari"));
  const auto looks = h.house().store.accesses_of(child, INT64_MAX, 10);
  REQUIRE_FALSE(looks.empty());
  CHECK(looks.front().person == h.fatou.person);

  // Without a fresh factor the place of a child stays shut to who only coordinates; the plain part is open, and leaves no line.
  h.codou.session.factor_at = {};
  const auto before = h.house().store.accesses_of(child, INT64_MAX, 10).size();
  const std::string plain = seen(h, h.codou, child);
  CHECK(holds(plain, "\"children\":36"));
  CHECK_FALSE(holds(plain, "canari"));
  CHECK(h.house().store.accesses_of(child, INT64_MAX, 10).size() == before);
}
