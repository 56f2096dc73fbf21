// What comes to somebody's mind: a table of deeds, each for some roles, made from what stands on the screen. Right and wrong ones alike: what may
// stand is for the house to say.
#include <algorithm>

#include "domain/case_code.hpp"
#include "domain/second.hpp"
#include "tests/sim/world.hpp"

namespace nibbi::sim {
namespace {

using namespace domain;
using usecases::FilePtr;

struct Mind {
  World& world;
  Device& device;
  const Staff& who = world.owner(device);
  tests::Chance& chance = world.chance;

  /// Some file on this screen of which this holds.
  template <class Test>
  std::optional<std::pair<int, const ChildState*>> file_where(Test test) {
    std::vector<std::pair<int, const ChildState*>> fit;
    for (const auto& [number, file] : device.seen)
      if (file && file->state.is_opened() && test(file->state)) fit.push_back({number, &file->state});
    if (fit.empty()) return std::nullopt;
    return chance.one_of(fit);
  }
  auto any_file() { return file_where([](const ChildState& s) { return s.status != FileState::erased; }); }
  auto my_file() {
    return file_where([this](const ChildState& s) { return s.status == FileState::open && !s.assignments.empty() && s.assignments.back().person == who.person; });
  }
  std::string words(Depth depth, int file) { return mark(depth, file) + std::to_string(chance.below(1000)); }
  UnitId some_unit() { return world.cast.units[chance.below(5)]; }
};
using Maybe = std::optional<Deed>;

Maybe open_file(Mind m) {
  if (m.world.files.size() >= 80) return std::nullopt;
  const int file = m.world.new_file();
  const std::string country = m.chance.in_100(70) ? "SN" : "GW";
  return Deed{file, {ChildOpened{case_code(country, 1000 + static_cast<unsigned long>(file)), {country}, {m.chance.in_100(50) ? "girl" : "boy"}, {"a10_12"}, {}},
                     FormSaved{{"intake"}, 1, {{"intake.first_name", m.words(Depth::identity, file)}, {"intake.danger", std::string("no")}}}}};
}
Maybe note(Mind m) {
  const auto f = m.any_file();
  if (!f) return std::nullopt;
  return Deed{f->first, {NoteAdded{{"observation"}, {}, {}, m.words(Depth::narrative, f->first)}}};
}
Maybe form(Mind m) {
  const auto f = m.any_file();
  if (!f) return std::nullopt;
  FormSaved b{{"intake"}, 1, {}};
  if (m.chance.in_100(60)) b.answers["intake.first_name"] = m.words(Depth::identity, f->first);
  if (m.chance.in_100(40)) b.answers["intake.family_name"] = m.words(Depth::identity, f->first);
  if (m.chance.in_100(30) || b.answers.empty()) b.answers["intake.danger"] = std::string(m.chance.in_100(50) ? "yes" : "no");
  if (m.chance.in_100(30)) b.answers["intake.already_told"] = m.words(Depth::narrative, f->first);
  return Deed{f->first, {b}};
}
Maybe consent(Mind m) {
  const auto f = m.any_file();
  if (!f) return std::nullopt;
  if (const auto* given = f->second->last<ConsentGiven>(); given && m.chance.in_100(40)) return Deed{f->first, {ConsentWithdrawn{given->id, {"child"}, ""}}};
  ConsentGiven c;
  c.explained = {{"talk"}, {"purpose"}, {"use"}, {"how_to_withdraw"}};
  c.basis = {"assent_with_guardian"};
  c.given_by = {"child_and_guardian"};
  c.purposes = {{"protect_now"}, {"get_service"}, {"shelter"}, {"trace_family"}};
  c.data_classes.add(DataClass::name);
  c.recipient_kind = {"one_unit"};
  c.recipient_unit = m.some_unit();
  return Deed{f->first, {c}};
}
Maybe refer(Mind m) {
  const auto f = m.file_where([](const ChildState& s) { return s.status == FileState::open; });
  if (!f) return std::nullopt;
  struct To { int unit; const char* service; };
  constexpr To kTo[] = {{1, "psychosocial"}, {1, "follow_up"}, {2, "shelter"}, {2, "medical"}, {3, "follow_up"}, {3, "tracing"}, {4, "shelter"}, {4, "medical"}};
  const To to = kTo[m.chance.below(8)];
  ReferralSent r;
  r.to_unit = m.world.cast.units[static_cast<std::size_t>(to.unit)];
  r.service = {to.service};
  r.priority = {m.chance.in_100(50) ? "emergency_24h" : m.chance.in_100(50) ? "urgent_72h" : "normal_14d"};
  r.data_classes.add(DataClass::name);
  r.basis = {m.chance.in_100(75) ? "vital_urgency" : "consent"};
  r.context = m.words(Depth::narrative, f->first);
  return Deed{f->first, {r}, "Pour l'enfant."};
}
Maybe answer_referral(Mind m) {
  const auto f = m.file_where([&](const ChildState& s) { return std::any_of(s.referrals.begin(), s.referrals.end(), [&](const auto& r) { return r.sent.to_unit == m.who.unit; }); });
  if (!f) return std::nullopt;
  for (auto r = f->second->referrals.rbegin(); r != f->second->referrals.rend(); ++r) {
    if (r->sent.to_unit != m.who.unit) continue;
    switch (m.chance.below(9)) {
      case 0: return Deed{f->first, {ReferralOpened{r->id}}};
      case 1: return Deed{f->first, {ReferralAsked{r->id, "Quelle langue ?"}}};
      case 2:
      case 3: return Deed{f->first, {ReferralDeclined{r->id, {"full"}, ""}}};
      case 4: return Deed{f->first, {ReferralServiceGiven{r->id, {"yes"}, m.words(Depth::narrative, f->first)}}};
      case 5: return Deed{f->first, {ReferralClosed{r->id, ""}}};
      default: return Deed{f->first, {ReferralAccepted{r->id, {}, ""}}};
    }
  }
  return std::nullopt;
}
Maybe withdraw_referral(Mind m) {
  const auto f = m.my_file();
  if (!f || f->second->referrals.empty()) return std::nullopt;
  const auto& r = f->second->referrals.back();
  if (m.chance.in_100(50)) return Deed{f->first, {ReferralAnswered{r.id, "Le wolof."}}};
  return Deed{f->first, {ReferralWithdrawn{r.id, ""}}};
}
Maybe place(Mind m) {
  const auto f = m.any_file();
  if (!f) return std::nullopt;
  if (const auto* p = f->second->placement(); p && m.chance.in_100(40)) {
    PlacementEnded ended;
    ended.placement = p->id;
    ended.end_reason = {"moved"};
    ended.ended_on = m.world.today();
    return Deed{f->first, {ended}};
  }
  PlacementBegun b;
  b.unit = m.world.cast.units[m.chance.in_100(60) ? 2 : 4];
  b.placement_kind = {"shelter"};
  b.begun_on = m.world.today();
  if (m.chance.in_100(30)) b.over_capacity_reason = "Il fait nuit.";
  return Deed{f->first, {b}, m.chance.in_100(85) ? "C’est là qu’on veille sur elle." : ""};
}
Maybe assign(Mind m) {
  const auto f = m.any_file();
  if (!f) return std::nullopt;
  const Staff& to = m.world.cast.staff[m.chance.below(12)];  // here, or abroad
  // To another organisation with a reason, most times.
  const std::string reason = m.chance.in_100(85) ? "Plus près de l’enfant." : "";
  if (m.chance.in_100(20)) return Deed{f->first, {CoverSet{to.person, m.world.today(), {m.world.today().day + 3}}}, reason};
  return Deed{f->first, {AssignmentMade{to.person, to.unit}}, reason};
}
/// The next thing that a journey home needs; now and then somebody leaves before it is there.
Maybe go_home(Mind m) {
  const auto f = m.my_file();
  if (!f) return std::nullopt;
  const ChildState& s = *f->second;
  const Date today = m.world.today();
  const std::string story = m.words(Depth::narrative, f->first);
  const auto* plan = s.last<ReturnPlanned>();
  std::vector<Body> all;
  if (!s.last<WishRecorded>() && m.chance.in_100(70)) all.push_back(WishRecorded{{"return"}, {m.chance.in_100(75) ? "wants" : m.chance.in_100(50) ? "refuses" : "unsure"}, story, today, {"yes"}, {}, ""});
  if (s.last<WishRecorded>() && m.chance.in_100(15)) all.push_back(WishRecorded{{"return"}, {m.chance.in_100(50) ? "wants" : "refuses"}, story, today, {"yes"}, {}, ""});
  if (!s.last<BestInterestsAssessed>()) all.push_back(BestInterestsAssessed{.unaccompanied = {"no"}, .assessed_on = today, .sources = {}, .child_view = story, .safety = "", .family_ties = "", .growth = "", .options = {{"return"}}, .recommendation = {"return"}, .grounds = "", .doubts = ""});
  if (!s.last<FamilyAssessed>()) {
    FamilyAssessed seen;
    seen.assessed_on = today;
    seen.mode = {"home"};
    seen.answer = {"ready"};
    all.push_back(seen);
  }
  if (s.all<LegalActRecorded>().empty()) {
    LegalActRecorded act;
    act.legal_act_kind = {"return_authorisation"};
    act.authority = {"children_judge"};
    act.reference = "SIM-1";
    all.push_back(act);
  }
  if (!s.last<HealthChecked>()) {
    HealthChecked h;
    h.checked_on = today;
    h.fit_to_travel = {"fit"};
    all.push_back(h);
  }
  if (!s.last<PapersRecorded>()) {
    PapersRecorded p;
    p.papers = {{"birth_certificate"}};
    p.complete = {"yes"};
    all.push_back(p);
  }
  if (!plan || m.chance.in_100(8)) {
    ReturnPlanned p;
    p.answer = {"return"};
    p.destination_country = {"GW"};
    p.destination = "près du grand arbre";
    p.receiving_unit = m.world.cast.units[4];
    p.receiver_name = "la tante";
    p.receiver_verified = {"yes"};
    p.accompanying_person = m.world.cast.staff[m.chance.below(4)].person;
    p.accompanied_by_woman = {"yes"};
    all.push_back(p);
  }
  if (plan && m.chance.in_100(8)) all.push_back(ReturnWithdrawn{plan->id, {"child"}, ""});
  else if (plan && m.chance.in_100(70)) all.push_back(MovementDeparted{plan->id, {}});
  if (all.empty()) return std::nullopt;
  if (m.chance.in_100(40)) all.resize(1);
  return Deed{f->first, all, "Qui l’accompagne la connaît."};
}
Maybe ask_two(Mind m) {
  if (m.who.role == Role::data_protection_officer) {
    const auto f = m.any_file();
    if (!f) return std::nullopt;
    return Deed{f->first, {SecondAsked{{"erase"}, {}, "La famille le demande.", {"asked_by_person"}}}, "La famille le demande.", true};
  }
  const auto one = m.my_file(), two = m.my_file();
  if (!one || !two || one->first == two->first) return std::nullopt;
  return Deed{one->first, {SecondAsked{{"merge"}, m.world.files[static_cast<std::size_t>(two->first)], "Même cicatrice.", {}}}, "", true};
}
Maybe answer_two(Mind m) {
  const auto f = m.file_where([&](const ChildState& s) { return std::any_of(s.seconds.begin(), s.seconds.end(), [&](const auto& r) { return r.answered_n == 0 && r.asker != m.who.person; }); });
  if (!f) return std::nullopt;
  for (const auto& r : f->second->seconds)
    if (r.answered_n == 0 && r.asker != m.who.person) {
      if (m.chance.in_100(15)) return Deed{f->first, {SecondDeclined{r.id, ""}}};
      return Deed{f->first, {SecondAgreed{r.id}}, "", m.chance.in_100(90)};
    }
  return std::nullopt;
}
Maybe break_glass(Mind m) {
  if (m.world.files.empty() || m.device.seen.empty()) return std::nullopt;
  const auto f = m.any_file();
  if (!f) return std::nullopt;
  return Deed{f->first, {BreakGlassOpened{}}, "L'enfant est en danger.", true};
}
Maybe close(Mind m) {
  if (m.who.role == Role::supervisor) {
    const auto f = m.file_where([](const ChildState& s) { return s.last<ClosureRequested>() != nullptr && s.status == FileState::open; });
    if (!f) return std::nullopt;
    const EntryId request = f->second->last<ClosureRequested>()->id;
    if (m.chance.in_100(30)) return Deed{f->first, {ClosureRefused{request, ""}}};
    return Deed{f->first, {ClosureApproved{request}}, "", true};
  }
  if (const auto closed = m.file_where([](const ChildState& s) { return s.status == FileState::closed; })) return Deed{closed->first, {FileReopened{m.words(Depth::narrative, closed->first)}}, "L'enfant est revenu."};
  const auto f = m.my_file();
  if (!f) return std::nullopt;
  ClosureRequested c;
  c.closure_reason = {"goals_reached"};
  return Deed{f->first, {c}};
}
Maybe keep(Mind m) {
  const auto f = m.any_file();
  if (!f) return std::nullopt;
  if (const auto* order = f->second->last<KeepOrderSet>(); order && m.chance.in_100(60)) return Deed{f->first, {KeepOrderLifted{order->id}}};
  return Deed{f->first, {KeepOrderSet{{"court"}, "", ""}}};
}
/// Something that this person has no business saying.
Maybe mischief(Mind m) {
  if (m.world.files.empty()) return std::nullopt;
  const int file = static_cast<int>(m.chance.below(m.world.files.size()));
  switch (m.chance.below(4)) {
    case 0: return Deed{file, {NoteAdded{{"observation"}, {}, {}, m.words(Depth::narrative, file)}}};
    case 1: return Deed{file, {AssignmentMade{m.who.person, m.who.unit}}};
    case 2: return Deed{file, {RecordErased{{"asked_by_person"}}}};
    default: return Deed{file, {RecordMerged{m.world.files[m.chance.below(m.world.files.size())]}}};
  }
}

constexpr RoleSet roles(std::initializer_list<Role> some) {
  RoleSet all;
  for (const Role r : some) all.add(r);
  return all;
}
constexpr RoleSet kField = roles({Role::street_worker, Role::case_worker, Role::shelter_staff});
struct Line { int weight; RoleSet who; Maybe (*deed)(Mind); };
const Line kDeeds[] = {
    {6, kField, open_file},
    {10, the_seven, note},
    {10, the_seven, form},
    {4, the_seven, consent},
    {12, the_seven, refer},
    {20, the_seven, answer_referral},
    {3, the_seven, withdraw_referral},
    {6, the_seven, place},
    {10, roles({Role::supervisor}), assign},
    {14, the_seven, go_home},
    {5, roles({Role::case_worker, Role::supervisor, Role::data_protection_officer}), ask_two},
    {16, roles({Role::supervisor, Role::country_coordinator, Role::data_protection_officer}), answer_two},
    {1, the_seven, break_glass},
    {4, the_seven, close},
    {1, roles({Role::supervisor}), keep},
    {2, the_seven, mischief},
};

}  // namespace

std::optional<Deed> some_deed(World& world, Device& device) {
  const Role role = world.owner(device).role;
  int all = 0;
  for (const Line& line : kDeeds)
    if (line.who.has(role)) all += line.weight;
  if (all == 0) return std::nullopt;
  int at = static_cast<int>(world.chance.below(static_cast<std::uint64_t>(all)));
  for (const Line& line : kDeeds) {
    if (!line.who.has(role)) continue;
    if ((at -= line.weight) < 0) return line.deed(Mind{world, device});
  }
  return std::nullopt;
}

}  // namespace nibbi::sim
