#pragma once
// What the levels of agreement of a pair say: learned without examples, from the patterns of the pairs compared.
//
// Four classes of pairs: one person; one household; namesakes, who share a family name or a region and what goes with it; and two strangers. Each
// field is worth log2(m/u) bits for one person, log2(h/u) for one household, log2(k/u) for namesakes.
#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "names/link_field.hpp"

namespace nibbi::names {

using Levels = std::array<std::uint8_t, kLinkColumnsMax>;

/// The levels of all fields, four bits each.
struct Pattern128 {
  std::uint64_t low = 0, high = 0;
  auto operator<=>(const Pattern128&) const = default;
  void put(std::size_t field, std::uint8_t level) { (field < 16 ? low : high) |= std::uint64_t{level} << field % 16 * 4; }
  std::uint8_t level(std::size_t field) const { return static_cast<std::uint8_t>((field < 16 ? low : high) >> field % 16 * 4 & 15); }
};
struct PatternHash {
  std::size_t operator()(const Pattern128& p) const {
    std::uint64_t h = (p.low ^ p.high * 0xC2B2AE3D27D4EB4Fu) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 32;
  }
};

/// Bits for one person, one household and namesakes, each against two strangers.
struct PairBits {
  double person, home, namesakes;
  double of_person() const;
  /// For one person against all others.
  double weight() const;
};

class LinkModel {
 public:
  using Row = std::array<double, kAgreements>;
  struct Field {
    Meaning meaning;
    bool shared;  ///< by those who live together
    Row u{}, m{}, h{}, k{};
    Row person_bits{}, home_bits{}, namesake_bits{};  ///< of m, h and k against u
  };

  explicit LinkModel(const std::vector<Meaning>&);
  /// From pairs drawn at random: how often each level is seen by chance.
  void learn_chance(const std::vector<Row>& seen);
  /// `all_pairs` there are; `counted` are the patterns of those that may be one person.
  void learn(const std::vector<std::pair<Pattern128, double>>& counted, double all_pairs, double rows);

  std::size_t size() const { return fields_.size(); }
  const Field& field(std::size_t f) const { return fields_[f]; }
  /// Before any field has spoken.
  PairBits before() const { return {log_persons_, log_homes_, log_namesakes_}; }
  PairBits bits(const Pattern128&) const;

 private:
  void set_bits();
  std::vector<Field> fields_;
  double log_persons_ = 0, log_homes_ = 0, log_namesakes_ = 0;
};

}  // namespace nibbi::names
