#pragma once
// A list with a row of column names, read whole from a file: for the commands that compare rows with each other.
#include <fstream>
#include <string>
#include <vector>

#include "exchange/table.hpp"

namespace nibbi {

struct Sheet {
  std::vector<std::string> columns;             ///< trimmed
  std::vector<std::vector<std::string>> rows;   ///< trimmed; each as wide as `columns`
  std::vector<std::int64_t> numbers;            ///< of each row, as a spreadsheet counts
  std::size_t repaired = 0;                     ///< rows that came in an old encoding, or were put into UTF-8 twice; told as well
  std::size_t refused = 0;                      ///< rows that can't be read; each was told on standard error, with the reason

  /// Where a column stands, accents and capitals aside when nothing is called just so; nullopt when there is none of that name.
  std::optional<std::size_t> find(std::string_view column) const;
  /// The same, for a column without which nothing can be done. Throws WrongUse.
  std::size_t need(std::string_view column) const;
};

/// Reads CSV or XLSX. Throws WrongUse when there is no such file, or it is no table.
Sheet read_sheet(const std::string& path);

/// A file to be written. Throws WrongUse when it can't be.
std::ofstream file_to_write(const std::string& path);

/// The whole file. Throws WrongUse when there is none.
std::string read_file(const std::string& path);

}  // namespace nibbi
