#pragma once
// The running installation: everything that use cases work with, owned by main and passed by reference.
#include <functional>
#include <string>

#include "crypto/password.hpp"
#include "crypto/throttle.hpp"
#include "domain/decide.hpp"
#include "domain/rules.hpp"
#include "domain/score.hpp"
#include "readmodels/places.hpp"
#include "usecases/already_known.hpp"
#include "usecases/batches.hpp"
#include "usecases/memory.hpp"
#include "usecases/ports/images.hpp"
#include "usecases/proofs.hpp"
#include "usecases/refusals.hpp"
#include "usecases/sessions.hpp"
#include "usecases/trace_desk.hpp"
#include "usecases/vault.hpp"
#include "usecases/writer.hpp"

namespace nibbi::usecases {

/// A line of a grant, in the programme's own words.
struct FundingLine { std::string code, fr, en, pt; };

struct House {
  House(Store& its_store, const Vault& its_vault, const domain::Rules& its_rules, const readmodels::Places& its_places, Writer::Clock its_clock, std::string its_name, bool is_demonstration,
        crypto::PasswordCost cost = {})
      : store(its_store), vault(its_vault), rules(its_rules), places(its_places), clock(std::move(its_clock)), name(std::move(its_name)), demonstration(is_demonstration), hashes(cost),
        writer(store, vault, memory, clock) {}

  Store& store;
  const Vault& vault;
  const domain::Rules& rules;
  const readmodels::Places& places;
  Writer::Clock clock;
  std::string name;
  bool demonstration;  ///< invented people only; fixed second factors work
  RemakeImage remake_image;  ///< given by main
  std::vector<FundingLine> funding_lines;  ///< the programme's own list; empty: services are not asked which line pays
  Memory memory;
  crypto::HashGate hashes;
  crypto::Throttle throttle;
  Sessions sessions;
  Refusals refusals;
  Proofs proofs;
  TraceDesk families{places};  ///< which family may look for which child
  MetAgainBoard met_again;
  BatchBoard batches;  ///< lists that were taken in
  Writer writer;
  std::optional<domain::Instrument> instrument;  ///< what scores follow-up visits
  std::string instrument_file;                   ///< its text, for what screens say of it

  Instant now() const { return clock(); }
  /// The day it is at a unit at this moment.
  Date day_at(Instant, UnitId, const domain::Directory&) const;
  Date today_at(UnitId unit, const domain::Directory& d) const { return day_at(now(), unit, d); }
  /// A file from memory or the store; nullptr when there is none.
  FilePtr file(RecordId);
};

/// Fills memory from the log: directory first, then every brief, folding again what was kept under an older fold.
void wake_up(House&);

/// What decide may look at, for somebody who acts now.
domain::Context context_of(const House&, const domain::Directory&, const domain::Actor&, domain::Factor, Instant now);

}  // namespace nibbi::usecases
