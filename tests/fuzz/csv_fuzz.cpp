// libFuzzer: any bytes as text in columns. Nothing may crash or throw, every cell is valid text within the limits, the same bytes in small
// pieces give the same rows, and the rows that were read, written and read again are the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/fold.hpp"
#include "exchange/csv.hpp"

using namespace nibbi::exchange;

namespace {

using Table = std::vector<std::vector<std::string>>;

Table rows_of(CsvReader reader) {
  Table out;
  for (;;) {
    auto row = reader.next();
    if (!row || !*row) return out;
    if ((*row)->trouble != RowTrouble::none && !(*row)->cells.empty()) std::abort();
    for (const std::string& cell : (*row)->cells)
      if (!nibbi::is_valid_utf8(cell)) std::abort();
    if ((*row)->trouble == RowTrouble::none) out.push_back(std::move((*row)->cells));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  TableLimits limits;
  limits.row_bytes = 200;
  limits.columns = 8;
  limits.rows = 100;
  const Table rows = rows_of(CsvReader(bytes, limits));
  std::size_t at = 0;
  const Table in_pieces = rows_of(CsvReader(
      [&](std::span<char> into) {
        const std::size_t n = std::min({std::size_t{3}, into.size(), bytes.size() - at});
        std::copy_n(bytes.data() + at, n, into.data());
        at += n;
        return n;
      },
      limits));
  if (rows != in_pieces) std::abort();

  // A first row of eight cells, so that the separator is found again whatever stands below.
  std::string text = csv_row(std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g", "h"});
  for (const auto& row : rows) text += csv_row(row);
  // Zero bytes are what tells a table from anything else; nothing that is stored has them (clean_text).
  if (text.find('\0') != std::string::npos) return 0;
  Table again = rows_of(CsvReader(text));
  if (again.empty() || !std::equal(rows.begin(), rows.end(), again.begin() + 1, again.end())) std::abort();
  return 0;
}
