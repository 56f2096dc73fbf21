// Invented inquiries: what only tracing looks at, in a file and as relatives tell it (matching.md, section 5).
#include <algorithm>
#include <array>

#include "base/time.hpp"
#include "names/inventor.hpp"

namespace nibbi::names {
namespace {

constexpr std::int32_t kToday = 20'758;  // 2026-11-01
constexpr int kYear = 365;
constexpr std::uint64_t kWithoutFile = 40;
constexpr unsigned kAnswerless = 300;

struct Spoken {
  std::string_view country;
  std::array<std::string_view, 4> languages;
};
constexpr Spoken kSpoken[] = {
    {"SN", {"Wolof", "Pulaar", "Serer", "Jola"}},   {"GM", {"Mandinka", "Wolof", "Fula", "Soninke"}}, {"GN", {"Pular", "Maninka", "Susu", "Kissi"}},
    {"ML", {"Bamanankan", "Fulfulde", "Songhay", "Soninke"}}, {"GH", {"Twi", "Ewe", "Dagbani", "Ga"}},  {"NG", {"Hausa", "Yoruba", "Igbo", "Kanuri"}},
};
constexpr std::string_view kMarkKinds[] = {"scar", "burn", "birthmark", "cut"}, kMarkSides[] = {"left", "right"},
                           kMarkParts[] = {"knee", "arm", "cheek", "forehead", "hand", "foot", "back", "ear", "shoulder", "neck"};

std::string first_word(const std::string& text) { return text.substr(0, text.find(' ')); }

/// A date as somebody remembers it: the day, the month, the year, or the year as its first day.
std::string remembered(std::int32_t day, unsigned to_the_day, unsigned to_the_month, Chance& chance) {
  const std::string whole = Date{day}.text();
  const std::size_t how = chance.below(1000);
  if (how < to_the_day) return whole;
  if (how < to_the_day + to_the_month) return whole.substr(0, 7);
  return whole.substr(0, 4) + (chance.happens(200) ? "-01-01" : "");
}

}  // namespace

struct Inventor::Truth {
  std::int32_t recorded, born, parted;
  std::vector<std::string> languages, siblings;
  std::string mark, companion;
};

Inventor::Truth Inventor::truth(const Person& p) const {
  Chance chance(seed_ * 0xA24BAED4963EE407u + p.said.person);
  Truth t;
  t.recorded = kToday - static_cast<std::int32_t>(chance.below(4 * kYear));
  t.born = t.recorded - p.said.age * kYear - static_cast<std::int32_t>(chance.below(kYear));
  t.parted = t.recorded - static_cast<std::int32_t>(chance.below(2 * kYear));
  const auto* spoken = std::find_if(std::begin(kSpoken), std::end(kSpoken), [&](const Spoken& s) { return s.country == p.said.country; });
  // A place speaks one language before all; some children have another one beside it.
  const std::size_t of_place = chance.happens(800) ? p.place % 2 : 2 + chance.below(2), second = chance.below(4);
  t.languages.emplace_back(spoken->languages[of_place]);
  if (chance.happens(300) && second != of_place) t.languages.emplace_back(spoken->languages[second]);
  if (chance.happens(300))
    t.mark = std::string(kMarkKinds[chance.below(std::size(kMarkKinds))]) + " " + std::string(kMarkSides[chance.below(2)]) + " " + std::string(kMarkParts[chance.below(std::size(kMarkParts))]);
  if (chance.happens(200)) t.companion = common(lists_of(p).men, chance) + " " + common(lists_of(p).families, chance);
  if (p.together)
    for (std::uint64_t child = p.said.person / 4 * 4; child < p.said.person / 4 * 4 + 4; ++child)
      if (child != p.said.person) t.siblings.push_back(first_word(person(child).said.given) + " " + p.said.family);
  return t;
}

void Inventor::add_to_file(const Person& p, std::uint64_t number, InventedFile& file) const {
  Chance chance(seed_ * 0x9FB21C651E98DF25u + number);
  const Truth t = truth(p);
  const Clerk& clerk = clerk_for(p.said.country, chance);
  file.recorded = Date{t.recorded}.text();
  if (chance.happens(250)) file.born = remembered(t.born, 300, 200, chance);
  if (chance.happens(800)) file.parted = remembered(t.parted + static_cast<std::int32_t>(chance.below(61)) - 30, 0, 600, chance);
  if (chance.happens(700))
    for (const std::string& sibling : t.siblings)
      if (chance.happens(600)) file.siblings.push_back(in_orthography(chance.happens(500) ? first_word(sibling) : sibling, clerk, chance));
  if (!t.companion.empty() && chance.happens(600)) file.companions.push_back(in_orthography(t.companion, clerk, chance));
  if (chance.happens(700)) file.languages = t.languages;
  if (!t.mark.empty() && chance.happens(600)) file.marks.push_back(t.mark);
  if (chance.happens(50)) file.other_names.push_back(beginning_of(first_word(file.given), 4));
  if (chance.happens(30)) {  // whoever sold the child gave it a name
    if (chance.happens(500)) file.other_names.push_back(file.given);
    const bool girl = p.said.sex == "female";
    file.given = in_orthography(common(girl ? lists_of(p).women : lists_of(p).men, chance), clerk, chance);
  }
  if (!file.village.empty() && chance.happens(850)) {
    const auto& near = by_region_.at(places_[p.place].country + places_[p.place].region);
    const auto written = !file.elsewhere ? near.end() : std::find_if(near.begin(), near.end(), [&](std::size_t i) { return places_[i].name == file.village; });
    file.where = places_[written == near.end() ? p.place : *written].where;
  }
}

InventedFile Inventor::inquiry(const Person& p, Chance& chance) const {
  const Truth t = truth(p);
  const Clerk& clerk = chance.happens(500) ? clerk_for(p.said.country, chance) : any_clerk(chance);
  InventedFile told;
  told.person = p.said.person;
  told.country = p.said.country;
  told.clerk = clerk.name;
  const auto written = [&](const std::string& name, unsigned slips) {
    const std::string w = in_orthography(name, clerk, chance);
    return chance.happens(slips) ? slipped(w, chance) : w;
  };
  told.given = written(p.said.given.find(' ') != std::string::npos && chance.happens(400) ? first_word(p.said.given) : p.said.given, 80);
  if (chance.happens(60) && told.given.size() > 6) told.given = beginning_of(told.given, 5);  // as the child is called at home
  told.family = written(p.said.family, 60);
  if (chance.happens(30)) std::swap(told.given, told.family);
  if (chance.happens(850)) told.mother = written(p.said.mother, 40);
  if (chance.happens(750)) told.father = written(p.said.father, 40);
  for (const std::string& sibling : t.siblings)
    if (chance.happens(700)) told.siblings.push_back(written(first_word(sibling), 40));
  if (!t.companion.empty() && chance.happens(600)) told.companions.push_back(written(t.companion, 40));
  if (chance.happens(970)) told.sex = chance.happens(10) ? (p.said.sex == "female" ? "male" : "female") : p.said.sex;
  if (chance.happens(800)) told.languages = t.languages;
  if (!t.mark.empty() && chance.happens(600)) told.marks.push_back(chance.happens(300) ? t.mark.substr(t.mark.find(' ') + 1) : t.mark);
  told.recorded = Date{kToday}.text();
  told.age = -1;
  if (chance.happens(500)) told.born = remembered(t.born, 100, 400, chance);
  else told.age = (kToday - t.born) / kYear + (chance.happens(250) ? static_cast<int>(chance.below(3)) - 1 : 0);
  if (chance.happens(800)) told.parted = remembered(t.parted, 0, 600, chance);
  if (!p.said.village.empty() && chance.happens(900)) {
    std::size_t place = p.place;
    const auto& near = by_region_.at(places_[place].country + places_[place].region);
    if (chance.happens(50)) place = near[chance.below(near.size())];
    told.elsewhere = place != p.place;
    told.village = chance.happens(60) ? slipped(places_[place].name, chance) : places_[place].name;
    if (chance.happens(850)) told.where = places_[place].where;
  }
  return told;
}

Known known_of(const InventedFile& f) {
  Known k{.given = f.given, .family = f.family, .other_names = f.other_names, .village = f.village, .where = f.where, .languages = f.languages, .marks = f.marks};
  const auto add = [&](Kin kin, const std::string& name) {
    if (!name.empty()) k.relatives.push_back({kin, name});
  };
  add(Kin::mother, f.mother);
  add(Kin::father, f.father);
  for (const std::string& name : f.siblings) add(Kin::sibling, name);
  for (const std::string& name : f.companions) add(Kin::companion, name);
  k.sex = f.sex == "female" ? Sex::female : f.sex == "male" ? Sex::male : Sex::unknown;
  k.born = span_of_date(f.born);
  if (const auto said = span_of_date(f.recorded); said && !k.born) k.born = span_of_age(f.age, *said);
  k.parted = span_of_date(f.parted);
  return k;
}

void invent_inquiries(std::uint64_t people, std::uint64_t inquiries, std::uint64_t seed, const std::vector<InventedPlace>& places, const Invention& to) {
  const Inventor inventor(seed, places);
  const auto without_file = [&](std::uint64_t number) { return Chance(seed * 0xE7037ED1A0B428DBu + number).next() % kWithoutFile == 0; };
  for (std::uint64_t number = 0; number < people; ++number) {
    if (without_file(number)) continue;
    Chance chance(seed * 0xD6E8FEB86659FD93u + number);
    const Inventor::Person person = inventor.person(number);
    const auto write = [&](const char* mark, std::uint64_t which) {
      InventedFile file = inventor.written(person, mark + std::to_string(number), chance);
      inventor.add_to_file(person, 2 * number + which, file);
      to.file(file);
    };
    write("p", 0);
    if (chance.happens(50)) write("q", 1);
  }
  Chance chance(seed ^ 0x7ACE);
  for (std::uint64_t i = 0; i < inquiries && people > kWithoutFile; ++i) {
    const bool answerless = chance.happens(kAnswerless);
    std::uint64_t number;
    do number = chance.below(people);
    while (without_file(number) != answerless);
    InventedInquiry q{inventor.inquiry(inventor.person(number), chance), !answerless, false};
    q.told.id = "i" + std::to_string(i);
    q.switched = q.told.clerk != "fr";
    to.inquiry(q);
  }
}

}  // namespace nibbi::names
