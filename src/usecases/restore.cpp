#include "usecases/restore.hpp"

#include "usecases/erase.hpp"
#include "usecases/erase_beside.hpp"
#include "usecases/leases.hpp"
#include "usecases/pin.hpp"

namespace nibbi::usecases {
namespace {

constexpr std::string_view kFirstLine = "nibbi erased 1\n";

/// "MOMENT GROUND", as the drawer keeps it and the list tells it.
std::optional<ErasedLine> read_line(std::string_view record, std::string_view rest) {
  const std::size_t space = rest.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto id = RecordId::parse(record);
  const auto at = Instant::parse(rest.substr(0, space));
  if (!id || !at) return std::nullopt;
  return ErasedLine{*id, *at, {std::string(rest.substr(space + 1))}};
}

}  // namespace

std::vector<ErasedLine> erased_list(StoreReader& store) {
  std::vector<ErasedLine> all;
  for (const Thing& t : store.things(kErasedDrawer)) {
    auto line = read_line(t.key, t.value);
    ensure(line.has_value(), "a note of an erasure reads back");
    all.push_back(std::move(*line));
  }
  return all;
}

std::string write_erased_list(const std::vector<ErasedLine>& lines) {
  std::string text(kFirstLine);
  for (const ErasedLine& l : lines) text += l.record.text() + ' ' + erased_note(l.at, l.ground) + '\n';
  return text;
}

std::optional<std::vector<ErasedLine>> read_erased_list(std::string_view text) {
  if (!text.starts_with(kFirstLine)) return std::nullopt;
  std::vector<ErasedLine> all;
  for (text.remove_prefix(kFirstLine.size()); !text.empty();) {
    const std::size_t end = text.find('\n'), space = text.find(' ');
    if (end == std::string_view::npos || space > end) return std::nullopt;
    auto line = read_line(text.substr(0, space), text.substr(space + 1, end - space - 1));
    if (!line) return std::nullopt;
    all.push_back(std::move(*line));
    text.remove_prefix(end + 1);
  }
  return all;
}

void begin_epoch(House& house, std::int64_t epoch) {
  house.writer.run<bool>([epoch](Draft& draft) {
    ensure(epoch > draft.change.head().epoch, "an epoch is only raised");
    draft.change.set_epoch(epoch);
    // The shares of yesterday would bring back what was destroyed since, and tries that were used.
    drop_all_pins(draft.change);
    drop_all_leases(draft.change);
    return true;
  });
}

std::int64_t erase_again(House& house, const std::vector<ErasedLine>& lines) {
  std::int64_t count = 0;
  for (const ErasedLine& l : lines)
    count += house.writer.run<bool>([&](Draft& draft) {
      const FilePtr file = draft.file(l.record);
      if (!file) return erase_beside_again(house, draft, l.record, l.ground);
      if (file->record.erased) return false;
      erase_unasked(house, draft, l.record, l.ground);
      return true;
    });
  return count;
}

}  // namespace nibbi::usecases
