#pragma once
// Small values that entries and states are made of.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

namespace nibbi::domain {

/// A word of a code list. Which list is said where the field is described (wire/), and checked when an entry arrives.
struct Code {
  std::string value;
  auto operator<=>(const Code&) const = default;
  bool empty() const { return value.empty(); }
};
using Codes = std::vector<Code>;

/// An answer that is not one: distinct on purpose.
enum class Unanswered : std::uint8_t { unknown, prefers_not };

/// What a question of a form can hold.
using Answer = std::variant<Unanswered, std::string, std::int64_t, Codes, Date, PartialDate, Money>;

/// When it happened, where it was copied from, and why a right that needs a reason was used: said beside any entry.
struct Telling {
  PartialDate happened;
  Code copied_from;     ///< list `copied_from`: paper, list, telephone; empty when written at first hand
  std::string told_by;  ///< who told or wrote it, when the author did not see it
  std::string reason;
  bool operator==(const Telling&) const = default;
};

}  // namespace nibbi::domain
