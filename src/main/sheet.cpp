#include "main/sheet.hpp"

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "base/fold.hpp"
#include "exchange/encoding.hpp"
#include "main/options.hpp"

namespace nibbi {
namespace {

std::string trimmed(std::string_view cell) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!cell.empty() && space(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && space(cell.back())) cell.remove_suffix(1);
  return std::string(cell);
}

}  // namespace

std::optional<std::size_t> Sheet::find(std::string_view column) const {
  auto it = std::find(columns.begin(), columns.end(), column);
  if (it == columns.end()) it = std::find_if(columns.begin(), columns.end(), [&](const std::string& c) { return fold(c) == fold(column); });
  if (it == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(it - columns.begin());
}

std::size_t Sheet::need(std::string_view column) const {
  if (const auto at = find(column)) return *at;
  throw WrongUse("the list has no column \"" + std::string(column) + "\"");
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw WrongUse("there is no file " + path);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

std::ofstream file_to_write(const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  if (!file) throw WrongUse("can't write " + path);
  return file;
}

Sheet read_sheet(const std::string& path) {
  const std::string bytes = read_file(path);
  exchange::TableLimits limits;
  limits.file_bytes = std::size_t{4} << 30;
  limits.rows = 20'000'000;
  limits.broken_rows = 10'000;
  const auto cannot = [](exchange::FileProblem why) { return WrongUse("the file can't be read: " + std::string(exchange::word(why))); };
  auto reader = exchange::open_table(bytes, {}, limits);
  if (!reader) throw cannot(reader.error());
  Sheet sheet;
  for (;;) {
    auto row = (*reader)->next();
    if (!row) throw cannot(row.error());
    if (!*row) break;
    exchange::TextRow& r = **row;
    while (!sheet.columns.empty() && r.cells.size() > sheet.columns.size() && trimmed(r.cells.back()).empty()) r.cells.pop_back();
    if (r.trouble != exchange::RowTrouble::none || (!sheet.columns.empty() && r.cells.size() > sheet.columns.size())) {
      const auto why = r.trouble == exchange::RowTrouble::none ? exchange::RowTrouble::columns_differ : r.trouble;
      std::fprintf(stderr, "row %lld refused: %s\n", static_cast<long long>(r.number), std::string(exchange::word(why)).c_str());
      ++sheet.refused;
      continue;
    }
    for (std::string& cell : r.cells) {
      if (auto plain = exchange::without_mojibake(cell)) cell = std::move(*plain), r.repaired = true;
      cell = trimmed(cell);
    }
    sheet.repaired += r.repaired;
    if (sheet.columns.empty()) {
      sheet.columns = std::move(r.cells);
      continue;
    }
    r.cells.resize(sheet.columns.size());
    sheet.rows.push_back(std::move(r.cells));
    sheet.numbers.push_back(r.number);
  }
  if (sheet.columns.empty()) throw cannot(exchange::FileProblem::nothing_in_it);
  if (sheet.repaired > 0) std::fprintf(stderr, "%zu rows came in an old encoding and were repaired\n", sheet.repaired);
  return sheet;
}

}  // namespace nibbi
