// The referral's table, asked as a whole: every pair of a state and an entry either has a row that somebody can walk, or is refused.
#include "domain/referral.hpp"

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <set>

#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

const std::vector<Kind>& steps() {
  static const std::vector<Kind> kSteps{Kind::referral_received, Kind::referral_opened, Kind::referral_asked, Kind::referral_answered, Kind::referral_accepted, Kind::referral_declined,
                                        Kind::referral_service_given, Kind::referral_feedback, Kind::referral_closed, Kind::referral_withdrawn, Kind::referral_expired};
  return kSteps;
}
constexpr std::array kStates{ReferralState::sent, ReferralState::received, ReferralState::opened, ReferralState::asked, ReferralState::accepted,
                             ReferralState::served, ReferralState::declined, ReferralState::withdrawn, ReferralState::expired, ReferralState::closed};

Body step(Kind kind, EntryId referral) {
  switch (kind) {
    case Kind::referral_received: return ReferralReceived{referral};
    case Kind::referral_opened: return ReferralOpened{referral};
    case Kind::referral_asked: return ReferralAsked{referral, "Parle-t-elle créole ?"};
    case Kind::referral_answered: return ReferralAnswered{referral, "Oui."};
    case Kind::referral_accepted: return ReferralAccepted{referral, {}, {}};
    case Kind::referral_declined: return ReferralDeclined{referral, {"full"}, {}};
    case Kind::referral_service_given: return ReferralServiceGiven{referral, {"yes"}, {}};
    case Kind::referral_feedback: return ReferralFeedback{referral, {"yes"}, {}, {}};
    case Kind::referral_closed: return ReferralClosed{referral, {}};
    case Kind::referral_withdrawn: return ReferralWithdrawn{referral, {}};
    default: return ReferralExpired{referral};
  }
}

/// Binta's file, referred to Espoir, whose Ousmane answers.
struct OneReferral {
  House house;
  Log k{house};
  EntryId id;
  OneReferral() {
    REQUIRE(k.say("Binta", a_child()));
    REQUIRE(k.say("Binta", referral_to(house, "Espoir", "shelter")));
    id = k.last();
  }
  ReferralState state() const { return k.state().referral(id)->state; }
  Result<Effect> take(Kind kind, Side by) {
    if (by == Side::system) return k.say_as_system(step(kind, id));
    return k.say(by == Side::receiver ? "Ousmane" : "Binta", step(kind, id));
  }
};

/// A shortest way from `sent` to each state, by the table alone.
std::map<ReferralState, std::vector<ReferralMove>> ways() {
  std::map<ReferralState, std::vector<ReferralMove>> way{{ReferralState::sent, {}}};
  for (bool more = true; more;) {
    more = false;
    for (const ReferralMove& move : referral_moves())
      if (way.contains(move.from) && !way.contains(move.to)) {
        auto longer = way[move.from];
        longer.push_back(move);
        way[move.to] = std::move(longer);
        more = true;
      }
  }
  return way;
}

void walk(OneReferral& there, const std::vector<ReferralMove>& way) {
  for (const ReferralMove& move : way) REQUIRE(there.take(move.happens, move.by == Side::either ? Side::sender : move.by));
}

std::string name(const ReferralMove& move) { return std::string(word(move.from)) + " - " + std::string(word(move.happens)); }

}  // namespace

TEST_CASE("every state of a referral is reached from sending it") {
  const auto way = ways();
  for (ReferralState state : kStates) {
    INFO(word(state));
    CHECK(way.contains(state));
  }
}

TEST_CASE("no state has two rows for the same step") {
  std::set<std::pair<ReferralState, Kind>> rows;
  for (const ReferralMove& move : referral_moves()) {
    INFO(name(move));
    CHECK(rows.emplace(move.from, move.happens).second);
  }
}

TEST_CASE("every row of the referral's table can be walked, and leads where it says") {
  const auto way = ways();
  for (const ReferralMove& move : referral_moves())
    for (Side side : {Side::sender, Side::receiver, Side::system}) {
      if (move.by != side && !(move.by == Side::either && side != Side::system)) continue;
      DYNAMIC_SECTION(name(move) << " by side " << static_cast<int>(side)) {
        OneReferral there;
        walk(there, way.at(move.from));
        const auto steps_before = there.k.state().referral(there.id)->steps.size();
        CHECK(said(there.take(move.happens, side)) == "accepted");
        CHECK(there.state() == move.to);
        CHECK(there.k.state().referral(there.id)->steps.size() == steps_before + 1);
      }
    }
}

TEST_CASE("a step that the table doesn't have is refused, whoever takes it, and nothing is written") {
  const auto way = ways();
  for (ReferralState from : kStates)
    for (Kind kind : steps()) {
      const auto row = referral_move(from, kind);
      for (Side side : {Side::sender, Side::receiver, Side::system}) {
        if (row && (row->by == side || (row->by == Side::either && side != Side::system))) continue;
        DYNAMIC_SECTION(word(from) << " - " << word(kind) << " by side " << static_cast<int>(side)) {
          OneReferral there;
          walk(there, way.at(from));
          const auto n = there.k.n();
          CHECK_FALSE(there.take(kind, side));
          CHECK(there.k.n() == n);
          CHECK(there.state() == from);
        }
      }
    }
}

TEST_CASE("a step of a referral that isn't in the file is refused") {
  OneReferral there;
  CHECK(said(there.k.say("Ousmane", ReferralAccepted{EntryId{there.house.fresh_id()}, {}, {}})) == "nothing_to_answer");
}

TEST_CASE("each priority has its own clock, and an unknown one the longest") {
  for (const auto& [priority, hours_given] : std::map<std::string, std::int64_t>{{"emergency_24h", 24}, {"urgent_72h", 72}, {"normal_14d", 14 * 24}}) {
    OneReferral there;
    auto sent = referral_to(there.house, "Kër", "shelter");
    sent.priority.value = priority;
    REQUIRE(there.k.say("Binta", sent));
    CHECK(there.k.state().referrals.back().answer_by - there.k.state().referrals.back().sent_at == hours(hours_given));
  }
  CHECK(clock_of_priority("tomorrow") == clock_of_priority("normal_14d"));
}
