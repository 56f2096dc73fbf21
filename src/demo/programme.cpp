#include "demo/programme.hpp"

#include <algorithm>
#include <array>

namespace nibbi::demo {

using namespace domain;

namespace {

constexpr Milliseconds kThirtyMonths = days(900);

struct Share {
  Course course;
  int of_529;          ///< in the programme of 565 whose 36 came together
  bool once = false;   ///< exactly one child
  std::int64_t quiet_least, quiet_most;  ///< minutes since the last entry; 0 at most: anywhere in the thirty months
};
constexpr std::int64_t kDay = 24 * 60;
constexpr Share kShares[] = {
    {Course::closed_home, 130, false, kDay, 0},
    {Course::follow_up, 110, false, kDay, 38 * kDay},
    {Course::sheltered, 44, false, 60, 12 * kDay},
    {Course::tracing, 36, false, kDay, 10 * kDay},
    {Course::staying, 28, false, kDay, 38 * kDay},
    {Course::closed_staying, 25, false, kDay, 0},
    {Course::best_interests, 24, false, 60, 30 * 60},
    {Course::contact_lost, 16, false, kDay, 0},
    {Course::referral_pending, 14, false, 10, 36 * 60},
    {Course::return_planned, 14, false, kDay, 4 * kDay},
    {Course::transferred, 14, false, 2 * kDay, 40 * kDay},
    {Course::tonight, 12, false, 3, 90},
    {Course::withdrawn, 10, false, 2 * kDay, 30 * kDay},
    {Course::handed_over, 10, false, kDay, 12 * kDay},
    {Course::found_again, 10, false, kDay, 30 * kDay},
    {Course::referral_expired, 8, false, 60, 4 * kDay},
    {Course::referral_declined, 8, false, 60, 5 * kDay},
    {Course::consent_refused, 8, false, kDay, 20 * kDay},
    {Course::on_the_road, 6, false, 20, 10 * 60},
    {Course::answers_differ, 1, true, kDay, 3 * kDay},
    {Course::registration_differs, 1, true, kDay, 5 * kDay},
};
static_assert(std::size(kShares) == course_count);

const Share& share_of(Course c) {
  for (const Share& s : kShares)
    if (s.course == c) return s;
  return kShares[0];
}

/// Before a family is looked for, a child can come from anywhere.
bool may_come_from_afar(Course c) {
  return c == Course::tonight || c == Course::sheltered || c == Course::referral_pending || c == Course::referral_expired || c == Course::referral_declined || c == Course::consent_refused;
}
bool is_of_dakar(Course c) {
  return c == Course::tonight || c == Course::referral_pending || c == Course::referral_expired || c == Course::referral_declined || c == Course::answers_differ || c == Course::registration_differs;
}

Instant midnight_of(Instant at) { return Instant{day_of(at, 0).day * days(1).count}; }

/// How many of the children were found together.
std::int64_t group_of(std::int64_t children) { return children >= 60 ? 36 : children / 3; }

}  // namespace

std::vector<Course> courses_for(std::int64_t children) {
  std::vector<Course> all;
  std::int64_t single = children;
  for (const Share& s : kShares) {
    if (single == 0) break;
    all.push_back(s.course);
    --single;
  }
  // The rest by share, the remainder to the largest.
  std::int64_t whole = 0;
  for (const Share& s : kShares) whole += s.once ? 0 : s.of_529;
  const std::int64_t rest = single;
  for (const Share& s : kShares)
    for (std::int64_t i = s.once ? 0 : rest * s.of_529 / whole; i > 0 && single > 0; --i, --single) all.push_back(s.course);
  for (; single > 0; --single) all.push_back(Course::closed_home);
  return all;
}

Programme::Programme(const Rules& rules, std::span<const wire::ContractFile> files, std::uint64_t seed, std::int64_t children, Instant now)
    : stock_(files), cast_(stock_, seed, children, now - kThirtyMonths - days(15)), world_{rules, stock_, cast_, seed, now, {}, {}}, chance_(seed, 2) {
  auto opened = [&](RecordKind kind, const Worker& by, Instant at, Body body) {
    Line line;
    Header& h = line.entry.header;
    h.id = EntryId{chance_.id_at(at)};
    h.record = RecordId{chance_.id_at(at)};
    h.kind = kind_of(body);
    h.author = by.person;
    h.role = by.role;
    h.unit = by.unit->id;
    h.claimed_at = line.entry.received_at = at;
    line.entry.body = std::move(body);
    line.entry.n = 1;
    shared_.push_back({h.record, kind, {line}});
    return h.record;
  };

  const auto group = group_of(children);
  if (group > 0) {
    Group g;
    g.at = midnight_of(now - days(330)) + hours(20);
    g.departs = midnight_of(g.at + days(170)) + hours(7);
    g.children = group;
    g.where = stock_.town(chance_, "SN");
    const Worker& first = cast_.one(chance_, "mobile", Role::street_worker);
    g.event = opened(RecordKind::event, first, g.at, EventOpened{"DEMO-E-1", code("SN"), code("fire_or_accident"), group, g.where, stock_.text(chance_, "SN", "event")});
    const Worker& coordinator = cast_.one(chance_, "coord_sn", Role::country_coordinator);
    g.movement = opened(RecordKind::movement, coordinator, g.departs - days(2),
                        MovementOpened{"DEMO-V-0", code("SN"), code("GW"), day_of(g.departs, 0), stock_.text(chance_, "SN", "movement")});
    world_.group = g;
  }
  constexpr auto kKinds = std::to_array<std::string_view>({"daara", "house", "workshop", "market_street", "gold_site", "field_farm", "bar_restaurant"});
  for (std::int64_t i = 0; i < 8 + children / 60; ++i) {
    const Worker& by = cast_.one(chance_, "mobile", Role::street_worker);
    world_.places.push_back(opened(RecordKind::place, by, now - kThirtyMonths + hours(chance_.between(1, 24 * 500)),
                                   PlaceOpened{"DEMO-L-" + std::to_string(i + 1), code("SN"), code(chance_.one_of(kKinds)), "Lieu " + std::to_string(i + 1) + " (DEMO)",
                                               stock_.town(chance_, "SN"), stock_.text(chance_, "SN", "place")}));
  }

  std::vector<Course> courses = courses_for(children - group);
  chance_.shuffle(courses);
  std::array<std::int64_t, course_count> turns{};
  children_.reserve(static_cast<std::size_t>(children));
  for (std::int64_t i = 0; i < children; ++i) {
    const bool together = i < group;
    const Course course = !together ? courses[static_cast<std::size_t>(i - group)] : i * 36 / group < 20 ? Course::follow_up : Course::staying;
    ChildPlan p = plan(i, course, together);
    p.turn = turns[static_cast<std::size_t>(course)]++;
    const Instant begins = when(p);
    children_.push_back({std::move(p), begins});
  }
  std::stable_sort(children_.begin(), children_.end(), [](const Planned& a, const Planned& b) { return a.begins < b.begins; });
}

ChildPlan Programme::plan(std::int64_t number, Course course, bool in_group) {
  ChildPlan p;
  p.number = number;
  p.course = course;
  p.in_group = in_group;
  const auto where = chance_.below(100), from = chance_.below(100);
  p.found = in_group || is_of_dakar(course) || where < 86 ? "SN" : where < 95 ? "GW" : "GM";
  if (in_group) p.origin = course == Course::follow_up ? "GW" : from < 80 ? "SN" : from < 90 ? "GW" : "GN";
  else if (p.found == "GW") p.origin = from < 50 ? "GN" : "SN";
  else if (p.found == "GM") p.origin = from < 55 ? "SN" : from < 80 ? "GW" : "GN";
  else if (may_come_from_afar(course) && from < 6) p.origin = "NG";
  else p.origin = from < 38 ? "GW" : from < 58 ? "GN" : from < 70 ? "ML" : from < 78 ? "GM" : "SN";
  // Larger centres take more of the children.
  const auto bed = chance_.below(154);
  p.shelter = bed < 40 ? "centre_a" : bed < 76 ? "centre_b" : bed < 106 ? "centre_c" : "centre_d";
  return p;
}

/// When the file must be opened so that its story has come as far as it has by now. The story is told once to see how long it is; told again
/// some whole days later it has the same length.
Instant Programme::when(const ChildPlan& p) {
  if (p.in_group) return world_.group->at + minutes(10 + p.number * 7);
  const Share& share = share_of(p.course);
  const Instant try_at = Instant{days(15'000).count} + minutes(chance_.between(7 * 60, 23 * 60));
  Story trial(world_, p, try_at);
  trial.tell([](UnitId) { return std::int64_t{0}; });
  const Milliseconds length = trial.ends() - try_at;
  std::int64_t most = share.quiet_most;
  if (most == 0) most = std::max<std::int64_t>((kThirtyMonths.count - length.count) / 60'000, share.quiet_least);
  const Instant last = world_.now - minutes(chance_.between(share.quiet_least, most));
  if (p.course == Course::tonight) return last - length;
  const Milliseconds later = last - trial.ends();
  return try_at + days(later.count / days(1).count - (later.count < 0));
}

std::vector<History> Programme::foundations() { return cast_.registrations(chance_); }
std::vector<History> Programme::shared() { return std::move(shared_); }

std::optional<std::vector<History>> Programme::next() {
  if (told_ == children_.size()) return std::nullopt;
  const Planned& p = children_[told_++];
  Story story(world_, p.plan, p.begins);
  story.tell([&](UnitId unit) {
    auto it = sleeping_.find(unit);
    return it == sleeping_.end() ? std::int64_t{0} : it->second;
  });
  if (!story.sleeps_at().is_none()) ++sleeping_[story.sleeps_at()];
  std::vector<History> all = std::move(story.others());
  all.push_back(std::move(story.file()));
  return all;
}

}  // namespace nibbi::demo
