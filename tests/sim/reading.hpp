#pragma once
// What a device holds of its person's files: web/src/records/reading.ts and keeper.svelte.ts, rule by rule. It is fed by answers of
// `synchronise` and by nothing else.
#include <map>
#include <string>

#include "usecases/sync.hpp"

namespace nibbi::sim {

class Reading {
 public:
  struct Row {
    std::string json, hash;
    std::int64_t n = 0;
    Instant at;  ///< when the house last said that it may be held; by this device's clock
  };
  /// Lets go of what its time is over for, and tells the rest.
  usecases::SyncAsked asks(Instant device_time);
  /// Does as the answer says. Throws Broken where a change does not make of what is held what it says.
  struct Took { int whole = 0, changed = 0, misfits = 0, forgotten = 0; };
  Took take(const usecases::Synced&, Instant device_time);
  const std::map<RecordId, Row>& rows() const { return rows_; }

 private:
  std::map<RecordId, Row> rows_;
  bool knows_revoked_ = false;
};

/// What a view of an answer makes of `base`, as text.
std::string changed(const std::string& base, const usecases::SyncView&);
std::string hash_of(const std::string& view);

}  // namespace nibbi::sim
