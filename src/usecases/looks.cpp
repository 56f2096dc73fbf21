#include "usecases/looks.hpp"

#include <map>

#include "usecases/concerns.hpp"
#include "usecases/eye.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

constexpr std::size_t kLines = 50, kRowsAtOnce = 500, kMostRows = 5000;

}  // namespace

Result<Looks> looks(House& house, const Session& s, const LooksAsked& asked) {
  if (s.role != Role::data_protection_officer) return refuse(ProblemCode::not_allowed);
  const Eye eye(house, s);
  std::map<RecordId, readmodels::BriefPtr> mine;  // nullptr: not theirs, or no file
  const auto file = [&](RecordId record) -> const readmodels::BriefPtr& {
    const auto [it, fresh] = mine.try_emplace(record);
    if (fresh)
      if (auto brief = house.memory.caseload.find(record); brief && eye.may(*brief, eye.held(*brief), Action::see_access_log).allow) it->second = std::move(brief);
    return it->second;
  };
  RecordId one;
  if (!asked.code.empty()) {
    const auto brief = house.memory.caseload.find_code(capitals(asked.code));
    if (!brief || !file(brief->record)) return refuse(ProblemCode::not_found);
    one = brief->record;
  }
  const auto rows = [&](std::int64_t before) {
    if (!one.is_none()) return house.store.accesses_of(one, before, kRowsAtOnce);
    return asked.person ? house.store.accesses_by(*asked.person, before, kRowsAtOnce) : house.store.accesses(before, kRowsAtOnce);
  };
  Looks out;
  std::int64_t before = asked.before;
  for (std::size_t read = 0;;) {
    const auto batch = rows(before);
    for (const AccessRow& row : batch) {
      if (out.lines.size() == kLines) {
        out.before = before;
        return out;
      }
      before = row.number;
      const auto& brief = file(row.record);
      if (!brief || (asked.person && row.person != *asked.person) || (asked.with_reason && row.sealed_reason.empty())) continue;
      const Person* who = eye.directory().person(row.person);
      out.lines.push_back({row.record, brief->ties.status == FileState::erased ? std::string{} : brief->code, row.at, row.person, who ? who->name : std::string{}, row.row,
                           house.vault.open_reason(row.record, row.sealed_reason)});
    }
    if (batch.size() < kRowsAtOnce) return out;
    if ((read += batch.size()) >= kMostRows) {
      out.before = before;
      return out;
    }
  }
}

}  // namespace nibbi::usecases
