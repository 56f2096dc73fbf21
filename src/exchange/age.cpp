#include "exchange/age.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "base/fold.hpp"

namespace nibbi::exchange {
namespace {

constexpr int kMajority = 18, kOldest = 130;

struct Years {
  int least = 0, most = kOldest;
  bool child() const { return most < kMajority; }
  bool adult() const { return least >= kMajority; }
};

std::vector<int> numbers_in(std::string_view text) {
  std::vector<int> out;
  int value = -1;
  for (const char c : text) {
    if (c >= '0' && c <= '9') value = std::min(std::max(value, 0) * 10 + (c - '0'), 99'999);
    else if (value >= 0) out.push_back(std::exchange(value, -1));
  }
  if (value >= 0) out.push_back(value);
  return out;
}

std::optional<Years> from_birth(const PartialDate& birth, Date registered) {
  if (birth.earliest || birth.latest) {
    Years out;
    if (birth.latest) out.least = std::max(0, years_between(*birth.latest, registered));
    if (birth.earliest) out.most = std::max(out.least, years_between(*birth.earliest, registered));
    return out;
  }
  // Words such as "vers 1985": a year in them can only show that somebody is surely grown up.
  std::optional<int> latest;
  for (const int n : numbers_in(birth.as_said))
    if (n >= 1850 && n <= registered.year()) latest = std::max(latest.value_or(0), n);
  if (latest && registered.year() - *latest >= kMajority + 2) return Years{registered.year() - *latest - 2, kOldest};
  return std::nullopt;
}

std::optional<Years> from_age(std::string_view text) {
  auto numbers = numbers_in(text);
  std::erase_if(numbers, [](int n) { return n > kOldest; });
  if (numbers.empty()) return std::nullopt;
  const std::string folded = fold(text);
  const bool in_months = folded.find("mois") != std::string::npos || folded.find("month") != std::string::npos || folded.find("mes") != std::string::npos;
  if (in_months) return Years{0, 2};
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  return Years{*least, *most};
}

/// Bands of the list that are ages, and how a column of ages has them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kTexts{
    {{"a0_5", "0-5"}, {"a6_9", "6-9"}, {"a10_12", "10-12"}, {"a13_15", "13-15"}, {"a16_17", "16-17"}, {"a18_more", "18+"}}};

std::string_view band_of(int years) {
  if (years <= 5) return "a0_5";
  if (years <= 9) return "a6_9";
  if (years <= 12) return "a10_12";
  if (years <= 15) return "a13_15";
  return "a16_17";
}

}  // namespace

Age judge_age(const AgeEvidence& e) {
  const auto birth = from_birth(e.birth, e.registered);
  const auto given = from_age(e.age_given);
  auto then = from_age(e.age_then);
  if (then) then->most = kOldest;
  bool child = false, adult = false;
  for (const auto& source : {birth, given, then}) {
    child = child || (source && source->child());
    adult = adult || (source && source->adult());
  }
  if (adult && !child) return {AgeVerdict::adult, "a18_more"};

  // The band is that of the youngest age that the best source allows.
  const auto& best = birth && birth->most < kOldest ? birth : given ? given : birth;
  Age out;
  if (best && best->child()) out = {AgeVerdict::child, band_of(best->least)};
  else if (given && given->child()) out = {AgeVerdict::child, band_of(given->least)};
  else if (best) out = {AgeVerdict::perhaps_adult, "child_unsure"};
  if (adult && child) out.verdict = AgeVerdict::conflict;
  return out;
}

std::string_view age_text(std::string_view band) {
  const auto it = std::find_if(kTexts.begin(), kTexts.end(), [&](const auto& t) { return t.first == band; });
  return it == kTexts.end() ? std::string_view{} : it->second;
}

bool is_age_text(std::string_view text) {
  return std::any_of(kTexts.begin(), kTexts.end(), [&](const auto& t) { return t.second == text; });
}

}  // namespace nibbi::exchange
