#include "store/model_store.hpp"

#include <algorithm>

namespace nibbi::store::test {

using namespace usecases;

namespace {

template <class Wanted>
std::vector<AccessRow> newest(const ModelData& d, std::int64_t before, std::size_t limit, Wanted wanted) {
  std::vector<AccessRow> out;
  for (auto a = d.accesses.rbegin(); a != d.accesses.rend() && out.size() < limit; ++a)
    if (a->number < before && wanted(*a)) out.push_back(*a);
  return out;
}

template <class Map, class Key>
auto found(const Map& map, const Key& key) {
  const auto at = map.find(key);
  return at == map.end() ? std::nullopt : std::optional(at->second);
}

/// The reads, once, over data that somebody else owns.
template <class Port>
class ModelReading : public Port {
 public:
  explicit ModelReading(ModelData& data) : d(data) {}
  LogHead head() override { return d.head; }
  std::optional<StoredRecord> record(RecordId id) override { usable(); return found(d.records, id); }
  std::optional<StoredState> state(RecordId id) override { usable(); return found(d.states, id); }
  std::optional<StoredEntry> entry(EntryId id) override {
    usable();
    const auto at = std::ranges::find(d.entries, id, &StoredEntry::id);
    return at == d.entries.end() ? std::nullopt : std::optional(*at);
  }
  std::vector<StoredEntry> entries_of(RecordId id, std::int64_t after_n) override {
    usable();
    std::vector<StoredEntry> out;
    for (const auto& e : d.entries)
      if (e.record == id && e.n > after_n) out.push_back(e);
    return out;
  }
  std::vector<StoredEntry> entries_after(std::int64_t after_pos, std::size_t limit) override {
    usable();
    std::vector<StoredEntry> out;
    for (const auto& e : d.entries)
      if (e.pos > after_pos && out.size() < limit) out.push_back(e);
    return out;
  }
  void each_record(const std::function<void(const StoredRecord&)>& each) override {
    usable();
    for (const auto& [id, r] : d.records) each(r);
  }
  void each_brief(const std::function<void(const StoredState&)>& each) override {
    usable();
    for (auto [id, s] : d.states) {
      s.sealed = {};
      each(s);
    }
  }
  std::vector<AccessRow> accesses_of(RecordId id, std::int64_t before, std::size_t limit) override {
    usable();
    return newest(d, before, limit, [&](const AccessRow& a) { return a.record == id; });
  }
  std::vector<AccessRow> accesses_by(PersonId id, std::int64_t before, std::size_t limit) override {
    usable();
    return newest(d, before, limit, [&](const AccessRow& a) { return a.person == id; });
  }
  std::vector<AccessRow> accesses(std::int64_t before, std::size_t limit) override {
    usable();
    return newest(d, before, limit, [](const AccessRow&) { return true; });
  }
  std::optional<std::string> thing(std::string_view drawer, std::string_view key) override {
    usable();
    return found(d.things, std::pair{std::string(drawer), std::string(key)});
  }
  std::vector<Thing> things(std::string_view drawer) override {
    usable();
    std::vector<Thing> out;
    for (const auto& [name, value] : d.things)
      if (name.first == drawer) out.push_back({name.second, value});
    return out;
  }
  std::optional<std::string> chunk(const Uuid& attachment, std::int64_t index) override {
    usable();
    return found(d.chunks, std::pair{attachment, index});
  }
  Found find(const Wanted& wanted) override {
    Found all;
    for (const EntryId& id : wanted.entries) all.entries.push_back(entry(id));
    for (const auto& [drawer, key] : wanted.things) all.things.push_back(thing(drawer, key));
    return all;
  }

 protected:
  virtual void usable() const {}  ///< throws after a failure that was passed over
  ModelData& d;
};

class ModelChange final : public ModelReading<Change> {
 public:
  using ModelReading::ModelReading;
  void usable() const override {
    if (spoiled) throw StoreFailed("a failure was passed over");
  }

  void append(const StoredEntry& e) override {
    require(e.pos == d.head.pos + 1);
    const auto r = d.records.find(e.record);
    require(r != d.records.end() && e.n == r->second.n + 1 && !entry(e.id));
    r->second.n = e.n;
    d.entries.push_back(e);
    d.head.pos = e.pos;
    d.head.chain = e.chain;
  }
  void put_record(const StoredRecord& r) override {
    usable();
    const std::int64_t n = d.records.contains(r.id) ? d.records[r.id].n : 0;
    d.records[r.id] = r;
    d.records[r.id].n = n;
  }
  void put_state(const StoredState& s) override {
    require(d.records.contains(s.record));
    d.states[s.record] = s;
  }
  void drop_state(RecordId id) override {
    usable();
    d.states.erase(id);
  }
  void reseal(EntryId id, const domain::PerTier<std::string>& sealed) override {
    const auto at = std::ranges::find(d.entries, id, &StoredEntry::id);
    require(at != d.entries.end());
    at->sealed = sealed;
  }
  void append_access(const AccessRow& a) override {
    usable();
    d.accesses.push_back(a);
    d.accesses.back().number = static_cast<std::int64_t>(d.accesses.size());
  }
  void drop_reasons(RecordId id) override {
    usable();
    for (AccessRow& a : d.accesses)
      if (a.record == id) a.sealed_reason.clear();
  }
  void put_thing(std::string_view drawer, std::string_view key, std::string_view value) override {
    usable();
    d.things[{std::string(drawer), std::string(key)}] = value;
  }
  void drop_thing(std::string_view drawer, std::string_view key) override {
    usable();
    d.things.erase({std::string(drawer), std::string(key)});
  }
  void put_chunk(const Uuid& attachment, std::int64_t index, std::string_view sealed) override {
    usable();
    d.chunks[{attachment, index}] = sealed;
  }
  void drop_chunks(const Uuid& attachment) override {
    usable();
    std::erase_if(d.chunks, [&](const auto& chunk) { return chunk.first.first == attachment; });
  }
  void set_epoch(std::int64_t epoch) override {
    require(epoch >= d.head.epoch);
    d.head.epoch = epoch;
  }
  void nested(const std::function<void()>& work) override {
    usable();
    const ModelData before = d;
    try {
      work();
      usable();
    } catch (...) {
      d = before;
      spoiled = false;
      throw;
    }
  }

 private:
  void require(bool holds) {
    usable();
    if (holds) return;
    spoiled = true;
    throw std::logic_error("refused");
  }
  bool spoiled = false;
};

class ModelReader final : public ModelReading<StoreReader> {
 public:
  using ModelReading::ModelReading;
};

}  // namespace

void ModelStore::transact(const std::function<void(Change&)>& work) {
  ModelData next = data_;
  ModelChange change(next);
  work(change);
  change.usable();
  data_ = std::move(next);
}

LogHead ModelStore::head() { return data_.head; }
std::optional<StoredRecord> ModelStore::record(RecordId id) { return ModelReader(data_).record(id); }
std::optional<StoredState> ModelStore::state(RecordId id) { return ModelReader(data_).state(id); }
std::optional<StoredEntry> ModelStore::entry(EntryId id) { return ModelReader(data_).entry(id); }
std::vector<StoredEntry> ModelStore::entries_of(RecordId id, std::int64_t n) { return ModelReader(data_).entries_of(id, n); }
std::vector<StoredEntry> ModelStore::entries_after(std::int64_t pos, std::size_t limit) {
  return ModelReader(data_).entries_after(pos, limit);
}
void ModelStore::each_record(const std::function<void(const StoredRecord&)>& each) { ModelReader(data_).each_record(each); }
void ModelStore::each_brief(const std::function<void(const StoredState&)>& each) { ModelReader(data_).each_brief(each); }
std::vector<AccessRow> ModelStore::accesses_of(RecordId id, std::int64_t before, std::size_t limit) {
  return ModelReader(data_).accesses_of(id, before, limit);
}
std::vector<AccessRow> ModelStore::accesses_by(PersonId id, std::int64_t before, std::size_t limit) {
  return ModelReader(data_).accesses_by(id, before, limit);
}
std::vector<AccessRow> ModelStore::accesses(std::int64_t before, std::size_t limit) {
  return ModelReader(data_).accesses(before, limit);
}
std::optional<std::string> ModelStore::thing(std::string_view drawer, std::string_view key) {
  return ModelReader(data_).thing(drawer, key);
}
std::vector<Thing> ModelStore::things(std::string_view drawer) { return ModelReader(data_).things(drawer); }
std::optional<std::string> ModelStore::chunk(const Uuid& a, std::int64_t i) { return ModelReader(data_).chunk(a, i); }
Found ModelStore::find(const Wanted& wanted) { return ModelReader(data_).find(wanted); }

}  // namespace nibbi::store::test
