#include "usecases/proofs.hpp"

#include <algorithm>
#include <array>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "usecases/devices.hpp"

namespace nibbi::usecases {
namespace {

constexpr std::size_t kNonceBytes = 8 + 16, kIdBytes = 16;

struct Parts {
  std::string_view device, nonce, id, signature;
};
std::optional<Parts> parts_of(std::string_view header) {
  std::array<std::string_view, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto dot = header.find('.');
    if ((dot == std::string_view::npos) != (i + 1 == parts.size())) return std::nullopt;
    parts[i] = header.substr(0, dot);
    header.remove_prefix(dot == std::string_view::npos ? header.size() : dot + 1);
  }
  return Parts{parts[0], parts[1], parts[2], parts[3]};
}

}  // namespace

std::string Proofs::nonce_of(DeviceId device, std::int64_t period) const {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(period >> shift & 0xFF);
  const auto mac = crypto::blind_hash(key_, "nonce", bytes + device.text());
  return crypto::base64url(bytes + std::string(crypto::text_of(mac).substr(0, kNonceBytes - bytes.size())));
}

std::int64_t Proofs::turn(Instant now) {
  if (const std::int64_t period = now.unix_ms / kPeriod.count; period > period_) {
    before_ = period == period_ + 1 ? std::move(now_) : std::unordered_set<std::string>{};
    now_.clear();
    count_.clear();
    period_ = period;
  }
  return period_;
}

std::string Proofs::nonce(DeviceId device, Instant now) {
  std::lock_guard lock(mutex_);
  return nonce_of(device, turn(now));
}

bool Proofs::is_fresh(DeviceId device, std::string_view nonce, Instant now) {
  std::lock_guard lock(mutex_);
  const std::int64_t period = turn(now);
  return std::ranges::any_of(std::array{period, period - 1}, [&](std::int64_t p) { return crypto::equal_in_constant_time(nonce, nonce_of(device, p)); });
}

Proofs::Use Proofs::use(DeviceId device, std::string_view nonce, std::string_view id, Instant now) {
  const std::string line = device.text() + std::string(id);
  std::lock_guard lock(mutex_);
  const std::int64_t period = turn(now);
  // Asked again under the lock: a nonce that has grown old since has had its ids forgotten.
  if (nonce != nonce_of(device, period) && nonce != nonce_of(device, period - 1)) return Use::again;
  if (now_.contains(line) || before_.contains(line)) return Use::again;
  if (++count_[device] > kMost) return Use::too_many;
  now_.insert(line);
  return Use::first;
}

std::optional<DeviceId> device_named_in(std::string_view header) {
  const auto parts = parts_of(header);
  return parts ? DeviceId::parse(parts->device) : std::nullopt;
}

Result<Device> check_proof(House& house, const Proven& request) {
  const auto parts = parts_of(request.header);
  const auto id = parts ? DeviceId::parse(parts->device) : std::nullopt;
  if (!id) return refuse(ProblemCode::proof_needed);
  auto device = find_device(house.store, *id);
  if (!device) return refuse(ProblemCode::unknown_device);
  const Instant now = house.now();
  if (!house.proofs.is_fresh(*id, parts->nonce, now)) return refuse(ProblemCode::proof_needed);
  const auto own_id = crypto::from_base64url(parts->id), signature = crypto::from_base64url(parts->signature);
  if (!own_id || own_id->size() != kIdBytes || !signature) return refuse(ProblemCode::proof_needed);
  const std::string body = crypto::base64url(crypto::sha256(request.body));
  std::string text = "nibbi request 1\n";
  for (const std::string_view line : {request.method, request.target, std::string_view(body), parts->nonce, parts->id}) (text += line) += '\n';
  const auto key = house.memory.keys.of(device->spki);
  if (!key || !key->verify(text, *signature)) return refuse(ProblemCode::proof_needed);
  // By its bytes: the same id written in another way is the same id.
  switch (house.proofs.use(*id, parts->nonce, *own_id, now)) {
    case Proofs::Use::first: return std::move(*device);
    case Proofs::Use::again: return refuse(ProblemCode::proof_needed);
    case Proofs::Use::too_many: return refuse(ProblemCode::slow_down, {{"seconds", std::to_string(Proofs::kPeriod.count / 1000)}});
  }
  return refuse(ProblemCode::proof_needed);
}

}  // namespace nibbi::usecases
