#include <fcntl.h>

#include "base/fold.hpp"
#include "exchange/htcds_notes.hpp"
#include "exchange/table.hpp"
#include "main/commands.hpp"
#include "main/list_intake.hpp"
#include "main/sheet.hpp"
#include "wire/contract_files.hpp"

namespace nibbi {

using namespace exchange;

AdminAnswer work_import_htcds(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress& progress) {
  usecases::House& house = installation.house();
  const ListAsked list = list_asked(house, asked);
  const std::string bytes = bytes_of(asked.file, TableLimits{}.file_bytes);
  const HtcdsMap map = read_htcds_map(wire::contract_files(), house.rules);
  auto table = open_table(bytes, asked.get("sheet").value_or(""));
  if (!table) unreadable(table.error());
  auto sheet = HtcdsSheet::open(**table, map);
  if (!sheet) unreadable(sheet.error());
  for (const Finding& f : sheet->findings()) progress("nibbi import: in the headings: " + text(f));
  return {"", ListIntake(house, list, "htcds", asked, progress).all_of(*sheet, map, list.context)};
}

namespace {

/// For the eyes of whoever looks its pairs through.
constexpr std::size_t kLongestName = 80;
std::string list_called(const Options& o) {
  const std::string& path = o.words()[1];
  const std::string called = clean_text(o.get("called").value_or(path.substr(path.rfind('/') + 1)));
  return called.empty() ? called : cut(called, kLongestName).front();
}

}  // namespace

int run_import(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"data", "database", "unit", "as", "sheet", "columns", "called"}, {"apply", "propose"});
  if (o.words().size() != 2 || (o.words()[0] != "htcds" && o.words()[0] != "list" && o.words()[0] != "outbox")) throw WrongUse("nibbi import list FILE, nibbi import htcds FILE, or nibbi import outbox FILE");
  const bool of_a_partner = o.words()[0] == "list";
  for (const char* of_partners : {"columns", "propose"})
    if (!of_a_partner && o.get(of_partners)) throw WrongUse("--" + std::string(of_partners) + " is for nibbi import list");
  if (of_a_partner && o.get("propose")) return propose_columns(o.words()[1], o.get("sheet").value_or(""));
  const InstallationOptions io = options_of(o);
  if (o.words()[0] == "outbox") {
    for (const char* of_lists : {"unit", "as", "sheet", "apply", "called"})
      if (o.get(of_lists)) throw WrongUse("--" + std::string(of_lists) + " is for lists; who wrote an outbox stands in it");
    return import_outbox(io, o.words()[1]);
  }
  AdminAsked asked{.command = "import " + o.words()[0], .with = {{"by", operating_system_user()}}};
  asked.with["called"] = list_called(o);
  if (of_a_partner) asked.with["columns"] = read_file(o.need("columns"));
  for (const char* name : {"unit", "as", "sheet", "apply"})
    if (auto value = o.get(name)) asked.with[name] = *value;
  asked.file = ::open(o.words()[1].c_str(), O_RDONLY | O_CLOEXEC);
  if (asked.file < 0) throw WrongUse("the file can't be opened");
  return print_answer(ask_admin(io, asked));
}

}  // namespace nibbi
