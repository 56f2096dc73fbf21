#include "store/table_copy.hpp"

#include <array>
#include <optional>

#include "store/sql_reads.hpp"

namespace nibbi::store {
namespace {

/// A value of a row that outlives it.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

Value seen(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* bytes = std::get_if<std::string>(&cell)) return std::string_view(*bytes);
  return std::monostate{};
}

struct Table {
  const char* rows;           ///< those after a key, in order of it, and at most so many
  const char* insert;
  std::string_view columns;   ///< what each is: `n` a number, `u` an id, `b` bytes
  std::vector<int> key;       ///< which columns
  std::int64_t at_once;       ///< some MB
};

/// In an order in which what a row points to is there before it.
const std::vector<Table>& tables() {
  static const std::vector<Table> all{
      {"SELECT id, kind, n, erased, key_version, k_plain, k_identity, k_placement, k_narrative FROM records WHERE id > $1 ORDER BY id LIMIT $2",
       "INSERT INTO records (id, kind, n, erased, key_version, k_plain, k_identity, k_placement, k_narrative) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", "ubnnnbbbb", {0}, 1000},
      {"SELECT pos, n, id, record, header, c_plain, c_identity, c_placement, c_narrative, signature, verdict, chain, s_plain, s_identity, s_placement, s_narrative FROM entries"
       " WHERE pos > $1 ORDER BY pos LIMIT $2",
       "INSERT INTO entries (pos, n, id, record, header, c_plain, c_identity, c_placement, c_narrative, signature, verdict, chain, s_plain, s_identity, s_placement, s_narrative)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)", "nnuubbbbbbbbbbbb", {0}, 500},
      {"SELECT record, fold_version, n, brief FROM briefs WHERE record > $1 ORDER BY record LIMIT $2", "INSERT INTO briefs (record, fold_version, n, brief) VALUES ($1, $2, $3, $4)", "unnb", {0}, 1000},
      {"SELECT record, s_plain, s_identity, s_placement, s_narrative FROM states WHERE record > $1 ORDER BY record LIMIT $2",
       "INSERT INTO states (record, s_plain, s_identity, s_placement, s_narrative) VALUES ($1, $2, $3, $4, $5)", "ubbbb", {0}, 50},
      {"SELECT number, at, record, person, content, sealed_reason FROM accesses WHERE number > $1 ORDER BY number LIMIT $2",
       "INSERT INTO accesses (number, at, record, person, content, sealed_reason) VALUES ($1, $2, $3, $4, $5, $6)", "nnuubb", {0}, 1000},
      {"SELECT drawer, key, value FROM things WHERE (drawer, key) > ($1, $2) ORDER BY drawer, key LIMIT $3", "INSERT INTO things (drawer, key, value) VALUES ($1, $2, $3)", "bbb", {0, 1}, 500},
      {"SELECT attachment, idx, sealed FROM chunks WHERE (attachment, idx) > ($1, $2) ORDER BY attachment, idx LIMIT $3",
       "INSERT INTO chunks (attachment, idx, sealed) VALUES ($1, $2, $3)", "unb", {0, 1}, 50},
  };
  return all;
}

/// What stands before the first row: places and numbers begin at 0, no id is nil, and nothing is named by no name.
Cell before_all(char column) {
  if (column == 'n') return std::int64_t{-1};
  return column == 'u' ? std::string(sizeof(Uuid::bytes), '\0') : std::string();
}

Cell cell(const Row& row, int column, char what) {
  if (row.null(column)) return std::monostate{};
  if (what == 'n') return row.number(column);
  return what == 'u' ? std::string(raw(row.uuid(column))) : row.bytes(column);
}

void copy_table(Session& from, Session& to, const Table& table) {
  std::vector<Cell> after;
  for (const int column : table.key) after.push_back(before_all(table.columns[static_cast<std::size_t>(column)]));
  for (std::vector<std::vector<Cell>> rows;; rows.clear()) {
    Session::Question asked{table.rows, {}};
    for (const Cell& key : after) asked.values.push_back(seen(key));
    asked.values.push_back(table.at_once);
    from.query_all({&asked, 1}, [&](std::size_t, const Row& row) {
      auto& kept = rows.emplace_back();
      for (std::size_t i = 0; i < table.columns.size(); ++i) kept.push_back(cell(row, static_cast<int>(i), table.columns[i]));
    });
    std::vector<Session::Question> written;
    for (const auto& row : rows) {
      auto& one = written.emplace_back(Session::Question{table.insert, {}});
      for (const Cell& value : row) one.values.push_back(seen(value));
    }
    to.query_all(written, [](std::size_t, const Row&) {});
    if (static_cast<std::int64_t>(rows.size()) < table.at_once) return;
    after.clear();
    for (const int column : table.key) after.push_back(rows.back()[static_cast<std::size_t>(column)]);
  }
}

}  // namespace

bool is_untouched(Session& session) {
  std::int64_t there = 0;
  session.query("SELECT (SELECT count(*) FROM records) + (SELECT count(*) FROM things) + (SELECT pos FROM log_head)", {}, [&](const Row& row) { there = row.number(0); });
  return there == 0;
}

void copy_tables(Session& from, Session& to) {
  for (const Table& table : tables()) copy_table(from, to, table);
  const auto head = reads::head(from);
  to.execute("UPDATE log_head SET epoch = $1, pos = $2, chain = $3", {head.epoch, head.pos, raw(head.chain)});
}

}  // namespace nibbi::store
