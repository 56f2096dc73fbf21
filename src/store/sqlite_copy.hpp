#pragma once
// A new SQLite file that holds what another database does.
#include <functional>
#include <string>

#include "store/sql_session.hpp"

namespace nibbi::store {

/// Makes an empty file that only its owner may read (SQLite gives its log the same rights). Answers false if it was there.
bool create_file(const std::string& path);

/// `fill` is given the path of an empty file, which is called `path` only once it is whole and durable: half a copy is never taken for one, and none is
/// left behind. Throws StoreFailed where `path` is there already.
void new_database_file(const std::string& path, const std::function<void(const std::string&)>& fill);

/// Copies what `from` shows (in one snapshot) into the empty file, which then is a database of nibbi that needs nothing beside it.
void fill_sqlite(Session& from, const std::string& empty_file);

}  // namespace nibbi::store
