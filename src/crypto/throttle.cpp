#include "crypto/throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "crypto/digest.hpp"

namespace nibbi::crypto {
namespace {

// The wait after the try that made the count `taken`.
Milliseconds wait_after(std::int64_t taken, const ThrottleRule& rule) {
  Milliseconds wait{0};
  for (std::int64_t over = taken - rule.free; over >= 0 && wait < rule.longest_wait; --over)
    wait.count = wait.count == 0 ? rule.first_wait.count : wait.count * 2;
  return std::min(wait, rule.longest_wait);
}

// Fixed in size whatever was typed, and nothing of it to be read in a memory dump.
std::string key_of(std::string_view first, std::string_view second = {}) {
  const Digest digest = sha256(std::to_string(first.size()) + ":" + std::string(first) + std::string(second));
  return std::string(text_of(digest).substr(0, 16));
}

}  // namespace

Milliseconds wait_of(const Bucket& b, const ThrottleRule& rule, Instant now) {
  return std::clamp(b.not_before - now, Milliseconds{0}, rule.longest_wait);
}

Bucket settled(Bucket b, const ThrottleRule& rule, Instant now) {
  b.not_before = std::min(b.not_before, now + rule.longest_wait);  // a clock that was set back must not lock anybody out
  b.counted_from = std::min(b.counted_from, now);
  const std::int64_t run_down = (now - b.counted_from).count / rule.regain.count;
  b.taken = std::max<std::int64_t>(0, b.taken - run_down);
  b.counted_from = b.taken == 0 ? now : b.counted_from + Milliseconds{run_down * rule.regain.count};
  return b;
}

Bucket charged(Bucket b, const ThrottleRule& rule, Instant now) {
  b = settled(b, rule, now);
  // Once the wait is the longest, more tries count no further: so the way back down is bounded too.
  if (wait_after(b.taken, rule) < rule.longest_wait) ++b.taken;
  b.not_before = now + wait_after(b.taken, rule);
  return b;
}

Bucket refunded(Bucket b, const ThrottleRule& rule, Instant now) {
  b = settled(b, rule, now);
  b.taken = std::max<std::int64_t>(0, b.taken - 1);
  b.not_before = std::min(b.not_before, now);
  return b;
}

std::string network_of(std::string_view address) {
  const std::string text(address);
  std::array<unsigned char, 4> four{};
  std::array<unsigned char, 16> six{};
  if (inet_pton(AF_INET6, text.c_str(), six.data()) == 1) {
    constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (!std::equal(kMapped.begin(), kMapped.end(), six.begin())) {
      std::fill(six.begin() + 6, six.end(), 0);
      std::array<char, INET6_ADDRSTRLEN> out{};
      inet_ntop(AF_INET6, six.data(), out.data(), out.size());
      return std::string(out.data()) + "/48";
    }
    std::copy(six.begin() + 12, six.end(), four.begin());
  } else if (inet_pton(AF_INET, text.c_str(), four.data()) != 1) {
    return "?";
  }
  return std::to_string(four[0]) + '.' + std::to_string(four[1]) + '.' + std::to_string(four[2]) + ".0/24";
}

Bucket& Throttle::Book::get(const std::string& key, std::size_t most) {
  if (const auto found = places_.find(key); found != places_.end()) {
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return found->second->second;
  }
  if (places_.size() >= most && !by_use_.empty()) {
    places_.erase(by_use_.back().first);
    by_use_.pop_back();
  }
  by_use_.emplace_front(key, Bucket{});
  places_.emplace(key, by_use_.begin());
  return by_use_.front().second;
}

void Throttle::Book::forget(const std::string& key) {
  if (const auto found = places_.find(key); found != places_.end()) {
    by_use_.erase(found->second);
    places_.erase(found);
  }
}

std::vector<Throttle::Count> Throttle::counts_of(const SignInTry& t) {
  const std::size_t most = rules_.most_buckets;
  if (!t.known_device.empty()) return {{devices_.get(key_of(t.login, t.known_device), most), rules_.device}};
  if (t.address.empty()) return {{accounts_.get(key_of(t.login), most), rules_.account}};
  const std::string network = network_of(t.address);
  return {{accounts_.get(key_of(t.login, network), most), rules_.account}, {everywhere_.get(key_of(t.login), most), rules_.everywhere}, {networks_.get(network, most), rules_.network}};
}

Milliseconds Throttle::admit(const SignInTry& t, Instant now) {
  const std::lock_guard lock(mutex_);
  Milliseconds wait{0};
  const auto counts = counts_of(t);
  for (const auto& [bucket, rule] : counts) {
    bucket = settled(bucket, rule, now);
    wait = std::max(wait, wait_of(bucket, rule, now));
  }
  if (wait.count == 0)
    for (const auto& [bucket, rule] : counts) bucket = charged(bucket, rule, now);
  return wait;
}

void Throttle::give_back(const SignInTry& t, Instant now) {
  for (const auto& [bucket, rule] : counts_of(t)) bucket = refunded(bucket, rule, now);
}

void Throttle::succeeded(const SignInTry& t, Instant now) {
  const std::lock_guard lock(mutex_);
  if (t.known_device.empty()) give_back(t, now);
  else devices_.forget(key_of(t.login, t.known_device));
}

void Throttle::not_looked_at(const SignInTry& t, Instant now) {
  const std::lock_guard lock(mutex_);
  give_back(t, now);
}

std::size_t Throttle::size() const {
  const std::lock_guard lock(mutex_);
  return accounts_.size() + everywhere_.size() + networks_.size() + devices_.size();
}

}  // namespace nibbi::crypto
