#pragma once
// Devices: what a person writes with. A device is a signing key that cannot leave it; who it belongs to, what was taken from it and when it was
// last here stand among the house's own things.
#include <optional>
#include <string>
#include <vector>

#include "usecases/house.hpp"

namespace nibbi::usecases {

struct Device {
  DeviceId id;
  PersonId person;
  std::string spki;
  std::int64_t last_seq = 0;
  bool revoked = false;
  Instant registered_at;    ///< none: a pen of the house's own, which nobody carries about
  Instant seen_at;          ///< when it last asked what is new, to ten minutes or so
  std::int64_t unsent = 0;  ///< what it said then of itself
  Instant revoked_at;
};
std::optional<Device> find_device(StoreReader&, DeviceId);
/// What find_device reads.
Wanted::Name device_name(DeviceId);
void put_device(Change&, const Device&);

/// A device that this person writes with from now on; `spki` is its public key. A session has one device for as long as it lives, so that a
/// cookie that was copied elsewhere can't be given another. Refuses wrong_type, other_device, sign_in_first.
Result<DeviceId> register_device(House&, const Session&, std::string_view spki);

/// A supervisor answers for the people whom they supervise and for those who have a post in the unit that they act for.
bool answers_for(const Session&, const domain::Person&);

/// A device as its person or their supervisor sees it.
struct DeviceLine {
  Device device;
  std::string name;   ///< the person's
  bool own = false;
  bool revocable = false;
};
/// One's own, and for a supervisor those of the people whom they answer for (their own, and their unit's); the last seen first.
std::vector<DeviceLine> devices_of(House&, const Session&);

/// From now on it is given no data, its sessions are over and the share of its PIN is gone; what it still delivers is kept apart. One's own, for
/// a supervisor those of their people, for an administrator any. Refuses unknown_device: also for what one has nothing to do with.
Result<void> withdraw_device(House&, const Session&, DeviceId);
/// The same in a transaction of the caller's, who ends the sessions after it. What was revoked stays as it was.
void revoke_in(Draft&, Device&);

/// The devices that were revoked here, in order of id, and as text: "nibbi revoked 1", then "DEVICE PERSON KEY MOMENT" a line. An earlier day's
/// database does not know of them.
std::string revoked_list(StoreReader&);
/// nullopt for what revoked_list did not write.
std::optional<std::vector<Device>> read_revoked_list(std::string_view);
/// Revokes what the list names and this house still trusts, or has never seen; returns how many.
std::int64_t revoke_again(House&, const std::vector<Device>&);

}  // namespace nibbi::usecases
