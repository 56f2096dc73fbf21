// What waits on a device, laid over the view that it holds: whoever looks at whatever file, nothing is shown that the server would not show once it has what waits,
// and nothing that the view showed is lost but what the server would replace as well.
#include "wire/overlay.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <array>
#include <map>
#include <optional>
#include <set>

#include "domain/brief.hpp"
#include "domain/evolve.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/lens.hpp"
#include "tests/support/rules.hpp"
#include "wire/view.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;
using wire::Json;

namespace {

/// A file as it stood when its reader was last told, what they wrote since, and how far they see.
struct Case {
  ChildState told;
  std::vector<Entry> meanwhile;  ///< by others, whom the reader did not hear of
  wire::Waiting waiting;
  wire::Lens lens;
};

/// As the policy opens parts: whole, with a reason, or what is listed for one's unit and what it wrote itself.
Access some_access(Chance& chance) {
  Access a;
  switch (chance.below(4)) {
    case 0: a.with_reason = true; break;
    case 1: a.shared = a.own = true; break;
    case 2: a.own = true; break;
    default: a.allow = true;
  }
  return a;
}

Case some_case(std::uint64_t seed, std::size_t length, bool with_others) {
  Chance chance(seed);
  Voice voice(chance, rules());
  Case one;
  const Author& reader = chance.one_of(authors());
  Cast cast;
  cast.units = history_units();
  for (const Author& a : authors()) cast.people.push_back(a.actor.person);
  std::int64_t n = 0;
  // A history of much, of answers that people give without having seen each other's, or of both.
  const std::uint64_t contested = chance.one_of(std::array<std::uint64_t, 3>{10, 60, 95});
  auto said = [&](const Author& author, std::int64_t seen) {
    const bool answers = n > 0 && chance.in_100(contested);
    std::optional<Body> answer;
    if (answers) answer = contested_answer(voice);
    // A child moves now and then, and who says so may not have seen the last move.
    const bool moves = n > 0 && chance.in_100(12);
    const Kind kind = answer ? kind_of(*answer) : n == 0 ? Kind::child_opened : moves ? Kind::placement_begun : next_kind(chance, cast);
    Entry entry;
    entry.header.id = EntryId{voice.some_id()};
    entry.header.kind = kind;
    entry.header.author = author.actor.person;
    entry.header.role = author.actor.role;
    entry.header.unit = author.actor.unit;
    entry.header.device = author.device;
    entry.header.seen = seen;
    if (!answer && !cast.said[kind].empty() && chance.in_100(15)) entry.header.amends = chance.one_of(cast.said[kind]);
    entry.n = ++n;
    entry.header.claimed_at = entry.received_at = {1'700'000'000'000 + n * 1000};
    entry.body = answer ? std::move(*answer) : invent_body(kind, voice, cast);
    cast.said[kind].push_back(entry.header.id);
    return entry;
  };
  for (std::size_t i = 0; i < length; ++i) {
    const Author& author = chance.one_of(authors());
    const std::int64_t seen = chance.in_100(60) ? n : chance.between(0, n);
    const Entry entry = said(author, seen);
    if (author.device == reader.device) one.waiting.acknowledged.push_back(entry.header.id);
    evolve(rules(), one.told, entry);
  }
  const std::int64_t told = n;
  const Cast at_the_time = cast;
  if (with_others)
    for (std::uint64_t i = chance.below(4); i > 0; --i) {
      const Author& other = chance.one_of(authors());
      if (other.device != reader.device) one.meanwhile.push_back(said(other, chance.between(0, n)));
    }
  cast = at_the_time;
  for (std::uint64_t i = 1 + chance.below(5); i > 0; --i) {
    Entry entry = said(reader, chance.in_100(70) ? told : chance.between(0, told));
    if (!opens(entry.header.kind)) one.waiting.entries.push_back(std::move(entry));
  }
  one.lens.reader = reader.actor;
  for (Tier tier : kTiers) one.lens.sight[tier] = some_access(chance);
  if (chance.in_100(50)) one.lens.sight[Tier::plain] = {.allow = true};
  for (std::size_t i = 0; i < relation_count; ++i)
    if (chance.in_100(35)) one.lens.relations.add(static_cast<Relation>(i));
  one.lens.concerns = true;  // who may not know of a concern does not raise one
  for (std::size_t i = 0; i < data_class_count; ++i)
    if (chance.in_100(40)) one.lens.shared.add(static_cast<DataClass>(i));
  return one;
}

using Places = std::map<std::int64_t, std::int64_t>;

/// Every scalar of a view with the way to it, items by the place of the entry that gave them; what waits stands at the place that it came to.
void collect(const Json& json, const std::string& path, const Places& came_to, std::set<std::string>& out) {
  auto place = [&](std::int64_t n) { return came_to.contains(n) ? came_to.at(n) : n; };
  if (json.is_object()) {
    if (json.contains("withheld")) return;
    for (const auto& member : json.object_range()) collect(member.value(), path + "/" + std::string(member.key()), came_to, out);
  } else if (json.is_array()) {
    for (const Json& item : json.array_range())
      collect(item, path + "[" + (item.is_object() && item.contains("n") && item["n"].is_int64() ? std::to_string(place(item["n"].as<std::int64_t>())) : "") + "]", came_to, out);
  } else {
    out.insert(path + "=" + (json.is_int64() ? std::to_string(place(json.as<std::int64_t>())) : wire::write_json(json)));
  }
}
std::set<std::string> facts(const Json& view, const Places& came_to = {}) {
  std::set<std::string> out;
  collect(view["state"], "", came_to, out);
  collect(view["said"], "said", came_to, out);
  return out;
}
std::set<std::string> less(const std::set<std::string>& all, const std::set<std::string>& some) {
  std::set<std::string> out;
  std::ranges::set_difference(all, some, std::inserter(out, out.end()));
  return out;
}

Json view_of(const Case& one, const ChildState& state) { return wire::read_json(wire::make_view(state, RecordId{}, one.lens).json(), {.bytes = 64 << 20, .depth = 16}).value(); }

struct Sides {
  std::set<std::string> told, shown, after;  ///< the view that was held; with what waits laid over it; the server's once it has what waits
  ChildState state;                          ///< of the file, once the server has what waits
};
Sides sides(const Case& one, const std::vector<Entry>& before_mine) {
  auto view = [&](const ChildState& state) { return view_of(one, state); };
  const Json held = view(one.told);
  const Json shown = wire::lay_over(rules(), held, one.waiting);
  ChildState state = one.told;
  std::int64_t n = state.n;
  Places came_to;
  auto arrives = [&](Entry entry) {
    entry.n = ++n;
    evolve(rules(), state, entry);
  };
  for (const Entry& entry : before_mine) arrives(entry);
  std::int64_t at = wire::kWaitsFrom;
  for (const Entry& entry : one.waiting.entries) {
    came_to[at++] = n + 1;
    arrives(entry);
  }
  auto after = facts(view(state));
  return {facts(held), facts(shown, came_to), std::move(after), std::move(state)};
}
bool is_worked_out(const std::string& fact) { return fact.starts_with("/stage=") || fact.starts_with("/status="); }
std::set<std::string> worked_out(const std::set<std::string>& all) {
  std::set<std::string> out;
  std::ranges::copy_if(all, std::inserter(out, out.end()), is_worked_out);
  return out;
}
std::string listed(const std::set<std::string>& all) {
  std::string out;
  for (const std::string& one : all) out += one.substr(0, 160) + "\n";
  return out;
}

void shows_what_the_server_will(const Case& one) {
  const Sides s = sides(one, {});
  const bool whole = one.lens.sight[Tier::plain].allow;
  auto invented = less(s.shown, s.after), missing = less(s.after, s.shown);
  // What is worked out of the whole file stays as the server gave it where the reader does not see the whole.
  if (!whole) {
    RC_ASSERT(worked_out(s.shown) == worked_out(s.told));
    std::erase_if(invented, is_worked_out);
    std::erase_if(missing, is_worked_out);
  }
  // With the plain part shut the view stays as it is, and what waits is listed beside it.
  if (!whole && !one.lens.sight[Tier::plain].own) {
    RC_ASSERT(s.shown == s.told);
    return;
  }
  // A request for a second person is read whole by who asked, and by who may answer until it is answered, whatever is shut to them: the server tells it.
  auto of_a_request = [](const std::string& fact) { return fact.starts_with("/seconds["); };
  std::erase_if(missing, of_a_request);
  std::erase_if(invented, of_a_request);
  // A unit that says no to what it was asked loses sight of it: what it may see is the server's to tell.
  auto given_up = [&](const std::string& fact) {
    if (!fact.starts_with("/referrals[")) return false;
    const std::string referral = fact.substr(0, fact.find(']') + 1), n = referral.substr(11, referral.size() - 12);
    return s.told.contains(referral + "/n=" + n) && !s.after.contains(referral + "/n=" + n);
  };
  std::erase_if(invented, given_up);
  // A unit that is asked knows which unit it is, for as long as it is asked.
  auto which_unit = [](const std::string& fact) { return fact.starts_with("/referrals[") && fact.find("]/to_unit=") != std::string::npos; };
  std::erase_if(missing, which_unit);
  std::erase_if(invented, which_unit);
  // Whether people differ cannot be known where a value is hidden, and its writer had not seen all that the view shows.
  const bool behind = std::ranges::any_of(one.waiting.entries, [&](const Entry& entry) { return entry.header.seen < one.told.n; });
  auto differs = [&](const std::string& fact) {
    const auto at = fact.find("/conflict=");
    if (!behind || at == std::string::npos) return false;
    const Question* q = rules().question(fact.substr(std::string("/answers/").size(), at - std::string("/answers/").size()));
    return q && !one.lens.sight[q->tier].allow;
  };
  std::erase_if(missing, differs);
  // There the device lifts nothing, and raises nothing of which it was not told or that it does not see.
  if (behind)
    for (const std::string& fact : s.told) RC_ASSERT(!differs(fact) || s.shown.contains(fact));
  std::erase_if(invented, [&](const std::string& fact) { return differs(fact) && s.told.contains(fact); });
  if (!invented.empty() || !missing.empty()) RC_LOG() << "invented:\n" << listed(invented) << "missing:\n" << listed(missing);
  RC_ASSERT(invented.empty());
  RC_ASSERT(missing.empty());
}

/// Of each seed several: what is rare in a history is met all the same.
constexpr std::uint64_t kOfEachSeed = 4;

}  // namespace

TEST_CASE("once the server has what waits, its view holds what the device showed, and nothing that the device did not") {
  rc::prop("for any file, reader and sight", [](std::uint64_t seed) {
    const auto length = *rc::gen::inRange<std::size_t>(1, 40);
    for (std::uint64_t each = 0; each < kOfEachSeed; ++each) shows_what_the_server_will(some_case(seed + each, length, false));
  });
}

TEST_CASE("the histories hold what they are about: answers that differ, and that what waits raises and settles") {
  std::size_t told = 0, raised = 0, settled = 0;
  auto disputes = [](const std::set<std::string>& all) {
    std::set<std::string> out;
    std::ranges::copy_if(all, std::inserter(out, out.end()), [](const std::string& fact) { return fact.ends_with("/conflict=true"); });
    return out;
  };
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Sides s = sides(some_case(seed, 1 + seed % 40, false), {});
    const auto before = disputes(s.told), after = disputes(s.shown);
    told += !before.empty();
    raised += !less(after, before).empty();
    settled += !less(before, after).empty();
  }
  CAPTURE(told, raised, settled);
  CHECK(told > 50);
  CHECK(raised > 10);
  CHECK(settled > 12);
}

TEST_CASE("no task is called done that the server will still list, and who sees all is told of all that is done") {
  std::size_t said = 0;
  rc::prop("for any file, reader and sight", [&](std::uint64_t seed) {
    Case one = some_case(seed, *rc::gen::inRange<std::size_t>(1, 40), false);
    const bool sees_all = seed % 3 == 0;
    if (sees_all)
      for (Tier tier : kTiers) one.lens.sight[tier] = {.allow = true};
    const Instant now{1'700'000'000'000 + 50 * 1000};
    const Date today = day_of(now, 0);
    const auto listed_of = [&](const ChildState& state) {
      std::set<std::string> out;
      const Directory nobody;
      for (const Task& task : tasks_of(brief_of({}, state), one.lens.reader, one.lens.relations, rules(), nobody, now, today)) out.insert(std::string(task.name) + ' ' + task.about.text());
      return out;
    };
    std::set<std::string> done;
    for (const Task& task : wire::tasks_done(rules(), view_of(one, one.told), one.lens.reader, one.waiting, now, today)) done.insert(std::string(task.name) + ' ' + task.about.text());
    const auto before = listed_of(one.told), after = listed_of(sides(one, {}).state);
    said += done.size();
    for (const std::string& task : done)
      if (after.contains(task)) RC_LOG() << "said to be done: " << task << "\n";
    for (const std::string& task : done) RC_ASSERT(!after.contains(task));
    if (sees_all && one.waiting.opened == PerTier<bool>{}) RC_ASSERT(done == less(before, after));
  });
  CHECK(said > 0);
}

TEST_CASE("what was said and waits stands in the server's view whatever others said meanwhile") {
  rc::prop("for any file, reader and sight", [](std::uint64_t seed) {
    const Case one = some_case(seed, *rc::gen::inRange<std::size_t>(1, 40), true);
    const Sides s = sides(one, one.meanwhile);
    // What acts on something that stands (a step of a referral, an end) is first come, first served; so is whether people differ.
    auto lost = less(less(s.shown, s.told), s.after);
    std::erase_if(lost, [](const std::string& fact) {
      return is_worked_out(fact) || fact.starts_with("/referrals[") || fact.starts_with("/glasses[") || fact.starts_with("/placements[") || fact.starts_with("/seconds[") ||
             fact.find("/amended_by=") != std::string::npos || fact.find("/conflict=") != std::string::npos;
    });
    if (!lost.empty()) RC_LOG() << listed(lost);
    RC_ASSERT(lost.empty());
  });
}

TEST_CASE("a file that was opened here shows what was said in it, before the server has heard of it") {
  Chance chance(5);
  Voice voice(chance, rules());
  const Author& author = authors()[1];
  wire::Waiting waiting;
  auto say = [&](Body body) {
    Entry entry;
    entry.header.id = EntryId{voice.some_id()};
    entry.header.kind = kind_of(body);
    entry.header.author = author.actor.person;
    entry.header.role = author.actor.role;
    entry.header.unit = author.actor.unit;
    entry.header.device = author.device;
    entry.header.claimed_at = entry.received_at = {1'764'000'000'000};
    entry.body = std::move(body);
    waiting.entries.push_back(std::move(entry));
  };
  say(ChildOpened{.code = "SN-000005-0", .country = {"SN"}, .sex = {"f"}, .age_band = {}, .event = {}});
  say(FormSaved{{"intake"}, 1, {{"intake.first_name", Answer{std::string("Canari")}}}});
  const Json bare = wire::view_of_new(rules(), RecordId{voice.some_id()}, author.actor, waiting, {1'764'000'000'000}, day_of({1'764'000'000'000}, 0));
  const Json view = wire::lay_over(rules(), bare, waiting);
  CHECK(view["state"]["code"].as<std::string>() == "SN-000005-0");
  CHECK(view["state"]["stage"].as<std::string>() == "identified");
  CHECK(view["state"]["answers"]["intake.first_name"]["values"][0]["value"].as<std::string>() == "Canari");
  CHECK(view["relations"][0].as<std::string>() == "assigned");
  CHECK(view["actions"].contains("note"));
  CHECK(view["said"].size() == 2);
  CHECK(view["n"].as<std::int64_t>() == 0);
}
