#include "usecases/house.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <thread>

#include "usecases/erase.hpp"

namespace nibbi::usecases {
namespace {

/// Opens briefs on all cores while the next ones come from the database: at start this is what takes the time.
class BriefOpener {
 public:
  explicit BriefOpener(House& house) : house_(house) {}

  void add(StoredRecord record, const StoredState& state) {
    batch_.emplace_back(std::move(record), state);
    if (batch_.size() == kAtOnce) begin();
  }
  /// The files whose brief is missing, of another fold, or damaged.
  std::vector<RecordId> finish() {
    begin();
    while (!opening_.empty()) end_first();
    return std::move(again_);
  }

 private:
  static constexpr std::size_t kAtOnce = 500;
  using Batch = std::vector<std::pair<StoredRecord, StoredState>>;

  void begin() {
    if (opening_.size() >= std::max(1U, std::thread::hardware_concurrency())) end_first();
    opening_.push_back(std::async(std::launch::async, [&house = house_, batch = std::move(batch_)] {
      std::vector<RecordId> again;
      for (const auto& [record, state] : batch) {
        std::optional<domain::ChildBrief> brief;
        try {
          brief = house.vault.open_brief(record, state);
        } catch (const std::exception&) {
          // A damaged cache is not a damaged log: the file is folded again, and `nibbi verify` names what is broken.
        }
        if (brief) house.memory.caseload.put(std::move(*brief));
        else again.push_back(record.id);
      }
      return again;
    }));
    batch_ = {};
  }
  void end_first() {
    const auto again = opening_.front().get();
    opening_.pop_front();
    again_.insert(again_.end(), again.begin(), again.end());
  }

  House& house_;
  Batch batch_;
  std::deque<std::future<std::vector<RecordId>>> opening_;
  std::vector<RecordId> again_;
};

}  // namespace

Date House::day_at(Instant at, UnitId unit, const domain::Directory& d) const {
  auto it = rules.utc_offset_minutes.find(d.country_of(unit));
  return day_of(at, it == rules.utc_offset_minutes.end() ? 0 : it->second);
}

FilePtr House::file(RecordId id) {
  if (auto cached = memory.files.find(id)) return cached;
  auto loaded = vault.load(store, id);
  if (loaded) memory.files.put(loaded);
  return loaded;
}

void wake_up(House& house) {
  auto directory = std::make_shared<domain::Directory>();
  std::vector<StoredRecord> children;
  house.store.each_record([&](const StoredRecord& record) {
    if (record.kind == "child" && record.erased) house.memory.caseload.put(domain::brief_of(record.id, erased_file(record).state));
    else if (record.kind == "child") children.push_back(record);
    if (record.kind != "unit" && record.kind != "person") return;
    const auto keys = house.vault.keys_of(record);
    for (const StoredEntry& stored : house.store.entries_of(record.id, 0))
      if (auto entry = house.vault.open_entry(*keys, stored)) domain::evolve(*directory, *entry);
  });
  house.memory.set_directory(directory);

  // Briefs and records stream in the same order, so that neither is looked up one by one.
  std::size_t at = 0;
  std::vector<RecordId> again;
  BriefOpener opener(house);
  house.store.each_brief([&](const StoredState& state) {
    while (at < children.size() && children[at].id < state.record) again.push_back(children[at++].id);
    if (at == children.size() || children[at].id != state.record) return;
    opener.add(std::move(children[at++]), state);
  });
  while (at < children.size()) again.push_back(children[at++].id);
  for (const RecordId id : opener.finish()) again.push_back(id);

  for (RecordId id : again) {
    house.writer.run<bool>([id](Draft& draft) {
      if (auto file = draft.file(id); file && !file->record.erased) {
        draft.put_file(*file);
      }
      return true;
    });
  }
}

domain::Context context_of(const House& house, const domain::Directory& d, const domain::Actor& who, domain::Factor factor, Instant now) {
  return {house.rules, d, now, house.day_at(now, who.unit, d), factor, 0};
}

}  // namespace nibbi::usecases
