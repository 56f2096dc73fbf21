// libFuzzer: any bytes as an entry: a header, then up to four parts, parted by zero bytes (which no text has). The first part's first
// byte chooses the kind where the header doesn't say one. Nothing may crash or throw; what is read writes itself, and is read to the same.
#include "wire/entry_codec.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "wire/contract_files.hpp"

using namespace nibbi;
using namespace nibbi::domain;

namespace {

const Rules& rules() {
  static const Rules kRules = wire::read_rules(wire::contract_files());
  return kRules;
}

std::string_view next(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\0'), rest.size());
  const std::string_view piece = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return piece;
}

void check_header(const Header& header) {
  const std::string text = wire::write_header(header);
  const auto again = wire::read_header(text);
  if (!again || wire::write_header(*again) != text) std::abort();
}

void check_parts(Kind kind, const wire::Parts& parts) {
  // An entry whose codes aren't asked of the lists is read whenever one is that was.
  const auto strict = wire::read_parts(kind, parts, &rules());
  if (!strict) return (void)wire::read_parts(kind, parts, nullptr);
  const wire::Parts written = wire::write_parts(*strict, rules());
  const auto again = wire::read_parts(kind, written, &rules());
  if (!again || !(wire::write_parts(*again, rules()) == written)) std::abort();
  if (!wire::read_parts(kind, written, nullptr)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  auto kind = static_cast<Kind>(static_cast<std::uint8_t>(rest.front()) % kind_count);
  if (const auto header = wire::read_header(next(rest))) {
    check_header(*header);
    kind = header->kind;
  }
  wire::Parts parts;
  for (Tier tier : kTiers)
    if (!rest.empty()) parts[tier] = std::string(next(rest));
  check_parts(kind, parts);
  return 0;
}
