#pragma once
// What SQLite itself can say about a database file: pages, indexes, constraints. That what the rows say is sound is for `nibbi verify`.
#include <string>
#include <vector>

namespace nibbi::store {

/// Sentences of SQLite's integrity check, at most twenty; empty when it finds nothing. They name tables, indexes and rows by number, never a value.
/// Only reads; another process may be serving the database meanwhile. A file that can't be opened at all is damage, too.
std::vector<std::string> sqlite_damage(const std::string& path);

}  // namespace nibbi::store
