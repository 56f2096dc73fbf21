#pragma once
// What StoreReader promises, as SQL for both engines; and `Reading`, which gives it to whoever has connections to lend.
#include "store/sql_session.hpp"

namespace nibbi::store {

namespace reads {

using namespace usecases;

LogHead head(Session&);
std::optional<StoredRecord> record(Session&, RecordId);
std::optional<StoredState> state(Session&, RecordId);
std::optional<StoredEntry> entry(Session&, EntryId);
std::vector<StoredEntry> entries_of(Session&, RecordId, std::int64_t after_n);
std::vector<StoredEntry> entries_after(Session&, std::int64_t after_pos, std::size_t limit);
/// Read a few hundred rows at a time by key: `each` is called between statements, so that it may write through the same connection.
void each_record(Session&, const std::function<void(const StoredRecord&)>& each);
void each_brief(Session&, const std::function<void(const StoredState&)>& each);
std::vector<AccessRow> accesses_of(Session&, RecordId, std::int64_t before_number, std::size_t limit);
std::vector<AccessRow> accesses_by(Session&, PersonId, std::int64_t before_number, std::size_t limit);
std::vector<AccessRow> accesses(Session&, std::int64_t before_number, std::size_t limit);
std::optional<std::string> thing(Session&, std::string_view drawer, std::string_view key);
std::vector<Thing> things(Session&, std::string_view drawer);
std::optional<std::string> chunk(Session&, const Uuid& attachment, std::int64_t index);
Found find(Session&, const Wanted&);

}  // namespace reads

/// `Port` is StoreReader or an interface that extends it.
template <class Port>
class Reading : public Port {
 public:
  usecases::LogHead head() override {
    return ask<usecases::LogHead>([&](Session& s) { return reads::head(s); });
  }
  std::optional<usecases::StoredRecord> record(RecordId id) override {
    return ask<std::optional<usecases::StoredRecord>>([&](Session& s) { return reads::record(s, id); });
  }
  std::optional<usecases::StoredState> state(RecordId id) override {
    return ask<std::optional<usecases::StoredState>>([&](Session& s) { return reads::state(s, id); });
  }
  std::optional<usecases::StoredEntry> entry(EntryId id) override {
    return ask<std::optional<usecases::StoredEntry>>([&](Session& s) { return reads::entry(s, id); });
  }
  std::vector<usecases::StoredEntry> entries_of(RecordId id, std::int64_t after_n) override {
    return ask<std::vector<usecases::StoredEntry>>([&](Session& s) { return reads::entries_of(s, id, after_n); });
  }
  std::vector<usecases::StoredEntry> entries_after(std::int64_t after_pos, std::size_t limit) override {
    return ask<std::vector<usecases::StoredEntry>>([&](Session& s) { return reads::entries_after(s, after_pos, limit); });
  }
  void each_record(const std::function<void(const usecases::StoredRecord&)>& each) override {
    with_snapshot([&](Session& s) { reads::each_record(s, each); });
  }
  void each_brief(const std::function<void(const usecases::StoredState&)>& each) override {
    with_snapshot([&](Session& s) { reads::each_brief(s, each); });
  }
  std::vector<usecases::AccessRow> accesses_of(RecordId id, std::int64_t before_number, std::size_t limit) override {
    return ask<std::vector<usecases::AccessRow>>([&](Session& s) { return reads::accesses_of(s, id, before_number, limit); });
  }
  std::vector<usecases::AccessRow> accesses_by(PersonId id, std::int64_t before_number, std::size_t limit) override {
    return ask<std::vector<usecases::AccessRow>>([&](Session& s) { return reads::accesses_by(s, id, before_number, limit); });
  }
  std::vector<usecases::AccessRow> accesses(std::int64_t before_number, std::size_t limit) override {
    return ask<std::vector<usecases::AccessRow>>([&](Session& s) { return reads::accesses(s, before_number, limit); });
  }
  std::optional<std::string> thing(std::string_view drawer, std::string_view key) override {
    return ask<std::optional<std::string>>([&](Session& s) { return reads::thing(s, drawer, key); });
  }
  std::vector<usecases::Thing> things(std::string_view drawer) override {
    return ask<std::vector<usecases::Thing>>([&](Session& s) { return reads::things(s, drawer); });
  }
  std::optional<std::string> chunk(const Uuid& attachment, std::int64_t index) override {
    return ask<std::optional<std::string>>([&](Session& s) { return reads::chunk(s, attachment, index); });
  }
  usecases::Found find(const usecases::Wanted& wanted) override {
    return ask<usecases::Found>([&](Session& s) { return reads::find(s, wanted); });
  }

 protected:
  using Work = std::function<void(Session&)>;
  /// Lends a connection for one statement. `work` may be run a second time if the first connection turned out to be dead.
  virtual void with_session(const Work&) = 0;
  /// Lends a connection on which every statement sees the same state. `work` is run once.
  virtual void with_snapshot(const Work&) = 0;

 private:
  template <class Answer, class F>
  Answer ask(F&& work) {
    Answer answer{};
    with_session([&](Session& s) { answer = work(s); });
    return answer;
  }
};

}  // namespace nibbi::store
