#include "readmodels/caseload.hpp"

#include <algorithm>
#include <mutex>

namespace nibbi::readmodels {
namespace {

std::vector<Uuid> touched_by(const domain::ChildBrief& b) {
  std::vector<Uuid> all{b.ties.assigned.uuid, b.ties.assigned_unit.uuid, b.ties.return_unit.uuid};
  for (const auto& c : b.ties.covers) all.push_back(c.person.uuid);
  for (const auto& u : b.ties.placed) all.push_back(u.uuid);
  for (const auto& p : b.ties.accompanying) all.push_back(p.uuid);
  for (const auto& r : b.ties.referrals) {
    all.push_back(r.from.uuid);
    all.push_back(r.to.uuid);
  }
  for (const auto& t : b.ties.tracing) {
    all.push_back(t.person.uuid);
    all.push_back(t.unit.uuid);
  }
  for (const auto& g : b.ties.glasses) all.push_back(g.person.uuid);
  for (const auto& r : b.links) all.push_back(r.uuid);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::erase_if(all, [](const Uuid& u) { return u.is_nil(); });
  return all;
}

void newest_first(std::vector<BriefPtr>& briefs) {
  std::sort(briefs.begin(), briefs.end(), [](const BriefPtr& a, const BriefPtr& b) {
    return a->updated_at != b->updated_at ? a->updated_at > b->updated_at : a->record < b->record;
  });
}

}  // namespace

void Caseload::unlink(const domain::ChildBrief& old) {
  for (const Uuid& id : touched_by(old)) {
    auto it = touched_.find(id);
    if (it == touched_.end()) continue;
    it->second.erase(old.record);
    if (it->second.empty()) touched_.erase(it);
  }
  for (UnitId unit : old.ties.placed) --placed_[unit];
  for (UnitId unit : old.ties.housed) --housed_[unit];
  codes_.erase(old.code);
}

void Caseload::put(domain::ChildBrief brief) {
  auto fresh = std::make_shared<const domain::ChildBrief>(std::move(brief));
  std::unique_lock lock(mutex_);
  BriefPtr& slot = briefs_[fresh->record];
  if (slot) unlink(*slot);
  slot = fresh;
  for (const Uuid& id : touched_by(*fresh)) touched_[id].insert(fresh->record);
  for (UnitId unit : fresh->ties.placed) ++placed_[unit];
  for (UnitId unit : fresh->ties.housed) ++housed_[unit];
  codes_[fresh->code] = fresh->record;
}

void Caseload::drop(RecordId record) {
  std::unique_lock lock(mutex_);
  auto it = briefs_.find(record);
  if (it == briefs_.end()) return;
  unlink(*it->second);
  briefs_.erase(it);
}

BriefPtr Caseload::find(RecordId record) const {
  std::shared_lock lock(mutex_);
  auto it = briefs_.find(record);
  return it == briefs_.end() ? nullptr : it->second;
}

std::vector<BriefPtr> Caseload::touching(std::initializer_list<Uuid> ids) const {
  std::vector<BriefPtr> out;
  {
    std::shared_lock lock(mutex_);
    std::unordered_set<RecordId> records;
    for (const Uuid& id : ids)
      if (auto it = touched_.find(id); it != touched_.end()) records.insert(it->second.begin(), it->second.end());
    for (RecordId record : records) out.push_back(briefs_.at(record));
  }
  newest_first(out);
  return out;
}

std::vector<BriefPtr> Caseload::all() const {
  std::vector<BriefPtr> out;
  {
    std::shared_lock lock(mutex_);
    out.reserve(briefs_.size());
    for (const auto& [id, brief] : briefs_) out.push_back(brief);
  }
  newest_first(out);
  return out;
}

bool Caseload::has_code(std::string_view code) const {
  std::shared_lock lock(mutex_);
  return codes_.contains(std::string(code));
}

BriefPtr Caseload::find_code(std::string_view code) const {
  std::shared_lock lock(mutex_);
  const auto named = codes_.find(std::string(code));
  if (named == codes_.end()) return nullptr;
  const auto brief = briefs_.find(named->second);
  return brief == briefs_.end() ? nullptr : brief->second;
}

std::int64_t Caseload::at(const Counts& counts, UnitId unit) const {
  std::shared_lock lock(mutex_);
  auto it = counts.find(unit);
  return it == counts.end() ? 0 : it->second;
}

std::size_t Caseload::size() const {
  std::shared_lock lock(mutex_);
  return briefs_.size();
}

}  // namespace nibbi::readmodels
