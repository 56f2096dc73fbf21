// Finding files in the Index: dictionary first, then lists, then the few that agree best.
#include <algorithm>
#include <cmath>

#include "names/distance.hpp"
#include "names/index.hpp"

namespace nibbi::names {
namespace {

constexpr std::size_t kBeginningMin = 3;
constexpr std::size_t kReadMax = 20'000;
constexpr std::size_t kOneSlipMin = 4, kTwoSlipsMin = 7;  ///< letters that a word needs for so many slips of the pen
/// What it takes from a word's bits that it agrees only so far, and that it stands elsewhere in the file.
constexpr double kLevelPrice[kLevels] = {0, 0.2, 1, 1.5, 2.5, 3.5, 6, 0};
constexpr double kBeginningPrice = 1.5, kMissingPrice = 7.0, kMissingPlacePrice = 3.0;  // people move; names stay
constexpr double kPartPrice[3] = {0, 3.0, 0.5};  // own, a relative's, a place's
constexpr double kLeastBits = 0.1;

std::size_t slips_allowed(std::size_t letters) { return letters >= kTwoSlipsMin ? 2 : letters >= kOneSlipMin ? 1 : 0; }

bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

const Token& Search::token(std::uint32_t word) {
  if (const auto it = read_.find(word); it != read_.end()) return it->second;
  if (read_.size() >= kReadMax) read_.clear();
  return read_.emplace(word, token_of(index_.words_[word])).first->second;
}

Search::Asked Search::ask(Word word) {
  Asked asked{token_of(std::move(word)), {}, {}, 0};
  const std::string& folded = asked.token.word.folded;
  std::unordered_map<std::uint32_t, Near> near;
  const auto take = [&](std::uint32_t w, Level level, bool beginning = false) {
    const auto [it, added] = near.try_emplace(w, Near{w, level, beginning});
    if (!added && (level < it->second.level || (level == it->second.level && !beginning))) it->second = {w, level, beginning};
  };
  const auto judge = [&](const auto& map, const auto& key) {
    if (const auto found = map.find(key); found != map.end())
      for (const std::uint32_t w : found->second) {
        if (near.contains(w)) continue;
        const Level level = compare_words(asked.token, token(w), {});
        if (level <= Level::edit) take(w, level);
      }
  };
  if (const auto it = index_.numbers_.find(folded); it != index_.numbers_.end()) take(it->second, Level::exact);
  for (const Reading& reading : asked.token.readings) judge(index_.by_sounds_, reading.sounds);
  for (const Membership& m : asked.token.names) judge(index_.by_name_, m.name);
  for (const Reading& reading : asked.token.readings) judge(index_.by_skeleton_, reading.skeleton);

  // Slips of the pen: against every word of about the same length.
  const Pattern pattern(folded);
  if (const std::size_t slips = slips_allowed(folded.size()); slips > 0)
    for (std::size_t length = folded.size() - slips; length <= std::min(folded.size() + slips, kWordBytesMax); ++length)
      for (const std::uint32_t w : index_.by_length_[length])
        if (pattern.distance(index_.words_[w].folded) <= slips && !near.contains(w)) {
          const Token& other = token(w);
          const Level level = compare_words(asked.token, other, {});
          if (level <= Level::edit) take(w, level);
          else if (!are_look_alikes(asked.token.names, other.names)) take(w, Level::edit);
        }
  if (folded.size() >= kBeginningMin) {
    auto it = std::lower_bound(index_.by_letters_.begin(), index_.by_letters_.end(), folded,
                               [&](std::uint32_t w, const std::string& wanted) { return index_.words_[w].folded < wanted; });
    for (; it != index_.by_letters_.end() && index_.words_[*it].folded.starts_with(folded); ++it)
      if (index_.words_[*it].folded != folded) take(*it, Level::spelling, true);
  }

  for (const auto& [w, n] : near) asked.near.push_back(n);
  std::sort(asked.near.begin(), asked.near.end(), [](const Near& a, const Near& b) {
    return std::tuple(a.level, a.beginning, a.word) < std::tuple(b.level, b.beginning, b.word);
  });
  // A word is worth what is rare about it: the files that have it at this level or a stronger one (matching.md 4.1, step 6).
  std::size_t files = 0;
  for (std::size_t i = 0; i < asked.near.size();) {
    std::size_t j = i;
    while (j < asked.near.size() && asked.near[j].level == asked.near[i].level && asked.near[j].beginning == asked.near[i].beginning)
      files += index_.postings(asked.near[j++].word).size();
    const double share = static_cast<double>(std::min(files, index_.files())) / static_cast<double>(std::max<std::size_t>(index_.files(), 1));
    const double price = asked.near[i].beginning ? kBeginningPrice : kLevelPrice[static_cast<std::size_t>(asked.near[i].level)];
    for (; i < j; ++i) asked.bits.push_back(std::max(kLeastBits, -std::log2(std::max(share, 1e-9)) - price));
  }
  // A word that is mostly a place's is a place; that it is missing from a file says less.
  std::size_t places = 0, all = 0;
  for (const Near& n : asked.near)
    if (n.level <= Level::spelling && !n.beginning)
      for (const std::uint32_t posting : index_.postings(n.word)) ++all, places += (posting & 3) == Index::place;
  asked.missing_price = places * 2 > all ? kMissingPlacePrice : kMissingPrice;
  return asked;
}

void Search::count(const Asked& asked) {
  ++stamp_;
  for (std::size_t n = 0; n < asked.near.size(); ++n) {
    const auto bits = static_cast<float>(asked.bits[n]);
    for (const std::uint32_t posting : index_.postings(asked.near[n].word)) {
      const std::uint32_t row = posting >> 2;
      const float worth = std::max(static_cast<float>(kLeastBits), bits - static_cast<float>(kPartPrice[posting & 3]));
      if (stamps_[row] < first_stamp_) {
        total_[row] = -missing_all_;
        agreed_[row] = 0;
        touched_.push_back(row);
      }
      if (stamps_[row] != stamp_) {
        stamps_[row] = stamp_;
        last_[row] = 0;
        ++agreed_[row];
        total_[row] += static_cast<float>(asked.missing_price);
      }
      if (worth > last_[row]) {
        total_[row] += worth - last_[row];
        last_[row] = worth;
      }
    }
  }
}

void Search::explain(const std::vector<Asked>& words, std::uint32_t row, Hit& hit) {
  hit.level = Level::exact;
  for (const Asked& asked : words) {
    const Near* best = nullptr;
    std::uint32_t part = 0;
    double bits = -1;
    for (std::size_t n = 0; n < asked.near.size(); ++n) {
      const auto list = index_.postings(asked.near[n].word);
      for (auto it = std::lower_bound(list.begin(), list.end(), row << 2); it != list.end() && *it >> 2 == row; ++it) {
        const double worth = asked.bits[n] - kPartPrice[*it & 3];
        if (worth > bits) best = &asked.near[n], part = *it & 3, bits = worth;
      }
    }
    const std::string& said = asked.token.word.written;
    if (!best) {
      hit.reasons.push_back(said + ": not found");
      continue;
    }
    hit.level = std::max(hit.level, best->level);
    const Word& theirs = index_.words_[best->word];
    std::string line = part == Index::relative ? "parent: " : part == Index::place ? "village: " : "";
    line += theirs.written + " ~ " + said;
    if (best->beginning) {
      line += ": begins so";
    } else {
      std::vector<std::string> why;
      compare_words(token(best->word), asked.token, {}, &why);
      if (best->level == Level::exact && why.empty()) why.push_back("the same");
      if (why.empty()) why.push_back("a slip of the pen");
      for (std::size_t i = 0; i < why.size(); ++i) line += (i == 0 ? ": " : ", ") + why[i];
    }
    hit.reasons.push_back(std::move(line));
  }
}

Found Search::by_number(std::string_view digits, std::size_t top) const {
  Found found;
  std::uint32_t number = 0;
  for (const char c : digits.substr(digits.size() > 8 ? digits.size() - 8 : 0)) number = number * 10 + static_cast<std::uint32_t>(c - '0');
  const double bits = std::log2(static_cast<double>(std::max<std::size_t>(index_.files(), 2)));
  auto it = std::lower_bound(index_.phones_.begin(), index_.phones_.end(), std::pair<std::uint32_t, std::uint32_t>{number, 0});
  for (; it != index_.phones_.end() && it->first == number && found.hits.size() < top; ++it)
    found.hits.push_back({std::string(index_.id(it->second)), bits, Level::exact, {"the phone number"}});
  return found;
}

Found Search::find(std::string_view query, std::size_t top) {
  Found found;
  if (index_.files() == 0 || top == 0) return found;
  std::string digits;
  bool other = false;
  for (const char c : query) {
    if (c >= '0' && c <= '9') digits += c;
    else if (std::string_view(" +-./()").find(c) == std::string_view::npos) other = true;
  }
  if (!other && digits.size() >= 6) {
    found = by_number(digits, top);
    if (!found.hits.empty()) return found;
  }

  std::vector<Asked> words;
  int age = -1;
  for (Word& word : telling_words(query)) {
    if (is_number(word.folded) && word.folded.size() <= 2) age = std::stoi(word.folded);
    else words.push_back(ask(std::move(word)));
  }
  if (words.empty()) return found;
  stamps_.resize(index_.files());
  total_.resize(index_.files());
  last_.resize(index_.files());
  agreed_.resize(index_.files());
  if (stamp_ > 0xFFFF'0000u) {
    std::fill(stamps_.begin(), stamps_.end(), 0);
    stamp_ = 0;
  }
  first_stamp_ = stamp_ + 1;
  touched_.clear();
  missing_all_ = 0;  // what a file pays until its words turn up
  for (const Asked& asked : words) missing_all_ += static_cast<float>(asked.missing_price);
  for (const Asked& asked : words) count(asked);

  // All words agree, or, of three and more, all but one; only when nothing else is there, fewer.
  std::size_t most = 0;
  for (const std::uint32_t row : touched_) most = std::max<std::size_t>(most, agreed_[row]);
  if (most == 0 || most * 2 < words.size()) return found;
  const std::size_t least = most == words.size() && words.size() >= 3 ? most - 1 : most;
  std::vector<std::pair<float, std::uint32_t>> ranked;
  for (const std::uint32_t row : touched_) {
    if (agreed_[row] < least) continue;
    float score = total_[row];
    if (age >= 0 && index_.ages_[row] != 255) {
      const int apart = std::abs(static_cast<int>(index_.ages_[row]) - age);
      score += apart == 0 ? 3.0f : apart == 1 ? 2.0f : apart == 2 ? 1.0f : -2.0f;
    }
    ranked.emplace_back(-score, row);
  }
  const std::size_t shown = std::min(top, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(shown), ranked.end());
  const float best = ranked.front().first;
  const auto as_good = static_cast<std::size_t>(std::count_if(ranked.begin(), ranked.end(), [&](const auto& r) { return r.first <= best + 1e-3f; }));
  if (as_good > top) {
    found.too_common = true;
    found.matches = as_good;
    const auto used = [&](Index::Part part) {
      Hit probe;
      explain(words, ranked.front().second, probe);
      const std::string_view mark = part == Index::relative ? "parent: " : "village: ";
      return std::any_of(probe.reasons.begin(), probe.reasons.end(), [&](const std::string& r) { return r.starts_with(mark); });
    };
    if (index_.has_village_ && !used(Index::place)) found.ask.push_back("village");
    if (index_.has_mother_ && !used(Index::relative)) found.ask.push_back("mother");
    if (index_.has_father_ && !used(Index::relative)) found.ask.push_back("father");
    if (index_.has_age_ && age < 0) found.ask.push_back("age");
    if (index_.has_phone_) found.ask.push_back("phone");
    return found;
  }
  for (std::size_t i = 0; i < shown; ++i) {
    Hit hit{std::string(index_.id(ranked[i].second)), -static_cast<double>(ranked[i].first), Level::none, {}};
    explain(words, ranked[i].second, hit);
    found.hits.push_back(std::move(hit));
  }
  return found;
}

}  // namespace nibbi::names
