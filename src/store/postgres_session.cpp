#include "store/postgres_session.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <exception>
#include <string_view>
#include <thread>

namespace nibbi::store {
namespace {

/// Answers come in PostgreSQL's binary form: bytes as they are, numbers with the highest byte first.
class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* answer, int row) : answer_(answer), row_(row) {}
  bool null(int column) const override { return PQgetisnull(answer_, row_, column) != 0; }
  std::int64_t number(int column) const override {
    const std::string_view cell = view(column);
    if (cell.size() != 2 && cell.size() != 4 && cell.size() != 8) throw StoreFailed("PostgreSQL answered something else than a number");
    std::uint64_t out = static_cast<signed char>(cell[0]) < 0 ? ~std::uint64_t{0} : 0;
    for (const char c : cell) out = out << 8 | static_cast<unsigned char>(c);
    return static_cast<std::int64_t>(out);
  }
  std::string bytes(int column) const override { return std::string(view(column)); }
  Uuid uuid(int column) const override {
    const std::string_view cell = view(column);
    Uuid out;
    if (cell.size() != out.bytes.size()) throw StoreFailed("PostgreSQL answered something else than an identifier");
    std::ranges::copy(cell, out.bytes.begin());
    return out;
  }

 private:
  std::string_view view(int column) const { return {PQgetvalue(answer_, row_, column), static_cast<std::size_t>(PQgetlength(answer_, row_, column))}; }
  const PGresult* answer_;
  int row_;
};

/// A statement's values as libpq wants them: numbers as text, bytes as they are.
class Parameters {
 public:
  explicit Parameters(std::span<const Value> values) {
    texts_.reserve(values.size());
    for (const Value& value : values) {
      const auto* bytes = std::get_if<std::string_view>(&value);
      if (const auto* number = std::get_if<std::int64_t>(&value)) pointers_.push_back(texts_.emplace_back(std::to_string(*number)).c_str());
      else if (bytes) pointers_.push_back(bytes->data() ? bytes->data() : "");
      else pointers_.push_back(nullptr);
      lengths_.push_back(bytes ? static_cast<int>(bytes->size()) : 0);
      formats_.push_back(bytes ? 1 : 0);
    }
  }
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_, formats_;
};

constexpr int kBinary = 1;

/// Locks of one database are numbers: FNV-1a of a name of ours.
std::int64_t lock_number(std::string_view schema) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (std::string_view part : {std::string_view("nibbi writes to "), schema})
    for (unsigned char c : part) h = (h ^ c) * 0x100000001b3;
  return static_cast<std::int64_t>(h);
}

/// The message of a failed connection. Anything else than "connection to server …" quotes pieces of the URL, perhaps of its password.
std::string connection_words(std::string_view message) {
  if (!message.starts_with("connection to server")) return "its address can't be used as it is written, or has no host behind it";
  return std::string(message.substr(0, message.find_last_not_of('\n') + 1));
}

}  // namespace

PostgresSession::PostgresSession(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw StoreFailed("can't reach PostgreSQL: " + connection_words(PQerrorMessage(connection_.get())));
  PQsetErrorVerbosity(connection_.get(), PQERRORS_TERSE);
  // Notices are counted, and not written to the standard error output.
  PQsetNoticeReceiver(connection_.get(), [](void* self, const PGresult*) { static_cast<PostgresSession*>(self)->noticed_ = true; }, this);
  backend_ = PQbackendPID(connection_.get());
  script("SET client_encoding = 'UTF8'");
}

void PostgresSession::lost() {
  broken_ = true;
  throw ConnectionLost("the connection to PostgreSQL was lost");
}

/// A failure of PostgreSQL becomes a StoreFailed, or a logic_error where a constraint was broken. Connections are set to leave details
/// out (they hold values); data exceptions (class 22) quote values even so, and keep only their code.
std::exception_ptr PostgresSession::failure(PGresult* answer) {
  const char* code = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  const std::string state = code ? code : "";
  if (broken() || state.empty() || state.starts_with("57P") || state.starts_with("08")) {
    broken_ = true;
    return std::make_exception_ptr(ConnectionLost(state.empty() ? "the connection to PostgreSQL was lost" : "PostgreSQL ended the connection (" + state + ")"));
  }
  if (state.starts_with("22")) return std::make_exception_ptr(StoreFailed("PostgreSQL refused a value (" + state + ")"));
  std::string words = PQresultErrorMessage(answer);
  words.erase(words.find_last_not_of('\n') + 1);
  if (state.starts_with("23")) return std::make_exception_ptr(std::logic_error("PostgreSQL: " + words));
  return std::make_exception_ptr(StoreFailed("PostgreSQL: " + words + " (" + state + ")"));
}

std::unique_ptr<PostgresSession> PostgresSession::reader(const PostgresAddress& address) {
  auto session = std::unique_ptr<PostgresSession>(new PostgresSession(address.url));
  if (address.schema) session->script("SET search_path = " + session->quoted(*address.schema));
  session->script("SET default_transaction_read_only = on");
  return session;
}

std::unique_ptr<PostgresSession> PostgresSession::writer(const PostgresAddress& address) {
  auto session = std::unique_ptr<PostgresSession>(new PostgresSession(address.url));
  // Where commits wait for standbys to apply them, they go on doing so.
  session->script("DO $$ BEGIN IF current_setting('synchronous_commit') <> 'remote_apply' THEN"
                  " PERFORM set_config('synchronous_commit', 'on', false); END IF; END $$");
  // A machine that lost its power says no goodbye: the server must notice within half a minute, or no other node can take over.
  session->script("SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4");
  if (address.schema) session->script("SET search_path = " + session->quoted(*address.schema));
  const std::string schema = address.schema ? *address.schema : session->current_schema();
  session->take_lock(schema);
  session->make_schema(schema);
  return session;
}

std::string PostgresSession::current_schema() {
  std::string schema;
  query("SELECT convert_to(coalesce(current_schema(), ''), 'UTF8')", {}, [&](const Row& row) { schema = row.bytes(0); });
  if (schema.empty()) throw StoreFailed("PostgreSQL gives this user no schema to work in: name one");
  return schema;
}

void PostgresSession::take_lock(const std::string& schema) {
  // A node that was killed leaves its connection behind, and the server lets go of the lock only when it notices. So a restart is patient for
  // some moments; a node that is alive keeps the lock for longer than that.
  constexpr auto kPatience = std::chrono::seconds(5);
  const auto until = std::chrono::steady_clock::now() + kPatience;
  std::int64_t had = 0;
  for (;;) {
    query("SELECT pg_try_advisory_lock($1)::int", {lock_number(schema)}, [&](const Row& row) { had = row.number(0); });
    if (had != 0 || std::chrono::steady_clock::now() >= until) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  if (had == 0) throw StoreFailed("another nibbi is active on this PostgreSQL database; only one may write at a time");
  locked_ = true;
}

/// The server would let go of the lock by itself, but only some moments after the connection is closed, and a store that was closed in
/// good order can be opened again at once.
PostgresSession::~PostgresSession() {
  if (!locked_ || broken()) return;
  try {
    do_script("ROLLBACK; SELECT pg_advisory_unlock_all()");
  } catch (...) {  // Then the server does it.
  }
}

/// Only if it isn't there: most users may not make schemas, and needn't.
void PostgresSession::make_schema(const std::string& schema) {
  bool there = false;
  query("SELECT 1 FROM pg_namespace WHERE nspname = convert_from($1, 'UTF8')", {schema}, [&](const Row&) { there = true; });
  if (!there) script("CREATE SCHEMA " + quoted(schema));
}

std::string PostgresSession::quoted(const std::string& name) const {
  const std::unique_ptr<char, decltype(&PQfreemem)> text(PQescapeIdentifier(connection_.get(), name.data(), name.size()), &PQfreemem);
  if (!text) throw StoreFailed("this isn't a name for a schema");
  return text.get();
}

void PostgresSession::send(const char* sql, AnyValues values, const char* must_be_one, std::optional<std::size_t> question) {
  if (broken()) lost();
  PGconn* const c = connection_.get();
  if (on_its_way_.empty() && PQenterPipelineMode(c) != 1) lost();
  const auto [known, is_new] = prepared_.try_emplace(sql);
  if (is_new) {
    known->second = "p" + std::to_string(++names_);
    sent(PQsendPrepare(c, known->second.c_str(), sql, 0, nullptr), {sql, true, nullptr});
  }
  const Parameters p(values);
  sent(PQsendQueryPrepared(c, known->second.c_str(), p.count(), p.pointers(), p.lengths(), p.formats(), kBinary), {sql, false, must_be_one, question});
}

void PostgresSession::sent(int accepted, Sent what) {
  if (accepted != 1) lost();
  on_its_way_.push_back(what);
}

/// What went wrong with this one; nothing where it was only passed over because of one before it.
std::exception_ptr PostgresSession::outcome(const Sent& s, PGresult* answer) {
  const ExecStatusType status = PQresultStatus(answer);
  const bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
  if (!done && s.prepares) prepared_.erase(s.sql);
  if (done && s.must_be_one && std::string_view(PQcmdTuples(answer)) != "1") return std::make_exception_ptr(std::logic_error(s.must_be_one));
  return done || status == PGRES_PIPELINE_ABORTED ? nullptr : failure(answer);
}

PostgresSession::Answer PostgresSession::read_outcomes(const RowsOf* each) {
  if (on_its_way_.empty()) return nullptr;
  PGconn* const c = connection_.get();
  std::vector<Sent> all;
  all.swap(on_its_way_);
  if (broken() || PQpipelineSync(c) != 1) lost();
  std::exception_ptr first;
  Answer last;
  for (const Sent& s : all) {
    last.reset(PQgetResult(c));
    if (!last) lost();
    if (auto wrong = outcome(s, last.get()); wrong && !first) first = wrong;
    if (s.question && each && !first) {
      try {
        for (int row = 0; row < PQntuples(last.get()); ++row) (*each)(*s.question, PostgresRow(last.get(), row));
      } catch (...) {
        first = std::current_exception();  // What is left of the answers must be read all the same.
      }
    }
    while (PGresult* more = PQgetResult(c)) PQclear(more);
    if (broken()) break;
  }
  if (broken()) {
    broken_ = true;
    if (!first) lost();
    std::rethrow_exception(first);
  }
  const Answer synced(PQgetResult(c));
  if (PQresultStatus(synced.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(c) != 1) lost();
  if (first) std::rethrow_exception(first);
  return last;
}

void PostgresSession::do_query_all(std::span<const Question> questions, const RowsOf& each) {
  for (std::size_t i = 0; i < questions.size(); ++i) send(questions[i].sql, questions[i].values, nullptr, i);
  read_outcomes(&each);
}

void PostgresSession::do_query(const char* sql, Values values, const Rows& each) {
  send(sql, {values.begin(), values.size()}, nullptr);
  const Answer answer = read_outcomes();
  const int rows = PQntuples(answer.get());
  for (int row = 0; row < rows; ++row) each(PostgresRow(answer.get(), row));
}

std::int64_t PostgresSession::do_execute(const char* sql, Values values) {
  send(sql, {values.begin(), values.size()}, nullptr);
  const Answer answer = read_outcomes();
  const std::string_view count = PQcmdTuples(answer.get());
  std::int64_t rows = 0;
  std::from_chars(count.data(), count.data() + count.size(), rows);
  return rows;
}

void PostgresSession::do_execute_later(const char* sql, Values values, const char* must_be_one) { send(sql, {values.begin(), values.size()}, must_be_one); }

void PostgresSession::do_script(const std::string& sql) {
  read_outcomes();
  const Answer answer(PQexec(connection_.get(), sql.c_str()));
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) std::rethrow_exception(failure(answer.get()));
}

void PostgresSession::do_forget() {
  try {
    read_outcomes();
  } catch (const std::exception&) {
    if (broken()) throw;
  }
}

void PostgresSession::do_rollback() {
  do_forget();
  do_script("ROLLBACK");
}

void PostgresSession::do_commit() {
  noticed_ = false;
  try {
    send("COMMIT", {}, nullptr);
    read_outcomes();
  } catch (const ConnectionLost& e) {
    throw CommitInDoubt(std::string(e.what()) + ", while a transaction was being made durable; open the store again");
  }
  if (!noticed_) return;
  // The server warns here in two cases: it stopped waiting for its standbys, or there was no transaction. Neither is durable.
  broken_ = true;
  throw CommitInDoubt("PostgreSQL committed with a warning: its standbys may not have the transaction; open the store again");
}

usecases::LogHead PostgresSession::do_lock_head() {
  std::optional<usecases::LogHead> head;
  do_query("SELECT epoch, pos, chain, pg_backend_pid() FROM log_head FOR UPDATE", {}, [&](const Row& row) {
    if (row.number(3) != backend_) {
      broken_ = true;
      throw StoreFailed("a pooler gave this connection another session of PostgreSQL, whose lock isn't ours: connect directly");
    }
    const std::string chain = row.bytes(2);
    head.emplace(usecases::LogHead{.epoch = row.number(0), .pos = row.number(1)});
    if (chain.size() == head->chain.size()) std::copy(chain.begin(), chain.end(), head->chain.begin());
  });
  if (!head) throw StoreFailed("the database is damaged: the head of its log is missing");
  return *head;
}

}  // namespace nibbi::store
