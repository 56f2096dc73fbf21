#include "tests/sim/reading.hpp"

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "tests/sim/trail.hpp"
#include "tests/support/merge_patch.hpp"

namespace nibbi::sim {

using wire::Json;

std::string hash_of(const std::string& view) { return crypto::base64url(crypto::sha256(view)); }

std::string changed(const std::string& base, const usecases::SyncView& by) {
  Json whole = tests::merged(base.empty() ? Json::null() : Json::parse(base), Json::parse(by.json));
  tests::add_tails(whole, by.tails);
  return wire::write_json(whole);
}

usecases::SyncAsked Reading::asks(Instant now) {
  // A clock that was put back does not lengthen a lease.
  std::erase_if(rows_, [now](const auto& row) { return now - row.second.at >= usecases::kLease || now < row.second.at - minutes(1); });
  usecases::SyncAsked asked;
  asked.tails = true;
  for (const auto& [record, row] : rows_) asked.holds.push_back({record, row.hash, row.n});
  return asked;
}

Reading::Took Reading::take(const usecases::Synced& answer, Instant now) {
  Took took;
  const auto forget_all = [&] {
    took.forgotten += static_cast<int>(rows_.size());
    rows_.clear();
  };
  // What this device knows of itself holds also against an answer that is older.
  if (!answer.revoked && knows_revoked_) {
    forget_all();
    return took;
  }
  for (RecordId record : answer.forget) took.forgotten += static_cast<int>(rows_.erase(record));
  if (answer.revoked) {
    knows_revoked_ = true;
    forget_all();
  }
  for (const auto& v : answer.views) {
    const auto held = rows_.find(v.record);
    const bool as_told = v.base && held != rows_.end() && held->second.hash == *v.base;
    std::string whole = v.base ? changed(held == rows_.end() ? "" : held->second.json, v) : v.json;
    if (hash_of(whole) != v.hash) {
      // Another tab was quicker: what does not come out as the house says is left out, and comes whole.
      if (as_told || !v.base) throw Broken("what a device makes of an answer is what the house has");
      rows_.erase(v.record);
      ++took.misfits;
      continue;
    }
    ++(v.base ? took.changed : took.whole);
    rows_[v.record] = {std::move(whole), v.hash, v.n, now};
  }
  for (auto& [record, row] : rows_) row.at = now;
  return took;
}

}  // namespace nibbi::sim
