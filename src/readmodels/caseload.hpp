#pragma once
// Every file's brief, in memory, found by whoever has to do with it. Built at start, then kept current by what was committed.
#include <memory>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domain/brief.hpp"

namespace nibbi::readmodels {

using BriefPtr = std::shared_ptr<const domain::ChildBrief>;

class Caseload {
 public:
  void put(domain::ChildBrief);
  void drop(RecordId);
  BriefPtr find(RecordId) const;
  /// The files that this person or unit has to do with in any way, or that name this event, place, inquiry or movement; rights are judged on each by the caller. By last change, newest first.
  std::vector<BriefPtr> touching(std::initializer_list<Uuid> people_units_and_links) const;
  std::vector<BriefPtr> all() const;
  bool has_code(std::string_view code) const;
  BriefPtr find_code(std::string_view code) const;
  /// Children who live at this unit now, or with a family that it follows.
  std::int64_t placed_at(UnitId unit) const { return at(placed_, unit); }
  /// Children who take one of this unit's places now.
  std::int64_t housed_at(UnitId unit) const { return at(housed_, unit); }
  std::size_t size() const;

 private:
  using Counts = std::unordered_map<UnitId, std::int64_t>;
  void unlink(const domain::ChildBrief&);
  std::int64_t at(const Counts&, UnitId) const;
  mutable std::shared_mutex mutex_;
  std::unordered_map<RecordId, BriefPtr> briefs_;
  std::unordered_map<Uuid, std::unordered_set<RecordId>> touched_;
  std::unordered_map<std::string, RecordId> codes_;
  Counts placed_, housed_;
};

}  // namespace nibbi::readmodels
