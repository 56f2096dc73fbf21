#include "names/link_chance.hpp"

#include <algorithm>
#include <cmath>

namespace nibbi::names {
namespace {

constexpr double kHardlyFrom = 0.004, kHardlyTo = 0.1;   ///< what the model says of pairs that tell how fast strangers thin out: most of them are
constexpr std::size_t kEnough = 200;                     ///< so many of them tell how fast they thin out
constexpr double kSlowest = 0.1, kFastest = 10;          ///< by how much, in natural logarithms a bit; what thins out more slowly, or not, has no end to tell
constexpr double kStep = 0.5;                            ///< bits
constexpr double kNever = 0.001;                         ///< so much is left of what looks like nothing but chance

double weight_of(double probability) { return std::log2(probability / (1 - probability)); }

/// How fast a crowd thins out that was seen over a stretch of so many bits only, and lies so far into it on average.
double rate_of(double mean, double stretch) {
  double slow = kSlowest, fast = kFastest;
  for (int i = 0; i < 60; ++i) {
    const double rate = (slow + fast) / 2;
    (1 / rate - stretch / std::expm1(rate * stretch) > mean ? slow : fast) = rate;
  }
  return slow;
}

/// The pairs of one step of weight, or of several that are judged together.
struct Steps {
  double pairs = 0, strangers = 0;
  std::size_t count = 1;
  double share() const { return std::clamp(1 - strangers / pairs, 0.0, 1.0); }
};

}  // namespace

void allow_for_chance(std::vector<LinkedPair>& pairs) {
  const double from = weight_of(kHardlyFrom), to = weight_of(kHardlyTo), stretch = to - from;
  std::vector<double> seen;
  double most = to;
  for (const LinkedPair& pair : pairs) {
    if (pair.weight >= from && pair.weight < to) seen.push_back(pair.weight);
    most = std::max(most, pair.weight);
  }
  std::sort(seen.begin(), seen.end());  // so that the sums are the same in every order
  double strangers = 0, sum = 0;
  for (const double weight : seen) {
    const double stranger = 1 / (1 + std::exp2(weight));
    strangers += stranger;
    sum += stranger * (weight - from);
  }
  if (strangers < kEnough) return;
  const double rate = rate_of(sum / strangers, stretch);
  if (rate <= kSlowest * 1.01) return;
  const double beyond = strangers / std::expm1(rate * stretch);  // how many there are of more weight

  std::vector<double> counts(static_cast<std::size_t>((most - to) / kStep) + 1);
  const auto step_of = [&](double weight) { return static_cast<std::size_t>((weight - to) / kStep); };
  for (const LinkedPair& pair : pairs)
    if (pair.weight >= to) counts[step_of(pair.weight)] += 1;
  // More weight is never less probable: steps that say so are judged together (pool adjacent violators).
  std::vector<Steps> pooled;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double least = static_cast<double>(i) * kStep;
    Steps here{counts[i], beyond * (std::exp(-rate * least) - std::exp(-rate * (least + kStep)))};
    while (!pooled.empty() && (here.pairs == 0 || pooled.back().pairs == 0 || pooled.back().share() >= here.share())) {
      here = {here.pairs + pooled.back().pairs, here.strangers + pooled.back().strangers, here.count + pooled.back().count};
      pooled.pop_back();
    }
    pooled.push_back(here);
  }
  std::vector<double> share;
  for (const Steps& steps : pooled) share.insert(share.end(), steps.count, std::max(kNever, steps.pairs == 0 ? 0 : steps.share()));
  for (LinkedPair& pair : pairs)
    if (pair.weight >= to) pair.probability = std::min(pair.probability, share[step_of(pair.weight)]);
    else pair.probability *= std::min(1.0, share[0] / kHardlyTo);
}

}  // namespace nibbi::names
