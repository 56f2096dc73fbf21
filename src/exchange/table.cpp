#include "exchange/table.hpp"

#include <array>

#include "exchange/csv.hpp"
#include "exchange/xlsx.hpp"

namespace nibbi::exchange {

std::string_view word(FileProblem p) {
  constexpr std::array<std::string_view, 16> kWords{"nothing_in_it", "not_a_table", "file_too_large", "too_many_rows", "too_many_broken_rows", "workbook_broken", "workbook_encrypted", "too_many_parts",
                                                    "unpacked_too_large", "packed_too_tightly", "bad_part_name", "document_type", "external_link", "no_such_sheet", "no_known_column",
                                                    "describes_fields"};
  return kWords[static_cast<std::size_t>(p)];
}

std::string_view word(RowTrouble t) {
  constexpr std::array<std::string_view, 5> kWords{"none", "row_too_long", "too_many_columns", "quote_left_open", "columns_differ"};
  return kWords[static_cast<std::size_t>(t)];
}

std::expected<std::unique_ptr<TableReader>, FileProblem> open_table(std::string_view bytes, std::string_view sheet, const TableLimits& limits) {
  if (bytes.empty()) return std::unexpected(FileProblem::nothing_in_it);
  if (bytes.size() > limits.file_bytes) return std::unexpected(FileProblem::file_too_large);
  if (!bytes.starts_with("PK\x03\x04")) return std::make_unique<CsvReader>(bytes, limits);
  auto book = XlsxReader::open(bytes, sheet, limits);
  if (!book) return std::unexpected(book.error());
  return std::move(*book);
}

std::expected<std::vector<TextRow>, FileProblem> first_rows(TableReader& table) {
  constexpr std::size_t kRowsLookedAt = 10;
  std::vector<TextRow> rows;
  while (rows.size() < kRowsLookedAt) {
    auto row = table.next();
    if (!row) return std::unexpected(row.error());
    if (!*row) break;
    rows.push_back(std::move(**row));
  }
  if (rows.empty()) return std::unexpected(FileProblem::nothing_in_it);
  return rows;
}

std::string column_letters(std::size_t index) {
  std::string out;
  for (std::size_t n = index + 1; n > 0; n = (n - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
  return out;
}

}  // namespace nibbi::exchange
