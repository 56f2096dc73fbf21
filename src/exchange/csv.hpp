#pragma once
// Text in columns (RFC 4180), as programs and people really write it; and the one way in which we write it.
//
// Read: rows end with CRLF, LF or CR; a cell may stand between quotation marks and then hold separators, line ends and doubled marks. The
// separator (comma, semicolon or tab) is found in the first lines, or said by a line `sep=;`. UTF-8 with or without a mark, UTF-16, and
// Windows-1252 cell by cell; whatever was repaired is said on the row.
// Written: UTF-8, CRLF, marks where needed.
// Both: a cell that a spreadsheet would take for a formula (= + - @, tab, CR first) is written with an apostrophe before it, which is taken
// off when it is read, so that what goes out comes back (docs/standards/htcds.md, "Files").
#include <functional>
#include <span>

#include "exchange/encoding.hpp"
#include "exchange/table.hpp"

namespace nibbi::exchange {

class CsvReader final : public TableReader {
 public:
  /// Puts the next bytes of the file into the span and says how many; 0 at the end.
  using Source = std::function<std::size_t(std::span<char>)>;
  explicit CsvReader(Source source, const TableLimits& limits = {}) : source_(std::move(source)), limits_(limits) {}
  /// The whole file at once; `bytes` must outlive the reader.
  explicit CsvReader(std::string_view bytes, const TableLimits& limits = {});

  std::expected<std::optional<TextRow>, FileProblem> next() override;
  /// Known after the first call of next().
  char separator() const { return separator_; }

 private:
  enum class End : std::uint8_t { row, too_long, quote_open, too_wide };
  std::expected<void, FileProblem> start();
  void find_separator();
  bool fill();
  End scan(std::vector<std::string>& cells, bool& quoted);
  void skip_line(std::size_t from);
  void decode(TextRow& row, std::vector<std::string> cells);

  Source source_;
  TableLimits limits_;
  std::optional<Utf16Decoder> utf16_;
  std::string text_;       ///< bytes read and not yet used; in UTF-8 when the file was UTF-16
  std::size_t at_ = 0;     ///< where the next row begins in text_
  std::size_t taken_ = 0;  ///< bytes taken from the source
  bool started_ = false, ended_ = false, too_large_ = false, after_break_ = false;
  char separator_ = ',';
  std::int64_t number_ = 0, rows_ = 0;
  std::size_t broken_ = 0, width_ = 0;
};

struct CsvStyle {
  char separator = ',';
  bool mark = false;  ///< a byte order mark first, which spreadsheet programs need to see accents
  bool guard = true;  ///< no cell may be taken for a formula; off for what only programs read
};

/// One row with its line end.
std::string csv_row(std::span<const std::string> cells, const CsvStyle& = {});
/// What stands before the first row.
std::string_view csv_start(const CsvStyle&);

/// With an apostrophe first, when a spreadsheet would take the text for a formula or when the apostrophe would be taken off on the way back.
std::string formula_guarded(std::string_view);
std::string_view formula_unguarded(std::string_view);

}  // namespace nibbi::exchange
