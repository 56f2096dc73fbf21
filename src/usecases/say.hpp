#pragma once
// Entries written on the server itself, on somebody's behalf: the command line, imports, the demonstration. They go the one path, signed by a
// device that belongs to that person and lives here.
#include "crypto/signature.hpp"
#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

/// A device of the house's own for one person.
struct Pen {
  PersonId person;
  domain::Role role{};
  UnitId unit;
  DeviceId device;
  std::shared_ptr<const crypto::SigningKey> key;
  std::int64_t seq = 0;
};

/// A pen for a person who has this post; its device is registered. On the writer's thread.
Pen take_pen(Draft&, PersonId, domain::Role, UnitId);

/// Which entry one follows from, and which one it corrects.
struct About { EntryId cause, amends; };

/// Makes an entry ready to be judged: header, parts, signature. `at` is what the device's clock would say.
ReadyEntry written(const House&, Pen&, RecordId, std::int64_t seen, domain::Body, domain::Telling, Instant at, EntryId id, About = {});

}  // namespace nibbi::usecases
