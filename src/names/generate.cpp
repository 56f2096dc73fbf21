#include "names/generate.hpp"

#include "names/inventor.hpp"

namespace nibbi::names {

void invent(std::uint64_t people, std::uint64_t queries, std::uint64_t seed, const std::vector<InventedPlace>& places, const Invention& to) {
  const Inventor inventor(seed, places);
  const auto first_file = [&](std::uint64_t number, Chance& chance) { return inventor.written(inventor.person(number), "p" + std::to_string(number), chance); };
  const auto chance_of = [&](std::uint64_t number) { return Chance(seed * 0xD6E8FEB86659FD93u + number); };
  for (std::uint64_t number = 0; number < people; ++number) {
    Chance chance = chance_of(number);
    to.file(first_file(number, chance));
    if (chance.happens(50)) to.file(inventor.written(inventor.person(number), "q" + std::to_string(number), chance));
  }
  Chance chance(seed ^ 0xA5C3);
  for (std::uint64_t i = 0; i < queries && people > 0; ++i) {
    const std::uint64_t number = chance.below(people);
    Chance own = chance_of(number);
    to.query(inventor.query(inventor.person(number), first_file(number, own), chance));
  }
}

}  // namespace nibbi::names
