#pragma once
// What a file waits for because of what was said in it: a deed that should follow within a clock, or on a day that somebody named. Worked out
// from the state alone; whether it is late, and whose task it is, is worked out from it and from the time (domain/tasks).
#include <optional>
#include <string_view>
#include <vector>

#include "domain/child_state.hpp"

namespace nibbi::domain {

enum class Await : std::uint8_t {
  unit_told, health_seen, assessment,                       // the first days
  need_24h, need_72h, need_14d, planned_service,            // what the child needs
  requisition_end, act_end, hearing, title, stay_limit, stay_end,  // the law and the roof
  risk_review, consent_end, decision_review,
  family_age, health_age, papers_end, appointment,          // before leaving
  call, second_call, visit, monitoring_end,                 // after arriving
  danger_seen                                               // a visit found a danger; nobody has said yet what was done
};
inline constexpr std::size_t await_count = 25;

struct Awaited {
  Await what{};
  EntryId about;           ///< the entry that it follows from; none: the opening
  Instant since;           ///< from when its clock runs
  std::optional<Date> on;  ///< the day that was named, where one was: it goes before the clock
};

/// Of what was said before a file was opened anew, nothing is awaited any more.
std::vector<Awaited> awaited_in(const ChildState&);

/// A row a word: the task that it makes (message key `today.task.<task>`) and the clock of contract/clocks that it runs by, if any.
struct AwaitRow {
  Await what{};
  std::string_view task, clock;
  bool without_clock = false;  ///< a task also where the programme set no clock and nobody named a day
};
const AwaitRow& row(Await);

}  // namespace nibbi::domain
