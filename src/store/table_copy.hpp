#pragma once
// A database row by row from one engine into the other: the tables mean the same on both (migrations/).
#include "store/sql_session.hpp"

namespace nibbi::store {

/// Whether nothing was ever written there.
bool is_untouched(Session&);

/// Copies every row of every table, a helping at a time, and the head of the log last. `from` stands in one snapshot; `to` is in a transaction, and its
/// tables are this version's and untouched. Throws StoreFailed, std::logic_error where a row breaks a rule of the tables.
void copy_tables(Session& from, Session& to);

}  // namespace nibbi::store
