#include "domain/brief.hpp"

#include <algorithm>
#include <array>

#include "domain/roll_call.hpp"
#include "domain/standing.hpp"

namespace nibbi::domain {
namespace {

std::string answer_text(const ChildState& s, std::string_view question) {
  auto it = s.answers.find(std::string(question));
  if (it == s.answers.end() || it->second.values.empty()) return {};
  const auto* text = std::get_if<std::string>(&it->second.values.back().value);
  return text ? *text : std::string{};
}

/// Every value that stands for these questions: two spellings of one name are both looked for.
std::string all_texts(const ChildState& s, std::initializer_list<std::string_view> questions) {
  std::string all;
  for (const auto question : questions) {
    auto it = s.answers.find(std::string(question));
    if (it == s.answers.end()) continue;
    for (const auto& given : it->second.values)
      if (const auto* text = std::get_if<std::string>(&given.value)) all += (all.empty() ? "" : " ") + *text;
  }
  return all;
}

template <class List, class Of>
bool answered(const List& list, EntryId id, Of of) {
  return std::any_of(list.begin(), list.end(), [&](const auto& kept) { return of(kept.body) == id; });
}

bool second_answered(const ChildState& s, EntryId id) {
  return answered(s.all<SecondAgreed>(), id, [](const auto& b) { return b.asked; }) || answered(s.all<SecondDeclined>(), id, [](const auto& b) { return b.asked; });
}

/// List risk_level, from the most protective. A level that is on no list protects nobody, and stands only where there is no other.
std::size_t rank(const Code& level) {
  constexpr std::array<std::string_view, 3> kLevels{"high", "medium", "low"};
  return static_cast<std::size_t>(std::ranges::find(kLevels, std::string_view(level.value)) - kLevels.begin());
}

/// Of risks that were assessed by people who did not know of each other's words, the higher.
Code risk_of(const ChildState& s) {
  const auto risks = standing<RiskAssessed>(s, 0, [](const auto&) { return true; });
  const auto highest = std::ranges::min_element(risks, {}, [](const auto* risk) { return rank(risk->body.level); });
  return highest == risks.end() ? Code{} : (*highest)->body.level;
}

void add_waiting(ChildBrief& brief, const ChildState& s, EntryId id, std::int64_t n) {
  const Said* said = s.entry(n);
  if (said && !second_answered(s, id)) brief.waiting.push_back({id, said->kind, said->author, said->unit, said->received_at});
}

std::vector<RecordId> links_of(const ChildState& s) {
  std::vector<RecordId> all{s.opened.event};
  for (const auto& l : s.all<PlaceLinked>()) if (l.amended_by == 0) all.push_back(l.body.place);
  for (const auto& t : s.all<TraceProposed>()) if (t.amended_by == 0) all.push_back(t.body.inquiry);
  for (const auto& d : s.all<MovementDeparted>()) if (d.amended_by == 0) all.push_back(d.body.movement);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::erase_if(all, [](RecordId r) { return r.is_none(); });
  return all;
}

}  // namespace

std::string name_of(const ChildState& s) {
  std::string name = answer_text(s, "intake.first_name");
  if (const std::string family = answer_text(s, "intake.family_name"); !family.empty()) name += (name.empty() ? "" : " ") + family;
  return name;
}

ChildBrief brief_of(RecordId record, const ChildState& s) {
  ChildBrief b;
  b.record = record;
  b.n = s.n;
  b.code = s.opened.code;
  b.country = s.opened.country;
  b.sex = s.opened.sex;
  b.age_band = s.opened.age_band;
  if (const auto sex = answer_text(s, "intake.sex"); !sex.empty()) b.sex.value = sex;
  if (const auto band = answer_text(s, "intake.age_band"); !band.empty()) b.age_band.value = band;
  b.risk = risk_of(s);
  b.stage = s.stage;
  b.name = name_of(s);
  b.found_by = {all_texts(s, {"intake.other_names"}), all_texts(s, {"tracing.mother"}), all_texts(s, {"tracing.father"}),
                all_texts(s, {"intake.village", "tracing.place"}), all_texts(s, {"tracing.phones"})};
  b.opened_at = s.opened_at;
  b.updated_at = s.said.empty() ? Instant{} : s.said.back().received_at;
  b.ties = ties_of(s);
  b.conflicts = std::count_if(s.answers.begin(), s.answers.end(), [](const auto& a) { return a.second.conflict; });
  b.kept_apart = std::ssize(s.kept_apart);
  if (const auto* asked = s.last<ClosureRequested>(); asked && s.status == FileState::open) {
    const auto* reopened = s.last<FileReopened>();
    const bool before = reopened && reopened->n > asked->n;
    if (!before && !answered(s.all<ClosureRefused>(), asked->id, [](const auto& r) { return r.request; })) {
      b.closure_request = asked->id;
      if (const Said* said = s.entry(asked->n)) b.closure_asker = said->author;
    }
  }
  for (const auto& d : s.all<BestInterestsDetermined>()) add_waiting(b, s, d.id, d.n);
  for (const auto& w : s.all<ReturnWaived>()) add_waiting(b, s, w.id, w.n);
  for (const SecondRequest& request : s.seconds)
    if (request.answered_n == 0) b.waiting.push_back({request.id, Kind::second_asked, request.asker, request.asker_unit, request.asked_at});
  for (const Referral& r : s.referrals)
    if (r.sent.basis.value == "vital_urgency" && !answered(s.all<BasisReviewed>(), r.id, [](const auto& x) { return x.basis; })) {
      b.urgency = r.id;
      b.urgency_by = r.from_person;
      b.urgency_at = r.sent_at;
      const bool lapsed = answered(s.all<BasisLapsed>(), r.id, [](const auto& x) { return x.basis; });
      if (!lapsed && b.urgency_open_since.unix_ms == 0) b.urgency_open_since = r.sent_at;
    }
  for (const auto& trace : s.all<TraceProposed>()) {
    const bool confirmed = answered(s.all<TraceConfirmed>(), trace.id, [](const auto& x) { return x.proposed; });
    if (confirmed) b.family_found = true;
    if (confirmed || trace.amended_by != 0 || answered(s.all<TraceRefuted>(), trace.id, [](const auto& x) { return x.proposed; })) continue;
    if (const Said* said = s.entry(trace.n)) b.traces.push_back({trace.id, said->author, said->unit});
  }
  if (const auto* signed_by = s.last<HandoverSigned>())
    if (!answered(s.all<HandoverReceived>(), signed_by->id, [](const auto& x) { return x.handover; })) {
      b.handover = signed_by->id;
      b.handover_to = signed_by->body.received_by_unit;
    }
  b.links = links_of(s);
  if (const auto missing = missing_at_roll_call(s)) {
    b.missing = missing->id;
    b.missing_since = missing->at;
  }
  b.awaited = awaited_in(s);
  return b;
}

}  // namespace nibbi::domain
