#pragma once
// How often one may try to sign in. Every count runs down by itself, the longest wait is 15 minutes, and nobody is ever locked out:
// a device that the person has signed in from before has a count of its own, which strangers can't touch. A new phone is counted with those
// who try this name from the same network: a stranger elsewhere makes nobody wait longer than a minute.
//
// A try is charged when it is admitted and given back when it succeeds or was never looked at, so a hundred at once are as slow as one after another.
// There is no clock here: `now` is an argument.
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"

namespace nibbi::crypto {

/// `free` tries at once; one more comes back every `regain`; each try beyond waits twice as long as the one before.
struct ThrottleRule {
  int free = 5;
  Milliseconds regain = minutes(10);
  Milliseconds first_wait{1000};
  Milliseconds longest_wait = minutes(15);
};

/// The count of one account, network or device.
struct Bucket {
  std::int64_t taken = 0;  ///< tries not yet run down
  Instant counted_from;    ///< running down starts here
  Instant not_before;      ///< the next try is admitted from here
};
/// How long to wait; zero: may try. Never more than the longest wait, also when the clock was set back.
Milliseconds wait_of(const Bucket&, const ThrottleRule&, Instant now);
/// The same bucket with what has run down since taken off. Asking in vain never makes the wait longer.
Bucket settled(Bucket, const ThrottleRule&, Instant now);
/// The bucket after one more try at `now`.
Bucket charged(Bucket, const ThrottleRule&, Instant now);
/// The bucket after that try turned out to be the right person.
Bucket refunded(Bucket, const ThrottleRule&, Instant now);

/// "196.1.2.3" → "196.1.2.0/24"; IPv6 → its /48; an IPv4 address inside IPv6 as IPv4. What is not an address → "?" (one bucket).
std::string network_of(std::string_view address);

struct SignInTry {
  std::string_view login;         ///< as typed, also when there is nobody of that name: the answer must look the same
  std::string_view address;       ///< empty: behind a door that was passed already, where one account's tries are nobody else's
  std::string_view known_device;  ///< id of a device that this login has signed in from before; empty otherwise
};

class Throttle {
 public:
  struct Rules {
    ThrottleRule account{.free = 5, .regain = minutes(10)};  ///< one name, from one network
    /// One name from everywhere, so that many networks are not many times as many tries.
    ThrottleRule everywhere{.free = 20, .regain = minutes(1), .longest_wait = minutes(1)};
    ThrottleRule network{.free = 30, .regain = minutes(1)};
    ThrottleRule device{.free = 8, .regain = minutes(2)};
    std::size_t most_buckets = 50'000;  ///< of each kind; the longest unused goes first
  };
  Throttle() = default;
  explicit Throttle(Rules rules) : rules_(rules) {}
  /// Zero: go on, and the try is charged. Otherwise how long to wait; nothing is charged. Thread-safe.
  Milliseconds admit(const SignInTry&, Instant now);
  /// It was the right person: gives back what the try was charged, and clears a known device's count.
  void succeeded(const SignInTry&, Instant now);
  /// Nobody looked whether it was the right person: gives back what the try was charged.
  void not_looked_at(const SignInTry&, Instant now);
  std::size_t size() const;

 private:
  class Book {
   public:
    Bucket& get(const std::string& key, std::size_t most);
    void forget(const std::string& key);
    std::size_t size() const { return places_.size(); }

   private:
    using Line = std::pair<std::string, Bucket>;
    std::list<Line> by_use_;  ///< most recently used first
    std::unordered_map<std::string, std::list<Line>::iterator> places_;
  };
  struct Count {
    Bucket& bucket;
    const ThrottleRule& rule;
  };
  /// The counts that a try is charged to.
  std::vector<Count> counts_of(const SignInTry&);
  void give_back(const SignInTry&, Instant now);

  Rules rules_;
  mutable std::mutex mutex_;
  Book accounts_, everywhere_, networks_, devices_;
};

}  // namespace nibbi::crypto
