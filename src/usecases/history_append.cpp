#include "usecases/history_append.hpp"

namespace nibbi::usecases {

PreparedHistory begin_history(const House& house, RecordId record, domain::RecordKind kind) { return {house.vault.new_file(record, kind), {}}; }

void add_entry(const House& house, PreparedHistory& history, ReadyEntry entry, Instant received_at, domain::Factor factor, bool attended) {
  const File& file = history.file;
  auto sealed = house.vault.seal_parts(*file.keys, file.record.id, entry.header.id, entry.parts, entry.salts);
  history.lines.push_back({std::move(entry), std::move(sealed), received_at, factor, attended});
}

std::vector<Receipt> append_history(House& house, Draft& draft, PreparedHistory history) {
  File& file = history.file;
  ensure(!draft.change.record(file.record.id), "a history that is appended whole is a new record's");
  const Instant now = draft.now;
  std::vector<Receipt> receipts;
  for (const auto& line : history.lines) {
    draft.now = line.received_at;
    const auto judged = judge(house, draft, file, line.entry, line.factor);
    if (!judged) {
      receipts.push_back({line.entry.header.id.text(), ReceiptStatus::refused, 0, 0, judged.error()});
      continue;
    }
    const Verdict verdict{.accepted = true, .pending = *judged == domain::Effect::pending, .problem = {}, .received_at = draft.now, .factor = line.factor,
                          .attended = line.attended, .origin = house.vault.installation()};
    receipts.push_back(append_entry(house, draft, file, line.entry, line.sealed, verdict));
  }
  draft.now = now;
  if (file.record.n > 0 && file.record.kind == domain::word(domain::RecordKind::child)) {
    draft.put_file(std::move(file));
  }
  return receipts;
}

}  // namespace nibbi::usecases
