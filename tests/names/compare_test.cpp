// Two names: what is one, what is like, and what only looks alike. Pairs come from the correspondences that the rules were written from.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>

#include "names/compare.hpp"
#include "names/distance.hpp"
#include "names/letter_bag.hpp"

using namespace nibbi::names;

namespace {

struct Row {
  const char *a, *b;
};

void check(Level at_least, std::initializer_list<Row> rows, const Settings& settings = {}) {
  for (const Row& row : rows) {
    const Similarity found = compare(row.a, row.b, settings);
    INFO(row.a << " ~ " << row.b << ": " << word(found.level));
    CHECK(found.level <= at_least);
  }
}

bool says(const Similarity& s, std::string_view words) {
  return std::any_of(s.reasons.begin(), s.reasons.end(), [&](const std::string& r) { return r.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("a name is itself, whatever its case, accents and composition") {
  check(Level::exact, {{"Diallo", "DIALLO"}, {"Gu\u00e8ye", "gueye"}, {"Gue\u0300ye", "Gu\u00e8ye"}, {"N'Diaye", "N\u2019Diaye"}, {"N'Diaye", "N Diaye"}, {"N-Diaye", "Ndiaye"}});
}

TEST_CASE("orthographies of one name are one spelling, by rules alone") {
  check(Level::spelling,
        {{"Diallo", "Jallow"}, {"Diallo", "Djal\u00f3"}, {"Diallo", "Jalloh"}, {"Thierno", "Cherno"}, {"Thierno", "C\u025b\u025brno"}, {"Thiam", "Cham"}, {"Mamadou", "Mamadu"},
         {"Diouf", "Juuf"}, {"Ou\u00e9draogo", "Wedraogo"}, {"Niang", "Nyang"}, {"Sakho", "Sako"}, {"Camara", "Kamara"}, {"Ciss\u00e9", "Sise"}, {"Moussa", "Musa"},
         {"Zainab", "Seynab"}, {"Gu\u00e8ye", "G\u00e9y"}, {"Tour\u00e9", "Touray"}, {"Kant\u00e9", "Kanteh"}, {"Embal\u00f3", "Mballow"}, {"Fall", "Faal"}, {"Haoua", "Hawa"},
         {"Lamine", "Lamin"}, {"Demba", "Denba"}, {"Salimata", "Salimatou"}, {"Doumbia", "Dumbia"}, {"Mariama", "Maryama"}},
        {.lexicon = false});
}

TEST_CASE("the reason is the rule that fired") {
  const Similarity found = compare("Diallo", "Jallow");
  REQUIRE(found.reasons.size() == 1);
  CHECK(found.reasons[0] == "Diallo ~ Jallow: dj/di, o/ow");
  CHECK(says(compare("Fatoumata", "Fanta"), "short for fatima"));
  CHECK(says(compare("Traor\u00e9", "Trawally"), "forms of traore"));
}

TEST_CASE("what follows from no rule stands in the lexicon, and can be switched off") {
  check(Level::lexicon, {{"Mamadou", "Momodou"}, {"Mamadou", "Muhammadu"}, {"Boubacar", "Abubakarr"}, {"Traor\u00e9", "Tarawele"}, {"Sissoko", "Suso"}, {"El Hadj", "Alagie"}, {"Pierre", "Pedro"}});
  check(Level::nickname, {{"Fatoumata", "Fatou"}, {"Kadiatou", "Haddy"}, {"Ibrahima", "Ibou"}});
  CHECK(compare("Sissoko", "Suso", {.lexicon = false}).level > Level::nickname);
}

TEST_CASE("clan names that stand for each other are weak evidence, never one name") {
  for (const Row& row : {Row{"Traor\u00e9", "Diop"}, {"Diakit\u00e9", "Ba"}, {"Ciss\u00e9", "Barry"}}) {
    const Similarity found = compare(row.a, row.b);
    CHECK(found.level == Level::clan);
    CHECK(says(found, "not one name"));
  }
}

TEST_CASE("look-alikes are told apart, however they are written") {
  for (const Row& row : {Row{"Mamadou", "Amadou"}, {"Momodou", "Ahmadu"}, {"Diop", "Diouf"}, {"Joob", "Joof"}, {"Sall", "Fall"}, {"Sall", "Sarr"}, {"Barry", "Bakary"}}) {
    INFO(row.a << " ~ " << row.b);
    CHECK(compare(row.a, row.b).level == Level::none);
  }
}

TEST_CASE("words may stand in any order, titles may be missing, and a name may be written in one word") {
  check(Level::spelling, {{"Mamadou Diallo", "JALLOW Mamadu"}, {"El Hadj Moussa Sow", "Musa Sow"}, {"Abdoul Rahmane", "Abdoulrahmane"}});
  CHECK(says(compare("Serigne Modou Fall", "Modou Fall"), "title"));
  CHECK(compare("Mamadou Diallo", "Diallo").level == Level::lexicon);
  CHECK(compare("Mamadou Diallo", "Awa Diallo").level == Level::none);
  CHECK(compare("El Hadj", "Alhaji").level <= Level::lexicon);
}

TEST_CASE("nothing is like nothing") {
  for (const char* empty : {"", " ", "'", "-", "\u200b", "..."}) {
    CHECK(compare(empty, "Awa").level == Level::none);
    CHECK(compare(empty, empty).level == Level::none);
  }
}

TEST_CASE("any letters are compared: Arabic, N'Ko, emoji, broken bytes, the name Null") {
  check(Level::exact, {{"Null", "NULL"}, {"\u0645\u062d\u0645\u062f", "\u0645\u062d\u064e\u0645\u062f"}, {"\u07ca\u07d3\u07df", "\u07ca\u07d3\u07df"}, {"Awa \U0001f600", "Awa \U0001f600"}});
  CHECK(compare(std::string(1'000'000, 'a'), std::string(1'000'000, 'b')).level == Level::none);
}

TEST_CASE("the level is the same whichever name comes first, and each time") {
  const std::string letters = "abcdeghiklmnorstuwy' -\u00e9\u0254\xff";
  const auto name = rc::gen::container<std::string>(rc::gen::elementOf(letters));
  rc::prop("of letters that the rules know", [&] {
    const std::string a = *name, b = *name;
    RC_ASSERT(compare(a, b).level == compare(b, a).level);
    RC_ASSERT(compare(a, b).reasons == compare(a, b).reasons);
  });
  rc::prop("of any bytes", [](const std::string& a, const std::string& b) { RC_ASSERT(compare(a, b).level == compare(b, a).level); });
  rc::prop("of two names of the region with one slip", [](std::uint8_t at, char slip) {
    static const std::vector<std::string> some = {"Mamadou Diallo", "Fatoumata Bint\u00e9", "Ou\u00e9draogo Salimata", "Thierno Ndiaye", "Khadija Ciss\u00e9"};
    std::string a = some[at % some.size()], b = a;
    b[at % b.size()] = slip;
    RC_ASSERT(compare(a, b).level == compare(b, a).level);
  });
}

TEST_CASE("the bit-parallel distance is that of the plain table, and no bag of letters hides what is near") {
  const auto plain = [](std::string_view a, std::string_view b, bool beginning) {
    std::vector<std::vector<unsigned>> rows(b.size() + 1, std::vector<unsigned>(a.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) rows[0][i] = static_cast<unsigned>(i);
    unsigned least = rows[0].back();
    for (std::size_t j = 1; j <= b.size(); ++j) {
      rows[j][0] = static_cast<unsigned>(j);
      for (std::size_t i = 1; i <= a.size(); ++i) {
        rows[j][i] = std::min({rows[j - 1][i] + 1, rows[j][i - 1] + 1, rows[j - 1][i - 1] + (a[i - 1] != b[j - 1])});
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[j][i] = std::min(rows[j][i], rows[j - 2][i - 2] + 1);
      }
      least = std::min(least, rows[j].back());
    }
    return beginning ? least : rows.back().back();
  };
  rc::prop("on words of few letters", [&] {
    const auto some = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc\xc3")));
    const std::string a = (*some).substr(0, 64), b = *some;
    const unsigned distance = plain(a, b, false);
    RC_ASSERT(Pattern(a).distance(b) == distance);
    const unsigned from_beginning = plain(a, b, true);
    RC_ASSERT(Pattern(a).distance_to_beginning(b) == from_beginning);
    RC_ASSERT(from_beginning > 1 || may_begin(letter_bag(a), letter_bag(b)));
    for (const unsigned slips : {1u, 2u}) RC_ASSERT(distance > slips || may_be_near(letter_bag(a), letter_bag(b), slips));
  });
}

TEST_CASE("the distance of sounds is nothing to itself, and the same both ways") {
  rc::prop("nothing to itself, and the same both ways", [] {
    const auto some = rc::gen::container<std::string>(rc::gen::elementOf(std::string("aeioumnbdJCswy")));
    const std::string a = *some, b = *some;
    RC_ASSERT(sound_distance(a, a) == 0);
    RC_ASSERT(sound_distance(a, b) == sound_distance(b, a));
  });
}

TEST_CASE("what two words are apart by their consonants alone is never more than what they are apart") {
  rc::prop("a lower bound", [](const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    const auto reading = [&](const std::vector<std::uint8_t>& from) {
      std::string letters;
      for (std::size_t i = 0; i < from.size() && i < 12; ++i) letters += "aeioupbtdkgfvsmnlrwyj\x63x"[from[i] % 23];
      return readings_of(Word{letters, letters, letters, false}).front();
    };
    const Reading x = reading(a), y = reading(b);
    RC_ASSERT(distance_at_least(x, y) <= sound_distance(x.sounds, y.sounds));
  });
}
