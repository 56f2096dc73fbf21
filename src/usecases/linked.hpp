#pragma once
// What a child's file names beside itself: the event the child was found in, places, inquiries, journeys made together. Each is a record of its
// own; a reader sees of it what they see of the child's file, and a place only if they see every child who is linked to it.
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// A record as it stands: its kind ("event.opened", …) and the fields that this reader may see, as JSON.
struct Linked {
  RecordId record;
  std::string kind;
  std::string json;
  std::optional<Instant> corrected_at;  ///< the last correction of something that this reader sees
  std::optional<Instant> closed_at;     ///< a request that stands closed
  bool may_change = false;
};

/// Refuses not_found where the reader may not know of the file. A sight of a name, a place or a story is logged before it is served.
Result<std::vector<Linked>> linked_to_child(House&, const Session&, RecordId child);

}  // namespace nibbi::usecases
