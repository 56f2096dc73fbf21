#include "usecases/tracing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "usecases/change_beside.hpp"
#include "usecases/kept_away.hpp"
#include "usecases/lists.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using names::Band;
using names::Fact;
using names::Kin;
using names::Known;
using names::Side;

/// Comparing shows names: who may compare and not see them has no use of it.
bool may_compare(const Eye& eye, const ChildBrief& brief, RelationSet held) {
  return eye.may(brief, held, Action::compare_trace).allow && eye.may(brief, held, Action::see_identity).allow;
}

/// Who opened it, for the unit in which they did; and who answers for them or for that unit today.
bool is_theirs(const Eye& eye, const Inquiry& inquiry) {
  const Actor& who = eye.who();
  if (!the_seven.has(who.role)) return false;
  return (inquiry.by == who.person && inquiry.unit == who.unit) || answers_for(eye.directory(), who, inquiry.by, inquiry.unit, eye.today());
}

std::vector<std::string> without_empty(std::vector<std::string> words) {
  std::erase_if(words, [](const std::string& w) { return w.empty(); });
  return words;
}

Told told_of(const Known& k, Fact fact) {
  const auto relatives = [&](Kin kin) {
    std::vector<std::string> all;
    for (const auto& r : k.relatives)
      if (r.kin == kin) all.push_back(r.name);
    return all;
  };
  switch (fact) {
    case Fact::name: {
      std::vector<std::string> all{k.given.empty() || k.family.empty() ? k.given + k.family : k.given + " " + k.family};
      all.insert(all.end(), k.other_names.begin(), k.other_names.end());
      return {without_empty(std::move(all)), {}};
    }
    case Fact::mother: return {relatives(Kin::mother), {}};
    case Fact::father: return {relatives(Kin::father), {}};
    case Fact::sibling: return {relatives(Kin::sibling), {}};
    case Fact::companion: return {relatives(Kin::companion), {}};
    case Fact::relative: return {relatives(Kin::other), {}};
    case Fact::village: return {without_empty({k.village}), {}};
    case Fact::born: return {{}, k.born};
    case Fact::parted: return {{}, k.parted};
    case Fact::sex: return {without_empty({k.sex == names::Sex::female ? "girl" : k.sex == names::Sex::male ? "boy" : ""}), {}};
    case Fact::language: return {k.languages, {}};
    case Fact::mark: return {k.marks, {}};
  }
  return {};
}

}  // namespace

std::vector<FactLine> lines_of(const Known& child, const Known& family, std::vector<names::Evidence> evidence) {
  std::ranges::stable_sort(evidence, [](const auto& a, const auto& b) { return std::abs(a.bits) > std::abs(b.bits); });
  std::vector<FactLine> lines;
  std::array<bool, static_cast<std::size_t>(Fact::mark) + 1> told{};
  const auto add = [&](Fact fact, Side side) {
    if (std::exchange(told[static_cast<std::size_t>(fact)], true)) return;
    FactLine line{fact, side, told_of(child, fact), told_of(family, fact)};
    // A relative in another place (the mother of one is the aunt of the other) is weighed by the engine; here it stands where each side told it.
    if (line.child.empty() && line.family.empty()) return;
    if (line.child.empty() || line.family.empty()) line.side = side == Side::speaks_for ? side : Side::unknown;
    lines.push_back(std::move(line));
  };
  for (const auto& e : evidence) add(e.fact, e.side);
  for (std::size_t f = 0; f < told.size(); ++f) add(static_cast<Fact>(f), Side::unknown);
  std::ranges::stable_partition(lines, [](const FactLine& l) { return l.side != Side::unknown; });
  return lines;
}

namespace {

/// Where the file stands towards this inquiry, by its own entries.
void set_standing(Beside& b, const ChildState& s, const Actor& who) {
  const auto answers = [](const auto& list, EntryId id) { return std::ranges::any_of(list, [&](const auto& x) { return x.body.proposed == id; }); };
  for (const auto& p : s.all<TraceProposed>()) {
    if (p.amended_by != 0 || p.body.inquiry != b.inquiry->record) continue;
    const Said* said = s.entry(p.n);
    b.proposed = p.id;
    b.own_proposal = said && (said->author == who.person || said->unit == who.unit);
    b.standing = answers(s.all<TraceConfirmed>(), p.id) ? TraceStanding::confirmed : answers(s.all<TraceRefuted>(), p.id) ? TraceStanding::set_aside : TraceStanding::waits;
  }
  for (const auto& r : s.all<TraceRefuted>())
    if (r.amended_by == 0 && r.body.inquiry == b.inquiry->record && b.standing == TraceStanding::open) b.standing = TraceStanding::set_aside;
}

Beside beside(House& house, const Eye& eye, const ChildBrief& brief, InquiryPtr inquiry, Weighed weighed) {
  Beside b;
  b.child = brief.record;
  b.code = brief.code;
  b.name = brief.name;
  b.band = weighed.band;
  b.inquiry = std::move(inquiry);
  if (const FilePtr file = house.file(brief.record)) {
    b.facts = lines_of(known_of(house.families.places(), file->state), b.inquiry->known, std::move(weighed.evidence));
    b.wish = wish_to_be_traced(file->state);
    b.kept_away = is_kept_away(file->state, b.inquiry->told.name);
    set_standing(b, file->state, eye.who());
  }
  return b;
}

/// The inquiries that this file names: proposed or set aside, whatever became of them.
std::set<RecordId> named_on(const ChildState& s) {
  std::set<RecordId> all;
  for (const auto& p : s.all<TraceProposed>())
    if (p.amended_by == 0) all.insert(p.body.inquiry);
  for (const auto& r : s.all<TraceRefuted>())
    if (r.amended_by == 0) all.insert(r.body.inquiry);
  all.erase(RecordId{});
  return all;
}

/// Each look is written on the file and on the inquiry, in one transaction, before anything is served.
void log_pair(House& house, const Session& s, std::vector<RecordId> records) { log_listed(house, s, std::move(records), Action::compare_trace, {Tier::identity}); }

/// The file, for who may compare on it. Refuses not_found, not_allowed.
Result<readmodels::BriefPtr> comparable(House& house, const Eye& eye, RecordId child) {
  const auto brief = house.memory.caseload.find(child);
  if (!brief) return refuse(ProblemCode::not_found);
  const RelationSet held = eye.held(*brief);
  if (may_compare(eye, *brief, held)) return brief;
  return refuse(eye.may(*brief, held, Action::see_plain).any() ? ProblemCode::not_allowed : ProblemCode::not_found);
}

Weighed weigh_one(const House& house, const Inquiry& inquiry, RecordId child) {
  auto compared = house.families.weigh(inquiry, {child});
  return compared.files.empty() ? Weighed{child, Band::weak, {}} : std::move(compared.files.front());
}

}  // namespace

std::string_view word(TraceStanding standing) {
  constexpr std::array<std::string_view, 4> kWords{"open", "waits", "confirmed", "set_aside"};
  return kWords[static_cast<std::size_t>(standing)];
}

std::vector<InquiryPtr> inquiries_of(House& house, const Session& s) {
  house.families.catch_up(house);
  const Eye eye(house, s);
  std::vector<InquiryPtr> all;
  std::vector<RecordId> named;
  for (const auto& inquiry : house.families.inquiries()) {
    if (!is_theirs(eye, *inquiry)) continue;
    all.push_back(inquiry);
    named.push_back(inquiry->record);
  }
  std::ranges::stable_sort(all, [](const auto& a, const auto& b) { return a->at > b->at; });
  log_listed(house, s, std::move(named), Action::see_identity, {Tier::identity});
  return all;
}

Result<InquiryView> candidates_of(House& house, const Session& s, RecordId id) {
  house.families.catch_up(house);
  const Eye eye(house, s);
  InquiryView view;
  view.inquiry = house.families.inquiry(id);
  if (!view.inquiry || !is_theirs(eye, *view.inquiry)) return refuse(ProblemCode::not_found);
  std::set<RecordId> seen;
  for (const auto& brief : desk_of(house, s))
    if (may_compare(eye, *brief, eye.held(*brief))) seen.insert(brief->record);
  auto compared = house.families.weigh(*view.inquiry, seen);
  view.would_help = std::move(compared.would_help);
  view.found = house.families.found(id).has_value();
  std::vector<RecordId> shown{id};
  for (Weighed& weighed : compared.files) {
    const auto brief = house.memory.caseload.find(weighed.file);
    if (!brief) continue;
    view.likely = view.likely || weighed.band != Band::weak;
    shown.push_back(brief->record);
    view.candidates.push_back(beside(house, eye, *brief, view.inquiry, std::move(weighed)));
  }
  log_pair(house, s, std::move(shown));
  return view;
}

Result<std::vector<Beside>> families_of(House& house, const Session& s, RecordId child) {
  house.families.catch_up(house);
  const Eye eye(house, s);
  const auto brief = comparable(house, eye, child);
  if (!brief) return std::unexpected(brief.error());
  std::set<RecordId> inquiries;
  if (const FilePtr file = house.file(child)) inquiries = named_on(file->state);
  for (const RecordId id : house.families.families_of(child)) inquiries.insert(id);
  std::vector<Beside> all;
  std::vector<RecordId> shown{child};
  for (const RecordId id : inquiries)
    if (const auto inquiry = house.families.inquiry(id)) {
      all.push_back(beside(house, eye, **brief, inquiry, weigh_one(house, *inquiry, child)));
      shown.push_back(id);
    }
  std::ranges::stable_sort(all, [](const Beside& a, const Beside& b) { return a.standing != b.standing ? a.standing < b.standing : a.band < b.band; });
  log_pair(house, s, std::move(shown));
  return all;
}

Result<Beside> side_by_side(House& house, const Session& s, RecordId child, RecordId id) {
  house.families.catch_up(house);
  const Eye eye(house, s);
  const auto brief = comparable(house, eye, child);
  if (!brief) return std::unexpected(brief.error());
  const auto inquiry = house.families.inquiry(id);
  const FilePtr file = house.file(child);
  if (!inquiry || !file) return refuse(ProblemCode::not_found);
  if (!is_theirs(eye, *inquiry) && !named_on(file->state).contains(id) && !std::ranges::contains(house.families.families_of(child), id)) return refuse(ProblemCode::not_found);
  log_pair(house, s, {child, id});
  return beside(house, eye, **brief, inquiry, weigh_one(house, *inquiry, child));
}

readmodels::BriefPtr without_ended(const House& house, readmodels::BriefPtr brief) {
  const auto is_over = [&](const auto& trace) { return house.families.is_over(brief->record, trace.id); };
  if (std::ranges::none_of(brief->traces, is_over)) return brief;
  auto without = std::make_shared<ChildBrief>(*brief);
  std::erase_if(without->traces, is_over);
  return without;
}

void add_tracing_tasks(const House& house, const Eye& eye, const ChildBrief& b, RelationSet held, std::vector<Task>& tasks) {
  if (b.ties.status != FileState::open || b.family_found) return;
  const auto families = house.families.families_of(b.record);
  if (families.empty()) return;
  const auto count = static_cast<std::int64_t>(families.size());
  if (may_compare(eye, b, held)) {
    tasks.push_back({"family_to_compare", TaskGroup::now, b.record, {}, {}, count});
    return;
  }
  // Where nobody may compare yet, whoever has the file or answers for it has somebody do so.
  if (!b.ties.tracing.empty() || (!held.has(Relation::assigned) && !held.has(Relation::team))) return;
  const Person* worker = eye.directory().person(b.ties.assigned);
  const bool compares = worker && std::ranges::any_of(worker->posts, [&](const Post& p) { return p.unit == b.ties.assigned_unit && (p.role == Role::case_worker || p.role == Role::supervisor); });
  if (!compares || held.has(Relation::assigned)) tasks.push_back({"tracer_to_choose", TaskGroup::now, b.record, {}, {}, 0});
}

void follow_families(House& house) {
  follow_batches(house);
  house.families.catch_up(house);
  house.families.compare();
  house.families.match();
  house.families.keep(house);
}

}  // namespace nibbi::usecases
