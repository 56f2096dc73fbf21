#include "demo/story.hpp"

#include "domain/case_code.hpp"

namespace nibbi::demo {

using namespace domain;

namespace {

struct Tongues { std::string_view country; std::initializer_list<std::string_view> languages; };
const Tongues kTongues[] = {{"SN", {"wol", "ful", "mnk", "srr"}}, {"GW", {"pov", "ful", "mnk"}}, {"GN", {"ful", "sus", "mnk"}},
                            {"ML", {"bam", "snk", "ful"}},        {"GM", {"mnk", "wol", "ful"}}, {"NG", {"yor", "hau"}}};

std::string_view social_of(std::string_view country) { return country == "GW" ? "gw_social" : country == "GM" ? "gm_ngo" : "aemo"; }
std::string_view home_of(std::string_view country) {
  if (country == "GW") return "gw_social";
  if (country == "GM") return "gm_ngo";
  if (country == "GN") return "gn_social";
  if (country == "ML") return "ml_ngo";
  return "aemo_kolda";
}
std::string_view coordination_of(std::string_view country) {
  if (country == "GW") return "coord_gw";
  if (country == "GM") return "coord_gm";
  if (country == "GN" || country == "ML") return "coord_gn";
  return "coord_sn";
}

/// Files that the street team opens, because they turn on how a centre answers it.
bool begins_on_the_street(Course c) {
  return c == Course::tonight || c == Course::referral_pending || c == Course::referral_expired || c == Course::referral_declined;
}

/// What the page calls stale: these are not said without a fresh second factor.
bool needs_fresh_factor(Kind kind) {
  return kind == Kind::trace_confirmed || kind == Kind::best_interests_determined || kind == Kind::closure_approved || kind == Kind::closure_refused ||
         kind == Kind::second_agreed;
}

}  // namespace

Codes codes(std::initializer_list<std::string_view> words) {
  Codes all;
  for (const auto word : words) all.push_back(code(word));
  return all;
}

DataClasses sharing(std::initializer_list<DataClass> some) {
  DataClasses all;
  all.add(DataClass::plain);
  for (const DataClass one : some) all.add(one);
  return all;
}

Story::Story(const World& world, const ChildPlan& plan, Instant begins)
    : world_(world), plan_(plan), chance_(world.seed, 1000 + static_cast<std::uint64_t>(plan.number)), at_(begins) {
  file_ = {RecordId{chance_.id_at(begins)}, RecordKind::child, {}};
  girl_ = !plan.in_group && is(42);
  age_ = static_cast<int>(chance_.between(7, 17));
  given_ = world.stock.given_name(chance_, plan.origin, girl_);
  family_ = world.stock.family_name(chance_, plan.origin);
  for (const Tongues& t : kTongues)
    if (t.country == plan.origin) language_ = chance_.one_of(t.languages);
  guardian_ = world.stock.name(chance_, plan.found, is(50)) + " (DEMO)";  // named by the court for this child
  const bool kin_woman = is(65);
  kin_is_woman_ = kin_woman;
  kin_name_ = world.stock.given_name(chance_, plan.origin, kin_woman) + ' ' + (is(60) ? family_ : world.stock.family_name(chance_, plan.origin));
  kin_relation_ = kin_woman ? chance_.one_of({"mother", "mother", "grandparent", "aunt_uncle"}) : chance_.one_of({"father", "father", "aunt_uncle", "sibling"});
  work_ = plan.in_group ? "asking_in_street"
          : girl_       ? chance_.one_of<std::string_view>({"house_work", "house_work", "selling", "asking_in_street", "bar_restaurant"})
                        : chance_.one_of<std::string_view>({"asking_in_street", "asking_in_street", "asking_in_street", "workshop", "selling", "gold_site", "fishing"});
  social_ = social_of(plan.found);
  home_ = home_of(plan.origin);
  coordination_ = coordination_of(plan.found);
  home_coordination_ = coordination_of(plan.origin);
  keeper_ = plan.found == "SN" ? plan.shelter : plan.found == "GW" ? "gw_centre" : "gm_ngo";
  keeper_role_ = plan.found == "GM" ? Role::case_worker : Role::shelter_staff;

  const auto draw = chance_.below(100);
  if (plan.found == "GM") opener_ = &one("gm_ngo", Role::case_worker);
  else if (plan.found == "GW") opener_ = draw < 60 ? &one("gw_social", Role::case_worker) : &one("gw_centre", Role::shelter_staff);
  else if (plan.in_group || begins_on_the_street(plan.course) || draw < 72) opener_ = &one("mobile", Role::street_worker);
  else if (draw < 84) opener_ = &one("police", Role::unit_focal_point);
  else if (draw < 94) opener_ = &one(keeper_, Role::shelter_staff);
  else opener_ = &one("aemo", Role::case_worker);
  worker_ = opener_->role == Role::case_worker ? opener_ : &one(social_, Role::case_worker);
  home_worker_ = &one(home_, Role::case_worker);
  keeper_worker_ = &one(keeper_, keeper_role_);
}

EntryId Story::say(const Worker& by, Body body, const How& how) {
  Line line;
  Header& h = line.entry.header;
  const auto n = static_cast<std::int64_t>(file_.lines.size()) + 1;
  h.id = EntryId{chance_.id_at(at_)};
  h.record = file_.record;
  h.kind = kind_of(body);
  h.seen = std::max<std::int64_t>(0, n - 1 - how.unseen);
  h.author = by.person;
  h.role = by.role;
  h.unit = by.unit->id;
  h.device = by.device;
  h.claimed_at = at_;
  line.entry.telling.reason = how.reason;
  line.entry.telling.copied_from = how.copied_from;
  line.entry.telling.told_by = how.told_by;
  line.entry.body = std::move(body);
  line.entry.n = n;
  line.attended = how.off_line_minutes == 0;
  line.entry.received_at = at_ + (line.attended ? Milliseconds{chance_.between(400, 3000)} : minutes(how.off_line_minutes));
  if (needs_fresh_factor(h.kind)) line.factor = Factor::fresh;
  at_ = line.entry.received_at + Milliseconds{chance_.between(40'000, 400'000)};
  file_.lines.push_back(std::move(line));
  return file_.lines.back().entry.header.id;
}

EntryId Story::say_as_system(Body body) {
  Line line;
  Header& h = line.entry.header;
  line.entry.n = static_cast<std::int64_t>(file_.lines.size()) + 1;
  h.record = file_.record;
  h.kind = kind_of(body);
  h.seen = line.entry.n - 1;
  h.claimed_at = line.entry.received_at = at_;
  line.entry.body = std::move(body);
  file_.lines.push_back(std::move(line));
  at_ = at_ + Milliseconds{5000};
  return {};  // its id is made from what it says
}

EntryId Story::open_other(RecordKind kind, const Worker& by, Body body, RecordId record) {
  if (record.is_none()) record = RecordId{chance_.id_at(at_)};
  Line line;
  Header& h = line.entry.header;
  h.id = EntryId{chance_.id_at(at_)};
  h.record = record;
  h.kind = kind_of(body);
  h.author = by.person;
  h.role = by.role;
  h.unit = by.unit->id;
  h.device = by.device;
  h.claimed_at = at_;
  line.entry.body = std::move(body);
  line.entry.n = 1;
  line.entry.received_at = at_ + Milliseconds{1200};
  others_.push_back({record, kind, {}});
  others_.back().lines.push_back(std::move(line));
  return others_.back().lines.back().entry.header.id;
}

void Story::pass_days(int least, int most) {
  const std::int64_t later = day(static_cast<int>(chance_.between(least, most))).day;
  const Instant morning = Instant{later * days(1).count} + minutes(chance_.between(8 * 60, 17 * 60)) + Milliseconds{chance_.between(0, 59'999)};
  at_ = std::max(morning, at_ + minutes(5));
}
void Story::pass_minutes(int least, int most) { at_ = at_ + minutes(chance_.between(least, most)); }

FormSaved Story::form(std::string_view name) const {
  const auto found = world_.rules.forms.find(name);
  ensure(found != world_.rules.forms.end(), "the stories know the forms of the contract");
  return {code(name), found->second.version, {}};
}

void Story::note(const Worker& by, std::string_view kind, std::string_view subject, std::string_view source) {
  say(by, NoteAdded{code(kind), today(), code(source), text(by, subject)});
}

/// Who answers at a unit.
const Worker& Story::desk(std::string_view unit) {
  const std::string& kind = world_.cast.unit(unit).about.kind.value;
  if (kind == "shelter" || kind == "state_shelter") return one(unit, Role::shelter_staff);
  if (kind == "social_service" || kind == "open_setting_service" || kind == "ngo") return one(unit, Role::case_worker);
  return one(unit, Role::unit_focal_point);
}

}  // namespace nibbi::demo
