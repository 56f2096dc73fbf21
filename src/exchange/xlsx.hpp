#pragma once
// Workbooks (Office Open XML): values of one sheet, row by row. Nothing is worked out, followed or run: formulas give the value that the
// program which saved them had found, links and macros are not looked at, and a workbook that draws on other files is refused.
#include <deque>

#include "exchange/sheet_values.hpp"
#include "exchange/xml.hpp"

namespace nibbi::exchange {

class XlsxReader final : public TableReader {
 public:
  /// The first sheet, or the one of that name (letters as written). `bytes` must outlive the reader. Refuses as FileProblem says.
  static std::expected<std::unique_ptr<XlsxReader>, FileProblem> open(std::string_view bytes, std::string_view sheet = {}, const TableLimits& limits = {});

  const std::vector<std::string>& sheets() const { return sheet_names_; }
  std::expected<std::optional<TextRow>, FileProblem> next() override;

 private:
  explicit XlsxReader(const TableLimits& limits) : limits_(limits) {}
  std::expected<std::string, FileProblem> read_workbook(std::string_view sheet);
  std::expected<void, FileProblem> read_shared_texts(std::string_view part);
  std::expected<void, FileProblem> read_styles(std::string_view part);
  std::expected<void, FileProblem> begin_sheet(std::string_view part);
  void begin_element(std::string_view element, const XmlAttributes&);
  void end_element(std::string_view element);
  void end_cell();
  void end_row();

  TableLimits limits_;
  std::optional<Package> package_;
  std::vector<std::string> sheet_names_;
  std::vector<std::string> shared_;
  std::vector<NumberKind> styles_;
  bool since_1904_ = false;
  std::unique_ptr<XmlReader> sheet_;

  // The row and the cell at hand.
  std::optional<TextRow> done_;
  TextRow row_;
  std::int64_t last_number_ = 0, rows_ = 0;
  std::size_t row_bytes_ = 0, column_ = 0, next_column_ = 0;
  std::string cell_type_, value_;
  std::size_t style_ = 0;
  bool in_value_ = false, in_sound_ = false;
};

}  // namespace nibbi::exchange
