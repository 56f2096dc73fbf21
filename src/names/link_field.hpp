#pragma once
// One field of a list: its different values, and how far two of them agree.
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "names/compare.hpp"
#include "names/dates.hpp"
#include "names/link.hpp"

namespace nibbi::names {

/// A level of agreement; 0 is the same value. What a level means is each kind's own affair: m and u are learned for it.
inline constexpr std::uint8_t kAgreements = 6;
inline constexpr std::uint8_t kSwapped = 5;   ///< given and family name stand in each other's place
inline constexpr std::uint8_t kMissing = 7;

struct Value {
  std::string text;    ///< folded; a date as YYYYMMDD with 0 for what is unknown
  Token token;         ///< of names
  std::vector<std::string> keys;   ///< values with a key in common are compared
  double share = 0;    ///< of the rows that have a value
};

/// Values of names share a dictionary, so that a given name can be compared with a family name.
class Values {
 public:
  explicit Values(Meaning meaning) : meaning_(meaning) {}
  /// The number of a value, 0 when there is nothing in it.
  std::uint32_t number(std::string_view text);
  const Value& at(std::uint32_t number) const { return values_[number - 1]; }
  std::size_t size() const { return values_.size(); }
  std::uint8_t agreement(std::uint32_t a, std::uint32_t b) const;

 private:
  std::uint8_t compare(const Value&, const Value&) const;
  Meaning meaning_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<Value> values_;
  mutable std::unordered_map<std::uint64_t, std::uint8_t> known_;
};

}  // namespace nibbi::names
