#include "tests/usecases/small_house.hpp"

#include <algorithm>
#include <cstdlib>

#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "tests/usecases/proposal.hpp"

namespace nibbi::tests {

using namespace domain;
using usecases::Draft;

std::vector<std::string> engines() {
  std::vector<std::string> all{"sqlite"};
  if (std::getenv("NIBBI_TEST_POSTGRES")) all.push_back("postgresql");
  return all;
}

SmallHouse::SmallHouse(const std::string& engine) : engine_(engine) {
  // By chance, not by process: two runs, each with processes numbered from 1, may share a folder and a database.
  schema_ = "house_" + crypto::new_uuid(system_now()).text();
  std::ranges::replace(schema_, '-', '_');
  folder_ = (std::filesystem::temp_directory_path() / ("nibbi-" + schema_)).string();
  open();
  auto record = [] { return RecordId{crypto::new_uuid(system_now())}; };
  auto unit = [&](const char* name, const char* kind, const char* country, Codes services, std::optional<std::int64_t> places) {
    const RecordId id = record();
    house().writer.run<bool>([&](Draft& d) {
      auto ok = [&](Body body, const char* what) {
        const auto r = usecases::judge_and_append(house(), d, usecases::system_entry(house(), id, 0, std::move(body), {what, id.text()}), Factor::stale, true);
        ensure(r.status == usecases::ReceiptStatus::accepted, "the small house stands");
      };
      ok(UnitRegistered{name, name, {kind}, {country}, services, {}, "Dakar", "", false, "", true}, "unit");
      if (places) ok(UnitCapacitySet{*places}, "places");
      return true;
    });
    return UnitId{id.uuid};
  };
  team = unit("Équipe mobile DEMO", "mobile_team", "SN", {{"psychosocial"}}, {});
  shelter = unit("Centre Espoir DEMO", "shelter", "SN", {{"shelter"}, {"medical"}}, 1);
  social = unit("Serviço social DEMO", "social_service", "GW", {{"follow_up"}, {"tracing"}}, {});
  const UnitId elsewhere = unit("Ailleurs DEMO", "mobile_team", "SN", {{"psychosocial"}}, {});
  awa = member("Awa", Role::street_worker, team);
  fatou = member("Fatou", Role::case_worker, team);
  moussa = member("Moussa", Role::supervisor, team);
  ndeye = member("Ndèye", Role::shelter_staff, shelter);
  joana = member("Joana", Role::unit_focal_point, social);
  carla = member("Carla", Role::tracing_officer, social);
  stranger = member("Un autre", Role::street_worker, elsewhere);
  office = unit("Coordination DEMO", "coordination", "SN", {}, {});
  codou = member("Codou DEMO", Role::country_coordinator, office, {{"SN"}});
  admin = member("Admin", Role::administrator, team);
  house().writer.run<bool>([&](Draft& d) {
    for (const Member* m : {&awa, &fatou})
      usecases::judge_and_append(house(), d, usecases::system_entry(house(), RecordId{m->person.uuid}, 1, PersonSupervised{moussa.person}, {"supervised", m->person.text()}), Factor::stale, true);
    return true;
  });
}

SmallHouse::~SmallHouse() {
  installation_.reset();
  std::filesystem::remove_all(folder_);
}

void SmallHouse::open() {
  InstallationOptions o;
  o.data = folder_;
  o.name = "DEMO";
  o.demonstration = true;
  o.password_cost = {1, 8192};
  o.clock = [this] { return now; };
  o.image_program = NIBBI_BINARY;
  if (engine_ == "postgresql") {
    o.database = std::getenv("NIBBI_TEST_POSTGRES");
    o.schema = schema_;
  }
  installation_ = std::make_unique<Installation>(o);
}

void SmallHouse::reopen() {
  installation_.reset();
  open();
}

Member SmallHouse::member(const std::string& name, Role role, UnitId unit, Codes countries) {
  Member m;
  m.person = PersonId{crypto::new_uuid(system_now())};
  m.role = role;
  m.unit = unit;
  const RecordId id{m.person.uuid};
  m.pen = house().writer.run<usecases::Pen>([&](Draft& d) {
    usecases::judge_and_append(house(), d, usecases::system_entry(house(), id, 0, PersonRegistered{name, {"fr"}}, {"person", id.text()}), Factor::stale, true);
    usecases::judge_and_append(house(), d, usecases::system_entry(house(), id, 1, PersonGranted{role, unit, std::move(countries)}, {"granted", id.text()}), Factor::stale, true);
    return usecases::take_pen(d, m.person, role, unit);
  });
  m.session.key = "test";
  m.session.person = m.person;
  m.session.role = role;
  m.session.unit = unit;
  m.session.device = m.pen.device;
  m.session.begun_at = m.session.seen_at = now;
  return m;
}

usecases::Proposal SmallHouse::propose(Member& m, RecordId record, Body body, Telling telling, std::int64_t seen) {
  if (seen < 0) {
    const auto file = house().file(record);
    seen = file ? file->record.n : 0;
  }
  last_ = EntryId{crypto::new_uuid(now)};
  const auto e = usecases::written(house(), m.pen, record, seen, std::move(body), std::move(telling), now, last_);
  return proposal_of(house(), e);
}

usecases::Receipt SmallHouse::say(Member& m, RecordId record, Body body, bool attended, Telling telling, std::int64_t seen) {
  m.session.factor_at = now;
  const auto proposal = propose(m, record, std::move(body), std::move(telling), seen);
  return usecases::accept_entries(house(), m.session, attended, {&proposal, 1}).front();
}

RecordId SmallHouse::open_file(Member& m, const std::string& first_name) {
  const RecordId record{crypto::new_uuid(now)};
  const auto opened = say(m, record, ChildOpened{case_code("SN", codes_++), {"SN"}, {"boy"}, {"a10_12"}, {}});
  ensure(opened.status == usecases::ReceiptStatus::accepted, "a file opens");
  const auto saved = say(m, record, FormSaved{{"intake"}, 1, {{"intake.first_name", std::string(first_name)}, {"intake.danger", std::string("no")}}});
  ensure(saved.status == usecases::ReceiptStatus::accepted, "an intake is kept");
  return record;
}

std::string SmallHouse::view(Member& m, RecordId record, const usecases::ViewAsked& asked) {
  m.session.factor_at = now;
  const auto v = usecases::view_child(house(), m.session, record, asked);
  return v ? v->view.json() : std::string(word(v.error().code));
}

}  // namespace nibbi::tests
