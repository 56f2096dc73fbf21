#pragma once
// The question after an intake: does somebody already support this child? The name engine holds the new file against every other one; the answer is
// `hit` of who-sees-what: yes or no, in one shape and size whether there is one file, many or none, with the programme's duty number for the asker's own
// country, and never a word of where the child is or who has the file. What is asked is what the saved file tells, never what somebody types.
// Whoever has the file that was found is told by a task, a minute later and by themselves. Decision 0018.
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "domain/brief.hpp"
#include "domain/tasks.hpp"
#include "usecases/sessions.hpp"

namespace nibbi::usecases {

struct House;
class Eye;

inline constexpr std::size_t kFactsNeeded = 3;
inline constexpr std::int64_t kAskedADay = 20;

struct AlreadyKnown {
  bool hit = false;
  std::string duty_name, duty_phone;  ///< by the asker's country alone
};
/// Asks for one's own file (relation `assigned`). Asked again of a file that says nothing new, the answer is the one given before, and nobody is told again.
/// Refuses not_allowed, not_found, missing_field {field: facts} (fewer than three facts), slow_down (more than twenty a day).
Result<AlreadyKnown> ask_already_known(House&, const Session&, RecordId);

/// Somebody met a child who may be the one of this file.
struct MetAgain {
  EntryId id;  ///< opaque: says nothing of the other file
  UnitId unit;
  Instant at;
};
/// Held in memory by the file that was found; filled from what was asked.
class MetAgainBoard {
 public:
  std::vector<MetAgain> of(RecordId found) const {
    std::lock_guard lock(mutex_);
    auto it = by_file_.find(found);
    return it == by_file_.end() ? std::vector<MetAgain>{} : it->second;
  }
  bool was_asked(RecordId file) const {
    std::lock_guard lock(mutex_);
    return !known_ || asked_.contains(file);
  }
  void set(std::map<RecordId, std::vector<MetAgain>> all, std::set<RecordId> asked) {
    std::lock_guard lock(mutex_);
    by_file_ = std::move(all);
    asked_ = std::move(asked);
    known_ = true;
    news_ = false;
  }
  /// Somebody asked since it was filled last.
  bool has_news() const { return news_; }
  void note_news() { news_ = true; }

 private:
  std::atomic<bool> news_ = true;
  mutable std::mutex mutex_;
  std::map<RecordId, std::vector<MetAgain>> by_file_;
  std::set<RecordId> asked_;
  bool known_ = false;  ///< filled since the start
};

/// Writes into the access log of each file that was found that it was, and makes the task for its worker; for the clock's thread.
void tell_met_again(House&);
/// For whoever has the file, and for who supervises them. Refuses not_found.
Result<std::vector<MetAgain>> met_again(House&, const Session&, RecordId found);
/// They have spoken to each other: the same child, or another one, which is remembered. Refuses not_found, no_such_step.
Result<void> settle_met_again(House&, const Session&, RecordId found, EntryId, bool same);
void add_met_again(const House&, const Eye&, const domain::ChildBrief&, domain::RelationSet held, std::vector<domain::Task>&);

/// An intake that reached the server when its author was not at the screen of the question any more (without network, or a whole group): who has it may
/// ask now, once. The question is the same, and so are its answer and its limits; nothing is asked of what a list brought.
void add_late_question(const House&, const Eye&, const domain::ChildBrief&, domain::RelationSet held, std::vector<domain::Task>&);

}  // namespace nibbi::usecases
