#include "usecases/clockwork.hpp"

#include "domain/referral.hpp"
#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

std::size_t turn_clock(House& house) {
  struct Lapsed { RecordId record; domain::Body body; std::string kind, about, since; };
  std::vector<Lapsed> lapsed;
  const Instant now = house.now();
  for (const auto& brief : house.memory.caseload.all()) {
    for (const auto& r : brief->ties.referrals)
      if (domain::is_pending(r.state) && r.state != domain::ReferralState::expired && r.state != domain::ReferralState::asked && r.answer_by.unix_ms != 0 && now >= r.answer_by)
        lapsed.push_back({brief->record, domain::ReferralExpired{r.id}, "referral.expired", r.id.text(), r.answer_by.text()});
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
