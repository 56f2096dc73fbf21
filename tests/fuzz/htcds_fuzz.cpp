// libFuzzer: any bytes as a list of children. Nothing may crash or throw; whatever is planned can be read by the one path; and what is exported
// of the file that it makes is imported again, to the same facts as often as one likes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/exchange/support.hpp"

using namespace nibbi;
using namespace nibbi::exchange;
using namespace nibbi::exchange::test;

namespace {

void check_written(const Mapped& mapped) {
  for (const Planned& planned : mapped.contents) {
    if (std::holds_alternative<domain::ChildOpened>(planned.body)) continue;
    const auto kind = domain::kind_of(planned.body);
    const auto parts = wire::write_parts(planned, contract().rules());
    const auto back = wire::read_parts(kind, parts, &contract().rules());
    if (!back || wire::write_parts(*back, contract().rules()).of != parts.of) std::abort();
  }
}

std::string exported(const Mapped& mapped) {
  const ExportedRow row = export_row(folded(mapped.contents), contract().map(), contract().rules(), export_context());
  return csv_row(export_header(contract().map())) + csv_row(row.cells);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  CsvReader table(bytes);
  auto sheet = HtcdsSheet::open(table, contract().map());
  if (!sheet) return 0;
  for (int rows = 0; rows < 20; ++rows) {
    auto row = sheet->next();
    if (!row || !*row) return 0;
    auto mapped = plan_row(**row, contract().map(), contract().rules(), context());
    if (!mapped) continue;
    check_written(*mapped);
    // Once out and in, a file is what an export says of it: the second export is the first.
    const std::string once = exported(*mapped);
    CsvReader again(once);
    const Read read = read_all(again);
    if (read.rows.empty() || !read.rows[0]) continue;  // nothing in it that a row of the standard says of somebody
    check_written(*read.rows[0]);
    if (exported(*read.rows[0]) != once) std::abort();
  }
  return 0;
}
