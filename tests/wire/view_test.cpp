// Non-interference: whatever is in a file and whoever looks, what a reader's lens doesn't open is in no byte of their view. Every text, code, date
// and id of a field becomes a mark that stands nowhere else, with a note of its part, its class and the unit that wrote it; then a view is made
// and searched for all marks. Which of them may be there is worked out here again, from docs/guides/who-sees-what, not from the code of the view.
#include "wire/view.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <map>
#include <set>

#include "domain/evolve.hpp"
#include "domain/referral.hpp"
#include "domain/second.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/lens.hpp"
#include "wire/json.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

struct Mark {
  Tier tier;
  DataClass data_class;
  UnitId by;             ///< the unit of the entry that it was said in
  EntryId entry;
  Kind kind;
};

/// Says nothing but marks in the identity, placement and narrative parts, and in the texts of the plain part.
class Marking : public Voice {
 public:
  using Voice::Voice;

  std::string text(wire::At at, const wire::Rule&) override { return mark(at); }
  Code code(wire::At at, const wire::Rule& rule) override { return at.tier == Tier::plain ? Voice::code(at, rule) : Code{mark(at)}; }
  Date date(wire::At at) override {
    if (at.tier == Tier::plain) return Voice::date(at);
    const Date day{1'200'000 + static_cast<std::int32_t>(marks.size())};  // far beyond any year that a date of the plain part has
    note(day.text(), at);
    return day;
  }
  UnitId unit(wire::At at, const Cast& cast) override {
    // A place that is secret, but for the readers' own units, of which there are three.
    if (at.tier == Tier::plain || chance.in_100(40)) return Voice::unit(at, cast);
    const UnitId id{some_id()};
    note(id.text(), at);
    return id;
  }
  PersonId person(wire::At at, const Cast& cast) override {
    if (at.tier == Tier::plain) return Voice::person(at, cast);
    const PersonId id{some_id()};
    note(id.text(), at);
    return id;
  }
  RecordId record(wire::At at) override {
    const RecordId id{some_id()};
    if (at.tier != Tier::plain) note(id.text(), at);
    return id;
  }
  Answer answer(const Question& q) override {
    if (q.tier == Tier::plain) return Voice::answer(q);
    const wire::At at{q.tier, q.data_class};
    if (q.type == QuestionType::codes) return Codes{{mark(at)}, {mark(at)}};
    if (q.type == QuestionType::date) return date(at);
    if (q.type == QuestionType::partial_date) return PartialDate{{}, {}, mark(at)};
    return mark(at);
  }

  std::map<std::string, Mark> marks;
  std::vector<std::string> fresh;  ///< of the entry that is being written

 private:
  std::string mark(wire::At at) {
    std::string text = "mark";
    for (std::uint64_t x = marks.size(), i = 0; i < 6; ++i, x /= 26) text += static_cast<char>('a' + x % 26);
    note(text, at);
    return text;
  }
  void note(const std::string& text, wire::At at) {
    marks[text] = {at.tier, at.data_class, {}, {}, {}};
    fresh.push_back(text);
  }
};

struct MarkedFile {
  ChildState state;
  std::map<std::string, Mark> marks;
};

/// A history whose marks know who wrote them. `history` writes all entries at once, so the marks are found in the bodies again: each is in one.
MarkedFile marked_file(std::uint64_t seed, std::size_t length) {
  Chance chance(seed);
  Marking voice(chance, rules());
  Cast cast;
  for (std::size_t i = 0; i < 3; ++i) cast.units.push_back(history_units()[i]);
  for (const Author& a : authors()) cast.people.push_back(a.actor.person);
  MarkedFile file;
  for (std::int64_t n = 1; n <= static_cast<std::int64_t>(length); ++n) {
    const Kind kind = n == 1 ? Kind::child_opened : next_kind(chance, cast);
    const Author& author = chance.one_of(authors());
    Entry entry;
    entry.header.id = EntryId{voice.some_id()};
    entry.header.kind = kind;
    entry.header.author = author.actor.person;
    entry.header.unit = author.actor.unit;
    entry.header.device = author.device;
    entry.header.seen = chance.in_100(60) ? n - 1 : chance.between(0, n - 1);
    entry.n = n;
    entry.received_at = {1'700'000'000'000 + n * 1000};
    voice.fresh.clear();
    entry.body = invent_body(kind, voice, cast);
    for (const std::string& text : voice.fresh) voice.marks[text] = {voice.marks[text].tier, voice.marks[text].data_class, author.actor.unit, entry.header.id, kind};
    cast.said[kind].push_back(entry.header.id);
    evolve(rules(), file.state, entry);
  }
  file.marks = std::move(voice.marks);
  return file;
}

Access some_access(Chance& chance, std::uint64_t none_in_100) {
  Access a;
  if (chance.in_100(none_in_100)) return a;
  switch (chance.below(5)) {
    case 0: a.allow = true; break;
    case 1: a.with_reason = true; break;
    case 2: a.shared = true; break;
    case 3: a.own = true; break;
    default: a.shared = a.own = true; break;
  }
  return a;
}

wire::Lens some_lens(Chance& chance) {
  wire::Lens lens;
  lens.reader = chance.one_of(authors()).actor;
  for (Tier tier : kTiers) {
    lens.sight[tier] = some_access(chance, 30);
    lens.reason_given[tier] = chance.in_100(30);
  }
  for (std::size_t i = 0; i < data_class_count; ++i)
    if (chance.in_100(40)) lens.shared.add(static_cast<DataClass>(i));
  return lens;
}

/// The page: allow shows all of the part; reason shows all of it once a reason is given; own, what my unit wrote; shared, the classes that
/// the referral lists. Of a referral that is sent to my unit, its plain part. Of a request for a second person, all of it to the one who asked and,
/// while it waits, to who may be that person (the lens says of no action that it is the reader's, so: supervisors, coordinators, officers).
bool may_be_seen(const Mark& mark, const wire::Lens& lens, const ChildState& state) {
  const Access& a = lens.sight[mark.tier];
  if (a.allow || (a.with_reason && lens.reason_given[mark.tier])) return true;
  if (const SecondRequest* r = second_request(state, mark.entry); r && lens.sight[Tier::plain].any()) {
    const bool may_agree = RoleSet{Role::supervisor, Role::country_coordinator, Role::data_protection_officer}.has(lens.reader.role);
    if (r->asker == lens.reader.person || (may_agree && r->answered_n == 0)) return true;
  }
  const bool mine = mark.by == lens.reader.unit;
  if (mark.tier != Tier::plain) return (a.own && mine) || (a.shared && (mine || lens.shared.has(mark.data_class)));
  if (a.own && mine) return true;
  if (!a.any()) return false;
  if (const Referral* r = state.referral(mark.entry)) return r->sent.to_unit == lens.reader.unit;
  // A question and its answer are steps of a referral, read by both sides.
  const Said* said = state.entry(mark.entry);
  for (const Referral& r : state.referrals)
    for (const ReferralStep& step : r.steps)
      if (said && step.n == said->n) return r.sent.to_unit == lens.reader.unit;
  return mark.kind == Kind::child_opened && a.shared;
}

wire::Json see(const ChildState& state, const wire::Lens& lens) {
  return wire::read_json(wire::make_view(state, RecordId{}, lens).json(), {.bytes = 64 * 1024 * 1024, .depth = 16}).value();
}

/// Every scalar of a view with the way to it; items of lists are named by the entry that gave them, so that one missing moves no other.
void collect(const wire::Json& json, const std::string& path, std::set<std::string>& out) {
  if (json.is_object()) {
    if (json.contains("withheld")) return;
    for (const auto& member : json.object_range()) collect(member.value(), path + "/" + std::string(member.key()), out);
  } else if (json.is_array()) {
    for (const wire::Json& item : json.array_range())
      collect(item, path + "[" + (item.is_object() && item.contains("n") && item["n"].is_int64() ? std::to_string(item["n"].as<std::int64_t>()) : "") + "]", out);
  } else {
    out.insert(path + "=" + wire::write_json(json));
  }
}
std::set<std::string> facts(const ChildState& state, const wire::Lens& lens) {
  std::set<std::string> out;
  const wire::Json view = see(state, lens);
  collect(view["state"], "", out);
  collect(view["said"], "said", out);
  return out;
}

}  // namespace

TEST_CASE("what a lens doesn't open is in no byte of the view") {
  rc::prop("for any file, reader and sight", [](std::uint64_t seed) {
    const MarkedFile file = marked_file(seed, *rc::gen::inRange<std::size_t>(1, 60));
    Chance chance(seed + 1);
    const wire::Lens lens = some_lens(chance);
    const std::string view = wire::make_view(file.state, RecordId{}, lens).json();
    for (const auto& [text, mark] : file.marks) {
      if (may_be_seen(mark, lens, file.state)) continue;
      if (view.find(text) != std::string::npos) RC_LOG() << word(mark.tier) << " " << word(mark.data_class) << " of " << word(mark.kind) << " got out\n";
      RC_ASSERT(view.find(text) == std::string::npos);
    }
  });
}

TEST_CASE("what a lens opens is in the view") {
  rc::prop("a reader who sees everything sees every mark that still stands", [](std::uint64_t seed) {
    const MarkedFile file = marked_file(seed, *rc::gen::inRange<std::size_t>(1, 40));
    wire::Lens lens;
    lens.reader = authors()[0].actor;
    for (Tier tier : kTiers) lens.sight[tier].allow = true;
    const std::string view = wire::make_view(file.state, RecordId{}, lens).json();
    CHECK(view.find("withheld") == std::string::npos);
    for (const auto& note : file.state.all<NoteAdded>()) RC_ASSERT(view.find(note.body.text) != std::string::npos);
    for (const auto& wish : file.state.all<WishRecorded>()) RC_ASSERT(view.find(wish.body.wish.value) != std::string::npos);
  });
}

TEST_CASE("own shows what the reader's unit wrote") {
  rc::prop("notes of one's own unit, and of no other", [](std::uint64_t seed) {
    const MarkedFile file = marked_file(seed, 40);
    Chance chance(seed + 1);
    wire::Lens lens;
    lens.reader = chance.one_of(authors()).actor;
    lens.sight[Tier::plain].allow = true;
    lens.sight[Tier::narrative].own = true;
    const std::string view = wire::make_view(file.state, RecordId{}, lens).json();
    for (const auto& note : file.state.all<NoteAdded>())
      RC_ASSERT((view.find(note.body.text) != std::string::npos) == (file.state.entry(note.n)->unit == lens.reader.unit));
  });
}

TEST_CASE("who sees more sees all that who sees less does") {
  rc::prop("one tier opened further", [](std::uint64_t seed) {
    const MarkedFile file = marked_file(seed, *rc::gen::inRange<std::size_t>(1, 50));
    Chance chance(seed + 1);
    const wire::Lens narrow = some_lens(chance);
    wire::Lens wide = narrow;
    const Tier tier = chance.one_of(kTiers);
    switch (chance.below(4)) {
      case 0: wide.sight[tier].allow = true; break;
      case 1: wide.sight[tier].own = true; break;
      case 2: wide.sight[tier].shared = true; break;
      default: wide.shared.add(static_cast<DataClass>(chance.below(data_class_count)));
    }
    const auto less = facts(file.state, narrow), more = facts(file.state, wide);
    for (const std::string& fact : less) {
      if (!more.contains(fact)) RC_LOG() << fact << "\n";
      RC_ASSERT(more.contains(fact));
    }
  });
}

TEST_CASE("a view says of which parts it shows something") {
  rc::prop("the access log hears of every part that got out", [](std::uint64_t seed) {
    const MarkedFile file = marked_file(seed, *rc::gen::inRange<std::size_t>(1, 50));
    Chance chance(seed + 1);
    const wire::Lens lens = some_lens(chance);
    const auto view = wire::make_view(file.state, RecordId{}, lens);
    for (const auto& [text, mark] : file.marks)
      if (view.json().find(text) != std::string::npos) RC_ASSERT(view.shown()[mark.tier]);
  });
}

TEST_CASE("a lens that opens nothing shows that there is a file, and nothing of it") {
  const MarkedFile file = marked_file(11, 60);
  for (const Author& author : authors()) {
    wire::Lens lens;
    lens.reader = author.actor;
    CHECK(facts(file.state, lens).empty());
    const auto view = wire::make_view(file.state, RecordId{}, lens);
    for (Tier tier : kTiers) CHECK_FALSE(view.shown()[tier]);
  }
}

TEST_CASE("how a placement ended is the words of the unit that ended it, not of the one that began it") {
  House house;
  Log k(house);
  REQUIRE(k.say("Binta", a_child()));
  REQUIRE(k.say("Binta", living_at(house, "Espoir"), with_reason()));
  PlacementEnded left;
  left.placement = k.last();
  left.end_reason.value = "child_asked";
  left.ended_on = house.today();
  left.left_with = "Tia Segunda";
  left.child_view = "Elle a pleuré.";
  REQUIRE(k.say("Ousmane", left));
  const auto own_view = [&](const char* who) {
    wire::Lens lens;
    lens.reader = house.someone(who).actor;
    lens.sight[Tier::plain].allow = true;
    for (Tier tier : {Tier::identity, Tier::placement, Tier::narrative}) lens.sight[tier].own = true;
    return see(k.state(), lens)["state"]["placements"][0];
  };
  CHECK(own_view("Ousmane")["ended"]["child_view"] == wire::Json("Elle a pleuré."));
  CHECK(own_view("Khady")["ended"]["child_view"].is_object());
  CHECK(own_view("Khady")["ended"]["left_with"].is_object());
  CHECK(own_view("Khady")["placement_kind"] == wire::Json("shelter"));
  CHECK(own_view("Ousmane")["placement_kind"].is_object());
}

TEST_CASE("identity is hidden from a unit until it accepts, then shows what the referral lists, to that unit") {
  House house;
  Log k(house);
  REQUIRE(k.say("Binta", a_child()));
  REQUIRE(k.say("Binta", FormSaved{{"intake"}, 1, {{"intake.first_name", std::string("Ndeye")}, {"intake.village", std::string("Sare Sambel")}, {"intake.siblings", std::int64_t{2}}}}));
  REQUIRE(k.say("Binta", consent_to(house, "Espoir", classes({DataClass::name}))));
  REQUIRE(k.say("Binta", referral_to(house, "Espoir", "shelter", classes({DataClass::name}), "consent")));
  const EntryId referral = k.last();
  auto shows = [&](const char* who, const char* question) {
    const auto view = view_of(k, who);
    return view["state"].contains("answers") && view["state"]["answers"].contains(question) && !view["state"]["answers"][question].contains("withheld");
  };
  CHECK_FALSE(shows("Ousmane", "intake.first_name"));
  CHECK_FALSE(shows("Ousmane", "intake.village"));
  CHECK(view_of(k, "Ousmane")["state"]["code"] == wire::Json(k.state().opened.code));
  CHECK(view_of(k, "Ousmane")["state"]["referrals"][0]["service"] == wire::Json("shelter"));
  REQUIRE(k.say("Ousmane", ReferralAccepted{referral, {}, {}}));
  CHECK(shows("Ousmane", "intake.first_name"));
  CHECK(shows("Fatou", "intake.first_name"));
  CHECK_FALSE(shows("Ousmane", "intake.village"));
  CHECK_FALSE(shows("Penda", "intake.first_name"));
  REQUIRE(k.say("Ousmane", ReferralServiceGiven{referral, {"yes"}, {}}));
  REQUIRE(k.say("Ousmane", ReferralClosed{referral, {}}));
  CHECK_FALSE(shows("Ousmane", "intake.first_name"));
}
