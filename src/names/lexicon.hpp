#pragma once
// What is known of single names and follows from no rule: forms that went different ways, short names, clans that stand for each other,
// and look-alikes that are not the same name. The table is lexicon_table.inc; each line says where it comes from.
#include <cstdint>
#include <string_view>
#include <vector>

#include "names/sounds.hpp"

namespace nibbi::names {

/// A word is a form of this name, or short for it.
struct Membership {
  std::uint16_t name;
  bool nickname;
  auto operator<=>(const Membership&) const = default;
};

/// The names that a word may stand for; sorted, often none. A word is known when it is written or read like a form of the table.
std::vector<Membership> names_of(std::string_view folded, const std::vector<Reading>&);

/// The form under which the table lists the name: for the reason that is shown.
std::string_view title_of(std::uint16_t name);

/// The names of clans that stand for these.
std::vector<std::uint16_t> clan_equivalents_of(const std::vector<Membership>&);
bool are_clan_equivalents(const std::vector<Membership>&, const std::vector<Membership>&);
bool are_look_alikes(const std::vector<Membership>&, const std::vector<Membership>&);

/// How many names, forms and pairs there are, for the report of the bench.
struct LexiconSize {
  std::size_t names, forms, nicknames, clans, look_alikes;
};
LexiconSize lexicon_size();

}  // namespace nibbi::names
