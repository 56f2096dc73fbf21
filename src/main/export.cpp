#include <map>

#include "exchange/csv.hpp"
#include "exchange/htcds.hpp"
#include "exchange/report.hpp"
#include "main/admin_works.hpp"
#include "main/commands.hpp"
#include "usecases/file_copy.hpp"
#include "wire/contract_files.hpp"

namespace nibbi {
namespace {

using namespace exchange;
using usecases::CopyStanding;

constexpr std::size_t kHelping = 32;       ///< files in one transaction
constexpr std::size_t kSayEvery = 1'024;   ///< files between two words on how far it is

std::string counted(std::int64_t n, const char* one, const char* many) { return std::to_string(n) + (n == 1 ? one : many); }

}  // namespace

AdminAnswer work_export_htcds(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress& progress) {
  usecases::House& house = installation.house();
  const auto directory = house.memory.directory();
  const AccountAsked account = account_asked(house, asked);
  // The demonstration's own account is alone at this table; anybody else's copy waits for a second person there too.
  const bool alone = house.demonstration && account.login == kDemoListsLogin;
  const std::string reason = alone ? asked.get("reason").value_or("DEMO") : asked.need("reason");
  const auto of_unit = asked.get("unit") ? std::optional(unit_asked(*directory, *asked.get("unit"))) : std::nullopt;

  const auto files = usecases::may_copy(house, account.person, of_unit);
  if (files.empty() && !house.memory.caseload.all().empty()) throw std::runtime_error("refused: not_allowed; this account may make no copy of any file here");
  std::optional<usecases::DemoAgreement> demo;
  if (alone) demo.emplace(house);

  const HtcdsMap map = read_htcds_map(wire::contract_files(), house.rules);
  const auto unit_name = [&](UnitId id) { const auto* unit = directory->unit(id); return unit ? unit->about.name : std::string(); };
  asked.print(std::string(csv_start({})) + csv_row(export_header(map)));
  std::map<CopyStanding, std::int64_t> counts;
  std::map<std::string_view, std::int64_t> not_held;
  for (std::size_t at = 0; at < files.size(); at += kHelping) {
    const auto helping = std::span(files).subspan(at, std::min(kHelping, files.size() - at));
    std::string rows;
    for (const usecases::Copied& copied : usecases::make_copies(house, {account.person, reason, asked.need("by")}, helping, demo ? &*demo : nullptr)) {
      ++counts[copied.standing];
      if (copied.standing != CopyStanding::made) continue;
      const domain::ChildState& state = copied.file->state;
      const UnitId unit = domain::ties_of(state).assigned_unit;
      const ExportedRow row = export_row(state, map, house.rules, {house.today_at(unit, *directory), copied.open, unit_name, unit, state.opened.country});
      for (NotHeld what : row.not_held) ++not_held[word(what)];
      rows += csv_row(row.cells);
    }
    if (!rows.empty()) asked.print(rows);
    if ((at + helping.size()) % kSayEvery == 0) progress("nibbi export: " + std::to_string(at + helping.size()) + " of " + std::to_string(files.size()) + " files");
  }

  if (alone) progress("nibbi export: in a demonstration its supervisors and coordinators agree to each copy at once; anywhere else a second person agrees, in the file");
  for (const auto& [what, n] : not_held) progress("nibbi export: " + std::string(what) + ": " + counted(n, " file says", " files say") + " more than a row holds");
  if (const auto n = counts[CopyStanding::second_awaited]) progress("nibbi export: " + counted(n, " copy waits", " copies wait") + " for a second person to agree");
  if (const auto n = counts[CopyStanding::not_asked]) progress("nibbi export: " + counted(n, " file has", " files have") + " no agreed copy: ask for one in the file, and a second person agrees");
  const std::int64_t made = counts[CopyStanding::made];
  progress("nibbi export: " + counted(made, " file", " files"));
  return {"", made == 0 && !files.empty() ? 1 : 0};
}

int run_export(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"data", "database", "as", "reason", "unit"}, {});
  if (o.words() != std::vector<std::string>{"htcds"}) throw WrongUse("nibbi export htcds");
  AdminAsked asked{.command = "export htcds", .with = {{"by", operating_system_user()}}};
  for (const char* name : {"as", "reason", "unit"})
    if (auto value = o.get(name)) asked.with[name] = *value;
  return print_answer(ask_admin(options_of(o), asked));
}

}  // namespace nibbi
