#pragma once
// How lists look at many files at once: the rights of one person, asked file by file, and the line that each sight leaves in the access log.
#include <string>
#include <vector>

#include "domain/relations.hpp"
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// The rights of one person over many files, with what does not change looked up once.
class Eye {
 public:
  Eye(House& house, const Session& s)
      : house_(house), role_(s.role), directory_(house.memory.directory()), who_{s.person, s.role, s.unit}, now_(house.now()), today_(house.today_at(s.unit, *directory_)), factor_(s.factor(now_)) {}

  domain::RelationSet held(const domain::ChildBrief& b) const { return relations(b.ties, who_, *directory_, now_, today_); }
  domain::Access may(const domain::ChildBrief& b, domain::RelationSet held, domain::Action action) const {
    return house_.rules.policy.decide(role_, held, action, b.ties.status, factor_, limits(b.ties, who_, *directory_));
  }
  /// Empty unless identity is open without a reason.
  std::string name(const domain::ChildBrief& b, domain::RelationSet held) const { return may(b, held, domain::Action::see_identity).allow ? b.name : std::string{}; }
  const domain::Actor& who() const { return who_; }
  const domain::Directory& directory() const { return *directory_; }
  Instant now() const { return now_; }
  Date today() const { return today_; }

 private:
  House& house_;
  domain::Role role_;
  std::shared_ptr<const domain::Directory> directory_;
  domain::Actor who_;
  Instant now_;
  Date today_;
  domain::Factor factor_;
};

/// One line of the access log for each of these files: what this list showed of them.
void log_listed(House&, const Session&, std::vector<RecordId>, domain::Action, std::initializer_list<domain::Tier> shown, const std::string& reason = {});

}  // namespace nibbi::usecases
