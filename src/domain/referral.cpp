#include "domain/referral.hpp"

#include <array>

namespace nibbi::domain {
namespace {

using enum ReferralState;
using S = ReferralState;

// A unit that has not answered can be in five states; what it may do is the same in each.
constexpr auto kWaiting = std::to_array<S>({S::sent, S::received, S::opened, S::asked, S::expired});

struct Step { Kind happens; Side by; S to; };
constexpr auto kWhileWaiting = std::to_array<Step>({
    {Kind::referral_accepted, Side::receiver, S::accepted},
    {Kind::referral_declined, Side::receiver, S::declined},
    {Kind::referral_asked, Side::receiver, S::asked},
    {Kind::referral_withdrawn, Side::sender, S::withdrawn},
});
constexpr auto kOthers = std::to_array<ReferralMove>({
    {S::sent, Kind::referral_received, Side::system, S::received},
    {S::sent, Kind::referral_opened, Side::receiver, S::opened},
    {S::received, Kind::referral_opened, Side::receiver, S::opened},
    {S::expired, Kind::referral_opened, Side::receiver, S::expired},
    {S::asked, Kind::referral_answered, Side::sender, S::opened},
    {S::sent, Kind::referral_expired, Side::system, S::expired},
    {S::received, Kind::referral_expired, Side::system, S::expired},
    {S::opened, Kind::referral_expired, Side::system, S::expired},
    {S::accepted, Kind::referral_service_given, Side::receiver, S::served},
    {S::served, Kind::referral_service_given, Side::receiver, S::served},
    {S::served, Kind::referral_feedback, Side::receiver, S::served},
    {S::accepted, Kind::referral_closed, Side::either, S::closed},
    {S::served, Kind::referral_closed, Side::either, S::closed},
    {S::accepted, Kind::referral_withdrawn, Side::sender, S::withdrawn},
});

constexpr auto kMoves = [] {
  std::array<ReferralMove, kWaiting.size() * kWhileWaiting.size() + kOthers.size()> all{};
  std::size_t at = 0;
  for (S from : kWaiting)
    for (const Step& step : kWhileWaiting) all[at++] = {from, step.happens, step.by, step.to};
  for (const ReferralMove& move : kOthers) all[at++] = move;
  return all;
}();

template <class T>
concept ReferralStepBody = requires(const T& body) { { body.referral } -> std::convertible_to<EntryId>; };

}  // namespace

std::span<const ReferralMove> referral_moves() { return kMoves; }

std::optional<ReferralMove> referral_move(S from, Kind happens) {
  for (const ReferralMove& move : kMoves)
    if (move.from == from && move.happens == happens) return move;
  return std::nullopt;
}

EntryId referral_of(const Body& body) {
  return std::visit([](const auto& b) -> EntryId {
    if constexpr (ReferralStepBody<std::decay_t<decltype(b)>>) return b.referral;
    else return {};
  }, body);
}

std::string_view clock_of_priority(std::string_view priority) {
  if (priority == "emergency_24h") return "referral_answer_emergency";
  if (priority == "urgent_72h") return "referral_answer_urgent";
  return "referral_answer_normal";
}

}  // namespace nibbi::domain
