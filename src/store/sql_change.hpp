#pragma once
// One transaction, as SQL for both engines.
#include "store/sql_reads.hpp"

namespace nibbi::store {

/// Longest drawer and key of a thing: PostgreSQL's index holds no longer ones, and what fits one engine must fit the other.
inline constexpr std::size_t kLongestDrawer = 64;
inline constexpr std::size_t kLongestKey = 1024;

/// Lives inside SqlStore::transact. The head is kept in memory and written once, by finish().
/// What breaks a promise of the port (a gap, a record that isn't there, an id written twice) is a logic_error; like every failure it
/// spoils the innermost nested change, or the whole one.
class SqlChange final : public Reading<usecases::Change> {
 public:
  SqlChange(Session& session, const usecases::LogHead& head) : session_(session), head_at_start_(head), head_(head) {}

  usecases::LogHead head() override { return head_; }
  void append(const usecases::StoredEntry&) override;
  /// Makes the record, or changes all of it but `n`: counting is append's.
  void put_record(const usecases::StoredRecord&) override;
  void put_state(const usecases::StoredState&) override;
  void drop_state(RecordId) override;
  void reseal(EntryId, const domain::PerTier<std::string>& sealed) override;
  void append_access(const usecases::AccessRow&) override;
  void drop_reasons(RecordId) override;
  void put_thing(std::string_view drawer, std::string_view key, std::string_view value) override;
  void drop_thing(std::string_view drawer, std::string_view key) override;
  void put_chunk(const Uuid& attachment, std::int64_t index, std::string_view sealed) override;
  void drop_chunks(const Uuid& attachment) override;
  void set_epoch(std::int64_t) override;
  void nested(const std::function<void()>& work) override;

  /// Writes what is left to write before COMMIT.
  void finish();

 protected:
  void with_session(const Work& work) override { work(session_); }
  void with_snapshot(const Work& work) override { work(session_); }

 private:
  void require(bool, const char* what);

  Session& session_;
  const usecases::LogHead head_at_start_;
  usecases::LogHead head_;
  int depth_ = 0;
};

}  // namespace nibbi::store
