#pragma once
// What the files that call OpenSSL share. Only they include this.
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "crypto/secret.hpp"
#include "crypto/signature.hpp"

namespace nibbi::crypto {

/// OpenSSL keeps a queue of errors in each thread, and TLS reads the same one: what a refusal leaves there must not look like a failure
/// of somebody's connection.
class QuietErrors {
 public:
  QuietErrors() { ERR_set_mark(); }
  ~QuietErrors() { ERR_pop_to_mark(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
};

template <auto F>
struct FreeWith {
  template <class T>
  void operator()(T* p) const { F(p); }
};

/// Without memory, or without an algorithm that this program cannot do without.
inline void must(bool done, const char* step) {
  if (!done) throw std::runtime_error(step);
}

inline const unsigned char* data_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
inline unsigned char* data_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

inline constexpr std::size_t kP256ScalarSize = 32;
inline constexpr std::size_t kP256PointSize = 65;  ///< 04, x, y

EvpKey new_p256_key();
/// nullopt unless `point` is 65 bytes of a point on the curve.
std::optional<EvpKey> p256_public(std::string_view point);
/// nullopt unless the scalar is from 1 to the group's order − 1.
std::optional<EvpKey> p256_private(Bytes scalar);
std::string p256_point(const EvpKey&);
SecretBytes p256_scalar(const EvpKey&);

}  // namespace nibbi::crypto
