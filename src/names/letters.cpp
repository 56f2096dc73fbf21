#include "names/letters.hpp"

#include <algorithm>

#include "base/fold.hpp"

namespace nibbi::names {
namespace {

// Letters whose sound folding would hide (matching.md R5, R8, R10): what they are written as here.
struct Spoken {
  std::string_view utf8;
  char letter;
};
constexpr Spoken kSpoken[] = {
    {"\u00e9", 'E'}, {"\u00e8", 'E'}, {"\u00ea", 'E'}, {"\u00eb", 'E'}, {"\u00c9", 'E'}, {"\u00c8", 'E'}, {"\u00ca", 'E'}, {"\u00cb", 'E'},
    {"\u025b", 'E'}, {"\u0190", 'E'}, {"\u1eb9", 'E'}, {"\u1eb8", 'E'}, {"\u00f1", 'N'}, {"\u00d1", 'N'}, {"\u0272", 'N'}, {"\u019d", 'N'},
    {"\u014b", 'G'}, {"\u014a", 'G'}, {"\u00e7", 'S'}, {"\u00c7", 'S'},
};
// The same, composed on the spot: a letter and the mark after it.
struct Composed {
  std::string_view mark;
  char plain, letter;
};
constexpr Composed kComposed[] = {
    {"\u0301", 'e', 'E'}, {"\u0300", 'e', 'E'}, {"\u0302", 'e', 'E'}, {"\u0308", 'e', 'E'}, {"\u0323", 'e', 'E'}, {"\u0303", 'n', 'N'}, {"\u0327", 'c', 'S'},
};

// Words that say what somebody is, not who. Folded. Some are names as well (Thierno, Cheikh, Mame): then nothing else stands beside them,
// or the other words tell the child apart better. Sources: matching.md, trap 4; forms of address of French, English and Portuguese.
constexpr std::string_view kTitles[] = {
    "adja", "ajaratou", "aladje", "aladji", "alagie", "alhadj", "alhadji", "alhagi", "alhagie", "alhaj", "alhaji", "alhajj", "cheick", "cheikh", "cheikhna",
    "da", "de", "dona", "dr", "el", "eladj", "elhadj", "elhadji", "elhaj", "elhaji", "enfant", "father", "hadj", "hadja", "hadji", "haj", "haja", "hajia", "hajj", "hajja", "imam",
    "imame", "ladji", "madame", "mademoiselle", "mae", "mallam", "malam", "mame", "mere", "miss", "mlle", "mme", "monsieur", "mother", "mr", "mrs", "ms", "of", "oustaz", "pa", "pai", "pere", "prof",
    "ps", "senhor", "senhora", "serigne", "sheikh", "shaykh", "sokhna", "sr", "sra", "thierno", "tierno", "cherno", "ceerno", "ustaz",
};
static_assert(kWordBytesMax <= 64, "the bit-parallel distance holds a word in 64 bits");

constexpr std::size_t kNameBytesMax = 4096;  // of a longer one, the beginning is read

bool is_title(std::string_view folded) { return std::find(std::begin(kTitles), std::end(kTitles), folded) != std::end(kTitles); }

std::size_t character_bytes(std::string_view text, std::size_t at) {
  std::size_t n = 1;
  while (at + n < text.size() && n < 4 && (static_cast<unsigned char>(text[at + n]) & 0xC0) == 0x80) ++n;
  return static_cast<unsigned char>(text[at]) < 0x80 ? 1 : n;
}

/// Pictures and signs, which say nothing of who somebody is: U+2190 to 2BFF, FE0F, and from 1F000 to 1FAFF.
bool is_picture(std::string_view character) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 4) return at(0) == 0xF0 && at(1) == 0x9F && at(2) < 0xAC;
  if (character.size() != 3) return false;
  return (at(0) == 0xE2 && ((at(1) > 0x86 && at(1) < 0xB0) || (at(1) == 0x86 && at(2) >= 0x90))) || (at(0) == 0xEF && at(1) == 0xB8 && at(2) == 0x8F);
}

bool parts_words(char c) { return static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'); }

/// In folded letters and capitals for what is spoken; what parts words is a space. `from` says where in the name each letter began.
std::string letters_of(std::string_view name, std::vector<std::size_t>& from) {
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t bytes = character_bytes(name, at);
    const std::string_view character = name.substr(at, bytes);
    at += bytes;
    const std::size_t here = at - bytes;
    const auto put = [&](char c) {
      out += c;
      from.push_back(here);
    };
    if (const auto* spoken = std::find_if(std::begin(kSpoken), std::end(kSpoken), [&](const Spoken& s) { return s.utf8 == character; });
        spoken != std::end(kSpoken)) {
      put(spoken->letter);
      continue;
    }
    if (!out.empty()) {
      const auto* composed = std::find_if(std::begin(kComposed), std::end(kComposed),
                                          [&](const Composed& c) { return c.mark == character && out.back() == c.plain; });
      if (composed != std::end(kComposed)) {
        out.back() = composed->letter;
        continue;
      }
    }
    if (is_picture(character)) {
      put(' ');
      continue;
    }
    const std::string folded = character == " " ? std::string(" ") : fold(character);
    if (folded == "'") continue;
    if (folded.empty()) {  // white space folds to nothing when it stands alone
      if (character.size() == 1 && static_cast<unsigned char>(character[0]) <= ' ') put(' ');
      continue;
    }
    for (const char c : folded) put(parts_words(c) ? ' ' : c);
  }
  return out;
}

std::string plain(std::string_view letters) {
  std::string out;
  for (const char c : letters) out += c == 'E' ? 'e' : c == 'N' ? 'n' : c == 'G' ? 'n' : c == 'S' ? 'c' : c;
  return out;
}

bool is_vowel(char c) { return std::string_view("aeiouyE").find(c) != std::string_view::npos; }

Word word_of(std::string letters, std::string_view written) {
  if (letters.size() > kWordBytesMax) letters.resize(kWordBytesMax);
  Word word{std::string(written), plain(letters), std::move(letters), false};
  word.title = is_title(word.folded);
  return word;
}

}  // namespace

std::vector<Word> words_of(std::string_view name, std::size_t most) {
  std::vector<Word> words;
  name = name.substr(0, kNameBytesMax);
  std::vector<std::size_t> from;
  const std::string text = letters_of(name, from);
  std::size_t waiting = text.size();  // where a lone n or m begins that waits for its word
  for (std::size_t at = 0; at < text.size() && words.size() < most;) {
    const std::size_t begin = at, end = std::min(text.find(' ', at), text.size());
    at = end + 1;
    if (end == begin) continue;
    const auto take = [&](std::size_t first, std::string letters) {
      const std::size_t until = end < text.size() ? from[end] : name.size();
      words.push_back(word_of(std::move(letters), name.substr(from[first], until - from[first])));
    };
    const std::string letters = text.substr(begin, end - begin);
    const bool lone = letters == "n" || letters == "m";
    if (waiting < text.size() && !lone && !is_vowel(letters[0])) {
      take(waiting, text[waiting] + letters);
    } else {
      if (waiting < text.size()) words.push_back(word_of(text.substr(waiting, 1), text.substr(waiting, 1)));
      if (!lone && words.size() < most) take(begin, letters);
    }
    waiting = lone ? begin : text.size();
  }
  if (waiting < text.size() && words.size() < most) words.push_back(word_of(text.substr(waiting, 1), text.substr(waiting, 1)));
  return words;
}

std::vector<Word> telling_words(std::string_view name, std::size_t most) {
  std::vector<Word> words = words_of(name, most);
  if (std::any_of(words.begin(), words.end(), [](const Word& w) { return !w.title; })) std::erase_if(words, [](const Word& w) { return w.title; });
  return words;
}

Word joined(const std::vector<Word>& words) {
  std::string letters, written;
  for (const Word& word : words) {
    letters += word.letters;
    written += (written.empty() ? "" : " ") + word.written;
  }
  return word_of(std::move(letters), written);
}

}  // namespace nibbi::names
