// A partner's own list: what a map makes of its columns, what a map is proposed from, and rows that are not as they should be.
#include "exchange/list_columns.hpp"

#include <catch2/catch_test_macros.hpp>

#include "domain/names.hpp"
#include "exchange/report.hpp"
#include "support.hpp"

using namespace nibbi;
using namespace nibbi::exchange;
using namespace nibbi::exchange::test;
using enum FindingCode;

namespace {

const wire::ContractFile& file() {
  static const std::string kText = file_text(contract_folder() / "exchange" / "list_columns.json");
  static const wire::ContractFile kFile{"exchange/list_columns.json", kText};
  return kFile;
}
const ListColumns& known() {
  static const ListColumns kKnown = read_list_columns({&file(), 1});
  return kKnown;
}
const HtcdsMap& map() {
  static const HtcdsMap kMap = list_map(contract().map(), {&file(), 1}, contract().rules());
  return kMap;
}

using Rows = std::vector<std::vector<std::string>>;
ColumnMap columns(std::string_view json) {
  std::string unknown;
  const auto read = read_column_map(json, known(), unknown);
  if (!read) throw std::runtime_error("no map: " + unknown);
  return *read;
}
struct List {
  std::vector<std::expected<Mapped, Refused>> rows;
  std::vector<std::string> missing;
};
List read_list(TableReader& table, const ColumnMap& asked) {
  auto opened = open_list(table, map(), known(), asked);
  if (!opened) throw std::runtime_error(std::string(word(opened.error())));
  List out{{}, opened->missing};
  for (;;) {
    auto row = opened->sheet.next();
    if (!row) throw std::runtime_error(std::string(word(row.error())));
    if (!*row) return out;
    out.rows.push_back(plan_row(**row, map(), contract().rules(), context()));
  }
}
List read_list(Rows rows, std::string_view json) {
  Given2D table(std::move(rows));
  return read_list(table, columns(json));
}
/// One row under these columns.
std::expected<Mapped, Refused> plan_one(const std::vector<std::pair<std::string, std::string>>& cells, std::string_view json) {
  Rows rows(2);
  for (const auto& [heading, value] : cells) rows[0].push_back(heading), rows[1].push_back(value);
  List list = read_list(rows, json);
  if (list.rows.size() != 1) throw std::runtime_error("not one row");
  return list.rows.front();
}
std::string proposed(Rows rows) {
  Given2D table(std::move(rows));
  const auto found = propose_map(table, known());
  if (!found) return std::string(word(found.error()));
  std::string out = found->map.id + ";";
  for (const auto& [heading, meaning] : found->map.columns) out += " " + heading + "=" + meaning;
  for (const std::string& heading : found->unknown) out += " ?" + heading;
  return out;
}

constexpr std::string_view kNames = R"({"id":"","columns":{"Prénom":"given","Nom":"family"}})";

}  // namespace

TEST_CASE("every meaning that the map of nibbi link has is one here") {
  for (const char* meaning : {"given", "family", "name", "birth_date", "birth_year", "age", "sex", "place", "postal_code", "address", "phone", "id_number", "occupation", "mother", "father", "relative",
                              "language", "nationality", "registered"})
    CHECK(known().meaning(meaning) != nullptr);
  CHECK(known().meaning("photo") == nullptr);
}

TEST_CASE("a row under a map becomes the entries of a file, and what has no question stands in its note") {
  const auto mapped = plan_one({{"N°", "A-17"}, {"Prénom", "Awa"}, {"Nom", "Canari"}, {"Né(e) le", "2014-06-01"}, {"Sexe", "F"}, {"Village", "Sintchã"}, {"Mère", "Fatou Baldé"}, {"Père", "Sory"}, {"Tuteur", "Tierno"},
                                {"Langue", "peul"}, {"Pays", "Guinée"}, {"Tél", "77 000 00 00"}, {"Date", "03/02/2020"}, {"Observations", "vient avec sa sœur"}},
                               R"({"id":"N°","columns":{"Prénom":"given","Nom":"family","Né(e) le":"birth_date","Sexe":"sex","Village":"place","Mère":"mother","Père":"father","Tuteur":"relative",
                                   "Langue":"language","Pays":"nationality","Tél":"phone","Date":"registered"}})");
  REQUIRE(mapped);
  CHECK(text_answer(*mapped, "intake.first_name") == "Awa");
  CHECK(text_answer(*mapped, "intake.family_name") == "Canari");
  CHECK(text_answer(*mapped, "intake.village") == "Sintchã");
  CHECK(text_answer(*mapped, "tracing.mother") == "Fatou Baldé");
  CHECK(text_answer(*mapped, "tracing.father") == "Sory");
  CHECK(text_answer(*mapped, "tracing.others") == "Tierno");
  CHECK(text_answer(*mapped, "intake.sex") == "girl");
  CHECK(text_answer(*mapped, "intake.country_of_origin") == "GN");
  const std::string notes = all_notes(*mapped);
  for (const char* kept : {"N°: A-17", "Tél: 77 000 00 00", "Observations: vient avec sa sœur", "Liste d’un partenaire"}) CHECK(notes.find(kept) != std::string::npos);
  CHECK(notes.find("HTCDS") == std::string::npos);
  for (const Planned& p : mapped->contents) {
    CHECK(p.telling.copied_from.value == "list");
    CHECK(p.telling.happened.earliest == day("2020-02-03"));
  }
}

TEST_CASE("old days stay old, and an adult is none of ours") {
  constexpr std::string_view kMap = R"({"id":"","columns":{"Nom":"name","Âge":"age","Arrivé le":"registered"}})";
  const auto then = plan_one({{"Nom", "Canari"}, {"Âge", "12"}, {"Arrivé le", "2009-05-06"}}, kMap);
  REQUIRE(then);
  CHECK(body<domain::ChildOpened>(*then)->age_band.value == "a10_12");
  CHECK(then->contents[0].telling.happened.earliest == day("2009-05-06"));
  const auto adult = plan_one({{"Nom", "Canari"}, {"Âge", "31"}, {"Arrivé le", "2009-05-06"}}, kMap);
  REQUIRE_FALSE(adult);
  CHECK(word(adult.error().reason) == "adult");
}

TEST_CASE("the same row is the same child, however its letters were composed, its columns ordered and its map written") {
  const auto digest = [](const std::vector<std::pair<std::string, std::string>>& cells, std::string_view json = kNames) { return plan_one(cells, json)->identity; };
  const auto one = digest({{"Prénom", "Sékou"}, {"Nom", "Canari"}});
  CHECK(digest({{"Nom", "CANARI"}, {"Prénom", "Se\xCC\x81kou "}}) == one);
  CHECK(digest({{"Prénom", "S\xC3\x83\xC2\xA9kou"}, {"Nom", "Canari"}}) == one);  // UTF-8 that was taken for Windows-1252
  CHECK(digest({{"Prénom", "Sékou"}, {"Nom", "Canari"}}, R"({"columns":{"nom":"family","PRENOM":"given"},"id":""})") == one);
  CHECK(digest({{"Prénom", "Sékou"}, {"Nom", "Kanari"}}) != one);
  CHECK(digest({{"Prénom", "Canari"}, {"Nom", "Sékou"}}) != one);
}

TEST_CASE("names that look wrong are kept as they are") {
  // Arabic, N'Ko, an emoji between, a title alone, and a family whose name is Null.
  for (const char* name : {"محمد جالو", "ߡߊ߬ߡߊ߬ߘߎ߫", "Awa 🌼", "El Hadj", "Null"}) {
    INFO(name);
    const auto mapped = plan_one({{"Prénom", name}, {"Nom", "Canari"}}, kNames);
    REQUIRE(mapped);
    CHECK(text_answer(*mapped, "intake.first_name") == name);
  }
  const auto nothing = plan_one({{"Prénom", "Awa"}, {"Nom", "NULL"}}, kNames);
  REQUIRE(nothing);
  CHECK(answer(*nothing, "intake.family_name") == nullptr);
  CHECK(all_notes(*nothing).find("NULL") != std::string::npos);
}

TEST_CASE("columns that stand in each other's place lose nothing") {
  const auto mapped = plan_one({{"Sexe", "2014-06-01"}, {"Né(e) le", "F"}, {"Nom", "Canari"}}, R"({"id":"","columns":{"Sexe":"sex","Né(e) le":"birth_date","Nom":"name"}})");
  REQUIRE(mapped);
  CHECK(has(mapped->findings, unknown_code, "prs_Gender"));
  CHECK(has(mapped->findings, date_as_said, "prs_Birthdate"));
  CHECK(all_notes(*mapped).find("2014-06-01") != std::string::npos);
}

TEST_CASE("a cell of hundreds of thousands of letters is kept in pieces, or its row refused; the next one is read") {
  const std::string long_text(300'000, 'x');
  const auto mapped = plan_one({{"Prénom", long_text}, {"Nom", "Canari"}}, kNames);
  REQUIRE(mapped);
  CHECK(has(mapped->findings, text_too_long, "prs_FirstName"));
  CHECK(text_answer(*mapped, "intake.family_name") == "Canari");
  std::size_t kept = 0;
  for (const char c : all_notes(*mapped)) kept += c == 'x';
  CHECK(kept >= long_text.size());

  const std::string bytes = "Prénom,Nom\nAwa," + std::string(1'500'000, 'y') + "\nBinta,Canari\n";
  CsvReader csv(bytes);
  const List list = read_list(csv, columns(kNames));
  REQUIRE(list.rows.size() == 2);
  REQUIRE_FALSE(list.rows[0]);
  CHECK(word(list.rows[0].error().reason) == "row_too_long");
  CHECK(list.rows[1]);
}

TEST_CASE("a row that names nobody is refused with its reason") {
  const List list = read_list({{"Prénom", "Nom", "Observations"}, {"", "", "voir la liste de mars"}, {"Awa", "", ""}}, kNames);
  REQUIRE(list.rows.size() == 2);
  REQUIRE_FALSE(list.rows[0]);
  CHECK(word(list.rows[0].error().reason) == "empty_row");
  CHECK(list.rows[1]);
}

TEST_CASE("titles above the headings are passed over, and columns of the map that are not there are told") {
  const List list = read_list({{"LISTE DES ENFANTS, MARS 2024"}, {"", ""}, {"Prénom", "Nom"}, {"Awa", "Canari"}}, R"({"id":"N°","columns":{"Prénom":"given","Nom":"family","Village":"place"}})");
  REQUIRE(list.rows.size() == 1);
  CHECK(text_answer(*list.rows[0], "intake.first_name") == "Awa");
  CHECK(list.missing == std::vector<std::string>{"Village", "N°"});
}

TEST_CASE("the whole name beside its parts is another name, and two columns of one meaning lose nothing") {
  const auto mapped = plan_one({{"Nom complet", "Awa Binta Canari"}, {"Prénom", "Awa"}, {"Surnom", "Binette"}}, R"({"id":"","columns":{"Nom complet":"name","Prénom":"given","Surnom":"given"}})");
  REQUIRE(mapped);
  CHECK(text_answer(*mapped, "intake.first_name") == "Awa");
  CHECK(text_answer(*mapped, "intake.other_names") == "Awa Binta Canari");
  CHECK(has(mapped->findings, column_twice, "prs_FirstName"));
  CHECK(all_notes(*mapped).find("Surnom: Binette") != std::string::npos);
  CHECK(text_answer(*plan_one({{"Nom", "Canari Awa"}}, R"({"id":"","columns":{"Nom":"name"}})"), "intake.first_name") == "Canari Awa");
}

TEST_CASE("a map is proposed from headings in three languages; what is unknown is named, and the second of a meaning is left to a person") {
  CHECK(proposed({{"N°", "Prénom", "Nom de famille", "Date de naissance", "Sexe", "Village d'origine", "Nom de la mère", "Observations"}}) ==
        "N°; Prénom=given Nom de famille=family Date de naissance=birth_date Sexe=sex Village d'origine=place Nom de la mère=mother ?Observations");
  CHECK(proposed({{"Children of the centre"}, {"Case ID", "First Name", "Surname", "Age", "Gender", "Community", "Father's name", "Guardian"}, {"1", "Awa", "Canari", "12", "F", "", "", ""}}) ==
        "Case ID; First Name=given Surname=family Age=age Gender=sex Community=place Father's name=father Guardian=relative");
  CHECK(proposed({{"Código", "Nome completo", "Idade", "Sexo", "Tabanca", "Nome do pai", "Data de chegada", "Nome da criança"}}) ==
        "Código; Nome completo=name Idade=age Sexo=sex Tabanca=place Nome do pai=father Data de chegada=registered ?Nome da criança");
  CHECK(proposed({{"Pr\xC3\x83\xC2\xA9nom", "NOM"}}) == "; Prénom=given NOM=family");
  CHECK(proposed({{"foo", "bar"}, {"1", "2"}}) == "no_known_column");
  CHECK(proposed({}) == "nothing_in_it");
}

TEST_CASE("what is proposed is read back, and what is no map is refused") {
  const ColumnMap map{"N°", {{"Pré\"nom\\", "given"}, {"Nom", "family"}}};
  const ColumnMap back = columns(map.json());
  CHECK(back.id == map.id);
  CHECK(back.columns.size() == 2);
  std::string unknown;
  for (const char* wrong : {"", "[]", "{}", R"({"id":1,"columns":{}})", R"({"id":"","columns":[]})", R"({"id":"","columns":{}})", R"({"columns":{"a":"given"}})"}) {
    INFO(wrong);
    CHECK_FALSE(read_column_map(wrong, known(), unknown));
    CHECK(unknown.empty());
  }
  CHECK_FALSE(read_column_map(R"({"id":"","columns":{"Photo":"photo"}})", known(), unknown));
  CHECK(unknown == "Photo");
}
