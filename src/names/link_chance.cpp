#include "names/link_chance.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

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
  double share() const { return pairs == 0 ? 0 : std::clamp(1 - strangers / pairs, 0.0, 1.0); }
};

/// What share of the pairs is one person, from some weight on.
struct Shares {
  double from = 0;
  std::vector<double> share;  ///< of each step
  double at(double weight) const { return share[std::min(share.size() - 1, static_cast<std::size_t>((weight - from) / kStep))]; }
};

/// How strangers thin out over the stretch below `to`, carried on from there. `weights` rise; `persons` says how much of a pair is no stranger.
std::optional<Shares> judged(const std::vector<double>& weights, double to, double stretch, const std::function<double(double)>& persons) {
  double strangers = 0, sum = 0;
  const auto first = std::lower_bound(weights.begin(), weights.end(), to - stretch), last = std::lower_bound(first, weights.end(), to);
  for (auto weight = first; weight != last; ++weight) {
    const double stranger = 1 - persons(*weight);
    strangers += stranger;
    sum += stranger * (*weight - (to - stretch));
  }
  if (strangers < kEnough) return std::nullopt;
  const double rate = rate_of(sum / strangers, stretch);
  if (rate <= kSlowest * 1.01) return std::nullopt;
  const double beyond = strangers / std::expm1(rate * stretch);  // how many there are of more weight

  std::vector<double> counts(static_cast<std::size_t>(std::max(0.0, weights.back() - to) / kStep) + 1);
  for (auto weight = last; weight != weights.end(); ++weight) counts[static_cast<std::size_t>((*weight - to) / kStep)] += 1;
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
  Shares shares{to, {}};
  for (const Steps& steps : pooled) shares.share.insert(shares.share.end(), steps.count, std::max(kNever, steps.share()));
  return shares;
}

}  // namespace

void allow_for_chance(std::vector<LinkedPair>& pairs) {
  const double to = weight_of(kHardlyTo), stretch = to - weight_of(kHardlyFrom);
  std::vector<double> weights;
  for (const LinkedPair& pair : pairs) weights.push_back(pair.weight);
  std::sort(weights.begin(), weights.end());  // so that sums are the same in every order
  const auto by_the_model = [](double weight) { return 1 / (1 + std::exp2(-weight)); };
  auto shares = judged(weights, to, stretch, by_the_model);
  if (!shares) return;
  // Where hardly any are persons further up as well, the stretch is taken there, nearer to where persons begin; not beyond even odds by the model.
  double end = to;
  while (end < 0 && shares->at(end) <= kHardlyTo) end += kStep;
  if (end = std::min(end, 0.0); end > to) {
    const Shares before = *shares;
    if (auto again = judged(weights, end, stretch, [&](double weight) { return weight < to ? by_the_model(weight) * std::min(1.0, before.share[0] / kHardlyTo) : before.at(weight); })) shares = std::move(again);
  }
  const double first = std::min(1.0, shares->share[0] / by_the_model(shares->from));
  for (LinkedPair& pair : pairs)
    if (pair.weight >= shares->from) pair.probability = std::min(pair.probability, shares->at(pair.weight));
    else pair.probability *= first;
}

}  // namespace nibbi::names
