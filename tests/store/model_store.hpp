#pragma once
// The port in memory, in the plainest way: what the adapters are compared with.
#include <map>
#include <set>

#include "usecases/ports/store.hpp"

namespace nibbi::store::test {

struct ModelData {
  usecases::LogHead head;
  std::map<RecordId, usecases::StoredRecord> records;
  std::map<RecordId, usecases::StoredState> states;
  std::vector<usecases::StoredEntry> entries;  ///< entries[i].pos == i + 1
  std::vector<usecases::AccessRow> accesses;   ///< accesses[i].number == i + 1
  std::map<std::pair<std::string, std::string>, std::string> things;
  std::map<std::pair<Uuid, std::int64_t>, std::string> chunks;
};

class ModelStore final : public usecases::Store {
 public:
  void transact(const std::function<void(usecases::Change&)>& work) override;
  void copy_to(const std::string&) override { throw usecases::StoreFailed("a model is only in memory"); }
  std::string_view engine() const override { return "model"; }

  usecases::LogHead head() override;
  std::optional<usecases::StoredRecord> record(RecordId) override;
  std::optional<usecases::StoredState> state(RecordId) override;
  std::optional<usecases::StoredEntry> entry(EntryId) override;
  std::vector<usecases::StoredEntry> entries_of(RecordId, std::int64_t after_n) override;
  std::vector<usecases::StoredEntry> entries_after(std::int64_t after_pos, std::size_t limit) override;
  void each_record(const std::function<void(const usecases::StoredRecord&)>&) override;
  void each_brief(const std::function<void(const usecases::StoredState&)>&) override;
  std::vector<usecases::AccessRow> accesses_of(RecordId, std::int64_t before_number, std::size_t limit) override;
  std::vector<usecases::AccessRow> accesses_by(PersonId, std::int64_t before_number, std::size_t limit) override;
  std::vector<usecases::AccessRow> accesses(std::int64_t before_number, std::size_t limit) override;
  std::optional<std::string> thing(std::string_view drawer, std::string_view key) override;
  std::vector<usecases::Thing> things(std::string_view drawer) override;
  std::optional<std::string> chunk(const Uuid& attachment, std::int64_t index) override;
  usecases::Found find(const usecases::Wanted&) override;

 private:
  ModelData data_;
};

}  // namespace nibbi::store::test
