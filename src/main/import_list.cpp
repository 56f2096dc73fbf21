// nibbi import list: a partner's own list, its columns named by a map.
#include <cstdio>

#include "exchange/list_columns.hpp"
#include "main/list_intake.hpp"
#include "main/sheet.hpp"
#include "wire/contract_files.hpp"

namespace nibbi {

using namespace exchange;

AdminAnswer work_import_list(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress& progress) {
  usecases::House& house = installation.house();
  const ListAsked list = list_asked(house, asked);
  const ListColumns known = read_list_columns(wire::contract_files());
  std::string unknown;
  const auto columns = read_column_map(asked.need("columns"), known, unknown);
  if (!columns) throw WrongUse(unknown.empty() ? "the column map is {\"id\":\"COLUMN\",\"columns\":{\"COLUMN\":\"MEANING\",...}}" : "the column map gives \"" + unknown + "\" no meaning that is known");
  const std::string bytes = bytes_of(asked.file, TableLimits{}.file_bytes);
  const HtcdsMap map = list_map(read_htcds_map(wire::contract_files(), house.rules), wire::contract_files(), house.rules);
  auto table = open_table(bytes, asked.get("sheet").value_or(""));
  if (!table) unreadable(table.error());
  auto sheet = open_list(**table, map, known, *columns);
  if (!sheet) unreadable(sheet.error());
  // A slip in the map would put a column of names into a note, and no twin would be found.
  for (const std::string& heading : sheet->missing) progress("nibbi import: no column \"" + heading + "\": the map names it, and the list has none");
  if (!sheet->missing.empty()) throw WrongUse("the map and the list have different columns; nothing was written");
  if (sheet->sheet.rows_above() > 0) progress("nibbi import: rows above the headings, which are nobody's: " + std::to_string(sheet->sheet.rows_above()));
  return {"", ListIntake(house, list, "list", asked, progress).all_of(sheet->sheet, map, list.context)};
}

int propose_columns(const std::string& path, const std::string& sheet) {
  const std::string bytes = read_file(path);
  auto table = open_table(bytes, sheet);
  if (!table) unreadable(table.error());
  const auto proposed = propose_map(**table, read_list_columns(wire::contract_files()));
  if (!proposed) unreadable(proposed.error());
  std::printf("%s\n", proposed->map.json().c_str());
  for (const std::string& heading : proposed->unknown) std::fprintf(stderr, "nibbi import: not in the map, and would stand in a note: \"%s\"\n", heading.c_str());
  return 0;
}

}  // namespace nibbi
