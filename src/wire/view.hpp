#pragma once
// What a reader gets to see of a file: a state in which everything that the policy does not open is a marker. A response about a child
// can only be made from a View, and a View only by make_view.
#include <map>
#include <string>
#include <vector>

#include "domain/decide.hpp"
#include "domain/departure.hpp"
#include "domain/relations.hpp"
#include "domain/score.hpp"

namespace nibbi::wire {

/// How far a reader sees, worked out once for each request.
struct Lens {
  domain::Actor reader;
  domain::RelationSet relations;
  domain::PerTier<domain::Access> sight;
  domain::PerTier<bool> reason_given{};       ///< a reason was given (and logged) for this part
  domain::DataClasses shared;                 ///< what accepted referrals list for the reader's unit
  std::map<std::string, domain::Decision> actions;  ///< what may be done now, by action
  std::map<std::string, domain::Decision> when_fresh;  ///< what a fresh factor would open beyond that, sights too
  domain::PerTier<bool> agreed{};             ///< a second person agreed that this part is shown to the reader

  /// What must be there before the child leaves under this plan, for who plans the return or travels with the child.
  struct Departure { EntryId plan; std::vector<domain::Condition> conditions; };
  Departure departure{};

  /// Photos and papers that say of which entry of the file they are, by the entry that announced them.
  std::map<EntryId, EntryId> belongs{};

  bool concerns = false;                      ///< the reader may know who is set aside: a focal point, or the data protection officer

  const domain::Instrument* instrument = nullptr;  ///< what scores the visits, if anything does; it outlives the view

  bool whole(domain::Tier t) const { return sight[t].allow || (sight[t].with_reason && reason_given[t]) || (sight[t].two && agreed[t]); }
};

class View {
 public:
  const std::string& json() const { return json_; }
  /// The parts of which something was shown: what the access log says.
  const domain::PerTier<bool>& shown() const { return shown_; }

 private:
  friend View make_view(const domain::ChildState&, RecordId, const Lens&);
  std::string json_;
  domain::PerTier<bool> shown_{};
};

/// Whether such a reader sees a value of this part and class that the entry at `n` gave: what make_view answers for each field, for what stands
/// outside the state (attachments).
bool opens(const domain::ChildState&, const Lens&, domain::Tier, domain::DataClass, std::int64_t n);

View make_view(const domain::ChildState&, RecordId, const Lens&);

}  // namespace nibbi::wire
