#define OPENSSL_SUPPRESS_DEPRECATED
#include "tests/sim/seeded.hpp"

#include <openssl/rand.h>
#include <sodium.h>

#include <atomic>
#include <random>
#include <stdexcept>

namespace nibbi::sim {
namespace {

std::atomic<std::uint64_t> seed_now = 0, generation = 0, streams = 0;

struct Stream {
  std::uint64_t of_generation = 0;
  std::mt19937_64 source;
  void begin(std::uint64_t name) {
    of_generation = generation;
    source.seed(seed_now * 0x9e3779b97f4a7c15ULL + name);
  }
};
thread_local Stream stream;

std::uint64_t draw() {
  if (stream.of_generation != generation) stream.begin(++streams);
  return stream.source();
}

void fill(void* out, std::size_t size) {
  auto* bytes = static_cast<unsigned char*>(out);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<unsigned char>(draw() >> 17);
}

std::uint32_t draw_32() { return static_cast<std::uint32_t>(draw() >> 13); }
const char* name() { return "seeded"; }
randombytes_implementation sodium_source{name, draw_32, nullptr, nullptr, fill, nullptr};

int openssl_bytes(unsigned char* out, int size) {
  fill(out, static_cast<std::size_t>(size));
  return 1;
}
int ready() { return 1; }
const RAND_METHOD openssl_source{nullptr, openssl_bytes, nullptr, nullptr, openssl_bytes, ready};

}  // namespace

void seed_everything(std::uint64_t seed) {
  if (randombytes_set_implementation(&sodium_source) != 0 || sodium_init() < 0 || RAND_set_rand_method(&openssl_source) != 1)
    throw std::runtime_error("chance could not be taken over");
  seed_now = seed;
  streams = 0;
  ++generation;
}

void draw_from(const std::string& name) {
  std::uint64_t number = 0xcbf29ce484222325ULL;
  for (const char c : name) number = (number ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  stream.begin(number);
}

}  // namespace nibbi::sim
