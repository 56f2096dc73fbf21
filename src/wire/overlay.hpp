#pragma once
// What a device shows while entries of its own wait: the view that the server gave, and over it what its person wrote since, folded by the same
// `evolve`. A view is less than a state, so nothing is concluded from what it does not show (decision 0021).
#include <span>
#include <vector>

#include "domain/entry.hpp"
#include "domain/relations.hpp"
#include "domain/rules.hpp"
#include "domain/tasks.hpp"
#include "wire/json.hpp"

namespace nibbi::wire {

/// What waits has no place in the log yet. In what is shown it stands at places from here on, which no log reaches; `waits_from` of the view says so.
inline constexpr std::int64_t kWaitsFrom = std::int64_t{1} << 52;

struct Waiting {
  std::vector<domain::Entry> entries;          ///< all of one device, in the order in which they were written
  std::vector<EntryId> acknowledged;           ///< written by the same device before, and perhaps in the view
  domain::PerTier<bool> opened{};              ///< parts that the server showed for a reason that was given
};

/// The view with what waits laid over it. Parts that the view does not open stay withheld, also in what waits; where not even the plain part is
/// open, the view stays as it is. Throws OurFault where the view is none that these rules can read.
Json lay_over(const domain::Rules&, const Json& view, const Waiting&);

/// What waits has done of what the view gave its reader to do: worked out from the view before and after, as the server works out its list, so that what the
/// view hides is in neither. Tasks that lean on the directory or on other files are the server's to tell.
std::vector<domain::Task> tasks_done(const domain::Rules&, const Json& view, const domain::Actor& reader, const Waiting&, Instant now, Date today);

/// A file of which the server has not told anything, since it was opened on this device and waits there: what its opener may see and do when the
/// opening has arrived, with a stale factor. Nothing has been said in it yet: lay over it what waits.
Json view_of_new(const domain::Rules&, RecordId, const domain::Actor&, const Waiting&, Instant now, Date today);

}  // namespace nibbi::wire
