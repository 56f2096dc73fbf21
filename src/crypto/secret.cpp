#include "crypto/secret.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <new>
#include <utility>

#include "crypto/random.hpp"
#include "crypto/sodium_ready.hpp"

namespace nibbi::crypto {

bool equal_in_constant_time(Bytes a, Bytes b) { return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

void wipe(std::span<std::uint8_t> memory) { sodium_memzero(memory.data(), memory.size()); }

void wipe(std::string& text) {
  text.resize(text.capacity());
  sodium_memzero(text.data(), text.size());
  text.clear();
}

SecretBytes::SecretBytes(std::size_t size) {
  if (size == 0) return;
  sodium_ready();
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
  if (data_ == nullptr) throw std::bad_alloc();
  size_ = size;
  wipe(writable());
}

SecretBytes SecretBytes::copy_of(Bytes from) {
  SecretBytes secret(from.size());
  std::ranges::copy(from, secret.data_);
  return secret;
}

SecretBytes SecretBytes::take(std::string& from) {
  SecretBytes secret = copy_of(from);
  crypto::wipe(from);
  return secret;
}

SecretBytes::~SecretBytes() { sodium_free(data_); }

SecretBytes::SecretBytes(SecretBytes&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Key Key::random() {
  Key key;
  fill_random(key.bytes_);
  return key;
}

Key Key::copy_of(std::span<const std::uint8_t, kSize> from) {
  Key key;
  std::ranges::copy(from, key.bytes_.begin());
  return key;
}

Key::Key(Key&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }

Key& Key::operator=(Key&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    wipe(other.bytes_);
  }
  return *this;
}

bool keep_memory_private() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  // With a limit on locked memory, MCL_FUTURE would make later allocations fail: then rather not at all.
  rlimit locked{};
  if (getrlimit(RLIMIT_MEMLOCK, &locked) != 0 || locked.rlim_cur != RLIM_INFINITY) return false;
  return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
}

}  // namespace nibbi::crypto
