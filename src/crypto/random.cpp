#include "crypto/random.hpp"

#include "crypto/sodium_ready.hpp"
#include "crypto/text_form.hpp"

namespace nibbi::crypto {

void fill_random(std::span<std::uint8_t> out) {
  sodium_ready();
  randombytes_buf(out.data(), out.size());
}

std::string new_token() { return base64url(random_bytes<32>()); }

}  // namespace nibbi::crypto
