#include "store/migrations.hpp"

namespace nibbi::store {
namespace {

constexpr Migration kSqlite[] = {
    {1,
#include "store/migrations/0001_sqlite.inc"
    },
};

constexpr Migration kPostgres[] = {
    {1,
#include "store/migrations/0001_postgres.inc"
    },
};

static_assert(std::size(kSqlite) == std::size(kPostgres), "each step is written for both engines");

}  // namespace

std::span<const Migration> sqlite_migrations() { return kSqlite; }
std::span<const Migration> postgres_migrations() { return kPostgres; }

std::int64_t schema_version(Session& session) {
  std::int64_t version = 0;
  session.query("SELECT coalesce(max(version), 0) FROM schema_version", {}, [&](const Row& row) { version = row.number(0); });
  return version;
}

void refuse_newer(std::int64_t found, std::span<const Migration> known) {
  if (found <= newest(known)) return;
  throw usecases::StoreTooNew("the database was written by a newer version of this program (its schema is version " +
                              std::to_string(found) + ", this program knows up to " + std::to_string(newest(known)) +
                              "); install that version or a later one. Nothing was changed");
}

void migrate(Session& session, std::int64_t found, std::span<const Migration> steps) {
  for (const Migration& step : steps) {
    if (step.version <= found) continue;
    try {
      session.begin_writing();
      session.script(step.sql);
      session.execute("INSERT INTO schema_version (version) VALUES ($1)", {step.version});
      session.commit();
    } catch (...) {
      session.rollback();
      throw;
    }
  }
}

}  // namespace nibbi::store
