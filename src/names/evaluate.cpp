#include "names/evaluate.hpp"

#include "names/chance.hpp"

namespace nibbi::names {
namespace {

/// Names that a row, or a chain of rows, says are one.
class Families {
 public:
  std::size_t of(const std::string& name) {
    const auto [it, added] = ids_.try_emplace(name, parents_.size());
    if (added) {
      parents_.push_back(it->second);
      names_.push_back(name);
    }
    return root(it->second);
  }
  void join(const std::string& a, const std::string& b) {
    const std::size_t x = of(a), y = of(b);
    parents_[x] = y;
  }
  std::size_t root(std::size_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::map<std::string, std::size_t> ids_;
  std::vector<std::size_t> parents_;
  std::vector<std::string> names_;
};

void count(KindResult& result, Level level, Level max_level) {
  ++result.pairs;
  result.matched += level <= max_level;
  ++result.by_level[static_cast<std::size_t>(level)];
}

}  // namespace

PairsResult evaluate_pairs(const std::vector<LabelledPair>& pairs, Level max_level, const Judge& judge, std::size_t random_pairs, std::uint64_t seed) {
  PairsResult out;
  Families families;
  for (const LabelledPair& pair : pairs) {
    count(out.kinds[pair.kind], judge(pair.a, pair.b), max_level);
    if (pair.kind.starts_with("confusable") || pair.kind.starts_with("clan_equivalent")) {
      families.of(pair.a);
      families.of(pair.b);
    } else {
      families.join(pair.a, pair.b);
    }
  }
  const auto& names = families.names();
  Chance chance(seed);
  for (std::size_t tries = 0; names.size() > 1 && out.random.pairs < random_pairs && tries < 4 * random_pairs; ++tries) {
    const std::size_t i = chance.below(names.size()), j = chance.below(names.size());
    if (families.root(i) == families.root(j)) continue;
    count(out.random, judge(names[i], names[j]), max_level);
  }
  return out;
}

}  // namespace nibbi::names
