#pragma once
// Trip leases: for some days a person may read on one phone also after it was started without network. A supervisor grants it, for the person's
// caseload or for named files; the phone closes what it is given under six words that only the traveller knows. See docs/decisions/0013.
#include <optional>
#include <string>
#include <vector>

#include "usecases/devices.hpp"

namespace nibbi::usecases {

inline constexpr std::int64_t kLongestLeaseHours = 72;
inline constexpr std::size_t kMostLeased = 100;  ///< files

/// What the trip is for. Where a child is travels along only on a visit or a journey, of named files, and until it ends.
enum class Trip : std::uint8_t { reading, visit, journey };
std::string_view word(Trip);
std::optional<Trip> trip_of(std::string_view);

/// One person has one at a time.
struct Lease {
  Uuid id;
  PersonId person, granted_by;
  Instant granted_at, until;   ///< `until` moves on at each contact while it runs
  std::int64_t hours = 0;
  Trip trip{};
  std::vector<RecordId> files; ///< empty: the caseload
  DeviceId device;             ///< the phone that took it up; none before
};

/// Refuses not_allowed (who answers for nobody), person_unknown (whom one does not answer for), number_out_of_range, missing_field (a visit or
/// journey names its files), not_found (a file whose assignment is not this supervisor's to say). Takes the place of one that the person has.
Result<Lease> grant_lease(House&, const Session&, PersonId, std::int64_t hours, Trip, const std::vector<RecordId>& files);

struct LeaseLine {
  Lease lease;
  std::string name, granted_by_name;
  bool own = false;
};
/// One's own, and those of the people whom one answers for, that have not ended; the next to end first.
std::vector<LeaseLine> leases_of(House&, const Session&);

/// Ended now, by who answers for the person or by themselves. Refuses not_found.
Result<void> end_lease(House&, const Session&, const Uuid& lease);

/// What the phone of this session holds of it.
struct LeaseHeld { RecordId record; std::string hash; };
struct LeaseView { RecordId record; std::string hash, json; };
struct LeaseTaken {
  Lease lease;
  std::vector<LeaseView> views;  ///< those that changed
  std::vector<RecordId> forget;
};
/// The phone takes it up, or comes back to it; from then on it is no other phone's. Refuses not_found (there is none), other_device,
/// unknown_device (a session without one). Each view that leaves is in the access log before.
Result<LeaseTaken> take_lease(House&, const Session&, const std::vector<LeaseHeld>&);

/// The lease that this session's device has, made longer by this contact, or may take up.
std::optional<Lease> renewed_lease(House&, const Session&);

// In a transaction of the caller's: with the device that took it up; with the person's last post; and all of them, where an earlier day would bring
// back what was ended since.
void drop_lease_of(Change&, const Device&);
void drop_lease_of(Change&, PersonId);
void drop_all_leases(Change&);

}  // namespace nibbi::usecases
