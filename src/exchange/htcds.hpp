#pragma once
// Rows of the Human Trafficking Case Data Standard 2.0 as entries of a child's file, and a child's file as a row.
// What is mapped, what becomes a note and which traps are known: docs/standards/htcds.md.
//
//   auto table = open_table(bytes);                       // table.hpp
//   auto sheet = HtcdsSheet::open(**table, map);          // finds the names of the fields
//   while (auto row = sheet->next()) …
//     auto mapped = plan_row(**row, map, rules, context); // contents in the order in which they are to be written, or a refusal
#include <functional>

#include "domain/child_state.hpp"
#include "exchange/findings.hpp"
#include "exchange/htcds_map.hpp"
#include "exchange/table.hpp"
#include "wire/entry_codec.hpp"

namespace nibbi::exchange {

/// A column of a sheet: its heading as written, and what it means.
struct Column {
  std::string heading;
  const Field* field = nullptr;  ///< nullptr: no field of the standard
  std::string code;              ///< of a column that stands for one code of a field (`vic_MethodsOfControl/DebtBondage`)
  std::string_view beside;       ///< `age`, `start`, `submitted`
  bool unheaded = false;         ///< its heading is then the letters of the column
  bool label_is_name = false;    ///< prs_Title in the published form, which people saw as "Second Name"
};

struct Cell {
  const Column* column = nullptr;
  std::string value;  ///< cleaned and trimmed, never empty
};

struct Row {
  std::int64_t number = 0;
  std::vector<Cell> cells;
  std::vector<Finding> findings;
  RowTrouble trouble = RowTrouble::none;
};

/// A table whose columns are known.
class HtcdsSheet {
 public:
  /// Finds the row of names among the first ones (published names, labels, or both in two rows). `table` and `map` must outlive the sheet.
  /// Refuses no_known_column, describes_fields, and what the table refuses.
  static std::expected<HtcdsSheet, FileProblem> open(TableReader& table, const HtcdsMap& map);

  /// A table whose columns somebody has named (list_columns.hpp); `waiting`: rows below the headings that were read already.
  static HtcdsSheet of(TableReader& table, std::vector<Column>, std::vector<TextRow> waiting, std::int64_t rows_above);

  const std::vector<Column>& columns() const { return *columns_; }
  /// Rows above the names, which were not read as rows.
  std::int64_t rows_above() const { return rows_above_; }
  /// Findings about the columns: a label that says another field than the name, a field that stands in two columns.
  const std::vector<Finding>& findings() const { return findings_; }
  /// The next row with something in it; a row that holds only its own number is passed over.
  std::expected<std::optional<Row>, FileProblem> next();

 private:
  explicit HtcdsSheet(TableReader& table) : table_(&table) {}
  Row row_of(TextRow text) const;
  TableReader* table_;
  std::unique_ptr<std::vector<Column>> columns_;  // cells point at columns, and a sheet may be moved
  std::vector<Finding> findings_;
  std::vector<TextRow> waiting_;
  std::int64_t rows_above_ = 0;
};

using Digest = std::array<std::uint8_t, 32>;
/// SHA-256, given by whoever has it: this layer has no cryptography.
using Hasher = std::function<Digest(std::string_view)>;

struct ImportContext {
  UnitId unit;               ///< the unit that imports: its file, its consent, and part of a row's identity
  domain::Code country;      ///< where the unit is, and so where the children of its list were found
  Date today;
  Hasher sha256;
  std::string language = "fr";  ///< of the headings and labels in notes
};

/// Why a row is not imported. What can't be read at all has the word of its RowTrouble.
enum class Refusal : std::uint8_t { adult, empty_row, row_too_long, too_many_columns, quote_left_open, columns_differ };
std::string_view word(Refusal);

struct Refused {
  Refusal reason{};
  std::vector<Finding> findings;
};

/// An entry to write: what is said, and that it was copied from a list, by whom there, and when it happened.
using Planned = wire::Content;

struct Mapped {
  Digest identity{};               ///< of the unit and the row's normalised cells: the same row again is the same digest
  std::vector<Planned> contents;   ///< `child.opened` first, its `code` still empty
  std::vector<Finding> findings;
};

/// Judges one row. Pure: the same row gives the same contents, whatever the day, but for dates that are not over yet.
std::expected<Mapped, Refused> plan_row(const Row&, const HtcdsMap&, const domain::Rules&, const ImportContext&);

/// The standard's names in the order of its sheet, and three that lists have beside them: `start`, the day when the child came,
/// `_submission_time`, the day when it was written down here, and `prs_Age`, the band of ages where no birth is known.
std::vector<std::string> export_header(const HtcdsMap&);

struct ExportContext {
  Date today;
  /// Parts of the file that the reader may see; what stands in another is left out.
  domain::PerTier<bool> open{{true, true, true, true}};
  /// A unit's name for people, or empty.
  std::function<std::string(UnitId)> unit_name;
  UnitId unit;               ///< as in ImportContext, to see what an import of the row would say
  domain::Code country;
};

struct ExportedRow {
  std::vector<std::string> cells;    ///< one for each name of export_header
  std::vector<NotHeld> not_held;     ///< what the standard has no room for
};

ExportedRow export_row(const domain::ChildState&, const HtcdsMap&, const domain::Rules&, const ExportContext&);

}  // namespace nibbi::exchange
