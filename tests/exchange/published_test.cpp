// The standard's own files, as published, where they lie beside the project (or where NIBBI_HTCDS_DIR says). Skipped, and said so, where they are absent.
#include <catch2/catch_test_macros.hpp>

#include "support.hpp"

using namespace nibbi;
using namespace nibbi::exchange;
using namespace nibbi::exchange::test;

namespace {

std::filesystem::path published() {
  if (const char* folder = std::getenv("NIBBI_HTCDS_DIR")) return folder;
  return std::filesystem::absolute(contract_folder()).parent_path() / ".." / "shared" / "data" / "htcds";
}
#define NIBBI_NEEDS_PUBLISHED() \
  if (!std::filesystem::exists(published())) SKIP("the published files of the standard are not here")

std::vector<std::vector<std::string>> table(const char* name) {
  const std::string text = file_text(published() / name);
  CsvReader reader(text);
  std::vector<std::vector<std::string>> out;
  while (auto row = reader.next()) {
    if (!*row) break;
    out.push_back((*row)->cells);
  }
  return out;
}

}  // namespace

TEST_CASE("the map has the fields of the published sheet, in its order") {
  NIBBI_NEEDS_PUBLISHED();
  const auto rows = table("htcds_fields_v2.0.csv");
  const auto fields = contract().map().fields();
  REQUIRE(rows.size() == fields.size() + 1);
  for (std::size_t i = 0; i < fields.size(); ++i) CHECK(rows[i + 1][3] == fields[i].name);
}

TEST_CASE("every published code of a field with a home is known, by code and by label") {
  NIBBI_NEEDS_PUBLISHED();
  std::size_t known = 0, kept = 0;
  for (const auto& row : table("htcds_codelists_v2.0.csv")) {
    const Field* f = contract().map().field(row[0]);
    if (f == nullptr || f->home.kind == HomeKind::note) {
      kept += f != nullptr;
      continue;
    }
    const HtcdsCode* code = contract().map().code(*f, squeezed(row[2]));
    INFO(row[0] << " " << row[2]);
    REQUIRE(code != nullptr);
    CHECK(code->code == row[2]);
    CHECK(contract().map().code(*f, squeezed(row[3])) == contract().map().code(*f, squeezed(row[3])));
    const HtcdsCode* by_label = contract().map().code(*f, squeezed(row[3]));
    REQUIRE(by_label != nullptr);
    CHECK(by_label->code == row[2]);
    ++known;
  }
  CHECK(known == 94);
  CHECK(known + kept == 182);
}

TEST_CASE("every choice and every question of the published form is known") {
  NIBBI_NEEDS_PUBLISHED();
  for (const auto& row : table("htcds_xlsform_choices.csv"))
    if (row[0] == "citizenship") {
      INFO(row[1]);
      CHECK(contract().map().country(row[1]));
    }
  std::size_t questions = 0;
  for (const auto& row : table("htcds_xlsform_survey.csv"))
    if (row.size() > 1 && row[1].find('_') == 3) {
      INFO(row[1]);
      CHECK(contract().map().by_name(row[1]) != nullptr);
      ++questions;
    }
  CHECK(questions == 31);
}

TEST_CASE("the published workbook is read: its hidden names, its labels, its numbered empty rows") {
  NIBBI_NEEDS_PUBLISHED();
  const std::string bytes = file_text(published() / "raw" / "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx");
  auto book = open_table(bytes);
  REQUIRE(book);
  auto sheet = HtcdsSheet::open(**book, contract().map());
  REQUIRE(sheet);
  std::size_t fields = 0;
  for (const Column& c : sheet->columns()) fields += c.field != nullptr;
  CHECK(fields == 38);
  CHECK(sheet->findings().size() == 4);  // parts of the address, whose labels stand in another order than their names
  CHECK_FALSE((*sheet->next()).has_value());
  const std::string form = file_text(published() / "raw" / "htcds_xlsform.xlsx");
  auto survey = open_table(form, "survey");
  REQUIRE(survey);
  CHECK((*(*survey)->next())->cells.size() >= 3);
  auto description = open_table(form, "survey");
  REQUIRE(description);
  const auto nobody = HtcdsSheet::open(**description, contract().map());
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error() == FileProblem::describes_fields);
}

TEST_CASE("the published field sheet is an OpenDocument file, which is said and not guessed at") {
  NIBBI_NEEDS_PUBLISHED();
  const std::string bytes = file_text(published() / "raw" / "HTCDS Field Standards 2.0.ods");
  auto book = open_table(bytes);
  REQUIRE_FALSE(book);
  CHECK((book.error() == FileProblem::not_a_table || book.error() == FileProblem::workbook_broken));
}
