// Whatever stands in a photo: pixels or a refusal, within bounds, and nothing of it left behind.
#include <cstdint>
#include <string_view>

#include "images/remake.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    (void)nibbi::images::remake({reinterpret_cast<const char*>(data), size});
  } catch (const nibbi::images::NoImage&) {
  }
  return 0;
}
