#pragma once
// Whether two names may be one, how surely, and why. Nothing here decides for a person.
#include <string>
#include <string_view>
#include <vector>

#include "names/lexicon.hpp"
#include "names/sounds.hpp"

namespace nibbi::names {

/// Strongest first.
enum class Level : std::uint8_t {
  exact,     ///< the same letters
  spelling,  ///< read alike: two orthographies of one name
  lexicon,   ///< known as forms of one name
  nickname,  ///< one is known as short for the other, or both for a third
  skeleton,  ///< the same consonants, and near in sound
  edit,      ///< near in sound, as after a slip of the ear or of the pen
  clan,      ///< names of clans that stand for each other: not the same name, and weak
  none,
};
inline constexpr std::size_t kLevels = 8;
std::string_view word(Level);

struct Settings {
  bool lexicon = true;
};

/// A word, read once.
struct Token {
  Word word;
  std::vector<Reading> readings;
  std::vector<Membership> names;
};
Token token_of(Word);

/// One word with one. `reasons` (if given) gets what speaks for the level: "dj/di". Symmetric but for the order of the two in the reasons.
Level compare_words(const Token&, const Token&, const Settings&, std::vector<std::string>* reasons = nullptr);

/// False when no two of their readings are near enough for compare_words to find anything by sounds: most words are told apart so.
bool may_sound_alike(const Token&, const Token&);

/// Two names that look alike and are known to be two: no slip of the pen makes one of the other.
bool are_told_apart(const Token&, const Token&);

struct Similarity {
  Level level = Level::none;
  std::vector<std::string> reasons;  ///< "Diallo ~ Jallow: dj/di, o/ow"
};

/// Two whole names, their words in any order. The level is that of the weakest pair of words; a word that stands in one name only
/// leaves it at `lexicon` or weaker, a title at `spelling`. The level is the same whichever name comes first.
Similarity compare(std::string_view a, std::string_view b, const Settings& = {});

}  // namespace nibbi::names
