// Finding files in the Index: dictionary first, then lists, then the few that agree best.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "names/index.hpp"

namespace nibbi::names {
namespace {

constexpr std::size_t kBeginningMin = 3;
struct FewRows {
  std::size_t of_rarest, of_others;
};
constexpr FewRows kFewRows[] = {{2'000, 500}, {20'000, 4'000}};  ///< so many are looked at one by one for each word: more only when few don't decide
constexpr std::size_t kLookAgain = 1'000;                  ///< after so many it is asked anew how good a file must be
constexpr std::uint32_t kNoSense = ~std::uint32_t{0};
constexpr std::size_t kAskedMax = 15;                      ///< words of a query: which of them agree stands in 16 bits, with one bit more
constexpr std::uint16_t kLookedAt = 1u << kAskedMax;

/// What it takes from a word's bits that it agrees only so far, and that it stands elsewhere in the file; in bits.
constexpr double kLevelPrice[kLevels] = {0, 0.2, 1, 1.5, 2.5, 3.5, 6, 0};
constexpr double kBeginningPrice = 1.3, kFarPrice = 2.5, kMissingPrice = 7.0, kMissingPlacePrice = 3.0;  // people move; names stay
constexpr double kLeastBits = 0.1;

constexpr std::int32_t kBit = 1024;
constexpr std::int32_t whole(double bits) { return static_cast<std::int32_t>(bits * kBit + (bits < 0 ? -0.5 : 0.5)); }
constexpr std::int32_t kPartPrice[3] = {0, whole(3.0), whole(0.5)};  // own, a relative's, a place's
constexpr std::int32_t kAgeBits[] = {whole(3), whole(2), whole(1)}, kOtherAge = whole(-2);  // by years apart

std::int32_t worth(std::int32_t bits, std::uint32_t part) { return std::max(whole(kLeastBits), bits - kPartPrice[part]); }

bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Search::Asked Search::ask(Word word) {
  Asked asked{token_of(std::move(word)), {}, 0, 0, 0, 0};
  const std::string& folded = asked.token.word.folded;
  Nearby near = words_.of(asked.token);
  if (folded.size() >= kBeginningMin) {
    auto it = std::lower_bound(index_.by_letters_.begin(), index_.by_letters_.end(), folded,
                               [&](std::uint32_t w, const std::string& wanted) { return index_.words_.at(w).folded < wanted; });
    for (; it != index_.by_letters_.end() && index_.words_.at(*it).folded.starts_with(folded); ++it)
      if (index_.words_.at(*it).folded != folded) keep_nearest(near, {*it, Level::spelling, true});
  }
  // A word that nothing is read like, and nothing begins with, may be a beginning with a slip.
  if (folded.size() > kBeginningMin && std::none_of(near.begin(), near.end(), [](const auto& n) { return n.second.level <= Level::lexicon; }))
    words_.add_slipped_beginnings(asked.token, near);

  for (const auto& [w, n] : near) asked.near.push_back({n});
  std::sort(asked.near.begin(), asked.near.end(), [](const Near& a, const Near& b) {
    return std::tuple(a.level, a.far, a.beginning, a.word) < std::tuple(b.level, b.far, b.beginning, b.word);
  });
  // A word is worth what is rare about it: the files that have it at this level or a stronger one (matching.md 4.1, step 6).
  for (std::size_t i = 0; i < asked.near.size();) {
    std::size_t j = i;
    while (j < asked.near.size() && asked.near[j].level == asked.near[i].level && asked.near[j].far == asked.near[i].far && asked.near[j].beginning == asked.near[i].beginning)
      asked.postings += index_.postings(asked.near[j++].word).size();
    const double share = static_cast<double>(std::min(asked.postings, index_.files())) / static_cast<double>(std::max<std::size_t>(index_.files(), 1));
    const double price = kLevelPrice[static_cast<std::size_t>(asked.near[i].level)] + (asked.near[i].far ? kFarPrice : 0) + (asked.near[i].beginning ? kBeginningPrice : 0);
    const Bits bits = whole(std::max(kLeastBits, -std::log2(std::max(share, 1e-9)) - price));
    for (; i < j; ++i) asked.near[i].bits = bits;
    asked.most = std::max(asked.most, bits);
  }
  // A word that is mostly a place's is a place; that it is missing from a file says less.
  std::size_t places = 0, all = 0;
  for (const Near& n : asked.near)
    if (n.level <= Level::spelling && !n.beginning) all += index_.postings(n.word).size(), places += index_.places_[n.word];
  asked.missing = whole(places * 2 > all ? kMissingPlacePrice : kMissingPrice);
  return asked;
}

void Search::learn_senses() {
  sense_at_.resize(index_.words_.size());
  senses_.clear();
  for (std::uint32_t i = 0; i < asked_.size(); ++i)
    for (const Near& n : asked_[i].near) {
      std::uint32_t& at = sense_at_[n.word];
      const bool known = at < senses_.size() && senses_[at].word == n.word;
      senses_.push_back({n.word, i, n.bits, known ? at : kNoSense});
      at = static_cast<std::uint32_t>(senses_.size() - 1);
    }
}

Search::Bits Search::age_bits(std::uint32_t row) const {
  if (age_ < 0 || index_.ages_[row] == kNoAge) return 0;
  const auto apart = static_cast<std::size_t>(std::abs(static_cast<int>(index_.ages_[row]) - age_));
  return apart < std::size(kAgeBits) ? kAgeBits[apart] : kOtherAge;
}

Search::Scored Search::score(std::uint32_t row) const {
  std::array<Bits, kWordsMax> best{};
  for (const std::uint32_t posting : index_.words_in(row)) {
    const std::uint32_t word = posting >> 2;
    std::uint32_t at = sense_at_[word];
    if (at >= senses_.size() || senses_[at].word != word) continue;
    for (; at != kNoSense; at = senses_[at].next) best[senses_[at].asked] = std::max(best[senses_[at].asked], worth(senses_[at].bits, posting & 3));
  }
  Scored s{age_bits(row), row, 0};
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    s.bits += best[i] > 0 ? best[i] : -asked_[i].missing;
    s.agreed += best[i] > 0;
  }
  return s;
}

/// For each word, the files of the rarest that is near it: few, and the best that there may be.
void Search::look_at_rare_rows(std::size_t of_rarest, std::size_t of_others) {
  scored_.clear();
  const auto rarest = std::min_element(asked_.begin(), asked_.end(), [](const Asked& a, const Asked& b) { return a.postings < b.postings; });
  std::vector<std::uint32_t> rows;
  for (Asked& asked : asked_) {
    const std::size_t few = &asked == &*rarest ? of_rarest : of_others;
    std::size_t n = 0;
    for (std::size_t before = rows.size(); n < asked.near.size(); ++n) {
      const auto list = index_.postings(asked.near[n].word);
      if (rows.size() - before + list.size() > few) break;
      for (const std::uint32_t posting : list) rows.push_back(posting >> 2);
    }
    asked.most_elsewhere = 0;
    for (; n < asked.near.size(); ++n) asked.most_elsewhere = std::max(asked.most_elsewhere, asked.near[n].bits);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  for (const std::uint32_t row : rows) scored_.push_back(score(row));
}

std::size_t Search::most_agreed() const {
  std::size_t most = 0;
  for (const Scored& s : scored_) most = std::max<std::size_t>(most, s.agreed);
  return most;
}

/// All words agree, or, of three and more, all but one; only when nothing else is there, fewer.
std::size_t Search::least_agreed(std::size_t most) const { return most == asked_.size() && most >= 3 ? most - 1 : most; }

/// What a file must have more than to be among the best `top`.
Search::Bits Search::threshold(std::size_t top, std::size_t least) const {
  std::vector<Bits> best;
  for (const Scored& s : scored_)
    if (s.agreed >= least) best.push_back(s.bits);
  if (best.size() < top) return std::numeric_limits<Bits>::min();
  std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(top - 1), best.end(), std::greater<>());
  return best[top - 1];
}

/// Of the files that were not looked at, can one be among the best?
bool Search::others_may_be_better(std::size_t top) const {
  const std::size_t most = most_agreed(), least = least_agreed(most);
  std::size_t theirs = 0;
  Bits bound = age_ >= 0 ? kAgeBits[0] : 0;
  for (const Asked& asked : asked_) {
    theirs += asked.most_elsewhere > 0;
    bound += asked.most_elsewhere > 0 ? asked.most_elsewhere : -asked.missing;
  }
  return theirs > most || (theirs >= least && bound >= threshold(top, least));
}

/// The files in which as many words agree as in any: their lists are laid over each other. Those that were looked at are known; of the others only
/// those are looked at that can be as good.
void Search::look_at_rows_with_most(std::size_t top) {
  std::size_t known = 0;
  for (const Asked& asked : asked_) known += !asked.near.empty();
  if (known == 1) {
    scored_.clear();
    for (std::size_t i = 0; i < asked_.size(); ++i)
      if (!asked_[i].near.empty()) look_at_rows_with_only(i);
    return;
  }
  for (const Scored& s : scored_) marks_[s.row] = kLookedAt;
  std::vector<std::uint32_t> rows;
  for (std::size_t least = known >= 3 && known == asked_.size() ? known - 1 : known; least > 0 && least * 2 >= asked_.size(); --least) {
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      const auto bit = static_cast<std::uint16_t>(1u << i);
      for (const Near& n : asked_[i].near)
        for (const std::uint32_t posting : index_.postings(n.word)) {
          std::uint16_t& mark = marks_[posting >> 2];
          if (mark & (bit | kLookedAt)) continue;
          mark |= bit;
          if (static_cast<std::size_t>(std::popcount(mark)) == least) rows.push_back(posting >> 2);
        }
    }
    // Those with the most words first: they tell how good the others must be.
    std::stable_partition(rows.begin(), rows.end(), [&](std::uint32_t row) { return static_cast<std::size_t>(std::popcount(marks_[row])) > least; });
    Bits good = threshold(top, least);
    std::size_t looked_at = 0;
    for (const std::uint32_t row : rows) {
      const std::uint16_t mark = marks_[row];
      Bits bound = age_ >= 0 ? kAgeBits[0] : 0;
      for (std::size_t i = 0; i < asked_.size(); ++i) bound += mark >> i & 1 ? asked_[i].most_elsewhere : -asked_[i].missing;
      if (bound < good) continue;
      scored_.push_back(score(row));
      if (++looked_at % kLookAgain == 0 && looked_at <= 10 * kLookAgain) good = threshold(top, least);
    }
    std::fill(marks_.begin(), marks_.end(), std::uint16_t{0});
    if (most_agreed() >= least) return;
    for (const Scored& s : scored_) marks_[s.row] = kLookedAt;
    rows.clear();
  }
  std::fill(marks_.begin(), marks_.end(), std::uint16_t{0});
}

/// For one word alone the lists say it all; a common one is in very many files.
void Search::look_at_rows_with_only(std::size_t asked) {
  Bits missing = 0;
  for (std::size_t i = 0; i < asked_.size(); ++i) missing += i == asked ? 0 : asked_[i].missing;
  const auto each = [&](const auto& visit) {
    for (const Near& n : asked_[asked].near)
      for (const std::uint32_t posting : index_.postings(n.word)) visit(posting >> 2, worth(n.bits, posting & 3));
  };
  each([&](std::uint32_t row, Bits bits) { marks_[row] = static_cast<std::uint16_t>(std::max<Bits>(marks_[row], bits)); });
  each([&](std::uint32_t row, Bits) {
    if (marks_[row] == 0) return;
    scored_.push_back({marks_[row] - missing + age_bits(row), row, 1});
    marks_[row] = 0;
  });
}

void Search::explain(std::uint32_t row, Hit& hit) {
  hit.level = Level::exact;
  for (const Asked& asked : asked_) {
    const Near* best = nullptr;
    std::uint32_t part = 0;
    Bits bits = 0;
    for (const std::uint32_t posting : index_.words_in(row)) {
      const auto near = std::find_if(asked.near.begin(), asked.near.end(), [&](const Near& n) { return n.word == posting >> 2; });
      if (near == asked.near.end()) continue;
      const Bits here = worth(near->bits, posting & 3);
      if (here > bits) best = &*near, part = posting & 3, bits = here;
    }
    Reason reason;
    reason.said = asked.token.word.written;
    if (!best) {
      reason.how = Reason::How::missing;
      hit.reasons.push_back(std::move(reason));
      continue;
    }
    hit.level = std::max(hit.level, best->level);
    reason.where = part == Index::relative ? Reason::Where::relative : part == Index::place ? Reason::Where::place : Reason::Where::own;
    reason.theirs = index_.words_.at(best->word).written;
    if (best->beginning) {
      reason.how = Reason::How::begins;
    } else {
      compare_words(words_.token(best->word), asked.token, {}, &reason.rules);
      reason.how = !reason.rules.empty() ? Reason::How::read_alike : best->level == Level::exact ? Reason::How::same : Reason::How::slip;
    }
    hit.reasons.push_back(std::move(reason));
  }
}

std::string text(const Reason& r) {
  if (r.where == Reason::Where::phone) return "the phone number";
  if (r.how == Reason::How::missing) return r.said + ": not found";
  std::string line = r.where == Reason::Where::relative ? "parent: " : r.where == Reason::Where::place ? "village: " : "";
  line += r.theirs + " ~ " + r.said + ": ";
  if (r.how == Reason::How::begins) return line + "begins so";
  if (r.how == Reason::How::same) return line + "the same";
  if (r.how == Reason::How::slip) return line + "a slip of the pen";
  for (std::size_t i = 0; i < r.rules.size(); ++i) line += (i == 0 ? "" : ", ") + r.rules[i];
  return line;
}

Found Search::by_number(std::string_view digits, std::size_t top) const {
  Found found;
  std::uint32_t number = 0;
  for (const char c : digits.substr(digits.size() > 8 ? digits.size() - 8 : 0)) number = number * 10 + static_cast<std::uint32_t>(c - '0');
  const double bits = std::log2(static_cast<double>(std::max<std::size_t>(index_.files(), 2)));
  auto it = std::lower_bound(index_.phones_.begin(), index_.phones_.end(), std::pair<std::uint32_t, std::uint32_t>{number, 0});
  for (; it != index_.phones_.end() && it->first == number && found.hits.size() < top; ++it)
    found.hits.push_back({std::string(index_.id(it->second)), bits, Level::exact, {{Reason::Where::phone, Reason::How::same, {}, {}, {}}}});
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

  asked_.clear();
  age_ = -1;
  for (Word& word : telling_words(query, kNoWordsLimit)) {
    if (is_number(word.folded) && word.folded.size() <= 2) age_ = std::stoi(word.folded);
    else if (asked_.size() < kAskedMax) asked_.push_back(ask(std::move(word)));
    else ++found.ignored_words;
  }
  if (asked_.empty()) return found;
  marks_.resize(index_.files());
  learn_senses();
  bool decided = false;
  for (const FewRows& few : kFewRows) {
    look_at_rare_rows(few.of_rarest, few.of_others);
    if ((decided = !others_may_be_better(top))) break;
  }
  if (!decided) look_at_rows_with_most(top);
  const std::size_t ignored = found.ignored_words;
  found = ranked(top);
  found.ignored_words = ignored;
  return found;
}

Found Search::ranked(std::size_t top) {
  Found found;
  const std::size_t most = most_agreed();
  if (most == 0 || most * 2 < asked_.size()) return found;
  const std::size_t least = least_agreed(most);
  std::erase_if(scored_, [&](const Scored& s) { return s.agreed < least; });
  const std::size_t shown = std::min(top, scored_.size());
  std::partial_sort(scored_.begin(), scored_.begin() + static_cast<std::ptrdiff_t>(shown), scored_.end(),
                    [](const Scored& a, const Scored& b) { return std::tuple(-a.bits, a.row) < std::tuple(-b.bits, b.row); });
  const Bits best = scored_.front().bits;
  const auto as_good = static_cast<std::size_t>(std::count_if(scored_.begin(), scored_.end(), [&](const Scored& s) { return s.bits == best; }));
  if (as_good > top) {
    found.matches = as_good;
    Hit probe;
    explain(scored_.front().row, probe);
    const auto used = [&](Reason::Where where) {
      return std::any_of(probe.reasons.begin(), probe.reasons.end(), [&](const Reason& r) { return r.where == where && r.how != Reason::How::missing; });
    };
    if (index_.has_village_ && !used(Reason::Where::place)) found.ask.push_back("village");
    if (index_.has_mother_ && !used(Reason::Where::relative)) found.ask.push_back("mother");
    if (index_.has_father_ && !used(Reason::Where::relative)) found.ask.push_back("father");
    if (index_.has_age_ && age_ < 0) found.ask.push_back("age");
    if (index_.has_phone_) found.ask.push_back("phone");
    found.too_common = !found.ask.empty();
    if (found.too_common) return found;  // and where nothing is left to ask, the first of the equals are better than nothing
  }
  for (std::size_t i = 0; i < shown; ++i) {
    Hit hit{std::string(index_.id(scored_[i].row)), static_cast<double>(scored_[i].bits) / kBit, Level::none, {}};
    explain(scored_[i].row, hit);
    found.hits.push_back(std::move(hit));
  }
  return found;
}

}  // namespace nibbi::names
