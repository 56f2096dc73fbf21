// libFuzzer: any bytes as a kept state (four parts parted by zero bytes) and as a brief. A cache that was broken is thrown away: it is read, or it
// is our fault, and nothing else. What is read writes itself and can be looked at.
#include "wire/state_codec.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "domain/brief.hpp"
#include "wire/brief_codec.hpp"
#include "wire/view.hpp"

using namespace nibbi;
using namespace nibbi::domain;

namespace {

void as_state(std::string_view rest) {
  PerTier<std::string> parts;
  for (Tier tier : kTiers) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    parts[tier] = std::string(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  try {
    const ChildState state = wire::read_state(parts);
    const auto written = wire::write_state(state);
    if (!(wire::write_state(wire::read_state(written)) == written)) std::abort();
    (void)brief_of(RecordId{}, state);
    wire::Lens lens;
    for (Tier tier : kTiers) lens.sight[tier].own = true;
    (void)wire::make_view(state, RecordId{}, lens);
  } catch (const OurFault&) {
  }
}

void as_brief(std::string_view text) {
  try {
    const std::string written = wire::write_brief(wire::read_brief(RecordId{}, text));
    if (wire::write_brief(wire::read_brief(RecordId{}, written)) != written) std::abort();
  } catch (const OurFault&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  as_state(text);
  as_brief(text);
  return 0;
}
