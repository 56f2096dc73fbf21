#pragma once
// A table of text, row by row, whatever file it came in: what the readers of CSV and XLSX have in common.
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nibbi::exchange {

/// Why a whole file can't be read. Words are for messages and reports; they say nothing of what stands in the file.
enum class FileProblem : std::uint8_t {
  nothing_in_it,
  not_a_table,            ///< neither text nor a workbook
  file_too_large,
  too_many_rows,
  too_many_broken_rows,   ///< so many quotation marks left open that the rows can't be told apart
  workbook_broken,
  workbook_encrypted,
  too_many_parts,         ///< entries of the archive
  unpacked_too_large,
  packed_too_tightly,     ///< an archive that swells when it is opened
  bad_part_name,          ///< absolute, above its folder, or there twice
  document_type,          ///< a DTD, which no workbook has
  external_link,
  no_such_sheet,
  no_known_column,        ///< no row that looks like the names of the standard's fields
  describes_fields,       ///< a description of the standard's fields (a form's own workbook, a list of fields): there is nobody in it
};
std::string_view word(FileProblem);

/// Why one row can't be read; the next one is read all the same.
enum class RowTrouble : std::uint8_t { none, row_too_long, too_many_columns, quote_left_open, columns_differ };
std::string_view word(RowTrouble);

struct TextRow {
  std::int64_t number = 0;          ///< as a spreadsheet counts: the first row of the file is 1
  std::vector<std::string> cells;   ///< valid UTF-8, formula guard taken off; empty when there is trouble
  RowTrouble trouble = RowTrouble::none;
  bool repaired = false;            ///< some cell was not UTF-8, and was read as Windows-1252
  bool damaged = false;             ///< some byte had no meaning and became U+FFFD
};

struct TableLimits {
  std::size_t file_bytes = 64u << 20;
  std::size_t row_bytes = 1u << 20;
  std::size_t columns = 512;
  std::int64_t rows = 100'000;
  std::size_t broken_rows = 100;
  // Workbooks (docs/standards/htcds.md, "Files"): checked before anything is unpacked.
  std::size_t parts = 200;
  std::size_t unpacked_bytes = 50u << 20;
  std::size_t ratio = 100;
};

class TableReader {
 public:
  virtual ~TableReader() = default;
  /// The next row that has something in it, or nullopt at the end. After a FileProblem there is no next row.
  virtual std::expected<std::optional<TextRow>, FileProblem> next() = 0;
};

/// Reads a whole file as what it is: a workbook (its first sheet, or the one named) or text in columns. `bytes` must outlive the reader.
std::expected<std::unique_ptr<TableReader>, FileProblem> open_table(std::string_view bytes, std::string_view sheet = {}, const TableLimits& = {});

/// The first ten rows, or as many as there are, among which a list has its headings; nothing_in_it where there is none.
std::expected<std::vector<TextRow>, FileProblem> first_rows(TableReader&);

/// A column as a sheet names it: "A", …, "Z", "AA".
std::string column_letters(std::size_t index);

}  // namespace nibbi::exchange
