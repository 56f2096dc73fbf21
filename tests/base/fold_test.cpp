#include "base/fold.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <array>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <vector>

using nibbi::clean_text;
using nibbi::code_points;
using nibbi::fold;
using nibbi::is_valid_utf8;

namespace {

std::string utf8(char32_t c) {
  const auto byte = [](unsigned b) { return static_cast<char>(b); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
  if (c < 0x10000) return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
}

std::string repeat(std::string_view what, int times) {
  std::string out;
  while (times-- > 0) out += what;
  return out;
}

/// Pieces of text in which letters, tricks and broken bytes are far more frequent than chance would have them.
rc::Gen<std::string> any_text() {
  const auto character = rc::gen::map(rc::gen::inRange<char32_t>(0, 0x110000), [](char32_t c) { return utf8(c >= 0xD800 && c <= 0xDFFF ? U'x' : c); });
  const auto low = rc::gen::map(rc::gen::inRange<char32_t>(0, 0x700), utf8);
  const auto trick = rc::gen::elementOf(std::vector<std::string>{
      " ", "\t", "\r", "\n", "\r\n", "\u2028", "\u00A0", "\u202E", "\u2066", "\u200B", "\u200C", "\u200D", "\uFEFF", "\u00AD", "\u0301", "\u0489",
      "\u0652", "\u0640", "\u093F", "\u0941", "\U000E0041", "\uFE0F", "\uFDD0", "ا", "ب", "é", "Ŋ", "ﷺ", "ﷲ", "ß", "½", "ŉ", "¨", "—", "’", "A", "z"});
  const auto broken = rc::gen::map(rc::gen::inRange(0x80, 0x100), [](int b) { return std::string{static_cast<char>(b)}; });
  const auto piece = rc::gen::weightedOneOf<std::string>({{2, character}, {3, low}, {6, trick}, {1, broken}});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string out;
    for (const std::string& piece : pieces) out += piece;
    return out;
  });
}

struct Folded {
  std::string_view written, folded;
};

}  // namespace

TEST_CASE("the same letters fold to the same text, whatever the keyboard", "[base][fold]") {
  for (const Folded& check : {Folded{"Ñibbi", "nibbi"}, Folded{"KÉDOUGOU", "kedougou"}, Folded{"Ke\u0301dougou", "kedougou"},
                              Folded{"Ɓaawo Ɗemngal Ƴiiwi Ƙofa", "baawo demngal yiiwi kofa"}, Folded{"Ɲamankɔlɔn", "namankolon"},
                              Folded{"Jaañ", "jaan"}, Folded{"Ŋɔlɔ", "nolo"}, Folded{"Bissorã Çà", "bissora ca"},
                              Folded{"Cœur, Æ, STRASSE, Straße", "coeur, ae, strasse, strasse"}, Folded{"İstanbul ısı", "istanbul isi"},
                              Folded{"Ẹ̀kọ́ Ọ̀ṣun", "eko osun"}, Folded{"Ouidah Ɖagbè Ʋe Ƒo", "ouidah dagbe ve fo"},
                              Folded{"Νίκος Йод", "νικοσ иод"}, Folded{"ｆｕｌｌ ①½ ﬁn", "full 11/2 fin"}})
    CHECK(fold(check.written) == check.folded);
}

TEST_CASE("Arabic letters stay, their vowel points and their stretching go", "[base][fold]") {
  CHECK(fold("مُحَمَّد") == "محمد");
  CHECK(fold("محـــمد") == "محمد");
  CHECK(fold("أحمد") == fold("احمد"));
  CHECK(fold("عائشة") == "عايشة");
  CHECK(fold("فاطمة") == "فاطمة");
  CHECK(fold("موسى") != fold("موسي"));
  CHECK(fold("ﻣﺤﻤﺪ") == "محمد");
  CHECK(fold("٢٠٢٦ ۲۰۲۶ ߂߀߂߆") == "2026 2026 2026");
}

TEST_CASE("apostrophes, dashes and white space are unified", "[base][fold]") {
  for (const char* apostrophe : {"'", "’", "‘", "ʼ", "ʻ", "ʿ", "`", "´", "′", "＇", "ꞌ"}) CHECK(fold(std::string("N") + apostrophe + "Diaye") == "n'diaye");
  for (const char* dash : {"-", "‐", "‑", "‒", "–", "—", "−", "－"}) CHECK(fold(std::string("Saint") + dash + "Louis") == "saint-louis");
  for (const char* quote : {"\"", "«", "»", "“", "”", "„", "″"}) CHECK(fold(quote) == "\"");
  CHECK(fold(" \t Awa\u00A0\u2003\u3000 \r\n Fall\u2028") == "awa fall");
  CHECK(fold("\u00A0") == "");
}

TEST_CASE("tricks of Unicode do not reach a comparison or the store", "[base][fold]") {
  CHECK(fold("Awa\u202EllaF\u202C") == "awallaf");
  CHECK(clean_text("Awa\u202EllaF\u202C") == "AwallaF");
  CHECK(clean_text("\u2066a\u2069\u200Eb\u200F\u061Cc") == "abc");
  CHECK(clean_text("Fa\u200Bl\u2060l\uFEFF\u00AD\u034F") == "Fall");
  CHECK(clean_text("a\U000E0041\U000E007Fb\uFE0Fc\U000E0101") == "abc");
  CHECK(clean_text(std::string("a\0b\x1b[31m\x7f\u009Bc", 12)) == "ab[31mc");
  CHECK(clean_text("a\uFDD0\uFFFE\U0010FFFFb") == "ab");
  CHECK(fold("Fa\u200Bl\u2060l\uFEFF") == "fall");

  SECTION("a storm of combining marks is bounded where it is stored and gone where it is compared") {
    const std::string storm = "Awa" + repeat("\u0301\u0489\u0323", 1000);
    CHECK(code_points(clean_text(storm)) == 3 + 6);
    CHECK(fold(storm) == "awa");
    CHECK(clean_text("Ẹ̀kọ́ मुद्दा مُحَمَّدٌ") == "Ẹ̀kọ́ मुद्दा مُحَمَّدٌ");
  }
  SECTION("look-alikes of another script stay apart: folding does not guess") {
    CHECK(fold("Аwа") != fold("Awa"));  // Cyrillic А and а
    CHECK(clean_text("Аwа") == "Аwа");
  }
}

TEST_CASE("cleaning keeps the letters as they were typed", "[base][fold]") {
  for (const char* text : {"Ke\u0301dougou Kédougou", "Ñibbi ŋ ɲ ɛ ɔ ɓ", "“guillemets” — l’enfant…\tfin\n", "أَحْمَد ـ ٢٠٢٦",
                           "ߒߞߏ 𞤀𞤣𞤤𞤢𞤥", "日本 한국 👩🏾", "1\u00A0000", "\uE000"})
    CHECK(clean_text(text) == text);
  CHECK(clean_text("one\r\ntwo\rthree\u2028four\u0085five\vsix") == "one\ntwo\nthree\nfour\nfive\nsix");

  SECTION("a joiner stays only where it shapes Arabic letters") {
    CHECK(clean_text("مى\u200Cخواهم") == "مى\u200Cخواهم");
    CHECK(clean_text("Fa\u200Cll\u200D") == "Fall");
    CHECK(clean_text("م\u200C\u200C\u200Cخ") == "م\u200Cخ");
    CHECK(clean_text("م\u200C\u202Eخ") == "مخ");
    CHECK(fold("مى\u200Cخواهم") == fold("مىخواهم"));
  }
}

TEST_CASE("invalid UTF-8 is told from valid, and replaced", "[base][fold]") {
  struct Broken {
    std::string_view bytes;
    std::string_view cleaned;
  };
  for (const Broken& broken : {Broken{"a\x80z", "a\uFFFDz"}, Broken{"\xC0\xAF", "\uFFFD\uFFFD"}, Broken{"\xE0\x80\x80", "\uFFFD\uFFFD\uFFFD"},
                               Broken{"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"}, Broken{"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
                               Broken{"\xF0\x9F\x98", "\uFFFD"}, Broken{"\xE2\x82" "A", "\uFFFD" "A"}, Broken{"\xFF\xFE", "\uFFFD\uFFFD"}}) {
    CHECK_FALSE(is_valid_utf8(broken.bytes));
    CHECK(clean_text(broken.bytes) == broken.cleaned);
    CHECK(code_points(broken.bytes) == code_points(broken.cleaned));
    CHECK(is_valid_utf8(fold(broken.bytes)));
  }
  CHECK(is_valid_utf8(""));
  CHECK(is_valid_utf8("\uFFFD é 𞤀 \U0010FFFF"));
  CHECK(code_points("Ñibbi 𞤀") == 7);
}

TEST_CASE("every character of Unicode keeps the promises by itself", "[base][fold]") {
  std::size_t wrong = 0;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string text = utf8(c), folded = fold(text), cleaned = clean_text(text);
    wrong += !is_valid_utf8(text) || code_points(text) != 1 || !is_valid_utf8(folded) || folded.size() > 3 * text.size() || fold(folded) != folded ||
             (cleaned != text && !cleaned.empty() && cleaned != "\n") || fold(cleaned) != folded || fold("a" + text + "b") != fold(clean_text("a" + text + "b"));
  }
  CHECK(wrong == 0);
}

TEST_CASE("any text keeps the promises", "[base][fold]") {
  rc::prop("folding is idempotent, valid and at most three times as long", [] {
    const std::string text = *any_text();
    const std::string folded = fold(text);
    RC_ASSERT(fold(folded) == folded);
    RC_ASSERT(is_valid_utf8(folded));
    RC_ASSERT(folded.size() <= 3 * text.size());
    RC_ASSERT(folded.find("  ") == std::string::npos);
  });
  rc::prop("cleaning is idempotent, valid, never longer in characters, and invisible to folding", [] {
    const std::string text = *any_text();
    const std::string cleaned = clean_text(text);
    RC_ASSERT(clean_text(cleaned) == cleaned);
    RC_ASSERT(is_valid_utf8(cleaned));
    RC_ASSERT(code_points(cleaned) <= code_points(text));
    RC_ASSERT(fold(cleaned) == fold(text));
  });
  rc::prop("folding word by word is folding the whole", [] {
    const std::string one = *any_text(), two = *any_text();
    const std::string first = fold(one), second = fold(two);
    RC_ASSERT(fold(one + " " + two) == first + (first.empty() || second.empty() ? "" : " ") + second);
  });
  rc::prop("random bytes are answered, not feared", [](const std::string& bytes) {
    RC_ASSERT(is_valid_utf8(fold(bytes)));
    RC_ASSERT(is_valid_utf8(clean_text(bytes)));
    RC_ASSERT(!is_valid_utf8(bytes) || code_points(bytes) <= bytes.size());
  });
}

#ifdef NIBBI_CONTRACT_DIR
TEST_CASE("the folding table is what its generator writes", "[base][fold]") {
  const int status = std::system("python3 '" NIBBI_CONTRACT_DIR "/../tools/gen_fold.py' --check");
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 3 || WEXITSTATUS(status) == 127) SKIP("no Python with the table's version of Unicode here");
  CHECK(WEXITSTATUS(status) == 0);
}
#endif
