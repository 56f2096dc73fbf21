// libFuzzer: any bytes as a workbook, or (when the first byte says so) as one part of a workbook that is sound otherwise. Nothing may crash or
// throw, and every cell that is read is valid text within the limits.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/fold.hpp"
#include "tests/exchange/support.hpp"

using namespace nibbi::exchange;

namespace {

void read(const std::string& bytes) {
  TableLimits limits;
  limits.row_bytes = 4096;
  limits.columns = 64;
  limits.rows = 1000;
  limits.unpacked_bytes = 4u << 20;
  auto book = XlsxReader::open(bytes, {}, limits);
  if (!book) return;
  for (;;) {
    auto row = (*book)->next();
    if (!row || !*row) return;
    if ((*row)->cells.size() > limits.columns || (*row)->number < 1) std::abort();
    for (const std::string& cell : (*row)->cells)
      if (!nibbi::is_valid_utf8(cell)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data + 1), size - 1);
  test::Book book;
  book.rows = "<row r=\"1\"><c r=\"A1\" t=\"s\" s=\"1\"><v>0</v></c><c s=\"1\"><v>40607</v></c></row>";
  book.shared = "<si><t>x</t></si>";
  book.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
  switch (data[0] % 8) {
    case 0: book.rows = rest; break;
    case 1: book.shared = rest; break;
    case 2: book.styles = rest; break;
    case 3: book.sheet_links = rest; break;
    case 4: book.workbook_properties = rest; break;
    default: read(std::string(reinterpret_cast<const char*>(data), size)); return 0;
  }
  read(book.bytes());
  return 0;
}
