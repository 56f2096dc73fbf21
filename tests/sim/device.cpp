#include "tests/sim/device.hpp"

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "tests/usecases/proposal.hpp"
#include "usecases/say.hpp"

namespace nibbi::sim {

using usecases::Receipt;
using usecases::ReceiptStatus;

namespace {
constexpr std::size_t kBatch = 50;
}

bool Device::waits() const {
  return std::any_of(outbox.begin(), outbox.end(), [](const Written& w) { return !w.receipt; });
}

Written& Device::write(const usecases::House& house, PersonId person, domain::Role role, UnitId unit, int file, RecordId record, std::int64_t had_seen, domain::Body body,
                       domain::Telling telling, Instant device_time) {
  usecases::Pen pen{person, role, unit, id, key, std::max(count, count_at_house)};
  // An id holds 48 bits of milliseconds: before 1970 there are none.
  const EntryId entry_id{crypto::new_uuid({std::max<std::int64_t>(device_time.unix_ms, 0)})};
  Written w;
  w.entry = usecases::written(house, pen, record, had_seen, std::move(body), std::move(telling), device_time, entry_id);
  w.sent = tests::proposal_of(house, w.entry);
  w.file = file;
  w.attended = true;
  count = pen.seq;
  outbox.push_back(std::move(w));
  return outbox.back();
}

std::vector<std::size_t> Device::batch() const {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < outbox.size() && chosen.size() < kBatch; ++i) {
    if (outbox[i].receipt) continue;
    if (!chosen.empty() && outbox[i].attended != outbox[chosen.front()].attended) break;
    chosen.push_back(i);
  }
  return chosen;
}

bool Device::note(const std::vector<Receipt>& receipts, const std::vector<std::size_t>& sent) {
  auto miscounted = [](const Receipt& r) { return r.status == ReceiptStatus::refused && r.problem && r.problem->code == ProblemCode::sequence_gap; };
  const bool recount = std::any_of(receipts.begin(), receipts.end(), miscounted) && recounts++ < 3;
  std::optional<std::int64_t> first_gone;
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    if (recount && miscounted(receipts[i])) continue;
    Written& w = outbox[sent[i]];
    if (receipts[i].status == ReceiptStatus::refused && !first_gone) first_gone = w.entry.header.device_seq;
    w.receipt = receipts[i];
  }
  if (recount) return true;
  recounts = 0;
  if (first_gone) number_again(*first_gone - 1);
  return false;
}

void Device::number_again(std::int64_t last) {
  count = last;
  for (Written& w : outbox) {
    if (w.receipt) continue;
    w.entry.header.device = id;
    w.entry.header.device_seq = ++count;
    w.entry.header_text = wire::write_header(w.entry.header);
    w.sent.header = w.entry.header_text;
    w.sent.signature = w.entry.signature = key->sign(crypto::signed_text(w.entry.header_text, w.sent.commitments));
  }
}

void Device::leave_screen() {
  for (Written& w : outbox) w.attended = false;
}

}  // namespace nibbi::sim
