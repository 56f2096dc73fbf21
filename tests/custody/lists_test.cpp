// Lists that come in and copies that leave by the command line: what the page lets whom do, once, and the access log has it.
#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <fstream>

#include "domain/case_code.hpp"
#include "exchange/csv.hpp"
#include "main/admin_works.hpp"
#include "tests/custody/world.hpp"
#include "usecases/file_copy.hpp"
#include "usecases/people_admin.hpp"
#include "usecases/take_in.hpp"
#include "wire/json.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

/// What a command printed, said to people, and gave back.
struct Done {
  std::string out, words;
  int exit = 0;
};
Done run(World& w, AdminWork work, std::map<std::string, std::string> with, const std::string& list = {}) {
  const Folder folder;
  Done done;
  AdminAsked asked{.command = "", .with = std::move(with)};
  asked.with.emplace("by", "essai (uid 0)");
  asked.print = [&](const std::string& text) { done.out += text; };
  if (!list.empty()) {
    std::ofstream(folder.file("list.csv")) << list;
    asked.file = ::open(folder.file("list.csv").c_str(), O_RDONLY | O_CLOEXEC);
  }
  try {
    done.exit = work(w.installation(), {}, asked, [&](const std::string& text) { done.words += text + "\n"; }).exit;
  } catch (const WrongUse& wrong) {
    done.words += wrong.what();
    done.exit = 2;
  } catch (const std::exception& e) {
    done.words += e.what();
    done.exit = 1;
  }
  if (asked.file >= 0) ::close(asked.file);
  return done;
}
Done export_as(World& w, const std::string& login, const std::string& reason = "Le juge le demande.") {
  return run(w, work_export_htcds, {{"as", login}, {"reason", reason}});
}
Done import_as(World& w, const std::string& login, const std::string& unit, const std::string& list, bool apply = true) {
  std::map<std::string, std::string> with{{"as", login}, {"unit", unit}};
  if (apply) with["apply"] = "";
  return run(w, work_import_htcds, with, list);
}

std::vector<std::map<std::string, std::string>> rows_of(const std::string& csv) {
  exchange::CsvReader reader(csv);
  std::vector<std::string> names;
  std::vector<std::map<std::string, std::string>> out;
  while (auto row = reader.next()) {
    if (!*row) break;
    if (names.empty()) {
      names = (*row)->cells;
      continue;
    }
    auto& one = out.emplace_back();
    for (std::size_t i = 0; i < (*row)->cells.size(); ++i) one[names[i]] = (*row)->cells[i];
  }
  return out;
}
std::size_t times(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

SecondAsked a_copy() { return {{"export_file"}, {}, "Le juge le demande.", {}}; }

/// Binta asks for a copy and Demba, who supervises her, agrees.
void agreed(World& w, RecordId record) {
  REQUIRE(w.said(w.say("binta", record, a_copy())) == "pending");
  REQUIRE(w.said(w.say("demba", record, SecondAgreed{w.last()})) == "accepted");
}

const std::string kList =
    "prs_FirstName,prs_Birthdate,prs_Gender,vic_TypeOfExploitation,cas_IncomingReferralDate\n"
    "Canari-un,2014-06-01,Feminine,ForcedBegging;ChildLabour,2020-02-03\n"
    "Canari-adulte,1990-06-01,Masculine,,2020-02-03\n"
    "Canari-deux,2015-06-01,Masculine,,2009-05-06\n"
    "Canari-un,2014-06-01,Feminine,ChildLabour;ForcedBegging,03/02/2020\n";

}  // namespace

TEST_CASE("a copy leaves when two agreed, once, with what its asker may see, and the access log keeps who, why and what") {
  const Home home(GENERATE(from_range(engines())));
  World w(home);
  w.settle();
  const RecordId mine = w.open_file(1);
  w.open_file(2);
  CHECK(export_as(w, "binta", "").exit == 2);

  const Done before = export_as(w, "binta");
  CHECK(before.exit == 1);
  CHECK(rows_of(before.out).empty());
  CHECK(before.words.find("2 files have no agreed copy") != std::string::npos);

  REQUIRE(w.said(w.say("binta", mine, a_copy())) == "pending");
  const EntryId asked = w.last();
  const Done waiting = export_as(w, "binta");
  CHECK(rows_of(waiting.out).empty());
  CHECK(waiting.words.find("1 copy waits for a second person") != std::string::npos);
  REQUIRE(w.said(w.say("demba", mine, SecondAgreed{asked})) == "accepted");

  // Agreed to Binta: nobody else has it, not even who agreed.
  CHECK(rows_of(export_as(w, "demba").out).empty());
  CHECK(rows_of(export_as(w, "oumy").out).empty());

  const auto seen_before = w.house().store.accesses_of(mine, INT64_MAX, 100).size();
  const Done made = export_as(w, "binta", "Pour le tribunal.");
  CHECK(made.exit == 0);
  const auto rows = rows_of(made.out);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].at("prs_FirstName") == "Canari-prénom");
  CHECK(rows[0].at("cco_CaseComment").find("Canari-note") != std::string::npos);
  const auto seen = w.house().store.accesses_of(mine, INT64_MAX, 100);
  REQUIRE(seen.size() == seen_before + 1);
  const auto row = wire::Json::parse(seen.front().row);
  CHECK(seen.front().person == w.person("binta"));
  CHECK(row["action"].as<std::string>() == "export_file");
  CHECK(row["asked"].as<std::string>() == asked.text());
  CHECK(row["by"].as<std::string>() == "essai (uid 0)");
  CHECK(row["shown"].size() == 4);
  CHECK(w.house().vault.open_reason(mine, seen.front().sealed_reason) == "Pour le tribunal.");
  CHECK(made.words.find("Canari") == std::string::npos);

  CHECK(rows_of(export_as(w, "binta").out).empty());  // made once
  agreed(w, mine);
  CHECK(rows_of(export_as(w, "binta").out).size() == 1);
  CHECK(verdict(w) == "ok");
}

TEST_CASE("whom the page gives no copy has none: declined, another's file, another role, a right that went") {
  const Home home("sqlite");
  World w(home);
  w.settle();
  const RecordId file = w.open_file(1);
  for (const char* login : {"fatou", "nino", "sadio"}) {
    INFO(login);
    const Done refused = export_as(w, login);
    CHECK(refused.exit == 1);
    CHECK(refused.out.empty());
    CHECK(refused.words.find("not_allowed") != std::string::npos);
  }
  CHECK(export_as(w, "personne").exit == 2);

  REQUIRE(w.said(w.say("binta", file, a_copy())) == "pending");
  REQUIRE(w.said(w.say("demba", file, SecondDeclined{w.last(), "Non."})) == "accepted");
  CHECK(rows_of(export_as(w, "binta").out).empty());

  // What was agreed on is made by who still has the file, and not by who had it.
  agreed(w, file);
  REQUIRE(w.said(w.say("demba", file, AssignmentMade{w.person("nino"), w.unit("Bairro")}, Telling{{}, {}, {}, "Sa tante y vit."})) == "accepted");
  CHECK(export_as(w, "binta").out.empty());
}

TEST_CASE("a right that goes between the list and the copy is looked at again") {
  const Home home("sqlite");
  World w(home);
  w.settle();
  const RecordId file = w.open_file(1);
  agreed(w, file);
  const auto may = usecases::may_copy(w.house(), w.person("binta"), {});
  REQUIRE(may.size() == 1);
  REQUIRE(w.said(w.say("demba", file, AssignmentMade{w.person("nino"), w.unit("Bairro")}, Telling{{}, {}, {}, "Sa tante y vit."})) == "accepted");
  const auto copies = usecases::make_copies(w.house(), {w.person("binta"), "Raison", "essai"}, may);
  REQUIRE(copies.size() == 1);
  CHECK(copies[0].standing == usecases::CopyStanding::not_allowed);
  CHECK(copies[0].file == nullptr);
}

TEST_CASE("a data protection officer's copy needs somebody of another unit") {
  const Home home("sqlite");
  World w(home);
  w.settle();
  const RecordId file = w.open_file(1);
  REQUIRE(w.said(w.say("oumy", file, a_copy())) == "pending");
  const EntryId asked = w.last();
  CHECK(w.said(w.say("demba", file, SecondAgreed{asked})) == "other_unit_needed");
  REQUIRE(w.said(w.say("lia", file, SecondAgreed{asked})) == "accepted");
  const auto rows = rows_of(export_as(w, "oumy").out);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].at("prs_FirstName") == "Canari-prénom");
}

TEST_CASE("the demonstration's agreement is nothing outside of one") {
  const Home home("sqlite");
  World w(home);
  w.settle();
  w.open_file(1);
  CHECK_THROWS(usecases::DemoAgreement(w.house()));
  // Nor does an account of that name, or leaving the account out, open anything.
  REQUIRE(usecases::add_person(w.house(), "test", {.name = "Export DEMO", .language = "fr", .login = "export", .passphrase = kPassphrase, .no_second_factor = false,
                                                   .post = PersonGranted{Role::data_protection_officer, w.unit("Bairro"), {}}}));
  REQUIRE(usecases::grant_post(w.house(), "test", w.person("export"), {Role::case_worker, w.unit("Bairro"), {}}));
  for (const std::map<std::string, std::string>& with : {std::map<std::string, std::string>{}, {{"reason", "x"}}, {{"as", "export"}}}) CHECK(run(w, work_export_htcds, with).exit == 2);
  CHECK(rows_of(export_as(w, "export").out).empty());
  for (const std::map<std::string, std::string>& with : {std::map<std::string, std::string>{}, {{"as", "binta"}}, {{"unit", "Bairro"}}}) CHECK(run(w, work_import_htcds, with, kList).exit == 2);
}

TEST_CASE("a list comes in: each row judged, adults refused, twice the same is there once, old days stay old, and the log has it") {
  const Home home(GENERATE(from_range(engines())));
  World w(home);
  w.settle();
  const auto pos = w.house().store.head().pos;
  const Done dry = import_as(w, "binta", "Parcours", kList, false);
  CHECK(dry.exit == 1);
  CHECK(times(dry.out, "\"would_create\"") == 2);
  CHECK(times(dry.out, "\"exists\"") == 1);
  CHECK(dry.out.find("{\"row\":3,\"status\":\"refused\",\"reason\":\"adult\"") != std::string::npos);
  CHECK(w.house().store.head().pos == pos);
  CHECK(w.house().memory.caseload.size() == 0);

  const Done first = import_as(w, "binta", "Parcours", kList);
  CHECK(first.exit == 1);
  CHECK(times(first.out, "\"created\"") == 2);
  CHECK(times(first.out, "\"exists\"") == 1);
  const auto after = w.house().store.head().pos;
  const Done again = import_as(w, "binta", "Parcours", kList);
  CHECK(times(again.out, "\"exists\"") == 3);
  CHECK(w.house().store.head().pos == after);
  CHECK(w.house().memory.caseload.size() == 2);
  for (const Done* d : {&dry, &first, &again}) CHECK((d->out + d->words).find("Canari") == std::string::npos);

  // The same list for another unit is other files: what one unit knows is not another's.
  CHECK(times(import_as(w, "nino", "Bairro", kList).out, "\"created\"") == 2);

  std::size_t old = 0;
  for (const auto& brief : w.house().memory.caseload.all()) {
    const auto file = w.house().file(brief->record);
    const auto& opened = file->state.said.front();
    CHECK(opened.copied_from.value == "list");
    CHECK(file->state.answers.at("intake.first_name").values.size() == 1);
    old += opened.happened.earliest == Date::parse("2009-05-06");
    CHECK((brief->ties.assigned == w.person("binta") || brief->ties.assigned == w.person("nino")));
  }
  CHECK(old == 2);

  auto seen = w.house().store.accesses_of(RecordId{w.unit("Parcours").uuid}, INT64_MAX, 10);
  // Beside them stands who made the unit.
  std::erase_if(seen, [](const usecases::AccessRow& r) { return wire::Json::parse(r.row)["action"].as<std::string>() != "import_htcds"; });
  REQUIRE(seen.size() == 2);
  const auto row = wire::Json::parse(seen.back().row);
  CHECK(row["action"].as<std::string>() == "import_htcds");
  CHECK(row["created"].as<int>() == 2);
  CHECK(row["by"].as<std::string>() == "essai (uid 0)");
  CHECK(seen.back().person == w.person("binta"));
  CHECK(verdict(w) == "ok");
}

TEST_CASE("who may open no file brings in no list") {
  const Home home("sqlite");
  World w(home);
  w.settle();
  for (const auto& [login, unit] : {std::pair{"oumy", "Parcours"}, std::pair{"binta", "Bairro"}, std::pair{"nino", "Parcours"}}) {
    const Done refused = import_as(w, login, unit, kList);
    CHECK(refused.exit == 1);
    CHECK(refused.out.empty());
    CHECK(refused.words.find("not_allowed") != std::string::npos);
  }
  CHECK(import_as(w, "personne", "Parcours", kList).exit == 2);
  CHECK(import_as(w, "binta", "Nulle part", kList).exit == 2);
  CHECK(w.house().memory.caseload.size() == 0);
}

TEST_CASE("a row that the page does not let stand is refused whole") {
  const Home home("sqlite");
  World w(home);
  w.settle();
  // A tracing officer may open a file, and fill in no form of it.
  REQUIRE(usecases::grant_post(w.house(), "test", w.person("binta"), {Role::tracing_officer, w.unit("Bairro"), {}}));
  const Done refused = import_as(w, "binta", "Bairro", kList);
  CHECK(times(refused.out, "\"refused\",\"reason\":\"not_allowed\"") == 2);
  CHECK(w.house().memory.caseload.size() == 0);
  CHECK(verdict(w) == "ok");
}

TEST_CASE("files are taken in together, each whole or not at all, and one that is refused costs no other") {
  const Home home(GENERATE(from_range(engines())));
  World w(home);
  w.settle();
  usecases::House& house = w.house();
  auto key = std::make_shared<const crypto::SigningKey>(crypto::SigningKey::generate());
  usecases::Pen pen{w.person("binta"), Role::case_worker, w.unit("Parcours"), DeviceId{crypto::new_uuid(house.now())}, std::move(key), 0};
  std::vector<usecases::PreparedHistory> histories;
  auto file = [&](unsigned long number, std::vector<Body> more) {
    more.insert(more.begin(), ChildOpened{case_code("SN", number), {"SN"}, {"girl"}, {"a10_12"}, {}});
    auto& history = histories.emplace_back(usecases::begin_history(house, RecordId{crypto::new_uuid(house.now())}, RecordKind::child));
    std::int64_t n = 0;
    for (Body& body : more)
      usecases::add_entry(house, history, usecases::written(house, pen, history.file.record.id, n++, std::move(body), {}, house.now(), EntryId{crypto::new_uuid(house.now())}), house.now(), Factor::stale, true);
    return history.file.record.id;
  };
  const NoteAdded note{{"observation"}, {}, {}, "Une note."};
  const RecordId good = file(1, {note}), bad = file(2, {note, FileReopened{}}), other = file(3, {note});
  auto words = [&](bool keep) {
    std::string all;
    for (const auto& answer : usecases::take_in(house, pen, histories, keep)) all += answer.what == usecases::TakenIn::created ? "created " : answer.what == usecases::TakenIn::exists ? "exists " : "refused ";
    return all;
  };
  const auto pos = house.store.head().pos;
  CHECK(words(false) == "created refused created ");
  CHECK(house.store.head().pos == pos);
  CHECK(words(true) == "created refused created ");
  CHECK(house.store.head().pos == pos + 4);
  CHECK(words(true) == "exists refused exists ");
  CHECK(house.file(good)->state.n == 2);
  CHECK(house.file(other)->state.n == 2);
  CHECK_FALSE(house.store.record(bad));
  CHECK_FALSE(house.memory.caseload.find(bad));
  CHECK(verdict(w) == "ok");
}
