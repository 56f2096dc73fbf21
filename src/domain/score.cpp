#include "domain/score.hpp"

#include <algorithm>

namespace nibbi::domain {
namespace {

struct Sum {
  std::int64_t worth = 0, weight = 0, answered = 0, asked = 0;
  void add(const Sum& other) {
    worth += other.worth;
    weight += other.weight;
    answered += other.answered;
    asked += other.asked;
  }
  /// Half a hundredth is rounded up.
  Mean mean() const { return {weight > 0 ? (200 * worth + weight) / (2 * weight) : 0, answered, asked}; }
};

Sum sum_of(const Instrument& by, const Instrument::Dimension& dimension, const VisitRecorded& visit) {
  Sum sum;
  for (const auto& item : dimension.items) {
    ++sum.asked;
    const Code* said = rating(visit, item.name);
    const auto worth = said ? by.values.find(said->value) : by.values.end();
    if (worth == by.values.end()) continue;
    ++sum.answered;
    sum.worth += worth->second * item.weight;
    sum.weight += item.weight;
  }
  return sum;
}

}  // namespace

std::int64_t Instrument::highest() const {
  std::int64_t most = 0;
  for (const auto& [word, worth] : values) most = std::max(most, worth);
  return most;
}

const Code* rating(const VisitRecorded& v, std::string_view name) {
  static constexpr std::pair<std::string_view, Code VisitRecorded::*> kRatings[]{
      {"safety", &VisitRecorded::safety}, {"learning", &VisitRecorded::learning}, {"health", &VisitRecorded::health},
      {"daily_life", &VisitRecorded::daily_life}, {"family", &VisitRecorded::family}, {"community", &VisitRecorded::community}};
  for (const auto& [word, member] : kRatings)
    if (word == name) return &(v.*member);
  return nullptr;
}

Score score_of(const Instrument& by, const VisitRecorded& visit) {
  Score score;
  Sum whole;
  for (const auto& dimension : by.dimensions) {
    const Sum sum = sum_of(by, dimension, visit);
    score.dimensions.push_back(sum.mean());
    whole.add(sum);
  }
  score.whole = whole.mean();
  return score;
}

}  // namespace nibbi::domain
