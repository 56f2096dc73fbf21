#include "usecases/take_in.hpp"

#include "usecases/devices.hpp"

namespace nibbi::usecases {
namespace {

/// Out of a job, so that nothing of it stays.
struct Undo {};

/// nullopt when one of several is refused: then none stands, and each is tried alone.
std::optional<std::vector<TakenInAnswer>> together(House& house, const Pen& pen, std::span<const PreparedHistory> histories, bool keep, const std::string& called) {
  std::vector<TakenInAnswer> answers;
  bool refused = false;
  try {
    house.writer.run<bool>([&](Draft& draft) {
      answers.clear();
      refused = false;
      std::vector<RecordId> created;
      for (const PreparedHistory& history : histories) {
        if (draft.change.record(history.file.record.id)) {
          answers.push_back({TakenIn::exists, {}});
          continue;
        }
        answers.push_back({TakenIn::created, {}});
        for (const Receipt& receipt : append_history(house, draft, history))
          if (receipt.status == ReceiptStatus::refused && !answers.back().why) answers.back() = {TakenIn::refused, receipt.problem};
        refused = refused || answers.back().what == TakenIn::refused;
        created.push_back(history.file.record.id);
      }
      if (refused || !keep) throw Undo{};
      keep_batch(draft, house.vault, {pen.device, called, draft.now, pen.unit, {}}, created);
      put_device(draft.change, {pen.device, pen.person, pen.key->public_spki(), pen.seq, false});
      return true;
    });
  } catch (const Undo&) {
    if (refused && histories.size() > 1) return std::nullopt;
  }
  return answers;
}

}  // namespace

std::vector<TakenInAnswer> take_in(House& house, const Pen& pen, std::span<const PreparedHistory> histories, bool keep, const std::string& called) {
  auto all = together(house, pen, histories, keep, called);
  std::vector<TakenInAnswer> answers;
  if (all) answers = std::move(*all);
  else
    for (std::size_t i = 0; i < histories.size(); ++i) answers.push_back(together(house, pen, histories.subspan(i, 1), keep, called)->front());
  if (keep) house.batches.note_news();
  return answers;
}

}  // namespace nibbi::usecases
