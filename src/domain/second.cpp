#include "domain/second.hpp"

#include <algorithm>

namespace nibbi::domain {

const SecondRequest* second_request(const ChildState& s, EntryId id) {
  auto it = std::find_if(s.seconds.begin(), s.seconds.end(), [&](const SecondRequest& r) { return r.id == id; });
  return it == s.seconds.end() ? nullptr : &*it;
}

const SecondRequest* agreed_request(const ChildState& s, Action action) {
  const auto& agreed = s.all<SecondAgreed>();
  for (auto it = agreed.rbegin(); it != agreed.rend(); ++it)
    if (const auto* request = second_request(s, it->body.asked); request && request->asked.action.value == word(action)) return request;
  return nullptr;
}

bool is_agreed(const ChildState& s, EntryId request) {
  const auto& agreed = s.all<SecondAgreed>();
  return std::any_of(agreed.begin(), agreed.end(), [&](const auto& a) { return a.body.asked == request; });
}

const SecondRequest* standing_request(const ChildState& s, PersonId asker, UnitId unit, Action action, Instant now) {
  for (auto it = s.seconds.rbegin(); it != s.seconds.rend(); ++it) {
    if (it->asker != asker || it->asker_unit != unit || it->asked.action.value != word(action)) continue;
    if (now > it->asked_at + kSecondWithin) return nullptr;
    if (it->answered_n == 0 || is_agreed(s, it->id)) return &*it;
  }
  return nullptr;
}

bool of_another_unit(Action action, Role asker) {
  return action == Action::confirm_trace || action == Action::decide_best_interests || action == Action::merge || action == Action::erase || asker == Role::data_protection_officer;
}

bool merge_stands(const ChildState& s, EntryId merge) {
  const auto& parted = s.all<RecordUnmerged>();
  return std::none_of(parted.begin(), parted.end(), [&](const auto& p) { return p.body.merge == merge; });
}

std::optional<EntryId> merged_with(const ChildState& s, RecordId other) {
  for (const auto& m : s.all<RecordMerged>())
    if (m.body.other == other && merge_stands(s, m.id)) return m.id;
  for (const auto& a : s.all<RecordAbsorbed>())
    if (a.body.survivor == other && merge_stands(s, a.id)) return a.id;
  return std::nullopt;
}

bool keep_order_stands(const ChildState& s) {
  const auto& lifted = s.all<KeepOrderLifted>();
  const auto& orders = s.all<KeepOrderSet>();
  return std::any_of(orders.begin(), orders.end(), [&](const auto& order) {
    return order.amended_by == 0 && std::none_of(lifted.begin(), lifted.end(), [&](const auto& l) { return l.body.order == order.id; });
  });
}

}  // namespace nibbi::domain
