#include "names/inventor.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "names/stock.hpp"

namespace nibbi::names {
namespace {

// How a clerk of another school writes what they hear. Beginnings and ends are ^ and $. From the correspondences R1 to R17 of matching.md.
constexpr Respelling kEnglish[] = {
    {"ou", "u", 650}, {"ou", "oo", 150}, {"dia", "ja", 850}, {"dio", "jo", 850}, {"die", "je", 850}, {"dj", "j", 900}, {"thi", "ch", 700}, {"ti", "ch", 150}, {"é$", "eh", 450}, {"é$", "ay", 350},
    {"é", "e", 700}, {"è", "e", 800}, {"e$", "", 450}, {"ss", "s", 700}, {"gn", "ny", 700}, {"kh", "k", 500}, {"^ca", "ka", 500}, {"co", "ko", 500}, {"o$", "oh", 150}, {"o$", "ow", 250},
    {"ba$", "bah", 200}, {"aye$", "ie", 400}, {"gu", "g", 600}, {"ï", "i", 950}, {"^ci", "ce", 500}, {"ia$", "iah", 100},
};
constexpr Respelling kPortuguese[] = {
    {"ou", "u", 900}, {"dia", "dja", 800}, {"dio", "djo", 800}, {"die", "dje", 800}, {"ss", "ss", 500}, {"gn", "nh", 800}, {"ny", "nh", 600}, {"kh", "c", 600}, {"k", "c", 400}, {"w", "u", 500},
    {"é$", "é", 500}, {"é", "e", 500}, {"è", "e", 800}, {"o$", "ó", 400}, {"thi", "tch", 700}, {"^nd", "ind", 300}, {"^mb", "emb", 300}, {"ye", "ie", 400}, {"y$", "i", 700}, {"e$", "e", 500},
    {"ï", "i", 950}, {"m$", "me", 150},
};
constexpr Respelling kNational[] = {
    {"ou", "u", 950}, {"dia", "ja", 900}, {"dio", "jo", 900}, {"die", "je", 900}, {"dj", "j", 950}, {"thi", "c", 800}, {"ti", "c", 200}, {"gn", "ñ", 800}, {"kh", "x", 700}, {"ch", "s", 500},
    {"^ca", "ka", 900}, {"co", "ko", 900}, {"ci", "si", 800}, {"ss", "s", 900}, {"é$", "e", 700}, {"è", "ee", 500}, {"é", "e", 700}, {"e$", "", 500}, {"aye$", "aay", 700}, {"o$", "ow", 100},
    {"gu", "g", 800}, {"r$", "ru", 80}, {"ï", "i", 950}, {"qu", "k", 900},
};
constexpr Clerk kClerks[] = {{"fr", nullptr, 0}, {"en", kEnglish, std::size(kEnglish)}, {"pt", kPortuguese, std::size(kPortuguese)}, {"national", kNational, std::size(kNational)}};

constexpr std::string_view kMotherOf = "m\u00e8re de ";
constexpr std::string_view kNeighbours[] = {  // what lies beside a key, on AZERTY, QWERTY and telephones together
    "aqzs", "bvn", "cxv", "dsfe", "ezrd", "frdg", "gfth", "hgyj", "iuok", "jhuk", "kjil", "lkom", "mnlp", "nbmh", "oipl", "pom", "qaw", "retf", "sqdz", "trgy", "uyij", "vcbf", "wqsx", "xwcs", "ytuh", "zaex",
};

std::vector<std::string_view> words_in(std::string_view list) {
  std::vector<std::string_view> words;
  each_name(list, [&](std::string_view name) { words.push_back(name); });
  return words;
}

std::string lower_start(std::string word) {
  if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z') word[0] = static_cast<char>(word[0] + 32);
  return word;
}
std::string upper_start(std::string word) {
  if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 32);
  return word;
}

}  // namespace

/// Never through the middle of a letter.
std::string Inventor::beginning_of(const std::string& text, std::size_t bytes) {
  while (bytes > 0 && bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

Inventor::Inventor(std::uint64_t seed, const std::vector<InventedPlace>& places) : seed_(seed), places_(places) {
  Chance order(seed ^ 0x5EED);
  for (const Stock& stock : stocks()) {
    Lists lists;
    for (auto [from, to] : {std::pair{stock.women, &lists.women}, std::pair{stock.men, &lists.men}, std::pair{stock.families, &lists.families}}) {
      *to = words_in(from);
      for (std::size_t i = to->size(); i > 1; --i) std::swap((*to)[i - 1], (*to)[order.below(i)]);
    }
    stocks_.push_back(std::move(lists));
  }
  for (std::size_t i = 0; i < places_.size(); ++i) {
    by_country_[places_[i].country].push_back(i);
    by_region_[places_[i].country + places_[i].region].push_back(i);
  }
}

Inventor::Person Inventor::person(std::uint64_t number) const {
  // A household is some four children; what they share comes from its own chance.
  Chance home(seed_ * 0x9E3779B97F4A7C15u + number / 4), own(seed_ * 0xC2B2AE3D27D4EB4Fu + number);
  const bool together = home.happens(350);
  Chance& parents = together ? home : own;
  static constexpr std::array<std::string_view, 6> kCountries = {"SN", "GM", "GN", "ML", "GH", "NG"};
  Person p;
  p.together = together;
  p.said.person = number;
  p.said.country = kCountries[parents.below(100) < 76 ? parents.below(4) : 4 + parents.below(2)];
  const Lists& lists = lists_of(p);
  p.said.family = common(lists.families, parents);
  p.said.mother = std::string(common(lists.women, parents)) + " " + std::string(common(lists.families, parents));
  p.said.father = std::string(common(lists.men, parents)) + " " + p.said.family;
  if (const auto it = by_country_.find(p.said.country); it != by_country_.end()) {
    p.place = it->second[parents.below(it->second.size())];
    p.said.village = places_[p.place].name;
  }
  const bool girl = own.happens(480);
  p.said.sex = girl ? "female" : "male";
  p.said.given = common(girl ? lists.women : lists.men, own);
  if (together) {  // no two children of one household are called the same
    std::vector<std::string> taken;
    for (std::uint64_t child = 0; child <= number % 4; ++child) {
      std::string name;
      do name = common(girl ? lists.women : lists.men, home);
      while (std::find(taken.begin(), taken.end(), name) != taken.end());
      taken.push_back(name);
    }
    p.said.given = taken.back();
  }
  if (own.happens(180)) p.said.given += " " + std::string(common(girl ? lists.women : lists.men, own));
  p.said.age = 4 + static_cast<int>(own.below(14));
  if (own.happens(300)) p.said.phone = "+2217" + std::to_string(10'000'000 + own.below(89'999'999));
  return p;
}

InventedFile Inventor::written(const Person& person, std::string id, Chance& chance) const {
  InventedFile file = person.said;
  const Clerk& clerk = clerk_for(file.country, chance);
  file.id = std::move(id);
  file.clerk = clerk.name;
  for (std::string* text : {&file.given, &file.family, &file.mother, &file.father}) *text = in_orthography(*text, clerk, chance);
  if (const std::size_t second = file.given.find(' '); second != std::string::npos && chance.happens(300)) file.given.resize(second);
  for (std::string* text : {&file.given, &file.family})
    if (chance.happens(60)) *text = slipped(*text, chance);
  if (chance.happens(20) && file.given.size() > 6) file.given = beginning_of(file.given, 4);
  if (chance.happens(40)) std::swap(file.given, file.family);
  if (chance.happens(60)) file.mother = std::string(kMotherOf) + file.given;
  else if (chance.happens(250)) file.mother.clear();
  if (chance.happens(350)) file.father.clear();
  if (chance.happens(150)) file.age += static_cast<int>(chance.below(5)) - 2;
  if (chance.happens(150)) file.age = file.age < 8 ? 5 : file.age < 13 ? 10 : 15;
  if (!file.village.empty()) {
    if (chance.happens(120)) file.village.clear();
    else if (chance.happens(100)) {
      const auto& near = by_region_.at(places_[person.place].country + places_[person.place].region);
      file.village = places_[near[chance.below(near.size())]].name;
      file.elsewhere = file.village != person.said.village;
    } else if (chance.happens(60)) file.village = slipped(file.village, chance);
  }
  return file;
}

InventedQuery Inventor::query(const Person& person, const InventedFile& file, Chance& chance) const {
  InventedQuery q;
  q.person = person.said.person;
  q.file = file;
  q.other_orthography = chance.happens(500);
  const Clerk& clerk = kClerks[q.other_orthography ? 1 + chance.below(3) : 0];
  const auto first_word = [](const std::string& text) { return text.substr(0, text.find(' ')); };
  std::string given = first_word(q.other_orthography ? in_orthography(person.said.given, clerk, chance) : file.given);
  std::string family = q.other_orthography ? in_orthography(person.said.family, clerk, chance) : file.family;
  q.slips = static_cast<int>(chance.below(3));
  for (int i = 0; i < q.slips; ++i) {
    std::string& one = chance.happens(500) ? given : family;
    one = slipped(one, chance);
  }
  q.beginning = chance.happens(200) && given.size() > 5;
  if (q.beginning) given = beginning_of(given, std::max<std::size_t>(3, given.size() / 2));
  q.turned_round = chance.happens(500);
  q.text = q.turned_round ? family + " " + given : given + " " + family;
  // One fact more, as the search asks for it.
  q.fact_in_file = file.village.empty() ? file.mother.empty() || !file.mother.starts_with(kMotherOf) : !file.elsewhere;
  if (!file.village.empty()) q.text += " " + person.said.village;
  else if (!file.mother.empty()) q.text += " " + first_word(person.said.mother);
  return q;
}

/// The rank's share falls as 1/rank.
std::string Inventor::common(const std::vector<std::string_view>& list, Chance& chance) {
  const double u = static_cast<double>(chance.next() >> 11) / 9007199254740992.0;
  const auto rank = static_cast<std::size_t>(std::exp(u * std::log(static_cast<double>(list.size()) + 1)) - 1);
  return std::string(list[std::min(rank, list.size() - 1)]);
}

const Clerk& Inventor::clerk_for(std::string_view country, Chance& chance) {
  if (chance.happens(150)) return kClerks[chance.below(std::size(kClerks))];
  return country == "GM" || country == "GH" || country == "NG" ? kClerks[1] : kClerks[0];
}

const Inventor::Lists& Inventor::lists_of(const Person& p) const { return stocks_[p.said.country == "GH" ? 1 : p.said.country == "NG" ? 2 : 0]; }
const Clerk& Inventor::any_clerk(Chance& chance) { return kClerks[chance.below(std::size(kClerks))]; }

std::string Inventor::in_orthography(const std::string& text, const Clerk& clerk, Chance& chance) {
  std::string out;
  for (const std::string_view word : words_in(text)) {
    std::string w = "^" + lower_start(std::string(word)) + "$";
    for (std::size_t r = 0; r < clerk.size; ++r) {
      const Respelling& rule = clerk.first[r];
      const std::size_t at = w.find(rule.from);
      if (at == std::string::npos || !chance.happens(rule.per_mille)) continue;
      const std::string to = std::string(rule.from.front() == '^' ? "^" : "") + std::string(rule.to) + (rule.from.back() == '$' ? "$" : "");
      w.replace(at, rule.from.size(), to);
    }
    out += (out.empty() ? "" : " ") + upper_start(w.substr(1, w.size() - 2));
  }
  return out;
}

/// One slip on a key: a neighbour, one left out, one twice, two turned round. Only of plain letters, so that no character is broken.
std::string Inventor::slipped(std::string text, Chance& chance) {
  std::vector<std::size_t> plain;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text[i] >= 'a' && text[i] <= 'z') plain.push_back(i);
  if (plain.size() < 3) return text;
  const std::size_t at = plain[chance.below(plain.size())];
  switch (chance.below(4)) {
    case 0: {
      const std::string_view beside = kNeighbours[static_cast<std::size_t>(text[at] - 'a')];
      text[at] = beside[1 + chance.below(beside.size() - 1)];
      break;
    }
    case 1: text.erase(at, 1); break;
    case 2: text.insert(at, 1, text[at]); break;
    default:
      if (at + 1 < text.size() && text[at + 1] >= 'a' && text[at + 1] <= 'z') std::swap(text[at], text[at + 1]);
      else text.erase(at, 1);
  }
  return text;
}

}  // namespace nibbi::names
