// Who may be the child, without a pass over all files: by who shares words and places with what is told.
#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>

#include "names/geo.hpp"
#include "names/trace_bits.hpp"
#include "names/trace_scorer.hpp"

namespace nibbi::names {
namespace {

constexpr std::int32_t kBehind = bits(6);       // files so much worse than the best take something from its probability, as in a pass
constexpr std::int32_t kUnlisted = bits(2.5);   // places that bring no more than this are many: whoever is of one of them is not looked up
constexpr std::int32_t kMargin = bits(0.25);
constexpr std::int32_t kAgain = bits(0.1);      // what a word brings again that stands elsewhere as well
constexpr std::uint32_t kAskedBits = 8, kAskedMarks = (1u << kAskedBits) - 1;  // in Trace::shared_: for which word something was added last

}  // namespace

/// Counts are of all files but these.
void Trace::count_without(std::span<const std::uint32_t> files) {
  count(std::nullopt);
  for (const std::uint32_t f : files)
    if (f < base_.files_.size() && base_.files_[f].there) without_.push_back(f);
  std::sort(without_.begin(), without_.end());
  without_.erase(std::unique(without_.begin(), without_.end()), without_.end());
  for (const std::uint32_t f : without_) {
    const TraceBase::File& file = base_.files_[f];
    --seen_files_;
    seen_with_marks_ -= file.marks;
    for (std::size_t i = file.at; i < file.at + file.items; ++i) ++less_[base_.items_[i] >> TraceBase::kNumberAt][TraceBase::class_of(base_.items_[i])];
  }
}

/// What each word of the inquiry may bring to the files that have it, once: the best that a file has for it. Words that stand in several places count once together.
void Trace::add_shared_words() {
  struct Shared {
    std::uint32_t asked, word;
    Bits bits;
  };
  std::vector<Shared> all;
  for (const Sense& s : senses_)
    if (TraceBase::class_of(asked_[s.asked].item) != TraceBase::language) all.push_back({s.asked, s.word, s.bits});
  const auto together = [&](const Shared& s) { return asked_[s.asked].same_as; };
  std::sort(all.begin(), all.end(), [&](const Shared& a, const Shared& b) { return std::tuple(together(a), -a.bits, a.asked, a.word) < std::tuple(together(b), -b.bits, b.asked, b.word); });
  for (const Shared& s : all) {
    const std::uint32_t of = TraceBase::class_of(asked_[s.asked].item), mark = static_cast<std::uint32_t>(together(s) % kAskedMarks + 1);
    const std::uint32_t more = static_cast<std::uint32_t>((s.bits + kStep - 1) / kStep) << kAskedBits;
    for (const std::uint32_t entry : base_.files_of_[s.word]) {
      if ((entry & TraceBase::kOfClass) != of) continue;
      std::uint32_t& sum = shared_[entry >> TraceBase::kClassBits];
      if ((sum & kAskedMarks) != mark) sum = ((sum & ~kAskedMarks) | mark) + more;
    }
  }
}

/// Files that can have so much: by the words and the place that they share, then by what their rows say. Ascending.
std::vector<std::uint32_t> Trace::sharing(Bits least) {
  // Of what is not looked up, the language may agree, and what is told again.
  Bits rest = 0;
  for (const Sense& s : senses_)
    if (TraceBase::class_of(asked_[s.asked].item) == TraceBase::language) rest = std::max(rest, s.bits);
  for (std::size_t i = 0; i < asked_.size(); ++i) rest += asked_[i].same_as == i ? 0 : kAgain;
  // And dates, sex, and a place that is not near, until the row is read.
  const auto dates = [](const std::optional<Span>& ours, Span theirs, int spread, double otherwise) { return !ours || theirs.from > theirs.to ? 0 : bits(std::max(otherwise, bits_at_most(*ours, theirs, spread))); };
  Bits far = 0;
  if (!place_near_.empty())
    for (std::size_t n = 0; n + 1 < kNearnesses; ++n)
      if (near_bits_[n] <= kUnlisted) far = std::max(far, near_bits_[n]);
  const Bits of_rows = far + (inquiry_->sex == Sex::unknown ? 0 : kSameSex) + dates(inquiry_->born, inquiry_->born.value_or(Span{}), kBornSpread, 0) + dates(inquiry_->parted, inquiry_->parted.value_or(Span{}), kPartedSpread, 0);

  const std::size_t files = base_.files_.size();
  shared_.assign(files, 0);
  add_shared_words();
  for (std::size_t p = 0; p < place_near_.size(); ++p)
    if (const Bits here = near_bits_[place_near_[p]]; here > far)
      for (const std::uint32_t f : base_.places_[p].files) shared_[f] += static_cast<std::uint32_t>((here - far + kStep - 1) / kStep) << kAskedBits;

  const auto may_have = [&](std::uint32_t f) {
    const TraceBase::File& file = base_.files_[f];
    Bits most = rest + static_cast<Bits>(shared_[f] >> kAskedBits) * kStep;
    if (file.place != 0 && !place_near_.empty()) most += std::min(far, near_bits_[place_near_[file.place - 1]]);
    most += dates(inquiry_->born, file.born, kBornSpread, -100) + dates(inquiry_->parted, file.parted, kPartedSpread, kPartedLeast);
    if (inquiry_->sex != Sex::unknown && file.sex != Sex::unknown) most += inquiry_->sex == file.sex ? kSameSex : kOtherSex;
    return file.there && most >= least && !std::binary_search(without_.begin(), without_.end(), f);
  };
  // Most stretches have nobody who shares enough.
  constexpr std::size_t kStretch = 64;
  const auto needed = static_cast<std::uint32_t>(std::max(0, least - rest - of_rows) / kStep) << kAskedBits;
  std::vector<std::uint32_t> found;
  for (std::size_t from = 0; from < files; from += kStretch) {
    const std::size_t to = std::min(files, from + kStretch);
    std::uint32_t most = 0;
    for (std::size_t f = from; f < to; ++f) most = std::max(most, shared_[f]);
    if (most < needed) continue;
    for (std::size_t f = from; f < to; ++f)
      if (shared_[f] >= needed && may_have(static_cast<std::uint32_t>(f))) found.push_back(static_cast<std::uint32_t>(f));
  }
  return found;
}

/// What one family name tells, from the lists of those who are called so.
void Trace::count_family(std::uint8_t number) {
  Family& family = families_[number];
  std::vector<std::uint32_t> called;
  for (const std::uint32_t word : family.words)
    for (const std::uint32_t entry : base_.files_of_[word])
      if ((entry & TraceBase::kOfClass) == TraceBase::own && base_.lots_[entry >> TraceBase::kClassBits] >= family.least_lot) called.push_back(entry >> TraceBase::kClassBits);
  std::sort(called.begin(), called.end());
  called.erase(std::unique(called.begin(), called.end()), called.end());
  begin_to_count(family);
  for (const std::uint32_t f : called)
    if (!std::binary_search(without_.begin(), without_.end(), f)) count_in_families(f, std::uint64_t{1} << number);
}

/// Those of the files that have so much, or whose household has, the best first.
std::vector<Trace::Score> Trace::scored(std::span<const std::uint32_t> files, Bits least) {
  // What a family name tells of the rest only takes away: first without it, since it is counted on many files.
  family_names_ = 0;
  std::vector<std::uint32_t> able;
  std::uint64_t called = 0;
  TraceScorer at_most(base_, *this, *inquiry_);
  for (const std::uint32_t f : files) {
    const Score score = at_most.score(f);
    if (std::max(score.all, score.home) < least) continue;
    able.push_back(f);
    called |= families_of(base_.files_[f], TraceBase::kFamily) | families_of(base_.files_[f], 0);
  }
  for (std::size_t i = 0; i < families_.size(); ++i)
    if ((called >> i & 1) && !families_[i].counted) count_family(static_cast<std::uint8_t>(i));
  learn_families();
  TraceScorer scorer(base_, *this, *inquiry_);
  std::vector<Score> scores;
  for (const std::uint32_t f : able) scores.push_back(scorer.score(f));
  sort(scores);
  return scores;
}

Traced Trace::likely(const Known& inquiry, std::size_t top, std::span<const std::uint32_t> without) {
  count_without(without);
  if (seen_files_ == 0 || top == 0) return {};
  prepare(inquiry);
  // Less than this is never likely, whatever there is else: a child is in none of the files as likely as in any.
  const double odds = std::exp((std::log(kPossible / (1 - kPossible)) - kShift) / kSlope);
  const Bits enough = bits(std::log2(static_cast<double>(seen_files_) * odds)) - kMargin;
  std::vector<Score> scores = scored(sharing(enough), enough);
  if (scores.empty() || scores[0].all < enough) return {};
  if (const Bits behind = scores[0].all - kBehind; behind < enough) scores = scored(sharing(behind), behind);
  return judged(scores, top);
}

}  // namespace nibbi::names
