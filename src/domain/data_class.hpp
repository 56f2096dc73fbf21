#pragma once
// What a piece of data is about, so that sharing can name exactly what is shared. Code list `data_class`.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nibbi::domain {

enum class DataClass : std::uint8_t {
  plain, name, photo, family, origin, phone, languages, tracing_facts, safety,  // identity tier (but `plain`)
  location,                                                                    // placement tier
  journey, assessment, health, notes, legal, consent,                          // narrative tier
};
inline constexpr std::size_t data_class_count = 16;

constexpr std::string_view word(DataClass c) {
  constexpr std::array<std::string_view, data_class_count> kWords{
      "plain", "name", "photo", "family", "origin", "phone", "languages", "tracing_facts", "safety",
      "location", "journey", "assessment", "health", "notes", "legal", "consent"};
  return kWords[static_cast<std::size_t>(c)];
}
constexpr std::optional<DataClass> data_class_of(std::string_view w) {
  for (std::size_t i = 0; i < data_class_count; ++i)
    if (word(static_cast<DataClass>(i)) == w) return static_cast<DataClass>(i);
  return std::nullopt;
}

/// A set of data classes; what a referral or a consent covers.
class DataClasses {
 public:
  constexpr void add(DataClass c) { bits_ |= 1u << static_cast<unsigned>(c); }
  constexpr bool has(DataClass c) const { return (bits_ >> static_cast<unsigned>(c)) & 1u; }
  constexpr bool covers(DataClasses other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr void add_all(DataClasses other) { bits_ |= other.bits_; }
  constexpr bool empty() const { return bits_ == 0; }
  bool operator==(const DataClasses&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

}  // namespace nibbi::domain
