#include "store/postgres_store.hpp"

#include "store/migrations.hpp"
#include "store/postgres_session.hpp"
#include "store/sql_store.hpp"
#include "store/sqlite_copy.hpp"
#include "store/sqlite_session.hpp"
#include "store/table_copy.hpp"

namespace nibbi::store {
namespace {

/// 0 where there are no tables yet.
std::int64_t version_of(Session& session) {
  bool there = false;
  session.query("SELECT (to_regclass('schema_version') IS NOT NULL)::int", {}, [&](const Row& row) { there = row.number(0) != 0; });
  return there ? schema_version(session) : 0;
}

class PostgresStore final : public SqlStore {
 public:
  PostgresStore(const PostgresAddress& address, std::unique_ptr<Session> writer)
      : SqlStore(std::move(writer), [address] { return PostgresSession::reader(address); }, [address] { return PostgresSession::writer(address); }) {}
  std::string_view engine() const override { return "postgresql"; }
  void copy_to(const std::string& path) override {
    new_database_file(path, [this](const std::string& part) { with_snapshot([&](Session& from) { fill_sqlite(from, part); }); });
  }
};

}  // namespace

std::unique_ptr<usecases::Store> open_postgres(const std::string& url, const std::optional<std::string>& schema) {
  const PostgresAddress address{.url = url, .schema = schema};
  auto writer = PostgresSession::writer(address);
  const std::int64_t found = version_of(*writer);
  refuse_newer(found, postgres_migrations());
  migrate(*writer, found, postgres_migrations());
  return std::make_unique<PostgresStore>(address, std::move(writer));
}

std::unique_ptr<usecases::StoreReader> follow_postgres(const std::string& url, const std::optional<std::string>& schema) {
  const PostgresAddress address{.url = url, .schema = schema};
  const std::int64_t found = version_of(*PostgresSession::reader(address));
  refuse_newer(found, postgres_migrations());
  if (found < newest(postgres_migrations()))
    throw StoreFailed("the tables are of an older version, or not there yet; the active node brings them up to date");
  return std::make_unique<SqlFollower>([address] { return PostgresSession::reader(address); });
}

void fill_postgres(const std::string& url, const std::optional<std::string>& schema, const std::string& sqlite_file) {
  const auto from = SqliteSession::reader(sqlite_file, {});
  refuse_newer(schema_version(*from), sqlite_migrations());
  const auto to = PostgresSession::writer({.url = url, .schema = schema});
  const std::int64_t found = version_of(*to);
  refuse_newer(found, postgres_migrations());
  migrate(*to, found, postgres_migrations());
  to->begin_writing();
  to->lock_head();
  if (!is_untouched(*to)) {
    to->rollback();
    throw StoreFailed("this PostgreSQL database is not empty: a backup is restored into an empty one only");
  }
  from->begin_reading();
  copy_tables(*from, *to);
  to->commit();
}

}  // namespace nibbi::store
