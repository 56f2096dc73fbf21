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
  /// Children who live at this unit now.
  std::int64_t placed_at(UnitId) const;
  std::size_t size() const;

 private:
  void unlink(const domain::ChildBrief&);
  mutable std::shared_mutex mutex_;
  std::unordered_map<RecordId, BriefPtr> briefs_;
  std::unordered_map<Uuid, std::unordered_set<RecordId>> touched_;
  std::unordered_map<std::string, RecordId> codes_;
  std::unordered_map<UnitId, std::int64_t> placed_;
};

}  // namespace nibbi::readmodels
