// libFuzzer: any bytes as JSON. Nothing may crash or throw. Whatever the strict reader takes, the library reads to the same value, and what is
// written of it is canonical: read again, it is the same value and the same bytes.
#include "wire/json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace nibbi;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = wire::read_json(text, {.bytes = 64 * 1024, .depth = 12});
  if (!read) return 0;
  if (!(*read == wire::Json::parse(text))) std::abort();
  const std::string bytes = wire::write_json(*read);
  const auto again = wire::read_json(bytes, {.bytes = 1024 * 1024, .depth = 12});
  if (!again || !(*again == *read) || wire::write_json(*again) != bytes) std::abort();
  return 0;
}
