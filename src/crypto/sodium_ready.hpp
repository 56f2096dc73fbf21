#pragma once
// libsodium must be started before its first use, from one thread; every file here that uses it calls this first.
#include <sodium.h>

#include <stdexcept>

namespace nibbi::crypto {

inline void sodium_ready() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium does not start");
}

}  // namespace nibbi::crypto
