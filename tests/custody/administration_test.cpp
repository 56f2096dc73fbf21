// What no administrator does alone, the one-time code that only its person can use, and what becomes of an account.
#include <catch2/catch_test_macros.hpp>

#include "crypto/text_form.hpp"
#include "crypto/totp.hpp"
#include "tests/custody/world.hpp"
#include "usecases/emergencies.hpp"
#include "usecases/looks.hpp"
#include "usecases/people_admin.hpp"
#include "wire/json.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;
using usecases::By;
using usecases::Session;

namespace {

template <class T>
std::string answer(const Result<T>& r) { return r ? "done" : std::string(word(r.error().code)); }

/// The small world, and two administrators at their screens.
struct Offices {
  Home home{"sqlite"};
  Milliseconds passed{};
  World w{[this] {
    InstallationOptions options = home.options();
    options.clock = [this] { return system_now() + passed; };
    return options;
  }()};
  usecases::House& house = w.house();
  By rama{""}, seydou{""};

  Offices() {
    w.settle();
    for (const char* login : {"rama", "seydou"}) {
      REQUIRE(answer(usecases::add_person(house, "test", {.name = login, .language = "fr", .login = login, .passphrase = kPassphrase, .no_second_factor = false,
                                                          .post = PersonGranted{Role::administrator, w.unit("Ensemble"), {}}})) == "done");
    }
    rama = usecases::administrator(house, session("rama", Role::administrator)).value();
    seydou = usecases::administrator(house, session("seydou", Role::administrator)).value();
  }
  Session session(const char* login, Role role, Factor factor = Factor::fresh) {
    Session s;
    s.person = w.person(login);
    s.login = login;
    s.role = role;
    s.unit = house.memory.directory()->person(s.person)->posts.front().unit;
    if (factor == Factor::fresh) s.factor_at = house.now();
    return s;
  }
  bool has_post(const char* login, Role role, const char* unit) { return house.memory.directory()->post(w.person(login), role, w.unit(unit)) != nullptr; }
  Uuid only_one() {
    const auto waiting = usecases::waiting_seconds(house);
    REQUIRE(waiting.size() == 1);
    return waiting.front().id;
  }
  PersonGranted tracing() { return {Role::tracing_officer, w.unit("Bairro"), {}}; }
  std::string signs_in(const char* login, const char* passphrase) { return answer(usecases::sign_in(house, login, passphrase, "127.0.0.1", "")); }
  std::string totp_of(const usecases::Enrolment& e) {
    const auto account = usecases::find_account(house.store, "nouvelle");
    const std::string secret = house.vault.open_thing(account->person.uuid, account->sealed_totp);
    CHECK(crypto::base32(crypto::bytes_of(secret)) == e.secret);
    return crypto::totp_code(crypto::bytes_of(secret), house.now());
  }
};

}  // namespace

TEST_CASE("who is no administrator keeps no accounts") {
  Offices o;
  for (Role role : every_role)
    if (role != Role::administrator) CHECK(answer(usecases::administrator(o.house, o.session("rama", role))) == "not_allowed");
}

TEST_CASE("a role that one administrator grants waits for another one, who is neither who asked nor whom it is about") {
  Offices o;
  REQUIRE(usecases::grant_post(o.house, o.rama, o.w.person("nino"), o.tracing()) == Effect::pending);
  CHECK_FALSE(o.has_post("nino", Role::tracing_officer, "Bairro"));
  CHECK(answer(usecases::grant_post(o.house, o.seydou, o.w.person("nino"), o.tracing())) == "already_open");
  CHECK(answer(usecases::answer_second(o.house, o.rama, o.only_one(), true)) == "not_the_same_person");
  By stale = o.seydou;
  stale.factor = Factor::stale;
  CHECK(answer(usecases::answer_second(o.house, stale, o.only_one(), true)) == "step_up");
  CHECK(answer(usecases::grant_post(o.house, stale, o.w.person("nino"), {Role::supervisor, o.w.unit("Bairro"), {}})) == "step_up");
  REQUIRE(usecases::answer_second(o.house, o.seydou, o.only_one(), true));
  CHECK(o.has_post("nino", Role::tracing_officer, "Bairro"));
  CHECK(usecases::waiting_seconds(o.house).empty());

  // Who gave it stands in the entry, both of them.
  const auto record = o.house.store.record(RecordId{o.w.person("nino").uuid});
  const auto entries = o.house.store.entries_of(record->id, 0);
  const auto entry = o.house.vault.open_entry(*o.house.vault.keys_of(*record), entries.back());
  CHECK(entry->telling.told_by == "administrator " + o.seydou.person.text() + ", asked by administrator " + o.rama.person.text());

  // Nobody raises themselves, whoever agrees.
  CHECK(answer(usecases::grant_post(o.house, o.rama, o.rama.person, {Role::supervisor, o.w.unit("Bairro"), {}})) == "not_the_same_person");
  REQUIRE(usecases::grant_post(o.house, o.rama, o.seydou.person, {Role::supervisor, o.w.unit("Bairro"), {}}) == Effect::pending);
  CHECK(answer(usecases::answer_second(o.house, o.seydou, o.only_one(), true)) == "not_the_same_person");
  // Who asked may let it go.
  REQUIRE(usecases::answer_second(o.house, o.rama, o.only_one(), false));
  CHECK_FALSE(o.has_post("seydou", Role::supervisor, "Bairro"));
  CHECK(verdict(o.w) == "ok");
}

TEST_CASE("the command line asks too, once there are two administrators who can sign in; what is asked wrongly waits for nobody") {
  Offices o;
  const std::string by = "root (uid 0), command line";
  CHECK(answer(usecases::grant_post(o.house, by, o.w.person("nino"), {Role::country_coordinator, o.w.unit("Bairro"), {{"XX"}}})) == "not_in_list");
  REQUIRE(usecases::grant_post(o.house, by, o.w.person("nino"), o.tracing()) == Effect::pending);
  REQUIRE(usecases::answer_second(o.house, o.rama, o.only_one(), true));
  CHECK(o.has_post("nino", Role::tracing_officer, "Bairro"));
  // With one left, nobody could be the second.
  REQUIRE(usecases::suspend(o.house, o.rama, o.seydou.person, true));
  CHECK(usecases::grant_post(o.house, by, o.w.person("nino"), {Role::supervisor, o.w.unit("Bairro"), {}}) == Effect::now);
}

TEST_CASE("what nobody agreed to within three days is agreed to no more, and stays until somebody lets it go") {
  Offices o;
  REQUIRE(usecases::grant_post(o.house, o.rama, o.w.person("nino"), o.tracing()) == Effect::pending);
  const Uuid id = o.only_one();
  o.house.writer.run<bool>([&](usecases::Draft& draft) {
    auto j = wire::Json::parse(draft.change.thing("second_administrator", id.text()).value());
    j["since"] = (draft.now + Milliseconds{-hours(73).count}).text();
    draft.change.put_thing("second_administrator", id.text(), wire::write_json(j));
    return true;
  });
  CHECK(answer(usecases::answer_second(o.house, o.seydou, id, true)) == "request_lapsed");
  CHECK(usecases::waiting_seconds(o.house).front().lapsed);
  CHECK(answer(usecases::answer_second(o.house, o.seydou, id, false)) == "done");
  CHECK(answer(usecases::answer_second(o.house, o.seydou, id, false)) == "no_such_step");
}

TEST_CASE("a person opens their own account with a one-time code within its days, and not after them") {
  Offices o;
  const auto added = usecases::add_person(o.house, o.rama, {.name = "Nouvelle DEMO", .language = "fr", .login = "nouvelle", .passphrase = {}, .no_second_factor = false, .post = o.tracing()});
  REQUIRE(added);
  o.passed = {usecases::kOneTimeLasts.count - minutes(1).count};
  CHECK(usecases::begin_enrolment(o.house, "nouvelle", added->code->code, "127.0.0.1"));
  o.passed = {usecases::kOneTimeLasts.count + minutes(1).count};
  CHECK(answer(usecases::begin_enrolment(o.house, "nouvelle", added->code->code, "127.0.0.1")) == "wrong_code");
}

TEST_CASE("a person opens their own account with a one-time code: nobody else knows the passphrase, and what was looked at before is worth nothing") {
  Offices o;
  const auto added = usecases::add_person(o.house, o.rama, {.name = "Nouvelle DEMO", .language = "fr", .login = "nouvelle", .passphrase = {}, .no_second_factor = false, .post = o.tracing()});
  REQUIRE(added);
  CHECK(added->post == Effect::pending);
  CHECK_FALSE(added->second_factor);
  const std::string code = added->code->code;
  CHECK(o.signs_in("nouvelle", "") == "wrong_sign_in");
  CHECK(answer(usecases::begin_enrolment(o.house, "nouvelle", "0000-0000-0000", "127.0.0.1")) == "wrong_code");
  CHECK(answer(usecases::begin_enrolment(o.house, "personne", code, "127.0.0.1")) == "wrong_code");

  const auto peeked = usecases::begin_enrolment(o.house, "nouvelle", code, "127.0.0.1");
  const auto begun = usecases::begin_enrolment(o.house, "NOUVELLE", code, "127.0.0.1");
  REQUIRE(peeked);
  REQUIRE(begun);
  CHECK(begun->what == usecases::Enrols::anew);
  CHECK(peeked->secret != begun->secret);
  const std::string totp = o.totp_of(*begun);
  CHECK(answer(usecases::finish_enrolment(o.house, {"nouvelle", code, "trop courte", totp}, "127.0.0.1")) == "number_out_of_range");
  CHECK(answer(usecases::finish_enrolment(o.house, {"nouvelle", code, "une phrase à moi", totp == "000000" ? "000001" : "000000"}, "127.0.0.1")) == "wrong_code");
  REQUIRE(answer(usecases::finish_enrolment(o.house, {"nouvelle", code, "une phrase à moi", totp}, "127.0.0.1")) == "done");
  CHECK(answer(usecases::begin_enrolment(o.house, "nouvelle", code, "127.0.0.1")) == "wrong_code");
  // Nothing opens before the second administrator agreed to the role.
  CHECK(o.signs_in("nouvelle", "une phrase à moi") == "not_allowed");
  REQUIRE(usecases::answer_second(o.house, o.seydou, o.only_one(), true));
  const auto in = usecases::sign_in(o.house, "nouvelle", "une phrase à moi", "127.0.0.1", "");
  REQUIRE(in);
  CHECK(in->factor_pending);
  CHECK(verdict(o.w) == "ok");
}

TEST_CASE("a lost phone: the new second factor is taken by whoever knows the passphrase, and the old one is worth nothing at once") {
  Offices o;
  const auto before = usecases::find_account(o.house.store, "nino")->sealed_totp;
  const std::string old = o.house.vault.open_thing(o.w.person("nino").uuid, before);
  o.house.writer.run<bool>([](usecases::Draft& draft) {
    auto account = *usecases::find_account(draft.change, "nino");
    account.passkeys.push_back({{"id", crypto::PasskeyAlgorithm::es256, std::string(64, 'k'), 0}, "Le téléphone perdu", draft.now, std::nullopt});
    usecases::put_account(draft.change, account);
    return true;
  });
  REQUIRE(usecases::find_account(o.house.store, "nino")->passkeys.size() == 1);
  const auto code = usecases::renew_second_factor(o.house, o.rama, o.w.person("nino"));
  REQUIRE(code);
  CHECK(usecases::find_account(o.house.store, "nino")->passkeys.empty());
  const auto half = usecases::sign_in(o.house, "nino", kPassphrase, "127.0.0.1", "");
  REQUIRE(half);
  const auto session = usecases::session_of(o.house, half->token);
  REQUIRE(session);
  CHECK(answer(usecases::give_factor(o.house, *session, usecases::by_code(crypto::totp_code(crypto::bytes_of(old), o.house.now())))) == "wrong_code");

  const auto begun = usecases::begin_enrolment(o.house, "nino", code->code, "127.0.0.1");
  REQUIRE(begun);
  CHECK(begun->what == usecases::Enrols::factor);
  const auto account = usecases::find_account(o.house.store, "nino");
  const std::string totp = crypto::totp_code(crypto::bytes_of(o.house.vault.open_thing(account->person.uuid, account->sealed_totp)), o.house.now());
  // The administrator who holds the code does not know the passphrase.
  CHECK(answer(usecases::finish_enrolment(o.house, {"nino", code->code, "une phrase de Rama", totp}, "127.0.0.1")) == "wrong_sign_in");
  REQUIRE(answer(usecases::finish_enrolment(o.house, {"nino", code->code, kPassphrase, totp}, "127.0.0.1")) == "done");
  CHECK(answer(usecases::renew_second_factor(o.house, o.rama, o.w.person("fatou"))) == "factor_needed");
  CHECK(answer(usecases::renew_second_factor(o.house, o.rama, o.rama.person)) == "not_the_same_person");
}

TEST_CASE("an account is opened anew, passphrase and all, only when two administrators want it") {
  Offices o;
  const auto in = usecases::sign_in(o.house, "nino", kPassphrase, "127.0.0.1", "");
  REQUIRE(usecases::ask_anew(o.house, o.rama, o.w.person("nino")));
  CHECK(o.signs_in("nino", kPassphrase) == "done");
  CHECK(usecases::session_of(o.house, in->token));
  CHECK(answer(usecases::answer_second(o.house, o.rama, o.only_one(), true)) == "not_the_same_person");
  const auto code = usecases::answer_second(o.house, o.seydou, o.only_one(), true);
  REQUIRE(code);
  REQUIRE(code->has_value());
  CHECK_FALSE(usecases::session_of(o.house, in->token));
  CHECK(o.signs_in("nino", kPassphrase) == "wrong_sign_in");
  CHECK(usecases::begin_enrolment(o.house, "nino", (*code)->code, "127.0.0.1")->what == usecases::Enrols::anew);
}

TEST_CASE("a suspended account opens nothing, and says so only to who knows its passphrase; given back it opens as before") {
  Offices o;
  const auto in = usecases::sign_in(o.house, "fatou", kPassphrase, "127.0.0.1", "");
  REQUIRE(usecases::session_of(o.house, in->token));
  REQUIRE(usecases::suspend(o.house, o.rama, o.w.person("fatou"), true));
  CHECK_FALSE(usecases::session_of(o.house, in->token));
  CHECK(o.signs_in("fatou", kPassphrase) == "not_allowed");
  CHECK(o.signs_in("fatou", "une autre phrase") == "wrong_sign_in");
  CHECK(answer(usecases::suspend(o.house, o.rama, o.rama.person, true)) == "not_the_same_person");
  REQUIRE(usecases::suspend(o.house, o.seydou, o.w.person("fatou"), false));
  CHECK(o.signs_in("fatou", kPassphrase) == "done");

  const auto acts = usecases::acts_on(o.house, o.w.person("fatou").uuid);
  REQUIRE(acts);
  CHECK(wire::Json::parse(acts->front().row)["action"].as<std::string>() == "account.given_back");
  CHECK(acts->front().person == o.seydou.person);
  CHECK(answer(usecases::acts_on(o.house, o.w.open_file(1).uuid)) == "not_found");
}

TEST_CASE("an emergency is looked at afterwards by the officer of its file, never by who opened it; a second word stands beside the first") {
  Offices o;
  const RecordId child = o.w.open_file(1);
  Telling why;
  why.reason = "Canari de la nuit";
  REQUIRE(o.w.said(o.w.say("nino", child, BreakGlassOpened{}, why)) == "accepted");
  const EntryId id = o.w.last();
  const auto lia = o.session("lia", Role::data_protection_officer), oumy = o.session("oumy", Role::data_protection_officer);
  CHECK(answer(usecases::emergencies(o.house, o.session("demba", Role::supervisor))) == "not_allowed");
  auto all = usecases::emergencies(o.house, lia);
  REQUIRE(all);
  REQUIRE(all->size() == 1);
  CHECK(all->front().reason == "Canari de la nuit");
  CHECK(all->front().person == o.w.person("nino"));
  CHECK(all->front().reviews.empty());

  CHECK(answer(usecases::review_emergency(o.house, lia, id, false, "")) == "missing_field");
  Session himself = lia;
  himself.person = o.w.person("nino");
  CHECK(answer(usecases::review_emergency(o.house, himself, id, true, "")) == "not_the_same_person");
  REQUIRE(usecases::review_emergency(o.house, lia, id, false, "Personne n'était prévenu"));
  REQUIRE(usecases::review_emergency(o.house, oumy, id, true, ""));
  all = usecases::emergencies(o.house, lia);
  REQUIRE(all->front().reviews.size() == 2);
  CHECK_FALSE(all->front().reviews[0].in_order);
  CHECK(all->front().reviews[0].note == "Personne n'était prévenu");
  CHECK(all->front().reviews[1].in_order);

  // Opening and both words stand in the access log across files too; without a reason only what needs none.
  const auto looks = usecases::looks(o.house, lia, {.person = {}, .code = {}, .with_reason = true});
  REQUIRE(looks);
  CHECK(looks->lines.size() == 2);
  CHECK(usecases::looks(o.house, lia, {.person = o.w.person("nino"), .code = {}})->lines.size() == 1);
  CHECK(answer(usecases::looks(o.house, o.session("demba", Role::supervisor), {})) == "not_allowed");
  CHECK(answer(usecases::looks(o.house, lia, {.person = {}, .code = "SN-000000-A"})) == "not_found");
  CHECK(verdict(o.w) == "ok");
}

TEST_CASE("an officer reads of the files of their own organisation only, and goes on where a page ended") {
  Offices o;
  const RecordId ours = o.w.open_file(1), theirs = o.w.open_file("nino", 2);
  const auto open = [&](const char* login, RecordId file) {
    Telling why;
    why.reason = "essai";
    const std::string said = o.w.said(o.w.say(login, file, BreakGlassOpened{}, why));
    REQUIRE(said == "accepted");
  };
  open("sadio", ours);
  open("binta", theirs);
  const auto oumy = o.session("oumy", Role::data_protection_officer), lia = o.session("lia", Role::data_protection_officer);
  CHECK(usecases::emergencies(o.house, oumy)->size() == 1);
  CHECK(usecases::emergencies(o.house, lia)->size() == 2);
  CHECK(usecases::looks(o.house, oumy, {})->lines.size() == 1);

  o.house.writer.run<bool>([&](usecases::Draft& draft) {
    for (int i = 0; i < 60; ++i)
      draft.change.append_access({0, draft.now, ours, o.w.person("binta"), R"({"action":"see_identity","decision":"allow","shown":["identity"]})", {}});
    return true;
  });
  const auto first = usecases::looks(o.house, lia, {});
  REQUIRE(first->lines.size() == 50);
  REQUIRE(first->before);
  usecases::LooksAsked next;
  next.before = *first->before;
  const auto second = usecases::looks(o.house, lia, next);
  CHECK(second->lines.size() == 12);
  CHECK_FALSE(second->before);
}
