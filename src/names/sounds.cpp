#include "names/sounds.hpp"

#include <algorithm>
#include <bit>

namespace nibbi::names {
namespace {

// Where a rule holds. Before: ^ the word begins, V after a vowel, C after a consonant. After: $ the word ends, V a vowel follows, C no
// vowel follows, F a front vowel (e i y) follows, B a back vowel (a o u) follows, S a voiced or unvoiced stop follows. 0: anywhere.
struct Rule {
  std::string_view letters;
  char before, after;
  std::string_view sounds;       ///< the likelier reading
  const char* other = nullptr;   ///< the other one, if there is one
};

// The first rule that holds is taken, so longer ones and those with a condition stand first. In the order of matching.md, section 3.
constexpr Rule kRules[] = {
    // Final vowels and diphthongs (R10, R11, R15)
    {"aaye", 0, '$', "e"}, {"aye", 0, '$', "e"}, {"eye", 0, '$', "e"}, {"Eye", 0, '$', "e"}, {"aie", 0, '$', "e"}, {"oye", 0, '$', "oy"}, {"owe", 0, '$', "o"},
    {"ayi", 0, 0, "e"}, {"aay", 0, 'C', "e"}, {"ay", 0, 'C', "e"}, {"ai", 0, 'C', "e"}, {"ey", 0, 'C', "e"}, {"Ey", 0, 'C', "e"}, {"ei", 0, 'C', "e"},
    {"Ei", 0, 'C', "e"}, {"ai", 0, 'V', "ay"}, {"ei", 0, 'V', "ey"}, {"ie", 'C', '$', "e", "i"}, {"ye", 'C', '$', "e"}, {"ez", 0, '$', "e", "es"},
    {"ee", 0, 0, "e", "i"}, {"EE", 0, 0, "e"}, {"eh", 0, '$', "e"}, {"oh", 0, '$', "o"},
    {"aou", 0, 'V', "aw"}, {"aou", 0, 0, "aw"}, {"aow", 0, 0, "aw"}, {"ao", 0, 'C', "aw"}, {"au", 0, 'V', "aw"}, {"au", 0, 0, "aw", "o"}, {"ow", 0, 'C', "o"},
    {"oow", 0, 0, "ow"}, {"eu", 0, 'C', "e", "u"},
    // dj (R1)
    {"dji", 0, 'V', "J"}, {"diy", 0, 'V', "J"}, {"di", 0, 'V', "J"}, {"dy", 0, 'V', "J"}, {"dj", 0, 0, "J"}, {"jj", 0, 0, "J"}, {"j", 0, 0, "J"},
    // tch (R2)
    {"tchi", 0, 'V', "C"}, {"tch", 0, 0, "C"}, {"thi", 0, 'V', "C"}, {"ti", 0, 'V', "C"}, {"thy", 0, 'V', "C"}, {"ty", 0, 'V', "C"}, {"tj", 0, 0, "C"},
    {"th", 0, 0, "t", "s"}, {"chr", 0, 0, "kr"}, {"ch", 0, 0, "s", "C"},
    // u and w (R3, R4)
    {"ouw", 0, 'V', "w"}, {"ou", 0, 'V', "w"}, {"ou", 0, 0, "u"}, {"oo", 0, 0, "o", "u"}, {"uw", 0, 'V', "w"}, {"uu", 0, 'C', "u"}, {"w", 0, 'V', "w"},
    {"w", 'V', 0, "w"}, {"w", 0, 0, "u"},
    // gn (R5)
    {"gni", 0, 'V', "N"}, {"gn", 0, 0, "N"}, {"niy", 0, 'V', "N"}, {"ni", 0, 'V', "N"}, {"ny", 0, 0, "N"}, {"nh", 0, 'V', "N"}, {"Ni", 0, 'V', "N"}, {"N", 0, 0, "N"},
    {"G", 0, '$', "n"}, {"G", 0, 0, "ng"}, {"ng", 0, '$', "n"},
    // k and its kin (R6, R7, R9)
    {"kh", 0, 0, "k", ""}, {"x", 0, 0, "k", ""}, {"qu", 0, 'F', "k"}, {"q", 0, 0, "k"}, {"ck", 0, 0, "k"}, {"cc", 0, 'B', "k"},
    {"gu", 0, 'F', "g"}, {"gh", 0, 0, "g"}, {"gg", 0, 0, "g"}, {"g", 0, 'F', "g", "J"},
    // s (R8)
    {"sch", 0, 0, "s"}, {"sh", 0, 0, "s"}, {"z", 0, 0, "s"}, {"S", 0, 0, "s"},
    {"c", 0, 'F', "s", "C"}, {"c", 0, '$', "k"}, {"c", 0, 'B', "k", "C"}, {"c", 0, 0, "k"},
    // prenasals (R12): written with a vowel before them in Portuguese
    {"in", '^', 'S', "n", "in"}, {"im", '^', 'S', "m", "im"}, {"em", '^', 'S', "m", "em"}, {"en", '^', 'S', "n", "en"}, {"nb", 0, 0, "mb"}, {"np", 0, 0, "mp"},
    // h, y, i (R14)
    {"ph", 0, 0, "f"}, {"h", 0, 0, ""},
    {"iy", 0, 'V', "i"}, {"y", '^', 'V', "y"}, {"y", 'V', 'V', "y"}, {"i", '^', 'V', "y"}, {"i", 'V', 'V', "y"}, {"y", 0, 0, "i"}, {"u", 0, 'V', "w"},
    {"E", 0, 0, "e"}, {"e", 'C', '$', "e", ""},
};

bool vowel_letter(char c) { return std::string_view("aeiouyE").find(c) != std::string_view::npos; }

bool holds(const Rule& rule, std::string_view word, std::size_t at) {
  if (word.substr(at, rule.letters.size()) != rule.letters) return false;
  const bool starts = at == 0;
  if (rule.before == '^' && !starts) return false;
  if (rule.before == 'V' && (starts || !vowel_letter(word[at - 1]))) return false;
  if (rule.before == 'C' && (starts || vowel_letter(word[at - 1]))) return false;
  const std::size_t after = at + rule.letters.size();
  const bool ends = after >= word.size() || (after + 1 == word.size() && word[after] == 'h');
  const char next = ends ? '$' : word[after];
  switch (rule.after) {
    case '$': return ends;
    case 'V': return !ends && vowel_letter(next);
    case 'C': return ends || !vowel_letter(next);
    case 'F': return !ends && std::string_view("eiyE").find(next) != std::string_view::npos;
    case 'B': return !ends && std::string_view("aou").find(next) != std::string_view::npos;
    case 'S': return !ends && std::string_view("bdgjkptc").find(next) != std::string_view::npos;
    default: return true;
  }
}

/// One sound more; the same one twice is one.
void add(Reading& reading, std::string_view sounds, std::string_view letters) {
  if (sounds.empty()) {
    if (!reading.graphs.empty()) reading.graphs.back() += letters;
    return;
  }
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    const std::string_view graph = i == 0 ? letters : std::string_view();
    if (!reading.sounds.empty() && reading.sounds.back() == sounds[i]) {
      reading.graphs.back() += graph;
      continue;
    }
    reading.sounds += sounds[i];
    reading.graphs.emplace_back(graph);
  }
}

/// -ata, -atou, -eta, -etou after the stem of an Arabic name (R17): Salima, Salimata and Salimatou are one. `a` stays.
bool has_feminine_ending(std::string_view sounds) {
  if (sounds.size() < 6) return false;
  const std::string_view end = sounds.substr(sounds.size() - 3);
  return (end[0] == 'a' || end[0] == 'e') && end[1] == 't' && (end[2] == 'a' || end[2] == 'u');
}

Reading without_last_two(Reading reading) {
  reading.sounds.resize(reading.sounds.size() - 2);
  reading.sounds.back() = 'a';
  reading.graphs.resize(reading.sounds.size());
  return reading;
}

// v, w and y are left out: they change into one another for less.
constexpr std::string_view kConsonants = "pbtdkglrnNfsmJC";
constexpr int kConsonantBits[] = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9};
constexpr int kConsonantChanged = 45;  ///< what another consonant, or none, costs at least

std::uint16_t consonants_of(std::string_view sounds) {
  std::uint16_t bits = 0;
  for (const char c : sounds)
    if (const std::size_t at = kConsonants.find(c); at != std::string_view::npos) bits = static_cast<std::uint16_t>(bits | 1u << kConsonantBits[at]);
  return bits;
}

}  // namespace

int distance_at_least(const Reading& a, const Reading& b) {
  const unsigned x = a.consonants, y = b.consonants;
  return kConsonantChanged * std::max(std::popcount(x & ~y), std::popcount(y & ~x));
}

std::vector<Reading> readings_of(const Word& written) {
  const std::string_view word = written.letters;
  std::vector<Reading> readings(1);
  for (std::size_t at = 0; at < word.size();) {
    const Rule* rule = std::find_if(std::begin(kRules), std::end(kRules), [&](const Rule& r) { return holds(r, word, at); });
    if (rule == std::end(kRules)) {
      for (Reading& reading : readings) add(reading, word.substr(at, 1), word.substr(at, 1));
      ++at;
      continue;
    }
    const std::size_t likelier = readings.size();
    if (rule->other && likelier < kReadingsMax) {
      readings.reserve(2 * likelier);
      for (std::size_t i = 0; i < likelier; ++i) readings.push_back(readings[i]);
    }
    for (std::size_t i = 0; i < readings.size(); ++i) add(readings[i], i < likelier ? rule->sounds : std::string_view(rule->other), rule->letters);
    if (readings.size() > kReadingsMax) readings.resize(kReadingsMax);
    at += rule->letters.size();
  }
  for (std::size_t i = 0, all = readings.size(); i < all && readings.size() < kReadingsMax; ++i)
    if (has_feminine_ending(readings[i].sounds)) readings.push_back(without_last_two(readings[i]));
  std::vector<Reading> different;
  for (Reading& reading : readings) {
    if (std::any_of(different.begin(), different.end(), [&](const Reading& d) { return d.sounds == reading.sounds; })) continue;
    reading.skeleton = skeleton_of(reading.sounds);
    reading.consonants = consonants_of(reading.sounds);
    different.push_back(std::move(reading));
  }
  return different;
}

std::string skeleton_of(std::string_view sounds) {
  std::string out;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    char c = sounds[i];
    if (is_vowel_sound(c) || c == 'w' || c == 'y') continue;
    const bool before_consonant = i + 1 < sounds.size() && !is_vowel_sound(sounds[i + 1]);
    if ((c == 'n' || c == 'm') && before_consonant) continue;
    c = c == 'b' || c == 'v' ? 'p' : c == 'd' ? 't' : c == 'g' ? 'k' : c == 'r' ? 'l' : c == 'N' ? 'n' : c;
    if (out.empty() || out.back() != c) out += c;
  }
  return out;
}

std::string_view rule_name(char sound) {
  switch (sound) {
    case 'J': return "dj/di";
    case 'C': return "tch/thi";
    case 'N': return "gn/ny";
    case 'u': return "ou/u";
    case 'w': return "w/ou";
    case 'k': return "c/k";
    case 's': return "s/z";
    case 'g': return "g/gu";
    case 'e': return "\u00e9/ay";
    case 'o': return "o/ow";
    case 'y':
    case 'i': return "i/y";
    case 'f': return "f/ph";
    case 'a': return "a/aa";
    default: return "one letter/two";
  }
}

}  // namespace nibbi::names
