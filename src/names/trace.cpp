#include "names/trace.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <tuple>

#include "names/geo.hpp"
#include "names/household.hpp"
#include "names/trace_bits.hpp"
#include "names/trace_scorer.hpp"

namespace nibbi::names {
namespace {

/// What it takes from a word's bits that it agrees only so far; in bits. As in the search.
constexpr double kLevelPrice[kLevels] = {0.3, 0.6, 1.2, 1.8, 2.8, 3.5, 6, 0};
constexpr double kFarPrice = 2.5, kLeastBits = 0.1, kMarkPrice = 1.5;
constexpr double kPlacePrice[kNearnesses] = {0.4, 1, 1.5, 2.5, 3, 4, 0};
constexpr double kFarPlace = -3;

constexpr int kBuckets = 8192, kZero = 2048;    // from -128 to +384 bits
constexpr std::size_t kFirst = 2'000, kMost = 100'000;  // files that are scored to learn how good the others must be; and at most
constexpr std::int32_t kSpread = bits(6);       // files so much worse than the best still take from its probability
constexpr std::int16_t kNotSeen = -32768;
constexpr std::size_t kKnownMax = 20'000;       // words of which it is remembered what is near
constexpr std::size_t kCounted = 2'048;
constexpr double kAsOfAll = 20;  ///< files of a family name are taken as these many of all, and what was counted

/// Languages and marks are counted among one's own files alone.
constexpr Region kNoRegion{.files = 0};

bool is_seen(const Visible& visible, std::size_t file) {
  return !visible || (file / 64 < visible->size() && ((*visible)[file / 64] >> (file % 64) & 1));
}


}  // namespace

void Trace::read(const Known& inquiry) {
  inquiry_ = &inquiry;
  asked_.clear();
  near_.clear();
  for (TraceBase::Item& item : TraceBase::items_of(inquiry)) asked_.push_back({token_of(std::move(item.word)), item.marks, asked_.size()});
  // A relative's word that is the child's family name, or another relative's word: they stand together.
  for (std::size_t i = 0; i < asked_.size(); ++i)
    if (TraceBase::class_of(asked_[i].item) == TraceBase::kin)
      for (std::size_t j = 0; j < i && asked_[i].same_as == i; ++j)
        if ((TraceBase::class_of(asked_[j].item) == TraceBase::kin || (asked_[j].item & TraceBase::kFamily)) && compare_words(asked_[j].token, asked_[i].token, {}) <= Level::lexicon) {
          asked_[i].same_as = asked_[j].same_as;
          asked_[i].repeated = asked_[asked_[j].same_as].repeated = true;
        }
  name_families();
  for (const Asked& asked : asked_) near_.push_back(near_to(asked));
}

/// What was found for a word before is found again, as long as the same words are there for this asker.
std::vector<NearWord> Trace::near_to(const Asked& asked) {
  const bool is_name = TraceBase::class_of(asked.item) <= TraceBase::kin;
  const auto none_has = [&](std::uint32_t w) {
    for (std::uint32_t of = 0; of < TraceBase::kClasses; ++of)
      if (have(w, static_cast<TraceBase::Class>(of)) > 0) return false;
    return true;
  };
  const auto find = [&](const std::function<bool(std::uint32_t)>& there) {
    Nearby near = words_.of(asked.token, there);
    if (is_name)
      for (const std::uint32_t w : words_.clan_equivalents(asked.token))
        if (!there || there(w)) near.try_emplace(w, NearWord{w, Level::clan});
    std::vector<NearWord> list;
    for (const auto& [w, n] : near)
      if (is_name || n.level <= Level::spelling || (n.level == Level::edit && !n.far)) list.push_back(n);
    std::sort(list.begin(), list.end(), [](const NearWord& a, const NearWord& b) { return std::tie(a.level, a.far, a.word) < std::tie(b.level, b.far, b.word); });
    return list;
  };
  const auto there = [&](std::uint32_t w) { return !none_has(w); };
  if (!all_seen_) return find(there);
  if (near_known_of_ != base_.words_.changes() || near_known_.size() >= kKnownMax) near_known_.clear();
  near_known_of_ = base_.words_.changes();
  const auto [known, is_new] = near_known_.try_emplace((is_name ? "n" : "o") + asked.token.word.letters);
  if (is_new) known->second = find({});
  // A word that only the files left out have leads to no other.
  return !without_.empty() && std::any_of(known->second.begin(), known->second.end(), [&](const NearWord& n) { return none_has(n.word); }) ? find(there) : known->second;
}

/// The child's own family name, and each word of a relative's name: which of those it is, the file tells. The same word is one, whoever is called so.
void Trace::name_families() {
  families_.clear();
  for (std::size_t i = 0; i < asked_.size() && families_.size() < kNoFamily; ++i) {
    if (TraceBase::class_of(asked_[i].item) != TraceBase::kin && !(asked_[i].item & TraceBase::kFamily)) continue;
    const auto first = std::find_if(asked_.begin(), asked_.begin() + static_cast<std::ptrdiff_t>(i), [&](const Asked& a) { return a.family != kNoFamily && a.token.word.letters == asked_[i].token.word.letters; });
    asked_[i].family = first->family != kNoFamily ? first->family : static_cast<std::uint8_t>(families_.size());
    if (asked_[i].family == families_.size()) families_.emplace_back();
  }
}

/// Counts are of the visible files alone: what is rare among them, whatever the others are.
void Trace::count(Visible visible) {
  without_.clear();
  less_.clear();
  all_seen_ = !visible;
  seen_files_ = base_.there_;
  seen_with_marks_ = base_.with_marks_;
  if (all_seen_) return;
  seen_.assign(base_.words_.size(), {});
  seen_places_.assign(base_.places_.size(), 0);
  seen_files_ = seen_with_marks_ = 0;
  for (std::size_t f = 0; f < base_.files_.size(); ++f) {
    const TraceBase::File& file = base_.files_[f];
    if (!file.there || !is_seen(visible, f)) continue;
    ++seen_files_;
    seen_with_marks_ += file.marks;
    for (std::size_t i = file.at; i < file.at + file.items; ++i) ++seen_[base_.items_[i] >> TraceBase::kNumberAt][TraceBase::class_of(base_.items_[i])];
    if (file.place != 0) ++seen_places_[file.place - 1];
  }
}

std::uint32_t Trace::have(std::uint32_t word, TraceBase::Class of) const {
  if (!all_seen_) return seen_[word][of];
  const auto less = less_.find(word);
  return base_.counts_[word][of] - (less == less_.end() ? 0 : less->second[of]);
}

bool Trace::is_a_siblings(std::uint32_t word, Level level) {
  return level > Level::exact && std::any_of(asked_.begin(), asked_.end(), [&](const Asked& a) {
    return (a.item & TraceBase::kKindBits) == static_cast<std::uint32_t>(Kin::sibling) && (a.item & TraceBase::kBegins) && compare_words(words_.token(word), a.token, {}) < level;
  });
}

void Trace::learn_senses() {
  sense_at_.assign(base_.words_.size(), ~std::uint32_t{0});
  most_.assign(base_.words_.size(), {});
  called_so_.assign(base_.words_.size(), 0);
  senses_.clear();
  for (std::uint32_t i = 0; i < asked_.size(); ++i) {
    const TraceBase::Class of = TraceBase::class_of(asked_[i].item);
    const bool is_name = of <= TraceBase::kin;
    const Region& region = is_name ? region_ : kNoRegion;
    // Few files tell a mark: how rare one is, is counted among those.
    const std::size_t files = std::max<std::size_t>(1, of == TraceBase::mark ? seen_with_marks_ : seen_files_);
    std::size_t all = 0;
    double regional = is_name ? region.share(asked_[i].token) : 0;
    const std::vector<NearWord>& near = near_[i];
    for (std::size_t a = 0; a < near.size();) {
      std::size_t b = a;
      for (; b < near.size() && near[b].level == near[a].level && near[b].far == near[a].far; ++b) {
        const std::uint32_t w = near[b].word;
        const std::uint32_t here = have(w, of);
        all += here;
        // A slip in a common name is as common as the name.
        if (is_name && here > 0 && regional < region.common) regional = std::max(regional, region.share(words_.token(w)));
      }
      const double share = share_of(all, files, regional, region);
      const double price = kLevelPrice[static_cast<std::size_t>(near[a].level)] + (near[a].far ? kFarPrice : 0) + (of == TraceBase::mark ? kMarkPrice : 0);
      const Bits worth = bits(std::max(kLeastBits, -std::log2(share) - price));
      for (; a < b; ++a) {
        const std::uint32_t w = near[a].word;
        if (asked_[i].family != kNoFamily && near[a].level <= Level::edit) {
          Family& family = families_[asked_[i].family];
          const std::uint64_t bit = std::uint64_t{1} << asked_[i].family;
          if (!(called_so_[w] & bit)) family.words.push_back(w), family.files += have(w, TraceBase::own);
          called_so_[w] |= bit;
          most_[w][TraceBase::own] |= kIsFamily;
        }
        if (have(w, of) == 0) continue;
        senses_.push_back({w, i, sense_at_[w], near[a].level, worth, share});
        sense_at_[w] = static_cast<std::uint32_t>(senses_.size() - 1);
        std::uint16_t& most = most_[w][of];
        most = static_cast<std::uint16_t>(std::max<int>(most & ~kIsFamily, (worth + kStep - 1) / kStep) | (most & kIsFamily));
        if (of == TraceBase::own && !(asked_[i].item & TraceBase::kFamily)) senses_.back().sisters = is_a_siblings(w, near[a].level);
      }
    }
  }
  // Of a crowd that shares a family name, some thousands tell what it tells.
  for (Family& family : families_) {
    while (family.files >> family.least_lot > kCounted) ++family.least_lot;
    family.files = 0;
  }
}

void Trace::learn_places(const Known& inquiry) {
  place_near_.clear();
  const std::vector<Word> words = telling_words(inquiry.village);
  if (words.empty()) return;
  std::vector<bool> named_there(base_.place_names_.size(), all_seen_);
  for (std::size_t p = 0; !all_seen_ && p < base_.places_.size(); ++p)
    if (seen_places_[p] > 0) named_there[base_.places_[p].name] = true;
  const auto users_of = [&](std::size_t p) -> std::size_t {
    if (!all_seen_) return seen_places_[p];
    return base_.places_[p].users - static_cast<std::size_t>(std::count_if(without_.begin(), without_.end(), [&](std::uint32_t f) { return base_.files_[f].place == p + 1; }));
  };
  const Nearby near = place_names_.of(token_of(joined(words)), [&](std::uint32_t w) { return named_there[w]; });
  std::vector<Level> named(base_.place_names_.size(), Level::none);
  for (const auto& [name, n] : near)
    if (!n.far) named[name] = n.level;
  const std::optional<Spot> here = inquiry.where ? std::optional(spot_of(*inquiry.where)) : std::nullopt;
  place_near_.assign(base_.places_.size(), static_cast<std::uint8_t>(Nearness::far));
  std::array<std::size_t, kNearnesses> have{};
  std::size_t all = 0;
  for (std::size_t p = 0; p < base_.places_.size(); ++p) {
    const TraceBase::Place& place = base_.places_[p];
    const std::size_t users = users_of(p);
    if (users == 0) continue;
    const std::optional<double> apart = place.where && here ? std::optional(distance_of(place.spot, *here)) : std::nullopt;
    place_near_[p] = static_cast<std::uint8_t>(nearness(named[place.name], apart));
    have[place_near_[p]] += users;
    all += users;
  }
  std::size_t nearer = 0;
  for (std::size_t n = 0; n + 1 < kNearnesses; ++n) {
    nearer += have[n];
    near_share_[n] = all == 0 ? 1 : static_cast<double>(std::max<std::size_t>(nearer, 1)) / static_cast<double>(all);
    near_bits_[n] = bits(std::max(n == 0 ? kLeastBits : 0.0, -std::log2(near_share_[n]) - kPlacePrice[n]));
  }
  near_bits_[kNearnesses - 1] = bits(kFarPlace);
}

/// By the words that stand in the place of the family name, or of the given name (0).
std::uint64_t Trace::families_of(const TraceBase::File& file, std::uint32_t place_in_name) const {
  std::uint64_t called = 0;
  for (std::size_t i = file.at; i < file.at + file.items; ++i)
    if (TraceBase::class_of(base_.items_[i]) == TraceBase::own && (base_.items_[i] & TraceBase::kFamily) == place_in_name) called |= called_so_[base_.items_[i] >> TraceBase::kNumberAt];
  return called;
}

/// `which`: of those that are called so, one bit each.
void Trace::count_in_families(std::uint32_t number, std::uint64_t which) {
  const TraceBase::File& file = base_.files_[number];
  const unsigned lot = base_.lots_[number];
  std::uint64_t given = 0, called = 0;
  for (std::size_t i = file.at; i < file.at + file.items; ++i)
    if (const std::uint32_t item = base_.items_[i]; TraceBase::class_of(item) == TraceBase::own) (item & TraceBase::kFamily ? called : given) |= called_so_[item >> TraceBase::kNumberAt];
  for (given &= which; given != 0; given &= given - 1) {
    Family& family = families_[static_cast<std::size_t>(std::countr_zero(given))];
    family.given += lot >= family.least_lot;
  }
  for (called &= which; called != 0; called &= called - 1) {
    Family& family = families_[static_cast<std::size_t>(std::countr_zero(called))];
    if (lot < family.least_lot) continue;
    ++family.files;
    for (std::size_t i = file.at; i < file.at + file.items; ++i) {
      const std::uint32_t word = base_.items_[i] >> TraceBase::kNumberAt;
      for (std::uint32_t at = sense_at_[word]; at < senses_.size() && senses_[at].word == word; at = senses_[at].next)
        family.have[at] += TraceBase::class_of(asked_[senses_[at].asked].item) == TraceBase::class_of(base_.items_[i]);
    }
    if (file.place == 0 || place_near_.empty()) continue;
    ++family.near[place_near_[file.place - 1]];
    ++family.places;
  }
}

/// Names, places and languages go together: among those of one family name the others are less rare than among all. What the family name tells of
/// them already is known by counting its own files; those of one household are left out.
void Trace::learn_what_it_tells(Family& family, std::uint8_t number) const {
  const auto told = [](std::size_t have, std::size_t of, double share) {
    const double here = (static_cast<double>(have - std::min(have, kOfOneHousehold)) + kAsOfAll * share) / (static_cast<double>(of) + kAsOfAll);
    return std::max(0.0, std::log2(here / share));
  };
  const unsigned of_each = family.least_lot;  // so many times two
  family.told.assign(senses_.size(), 0);
  std::vector<std::size_t> have(asked_.size());
  for (std::size_t i = 0; i < senses_.size();) {  // in the order in which they were learned: each word asked, level by level
    const std::uint32_t asked = senses_[i].asked;
    std::size_t j = i;
    for (; j < senses_.size() && senses_[j].asked == asked && senses_[j].bits == senses_[i].bits; ++j) have[asked] += family.have[j];
    const bool itself = asked_[asked].family == number || TraceBase::class_of(asked_[asked].item) == TraceBase::mark;
    const Bits less = itself ? 0 : bits(told(have[asked] << of_each, family.files << of_each, senses_[j - 1].share));
    for (; i < j; ++i) family.told[i] = std::clamp(less, 0, std::max(0, senses_[i].bits - bits(kLeastBits)));
  }
  std::size_t nearer = 0;
  for (std::size_t n = 0; n + 1 < kNearnesses; ++n) {
    nearer += family.near[n];
    family.near_told[n] = std::clamp(bits(told(nearer << of_each, family.places << of_each, near_share_[n])), 0, std::max(0, near_bits_[n] - bits(kLeastBits)));
  }
}

/// Never less than the score: each word of the file brings the most that it can, and of what speaks against it only what costs nothing to know.
Trace::Bits Trace::bound(const TraceBase::File& file, bool& of_the_family) const {
  std::uint32_t words = 0, marks = 0;
  const std::uint32_t* item = base_.items_.data() + file.at;
  for (const std::uint32_t* end = item + file.items; item < end; ++item) {
    const std::uint32_t most = most_[*item >> TraceBase::kNumberAt][TraceBase::class_of(*item)];
    words += most & ~kIsFamily;
    marks |= most;
  }
  of_the_family = (marks & kIsFamily) != 0;
  Bits sum = static_cast<Bits>(words) * kStep;
  if (file.place != 0 && !place_near_.empty()) sum += near_bits_[place_near_[file.place - 1]];
  const auto dates = [&](const std::optional<Span>& ours, Span theirs, int spread, double least) {
    if (ours && theirs.from <= theirs.to) sum += bits(std::max(least, bits_at_most(*ours, theirs, spread)));
  };
  dates(inquiry_->born, file.born, kBornSpread, -100);
  dates(inquiry_->parted, file.parted, kPartedSpread, kPartedLeast);
  if (inquiry_->sex != Sex::unknown && file.sex != Sex::unknown) sum += inquiry_->sex == file.sex ? kSameSex : kOtherSex;
  return sum;
}

void Trace::begin_to_count(Family& family) const {
  family.counted = true;
  family.have.assign(senses_.size(), 0);
}

void Trace::learn_families() {
  family_names_ = 0;
  for (std::size_t i = 0; i < families_.size(); ++i) {
    if (!families_[i].counted) continue;
    learn_what_it_tells(families_[i], static_cast<std::uint8_t>(i));
    family_names_ |= std::uint64_t{families_[i].files > families_[i].given} << i;
  }
}

void Trace::sort(std::vector<Score>& scores) const {
  std::sort(scores.begin(), scores.end(), [&](const Score& a, const Score& b) {
    return std::tuple(-a.all, base_.files_[a.file].order, a.file) < std::tuple(-b.all, base_.files_[b.file].order, b.file);
  });
}

std::vector<Trace::Score> Trace::best(std::size_t top, Visible visible) {
  const std::size_t files = base_.files_.size();
  bounds_.assign(files, kNotSeen);
  std::vector<std::uint32_t> bucket(kBuckets, 0);
  for (Family& family : families_) begin_to_count(family);
  for (std::size_t f = 0; f < files; ++f) {
    if (!base_.files_[f].there || !is_seen(visible, f)) continue;
    bool of_the_family = false;
    const Bits most = bound(base_.files_[f], of_the_family);
    if (of_the_family) count_in_families(static_cast<std::uint32_t>(f), ~std::uint64_t{0});
    const int at = std::clamp(most / kStep + 1 + kZero, 0, kBuckets - 1);
    bounds_[f] = static_cast<std::int16_t>(at);
    ++bucket[static_cast<std::size_t>(at)];
  }
  learn_families();
  TraceScorer scorer(base_, *this, *inquiry_);
  std::vector<Score> scores;
  const auto score_between = [&](int least, int below) {
    for (std::size_t f = 0; f < files; ++f)
      if (bounds_[f] >= least && bounds_[f] < below) scores.push_back(scorer.score(static_cast<std::uint32_t>(f)));
    sort(scores);
  };
  int from = kBuckets;
  std::size_t count = 0;
  while (from > 0 && count < std::max(kFirst, top)) count += bucket[static_cast<std::size_t>(--from)];
  score_between(from, kBuckets);
  if (scores.empty()) return scores;
  // Whoever can be among the best, and whoever is as good as nearly the best: those take from its probability.
  const Bits enough = scores.size() < top ? bits(-100) : std::min(scores[top - 1].all, scores[0].all - kSpread);
  const int to = from;
  while (from > 0 && (from - 1 - kZero) * kStep >= enough && count + bucket[static_cast<std::size_t>(from - 1)] <= kMost) count += bucket[static_cast<std::size_t>(--from)];
  if (from < to) score_between(from, to);
  return scores;
}

void Trace::prepare(const Known& inquiry) {
  read(inquiry);
  learn_senses();
  learn_places(inquiry);
}

Traced Trace::find(const Known& inquiry, std::size_t top, Visible visible) {
  count(visible);
  if (seen_files_ == 0 || top == 0) return {};
  prepare(inquiry);
  return judged(best(top, visible), top);
}

Traced Trace::judged(const std::vector<Score>& scores, std::size_t top) {
  Traced traced;
  const Known& inquiry = *inquiry_;
  // Each file may be the child; or the child is in none, as likely as in any, or a file is a brother's or sister's.
  double all = static_cast<double>(seen_files_);
  for (const Score& s : scores) all += std::exp2(static_cast<double>(s.all) / kTraceBit) + std::exp2(static_cast<double>(s.home) / kTraceBit);
  TraceScorer scorer(base_, *this, inquiry);
  for (std::size_t i = 0; i < std::min(top, scores.size()); ++i) {
    const double this_one = std::exp2(static_cast<double>(scores[i].all) / kTraceBit);
    const double odds = this_one / std::max(all - this_one, 1e-300);
    const double calibrated = 1 / (1 + std::exp(-(kSlope * std::log(std::max(odds, 1e-300)) + kShift)));
    Candidate c{scores[i].file, static_cast<double>(scores[i].all) / kTraceBit, calibrated, calibrated >= kStrong ? Band::strong : calibrated >= kPossible ? Band::possible : Band::weak, {}};
    scorer.score(c.file, &c.evidence);
    traced.candidates.push_back(std::move(c));
  }
  traced.likely = !traced.candidates.empty() && traced.candidates[0].band != Band::weak;
  const auto lacks = [&](Fact fact, bool told) {
    if (!told) traced.would_help.push_back(fact);
  };
  const auto has = [&](Kin kin) { return std::any_of(inquiry.relatives.begin(), inquiry.relatives.end(), [&](const Relative& r) { return r.kin == kin; }); };
  lacks(Fact::village, !place_near_.empty());
  lacks(Fact::mother, has(Kin::mother));
  lacks(Fact::father, has(Kin::father));
  lacks(Fact::born, inquiry.born.has_value());
  return traced;
}

}  // namespace nibbi::names
