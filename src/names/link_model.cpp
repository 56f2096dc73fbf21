#include "names/link_model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nibbi::names {
namespace {

constexpr int kRounds = 60, kRoundsOfSome = 6;  // patterns that are far from both are looked at again every so many rounds
constexpr double kFarBits = -20, kSettled = 1e-4;
constexpr double kGoTogether = 2;    ///< bits: a given name goes with a family name, as both go with a people, so many times more often than by chance
constexpr double kNamesakes = 10;  ///< where learning begins: so many times more than persons
// A little of what is expected of any list (Dirichlet), so that a short one does not learn that something never happens.
constexpr LinkModel::Row kExpected = {8, 0.6, 0.6, 0.4, 0.5, 0.1, 0.4, 0.1, 0.8, 0.2};
constexpr double kExpectedByChance = 0.2;

/// What brothers and sisters have in common. Pairs of one household are a class of their own in the mixture: without it, a list with families in it
/// teaches that they are one person. So are namesakes: a father has the family name too, mothers of one region have its names, and fields that go
/// together by chance were else taken for households, and households for persons.
bool shared_at_home(Meaning m) {
  switch (m) {
    case Meaning::given:
    case Meaning::name:
    case Meaning::birth_date:
    case Meaning::birth_year:
    case Meaning::age:
    case Meaning::sex:
    case Meaning::occupation:
    case Meaning::id_number: return false;
    default: return true;
  }
}

/// How often, at most, one person has a value that is nothing like the other one. What belongs to the person alone must agree, or the mixture may
/// settle on brothers and sisters, or on whoever lives in one village. A mother stays the same; people move, and change their telephone.
double strangeness_max(Meaning m) {
  switch (m) {
    case Meaning::sex: return 0.05;
    case Meaning::given:
    case Meaning::name: return 0.06;
    case Meaning::family:
    case Meaning::birth_date:
    case Meaning::birth_year:
    case Meaning::age:
    case Meaning::mother:
    case Meaning::father: return 0.20;
    case Meaning::place:
    case Meaning::relative: return 0.30;
    default: return 0.60;
  }
}

/// The same for one household: it has one roof and one mother, or it is none.
double strangeness_at_home_max(Meaning m) {
  switch (m) {
    case Meaning::place:
    case Meaning::postal_code:
    case Meaning::address: return 0.15;
    case Meaning::family:
    case Meaning::mother:
    case Meaning::father: return 0.25;
    default: return 1;
  }
}

double strange_share(const LinkModel::Row& row) {
  double sum = 0;
  for (std::uint8_t l = 0; l < kAgreements; ++l) sum += is_strange(l) ? row[l] : 0;
  return sum;
}

void limit_strangeness(LinkModel::Row& m, double most) {
  const double strange = strange_share(m);
  if (strange <= most) return;
  for (std::uint8_t l = 0; l < kAgreements; ++l) m[l] *= is_strange(l) ? most / strange : (1 - most) / (1 - strange);
}

LinkModel::Row learned(const LinkModel::Row& seen) {
  LinkModel::Row out;
  const double sum = std::accumulate(seen.begin(), seen.end(), 0.0) + std::accumulate(kExpected.begin(), kExpected.end(), 0.0);
  for (std::size_t l = 0; l < kAgreements; ++l) out[l] = (seen[l] + kExpected[l]) / sum;
  return out;
}

}  // namespace

double PairBits::of_person() const { return 1 / (1 + std::exp2(-person) + std::exp2(home - person) + std::exp2(namesakes - person)); }
double PairBits::weight() const { return person - std::log2(1 + std::exp2(home) + std::exp2(namesakes)); }

LinkModel::LinkModel(const std::vector<Meaning>& meanings) {
  for (const Meaning meaning : meanings) fields_.push_back({.meaning = meaning, .shared = shared_at_home(meaning)});
}

void LinkModel::learn_chance(const std::vector<Row>& seen) {
  for (std::size_t f = 0; f < fields_.size(); ++f) {
    const double all = std::accumulate(seen[f].begin(), seen[f].end(), 0.0);
    for (std::size_t l = 0; l < kAgreements; ++l) fields_[f].u[l] = (seen[f][l] + kExpectedByChance) / (all + kExpectedByChance * kAgreements);
  }
}

void LinkModel::set_bits() {
  for (Field& field : fields_)
    for (std::uint8_t l = 0; l < kAgreements; ++l) {
      field.person_bits[l] = std::log2(field.m[l] / field.u[l]);
      // A given name in the place of the family name says nothing of a household.
      const bool says = field.shared && l != agreement::swapped;
      field.home_bits[l] = says ? std::log2(field.h[l] / field.u[l]) : 0;
      const double together = std::log2(field.k[l] / field.u[l]);
      field.namesake_bits[l] = says ? together : field.meaning == Meaning::given || field.meaning == Meaning::name ? std::clamp(together, -0.1, kGoTogether) : 0;
    }
}

PairBits LinkModel::bits(const Pattern128& pattern) const {
  PairBits sum = before();
  for (std::size_t f = 0; f < fields_.size(); ++f) {
    const std::uint8_t l = pattern.level(f);
    if (l == kMissing) continue;
    sum.person += fields_[f].person_bits[l];
    sum.home += fields_[f].home_bits[l];
    sum.namesakes += fields_[f].namesake_bits[l];
  }
  return sum;
}

void LinkModel::learn(const std::vector<std::pair<Pattern128, double>>& counted, double all_pairs, double rows) {
  double persons = std::min(0.1, rows / 4 / all_pairs), homes = persons, namesakes = std::min(0.1, persons * kNamesakes);
  for (Field& field : fields_) {
    field.m = field.h = {0.80, 0.04, 0.04, 0.02, 0.04, 0.01, 0.02, 0.005, 0.035, 0.01};
    field.k = {0.25, 0.03, 0.03, 0.02, 0.04, 0.01, 0.10, 0.01, 0.50, 0.01};
    limit_strangeness(field.m, strangeness_max(field.meaning));
  }
  const auto settled = [](double now, double before) { return std::abs(now / before - 1) < kSettled; };
  std::vector<std::pair<Pattern128, double>> active;
  for (int round = 0; round < kRounds; ++round) {
    log_persons_ = std::log2(persons);
    log_homes_ = std::log2(homes);
    log_namesakes_ = std::log2(namesakes);
    set_bits();
    std::vector<Row> person(fields_.size(), Row{}), home(fields_.size(), Row{}), namesake(fields_.size(), Row{});
    double of_persons = 0, of_homes = 0, of_namesakes = 0;
    const bool all = round % kRoundsOfSome == 0;
    if (all) active.clear();
    for (const auto& [pattern, count] : all ? counted : active) {
      const PairBits e = bits(pattern);
      if (std::max({e.person, e.home, e.namesakes}) < kFarBits) continue;
      if (all) active.emplace_back(pattern, count);
      const double x = std::exp2(e.person), y = std::exp2(e.home), z = std::exp2(e.namesakes), share = count / (1 + x + y + z), p = x * share, h = y * share, k = z * share;
      of_persons += p;
      of_homes += h;
      of_namesakes += k;
      for (std::size_t f = 0; f < fields_.size(); ++f)
        if (const std::uint8_t l = pattern.level(f); l != kMissing) person[f][l] += p, home[f][l] += h, namesake[f][l] += k;
    }
    const double persons_before = persons, homes_before = homes, namesakes_before = namesakes;
    persons = std::clamp((of_persons + 1) / (all_pairs + 2), 1e-12, 0.5);
    homes = std::clamp((of_homes + 1) / (all_pairs + 2), 1e-12, 0.5);
    namesakes = std::clamp((of_namesakes + 1) / (all_pairs + 2), 1e-12, 0.5);
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      fields_[f].m = learned(person[f]);
      fields_[f].h = learned(home[f]);
      fields_[f].k = learned(namesake[f]);
      limit_strangeness(fields_[f].m, strangeness_max(fields_[f].meaning));
      limit_strangeness(fields_[f].h, strangeness_at_home_max(fields_[f].meaning));
    }
    if (all && round > 0 && settled(persons, persons_before) && settled(homes, homes_before) && settled(namesakes, namesakes_before)) break;
  }
  log_persons_ = std::log2(persons);
  log_homes_ = std::log2(homes);
  log_namesakes_ = std::log2(namesakes);
  set_bits();
}

}  // namespace nibbi::names
