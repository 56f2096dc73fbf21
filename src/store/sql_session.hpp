#pragma once
// One connection to a database that speaks SQL. SQLite and PostgreSQL understand the same statements here ($1, $2, … in order of
// first appearance), so that what is read and written is said once (sql_reads, sql_change) and only the connections differ.
#include <cstdint>
#include <deque>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "usecases/ports/store.hpp"

namespace nibbi::store {

using usecases::StoreFailed;

/// The world failed while COMMIT was under way: the transaction may or may not be kept. The store serves no more writes until it is
/// opened again, and then its head tells which.
struct CommitInDoubt : StoreFailed {
  using StoreFailed::StoreFailed;
};
/// The connection is gone, and with it whatever it had begun.
struct ConnectionLost : StoreFailed {
  using StoreFailed::StoreFailed;
};

/// A parameter: nothing, a number, or bytes. The bytes are read during the call, never kept.
using Value = std::variant<std::monostate, std::int64_t, std::string_view>;

template <std::size_t N>
std::string_view raw(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}
inline std::string_view raw(const Uuid& id) { return raw(id.bytes); }

/// A row of an answer, read by column from 0. It lives as long as the call that shows it.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool null(int column) const = 0;
  virtual std::int64_t number(int column) const = 0;
  virtual std::string bytes(int column) const = 0;
  virtual Uuid uuid(int column) const = 0;
};

/// For one thread at a time. `sql` is a literal: prepared once per connection and known by its address.
///
/// A statement that fails *spoils* what is open: until the innermost savepoint or the transaction is undone, every further call throws.
/// So a failure that somebody swallowed can't be committed, on either engine.
class Session {
 public:
  using Rows = std::function<void(const Row&)>;
  using Values = std::initializer_list<Value>;

  /// One of several that are asked together.
  struct Question {
    const char* sql;
    std::vector<Value> values;
  };
  using RowsOf = std::function<void(std::size_t question, const Row&)>;

  virtual ~Session() = default;
  void query(const char* sql, Values values, const Rows& each);
  /// Asks all of them before it reads the first answer; the answers come in the order of the questions.
  void query_all(std::span<const Question>, const RowsOf& each);
  /// Answers how many rows were written.
  std::int64_t execute(const char* sql, Values values);
  /// May be carried out only when something is asked, a savepoint is let go of or the transaction committed, and fails only then.
  /// `must_be_one`: exactly one row must be written, or this is what went wrong (a logic_error).
  void execute_later(const char* sql, Values values, const char* must_be_one = nullptr);
  /// Several statements without parameters; for migrations and settings.
  void script(const std::string& sql);

  void begin_reading();  ///< one snapshot until commit() or rollback()
  void begin_writing();
  usecases::LogHead lock_head();
  void commit();  ///< may throw CommitInDoubt
  void rollback() noexcept;

  void savepoint(int depth);
  void release(int depth);
  void undo_to(int depth);
  void usable() const;  ///< throws StoreFailed if it is spoiled
  void spoil() { spoiled_ = true; }
  bool spoiled() const { return spoiled_; }
  /// True once nothing written through this connection could be trusted any more.
  virtual bool broken() const = 0;

 protected:
  using AnyValues = std::span<const Value>;
  virtual void do_query_all(std::span<const Question>, const RowsOf& each) = 0;
  virtual void do_query(const char* sql, Values values, const Rows& each) = 0;
  virtual std::int64_t do_execute(const char* sql, Values values) = 0;
  virtual void do_execute_later(const char* sql, Values values, const char* must_be_one);
  virtual void do_settle() {}  ///< carries out what was put off
  virtual void do_forget() {}  ///< as before something is undone: what was put off, and how it ends, matters no more
  virtual void do_script(const std::string& sql) = 0;
  virtual void do_commit() = 0;
  virtual void do_rollback() = 0;  ///< nothing to undo is fine
  virtual const char* begin_reading_sql() const = 0;
  virtual const char* begin_writing_sql() const = 0;
  virtual usecases::LogHead do_lock_head() = 0;

 private:
  template <class F>
  auto guarded(F&& work);
  /// The statements of a savepoint; they stay where they are, as all that is kept prepared.
  struct Mark {
    std::string set, release;
  };
  const Mark& mark(int depth);
  /// Carries out what was put off, if anything of it can go wrong.
  void settle();

  std::deque<Mark> marks_;
  bool unsure_ = false;  ///< something was put off whose end is not known yet
  bool spoiled_ = false;
};

}  // namespace nibbi::store
