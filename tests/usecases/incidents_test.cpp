// What went wrong with data stands on the day's list of whoever answers for it, for as long as it is open.
#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "crypto/random.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/incidents.hpp"
#include "usecases/lists.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

struct Noted {
  SmallHouse& h;
  usecases::Session officer;
  Uuid id = crypto::new_uuid(Instant{1'795'000'000'000});
  std::int64_t known = 0;

  explicit Noted(SmallHouse& house) : h(house), officer(as_officer(house.fatou)) {}
  static usecases::Session as_officer(const Member& m) {
    usecases::Session s = m.session;
    s.role = Role::data_protection_officer;
    return s;
  }
  void tell(std::vector<usecases::IncidentTold> told = {}, bool closed = false) {
    usecases::IncidentFacts facts{"Un téléphone perdu", Instant{1'795'000'000'000}, {}, {}, {}, {}, {}, std::move(told), closed};
    REQUIRE(usecases::note_incident(h.house(), officer, id, known++, facts).has_value());
  }
  /// Its lines on this person's list.
  std::vector<usecases::TodayLine> lines(const usecases::Session& s) const {
    auto all = usecases::today(h.house(), s).lines;
    std::erase_if(all, [&](const auto& line) { return line.task.record != RecordId{id}; });
    return all;
  }
};

const usecases::IncidentTold kAuthority{{"authority"}, *Date::parse("2026-12-01"), {}};

}  // namespace

TEST_CASE("an open incident is on its officer's list, and on nobody else's; a closed one on none") {
  SmallHouse h("sqlite");
  Noted noted(h);
  CHECK(noted.lines(noted.officer).empty());
  noted.tell();
  const auto lines = noted.lines(noted.officer);
  REQUIRE(lines.size() == 1);
  // The programme set no clock: it is to be followed, by no day.
  CHECK(lines[0].task.name == "incident_open");
  CHECK(lines[0].task.group == TaskGroup::week);
  CHECK(lines[0].task.due.unix_ms == 0);
  CHECK(lines[0].code.empty());
  CHECK(lines[0].name.empty());
  CHECK(noted.lines(Noted::as_officer(h.joana)).empty());  // of another organisation
  for (const Member* other : {&h.awa, &h.fatou, &h.moussa, &h.codou, &h.admin}) CHECK(noted.lines(other->session).empty());
  noted.tell({}, true);
  CHECK(noted.lines(noted.officer).empty());
}

TEST_CASE("while its clock runs the authority is to be told: now, and late once the time is over, until it was told") {
  SmallHouse h("sqlite");
  std::ofstream(h.folder() + "/clocks.json") << R"({"incident_to_authority": 72})";
  h.reopen();
  Noted noted(h);
  noted.tell();
  auto lines = noted.lines(noted.officer);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].task.name == "incident_to_tell");
  CHECK(lines[0].task.group == TaskGroup::now);
  CHECK(lines[0].task.due == Instant{1'795'000'000'000} + hours(72));
  h.pass(hours(72));
  lines = noted.lines(noted.officer);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].task.group == TaskGroup::late);
  noted.tell({{{"police"}, *Date::parse("2026-12-01"), {}}});
  CHECK(noted.lines(noted.officer).at(0).task.name == "incident_to_tell");
  noted.tell({kAuthority});
  CHECK(noted.lines(noted.officer).at(0).task.name == "incident_open");
  noted.tell({kAuthority}, true);
  CHECK(noted.lines(noted.officer).empty());
}
