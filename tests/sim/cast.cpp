#include "tests/sim/cast.hpp"

#include "crypto/random.hpp"
#include "crypto/secret.hpp"
#include "crypto/totp.hpp"
#include "usecases/entries_accept.hpp"
#include "usecases/people_admin.hpp"

namespace nibbi::sim {
namespace {

using namespace domain;

struct UnitLine { const char *name, *kind, *country; Codes services; std::optional<std::int64_t> places; };
struct StaffLine { const char* login; Role role; int unit; const char* coordinates; int supervisor; };

const std::vector<UnitLine> kUnits{
    {"Rue", "mobile_team", "SN", {{"psychosocial"}}, {}},
    {"Parcours", "social_service", "SN", {{"psychosocial"}, {"follow_up"}}, {}},
    {"Espoir", "shelter", "SN", {{"shelter"}, {"medical"}}, 5},
    {"Bairro", "social_service", "GW", {{"follow_up"}, {"tracing"}}, {}},
    {"Casa", "shelter", "GW", {{"shelter"}}, 4},
    {"Ensemble SN", "coordination", "SN", {}, {}},
    {"Ensemble GW", "coordination", "GW", {}, {}},
    {"Ailleurs", "mobile_team", "SN", {{"psychosocial"}}, {}},
};
constexpr StaffLine kStaff[] = {
    {"awa", Role::street_worker, 0, "", 4},      {"ba", Role::street_worker, 0, "", 4},          {"binta", Role::case_worker, 1, "", 4},
    {"khady", Role::case_worker, 1, "", 4},      {"demba", Role::supervisor, 1, "", -1},         {"fatou", Role::shelter_staff, 2, "", 4},
    {"ousmane", Role::unit_focal_point, 2, "", -1}, {"nino", Role::case_worker, 3, "", 9},       {"carla", Role::tracing_officer, 3, "", 9},
    {"sadio", Role::supervisor, 3, "", -1},      {"ines", Role::unit_focal_point, 4, "", 9},     {"mame", Role::country_coordinator, 5, "SN", -1},
    {"lucia", Role::country_coordinator, 6, "GW", -1}, {"oumy", Role::data_protection_officer, 5, "", -1}, {"lia", Role::data_protection_officer, 6, "", -1},
    {"personne", Role::street_worker, 7, "", -1},
};

}  // namespace

int Cast::number_of(PersonId person) const {
  for (std::size_t i = 0; i < staff.size(); ++i)
    if (staff[i].person == person) return static_cast<int>(i);
  return -1;
}

Cast settle(usecases::House& house) {
  Cast cast;
  for (const UnitLine& line : kUnits) {
    UnitRegistered about;
    about.name = line.name;
    about.organisation = std::string(line.name) + " DEMO";
    about.kind.value = line.kind;
    about.country.value = line.country;
    about.services = line.services;
    about.breaks_glass = true;
    cast.units.push_back(usecases::add_unit(house, "sim", about, line.places).value());
  }
  for (const StaffLine& line : kStaff) {
    Staff one;
    one.login = line.login;
    one.role = line.role;
    one.unit = cast.units[static_cast<std::size_t>(line.unit)];
    Codes countries;
    if (*line.coordinates) countries.push_back({line.coordinates});
    one.person = PersonId{crypto::new_uuid(house.now())};
    const RecordId record{one.person.uuid};
    house.writer.run<bool>([&](usecases::Draft& d) {
      auto say = [&](std::int64_t seen, Body body, const char* what) {
        usecases::judge_and_append(house, d, usecases::system_entry(house, record, seen, std::move(body), {what, record.text()}), Factor::stale, true);
      };
      say(0, PersonRegistered{one.login, {"fr"}}, "person");
      say(1, PersonGranted{one.role, one.unit, countries}, "granted");
      return true;
    });
    const auto secret = crypto::new_totp_secret();
    one.secret = crypto::text_of(secret.bytes());
    if (!usecases::make_account(house, one.person, one.login, kPassphrase, one.secret)) throw std::runtime_error("an account of the cast");
    cast.staff.push_back(std::move(one));
  }
  for (std::size_t i = 0; i < std::size(kStaff); ++i)
    if (kStaff[i].supervisor >= 0)
      (void)usecases::set_supervisor(house, "sim", cast.staff[i].person, cast.staff[static_cast<std::size_t>(kStaff[i].supervisor)].person);
  return cast;
}

}  // namespace nibbi::sim
