#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/time.hpp"
#include "names/geo.hpp"
#include "names/trace_bits.hpp"
#include "names/trace_scorer.hpp"

namespace nibbi::names {
namespace {

using Bits = std::int32_t;

// What it takes where both sides name somebody. How often one child's two names, or one mother's, have nothing in common: set from what the fields
// mean (traffickers give names, guardians are named as mothers), not learned; as in linkage, six given names in a hundred are strange, and five sexes.
constexpr Bits kOtherGiven = bits(-4.0), kOtherFamily = bits(-2.5), kOneGivenMore = bits(-2.0), kOneFamilyMore = bits(-1.0);
constexpr Bits kOnlySecondGiven = bits(-1.5);
constexpr Bits kSwapped = bits(1.0), kAlias = bits(1.0);  // taken from what agrees
constexpr Bits kOtherWord = bits(-3.5);                   // within a relative's name
constexpr Bits kOtherMother = bits(-3.0), kOtherFather = bits(-2.5);
constexpr Bits kNearlyNothing = bits(0.1);
/// What it takes when somebody is said to be another relative; symmetric. In the order of Kin.
constexpr Bits kOtherKin[5][5] = {
    {0, bits(6), bits(4), bits(3), bits(2)},
    {bits(6), 0, bits(4), bits(3), bits(2)},
    {bits(4), bits(4), bits(0.5), bits(1), bits(2)},
    {bits(3), bits(3), bits(1), bits(0.5), bits(1)},
    {bits(2), bits(2), bits(2), bits(1), bits(0.5)},
};
constexpr Bits kOtherLanguage = bits(-1.5), kMarksMost = bits(6.0);
/// People of one place speak its language: of the two the lesser says a quarter.
constexpr Bits kTogether = 4;
constexpr std::size_t kSaidMax = 64;  // words of a child's own names in the mask of those that agree

double shown(Bits b) { return static_cast<double>(b) / kTraceBit; }
Side side_of(Bits b) { return b > 0 ? Side::speaks_for : b < 0 ? Side::against : Side::unknown; }
void say(std::vector<Evidence>* to, Fact fact, Bits b, std::string why) {
  if (to) to->push_back({fact, side_of(b), shown(b), std::move(why)});
}
std::string days(Span s) { return s.from == s.to ? Date{s.from}.text() : Date{s.from}.text() + " to " + Date{s.to}.text(); }
std::string joined_with(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : std::string(between)) + part;
  return out;
}
Fact fact_of(std::uint32_t kin) { return static_cast<Fact>(static_cast<std::uint32_t>(Fact::mother) + kin); }
static_assert(static_cast<int>(Fact::relative) - static_cast<int>(Fact::mother) == static_cast<int>(Kin::other));

}  // namespace

TraceScorer::TraceScorer(const TraceBase& base, Trace& trace, const Known& inquiry) : base_(base), trace_(trace), inquiry_(inquiry) {
  for (std::uint32_t i = 0; i < trace.asked_.size(); ++i) {
    const std::uint32_t item = trace.asked_[i].item, kind = item & TraceBase::kKindBits;
    if (kind == TraceBase::kLanguage) our_languages_.push_back(i);
    else if (kind == TraceBase::kMark) our_marks_.push_back(i);
    else {
      auto& names = is_kin(kind) ? our_relatives_ : our_names_;
      if (item & TraceBase::kBegins) names.push_back({kind, {}});
      names.back().words.push_back(i);
    }
  }
}

const Trace::Sense* TraceScorer::sense(std::uint32_t item, std::uint32_t asked) const {
  const std::uint32_t word = item >> TraceBase::kNumberAt;
  for (std::uint32_t at = trace_.sense_at_[word]; at < trace_.senses_.size() && trace_.senses_[at].word == word; at = trace_.senses_[at].next)
    if (trace_.senses_[at].asked == asked) return &trace_.senses_[at];
  return nullptr;
}

std::string TraceScorer::line(std::uint32_t item, std::uint32_t asked) {
  const Token& theirs = trace_.words_.token(item >> TraceBase::kNumberAt);
  const Trace::Sense* s = sense(item, asked);
  std::vector<std::string> why;
  compare_words(theirs, trace_.asked_[asked].token, {}, &why);
  if (why.empty()) why.push_back(s && s->level == Level::exact ? "the same" : "a slip of the pen");
  return theirs.word.written + " ~ " + said(asked) + ": " + joined_with(why, ", ");
}

std::string TraceScorer::said(const Name& ours) const {
  std::string out;
  for (const std::uint32_t asked : ours.words) out += (out.empty() ? "" : " ") + said(asked);
  return out;
}

TraceScorer::Own TraceScorer::own_names(const Name& theirs, const Name& ours, bool aliases, bool want_words) {
  Own own{.known = true};
  const std::size_t rows = ours.words.size(), columns = theirs.words.size();
  const auto is_family = [](std::uint32_t item) { return (item & TraceBase::kFamily) != 0; };
  Bits worth[kAssignedMax * kAssignedMax] = {}, with_pairs[kAssignedMax * kAssignedMax] = {};
  // How many of each kind both have: so many pairs there should be. A pair that is made spares what a pair that is missing takes.
  int our_given = 0, our_family = 0, their_given = 0, their_family = 0;
  for (std::size_t r = 0; r < rows; ++r) ++(is_family(trace_.asked_[ours.words[r]].item) ? our_family : our_given);
  for (std::size_t c = 0; c < columns; ++c) ++(is_family(theirs.words[c]) ? their_family : their_given);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c)
      if (const Trace::Sense* s = sense(theirs.words[c], ours.words[r])) {
        const bool family = is_family(trace_.asked_[ours.words[r]].item), swapped = !aliases && family != is_family(theirs.words[c]);
        worth[r * columns + c] = std::max(kNearlyNothing, s->bits - (swapped ? kSwapped : 0));
        with_pairs[r * columns + c] = worth[r * columns + c] - (family ? kOtherFamily : kOtherGiven) - (swapped ? bits(2) : 0);
      }
  const Assignment pairs = best_assignment(with_pairs, rows, columns);
  // A name in the other one's place alone may be either: it is taken for the one that is shared at home.
  const auto in_place = [&](std::size_t r, std::size_t c) { return is_family(trace_.asked_[ours.words[r]].item) == is_family(theirs.words[c]); };
  std::size_t pairs_in_place = 0, pairs_made = 0;
  for (std::size_t r = 0; r < rows; ++r)
    if (pairs.column[r] >= 0) ++pairs_made, pairs_in_place += in_place(r, static_cast<std::size_t>(pairs.column[r]));
  const bool lone_swap = !aliases && pairs_made == 1 && pairs_in_place == 0;
  int given = 0, family = 0;
  bool first_given = false, sisters = false;
  for (std::size_t r = 0; r < rows; ++r) {
    const std::uint32_t asked = ours.words[r];
    if (pairs.column[r] < 0) continue;
    const auto c = static_cast<std::size_t>(pairs.column[r]);
    const bool is_of_family = lone_swap || is_family(trace_.asked_[asked].item);
    if (!is_of_family) {
      first_given |= r == 0;
      sisters |= sense(theirs.words[c], asked)->sisters;
    }
    (is_of_family ? own.family : own.given) += worth[r * columns + c];
    const std::uint32_t by = number(sense(theirs.words[c], asked));
    if (is_of_family && asked < own.repeated.size()) own.repeated[asked] = worth[r * columns + c], own.repeated_by[asked] = by;
    if (is_of_family) own.matched_family += worth[r * columns + c];
    else own.given_by.push_back(by);
    ++(is_of_family ? family : given);
    if (asked < kSaidMax) own.matched |= std::uint64_t{1} << asked;
    if (want_words) own.why.push_back(line(theirs.words[c], asked));
  }
  const int should_given = std::min(our_given, aliases ? their_given + their_family : their_given), should_family = aliases ? 0 : std::min(our_family, their_family);
  if (should_given > given) own.given += given == 0 ? kOtherGiven : kOneGivenMore * (should_given - given);
  else if (given > 0 && !first_given) own.given += kOnlySecondGiven;
  if (sisters) own.given = std::min(own.given, kOtherGiven), own.given_by = {};
  if (should_family > family) own.family += family == 0 ? kOtherFamily : kOneFamilyMore * (should_family - family);
  if (aliases) own.given -= kAlias;
  return own;
}

TraceScorer::Own TraceScorer::best_own(bool want_words) {
  Own best;
  for (std::size_t i = 0; i < our_names_.size(); ++i)
    for (std::size_t j = 0; j < names_.size(); ++j) {
      Own own = own_names(names_[j], our_names_[i], i > 0 || j > 0, false);
      if (best.known && own.given + own.family <= best.given + best.family) continue;
      if (want_words) own = own_names(names_[j], our_names_[i], i > 0 || j > 0, true);
      best = std::move(own);
    }
  return best;
}

/// Words that stand elsewhere in the inquiry as well are next to nothing here: relatives() counts them once.
TraceScorer::Pair TraceScorer::relative(const Name& theirs, const Name& ours) const {
  const std::size_t rows = ours.words.size(), columns = theirs.words.size();
  Bits worth[kAssignedMax * kAssignedMax];
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      const Trace::Sense* s = sense(theirs.words[c], ours.words[r]);
      // A pair that is made spares what a missing one takes.
      worth[r * columns + c] = !s ? 0 : (trace_.asked_[ours.words[r]].repeated ? kNearlyNothing : s->bits) - kOtherWord;
    }
  const Assignment pairs = best_assignment({worth, rows * columns}, rows, columns);
  Pair pair{pairs.worth + static_cast<Bits>(std::min(rows, columns)) * kOtherWord - kOtherKin[theirs.kind][ours.kind]};
  if (pair.worth <= 0) return pair;
  for (std::size_t r = 0; r < rows; ++r)
    if (pairs.column[r] >= 0) {
      const Trace::Sense* s = sense(theirs.words[static_cast<std::size_t>(pairs.column[r])], ours.words[r]);
      if (trace_.asked_[ours.words[r]].repeated) {
        pair.repeated[r] = s->bits;
        pair.repeated_by[r] = number(s);
        continue;
      }
      pair.by.push_back(number(s));
      if (is_the_family(ours.words[r])) pair.of_family += s->bits;
    }
  pair.of_family = std::min(pair.of_family, pair.worth);
  return pair;
}

TraceScorer::Bits TraceScorer::best_without(const Told& t, std::span<const Pair> with, std::size_t rows, std::size_t columns) const {
  Bits untold[kAssignedMax * kAssignedMax];
  for (std::size_t i = 0; i < rows * columns; ++i) untold[i] = with[i].worth <= 0 ? with[i].worth : with[i].worth - std::min(told_by(t, with[i].by), with[i].worth);
  return best_assignment({untold, rows * columns}, rows, columns).worth;
}

void TraceScorer::relatives(Trace::Score& score, std::vector<Evidence>* evidence) {
  const std::size_t rows = std::min(our_relatives_.size(), kAssignedMax), columns = std::min(relatives_.size(), kAssignedMax);
  Pair with[kAssignedMax * kAssignedMax];
  Bits worth[kAssignedMax * kAssignedMax];
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      with[r * columns + c] = relative(relatives_[c], our_relatives_[r]);
      worth[r * columns + c] = with[r * columns + c].worth;
    }
  const Assignment pairs = best_assignment({worth, rows * columns}, rows, columns);
  Bits sum = pairs.worth;
  for (Told& t : told_) t.at_home += pairs.worth - best_without(t, {with, rows * columns}, rows, columns);
  for (std::size_t r = 0; r < rows; ++r) {
    const Name& ours = our_relatives_[r];
    Bits b = 0;
    std::string why = evidence ? said(ours) + ": not told in the file" : std::string();
    if (pairs.column[r] >= 0) {
      const auto c = static_cast<std::size_t>(pairs.column[r]);
      const Name& theirs = relatives_[c];
      b = worth[r * columns + c];
      family_brings_ += with[r * columns + c].of_family;
      for (std::size_t w = 0; w < ours.words.size(); ++w) {  // what is repeated brings the most that it brings anywhere
        const auto first = static_cast<std::uint32_t>(trace_.asked_[ours.words[w]].same_as);
        const Pair& pair = with[r * columns + c];
        const Bits more = pair.repeated[w] - counted_[first];
        if (pair.repeated[w] > 0) count_repeated(first, pair.repeated_by[w], pair.repeated[w]);
        if (more <= 0) continue;
        counted_[first] += more;
        if (is_the_family(ours.words[w])) family_brings_ += more;
        b += more;
        sum += more;
      }
      if (!evidence) continue;
      why = theirs.kind == ours.kind ? "" : std::string(word(fact_of(theirs.kind))) + " in the file; ";
      std::vector<std::string> lines;
      for (const std::uint32_t asked : ours.words)
        for (const std::uint32_t item : theirs.words)
          if (sense(item, asked)) {
            lines.push_back(line(item, asked));
            break;
          }
      why += joined_with(lines, "; ");
    } else if (ours.kind <= static_cast<std::uint32_t>(Kin::father)) {
      // A child has one mother: another name for her speaks against it, unless the file's is somebody else of the inquiry.
      for (std::size_t c = 0; c < columns; ++c) {
        const auto taken = std::any_of(pairs.column.begin(), pairs.column.begin() + static_cast<std::ptrdiff_t>(rows), [&](std::int8_t of) { return of == static_cast<std::int8_t>(c); });
        if (relatives_[c].kind != ours.kind || taken) continue;
        b = ours.kind == static_cast<std::uint32_t>(Kin::mother) ? kOtherMother : kOtherFather;
        sum += b;
        if (evidence) {
          why = said(ours) + ": another name in the file,";
          for (const std::uint32_t item : relatives_[c].words) why += " " + trace_.words_.token(item >> TraceBase::kNumberAt).word.written;
        }
        break;
      }
    }
    say(evidence, fact_of(ours.kind), b, std::move(why));
  }
  score.all += sum;
  score.home += sum;
}

void TraceScorer::place_and_languages(const TraceBase::File& file, Trace::Score& score, std::vector<Evidence>* evidence) {
  Bits place = 0, language = 0;
  std::uint8_t near = kNearnesses - 1;  // which tells nothing
  Words language_by;
  if (!trace_.place_near_.empty()) {
    if (file.place != 0) {
      near = trace_.place_near_[file.place - 1];
      place = trace_.near_bits_[near];
    }
    if (evidence) {
      std::string why = inquiry_.village + ": not told in the file";
      if (file.place != 0) {
        const TraceBase::Place& p = base_.places_[file.place - 1];
        why = base_.place_names_.at(p.name).written + " ~ " + inquiry_.village;
        if (p.where && inquiry_.where) why += ": " + std::to_string(static_cast<int>(std::lround(kilometres(*p.where, *inquiry_.where)))) + " km";
      }
      say(evidence, Fact::village, place, std::move(why));
    }
  }
  if (!our_languages_.empty()) {
    std::string why = "none told in the file";
    if (!languages_.empty()) {
      language = kOtherLanguage;
      why = "none in common";
      for (const std::uint32_t asked : our_languages_)
        for (const std::uint32_t item : languages_)
          if (const Trace::Sense* s = sense(item, asked); s && s->bits > language) {
            language = s->bits;
            language_by = {};
            language_by.push_back(number(s));
            if (evidence) why = line(item, asked);
          }
    }
    say(evidence, Fact::language, language, std::move(why));
  }
  const auto together = [](Bits a, Bits b) { return a > 0 && b > 0 ? std::max(a, b) + std::min(a, b) / kTogether : a + b; };
  const Bits sum = together(place, language);
  for (Told& t : told_) t.at_home += sum - together(place - trace_.families_[t.family].near_told[near], language - told_by(t, language_by));
  score.all += sum;
  score.home += sum;
}

void TraceScorer::the_rest(const TraceBase::File& file, Trace::Score& score, std::vector<Evidence>* evidence) {
  const auto dates = [&](Fact fact, const std::optional<Span>& ours, Span theirs, int spread, double least, bool together) {
    if (!ours) return;
    const bool told = theirs.from <= theirs.to;
    const Bits b = told ? bits(std::max(least, bits_of(*ours, theirs, spread))) : 0;
    score.all += b;
    if (together) score.home += b;
    if (evidence) say(evidence, fact, b, told ? days(theirs) + " ~ " + days(*ours) : "not told in the file");
  };
  dates(Fact::born, inquiry_.born, file.born, kBornSpread, -100, false);
  dates(Fact::parted, inquiry_.parted, file.parted, kPartedSpread, kPartedLeast, true);  // brothers and sisters are often lost together
  if (inquiry_.sex != Sex::unknown) {
    const Bits b = file.sex == Sex::unknown ? 0 : file.sex == inquiry_.sex ? kSameSex : kOtherSex;
    score.all += b;
    say(evidence, Fact::sex, b, b == 0 ? "not told in the file" : b > 0 ? "the same" : "the other");
  }
  if (!our_marks_.empty()) {
    Bits b = 0;
    std::vector<std::string> lines;
    std::vector<bool> used(marks_.size());
    for (const std::uint32_t asked : our_marks_)
      for (std::size_t i = 0; i < marks_.size(); ++i)
        if (const Trace::Sense* s = used[i] ? nullptr : sense(marks_[i], asked)) {
          b += s->bits;
          used[i] = true;
          if (evidence) lines.push_back(line(marks_[i], asked));
          break;
        }
    b = std::min(b, kMarksMost);
    score.all += b;
    say(evidence, Fact::mark, b, !lines.empty() ? joined_with(lines, "; ") : marks_.empty() ? "not told in the file" : "none in common");
  }
}

/// What a word brings that is told twice is the most that it brings anywhere, and so is what of it the family name doesn't tell.
void TraceScorer::count_repeated(std::uint32_t asked, std::uint32_t sense, Bits all) {
  for (std::size_t t = 0; t < told_.size(); ++t) {
    Bits& untold = untold_[t * counted_.size() + asked];
    untold = std::max(untold, all - std::min(all, trace_.families_[told_[t].family].told[sense]));
  }
}

TraceScorer::Bits TraceScorer::least_told(bool with_given) const {
  Bits least = told_.empty() ? 0 : std::numeric_limits<Bits>::max();
  for (const Told& t : told_) least = std::min(least, t.at_home + (with_given ? t.given : 0));
  return least;
}

Trace::Score TraceScorer::score(std::uint32_t number, std::vector<Evidence>* evidence) {
  const TraceBase::File& file = base_.files_[number];
  for (auto* list : {&names_, &relatives_}) list->clear();
  languages_.clear();
  marks_.clear();
  for (std::size_t i = file.at; i < file.at + file.items; ++i) {
    const std::uint32_t item = base_.items_[i], kind = item & TraceBase::kKindBits;
    if (kind == TraceBase::kLanguage) languages_.push_back(item);
    else if (kind == TraceBase::kMark) marks_.push_back(item);
    else {
      auto& names = is_kin(kind) ? relatives_ : names_;
      if (item & TraceBase::kBegins) names.push_back({kind, {}});
      names.back().words.push_back(item);
    }
  }
  Trace::Score score{.file = number};
  own_ = best_own(evidence != nullptr);
  // Where the two stand in each other's place as well.
  called_ = (trace_.families_of(file, TraceBase::kFamily) | trace_.families_of(file, 0)) & trace_.family_names_;
  told_.clear();
  for (std::uint64_t called = called_; called != 0; called &= called - 1) {
    Told& t = told_.emplace_back(static_cast<std::uint8_t>(std::countr_zero(called)));
    t.given = told_by(t, own_.given_by);
  }
  family_brings_ = own_.matched_family;
  score.all += own_.given + own_.family;
  score.home += own_.family;
  if (evidence && !our_names_.empty()) {
    std::string why = names_.empty() ? "no name in the file" : joined_with(own_.why, "; ");
    for (const std::uint32_t asked : our_names_[0].words)
      if (own_.known && !(own_.matched >> asked & 1)) why += (why.empty() ? "" : "; ") + said(asked) + ": not in the file's name";
    say(evidence, Fact::name, own_.given + own_.family, std::move(why));
  }
  counted_.assign(trace_.asked_.size(), 0);
  untold_.assign(told_.size() * counted_.size(), 0);
  for (std::uint32_t i = 0; i < std::min(own_.repeated.size(), counted_.size()); ++i)
    if (own_.repeated[i] > 0) count_repeated(i, own_.repeated_by[i], counted_[i] = own_.repeated[i]);
  relatives(score, evidence);
  for (std::size_t t = 0; t < told_.size(); ++t)
    for (std::size_t i = 0; i < counted_.size(); ++i) told_[t].at_home += counted_[i] - untold_[t * counted_.size() + i];
  place_and_languages(file, score, evidence);
  the_rest(file, score, evidence);
  // What the family name tells of the rest is taken off once, and never more than the family name brings: whoever's name told it.
  const Bits at_home = std::min(least_told(false), family_brings_), all = std::min(least_told(true), family_brings_);
  score.home -= at_home;
  score.all -= all;
  if (evidence) {
    // So that all that is said adds up: what is counted once stands with the first name that is told, or with the place where none is.
    Bits sum = 0;
    for (const Evidence& e : *evidence) sum += bits(e.bits);
    const auto at = std::find_if(evidence->begin(), evidence->end(), [&](const Evidence& e) { return all > 0 ? e.fact == Fact::name || (e.fact <= Fact::relative && e.bits > 0) : e.fact == Fact::village; });
    if (sum > score.all && at != evidence->end()) {
      at->bits -= shown(sum - score.all);
      at->why += all > 0 ? "; who is called so shares the rest more often" : "; a place and its language are counted once";
    }
  }
  if (evidence) std::stable_sort(evidence->begin(), evidence->end(), [](const Evidence& a, const Evidence& b) { return a.fact < b.fact; });
  return score;
}

}  // namespace nibbi::names
