#include "names/link.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "names/assignment.hpp"
#include "names/chance.hpp"
#include "names/link_field.hpp"

namespace nibbi::names {
namespace {

constexpr std::string_view kMeanings[] = {"given", "family", "name", "birth_date", "birth_year", "age", "sex", "place", "postal_code", "address", "phone", "id_number", "occupation",
                                          "mother", "father", "relative", "language", "nationality"};
constexpr std::size_t kFieldsMax = 20;          // three bits each in a pattern
constexpr std::size_t kExhaustive = 3'000;      // so many rows are compared each with each
constexpr std::size_t kBlock = 100, kPairedBlock = 300;
constexpr std::size_t kRandomPairs = 1'000'000;
constexpr int kRounds = 60;

using Pattern64 = std::uint64_t;
using Levels = std::array<std::uint8_t, kFieldsMax>;

struct Field {
  Meaning meaning;
  std::size_t values;                  ///< which dictionary
  std::vector<std::uint32_t> numbers;  ///< of each row
  std::vector<double> shares;          ///< of each value among the rows that have one
  std::array<double, kAgreements> m{}, h{}, u{};  ///< among pairs of one person, of one household, of neither
  bool shared;                                    ///< by those who live together
};

/// What brothers and sisters have in common. Pairs of one household are a class of their own in the mixture: without it, a list with families in it
/// teaches that they are one person.
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

bool is_kin(Meaning m) { return m == Meaning::mother || m == Meaning::father || m == Meaning::relative; }

/// How often, at most, one person has a value that is nothing like the other one. What belongs to the person alone must agree, or the mixture may
/// settle on brothers and sisters, or on whoever lives in one village; what is shared at home may be anything.
double strangeness_max(Meaning m) {
  switch (m) {
    case Meaning::sex: return 0.05;
    case Meaning::given:
    case Meaning::name: return 0.06;
    case Meaning::family:
    case Meaning::birth_date:
    case Meaning::birth_year:
    case Meaning::age: return 0.20;
    default: return 0.60;
  }
}

class Linker {
 public:
  Linker(const std::vector<Meaning>& columns, const std::vector<Row>& rows, bool across) : rows_(rows), across_(across) {
    order_.resize(rows.size());
    std::iota(order_.begin(), order_.end(), 0u);
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tie(rows[a].other_list, rows[a].id, rows[a].values) < std::tie(rows[b].other_list, rows[b].id, rows[b].values);
    });
    read(columns);
  }

  LinkResult run() {
    LinkResult result;
    if (rows_.size() < 2 || fields_.empty()) return result;
    learn_chance();
    candidates();
    result.compared = pairs_.size();
    learn_agreement();
    score(result);
    return result;
  }

 private:
  void read(const std::vector<Meaning>& columns) {
    std::optional<std::size_t> persons, kin;  // given and family names share their dictionary, and so do relatives
    const bool any_relative = std::find(columns.begin(), columns.end(), Meaning::relative) != columns.end();
    for (std::size_t c = 0; c < columns.size() && fields_.size() < kFieldsMax; ++c) {
      const bool person = columns[c] == Meaning::given || columns[c] == Meaning::family, related = any_relative && is_kin(columns[c]);
      std::optional<std::size_t> none, &shared = person ? persons : related ? kin : none;
      if (!shared) {
        values_.emplace_back(columns[c]);
        shared = values_.size() - 1;
      }
      Field field{columns[c], *shared, {}, {}, {}, {}, {}, shared_at_home(columns[c])};
      std::size_t known = 0;
      for (const std::uint32_t row : order_) {
        field.numbers.push_back(c < rows_[row].values.size() ? values_[field.values].number(rows_[row].values[c]) : 0);
        known += field.numbers.back() != 0;
      }
      if (known == 0) continue;
      fields_.push_back(std::move(field));
    }
    for (Field& field : fields_) {
      field.shares.assign(values_[field.values].size() + 1, 0);
      std::size_t known = 0;
      for (const std::uint32_t n : field.numbers)
        if (n) ++field.shares[n], ++known;
      for (double& s : field.shares) s /= static_cast<double>(known);
    }
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      if (any_relative && is_kin(fields_[f].meaning) && kin_.size() < kAssignedMax) kin_.push_back(f);
      if (fields_[f].meaning == Meaning::given && !given_) given_ = f;
      if (fields_[f].meaning == Meaning::family && !family_) family_ = f;
    }
  }

  Levels levels_of(std::uint32_t a, std::uint32_t b) const {
    Levels levels{};
    for (std::size_t f = 0; f < fields_.size(); ++f) levels[f] = values_[fields_[f].values].agreement(fields_[f].numbers[a], fields_[f].numbers[b]);
    if (kin_.size() > 1) pair_relatives(a, b, levels);
    if (given_ && family_) {
      std::uint8_t &given = levels[*given_], &family = levels[*family_];
      if (given > 1 || family > 1) {
        const Field &g = fields_[*given_], &n = fields_[*family_];
        const std::uint8_t one = values_[g.values].agreement(g.numbers[a], n.numbers[b]), other = values_[g.values].agreement(n.numbers[a], g.numbers[b]);
        // In each other's place; where one of the two is missing, the other one alone must be the same.
        const bool both = one <= 2 && other <= 2 && one + other < std::min<int>(given, 4) + std::min<int>(family, 4);
        const bool alone = (given == kMissing || family == kMissing || std::min(given, family) >= 4) && std::min(one, other) <= 1 && std::max(one, other) == kMissing;
        if (both || alone) given = kSwapped, family = kMissing;  // one thing that happened, counted once
      }
    }
    return levels;
  }

  /// Who stands among the relatives stands in any of their columns: they are paired as agrees best, each once.
  void pair_relatives(std::uint32_t a, std::uint32_t b, Levels& levels) const {
    constexpr std::int32_t kPoints[] = {6, 5, 3, 0, 0}, kOtherRole = 2;
    std::int32_t points[kAssignedMax * kAssignedMax], direct = 0;
    const std::size_t n = kin_.size();
    const auto agreement = [&](std::size_t i, std::size_t j) {
      const Field &x = fields_[kin_[i]], &y = fields_[kin_[j]];
      return values_[x.values].agreement(x.numbers[a], y.numbers[b]);
    };
    const auto same_role = [&](std::size_t i, std::size_t j) { return fields_[kin_[i]].meaning == fields_[kin_[j]].meaning; };
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        const std::uint8_t l = agreement(i, j);
        points[i * n + j] = l == kMissing ? 0 : kPoints[l] - (same_role(i, j) ? 0 : kOtherRole);
        if (i == j) direct += std::max(0, points[i * n + j]);
      }
    const Assignment pairs = best_assignment({points, n * n}, n, n);
    if (pairs.worth <= direct) return;
    std::array<bool, kAssignedMax> taken{};
    for (std::size_t i = 0; i < n; ++i)
      if (pairs.column[i] >= 0) taken[static_cast<std::size_t>(pairs.column[i])] = true;
    for (std::size_t i = 0; i < n; ++i) {
      std::uint8_t& level = levels[kin_[i]];
      if (pairs.column[i] < 0) {
        if (taken[i]) level = kMissing;  // the other row's is somebody else's here
        continue;
      }
      const auto j = static_cast<std::size_t>(pairs.column[i]);
      level = std::max<std::uint8_t>(agreement(i, j), same_role(i, j) ? 0 : 2);
    }
  }

  static Pattern64 packed(const Levels& levels, std::size_t fields) {
    Pattern64 p = 0;
    for (std::size_t f = 0; f < fields; ++f) p |= Pattern64{levels[f]} << 3 * f;
    return p;
  }
  static std::uint8_t level(Pattern64 p, std::size_t f) { return static_cast<std::uint8_t>(p >> 3 * f & 7); }

  bool apart(std::uint32_t a, std::uint32_t b) const { return a != b && (!across_ || rows_[order_[a]].other_list != rows_[order_[b]].other_list); }

  void learn_chance() {
    const std::size_t n = order_.size();
    Chance chance(1);
    std::vector<std::array<double, kAgreements>> seen(fields_.size());
    const auto count = [&](std::uint32_t a, std::uint32_t b) {
      if (!apart(a, b)) return;
      const Levels levels = levels_of(a, b);
      for (std::size_t f = 0; f < fields_.size(); ++f)
        if (levels[f] != kMissing) seen[f][levels[f]] += 1;
    };
    for (std::size_t i = 0, draws = std::min(kRandomPairs, n * n); i < draws; ++i) {
      const auto a = static_cast<std::uint32_t>(chance.below(n)), b = static_cast<std::uint32_t>(chance.below(n));
      count(a, b);
    }
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      const double all = std::accumulate(seen[f].begin(), seen[f].end(), 0.0);
      for (std::size_t l = 0; l < kAgreements; ++l) fields_[f].u[l] = (seen[f][l] + 0.2) / (all + 0.2 * kAgreements);
    }
  }

  void candidates() {
    const std::size_t n = order_.size();
    if (n <= kExhaustive) {
      for (std::uint32_t a = 0; a < n; ++a)
        for (std::uint32_t b = a + 1; b < n; ++b)
          if (apart(a, b)) pairs_.push_back(std::uint64_t{a} << 32 | b);
      return;
    }
    // Whoever shares a rare key is compared; whoever shares only common ones, if two of different fields are shared: a
    // common key is split by each other one. What more than kPairedBlock rows share two of tells nobody apart.
    std::vector<std::vector<std::uint64_t>> keys(n);  // field << 56 | hash
    std::unordered_map<std::uint64_t, std::uint32_t> sizes;
    const auto hashed = [](std::string_view text, std::uint64_t seed) {
      std::uint64_t h = 1469598103934665603u ^ seed;
      for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211u;
      return h ^ h >> 29;
    };
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      const bool person = fields_[f].meaning == Meaning::given || fields_[f].meaning == Meaning::family;
      for (std::uint32_t row = 0; row < n; ++row) {
        if (fields_[f].numbers[row] == 0) continue;
        for (const std::string& key : values_[fields_[f].values].at(fields_[f].numbers[row]).keys) {
          const std::uint64_t k = std::uint64_t{f} << 56 | (hashed(key, person ? 0 : f + 1) & 0x00FF'FFFF'FFFF'FFFF);
          keys[row].push_back(k);
          ++sizes[k];
        }
      }
    }
    std::vector<std::pair<std::uint64_t, std::uint32_t>> blocks;
    const auto take = [&](std::size_t most) {
      std::sort(blocks.begin(), blocks.end());
      for (std::size_t i = 0; i < blocks.size();) {
        std::size_t j = i;
        while (j < blocks.size() && blocks[j].first == blocks[i].first) ++j;
        if (j - i <= most)
          for (std::size_t x = i; x < j; ++x)
            for (std::size_t y = x + 1; y < j; ++y)
              if (apart(blocks[x].second, blocks[y].second))
                pairs_.push_back(std::uint64_t{std::min(blocks[x].second, blocks[y].second)} << 32 | std::max(blocks[x].second, blocks[y].second));
        i = j;
      }
      blocks.clear();
      std::sort(pairs_.begin(), pairs_.end());
      pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
    };
    for (std::uint32_t row = 0; row < n; ++row)
      for (const std::uint64_t k : keys[row])
        if (sizes[k] <= kBlock) blocks.emplace_back(k & (k >> 56 < fields_.size() ? ~std::uint64_t{0} : 0), row);
    take(kBlock);
    for (std::size_t f = 0; f < fields_.size(); ++f)
      for (std::size_t g = f + 1; g < fields_.size(); ++g) {
        for (std::uint32_t row = 0; row < n; ++row)
          for (const std::uint64_t x : keys[row]) {
            if (x >> 56 != f || sizes[x] <= kBlock) continue;
            for (const std::uint64_t y : keys[row])
              if (y >> 56 == g && sizes[y] > kBlock) blocks.emplace_back((x * 0x9E3779B97F4A7C15u) ^ (y * 0xC2B2AE3D27D4EB4Fu), row);
          }
        take(kPairedBlock);
      }
    // Names in each other's place.
    if (given_ && family_) {
      for (std::uint32_t row = 0; row < n; ++row)
        for (const std::uint64_t x : keys[row])
          if (x >> 56 == *given_)
            for (const std::uint64_t y : keys[row])
              if (y >> 56 == *family_) blocks.emplace_back((x & 0x00FF'FFFF'FFFF'FFFF) * (y & 0x00FF'FFFF'FFFF'FFFF) + ((x ^ y) & 0x00FF'FFFF'FFFF'FFFF), row);
      take(kPairedBlock);
    }
  }

  double bits(std::size_t f, std::uint8_t l) const { return l == kMissing ? 0 : std::log2(fields_[f].m[l] / fields_[f].u[l]); }
  /// A given name in the place of the family name says nothing of a household.
  double home_bits(std::size_t f, std::uint8_t l) const { return l >= kSwapped || !fields_[f].shared ? 0 : std::log2(fields_[f].h[l] / fields_[f].u[l]); }

  /// Bits for one person and for one household, each against neither.
  struct Evidence {
    double person, home;
    double of_person() const { return 1 / (1 + std::exp2(-person) + std::exp2(home - person)); }
    double of_home() const { return 1 / (1 + std::exp2(-home) + std::exp2(person - home)); }
  };
  Evidence evidence(Pattern64 pattern) const {
    Evidence e{std::log2(persons_), std::log2(homes_)};
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      const std::uint8_t l = level(pattern, f);
      e.person += bits(f, l);
      e.home += home_bits(f, l);
    }
    return e;
  }

  void learn_agreement() {
    std::map<Pattern64, double> counted;
    patterns_.reserve(pairs_.size());
    for (const std::uint64_t pair : pairs_) {
      patterns_.push_back(packed(levels_of(static_cast<std::uint32_t>(pair >> 32), static_cast<std::uint32_t>(pair)), fields_.size()));
      ++counted[patterns_.back()];
    }
    const double n = static_cast<double>(order_.size());
    const double all = across_ ? std::max(1.0, across_pairs()) : n * (n - 1) / 2;
    persons_ = homes_ = std::min(0.1, n / 4 / all);
    for (Field& field : fields_) field.m = field.h = {0.80, 0.08, 0.04, 0.03, 0.04, 0.01};
    using Seen = std::vector<std::array<double, kAgreements>>;
    // A little of what is expected of any list (Dirichlet), so that a short one does not learn that something never happens.
    constexpr std::array<double, kAgreements> kPriorCounts = {8, 1, 0.5, 0.5, 0.8, 0.2};
    const auto learned = [&](const std::array<double, kAgreements>& seen) {
      std::array<double, kAgreements> out;
      const double sum = std::accumulate(seen.begin(), seen.end(), 0.0) + std::accumulate(kPriorCounts.begin(), kPriorCounts.end(), 0.0);
      for (std::size_t l = 0; l < kAgreements; ++l) out[l] = (seen[l] + kPriorCounts[l]) / sum;
      return out;
    };
    for (int round = 0; round < kRounds; ++round) {
      Seen person(fields_.size()), home(fields_.size());
      double persons = 0, homes = 0;
      for (const auto& [pattern, count] : counted) {
        const Evidence e = evidence(pattern);
        const double p = count * e.of_person(), h = count * e.of_home();
        persons += p;
        homes += h;
        for (std::size_t f = 0; f < fields_.size(); ++f)
          if (const std::uint8_t l = level(pattern, f); l != kMissing) person[f][l] += p, home[f][l] += h;
      }
      persons_ = std::clamp((persons + 1) / (all + 2), 1e-12, 0.5);
      homes_ = std::clamp((homes + 1) / (all + 2), 1e-12, 0.5);
      for (std::size_t f = 0; f < fields_.size(); ++f) {
        fields_[f].m = learned(person[f]);
        fields_[f].h = learned(home[f]);
        limit_strangeness(fields_[f]);
      }
    }
  }

  static void limit_strangeness(Field& field) {
    const double strange = field.m[3] + field.m[4], most = strangeness_max(field.meaning);
    if (strange <= most) return;
    for (std::size_t l = 0; l < kAgreements; ++l) field.m[l] *= l == 3 || l == 4 ? most / strange : (1 - most) / (1 - strange);
  }

  double across_pairs() const {
    double other = 0;
    for (const Row& row : rows_) other += row.other_list;
    return other * (static_cast<double>(rows_.size()) - other);
  }

  /// What is rare about a value that agrees exactly, or nearly, against the average of its field.
  double rarity_bits(std::size_t f, std::uint8_t l, std::uint32_t a, std::uint32_t b) const {
    const Field& field = fields_[f];
    if (l > 2) return 0;
    const double share = std::max(field.shares[field.numbers[a]], field.shares[field.numbers[b]]);
    const double average = std::max(field.u[0], 1e-9);
    const double floor = 1.0 / static_cast<double>(order_.size());
    const double all = std::log2(average / std::max(share, floor));
    return l == 0 ? all : all * 0.5;
  }

  /// Names in each other's place, against how often somebody else has such a given and such a family name. A few times as many have them nearly.
  double swapped_bits(std::uint32_t a, std::uint32_t b) const {
    constexpr double kNearly = 3;
    const auto chance = [&](std::uint32_t row) {
      double p = kNearly;
      for (const std::size_t f : {*given_, *family_})
        if (const std::uint32_t n = fields_[f].numbers[row]) p *= fields_[f].shares[n];
      return p;
    };
    return std::log2(fields_[*given_].m[kSwapped] / std::clamp(std::max(chance(a), chance(b)), 1e-9, 1.0));
  }

  void score(LinkResult& result) {
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const auto a = static_cast<std::uint32_t>(pairs_[i] >> 32), b = static_cast<std::uint32_t>(pairs_[i]);
      Evidence e = evidence(patterns_[i]);
      for (std::size_t f = 0; f < fields_.size(); ++f) {
        const std::uint8_t l = level(patterns_[i], f);
        if (l == kSwapped) e.person += swapped_bits(a, b) - bits(f, l);
        if (l > 2) continue;
        const double rare = rarity_bits(f, l, a, b);
        double person = bits(f, l) + rare, home = fields_[f].shared ? home_bits(f, l) + rare : 0;
        if (l == 0) {  // what agrees never speaks against the pair: not by being common, nor by speaking more for a household
          person = std::max(person, 0.0);
          home = std::min(home, person);
        }
        e.person += person - bits(f, l);
        e.home += home - home_bits(f, l);
      }
      const double probability = e.of_person();
      const double weight = e.person - std::log2(1 + std::exp2(e.home));
      result.expected_matches += probability;
      if (probability >= kLeastProbability) result.pairs.push_back({order_[a], order_[b], probability, weight});
    }
  }

  const std::vector<Row>& rows_;
  bool across_;
  std::vector<std::uint32_t> order_;
  std::vector<Values> values_;
  std::vector<Field> fields_;
  std::optional<std::size_t> given_, family_;
  std::vector<std::size_t> kin_;   ///< fields that are paired with each other
  std::vector<std::uint64_t> pairs_;
  std::vector<Pattern64> patterns_;
  double persons_ = 0, homes_ = 0;  ///< shares of all pairs
};

}  // namespace

std::string_view word(Meaning meaning) { return kMeanings[static_cast<std::size_t>(meaning)]; }

std::optional<Meaning> meaning_named(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kMeanings); ++i)
    if (kMeanings[i] == text) return static_cast<Meaning>(i);
  return std::nullopt;
}

LinkResult link_rows(const std::vector<Meaning>& columns, const std::vector<Row>& rows, bool across) { return Linker(columns, rows, across).run(); }

double best_threshold(std::vector<double> probabilities) {
  std::sort(probabilities.begin(), probabilities.end(), std::greater<>());
  const double all = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
  double taken = 0, best = -1, threshold = 0.5;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    taken += probabilities[i];
    const double f1 = 2 * taken / (static_cast<double>(i + 1) + all);
    if (f1 > best) best = f1, threshold = probabilities[i];
  }
  return threshold;
}

}  // namespace nibbi::names
