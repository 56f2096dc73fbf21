#include "exchange/htcds.hpp"

#include <catch2/catch_test_macros.hpp>

#include "exchange/report.hpp"
#include "support.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::exchange;
using namespace nibbi::exchange::test;
using enum FindingCode;

namespace {

std::string refusal(const std::expected<Mapped, Refused>& planned) { return planned ? "" : std::string(word(planned.error().reason)); }
const std::vector<std::pair<std::string, std::string>> kChild{{"prs_FirstName", "Awa"}, {"prs_Birthdate", "2014-06-01"}};
auto with(std::vector<std::pair<std::string, std::string>> more) {
  auto all = kChild;
  all.insert(all.end(), more.begin(), more.end());
  return plan(all);
}

}  // namespace

TEST_CASE("the map of the contract has every field of the standard") {
  CHECK(contract().map().fields().size() == 84);
  CHECK(export_header(contract().map()).size() == 87);
  for (const Field& f : contract().map().fields()) {
    CHECK(contract().map().by_name(f.name) == &f);
    for (const std::string& label : f.labels) CHECK_FALSE(label.empty());
  }
}

TEST_CASE("a row becomes the entries of a file, in order, all of them copied from a list") {
  const auto planned = plan({{"prs_FirstName", "Awa"}, {"prs_SecondName", "Exemple"}, {"prs_MiddleName", "Binta"}, {"prs_Birthdate", "2014-06-01"}, {"prs_Gender", "Feminine"},
                             {"prs_PrimaryLanguage", "wol"}, {"prs_SecondaryLanguage", "fr"}, {"prs_Citizenship", "GW"}, {"prs_HighestLevelOfEducation", "PrimaryEducation"},
                             {"vic_TraffickingStatus", "ActualVictimOfTrafficking"}, {"vic_TraffickingStatusDecisionMakingOrg", "CourtOrProsecution"},
                             {"vic_TypeOfExploitation", "ForcedBegging;ChildLabour"}, {"vic_MethodOfRecruitment", "ThroughFamilyOrFamilyEvents"}, {"vic_MethodsOfControl", "FalsePromises|TakesEarnings"},
                             {"vic_ForcedLabourIndustry", "S_OtherServiceActivities"}, {"vic_DetailsOfVulnerabilities", "lives alone"}, {"con_Consent", "TRUE"}, {"cas_CaseOwner", "M. Diop"},
                             {"cas_IncomingReferralDate", "2020-02-03"}, {"cas_ReferringOrganisation", "AEMO"}, {"cco_CaseComment", "Came with the bus."}, {"spl_Type", "Education"},
                             {"spl_Objectives", "back to school"}, {"spl_PlannedEndDate", "2020-09-01"}, {"hte_City", "Gabu"}, {"hte_Date", "2019-11-02"}, {"prs_MaritalStatus", "Single"}, {"Dormitory", "7"}});
  REQUIRE(planned);
  std::string kinds;
  for (const Planned& p : planned->contents) {
    kinds += std::string(word(kind_of(p.body))) + " ";
    CHECK(p.telling.copied_from.value == "list");
    CHECK(p.telling.told_by == "M. Diop");
    CHECK_FALSE(p.telling.happened.is_unknown());
    // Whatever an import writes, the one path reads.
    const auto read = wire::read_parts(kind_of(p.body), wire::write_parts(p, contract().rules()), &contract().rules());
    if (std::holds_alternative<ChildOpened>(p.body)) continue;  // its code is the importer's to give
    CHECK(read);
  }
  CHECK(kinds == "child.opened form.saved form.saved consent.given identification.recorded service.planned note.added note.added note.added note.added ");
  CHECK(planned->contents[0].telling.happened == PartialDate{day("2020-02-03"), day("2020-02-03"), ""});

  const auto& opened = *body<ChildOpened>(*planned);
  CHECK(opened.country.value == "SN");
  CHECK(opened.sex.value == "girl");
  CHECK(opened.age_band.value == "a0_5");  // when she came, not today
  CHECK(text_answer(*planned, "intake.first_name") == "Awa");
  CHECK(text_answer(*planned, "intake.family_name") == "Exemple");
  CHECK(text_answer(*planned, "intake.other_names") == "Binta");
  CHECK(text_answer(*planned, "intake.country_of_origin") == "GW");
  CHECK(text_answer(*planned, "intake.assent") == "agrees");
  CHECK(text_answer(*planned, "assessment.schooling") == "primary_done");
  CHECK(text_answer(*planned, "assessment.weakens") == "lives alone");
  CHECK(words(std::get<Codes>(*answer(*planned, "intake.languages"))) == "wol fra");
  CHECK(std::get<PartialDate>(*answer(*planned, "intake.birth")) == PartialDate{day("2014-06-01"), day("2014-06-01"), ""});
  const auto& identified = *body<IdentificationRecorded>(*planned);
  CHECK(identified.status.value == "identified_victim");
  CHECK(identified.decided_by.value == "court_or_prosecution");
  CHECK(words(identified.exploitation) == "forced_begging child_labour");
  CHECK(words(identified.recruitment) == "family");
  CHECK(words(identified.control) == "false_promises takes_earnings");
  CHECK(words(identified.labour_industry) == "other_services");
  const auto& plan_of_support = *body<ServicePlanned>(*planned);
  CHECK(plan_of_support.service.value == "school_enrolment");
  CHECK(plan_of_support.aim == "back to school");
  CHECK(plan_of_support.planned_on == day("2020-09-01"));
  const std::string notes = all_notes(*planned);
  for (const char* part : {"Came with the bus.", "[cas_ReferringOrganisation]: AEMO", "[hte_City]: Gabu", "[prs_MaritalStatus]: Single", "Dormitory: 7", "[cas_CaseOwner]: M. Diop"}) CHECK(notes.find(part) != std::string::npos);
  CHECK(count<ReferralSent>(*planned) == 0);
  CHECK(count<ClosureRequested>(*planned) == 0);
}

TEST_CASE("names of the sheet, of the form, of groups and of choices are all understood") {
  for (const char* heading : {"prs_FirstName", "prs_First_Name", "PRS_FIRSTNAME", "identity/prs_First_Name", "a/b/prs_First_Name", "group-prs_FirstName", "group:prs_First_Name", "g.prs_First_Name"}) {
    INFO(heading);
    CHECK(text_answer(*plan({{heading, "Awa"}}), "intake.first_name") == "Awa");
  }
  CHECK(words(body<IdentificationRecorded>(*with({{"vic_Methods_of_Control", "PhysicalThreats"}}))->control) == "physical_threats");
  CHECK(body<IdentificationRecorded>(*with({{"vic_TraffickingStatus", "ActualVictimOfTrafficking"}, {"vic_TraffickinStatusDecisionMakingOrg", "Police"}}))->decided_by.value == "police");
  // One column for each choice, with the published form's space at the end of one.
  const auto exploded = with({{"g/vic_Methods_of_Control", "DebtBondage  PhysicalAbuse"}, {"g/vic_Methods_of_Control/DebtBondage ", "1"}, {"g/vic_Methods_of_Control/PhysicalAbuse", "TRUE"},
                              {"g/vic_Methods_of_Control/FalsePromises", "0"}, {"g/vic_Methods_of_Control/SexualAbuse", ""}, {"g/vic_Methods_of_Control/Other", "1"}});
  CHECK(words(body<IdentificationRecorded>(*exploded)->control) == "debt physical_abuse other");
  CHECK(exploded->findings == std::vector<Finding>{{status_missing, {}}});
  const auto of_a_note = with({{"vic_TypeOfSexExploitation/Pornography", "1"}, {"vic_TypeOfSexExploitation/Prostitution", "0"}});
  CHECK(all_notes(*of_a_note).find("[vic_TypeOfSexExploitation]: Pornography") != std::string::npos);
}

TEST_CASE("labels are headings too, in two rows or alone, and the label that people saw wins") {
  const Read sheet = read_all({{"", "prs_FirstName", "prs_SecondName", "prs_MailingCity", "prs_MailingCountry", "prs_MailingStreet", "", "prs_Birthdate"},
                               {"", "First Name", "Second Name", "Mailing Street", "Mailing City", "Mailing Country", "Reason for Outgoing Referral", "Birthdate"},
                               {"1", "Awa", "Exemple", "Rue 10", "Thies", "SN", "Other", "2014-06-01"},
                               {"2", "", "", "", "", "", "", ""}});
  REQUIRE(sheet.rows.size() == 1);
  CHECK(sheet.numbers.front() == 3);
  CHECK(has(sheet.findings, label_over_name, "prs_MailingStreet"));
  const std::string notes = all_notes(*sheet.rows.front());
  for (const char* part : {"[prs_MailingStreet]: Rue 10", "[prs_MailingCity]: Thies", "[prs_MailingCountry]: SN", "[cas_ReasonForOutgoingReferral]: Other"}) CHECK(notes.find(part) != std::string::npos);

  const Read french = read_all({{"Liste des enfants"}, {"Prénom", "Nom de famille", "Date de naissance", "Sexe", "Âge"}, {"Awa", "Exemple", "", "Fille", "11 ans"}});
  REQUIRE(french.rows.size() == 1);
  CHECK(text_answer(*french.rows[0], "intake.first_name") == "Awa");
  CHECK(body<ChildOpened>(*french.rows[0])->sex.value == "girl");
  CHECK(body<ChildOpened>(*french.rows[0])->age_band.value == "a10_12");
  CHECK_THROWS(read_all({{"a", "b"}, {"1", "2"}}));
  CHECK_THROWS(read_all(std::vector<std::vector<std::string>>{}));
}

TEST_CASE("a description of the fields is no list: nobody is made of it") {
  auto problem = [](std::vector<std::vector<std::string>> rows) {
    Given2D table(std::move(rows));
    const auto sheet = HtcdsSheet::open(table, contract().map());
    return sheet ? std::string() : std::string(word(sheet.error()));
  };
  CHECK(problem({{"type", "name", "label"}, {"start", "start", ""}, {"text", "prs_First_Name", "First Name"}, {"text", "prs_Second_Name", "Second Name"}, {"date", "prs_Birthdate", "Birthdate"}}) == "describes_fields");
  CHECK(problem({{"Person", "x", "prs_FirstName"}, {"Person", "x", "prs_MiddleName"}, {"Person", "", "prs_SecondName"}}) == "describes_fields");
  CHECK(problem({{"prs_FirstName", "prs_SecondName"}, {"First Name", "Second Name"}, {"Awa", "Exemple"}, {"Binta", "Exemple"}}).empty());
}

TEST_CASE("prs_Title: a position in the sheet, a second name in the published form") {
  const auto sheet = with({{"prs_Title", "Exemple"}});
  CHECK(text_answer(*sheet, "intake.family_name").empty());
  CHECK(all_notes(*sheet).find("[prs_Title]: Exemple") != std::string::npos);
  const auto form = plan({{"prs_First_Name", "Awa"}, {"prs_Second_Name", ""}, {"prs_Title", "Exemple"}});
  CHECK(text_answer(*form, "intake.family_name") == "Exemple");
  CHECK(has(form->findings, title_read_as_name, "prs_Title"));
  const auto both = plan({{"prs_First_Name", "Awa"}, {"prs_Second_Name", "Exemple"}, {"prs_Title", "Autre"}});
  CHECK(text_answer(*both, "intake.family_name") == "Exemple");
  CHECK(all_notes(*both).find("[prs_Title]: Autre") != std::string::npos);
  const auto labels = plan({{"First Name", "Awa"}, {"Second Name", ""}, {"Birthdate", "2014-01-01"}, {"Second Name ", "Exemple"}});
  CHECK(text_answer(*labels, "intake.family_name") == "Exemple");
}

TEST_CASE("lists of codes, however they are parted and spelled; nothing that is not understood is lost") {
  auto exploitation = [](const std::string& cell) { return words(body<IdentificationRecorded>(*with({{"vic_TypeOfExploitation", cell}}))->exploitation); };
  for (const char* cell : {"ForcedBegging ForcedLabour", "ForcedBegging;ForcedLabour", "ForcedBegging | ForcedLabour", "forcedbegging, forced labour", "Forced begging; Forced labour", "Mendicité forcée / Travail forcé", "forced_begging;forced_labour"}) {
    INFO(cell);
    CHECK(exploitation(cell) == "forced_begging forced_labour");
  }
  CHECK(exploitation("Forced military (by non-state actors)") == "armed_groups");
  auto industry = [](const std::string& cell) { return words(body<IdentificationRecorded>(*with({{"vic_ForcedLabourIndustry", cell}}))->labour_industry); };
  CHECK(industry("Water supply; sewerage, waste management and remediation") == "water_waste");
  CHECK(industry("Mining and quarrying; Water supply; sewerage, waste management and remediation; Agriculture, forestry and fishing") == "mining water_waste agriculture");
  CHECK(industry("A_AgricultureForestryAndFishing T_ActivitiesOfHouseholdsAsEmployers") == "agriculture households");
  CHECK(industry("B") == "mining");

  const auto story = with({{"vic_TypeOfExploitation", "no ForcedLabour that we know of"}, {"vic_TraffickingStatus", "PossibleVictimOfTrafficking"}});
  CHECK(body<IdentificationRecorded>(*story)->exploitation.empty());
  CHECK(has(story->findings, unknown_code, "vic_TypeOfExploitation"));
  CHECK(all_notes(*story).find("[vic_TypeOfExploitation]: no ForcedLabour that we know of") != std::string::npos);
  const auto partly = with({{"vic_TypeOfExploitation", "ForcedLabour Daydreaming"}});
  CHECK(words(body<IdentificationRecorded>(*partly)->exploitation) == "forced_labour");
  CHECK(all_notes(*partly).find("Daydreaming") != std::string::npos);

  const auto control = with({{"vic_MethodsOfControl", "RestrictsMovement;UsesChildren;MethodsOfControlThreatOfLawEnforcement;PsychoactiveSubstances;DebtBondage "}});
  CHECK(words(body<IdentificationRecorded>(*control)->control) == "threats_law substances debt");
  CHECK(has(control->findings, code_without_home, "vic_MethodsOfControl"));
  CHECK(all_notes(*control).find("RestrictsMovement;UsesChildren") != std::string::npos);
  CHECK(all_notes(*with({{"vic_RelationshipToTrafficker", "Unaquainted"}})).find("[vic_RelationshipToTrafficker]: Unaquainted") != std::string::npos);
}

TEST_CASE("gender expression is not sex: what has no sex in it stays in the note") {
  auto sex = [](const std::string& cell) { return body<ChildOpened>(*with({{"prs_Gender", cell}}))->sex.value; };
  CHECK(sex("Masculine") == "boy");
  CHECK(sex("F") == "girl");
  CHECK(sex("Not Specified/Unknown") == "not_known");
  CHECK(sex("NonSpecifiedUnknown") == "not_known");
  const auto other = with({{"prs_Gender", "TransgenderFeminine"}});
  CHECK(body<ChildOpened>(*other)->sex.empty());
  CHECK(has(other->findings, code_without_home, "prs_Gender"));
  CHECK(all_notes(*other).find("[prs_Gender]: TransgenderFeminine") != std::string::npos);
}

TEST_CASE("countries and languages by code of any length and by name") {
  auto origin = [](const std::string& cell) { return text_answer(*with({{"prs_Citizenship", cell}}), "intake.country_of_origin"); };
  for (const char* cell : {"GW", "gw", "GNB", "Guinée-Bissau", "Guinea Bissau", "Guiné-Bissau", "Bissau-Guinéenne"}) CHECK(origin(cell) == "GW");
  CHECK(origin("Côte d'Ivoire") == "CI");
  CHECK(origin("Ivory Coast") == "CI");
  CHECK(origin("SN GM") == "SN");
  CHECK(origin("Sierra Leone; Liberia") == "SL");
  const auto two = with({{"prs_Citizenship", "SN;GM"}});
  CHECK(has(two->findings, more_than_one_country, "prs_Citizenship"));
  CHECK(all_notes(*two).find("[prs_Citizenship]: SN;GM") != std::string::npos);
  CHECK(has(with({{"prs_Citizenship", "FR"}})->findings, country_not_in_list, "prs_Citizenship"));
  CHECK(has(with({{"prs_Citizenship", "Wakanda"}})->findings, unknown_country, "prs_Citizenship"));

  auto languages = [](const std::string& cell) {
    const auto planned = with({{"prs_PrimaryLanguage", cell}});
    const auto* a = answer(*planned, "intake.languages");
    return a ? words(std::get<Codes>(*a)) : "";
  };
  for (const char* cell : {"fra", "fre", "fr", "FR", "Français", "French", "francês"}) CHECK(languages(cell) == "fra");
  CHECK(languages("wolof, français") == "wol fra");
  CHECK(languages("Créole de Guinée-Bissau") == "pov");
  CHECK(languages("fuf") == "ful");
  CHECK(has(with({{"prs_PrimaryLanguage", "man"}})->findings, nearest_code, "prs_PrimaryLanguage"));
  CHECK(languages("spa").empty());
  CHECK(has(with({{"prs_PrimaryLanguage", "spa"}})->findings, unknown_language, "prs_PrimaryLanguage"));
}

TEST_CASE("rows about adults are refused; in doubt it is a child; old dates stay old") {
  CHECK(refusal(plan({{"prs_FirstName", "A"}, {"prs_Birthdate", "1990-01-01"}})) == "adult");
  CHECK(refusal(plan({{"prs_FirstName", "A"}, {"Age", "34"}})) == "adult");
  CHECK(refusal(plan({{"prs_FirstName", "A"}, {"vic_AgeWhenTrafficked", "19"}})) == "adult");
  const auto long_ago = plan({{"prs_FirstName", "A"}, {"prs_Birthdate", "1998-03-25"}, {"cas_IncomingReferralDate", "2009-07-30"}});
  REQUIRE(long_ago);
  CHECK(has(long_ago->findings, adult_today));
  CHECK(body<ChildOpened>(*long_ago)->age_band.value == "a10_12");
  CHECK(long_ago->contents[0].telling.happened == PartialDate{day("2009-07-30"), day("2009-07-30"), ""});
  CHECK(std::get<PartialDate>(*answer(*long_ago, "intake.birth")).earliest == day("1998-03-25"));
  // A form filled in years later does not make the child of then an adult.
  CHECK(plan({{"prs_FirstName", "A"}, {"prs_Birthdate", "1998-03-25"}, {"cas_IncomingReferralDate", "2009-07-30"}, {"start", "2024-01-01T10:00:00.000+00:00"}}));
  CHECK(refusal(plan({{"prs_FirstName", "A"}, {"prs_Birthdate", "1998-03-25"}, {"start", "2024-01-01T10:00:00.000+00:00"}})) == "adult");
  const auto doubt = plan({{"prs_FirstName", "A"}, {"prs_Birthdate", "2008"}, {"vic_TraffickingStatus", "PossibleVictimOfTrafficking"}});
  CHECK(has(doubt->findings, age_uncertain));
  CHECK(body<IdentificationRecorded>(*doubt)->presumed_child.value == "yes");
  CHECK(has(plan({{"prs_FirstName", "A"}})->findings, age_unknown));
  const auto future = plan({{"prs_FirstName", "A"}, {"prs_Birthdate", "2031-01-01"}});
  CHECK(has(future->findings, date_in_future, "prs_Birthdate"));
  CHECK(all_notes(*future).find("[prs_Birthdate]: 2031-01-01") != std::string::npos);
}

TEST_CASE("rows that say nothing of a person are refused") {
  CHECK(refusal(plan({{"prs_FirstName", ""}, {"org_Name", "Espoir"}, {"con_Consent", "FALSE"}, {"cas_Status", "Active"}})) == "empty_row");
  CHECK(refusal(plan({{"prs_FirstName", ""}, {"something", "7"}})) == "empty_row");
  CHECK(read_all({{"prs_FirstName"}, {""}, {" "}}).rows.empty());
}

TEST_CASE("nobody is identified but by an authority that is named") {
  auto status = [](std::vector<std::pair<std::string, std::string>> cells) { return body<IdentificationRecorded>(*with(std::move(cells)))->status.value; };
  CHECK(status({{"vic_TraffickingStatus", "ActualVictimOfTrafficking"}}) == "possible_victim");
  CHECK(status({{"vic_TraffickingStatus", "ActualVictimOfTrafficking"}, {"vic_TraffickingStatusDecisionMakingOrg", "Police"}}) == "identified_victim");
  CHECK(status({{"vic_TraffickingStatus", "ActualVictimOfTrafficking"}, {"vic_TraffickingStatusDecisionMakingOrg", "my aunt"}}) == "possible_victim");
  CHECK(status({{"vic_TypeOfExploitation", "Other"}}) == "possible_victim");
  const auto bare = with({{"vic_TraffickingStatus", "ActualVictimOfTrafficking"}});
  CHECK(has(bare->findings, status_without_authority, "vic_TraffickingStatus"));
  CHECK(all_notes(*bare).find("[vic_TraffickingStatus]: ActualVictimOfTrafficking") != std::string::npos);
  CHECK(count<IdentificationRecorded>(*with({{"vic_TypeOfExploitation", "unknown"}})) == 0);
}

TEST_CASE("the one box is seven answers to this unit, and opens nothing to another") {
  const auto given = with({{"con_Consent", "oui"}});
  const auto& consent = *body<ConsentGiven>(*given);
  CHECK(consent.explained.size() == 7);
  CHECK(consent.recipient_unit == kUnit);
  CHECK(consent.data_classes.has(DataClass::plain));
  CHECK_FALSE(consent.data_classes.has(DataClass::name));
  CHECK(has(given->findings, consent_for_this_unit, "con_Consent"));
  const auto refused = with({{"con_Consent", "FALSE"}});
  CHECK(count<ConsentGiven>(*refused) == 0);
  CHECK(text_answer(*refused, "intake.assent") == "not_now");
  CHECK(answer(*with({{"con_Consent", "perhaps"}}), "intake.assent") == nullptr);
}

TEST_CASE("a file is never closed by a list, and a death is a finding") {
  const auto closed = with({{"cas_Status", "Closed"}, {"cas_ReasonForCaseClosure", "went home"}, {"prs_Deceased", "TRUE"}});
  CHECK(has(closed->findings, closed_in_source, "cas_Status"));
  CHECK(has(closed->findings, deceased, "prs_Deceased"));
  CHECK(all_notes(*closed).find("went home") != std::string::npos);
  CHECK(with({{"cas_Status", "Active"}})->findings.empty());
}

TEST_CASE("two columns of one field, cells beyond the headings, errors, texts that are too long: all kept") {
  const auto twice = plan({{"prs_FirstName", "Awa"}, {"prs_Birthdate", "2014-01-01"}, {"g/prs_FirstName", "Binta"}});
  CHECK(has(twice->findings, column_twice, "prs_FirstName"));
  CHECK(all_notes(*twice).find("g/prs_FirstName: Binta") != std::string::npos);
  const Read beyond = read_all({{"prs_FirstName", "prs_Birthdate"}, {"Awa", "2014-01-01", "left over"}});
  CHECK(has(beyond.rows[0]->findings, cells_without_heading));
  CHECK(all_notes(*beyond.rows[0]).find("C: left over") != std::string::npos);
  const std::string long_name(201, 'x');
  const auto too_long = plan({{"prs_FirstName", long_name}, {"prs_Birthdate", "2014-01-01"}});
  CHECK(has(too_long->findings, text_too_long, "prs_FirstName"));
  CHECK(all_notes(*too_long).find(long_name) != std::string::npos);
  CHECK(has(with({{"prs_MaritalStatus", "#REF!"}})->findings, error_in_sheet, "prs_MaritalStatus"));
  CHECK(has(with({{"spl_Objectives", "walk"}})->findings, plan_without_service));
}

TEST_CASE("long comments and columns stand in as many notes as they need, and each can be read by the one path") {
  std::string story;
  for (int i = 0; i < 2500; ++i) story += "ligne " + std::to_string(i) + "\n";
  const auto planned = with({{"cco_CaseComment", story}, {"per_RoleDetails", story}, {"Own column", story}});
  REQUIRE(planned);
  CHECK(count<NoteAdded>(*planned) > 8);
  for (const Planned& p : planned->contents) {
    if (std::holds_alternative<ChildOpened>(p.body)) continue;
    CHECK(wire::read_parts(kind_of(p.body), wire::write_parts(p, contract().rules()), &contract().rules()));
  }
}

TEST_CASE("a row is the same row again, whatever the order of its columns and the spelling of its codes") {
  const auto base = plan({{"prs_FirstName", "Awa"}, {"prs_Birthdate", "2014-06-25"}, {"vic_TypeOfExploitation", "ForcedBegging;ForcedLabour"}, {"prs_Citizenship", "SN"}, {"con_Consent", "TRUE"}});
  CHECK(plan({{"con_Consent", "1"}, {"g/vic_TypeOfExploitation/ForcedLabour", "1"}, {"g/vic_TypeOfExploitation/ForcedBegging", "1"}, {"prs_Citizenship", "Sénégal"}, {"prs_Birthdate", "25/06/2014"},
              {"prs_First_Name", " Awa "}, {"_index", "9"}, {"prs_Email", ""}})
            ->identity == base->identity);
  CHECK(plan({{"prs_FirstName", "Awa"}, {"prs_Birthdate", "2014-06-26"}, {"vic_TypeOfExploitation", "ForcedBegging;ForcedLabour"}, {"prs_Citizenship", "SN"}, {"con_Consent", "TRUE"}})->identity != base->identity);
  CHECK(with({{"_uuid", "a"}})->identity != with({{"_uuid", "b"}})->identity);
  ImportContext other = context();
  other.unit = *UnitId::parse("33333333-3333-7333-8333-333333333333");
  CHECK(plan(kChild, other)->identity != plan(kChild)->identity);
  // Values can't be moved from one column to the next unseen.
  CHECK(with({{"prs_Email", "ab"}, {"prs_HomePhone", "c"}})->identity != with({{"prs_Email", "a"}, {"prs_HomePhone", "bc"}})->identity);
}

TEST_CASE("the report has codes and nothing of the row") {
  const auto planned = with({{"prs_Citizenship", "Wakanda"}, {"Some heading", "Some value"}});
  const std::string line = write(ReportLine{7, RowStatus::would_create, {}, planned->findings});
  CHECK(line == "{\"row\":7,\"status\":\"would_create\",\"findings\":[\"unknown_country:prs_Citizenship\",\"columns_in_note\"]}\n");
  CHECK(write(ReportLine{2, RowStatus::refused, word(Refusal::adult), {}}) == "{\"row\":2,\"status\":\"refused\",\"reason\":\"adult\",\"findings\":[]}\n");
}

TEST_CASE("a row that could not be read is refused with what was wrong, and the next is read") {
  CsvReader table("prs_FirstName,prs_Birthdate\nAwa,2014-01-01\n\"open,2014\nBinta,2015-01-01\n");
  const Read read = read_all(table);
  REQUIRE(read.rows.size() == 3);
  CHECK(refusal(read.rows[1]) == "quote_left_open");
  CHECK(text_answer(*read.rows[2], "intake.first_name") == "Binta");
}
