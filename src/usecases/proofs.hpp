#pragma once
// What shows that a request comes from the device that it says it comes from: a signature by the device's key over the request, a nonce of ours
// and an id that is good once. A cookie that was copied elsewhere is worth nothing without the key. The device's clock has no part in it.
//
// The header Nibbi-Proof: DEVICE.NONCE.ID.SIGNATURE (contract/openapi.yaml). The signed text, lines ended by \n:
//   nibbi request 1
//   METHOD
//   TARGET                        path and query, as sent
//   BODY                          base64url of the SHA-256 of the body
//   NONCE
//   ID
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/id.hpp"
#include "base/problem.hpp"
#include "base/time.hpp"
#include "crypto/secret.hpp"

namespace nibbi::usecases {

/// Nonces and the ids that were used with them. In memory only: after a restart every device is given a new nonce, and sessions are over anyway.
class Proofs {
 public:
  static constexpr Milliseconds kPeriod = minutes(5);  ///< a nonce is good in the period in which it was given, and in the next
  static constexpr std::size_t kMost = 5000;           ///< ids of one device in one period

  std::string nonce(DeviceId, Instant now);
  bool is_fresh(DeviceId, std::string_view nonce, Instant now);
  enum class Use : std::uint8_t { first, again, too_many };
  /// Once the rest was right: an id is used up by the device that signed it, and by nobody else.
  Use use(DeviceId, std::string_view nonce, std::string_view id, Instant now);

 private:
  std::string nonce_of(DeviceId, std::int64_t period) const;
  crypto::Key key_ = crypto::Key::random();
  /// The period it is; it does not go back where the server's clock does. Under the lock.
  std::int64_t turn(Instant now);
  std::mutex mutex_;
  std::int64_t period_ = 0;
  /// By device and id. An id stays used for as long as any nonce that it may have been signed with is good.
  std::unordered_set<std::string> now_, before_;
  std::unordered_map<DeviceId, std::size_t> count_;
};

struct Device;
struct House;

struct Proven {
  std::string_view method, target, body, header;
};
/// The device that signed this request. Refuses proof_needed (none, another device's, wrong, old, repeated), unknown_device, slow_down. A device that
/// was revoked is a device: what it may do is the caller's to say.
Result<Device> check_proof(House&, const Proven&);
/// The device that a proof says it is of, for giving it a nonce; nobody has shown anything yet.
std::optional<DeviceId> device_named_in(std::string_view header);

}  // namespace nibbi::usecases
