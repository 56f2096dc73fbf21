#pragma once
// Who is signed in. Sessions live in memory only, by the digest of their token: a restart asks everybody to sign in again.
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/id.hpp"
#include "base/time.hpp"
#include "domain/policy_words.hpp"

namespace nibbi::usecases {

inline constexpr Milliseconds kSessionIdle = minutes(15);
inline constexpr Milliseconds kSessionLasts = hours(12);
inline constexpr Milliseconds kFactorFresh = minutes(5);

struct Session {
  std::string key;          ///< digest of the token, in hexadecimal
  PersonId person;
  std::string login;
  domain::Role role{};      ///< the post that the person acts in now
  UnitId unit;
  DeviceId device;
  bool factor_pending = false;  ///< the passphrase was right; the second factor is still to come
  Instant begun_at, seen_at;
  Instant factor_at;        ///< when the second factor (or, without one, the passphrase) was last given
  std::string question;     ///< what a passkey has to sign next; answered once (passkeys.hpp)
  Instant question_until;

  domain::Factor factor(Instant now) const { return now < factor_at + kFactorFresh ? domain::Factor::fresh : domain::Factor::stale; }
};

class Sessions {
 public:
  void put(Session);
  /// The living session of this key, marked as seen now; nullopt when there is none or it has ended.
  std::optional<Session> find(const std::string& key, Instant now);
  /// Changes a session that still lives; false when it has ended meanwhile. What was ended is never put back.
  bool change(const std::string& key, const std::function<void(Session&)>&);
  void drop(const std::string& key);
  void drop_person(PersonId);
  /// All of this person's but one.
  void drop_others(PersonId, const std::string& key);
  void drop_device(DeviceId);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, Session> sessions_;
};

}  // namespace nibbi::usecases
