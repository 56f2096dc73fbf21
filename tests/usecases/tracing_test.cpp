// A family looks for a child: who is told, of which file, and that nobody else is.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <array>

#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "tests/usecases/proposal.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/lists.hpp"
#include "usecases/tracing.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;
using usecases::TraceStanding;

namespace {

struct Child {
  std::string first, family, mother, father, siblings, village;
};
const Child kMamadou{"Mamadou Canari", "Diallo", "Fatoumata Baldé", "Ibrahima Diallo", "Awa, Sory", "Sintchã Canari"};

RecordId file_of(SmallHouse& h, Member& who, const Child& c) {
  const RecordId record = h.open_file(who, c.first);
  REQUIRE(h.say(who, record, FormSaved{{"intake"}, 1, {{"intake.family_name", c.family}, {"intake.village", c.village}, {"intake.sex", std::string("boy")}}}).status == ReceiptStatus::accepted);
  REQUIRE(h.say(who, record, FormSaved{{"tracing"}, 1, {{"tracing.mother", c.mother}, {"tracing.father", c.father}, {"tracing.siblings", c.siblings}, {"tracing.assent", std::string("agrees")}}}).status == ReceiptStatus::accepted);
  return record;
}

/// Other children, so that names have a frequency: among a handful of files no name is rare, and the engine is sure of nothing.
void fill(SmallHouse& h, Member& who) {
  constexpr std::array kGiven{"Ousmane", "Lamine", "Pape", "Aliou", "Idrissa", "Samba", "Cheikh", "Modou", "Babacar", "Gora", "Assane"};
  constexpr std::array kFamilies{"Sow", "Ndiaye", "Faye", "Camara", "Mané", "Gueye", "Sarr", "Thiam", "Keita", "Barry"};
  constexpr std::array kMothers{"Kadiatou", "Aminata", "Coumba", "Djenabou", "Nhima", "Rokhaya", "Yacine", "Maïmouna", "Penda"};
  constexpr std::array kFathers{"Alpha", "Ibou", "Sékou", "Quecuto", "Mor", "Demba", "Malick"};
  constexpr std::array kVillages{"Thiès", "Louga", "Fatick", "Labé", "Gabú", "Kaolack", "Touba", "Kolda"};
  for (std::size_t i = 0; i < 60; ++i) {
    const std::string family = kFamilies[i % kFamilies.size()];
    file_of(h, who, {std::string(kGiven[i % kGiven.size()]) + " Canari", family, std::string(kMothers[i % kMothers.size()]) + " " + kFamilies[(i + 3) % kFamilies.size()],
                     std::string(kFathers[i % kFathers.size()]) + " " + family, kMothers[(i + 4) % kMothers.size()], kVillages[i % kVillages.size()]});
  }
}

/// The same family, as they say it in Guinea-Bissau.
InquiryOpened of_the_mother() {
  InquiryOpened i{"GW-DEMO", {"GW"}, "Fatumata Baldé", "Bafatá", "+245 955 000 000", "Canari: partiu com um homem."};
  i.relation = {"mother"};
  i.first_name = "Mamadu Canari";
  i.family_name = "Djaló";
  i.father = "Ibraima Djaló";
  i.siblings = "Awa";
  i.village = "Sintcham Canari";
  i.sex = {"boy"};
  return i;
}
RecordId asked_by(SmallHouse& h, Member& who, InquiryOpened i = of_the_mother()) {
  const RecordId record{crypto::new_uuid(h.now)};
  REQUIRE(h.say(who, record, std::move(i)).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  return record;
}

std::size_t tasks_named(SmallHouse& h, Member& who, std::string_view name) {
  const auto lines = usecases::today(h.house(), who.session).lines;
  return static_cast<std::size_t>(std::ranges::count_if(lines, [&](const auto& l) { return l.task.name == name; }));
}
std::size_t looks_at(SmallHouse& h, RecordId record) { return h.house().store.accesses_of(record, INT64_MAX, 1000).size(); }

}  // namespace

TEST_CASE("the mother's spelling finds her son's file, and only who may compare on it is told") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  fill(h, h.fatou);
  const RecordId son = file_of(h, h.fatou, kMamadou);
  const RecordId inquiry = asked_by(h, h.carla);

  // Whoever has the file is told, and sees the family beside the child.
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 1);
  const auto looked = looks_at(h, son), asked = looks_at(h, inquiry);
  const auto families = usecases::families_of(h.house(), h.fatou.session, son);
  REQUIRE(families);
  REQUIRE(families->size() == 1);
  const auto& one = families->front();
  CHECK(one.inquiry->record == inquiry);
  CHECK(one.band != names::Band::weak);
  CHECK(one.standing == TraceStanding::open);
  CHECK(one.wish == usecases::Wish::agrees);
  CHECK(one.facts.front().side == names::Side::speaks_for);
  CHECK(looks_at(h, son) == looked + 1);
  CHECK(looks_at(h, inquiry) == asked + 1);

  // Whoever opened the request is told nothing of a file that is none of theirs; and nobody else is.
  const auto theirs = usecases::candidates_of(h.house(), h.carla.session, inquiry);
  REQUIRE(theirs);
  CHECK(theirs->candidates.empty());
  CHECK_FALSE(theirs->likely);
  for (Member* other : {&h.awa, &h.moussa, &h.ndeye, &h.joana, &h.stranger, &h.codou, &h.admin, &h.carla}) {
    CHECK(tasks_named(h, *other, "family_to_compare") == 0);
    CHECK_FALSE(usecases::families_of(h.house(), other->session, son));
    CHECK_FALSE(usecases::side_by_side(h.house(), other->session, son, inquiry));
    if (other != &h.carla) CHECK_FALSE(usecases::candidates_of(h.house(), other->session, inquiry));
    if (other != &h.carla) CHECK(usecases::inquiries_of(h.house(), other->session).empty());
  }
  // All of this is there again after a restart.
  h.reopen();
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 1);
}

TEST_CASE("who traces sees the candidate of their own request; one proposes, somebody of another unit confirms") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  const RecordId son = file_of(h, h.fatou, kMamadou);
  REQUIRE(h.say(h.fatou, son, TracingTasked{h.carla.person, h.social, {"GW"}, {}, {}}, true, Telling{{}, {}, {}, "Sa mère le cherche peut-être."}).status == ReceiptStatus::accepted);
  const RecordId inquiry = asked_by(h, h.carla);
  const auto view = usecases::candidates_of(h.house(), h.carla.session, inquiry);
  REQUIRE(view);
  REQUIRE(view->candidates.size() == 1);
  CHECK(view->likely);
  CHECK(view->candidates[0].child == son);
  CHECK(view->candidates[0].name.find("Mamadou") == 0);

  REQUIRE(h.say(h.fatou, son, TraceProposed{inquiry, "Fatumata Baldé", "Canari: mesmos nomes."}).status == ReceiptStatus::accepted);
  const EntryId proposed = h.last_entry();
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
  CHECK(tasks_named(h, h.carla, "match_to_check") == 1);
  CHECK(h.say(h.fatou, son, TraceConfirmed{proposed, {"found"}, {}}).problem->code == ProblemCode::not_allowed);
  const auto waits = usecases::side_by_side(h.house(), h.carla.session, son, inquiry);
  REQUIRE(waits);
  CHECK(waits->standing == TraceStanding::waits);
  CHECK_FALSE(waits->own_proposal);
  CHECK(usecases::side_by_side(h.house(), h.fatou.session, son, inquiry)->own_proposal);
  REQUIRE(h.say(h.carla, son, TraceConfirmed{proposed, {"found"}, {}}).status == ReceiptStatus::accepted);
  CHECK(usecases::side_by_side(h.house(), h.carla.session, son, inquiry)->standing == TraceStanding::confirmed);
  CHECK(usecases::candidates_of(h.house(), h.carla.session, inquiry)->found);
}

TEST_CASE("what was set aside is not shown to anybody as new again") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  const RecordId son = file_of(h, h.fatou, kMamadou);
  const RecordId inquiry = asked_by(h, h.carla);
  CHECK(h.say(h.fatou, son, TraceRefuted{{}, {"not_this_family"}, "Canari"}).problem->code == ProblemCode::missing_field);
  REQUIRE(h.say(h.fatou, son, TraceRefuted{{}, {"not_this_family"}, "Canari", inquiry}).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
  REQUIRE(h.say(h.fatou, son, NoteAdded{{"observation"}, {}, {}, "Canari"}).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  h.reopen();
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
  CHECK(usecases::side_by_side(h.house(), h.fatou.session, son, inquiry)->standing == TraceStanding::set_aside);
}

TEST_CASE("a request that is closed is compared with nobody, what was proposed of it waits for nobody, and opened again it is") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  const RecordId son = file_of(h, h.fatou, kMamadou);
  REQUIRE(h.say(h.fatou, son, TracingTasked{h.carla.person, h.social, {"GW"}, {}, {}}, true, Telling{{}, {}, {}, "Sa mère le cherche peut-être."}).status == ReceiptStatus::accepted);
  const RecordId inquiry = asked_by(h, h.carla);
  REQUIRE(tasks_named(h, h.fatou, "family_to_compare") == 1);
  REQUIRE(h.say(h.carla, inquiry, InquiryClosed{{"withdrew"}, {}}, true, {}, 1).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
  CHECK(usecases::families_of(h.house(), h.fatou.session, son)->empty());
  const auto closed = usecases::candidates_of(h.house(), h.carla.session, inquiry);
  REQUIRE(closed);
  CHECK(closed->candidates.empty());
  CHECK(closed->inquiry->closed->end.value == "withdrew");
  // A file that changes does not bring it back, nor does a restart.
  REQUIRE(h.say(h.fatou, son, FormSaved{{"intake"}, 1, {{"intake.village", std::string("Sintcham Canari")}}}).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
  h.reopen();
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);

  REQUIRE(h.say(h.carla, inquiry, InquiryReopened{"Canari"}, true, {}, 2).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 1);
  // Proposed, it waits for the second person; closed, it waits for nobody, and the search goes on.
  REQUIRE(h.say(h.fatou, son, TraceProposed{inquiry, "Fatumata Baldé", "Canari"}).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.carla, "match_to_check") == 1);
  CHECK(tasks_named(h, h.carla, "family_to_trace") == 0);
  REQUIRE(h.say(h.carla, inquiry, InquiryClosed{{"unreachable"}, {}}, true, {}, 3).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.carla, "match_to_check") == 0);
  CHECK(tasks_named(h, h.carla, "family_to_trace") == 1);
}

TEST_CASE("a request that was corrected is compared as it stands now") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  const RecordId son = file_of(h, h.fatou, kMamadou);
  InquiryOpened wrong = of_the_mother();
  wrong.first_name = "Bouba Canari";
  wrong.family_name = "Cissokho";
  wrong.name = "Maïmouna Cissokho";
  wrong.father = "Sékou Cissokho";
  wrong.siblings.clear();
  wrong.village = "Kédougou";
  wrong.where.clear();
  const RecordId inquiry = asked_by(h, h.carla, wrong);
  const EntryId opening = h.last_entry();
  REQUIRE(tasks_named(h, h.fatou, "family_to_compare") == 0);
  const auto correct = [&](const InquiryOpened& told, std::int64_t seen) {
    const auto e = usecases::written(h.house(), h.carla.pen, inquiry, seen, told, {}, h.now, EntryId{crypto::new_uuid(h.now)}, {{}, opening});
    const auto proposal = tests::proposal_of(h.house(), e);
    return usecases::accept_entries(h.house(), h.carla.session, true, {&proposal, 1}).front().status;
  };
  REQUIRE(correct(of_the_mother(), 1) == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 1);
  CHECK(usecases::families_of(h.house(), h.fatou.session, son)->front().inquiry->told.name == "Fatumata Baldé");
  REQUIRE(correct(wrong, 2) == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
}

TEST_CASE("a child who said not now is held against nobody's words") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  const RecordId son = file_of(h, h.fatou, kMamadou);
  const RecordId inquiry = asked_by(h, h.carla);
  REQUIRE(tasks_named(h, h.fatou, "family_to_compare") == 1);
  REQUIRE(h.say(h.fatou, son, ConsentRefused{{{"trace_family"}}, {}, "Canari"}).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
  CHECK(usecases::families_of(h.house(), h.fatou.session, son)->empty());
  CHECK_FALSE(usecases::side_by_side(h.house(), h.fatou.session, son, inquiry));
}

TEST_CASE("a file that comes later than the request finds it, and one that has changed to another child leaves it") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  asked_by(h, h.carla);
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
  const RecordId son = file_of(h, h.fatou, kMamadou);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 1);
  REQUIRE(h.say(h.fatou, son, FormSaved{{"intake"}, 1, {{"intake.first_name", std::string("Gora Canari")}, {"intake.family_name", std::string("Sarr")}, {"intake.village", std::string("Touba")}}}).status == ReceiptStatus::accepted);
  REQUIRE(h.say(h.fatou, son, FormSaved{{"tracing"}, 1, {{"tracing.mother", std::string("Yacine Thiam")}, {"tracing.father", std::string("Mor Sarr")}}}).status == ReceiptStatus::accepted);
  usecases::follow_families(h.house());
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
  // With nothing new there is nothing to compare.
  h.house().families.catch_up(h.house());
  CHECK(h.house().families.compare() == 0);
}

TEST_CASE("where nobody may compare, the file's worker and their supervisor are told to have somebody trace; no name of the family") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  file_of(h, h.awa, kMamadou);
  asked_by(h, h.carla);
  CHECK(tasks_named(h, h.awa, "family_to_compare") == 0);
  CHECK(tasks_named(h, h.awa, "tracer_to_choose") == 1);
  CHECK(tasks_named(h, h.moussa, "tracer_to_choose") == 1);
}

TEST_CASE("a person whom the file asks to keep away is shown as such before anybody speaks to them") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  const RecordId son = file_of(h, h.fatou, kMamadou);
  REQUIRE(h.say(h.fatou, son, FormSaved{{"intake"}, 1, {{"intake.keep_away", std::string("Fatoumata Baldeh")}}}).status == ReceiptStatus::accepted);
  const RecordId inquiry = asked_by(h, h.carla);
  const auto one = usecases::side_by_side(h.house(), h.fatou.session, son, inquiry);
  REQUIRE(one);
  CHECK(one->kept_away);
}

TEST_CASE("a request that is nobody's child has no likely match, and the weak ones stay weak") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  InquiryOpened other{"SN-DEMO", {"SN"}, "Maïmouna Cissokho", "Kédougou", {}, {}};
  other.relation = {"aunt_uncle"};
  other.first_name = "Bouba Canari";
  other.family_name = "Cissokho";
  other.sex = {"boy"};
  const RecordId inquiry = asked_by(h, h.fatou, other);
  const auto view = usecases::candidates_of(h.house(), h.fatou.session, inquiry);
  REQUIRE(view);
  CHECK_FALSE(view->likely);
  CHECK_FALSE(view->candidates.empty());
  for (const auto& c : view->candidates) CHECK(c.band == names::Band::weak);
  CHECK(tasks_named(h, h.fatou, "family_to_compare") == 0);
}

TEST_CASE("marks, companions and the time of the parting are compared, and shown as each side told them") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  const RecordId son = file_of(h, h.fatou, kMamadou);
  const auto date = [](const char* from, const char* to) { return PartialDate{*Date::parse(from), *Date::parse(to), {}}; };
  REQUIRE(h.say(h.fatou, son, FormSaved{{"tracing"}, 2, {{"tracing.companions", std::string("Bouba Canari")}, {"tracing.parted", date("2024-01-01", "2024-12-31")}, {"tracing.marks", Codes{{"scar_face"}, {"tooth"}}}}}).status == ReceiptStatus::accepted);
  InquiryOpened told = of_the_mother();
  told.companions = "Bubacar Canari";
  told.parted = date("2024-03-01", "2024-06-30");
  told.marks = {{"scar_face"}, {"scar_arm"}};
  const RecordId inquiry = asked_by(h, h.carla, told);
  const auto one = usecases::side_by_side(h.house(), h.fatou.session, son, inquiry);
  REQUIRE(one);
  const auto line = [&](names::Fact fact) { return std::ranges::find(one->facts, fact, &usecases::FactLine::fact); };
  for (const auto fact : {names::Fact::mark, names::Fact::companion, names::Fact::parted}) {
    REQUIRE(line(fact) != one->facts.end());
    CHECK(line(fact)->side == names::Side::speaks_for);
  }
  CHECK(line(names::Fact::mark)->child.words == std::vector<std::string>{"scar_face", "tooth"});
  CHECK(line(names::Fact::companion)->family.words == std::vector<std::string>{"Bubacar Canari"});
}
