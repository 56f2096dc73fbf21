#pragma once
// The store of an installation whose database is replicated and has standbys.
#include <memory>
#include <optional>
#include <string>

#include "usecases/ports/store.hpp"

namespace nibbi::store {

/// Opens the database behind a connection URL of libpq, in `schema` (made if there is none; without one, the user's own), brought up to
/// this version's tables. The connection that writes holds an advisory lock: while another one has it, StoreFailed after five
/// seconds (a node that was killed holds it for some moments more); a node that lost
/// the connection can't write any more and must open the store again. So connect to the server itself, or through a pooler that keeps
/// sessions. Throws StoreTooNew if a newer version wrote the tables. Reads may come from any thread.
/// copy_to writes one snapshot into an SQLite file, row by row.
std::unique_ptr<usecases::Store> open_postgres(const std::string& url, const std::optional<std::string>& schema = {});

/// Only reads, without the lock: for a warm standby that follows the log. Throws StoreFailed if the tables aren't this version's.
std::unique_ptr<usecases::StoreReader> follow_postgres(const std::string& url, const std::optional<std::string>& schema = {});

/// Fills an empty database from such a file, in one transaction. Throws StoreFailed if anything was ever written there, StoreTooNew.
void fill_postgres(const std::string& url, const std::optional<std::string>& schema, const std::string& sqlite_file);

}  // namespace nibbi::store
