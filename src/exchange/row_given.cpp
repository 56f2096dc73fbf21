#include "exchange/row_given.hpp"

#include <algorithm>

#include "base/fold.hpp"
#include "exchange/age.hpp"
#include "exchange/code_words.hpp"

namespace nibbi::exchange {
namespace {

bool holds_many(FieldType t) { return t == FieldType::codes || t == FieldType::countries || t == FieldType::code; }

std::string joined(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  std::string out;
  for (const std::string& word : words) out += word + ";";
  return out;
}

std::string normal_date(const std::string& text, const HtcdsMap& map, Date today) {
  WrittenDate date = read_written_date(text, map.months(), today);
  if (date.doubt == DateDoubt::as_said) return fold(text);
  date.value.as_said.clear();
  return write_written_date(date.value, map.months(), today);
}

// What a field says, whatever way it was spelled.
std::string normal(const Given& given, const HtcdsMap& map, Date today) {
  const Field& f = *given.field;
  const std::string whole = given.whole();
  std::vector<std::string> words;
  switch (f.type) {
    case FieldType::code:
    case FieldType::codes:
      for (const auto* list : {&given.texts, &given.ticked})
        for (const std::string& text : *list) {
          const CodesInCell cell = codes_in_cell(text, f, map);
          if (cell.something_unknown) words.push_back(fold(text));
          for (const HtcdsCode* code : cell.codes) words.push_back(code->code);
        }
      return joined(std::move(words));
    case FieldType::countries:
      for (const std::string& text : known_parts(whole, [&](const std::string& t) { return map.country(t).has_value(); })) {
        const auto country = map.country(text);
        words.push_back(country ? country->code : fold(text));
      }
      return joined(std::move(words));
    case FieldType::date:
    case FieldType::partial_date: return normal_date(whole, map, today);
    case FieldType::checkbox: {
      const auto yes = map.yes_or_no(whole);
      return yes ? (*yes ? "yes" : "no") : fold(whole);
    }
    default: return fold(whole);
  }
}

}  // namespace

std::string Given::whole() const {
  std::string out;
  auto add = [&](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
  for (const std::string& text : texts) add(text);
  // A form's export has both the list and a column for each choice.
  const std::string listed = squeezed(out);
  for (const std::string& code : ticked)
    if (listed.find(squeezed(code)) == std::string::npos) add(code);
  return out;
}

const Given* GivenRow::of(const Field* field) const {
  auto it = field ? fields.find(field->place) : fields.end();
  return it == fields.end() ? nullptr : &it->second;
}

GivenRow given_in(const Row& row, const HtcdsMap& map) {
  GivenRow out;
  for (const Cell& cell : row.cells) {
    const Column& c = *cell.column;
    if (!c.beside.empty()) out.beside[std::string(c.beside)] = cell.value;
    if (c.field == nullptr) {
      // Whether the form's own days need a line is known only when the day was found.
      // An age that is only a band of ours is said by the file itself.
      const bool said = c.beside == "start" || c.beside == "submitted" || (c.beside == "age" && is_age_text(cell.value));
      if (!said) out.others.push_back({nullptr, c.heading, cell.value});
      continue;
    }
    Given& given = out.fields[c.field->place];
    given.field = c.field;
    given.label_is_name = given.label_is_name || c.label_is_name;
    if (!c.code.empty()) {
      const auto ticked = map.yes_or_no(cell.value);
      if (!ticked) out.others.push_back({nullptr, c.heading, cell.value});
      else if (*ticked) given.ticked.push_back(c.code);
    } else if (given.texts.empty() || holds_many(c.field->type)) {
      given.texts.push_back(cell.value);
    } else if (given.texts.front() != cell.value) {
      out.twice.push_back(c.field);
      out.others.push_back({nullptr, c.heading, cell.value});
    }
  }
  // A field whose every choice was left unticked says nothing.
  std::erase_if(out.fields, [](const auto& g) { return g.second.texts.empty() && g.second.ticked.empty(); });
  return out;
}

std::string identity_text(const GivenRow& row, const HtcdsMap& map, UnitId unit, Date today) {
  std::vector<std::pair<std::string, std::string>> cells;
  for (const auto& [place, given] : row.fields) cells.emplace_back(given.field->name, normal(given, map, today));
  for (const NoteLine& line : row.others)
    if (map.in_identity(line.heading)) cells.emplace_back(squeezed(line.heading), fold(line.value));
  if (auto start = row.beside.find("start"); start != row.beside.end()) cells.emplace_back("start", start->second);
  if (auto age = row.beside.find("age"); age != row.beside.end() && is_age_text(age->second)) cells.emplace_back("age", age->second);
  std::sort(cells.begin(), cells.end());
  // Lengths before the texts, so that no two rows can write the same.
  std::string out = "htcds-2.0\n" + unit.text() + "\n";
  for (const auto& [name, value] : cells) out += std::to_string(name.size()) + ":" + name + std::to_string(value.size()) + ":" + value + "\n";
  return out;
}

}  // namespace nibbi::exchange
