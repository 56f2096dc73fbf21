#pragma once
// All chance of this process from one seed: that of libsodium (keys, salts, nonces, ids, tokens) and that of OpenSSL (device keys, signatures,
// envelopes). Only for the simulation: nothing sealed under it is secret. Each thread draws from a stream of its own, so that a run does not
// depend on which thread the system lets go first.
#include <cstdint>
#include <string>

namespace nibbi::sim {

/// Takes the chance of both libraries over and begins anew with `seed`. Threads that begin later get streams in the order of their first draw,
/// or the one that they name.
void seed_everything(std::uint64_t seed);
/// This thread draws from the stream of this name from now on.
void draw_from(const std::string& stream);

}  // namespace nibbi::sim
