#pragma once
// A telephone or laptop, and what waits on it: the outbox of web/src/records/outbox.svelte.ts, rule by rule. What somebody wrote is numbered,
// signed and sealed once, sent until there is a receipt, and numbered again only where a number was not used.
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/signature.hpp"
#include "tests/sim/reading.hpp"
#include "usecases/entries_accept.hpp"

namespace nibbi::sim {

struct Written {
  usecases::ReadyEntry entry;
  usecases::Proposal sent;
  int file = -1;
  bool attended = false;                    ///< somebody still looks at the screen
  std::optional<usecases::Receipt> receipt;  ///< none: it waits
};

struct Device {
  int number = 0, staff = 0;
  std::shared_ptr<const crypto::SigningKey> key;
  DeviceId id;
  std::string token;                ///< of the session, empty when signed out
  std::int64_t count = 0;           ///< the last number that was given to an entry
  std::int64_t count_at_house = 0;  ///< as the house last said
  Milliseconds clock_error{};
  Instant offline_until;
  bool stolen = false, revoked = false;
  std::map<int, usecases::FilePtr> seen;  ///< each file as it last stood on the screen
  std::vector<Written> outbox;
  Reading reading;
  std::array<std::uint64_t, 2> asking{};  ///< each tab: which question is waited for

  bool in_flight = false;
  std::uint64_t flight = 0;  ///< which request is waited for
  int tries = 0, recounts = 0;

  bool waits() const;
  /// Writes one entry on this device: numbered, signed, sealed.
  Written& write(const usecases::House&, PersonId, domain::Role, UnitId, int file, RecordId, std::int64_t had_seen, domain::Body, domain::Telling, Instant device_time);
  /// What goes with the next request: what waits, up to where somebody looks at the screen or no longer does.
  std::vector<std::size_t> batch() const;
  /// The answer to that batch. Answers true when the count has to be asked for and all of it sent again.
  bool note(const std::vector<usecases::Receipt>&, const std::vector<std::size_t>& batch);
  /// Gives what still waits the numbers after `last`, and signs it again.
  void number_again(std::int64_t last);
  /// Nobody looks any more.
  void leave_screen();
};

}  // namespace nibbi::sim
