// Export then import gives the same facts back: over all facts that the standard can hold, through the bytes of a CSV file; and the same row
// back, column by column, over rows of the standard.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include "support.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::exchange;
using namespace nibbi::exchange::test;

namespace {

std::string exported(const ChildState& state, std::vector<NotHeld>* not_held = nullptr) {
  ExportedRow row = export_row(state, contract().map(), contract().rules(), export_context());
  if (not_held) *not_held = row.not_held;
  return csv_row(export_header(contract().map())) + csv_row(row.cells);
}
Mapped imported(const std::string& csv) {
  CsvReader table(csv);
  Read read = read_all(table);
  if (read.rows.size() != 1 || !read.rows.front()) throw std::runtime_error("an exported row that is not imported");
  return *read.rows.front();
}

/// What a file says, as text: every answer and every body, with when it happened; not who wrote it.
std::vector<std::string> facts(const std::vector<Planned>& contents) {
  std::vector<std::string> out;
  for (const Planned& planned : contents) {
    std::string fact(word(kind_of(planned.body)));
    const wire::Parts parts = wire::write_parts(planned, contract().rules());
    for (Tier tier : kTiers) fact += " " + parts[tier].value_or("");
    out.push_back(fact);
  }
  return out;
}

std::string a_text(std::size_t longest) {
  static constexpr std::array<std::string_view, 18> kPieces{"a", "É", "ɓ", "=", "+", "-", "@", "'", " ", "1", ",", ";", "\"", "|", "[[", "]]", "\\", "n"};
  std::string out = "x";
  for (int n = *rc::gen::inRange(0, 10); n > 0; --n) out += kPieces[*rc::gen::inRange<std::size_t>(0, kPieces.size())];
  if (*rc::gen::inRange(0, 3) == 0) out = *rc::gen::element<std::string>("=1+1", "+221770000000", "-3", "@x", "'=x", "''", "a\nb", "[[observation worker -]]", "\\[[x]]", "true", "1", "SN", "2014-01-01");
  while (code_points(out) > longest || out.ends_with(' ')) out.pop_back();
  return out.empty() ? "x" : out;
}
PartialDate a_birth() {
  const Date day{*rc::gen::inRange<std::int32_t>(15000, 20500)};
  switch (*rc::gen::inRange(0, 6)) {
    case 0: return {Date::parse(std::to_string(day.year()) + "-01-01"), Date::parse(std::to_string(day.year()) + "-12-31"), ""};
    case 1: return {day, Date{day.day + *rc::gen::inRange(1, 500)}, *rc::gen::element<std::string>("", "après la pluie", "b)", "(c")};
    case 2: return {std::nullopt, std::nullopt, *rc::gen::element<std::string>("à la saison des pluies", "(", "2015-2016")};
    case 3: return {day, std::nullopt, ""};
    default: return {day, day, ""};
  }
}
template <class T>
T one_of(const std::vector<T>& from) { return from[*rc::gen::inRange<std::size_t>(0, from.size())]; }

/// Codes of a list that the standard has a code for.
std::vector<std::string> mapped_codes(std::string_view field) {
  const Field& f = *contract().map().field(field);
  std::vector<std::string> out;
  for (const auto& [code, place] : contract().rules().lists.find(f.list)->second.place)
    if (!contract().map().code_of(f, code).empty()) out.push_back(code);
  return out;
}
Codes some_codes(std::string_view field) {
  Codes out;
  for (const std::string& code : mapped_codes(field))
    if (*rc::gen::inRange(0, 4) == 0) out.push_back({code});
  return out;
}
bool maybe() { return *rc::gen::arbitrary<bool>(); }

/// A file of facts that the standard can hold, as an import would write it.
std::vector<Planned> a_file() {
  const Date opened{*rc::gen::inRange<std::int32_t>(15000, 20700)};
  Telling telling{.happened = {opened, opened, ""}, .copied_from = {"list"}, .told_by = "", .reason = ""};
  std::vector<Planned> out;
  FormSaved intake{.form = {"intake"}, .form_version = 1, .answers = {}}, assessment{.form = {"assessment"}, .form_version = 1, .answers = {}};
  if (maybe()) intake.answers["intake.first_name"] = a_text(200);
  if (maybe()) intake.answers["intake.family_name"] = a_text(200);
  if (maybe()) intake.answers["intake.other_names"] = a_text(200);
  if (maybe()) intake.answers["intake.country_of_origin"] = one_of<std::string>({"SN", "GW", "ML", "CV"});
  if (maybe()) intake.answers["intake.languages"] = one_of<Codes>({{{"wol"}}, {{"ful"}, {"wol"}}, {{"fra"}, {"pov"}}, {{"mis"}}});
  const std::string sex = maybe() ? one_of<std::string>({"girl", "boy", "not_known"}) : "";
  if (!sex.empty()) intake.answers["intake.sex"] = sex;
  if (maybe()) assessment.answers["assessment.schooling"] = std::string("primary_done");
  if (maybe()) assessment.answers["assessment.weakens"] = a_text(8000);
  const int consent = *rc::gen::inRange(0, 3);
  if (consent > 0) intake.answers["intake.assent"] = std::string(consent == 1 ? "agrees" : "not_now");
  if (maybe()) intake.answers["intake.birth"] = a_birth();
  // A row must say something of somebody.
  if (intake.answers.empty() || (intake.answers.size() == 1 && intake.answers.contains("intake.assent"))) intake.answers["intake.first_name"] = a_text(200);
  // The band follows from the birth and the day, as it does when a row is read.
  const auto* birth = intake.answers.contains("intake.birth") ? &std::get<PartialDate>(intake.answers["intake.birth"]) : nullptr;
  Age age = judge_age({birth ? *birth : PartialDate{}, "", "", opened});
  // Where no birth is known, a worker saw about how old the child is.
  if (!birth && maybe()) age = {AgeVerdict::child, one_of<std::string_view>({"a0_5", "a6_9", "a10_12", "a13_15", "a16_17"})};
  RC_PRE(age.verdict != AgeVerdict::adult);
  intake.answers["intake.age_band"] = std::string(age.band);
  out.push_back({telling, ChildOpened{.code = "", .country = {"SN"}, .sex = {sex}, .age_band = {std::string(age.band)}, .event = {}}});
  out.push_back({telling, intake});
  if (!assessment.answers.empty()) out.push_back({telling, assessment});
  if (consent == 1) {
    ConsentGiven given{.basis = {"consent"}, .given_by = {"child"}, .guardian_name = "", .explained = {}, .purposes = {{"protect_now"}}, .data_classes = {}, .recipient_kind = {"one_unit"},
                       .recipient_unit = kUnit, .until = {}, .child_words = "", .reason = "", .second_person = {}};
    for (const std::string& code : contract().map().consent().explained) given.explained.push_back({code});
    given.data_classes.add(DataClass::plain);
    out.push_back({telling, given});
  }
  if (maybe()) {
    IdentificationRecorded body;
    body.exploitation = some_codes("vic_TypeOfExploitation");
    body.control = some_codes("vic_MethodsOfControl");
    body.recruitment = some_codes("vic_MethodOfRecruitment");
    body.labour_industry = some_codes("vic_ForcedLabourIndustry");
    if (maybe()) body.decided_by = {one_of(mapped_codes("vic_TraffickingStatusDecisionMakingOrg"))};
    body.status = {body.decided_by.empty() ? one_of<std::string>({"possible_victim", "not_a_victim"}) : one_of(mapped_codes("vic_TraffickingStatus"))};
    if (age.verdict == AgeVerdict::perhaps_adult) body.presumed_child = {"yes"};
    out.push_back({telling, body});
  }
  if (maybe()) {
    ServicePlanned plan;
    plan.service = {one_of(mapped_codes("spl_Type"))};
    plan.beneficiary = {"child"};
    if (maybe()) plan.aim = a_text(8000);
    if (maybe()) plan.planned_on = Date{*rc::gen::inRange<std::int32_t>(15000, 25000)};
    out.push_back({telling, plan});
  }
  for (int n = *rc::gen::inRange(0, 4); n > 0; --n) {
    NoteAdded note{.note_kind = {one_of<std::string>({"observation", "visit", "worry"})}, .about_day = {}, .source = {one_of<std::string>({"", "worker", "child", "document"})}, .text = a_text(8000)};
    if (maybe()) note.about_day = Date{*rc::gen::inRange<std::int32_t>(15000, 20700)};
    out.push_back({telling, note});
  }
  return out;
}

/// A row of the standard with values that it allows, and a few that only people write.
std::map<std::string, std::string> a_row() {
  std::map<std::string, std::string> row;
  auto put = [&](const std::string& field, std::string value) { if (maybe()) row[field] = std::move(value); };
  for (const Field& f : contract().map().fields())
    if (f.home.kind == HomeKind::note && f.type == FieldType::text && f.name != "prs_Title") put(f.name, a_text(300));
  put("prs_FirstName", a_text(200));
  put("prs_SecondName", a_text(200));
  put("prs_MiddleName", a_text(200));
  put("prs_Title", a_text(200));
  put("prs_Birthdate", one_of<std::string>({"2015-02-03", "2015", "2015-02", "5/3/2015", "vers 2015", "2015-01-01/2015-02-03"}));
  put("prs_Gender", one_of<std::string>({"Feminine", "Masculine", "NonSpecifiedUnknown", "TransgenderMasculine", "NonConforming"}));
  put("prs_Deceased", one_of<std::string>({"TRUE", "FALSE"}));
  put("prs_PrimaryLanguage", one_of<std::string>({"wol", "ful", "spa", "man"}));
  put("prs_SecondaryLanguage", one_of<std::string>({"fra", "bam", "deu"}));
  put("prs_HighestLevelOfEducation", one_of<std::string>({"PrimaryEducation", "EarlyChildhoodEducation", "LowerSecondaryEducation", "MastersOrEquivalentLevel"}));
  put("prs_Citizenship", one_of<std::string>({"SN", "GW", "FR", "SN;GM", "ML;FR"}));
  row["vic_TraffickingStatus"] = one_of<std::string>({"PossibleVictimOfTrafficking", "ActualVictimOfTrafficking", "NotAVictimOfTrafficking"});
  put("vic_TraffickingStatusDecisionMakingOrg", one_of<std::string>({"Police", "NGO", "CourtOrProsecution", "Other"}));
  put("vic_AgeWhenTrafficked", one_of<std::string>({"3", "7"}));
  put("vic_MethodOfRecruitment", one_of<std::string>({"AtWork", "AtWork;Other"}));
  put("vic_MethodsOfControl", one_of<std::string>({"DebtBondage", "DebtBondage;RestrictsMovement", "FalsePromises;PhysicalAbuse"}));
  put("vic_TypeOfExploitation", one_of<std::string>({"ForcedBegging", "ForcedBegging;Other", "something else"}));
  put("vic_ForcedLabourIndustry", one_of<std::string>({"B_MiningAndQuarrying", "A_AgricultureForestryAndFishing;F_Construction"}));
  put("vic_DetailsOfVulnerabilities", a_text(300));
  row["cas_Status"] = one_of<std::string>({"Active", "FollowUp", "Closed", "ClosedReferred"});
  put("cas_IncomingReferralDate", "2020-05-06");
  put("cas_OutgoingReferralDate", "2020-07-06");
  put("hte_Date", "2018-01-30");
  put("spl_Type", one_of<std::string>({"Education", "Legal", "SexualExploitationRehabilitation", "something else"}));
  put("spl_Objectives", a_text(300));
  put("spl_PlannedEndDate", "2021-01-01");
  put("spl_ActualEndDate", "2021-02-01");
  put("vic_AgreementToManagePersonalData", one_of<std::string>({"TRUE", "FALSE"}));
  put("cco_CaseComment", a_text(300));
  put("con_Consent", one_of<std::string>({"TRUE", "FALSE"}));
  return row;
}

}  // namespace

TEST_CASE("export then import gives the same facts back") {
  rc::prop("any facts that the standard can hold", [] {
    const auto before = a_file();
    std::vector<NotHeld> not_held;
    const Mapped after = imported(exported(folded(before), &not_held));
    RC_ASSERT(not_held.empty());
    RC_ASSERT(facts(after.contents) == facts(before));
  });
}

TEST_CASE("a row of the standard comes back as it was, what has no home of ours too") {
  rc::prop("any row", [] {
    const auto row = a_row();
    std::vector<std::string> headings, cells;
    for (const auto& [heading, value] : row) {
      headings.push_back(heading);
      cells.push_back(value);
    }
    const Mapped first = imported(csv_row(headings) + csv_row(cells));
    for (const Planned& p : first.contents) {
      if (std::holds_alternative<ChildOpened>(p.body)) continue;
      RC_ASSERT(wire::read_parts(kind_of(p.body), wire::write_parts(p, contract().rules()), &contract().rules()).has_value());
    }
    const std::string csv = exported(folded(first.contents));
    CsvReader table(csv);
    table.next();
    const auto back = (*table.next())->cells;
    const auto names = export_header(contract().map());
    for (std::size_t i = 0; i + 3 < names.size(); ++i) {
      auto was = row.find(names[i]);
      const std::string wanted = was == row.end() ? "" : was->second;
      if (back[i] != wanted) RC_LOG() << names[i] << "\n";
      RC_ASSERT(back[i] == wanted);
    }
    // And an import of what was exported says the same again.
    RC_ASSERT(facts(imported(csv).contents) == facts(first.contents));
  });
}

TEST_CASE("what a reader may not see does not leave") {
  auto planned = plan({{"prs_FirstName", "Awa"}, {"prs_Birthdate", "2014-06-01"}, {"prs_Gender", "Feminine"}, {"prs_MobilePhone", "+221"}, {"vic_TypeOfExploitation", "ForcedBegging"}, {"cco_CaseComment", "story"}});
  const ChildState state = folded(planned->contents);
  auto cell = [&](std::string_view field, domain::PerTier<bool> open) {
    ExportContext c = export_context();
    c.open = open;
    const auto names = export_header(contract().map());
    const ExportedRow row = export_row(state, contract().map(), contract().rules(), c);
    return row.cells[static_cast<std::size_t>(std::find(names.begin(), names.end(), field) - names.begin())];
  };
  const domain::PerTier<bool> plain{{true, false, false, false}}, no_identity{{true, false, true, true}}, all{{true, true, true, true}};
  CHECK(cell("prs_FirstName", all) == "Awa");
  CHECK(cell("prs_MobilePhone", all) == "+221");
  for (const char* field : {"prs_FirstName", "prs_Birthdate", "prs_MobilePhone"}) CHECK(cell(field, no_identity).empty());
  for (const char* field : {"vic_TypeOfExploitation", "cco_CaseComment", "prs_FirstName"}) CHECK(cell(field, plain).empty());
  CHECK(cell("prs_Gender", plain) == "Feminine");
}

TEST_CASE("what the standard has no room for is said") {
  auto planned = plan({{"prs_FirstName", "Awa"}, {"prs_Birthdate", "2014-06-01"}, {"spl_Type", "Legal"}});
  planned->contents.push_back({{}, ServicePlanned{.quantity = {}, .service = {"vocational_training"}, .beneficiary = {}, .aim = "", .child_agrees = {}, .by_unit = {}, .responsible = {}, .planned_on = {}, .cost = {}}});
  std::vector<NotHeld> not_held;
  const std::string csv = exported(folded(planned->contents), &not_held);
  CHECK(not_held == std::vector{NotHeld::answer_without_code, NotHeld::other_plan});
  CHECK(body<ServicePlanned>(imported(csv))->service.value == "legal");
}
