#pragma once
// A connection to PostgreSQL, through libpq. Transactions are begun and ended by statements of ours.
//
// A statement whose answer nobody waits for is sent and its outcome read later, together with others (libpq's pipeline mode): what a transaction
// costs is mostly the way to the server and back, and so it goes there few times.
#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/sql_session.hpp"

namespace nibbi::store {

struct PostgresAddress {
  std::string url;
  std::optional<std::string> schema;  ///< none: the first of the server's search path that is there
};

class PostgresSession final : public Session {
 public:
  static std::unique_ptr<PostgresSession> reader(const PostgresAddress&);
  /// Holds the advisory lock of its schema (made if there is none) until it is closed. Throws StoreFailed if another session has it.
  static std::unique_ptr<PostgresSession> writer(const PostgresAddress&);
  ~PostgresSession() override;

  bool broken() const override { return broken_ || PQstatus(connection_.get()) != CONNECTION_OK; }

 protected:
  void do_query_all(std::span<const Question>, const RowsOf& each) override;
  void do_query(const char* sql, Values values, const Rows& each) override;
  std::int64_t do_execute(const char* sql, Values values) override;
  void do_execute_later(const char* sql, Values values, const char* must_be_one) override;
  void do_settle() override { read_outcomes(); }
  void do_script(const std::string& sql) override;
  void do_commit() override;
  void do_forget() override;
  void do_rollback() override;
  const char* begin_reading_sql() const override { return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"; }
  const char* begin_writing_sql() const override { return "BEGIN"; }
  usecases::LogHead do_lock_head() override;

 private:
  struct Clear {
    void operator()(PGresult* r) const { PQclear(r); }
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  using Answer = std::unique_ptr<PGresult, Clear>;
  /// A statement that is on its way.
  struct Sent {
    const char* sql;          ///< nullptr for what is not kept prepared
    bool prepares;            ///< only prepares `sql`
    const char* must_be_one;  ///< if not nullptr: it writes one row, or this is what went wrong
    std::optional<std::size_t> question = {};  ///< whose rows are for whoever reads the outcomes
  };

  explicit PostgresSession(const std::string& url);
  std::string current_schema();
  void take_lock(const std::string& schema);
  void make_schema(const std::string& schema);
  std::string quoted(const std::string& name) const;

  void send(const char* sql, AnyValues values, const char* must_be_one, std::optional<std::size_t> question = {});
  void sent(int accepted, Sent);
  /// Reads the outcome of all that is on its way, shows the rows of its questions, and gives the last one's; throws what went wrong first.
  Answer read_outcomes(const RowsOf* each = nullptr);
  std::exception_ptr outcome(const Sent&, PGresult*);
  std::exception_ptr failure(PGresult*);
  [[noreturn]] void lost();

  std::unique_ptr<PGconn, Clear> connection_;
  std::unordered_map<const char*, std::string> prepared_;
  std::size_t names_ = 0;  // given to prepared statements so far
  std::vector<Sent> on_its_way_;
  int backend_ = 0;
  bool noticed_ = false;  // The server said something since this was last set to false.
  bool broken_ = false;
  bool locked_ = false;
};

}  // namespace nibbi::store
