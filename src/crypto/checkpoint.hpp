#pragma once
// A checkpoint: the end of the log, signed by the installation. Whoever keeps one (a device, a file, paper) can prove a roll-back.
//
// The signed text, lines ended by \n:
//   nibbi checkpoint 1
//   INSTALLATION                  UUID
//   EPOCH POS                     decimal
//   CHAIN                         base64url of 32 bytes
//   AT                            2026-11-24T14:57:32.000Z
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/time.hpp"
#include "crypto/digest.hpp"

namespace nibbi::crypto {

struct Checkpoint {
  InstallationId installation;
  std::int64_t epoch = 1;
  std::int64_t pos = 0;
  Digest chain{};
  Instant at;
  bool operator==(const Checkpoint&) const = default;
  std::string text() const;
  /// Accepts only what text() writes.
  static std::optional<Checkpoint> parse(std::string_view text);
};

}  // namespace nibbi::crypto
