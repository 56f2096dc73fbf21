#include "domain/child_state.hpp"

#include <algorithm>
#include <set>

namespace nibbi::domain {
namespace {

constexpr std::array<std::string_view, 8> kStages{"identified", "assessed", "planned", "in_implementation", "follow_up", "closed", "reopened", "duplicate"};
constexpr std::array<std::string_view, 10> kReferralStates{"sent", "received", "opened", "asked", "accepted", "served", "declined", "withdrawn", "expired", "closed"};
constexpr std::array<std::string_view, 4> kMergeClasses{"set", "latest", "protective", "manual"};

template <class E, std::size_t N>
std::optional<E> place_of(const std::array<std::string_view, N>& words, std::string_view w) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == w) return static_cast<E>(i);
  return std::nullopt;
}

}  // namespace

std::string_view word(Stage s) { return kStages[static_cast<std::size_t>(s)]; }
std::string_view word(ReferralState s) { return kReferralStates[static_cast<std::size_t>(s)]; }
std::string_view word(MergeClass c) { return kMergeClasses[static_cast<std::size_t>(c)]; }
std::optional<Stage> stage_of(std::string_view w) { return place_of<Stage>(kStages, w); }
std::optional<ReferralState> referral_state_of(std::string_view w) { return place_of<ReferralState>(kReferralStates, w); }
std::optional<MergeClass> merge_class_of(std::string_view w) { return place_of<MergeClass>(kMergeClasses, w); }

const Said* ChildState::entry(std::int64_t at_n) const {
  auto it = std::lower_bound(said.begin(), said.end(), at_n, [](const Said& s, std::int64_t v) { return s.n < v; });
  return it != said.end() && it->n == at_n ? &*it : nullptr;
}
const Said* ChildState::entry(EntryId id) const {
  auto it = std::find_if(said.begin(), said.end(), [&](const Said& s) { return s.id == id; });
  return it == said.end() ? nullptr : &*it;
}
const Referral* ChildState::referral(EntryId id) const {
  auto it = std::find_if(referrals.begin(), referrals.end(), [&](const Referral& r) { return r.id == id; });
  return it == referrals.end() ? nullptr : &*it;
}
const Placement* ChildState::placement() const {
  for (auto it = placements.rbegin(); it != placements.rend(); ++it)
    if (it->ended_n == 0) return &*it;
  return nullptr;
}


bool is_in_a_unit(const Code& placement_kind) { return placement_kind.value == "shelter" || placement_kind.value == "transit"; }
bool takes_a_place(const Code& placement_kind) {
  static const std::set<std::string, std::less<>> kElsewhere{
      "foster_family", "kin", "parents", "adult_sibling", "customary_care", "kafala", "supported_living", "where_met", "none"};
  return !kElsewhere.contains(placement_kind.value);
}

}  // namespace nibbi::domain
