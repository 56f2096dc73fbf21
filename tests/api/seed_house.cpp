// A small house for the tests of the API: units, people in every role and their accounts, as JSON on standard output.
//   seed_house FOLDER [DATABASE-URL]
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "crypto/random.hpp"
#include "main/installation.hpp"
#include "usecases/accounts.hpp"
#include "usecases/entries_accept.hpp"
#include "wire/json.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using usecases::Draft;
using wire::Json;

namespace {

constexpr const char* kPassphrase = "phrase d'essai pour la maison";
/// Twenty bytes; in base 32 they read as the second member of the pair.
constexpr const char* kSecret = "12345678901234567890";
constexpr const char* kSecretBase32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

Json object() { return Json(jsoncons::json_object_arg); }

class Seed {
 public:
  explicit Seed(usecases::House& house) : house_(house) {
    out_["units"] = object();
    out_["people"] = object();
    out_["passphrase"] = kPassphrase;
    out_["totp_secret"] = kSecretBase32;
  }

  UnitId unit(const char* key, UnitRegistered about, std::optional<std::int64_t> places) {
    const RecordId id{crypto::new_uuid(system_now())};
    about.breaks_glass = true;
    write(id, 0, std::move(about), "unit");
    if (places) write(id, 1, UnitCapacitySet{*places}, "places");
    out_["units"][key] = id.text();
    return UnitId{id.uuid};
  }

  PersonId person(const std::string& login, Role role, UnitId unit, bool factor = false, Codes countries = {}) {
    const RecordId id{crypto::new_uuid(system_now())};
    write(id, 0, PersonRegistered{login + " DEMO", {"fr"}}, "person");
    write(id, 1, PersonGranted{role, unit, std::move(countries)}, "granted");
    const PersonId who{id.uuid};
    ensure(usecases::make_account(house_, who, login, kPassphrase, factor ? kSecret : "").has_value(), "an account is made");
    Json one = object();
    one["id"] = id.text();
    one["role"] = Json(word(role));
    one["unit"] = unit.text();
    one["factor"] = factor;
    out_["people"][login] = std::move(one);
    return who;
  }

  void supervised(PersonId by, PersonId worker) { write(RecordId{worker.uuid}, 2, PersonSupervised{by}, "supervised"); }
  void named_for_concerns(PersonId who) { write(RecordId{who.uuid}, 2, PersonSafeguards{true}, "named"); }
  void another_post(PersonId who, Role role, UnitId unit) { write(RecordId{who.uuid}, 2, PersonGranted{role, unit, {}}, "second post"); }
  std::string text() const { return wire::write_json(out_); }

 private:
  void write(RecordId id, std::int64_t seen, Body body, const char* what) {
    house_.writer.run<bool>([&](Draft& d) {
      const auto entry = usecases::system_entry(house_, id, seen, std::move(body), {what, id.text()});
      ensure(usecases::judge_and_append(house_, d, entry, Factor::stale, true).status == usecases::ReceiptStatus::accepted, "the small house stands");
      return true;
    });
  }
  usecases::House& house_;
  Json out_ = object();
};

/// People for policy.test.mjs: for each relation of who-sees-what a person of every role, in the unit through which they will hold it. What
/// ties them to a file is said through the API. Units and logins begin with `m_`; a login ends in the person's role.
void furnish_for_policy(Seed& seed) {
  auto unit = [&](const char* key, const char* kind) {
    return seed.unit(key, {std::string(key) + " DEMO", std::string("Organisation ") + key + " DEMO", {kind}, {"SN"}, {{"shelter"}, {"psychosocial"}}, {}, "Dakar", "", false, ""}, {});
  };
  // The relations that come through the person, and those that come through the unit.
  const UnitId around = unit("m_around", "mobile_team");
  const UnitId office = unit("m_office", "programme"), other_office = unit("m_other_office", "coordination");  // their officers are every partner's
  const std::pair<const char*, UnitId> relations[] = {
      {"none", around}, {"assigned", around}, {"tracing", around}, {"break_glass", around},
      {"placed", unit("m_placed", "shelter")}, {"referred_accepted", unit("m_accepted", "shelter")}, {"referred_pending", unit("m_pending", "shelter")}, {"referred_closed", unit("m_closed", "shelter")}};
  for (const auto& [relation, where] : relations)
    for (Role role : every_role) {
      const std::string login = std::string("m_") + relation + "." + std::string(word(role));
      const bool of_none = relation == std::string_view("none") || relation == std::string_view("assigned");
      const UnitId desk = role != Role::data_protection_officer || where != around ? where : of_none ? office : other_office;
      const PersonId who = seed.person(login, role, desk);
      // Only the seven break the glass: the others did it in another post, and hold the relation in this one.
      if (relation == std::string_view("break_glass") && !the_seven.has(role)) seed.another_post(who, Role::case_worker, desk);
    }
  const PersonId owner = seed.person("m_owner", Role::case_worker, unit("m_team", "mobile_team"));
  seed.supervised(seed.person("m_team.supervisor", Role::supervisor, around), owner);
  seed.person("m_country.country_coordinator", Role::country_coordinator, around, false, {{"SN"}});
}

/// Lines by the words that the policy test plants in the plain part: there a programme's own list is what a person chooses from.
void write_funding_lines(const std::string& data) {
  std::filesystem::create_directories(data);
  std::ofstream file(data + '/' + std::string(kFundingLines));
  file << R"({"list": "funding_line", "codes": [)";
  for (int i = 0; i < 100; ++i) {
    const std::string word = "Graine" + std::to_string(i) + "fin";
    file << R"({"code": ")" << word << R"(", "fr": ")" << word << R"(", "en": ")" << word << R"(", "pt": ")" << word << "\"},";
  }
  file << R"({"code": "mots", "fr": "Mots", "en": "Words", "pt": "Palavras"}]})";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "seed_house FOLDER [DATABASE-URL]\n");
    return 2;
  }
  InstallationOptions o;
  o.data = argv[1];
  if (argc == 3) o.database = argv[2];
  o.name = "DEMO";
  o.demonstration = true;
  o.password_cost = {1, 8192};
  write_funding_lines(o.data);
  Installation installation(o);
  Seed seed(installation.house());
  const UnitId team = seed.unit("team", {"Équipe mobile DEMO", "Organisation A DEMO", {"mobile_team"}, {"SN"}, {{"psychosocial"}}, {}, "Dakar", "", false, ""}, {});
  const UnitId shelter = seed.unit("shelter", {"Centre Espoir DEMO", "Organisation B DEMO", {"shelter"}, {"SN"}, {{"shelter"}, {"medical"}}, {}, "Ville-Canari", "", true, "Adresse-Canari"}, 3);
  const UnitId social = seed.unit("social", {"Serviço social DEMO", "Organização C DEMO", {"social_service"}, {"GW"}, {{"follow_up"}, {"tracing"}}, {}, "Bissau", "", false, ""}, {});
  const UnitId elsewhere = seed.unit("elsewhere", {"Ailleurs DEMO", "Organisation D DEMO", {"mobile_team"}, {"SN"}, {{"psychosocial"}}, {}, "Thiès", "", false, ""}, {});
  const UnitId duty = seed.unit("duty", {"Permanence DEMO", "Programme DEMO", {"coordination"}, {"SN"}, {}, {}, "Dakar", "+221 33 800 00 00", false, ""}, {});
  const PersonId awa = seed.person("awa", Role::street_worker, team);
  const PersonId fatou = seed.person("fatou", Role::case_worker, team);
  const PersonId moussa = seed.person("moussa", Role::supervisor, team);
  seed.person("ndeye", Role::shelter_staff, shelter);
  seed.person("joana", Role::unit_focal_point, social);
  seed.person("tino", Role::tracing_officer, social);
  seed.person("stranger", Role::street_worker, elsewhere);
  seed.person("codou", Role::country_coordinator, team, false, {{"SN"}, {"GW"}});
  seed.person("manager", Role::programme_manager, team);
  seed.person("trainer", Role::trainer, team);
  seed.person("finance", Role::finance_officer, team);
  seed.person("officer", Role::data_protection_officer, team);
  seed.person("officer_elsewhere", Role::data_protection_officer, elsewhere);
  seed.person("officer_of_all", Role::data_protection_officer, duty);
  seed.person("admin", Role::administrator, team);
  seed.person("admin2", Role::administrator, team);
  seed.person("factor", Role::case_worker, team, true);
  seed.person("factor2", Role::case_worker, team, true);
  for (const char* login : {"passkey", "passkey_a", "passkey_b", "passkey_c"}) seed.person(login, Role::case_worker, team, true);
  for (const char* login : {"own", "moves"}) seed.person(login, Role::case_worker, team, true);  // for own_account.test.mjs alone
  seed.person("passkey_only", Role::street_worker, team);
  const PersonId twice = seed.person("twice", Role::street_worker, team);
  seed.another_post(twice, Role::shelter_staff, shelter);
  // For admin.test.mjs alone: what is done to their accounts stays done.
  seed.person("forgets", Role::unit_focal_point, social);
  seed.person("loses", Role::case_worker, team, true);
  seed.another_post(seed.person("leaves", Role::street_worker, team), Role::shelter_staff, shelter);
  seed.supervised(moussa, awa);
  seed.supervised(moussa, fatou);
  seed.person("brigade", Role::unit_focal_point, seed.unit("police", {"Brigade DEMO", "Organisation E DEMO", {"police"}, {"SN"}, {{"legal"}}, {}, "Dakar", "", false, ""}, {}));
  seed.named_for_concerns(seed.person("keeper", Role::unit_focal_point, elsewhere));
  furnish_for_policy(seed);
  std::puts(seed.text().c_str());
  return 0;
}
