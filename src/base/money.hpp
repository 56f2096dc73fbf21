#pragma once
// Money, kept as it was paid. Conversion is a view with a dated rate and lives elsewhere.
#include <cstdint>
#include <string>

namespace nibbi {

/// An amount in the currency's smallest unit (ISO 4217): 1500 XOF is {1500, "XOF"}, 12.50 EUR is {1250, "EUR"}.
struct Money {
  std::int64_t minor_units = 0;
  std::string currency;
  bool operator==(const Money&) const = default;
};

}  // namespace nibbi
