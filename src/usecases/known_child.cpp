#include "usecases/known_child.hpp"

#include <algorithm>
#include <array>

#include "base/fold.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using names::Kin;
using names::Known;

const Answered* answered(const ChildState& s, std::string_view question) {
  auto it = s.answers.find(std::string(question));
  return it == s.answers.end() || it->second.values.empty() ? nullptr : &it->second;
}

/// Every text that stands: two spellings of one name are both held against what is told.
std::vector<std::string> texts(const ChildState& s, std::string_view question) {
  std::vector<std::string> all;
  if (const Answered* a = answered(s, question))
    for (const auto& given : a->values)
      if (const auto* text = std::get_if<std::string>(&given.value); text && !text->empty()) all.push_back(*text);
  return all;
}
std::string last_text(const ChildState& s, std::string_view question) {
  const auto all = texts(s, question);
  return all.empty() ? std::string{} : all.back();
}

/// "Awa, Ibrahima et Fatou": one name each.
std::vector<std::string> names_in(std::string text) {
  for (std::string_view word : {" et ", " and ", " e "})
    for (std::size_t at; (at = text.find(word)) != std::string::npos;) text.replace(at, word.size(), ",");
  std::vector<std::string> all;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(",;/\n", at), text.size());
    if (const std::string one = text.substr(at, end - at); one.find_first_not_of(' ') != std::string::npos) all.push_back(one);
    at = end + 1;
  }
  return all;
}
void add(Known& known, Kin kin, const std::string& text) {
  for (std::string& name : names_in(text)) known.relatives.push_back({kin, std::move(name)});
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  return from == std::string_view::npos ? std::string_view{} : text.substr(from, text.find_last_not_of(' ') - from + 1);
}

/// A place as somebody said it, or as it was chosen from the gazetteer: "Sare Bidji, Kolda, SN"; or else as it is read, in another orthography. Where several places
/// are called so, none is taken.
void set_place(Known& known, const SpokenPlaces& places, const std::string& said) {
  const std::string_view name = trimmed(std::string_view(said).substr(0, said.find(',')));
  if (name.empty()) return;
  known.village = name;
  const auto comma = said.rfind(',');
  const std::string_view last = comma == std::string::npos ? std::string_view{} : trimmed(std::string_view(said).substr(comma + 1));
  const auto country = last.size() == 2 ? std::optional(last) : std::nullopt;
  const std::string folded = fold(said);
  std::vector<readmodels::Place> written;
  for (const auto& hit : places.as_written().search(name, 50, country))
    if (hit.match == readmodels::PlaceMatch::exact) written.push_back(hit.place);
  std::vector<readmodels::Place> called_so = written.empty() ? places.find(name, country) : std::move(written);
  std::erase_if(called_so, [&](const readmodels::Place& place) {
    const bool named_too = country && !place.admin1.empty() && folded.find(fold(place.admin1)) != std::string::npos;
    return comma != std::string::npos && !named_too;
  });
  if (called_so.size() == 1) known.where = names::Point{static_cast<float>(called_so[0].latitude_e4) / 1e4F, static_cast<float>(called_so[0].longitude_e4) / 1e4F};
}

std::optional<names::Span> span_of(const PartialDate& date) {
  if (!date.earliest && !date.latest) return std::nullopt;
  const Date from = date.earliest ? *date.earliest : *date.latest, to = date.latest ? *date.latest : *date.earliest;
  return names::Span{static_cast<std::int32_t>(from.day), static_cast<std::int32_t>(to.day)};
}

struct Band { std::string_view code; int from, to; };
constexpr std::array kBands{Band{"a0_5", 0, 5}, Band{"a6_9", 6, 9}, Band{"a10_12", 10, 12}, Band{"a13_15", 13, 15}, Band{"a16_17", 16, 17}};

/// Somebody said so on the day when the file was opened; they may be a year out.
std::optional<names::Span> span_of_band(std::string_view band, Instant said) {
  constexpr std::int64_t kYear = 365, kDay = 86'400'000;
  const auto it = std::ranges::find(kBands, band, &Band::code);
  if (it == kBands.end()) return std::nullopt;
  const std::int64_t day = said.unix_ms / kDay;
  return names::Span{static_cast<std::int32_t>(day - (it->to + 2) * kYear), static_cast<std::int32_t>(day - std::max(0, it->from - 1) * kYear)};
}

names::Sex sex_of(std::string_view code) { return code == "girl" ? names::Sex::female : code == "boy" ? names::Sex::male : names::Sex::unknown; }

std::optional<PartialDate> date_of(const ChildState& s, std::string_view question) {
  const Answered* a = answered(s, question);
  const auto* date = a ? std::get_if<PartialDate>(&a->values.back().value) : nullptr;
  return date && !date->is_unknown() ? std::optional(*date) : std::nullopt;
}

Codes codes_of(const ChildState& s, std::string_view question) {
  Codes all;
  if (const Answered* a = answered(s, question))
    for (const auto& given : a->values)
      if (const auto* codes = std::get_if<Codes>(&given.value)) all.insert(all.end(), codes->begin(), codes->end());
  return all;
}

/// What known_of reads.
constexpr std::array<std::string_view, 16> kFacts{"intake.first_name", "intake.family_name", "intake.other_names", "intake.village",   "intake.birth",   "intake.age_band", "intake.sex",
                                                  "intake.languages",  "tracing.mother",     "tracing.father",     "tracing.siblings", "tracing.others", "tracing.place",
                                                  "tracing.companions", "tracing.parted",   "tracing.marks"};

bool of_tracing(const Codes& purposes) { return std::ranges::any_of(purposes, [](const Code& c) { return c.value == "trace_family"; }); }

}  // namespace

Known known_of(const SpokenPlaces& places, const ChildState& s) {
  Known known;
  known.given = last_text(s, "intake.first_name");
  known.family = last_text(s, "intake.family_name");
  // An older spelling of the name is another name of the child.
  for (std::string_view question : {"intake.first_name", "intake.family_name"})
    for (const auto& text : texts(s, question))
      if (text != known.given && text != known.family) known.other_names.push_back(text);
  for (const auto& text : texts(s, "intake.other_names"))
    for (auto& name : names_in(text)) known.other_names.push_back(std::move(name));
  for (const auto& [kin, question] : {std::pair{Kin::mother, "tracing.mother"}, {Kin::father, "tracing.father"}, {Kin::sibling, "tracing.siblings"}, {Kin::companion, "tracing.companions"}, {Kin::other, "tracing.others"}})
    for (const auto& text : texts(s, question)) add(known, kin, text);
  std::string village = last_text(s, "tracing.place");
  if (village.empty()) village = last_text(s, "intake.village");
  set_place(known, places, village);
  const std::string band = last_text(s, "intake.age_band"), sex = last_text(s, "intake.sex");
  if (const auto birth = date_of(s, "intake.birth")) known.born = span_of(*birth);
  if (!known.born) known.born = span_of_band(band.empty() ? s.opened.age_band.value : band, s.opened_at);
  known.sex = sex_of(sex.empty() ? s.opened.sex.value : sex);
  for (const Code& language : codes_of(s, "intake.languages")) known.languages.push_back(language.value);
  if (const auto parted = date_of(s, "tracing.parted")) known.parted = span_of(*parted);
  for (const Code& mark : codes_of(s, "tracing.marks")) known.marks.push_back(mark.value);
  return known;
}

Known known_of(const SpokenPlaces& places, const InquiryOpened& i) {
  Known known;
  known.given = i.first_name;
  known.family = i.family_name;
  known.other_names = names_in(i.other_names);
  add(known, Kin::mother, i.mother);
  add(known, Kin::father, i.father);
  add(known, Kin::sibling, i.siblings);
  add(known, Kin::companion, i.companions);
  add(known, Kin::other, i.others);
  // Whoever looks is a relative too, unless they have given that name already.
  const bool mother = i.relation.value == "mother", father = i.relation.value == "father";
  if (!i.name.empty() && !(mother && !i.mother.empty()) && !(father && !i.father.empty()))
    add(known, mother ? Kin::mother : father ? Kin::father : i.relation.value == "sibling" ? Kin::sibling : Kin::other, i.name);
  set_place(known, places, i.village.empty() ? i.where : i.village);
  known.born = span_of(i.birth);
  known.sex = sex_of(i.sex.value);
  for (const Code& language : i.languages) known.languages.push_back(language.value);
  known.parted = span_of(i.parted);
  for (const Code& mark : i.marks) known.marks.push_back(mark.value);
  return known;
}

std::size_t facts_told(const ChildState& s) {
  std::size_t told = 0;
  for (std::string_view question : {"intake.first_name", "intake.family_name", "intake.other_names", "tracing.mother", "tracing.father", "tracing.siblings", "tracing.others"})
    told += !texts(s, question).empty();
  told += !texts(s, "intake.village").empty() || !texts(s, "tracing.place").empty();
  told += date_of(s, "intake.birth").has_value();
  told += !codes_of(s, "intake.languages").empty();
  return told;
}

std::int64_t facts_told_at(const ChildState& s) {
  std::int64_t last = 0;
  for (std::string_view question : kFacts)
    if (const Answered* a = answered(s, question))
      for (const auto& given : a->values) last = std::max(last, given.n);
  return last;
}

std::string_view word(Wish wish) {
  constexpr std::array<std::string_view, 4> kWords{"unasked", "agrees", "cannot_answer", "not_now"};
  return kWords[static_cast<std::size_t>(wish)];
}

Wish wish_to_be_traced(const ChildState& s) {
  // The later word counts; of two that stand beside each other, the more careful one.
  std::int64_t no = 0, yes = 0, cannot = 0;
  for (const auto& refused : s.all<ConsentRefused>())
    if (refused.amended_by == 0 && of_tracing(refused.body.purposes)) no = refused.n;
  for (const auto& given : s.all<ConsentGiven>())
    if (given.amended_by == 0 && of_tracing(given.body.purposes)) yes = given.n;
  for (const auto& withdrawn : s.all<ConsentWithdrawn>())
    if (const auto* given = s.find<ConsentGiven>(withdrawn.body.consent); given && of_tracing(given->body.purposes)) no = std::max(no, withdrawn.n);
  if (const Answered* a = answered(s, "tracing.assent")) {
    std::int64_t last = 0;
    std::string_view careful = "agrees";
    for (const auto& given : a->values) {
      const auto* said = std::get_if<std::string>(&given.value);
      last = std::max(last, given.n);
      if (said && (*said == "not_now" || (*said == "cannot_answer" && careful == "agrees"))) careful = *said;
    }
    (careful == "not_now" ? no : careful == "agrees" ? yes : cannot) = std::max(careful == "not_now" ? no : careful == "agrees" ? yes : cannot, last);
  }
  if (no > 0 && no >= yes) return Wish::not_now;
  return yes > 0 ? Wish::agrees : cannot > 0 ? Wish::cannot_answer : Wish::unasked;
}

bool takes_part_in_tracing(const ChildState& s) {
  return s.is_opened() && s.status == FileState::open && s.stage != Stage::duplicate && wish_to_be_traced(s) != Wish::not_now;
}

}  // namespace nibbi::usecases
