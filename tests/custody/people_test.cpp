// People and units from the administrator's command line.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/text_form.hpp"
#include "crypto/totp.hpp"
#include "tests/custody/world.hpp"
#include "usecases/devices.hpp"
#include "usecases/people_admin.hpp"
#include "wire/json.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

template <class T>
std::string answer(const Result<T>& r) { return r ? "done" : std::string(word(r.error().code)); }

usecases::PersonAsked somebody(const std::string& login) {
  return {.name = "Awa DEMO", .language = "fr", .login = login, .passphrase = kPassphrase, .no_second_factor = false, .post = {}};
}

}  // namespace

TEST_CASE("the first administrator comes from the command line, and the log says which user of the machine it was") {
  const Home home(GENERATE(from_range(engines())));
  PersonId admin;
  {
    World w(home);
    UnitRegistered about;
    about.name = "Coordination";
    about.organisation = "Programme";
    about.kind.value = "coordination";
    about.country.value = "SN";
    const auto unit = usecases::add_unit(w.house(), "root (uid 0), command line", about, {});
    REQUIRE(unit);
    auto asked = somebody("Admin");
    asked.post = PersonGranted{Role::administrator, *unit, {}};
    const auto added = usecases::add_person(w.house(), "root (uid 0), command line", asked);
    REQUIRE(added);
    admin = added->person;
    REQUIRE(added->second_factor);
    CHECK(added->second_factor->uri.starts_with("otpauth://totp/DEMO:Admin?secret=" + added->second_factor->secret));
  }
  World w(home);
  CHECK(w.house().memory.directory()->post(admin, Role::administrator, w.unit("coordination")));
  for (const auto& e : w.house().store.entries_of(RecordId{admin.uuid}, 0)) {
    const auto record = w.house().store.record(RecordId{admin.uuid});
    const auto entry = w.house().vault.open_entry(*w.house().vault.keys_of(*record), e);
    REQUIRE(entry);
    CHECK(entry->header.by_system());
    CHECK(entry->telling.told_by == "root (uid 0), command line");
  }
  CHECK(verdict(w) == "ok");
}

TEST_CASE("what the administrator asks wrongly is refused whole") {
  const Home home("sqlite");
  World w(home);
  w.settle();
  const auto pos = w.house().store.head().pos;
  const std::string by = "test";
  auto add = [&](auto change) {
    auto asked = somebody("nouveau");
    change(asked);
    return answer(usecases::add_person(w.house(), by, asked));
  };
  const UnitId parcours = w.unit("Parcours");
  CHECK(add([](auto& a) { a.login = "BINTA"; }) == "already_open");  // logins are compared folded
  CHECK(add([](auto& a) { a.login = " "; }) == "missing_field");
  CHECK(add([](auto& a) { a.name = " "; }) == "missing_field");
  CHECK(add([](auto& a) { a.language = ""; }) == "missing_field");
  CHECK(answer(usecases::add_unit(w.house(), by, {}, {})) == "missing_field");
  CHECK(add([](auto& a) { a.passphrase = "trop courte"; }) == "number_out_of_range");
  CHECK(add([](auto& a) { a.no_second_factor = true; }) == "factor_needed");
  CHECK(add([&](auto& a) { a.no_second_factor = true; a.post = PersonGranted{Role::case_worker, parcours, {}}; }) == "factor_needed");
  CHECK(add([&](auto& a) { a.post = PersonGranted{Role::case_worker, UnitId{crypto::new_uuid(system_now())}, {}}; }) == "unit_unknown");
  CHECK(add([&](auto& a) { a.post = PersonGranted{Role::country_coordinator, parcours, {{"XX"}}}; }) == "not_in_list");
  CHECK(answer(usecases::grant_post(w.house(), by, w.person("fatou"), {Role::case_worker, parcours, {}})) == "factor_needed");
  CHECK(answer(usecases::set_second_factor(w.house(), by, "binta", true)) == "factor_needed");
  CHECK(answer(usecases::set_supervisor(w.house(), by, w.person("nino"), w.person("binta"))) == "person_unknown");
  CHECK(answer(usecases::revoke_post(w.house(), by, w.person("nino"), Role::supervisor, parcours)) == "no_such_step");
  UnitRegistered about;
  about.name = about.organisation = "Nulle part";
  about.kind.value = "shelter";
  about.country.value = "ZZ";
  CHECK(answer(usecases::add_unit(w.house(), by, about, {})) == "not_in_list");
  CHECK(w.house().store.head().pos == pos);
  CHECK(verdict(w) == "ok");
}

TEST_CASE("passphrase, second factor and devices change, sessions end, and the access log tells") {
  const Home home("sqlite");
  World w(home);
  w.settle();
  const std::string by = "root (uid 0), command line";
  auto signed_in = [&](const char* passphrase) { return usecases::sign_in(w.house(), "fatou", passphrase, "127.0.0.1", ""); };
  const auto first = signed_in(kPassphrase);
  REQUIRE(first);
  REQUIRE(usecases::session_of(w.house(), first->token));
  REQUIRE(usecases::set_passphrase(w.house(), by, "fatou", "une toute nouvelle"));
  CHECK_FALSE(usecases::session_of(w.house(), first->token));
  CHECK_FALSE(signed_in(kPassphrase));

  const auto again = signed_in("une toute nouvelle");
  REQUIRE(again);
  REQUIRE(usecases::session_of(w.house(), again->token));
  REQUIRE(usecases::end_sessions(w.house(), by, w.person("fatou")));
  CHECK_FALSE(usecases::session_of(w.house(), again->token));
  CHECK(answer(usecases::end_sessions(w.house(), by, PersonId{crypto::new_uuid(system_now())})) == "person_unknown");

  const auto factor = usecases::set_second_factor(w.house(), by, "fatou", false);
  REQUIRE(factor);
  const auto half = signed_in("une toute nouvelle");
  REQUIRE(half);
  CHECK(half->factor_pending);
  const auto accounts = usecases::find_account(w.house().store, "fatou");
  const std::string secret = w.house().vault.open_thing(accounts->person.uuid, accounts->sealed_totp);
  CHECK(crypto::base32(crypto::bytes_of(secret)) == (*factor)->secret);
  CHECK(answer(usecases::grant_post(w.house(), by, w.person("fatou"), {Role::case_worker, w.unit("Espoir"), {}})) == "done");

  const RecordId child = w.open_file(1);
  const auto people = wire::Json::parse(usecases::people_json(w.house()));
  std::string device;
  for (const auto& p : people.array_range())
    if (p.contains("login") && p["login"].as<std::string>() == "binta") device = p["devices"][0]["device"].as<std::string>();
  REQUIRE(usecases::revoke_device(w.house(), by, DeviceId::parse(device).value()));
  CHECK(usecases::find_device(w.house().store, DeviceId::parse(device).value())->revoked);
  CHECK(answer(usecases::revoke_device(w.house(), by, DeviceId{crypto::new_uuid(system_now())})) == "unknown_device");
  CHECK(w.house().file(child));

  int told = 0;
  for (const auto& a : w.house().store.accesses(INT64_MAX, 100)) told += a.row.find(by) != std::string::npos;
  CHECK(told == 5);  // passphrase, sessions, second factor, role, device
  CHECK(verdict(w) == "ok");
}

TEST_CASE("a unit's capacity changes, and it closes when no child lives there") {
  const Home home(GENERATE(from_range(engines())));
  World w(home);
  w.settle();
  const UnitId espoir = w.unit("Espoir");
  REQUIRE(usecases::set_capacity(w.house(), "test", espoir, 5));
  CHECK(w.house().memory.directory()->unit(espoir)->places == 5);
  const RecordId child = w.open_file(1);
  Telling because;
  because.reason = "C’est là qu’on veille sur elle.";
  PlacementBegun lives;
  lives.placement_kind.value = "shelter";
  lives.unit = espoir;
  lives.begun_on = Date{20'000};
  REQUIRE(w.said(w.say("binta", child, lives, because)) == "accepted");
  const EntryId placement = w.last();
  CHECK(answer(usecases::close_unit(w.house(), "test", espoir, "")) == "no_such_step");
  PlacementEnded left;
  left.placement = placement;
  left.ended_on = Date{20'001};
  left.end_reason.value = "moved";
  left.next_kind.value = "family";
  const auto ended = w.said(w.say("binta", child, left));
  CHECK(ended == "accepted");
  CHECK(answer(usecases::close_unit(w.house(), "test", espoir, "Fin du bail.")) == "done");
  CHECK(answer(usecases::set_capacity(w.house(), "test", espoir, 5)) == "unit_unknown");
  CHECK(wire::Json::parse(usecases::units_json(w.house())).size() == 4);
  CHECK(verdict(w) == "ok");
}
