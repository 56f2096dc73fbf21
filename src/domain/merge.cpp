#include "domain/merge.hpp"

#include <algorithm>

namespace nibbi::domain {
namespace {

// Rank in a list whose codes stand from the most protective to the least; an unanswered question protects nobody.
std::size_t protection_rank(const Rules& rules, const Question& q, const Answer& a) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  if (const auto* no_answer = std::get_if<Unanswered>(&a)) return *no_answer == Unanswered::prefers_not ? kNone - 1 : kNone;
  auto list = rules.lists.find(q.list.empty() && q.type == QuestionType::yes_no ? "yes_no" : q.list);
  const auto* text = std::get_if<std::string>(&a);
  if (!text || list == rules.lists.end()) return kNone;
  auto it = list->second.place.find(*text);
  return it == list->second.place.end() ? kNone : it->second;
}

// Whether `whole` says everything that `part` says.
bool repeats(const Answer& whole, const Answer& part) {
  const auto* all = std::get_if<Codes>(&whole);
  const auto* some = std::get_if<Codes>(&part);
  if (!all || !some) return whole == part;
  return std::all_of(some->begin(), some->end(), [&](const Code& c) { return std::find(all->begin(), all->end(), c) != all->end(); });
}

}  // namespace

void merge_answer(const Rules& rules, ChildState& state, const Question& q, const Header& header, std::int64_t n, const Answer& answer, Merge how) {
  Answered& slot = state.answers[q.id];
  slot.tier = q.tier;
  slot.data_class = q.data_class;
  slot.merge = q.merge;

  auto said_by = [&](const GivenAnswer& given) { return state.entry(given.n); };
  auto seen = [&](const GivenAnswer& given) { return said_by(given) && had_seen(header, *said_by(given)); };
  if (q.merge == MergeClass::set && how == Merge::usual) {
    // Add-only. What each unit said stands under the entry that said it, because a reader may be shown their own unit's alone; only what the
    // unit says again, and more, is written once.
    std::erase_if(slot.values, [&](const GivenAnswer& given) { return seen(given) && said_by(given)->unit == header.unit && repeats(answer, given.value); });
    slot.values.push_back({answer, n});
    return;
  }
  // What the author had seen gives way; also when they decide, for nobody decides about a value that they never saw. Equal values of two
  // entries both stand: whoever replaces the one may not have seen the other.
  std::erase_if(slot.values, seen);
  slot.values.push_back({answer, n});
  if (q.merge == MergeClass::protective)
    std::stable_sort(slot.values.begin(), slot.values.end(), [&](const GivenAnswer& a, const GivenAnswer& b) {
      return protection_rank(rules, q, a.value) > protection_rank(rules, q, b.value);
    });
  const bool differ = std::any_of(slot.values.begin(), slot.values.end(), [&](const GivenAnswer& given) { return given.value != answer; });
  slot.conflict = differ && (q.merge == MergeClass::protective || q.merge == MergeClass::manual);
}

}  // namespace nibbi::domain
