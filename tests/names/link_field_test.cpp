// How far two cells of a list agree, and what is made of them before they are compared.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <set>

#include "names/link_field.hpp"
#include "names/link_text.hpp"

using namespace nibbi::names;

namespace {

std::uint8_t agreed(Meaning meaning, const char* a, const char* b) {
  static Memo memo;
  static std::uint64_t which = 0;
  Values values(meaning);
  const std::uint32_t x = values.number(a), y = values.number(b);
  return values.agreement(x, y, memo, ++which % 60);
}

bool share_a_key(Meaning meaning, const char* a, const char* b) {
  Values values(meaning);
  const std::uint32_t first = values.number(a), second = values.number(b);  // a new number may move the ones before it
  const auto &x = values.at(first).keys, &y = values.at(second).keys;
  return std::any_of(x.begin(), x.end(), [&](const Key& key) { return std::find(y.begin(), y.end(), key) != y.end(); });
}

}  // namespace

TEST_CASE("a mother who is known by her child has no name in a list") {
  Values mothers(Meaning::mother), given(Meaning::given);
  for (const char* said : {"m\u00e8re de Mamadou", "Mother of Awa", "M\u00e3e da Binta"}) CHECK(mothers.number(said) == 0);
  CHECK(mothers.number("Awa Diallo") != 0);
  CHECK(given.number("P\u00e8re de Awa") != 0);  // a child's own name is taken as it is
}

TEST_CASE("the words of a name are compared each with each, in any order, and a missing one is a missing one") {
  CHECK(agreed(Meaning::name, "Canari Mamadou Diallo", "Diallo Mamadou Canari") == agreement::alike);
  CHECK(agreed(Meaning::mother, "Awa Diallo", "Jallow Awa") == agreement::alike);
  CHECK(agreed(Meaning::name, "Mamadou Diallo", "Mamadou Lamine Diallo") == agreement::part);
  CHECK(agreed(Meaning::given, "Mamadou Lamine", "Mamadou") == agreement::part);
  CHECK(agreed(Meaning::given, "Fatou Binta", "Fatou Bimta") == agreement::slip);
  CHECK(agreed(Meaning::name, "Moussa Ibrahima Diop", "Moussa Samba Diop") == agreement::part);
  CHECK(agreed(Meaning::name, "Awa Diop", "Awa Traor\u00e9") == agreement::hint);
  CHECK(agreed(Meaning::name, "Awa Diop", "Binta Sow") == agreement::none);
  CHECK(agreed(Meaning::given, "Abdoul Rahmane", "Abdourahmane") <= agreement::alike);
}

TEST_CASE("a name that was turned round, lost a word or got one shares a key with itself") {
  CHECK(share_a_key(Meaning::name, "Mamadou Diallo", "Jallow Momodou"));
  CHECK(share_a_key(Meaning::mother, "Awa Diallo", "Awa"));
  CHECK(share_a_key(Meaning::given, "Fatou Binta", "Binta"));
  CHECK(share_a_key(Meaning::place, "Ou\u00e9zzindougou", "Wezzindugu"));
  CHECK_FALSE(share_a_key(Meaning::name, "Awa Diop", "Binta Sow"));
}

TEST_CASE("names that look alike and are two are no slip of each other, and each level stands apart") {
  CHECK(agreed(Meaning::given, "Mamadou", "Amadou") == agreement::none);
  CHECK(agreed(Meaning::family, "Sall", "Fall") == agreement::none);
  CHECK(agreed(Meaning::family, "Diallo", "Jallow") == agreement::alike);
  CHECK(agreed(Meaning::family, "Traor\u00e9", "Trawally") == agreement::alike);
  CHECK(agreed(Meaning::family, "Senghor", "Sengho") == agreement::slip);
  CHECK(agreed(Meaning::given, "Ousmane", "Ousseynou") >= agreement::hint);
  CHECK(agreed(Meaning::family, "Traor\u00e9", "Diop") == agreement::clan);
  CHECK(agreed(Meaning::family, "Sow", "Keita") == agreement::none);
}

TEST_CASE("places are compared by how they sound, and their lexicon is not that of names") {
  CHECK(agreed(Meaning::place, "Ouagou Niayes", "Wagou Niayes") <= agreement::slip);
  CHECK(agreed(Meaning::place, "Diourbel", "Jurbel") <= agreement::near);
  CHECK(agreed(Meaning::place, "Thi\u00e8s", "Kolda") == agreement::none);
  CHECK(agreed(Meaning::place, "Saint Louis", "Louis Saint") == agreement::alike);
}

TEST_CASE("one sex is one value in every language, and who does not know it says nothing") {
  const auto even = [](Meaning meaning, const char* cell) { return even_text(meaning, cell, DayOrder::day_first); };
  for (const char* male : {"M", "male", "Masculin", "HOMME", "gar\u00e7on", "masculino"}) CHECK(even(Meaning::sex, male) == "m");
  for (const char* female : {"F", "Female", "f\u00e9minin", "fille", "Feminino"}) CHECK(even(Meaning::sex, female) == "f");
  for (const Meaning meaning : {Meaning::sex, Meaning::given, Meaning::place, Meaning::phone, Meaning::birth_date, Meaning::mother})
    for (const char* nothing : {"unknown", "Inconnu", "N/A", "nan", "NaN", "-", "?", "", "  ", "--"}) {
      INFO(word(meaning) << " " << nothing);
      CHECK(even(meaning, nothing).empty());
    }
  CHECK(even(Meaning::family, "Null") == "null");
  CHECK(even(Meaning::given, "Nan") == "nan");
  CHECK(even(Meaning::place, "null").empty());
}

TEST_CASE("a telephone is its last eight digits, however it is dialled") {
  for (const char* number : {"+221 77 123 45 67", "00221771234567", "77-123-45-67", "77 123 45 67 / 70 000 00 00", "(0)771234567"}) {
    INFO(number);
    CHECK(even_text(Meaning::phone, number, DayOrder::day_first) == "71234567");
  }
}

TEST_CASE("dates of which a part is unknown are stretches of days: they agree when they meet") {
  CHECK(agreed(Meaning::birth_date, "2011-03", "2011-03-05") == agreement::near);
  CHECK(agreed(Meaning::birth_date, "2011", "2011-03-05") == agreement::hint);
  CHECK(agreed(Meaning::birth_date, "2011", "2012-01-20") == agreement::hint);
  CHECK(agreed(Meaning::birth_date, "2011-03", "2011-05-20") == agreement::none);
  CHECK(agreed(Meaning::birth_date, "2011-12", "2012-01-02") == agreement::hint);
  CHECK(agreed(Meaning::birth_date, "2011", "2013") == agreement::none);
}

TEST_CASE("agreement is the same both ways round, whatever the bytes") {
  rc::prop("symmetric, and a value agrees with itself", [](const std::string& a, const std::string& b) {
    Memo memo;
    for (const Meaning meaning : {Meaning::name, Meaning::place, Meaning::phone, Meaning::address, Meaning::birth_date}) {
      Values values(meaning);
      const std::uint32_t x = values.number(a), y = values.number(b);
      RC_ASSERT(values.agreement(x, y, memo, 1) == values.agreement(y, x, memo, 1));
      if (x) RC_ASSERT(values.agreement(x, x, memo, 1) == agreement::same);
    }
  });
}
