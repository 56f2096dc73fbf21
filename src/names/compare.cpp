#include "names/compare.hpp"

#include <algorithm>
#include <array>

#include "names/distance.hpp"

namespace nibbi::names {
namespace {

constexpr std::string_view kLevelWords[kLevels] = {"exact", "spelling", "lexicon", "nickname", "skeleton", "edit", "clan", "none"};

/// How far two keys may be apart, by the sounds of the longer one (hundredths of an edit). A common skeleton allows more.
/// Fixed on the rows of the development share that were looked at (docs/decisions/0010-names.md).
constexpr std::size_t kLongest = 9;
constexpr int kEditLimit[kLongest + 1] = {0, 0, 0, 40, 45, 65, 100, 125, 150, 170};
constexpr int kSkeletonLimit[kLongest + 1] = {0, 0, 0, 45, 70, 110, 150, 175, 200, 240};

void say(std::vector<std::string>* reasons, std::string words) {
  if (reasons && std::find(reasons->begin(), reasons->end(), words) == reasons->end()) reasons->push_back(std::move(words));
}

/// What the two orthographies of one key differ in.
void say_spellings(const Reading& a, const Reading& b, std::vector<std::string>* reasons) {
  if (!reasons) return;
  for (std::size_t i = 0; i < a.sounds.size() && i < b.sounds.size(); ++i)
    if (a.graphs[i] != b.graphs[i]) say(reasons, std::string(rule_name(a.sounds[i])));
}

void say_changes(const std::vector<Change>& changes, std::vector<std::string>* reasons) {
  const auto shown = [](char c) {
    return c == 'J' ? std::string("dj") : c == 'C' ? std::string("tch") : c == 'N' ? std::string("gn") : std::string(1, c);
  };
  for (const Change& change : changes) {
    if (change.from && change.to) {
      say(reasons, shown(std::min(change.from, change.to)) + "/" + shown(std::max(change.from, change.to)));
    } else {
      say(reasons, std::string(change.last ? "a last " : "one more ") + shown(change.from ? change.from : change.to));
    }
  }
}

const Membership* common_name(const std::vector<Membership>& a, const std::vector<Membership>& b, bool nicknames) {
  const Membership* found = nullptr;
  for (const Membership& x : a)
    for (const Membership& y : b)
      if (x.name == y.name && (nicknames || (!x.nickname && !y.nickname)) && (!found || x.name < found->name)) found = &x;
  return found;
}

/// Sule for Suleyman, Dulayi for Abdulayi: a name of affection is often the beginning of a name, or its end.
constexpr std::size_t kBeginningMin = 4, kEndMin = 4, kCutMin = 2;
bool is_cut_short(const Reading& x, const Reading& y) {
  const std::string &shorter = x.sounds.size() < y.sounds.size() ? x.sounds : y.sounds, &longer = x.sounds.size() < y.sounds.size() ? y.sounds : x.sounds;
  if (longer.size() < shorter.size() + kCutMin) return false;
  return (shorter.size() >= kBeginningMin && longer.starts_with(shorter)) || (shorter.size() >= kEndMin && longer.ends_with(shorter));
}
bool is_cut_short(const Token& a, const Token& b) {
  return std::any_of(a.readings.begin(), a.readings.end(), [&](const Reading& x) { return std::any_of(b.readings.begin(), b.readings.end(), [&](const Reading& y) { return is_cut_short(x, y); }); });
}

/// How far two readings may be apart; too far, by what is soon seen, is no limit at all.
constexpr int kTooFar = -1;
int limit_of(const Reading& x, const Reading& y, bool same_skeleton) {
  const std::size_t length = std::min(std::max(x.sounds.size(), y.sounds.size()), kLongest);
  const int limit = std::max(kEditLimit[length], same_skeleton ? kSkeletonLimit[length] : 0);
  const std::size_t apart = x.sounds.size() > y.sounds.size() ? x.sounds.size() - y.sounds.size() : y.sounds.size() - x.sounds.size();
  return static_cast<int>(apart) * 40 > limit || distance_at_least(x, y) > limit ? kTooFar : limit;
}
bool have_same_skeleton(const Reading& x, const Reading& y) { return !x.skeleton.empty() && x.skeleton == y.skeleton; }

}  // namespace

std::string_view word(Level level) { return kLevelWords[static_cast<std::size_t>(level)]; }

Token token_of(Word written) {
  Token token{std::move(written), {}, {}};
  token.readings = readings_of(token.word);
  token.names = names_of(token.word.folded, token.readings);
  return token;
}

bool may_sound_alike(const Token& a, const Token& b) {
  return std::any_of(a.readings.begin(), a.readings.end(), [&](const Reading& x) {
    return std::any_of(b.readings.begin(), b.readings.end(), [&](const Reading& y) { return limit_of(x, y, have_same_skeleton(x, y)) != kTooFar || is_cut_short(x, y); });
  });
}

bool are_told_apart(const Token& a, const Token& b) { return !common_name(a.names, b.names, true) && are_look_alikes(a.names, b.names); }

Level compare_words(const Token& a, const Token& b, const Settings& settings, std::vector<std::string>* reasons) {
  if (a.word.folded == b.word.folded) return Level::exact;
  if (settings.lexicon && are_told_apart(a, b)) {
    say(reasons, "two names that look alike");
    return Level::none;
  }
  for (const Reading& x : a.readings)
    for (const Reading& y : b.readings)
      if (x.sounds == y.sounds && !x.sounds.empty()) {
        say_spellings(x, y, reasons);
        return Level::spelling;
      }
  if (settings.lexicon) {
    if (const Membership* name = common_name(a.names, b.names, false)) {
      say(reasons, "forms of " + std::string(title_of(name->name)));
      return Level::lexicon;
    }
    if (const Membership* name = common_name(a.names, b.names, true)) {
      say(reasons, "short for " + std::string(title_of(name->name)));
      return Level::nickname;
    }
  }
  if (is_cut_short(a, b)) {
    say(reasons, "one is the other cut short");
    return Level::nickname;
  }
  Level best = Level::none;
  int least = 0;
  const Reading *from = nullptr, *to = nullptr;
  for (const Reading& x : a.readings)
    for (const Reading& y : b.readings) {
      const bool same_skeleton = have_same_skeleton(x, y);
      const int limit = limit_of(x, y, same_skeleton);
      if (limit == kTooFar) continue;
      const int distance = sound_distance(x.sounds, y.sounds, nullptr, limit);
      if (distance > limit) continue;
      const Level level = same_skeleton ? Level::skeleton : Level::edit;
      if (level < best || (level == best && distance < least)) best = level, least = distance, from = &x, to = &y;
    }
  if (from) {
    if (reasons) {
      std::vector<Change> changes;
      sound_distance(from->sounds, to->sounds, &changes);
      say_changes(changes, reasons);
    }
    return best;
  }
  if (settings.lexicon && are_clan_equivalents(a.names, b.names)) {
    say(reasons, "clan names that stand for each other, not one name");
    return Level::clan;
  }
  return Level::none;
}

namespace {

struct Match {
  Level level;
  std::size_t a, b;
};

std::vector<Token> tokens_of(const std::vector<Word>& words) {
  std::vector<Token> tokens;
  for (const Word& w : words) tokens.push_back(token_of(w));
  return tokens;
}

std::string line(const Token& a, const Token& b, const std::vector<std::string>& why) {
  std::string out = a.word.written + " ~ " + b.word.written;
  for (std::size_t i = 0; i < why.size(); ++i) out += (i == 0 ? ": " : ", ") + why[i];
  return out;
}

/// The pairing of words in which the weakest pair is as strong as can be, found greedily from the strongest pair down, which for the few
/// words of a name is the same; ties go to where the words stand.
std::vector<Match> pair_up(const std::vector<Token>& a, const std::vector<Token>& b, const Settings& settings) {
  std::vector<Match> all, taken;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j) all.push_back({compare_words(a[i], b[j], settings), i, j});
  std::stable_sort(all.begin(), all.end(), [](const Match& x, const Match& y) {
    const auto key = [](const Match& m) { return std::array<std::size_t, 4>{static_cast<std::size_t>(m.level), m.a + m.b, std::min(m.a, m.b), std::max(m.a, m.b)}; };
    return key(x) < key(y);
  });
  std::vector<bool> used_a(a.size()), used_b(b.size());
  for (const Match& m : all) {
    if (used_a[m.a] || used_b[m.b]) continue;
    used_a[m.a] = used_b[m.b] = true;
    taken.push_back(m);
  }
  std::sort(taken.begin(), taken.end(), [](const Match& x, const Match& y) { return x.a < y.a; });
  return taken;
}

Similarity compare_tokens(const std::vector<Token>& a, const std::vector<Token>& b, const Settings& settings) {
  Similarity out;
  if (a.empty() || b.empty()) return out;
  out.level = Level::exact;
  for (const Match& m : pair_up(a, b, settings)) {
    std::vector<std::string> why;
    compare_words(a[m.a], b[m.b], settings, &why);
    out.level = std::max(out.level, m.level);
    if (m.level != Level::exact && m.level != Level::none) out.reasons.push_back(line(a[m.a], b[m.b], why));
    if (m.level == Level::none && !why.empty()) out.reasons.push_back(line(a[m.a], b[m.b], why));
  }
  if (a.size() != b.size() && out.level < Level::lexicon) {
    out.level = Level::lexicon;
    out.reasons.push_back("a word stands in one name only");
  }
  return out;
}

}  // namespace

Similarity compare(std::string_view a, std::string_view b, const Settings& settings) {
  const std::vector<Word> all_a = words_of(a), all_b = words_of(b);
  const std::vector<Word> words_a = telling_words(a), words_b = telling_words(b);
  Similarity best = compare_tokens(tokens_of(words_a), tokens_of(words_b), settings);
  if (words_a.size() != all_a.size() || words_b.size() != all_b.size()) {
    const bool same = all_a.size() == all_b.size() && std::equal(all_a.begin(), all_a.end(), all_b.begin(), [](const Word& x, const Word& y) { return x.folded == y.folded; });
    if (!same && best.level == Level::exact) best.level = Level::spelling, best.reasons.push_back("a title was left out");
  }
  // Written in one word or in several; with a title, that may be the name itself.
  const auto as_one = [&](const std::vector<Word>& x, const std::vector<Word>& y) {
    if (x.empty() || y.empty() || (x.size() == 1 && y.size() == 1)) return;
    if (x.size() == y.size() && best.level != Level::none) return;
    const Token one = token_of(joined(x)), other = token_of(joined(y));
    std::vector<std::string> why;
    const Level level = std::max(compare_words(one, other, settings, &why), Level::spelling);
    if (level >= best.level || level > Level::nickname) return;
    best.level = level;
    why.push_back("in one word or several");
    best.reasons = {line(one, other, why)};
  };
  as_one(words_a, words_b);
  as_one(all_a, all_b);
  return best;
}

}  // namespace nibbi::names
