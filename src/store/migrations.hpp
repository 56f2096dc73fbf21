#pragma once
// The schema, in numbered steps. Step N of SQLite and step N of PostgreSQL stand side by side in migrations/ and mean the same.
// A step that was released is never changed: what comes later is another step.
#include <span>

#include "store/sql_session.hpp"

namespace nibbi::store {

struct Migration {
  std::int64_t version;
  const char* sql;
};

std::span<const Migration> sqlite_migrations();
std::span<const Migration> postgres_migrations();
inline std::int64_t newest(std::span<const Migration> steps) { return steps.back().version; }

/// The version that a table schema_version tells (which must be there).
std::int64_t schema_version(Session&);
/// Throws StoreTooNew, saying what to do, if `found` is past what this program knows.
void refuse_newer(std::int64_t found, std::span<const Migration> known);
/// Runs every step past `found`, each in a transaction of its own.
void migrate(Session&, std::int64_t found, std::span<const Migration> steps);

}  // namespace nibbi::store
