#include "usecases/clockwork.hpp"

#include <algorithm>

#include "domain/referral.hpp"
#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

namespace {

/// Referrals in vital urgency, sent before, that nobody else has looked at and that have not lapsed yet.
std::vector<EntryId> unseen_urgencies(const domain::ChildState& s, Instant sent_before) {
  auto is_of = [&](const auto& list, EntryId id) { return std::ranges::any_of(list, [&](const auto& one) { return one.body.basis == id; }); };
  std::vector<EntryId> all;
  for (const domain::Referral& r : s.referrals)
    if (r.sent.basis.value == "vital_urgency" && r.sent_at <= sent_before && !is_of(s.all<domain::BasisReviewed>(), r.id) && !is_of(s.all<domain::BasisLapsed>(), r.id)) all.push_back(r.id);
  return all;
}

}  // namespace

std::size_t turn_clock(House& house) {
  struct Lapsed { RecordId record; domain::Body body; std::string kind, about, since; };
  std::vector<Lapsed> lapsed;
  const Instant now = house.now();
  house.memory.indexes.forget_unused(now);
  const auto review = house.rules.clock("vital_urgency_review");
  for (const auto& brief : house.memory.caseload.all()) {
    for (const auto& r : brief->ties.referrals)
      if (domain::is_pending(r.state) && r.state != domain::ReferralState::expired && r.state != domain::ReferralState::asked && r.answer_by.unix_ms != 0 && now >= r.answer_by)
        lapsed.push_back({brief->record, domain::ReferralExpired{r.id}, "referral.expired", r.id.text(), r.answer_by.text()});
    if (review && brief->urgency_open_since.unix_ms != 0 && now >= brief->urgency_open_since + *review)
      if (const FilePtr file = house.file(brief->record))
        for (const EntryId basis : unseen_urgencies(file->state, now - *review))
          lapsed.push_back({brief->record, domain::BasisLapsed{basis}, "basis.lapsed", basis.text(), {}});
    for (const auto& g : brief->ties.glasses)
      if (now >= g.opened_at + domain::kGlassLasts) lapsed.push_back({brief->record, domain::BreakGlassEnded{g.id}, "break_glass.ended", g.id.text(), {}});
  }
  if (lapsed.empty()) return 0;
  return house.writer.run<std::size_t>([&](Draft& draft) {
    std::size_t written = 0;
    for (const Lapsed& l : lapsed)
      if (const FilePtr file = draft.file(l.record))
        written += judge_and_append(house, draft, system_entry(house, l.record, file->record.n, l.body, {l.kind, l.about, l.since}), domain::Factor::stale, true).status == ReceiptStatus::accepted;
    return written;
  });
}

}  // namespace nibbi::usecases
