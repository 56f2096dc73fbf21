#include "tests/support/golden_entries.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "domain/case_code.hpp"
#include "tests/support/invent.hpp"
#include "tests/support/rules.hpp"

namespace nibbi::tests {
namespace {

using namespace domain;

/// An Io that fills every field, with what the field's name asks for.
class Example {
 public:
  template <class T>
  void operator()(const char* name, wire::At, T& v, wire::Rule rule = wire::any) { fill(name, rule, v); }

  void answers(const char*, std::map<std::string, Answer>& out) {
    for (const Question& q : rules().forms.at("intake").questions) out[q.id] = answer(q);
    out["intake.family_name"] = Unanswered::prefers_not;
  }
  void answer_of(const char*, const std::string& id, Answer& out) { out = answer(*rules().question(id)); }

 private:
  Uuid next_id() { return *Uuid::parse("01936f2e-7b1c-7000-8000-0000000000" + std::to_string(20 + next_++)); }

  void fill(std::string_view name, const wire::Rule& rule, std::string& v) {
    static const std::map<std::string_view, std::string> kTexts{
        {"code", case_code("SN", 4711)}, {"name", "Awa Canari"}, {"question", "intake.danger"}, {"phone", "+221 70 000 00 00"},
        {"emergency_phone", "+221 70 000 00 00"}, {"sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        {"sheet_sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}, {"town", "Tambacounda"}, {"where", "Tambacounda"},
        {"place", "Tambacounda"}, {"destination", "Tambacounda"}, {"handed_at", "Tambacounda"}, {"organisation", "Association Canari"},
        {"number", "SN-2026-17"}, {"reference", "SN-2026-17"}, {"not_to_be_given_to", "Moussa Canari, Ousmane Canari"}, {"not_to_contact", "Moussa Canari"}};
    if (auto text = kTexts.find(name); text != kTexts.end()) v = text->second;
    else if (rule.longest > 1000) v = "Canari : « " + std::string(name) + " », première ligne.\nDeuxième ligne, avec \"guillemets\".";
    else v = "Canari, " + std::string(name);
  }
  void fill(std::string_view, const wire::Rule&, bool& v) { v = true; }
  void fill(std::string_view name, const wire::Rule& rule, std::int64_t& v) { v = name == "form_version" ? rules().forms.at("intake").version : std::min<std::int64_t>(rule.most, 12); }
  void fill(std::string_view name, const wire::Rule& rule, Code& v) {
    static const std::map<std::string_view, std::string> kWords{{"form", "intake"}, {"media_type", "image/jpeg"}, {"why", "not_an_image"}, {"language", "fr"}, {"action", "erase"}, {"ground", "duplicate"}, {"next", "continue"}};
    auto list = rules().lists.find(rule.list);
    auto word = kWords.find(name);
    if (list != rules().lists.end()) v.value = code_at(list->second, 1);
    else v.value = word != kWords.end() ? word->second : "word";
  }
  void fill(std::string_view, const wire::Rule& rule, Codes& v) {
    const auto& list = rules().lists.at(std::string(rule.list));
    for (std::size_t at = 0; at < std::min<std::size_t>(2, list.place.size()); ++at) v.push_back({code_at(list, at)});
  }
  void fill(std::string_view, const wire::Rule&, Date& v) { v = {Date::parse("2026-11-24")->day + next_++}; }
  void fill(std::string_view, const wire::Rule&, Instant& v) { v = *Instant::parse("2026-11-24T21:04:05.006Z"); }
  void fill(std::string_view, const wire::Rule&, PartialDate& v) { v = {Date::parse("2026-11-20"), Date::parse("2026-11-23"), "il y a quelques jours"}; }
  void fill(std::string_view, const wire::Rule&, Money& v) { v = {1'500'000, "XOF"}; }
  void fill(std::string_view, const wire::Rule&, DataClasses& v) {
    v.add(DataClass::name);
    v.add(DataClass::health);
  }
  void fill(std::string_view, const wire::Rule&, Role& v) { v = Role::case_worker; }
  void fill(std::string_view, const wire::Rule&, Uuid& v) { v = next_id(); }
  template <class Tag>
  void fill(std::string_view, const wire::Rule&, Id<Tag>& v) { v = Id<Tag>{next_id()}; }
  template <class T>
  void fill(std::string_view name, const wire::Rule& rule, std::optional<T>& v) { fill(name, rule, v.emplace()); }
  void fill(std::string_view, const wire::Rule&, std::vector<PersonId>& v) { v = {PersonId{next_id()}, PersonId{next_id()}}; }

  static std::string code_at(const CodeList& list, std::size_t at) {
    for (const auto& [code, place] : list.place)
      if (place == std::min(at, list.place.size() - 1)) return code;
    return {};
  }
  Answer answer(const Question& q) {
    using enum QuestionType;
    switch (q.type) {
      case yes_no: return std::string("yes");
      case code: return code_at(rules().lists.at(q.list), 0);
      case country: return std::string("SN");
      case codes: return Codes{{code_at(rules().lists.at(q.list), 0)}, {code_at(rules().lists.at(q.list), 1)}};
      case text: case place: return "Canari, " + q.id;
      case long_text: return "Canari : « " + q.id + " ».\nDeuxième ligne.";
      case phone: return std::string("+221 70 000 00 00");
      case unit: case person: return next_id().text();
      case integer: return std::int64_t{3};
      case date: return *Date::parse("2026-11-24");
      case partial_date: return PartialDate{Date::parse("2014-01-01"), Date::parse("2016-12-31"), "dix ans"};
      case money: return Money{1'500'000, "XOF"};
    }
    return Unanswered::unknown;
  }

  int next_ = 0;
};

Header header_of(Kind kind) {
  Header h;
  h.id = {*Uuid::parse("01936f2e-7b1c-7000-8000-000000000012")};
  h.record = {*Uuid::parse("01936f2e-7b1a-7c3d-9e4f-0a1b2c3d4e5f")};
  h.kind = kind;
  h.claimed_at = *Instant::parse("2026-11-24T21:04:05.007Z");
  h.role = Role::case_worker;
  if (!opens(kind)) h.seen = 3;
  if (kind == Kind::form_saved) h.cause = {*Uuid::parse("01936f2e-7b1b-7000-8000-000000000011")};
  if (kind == Kind::note_added) h.amends = {*Uuid::parse("01936f2e-7b1b-7000-8000-000000000011")};
  if (rules().gates[static_cast<std::size_t>(kind)].by == Gate::By::system) return h;  // nobody's device
  h.author = {*Uuid::parse("01936f00-0000-7000-8000-000000000001")};
  h.unit = {*Uuid::parse("01936f00-0000-7000-8000-000000000002")};
  h.device = {*Uuid::parse("01936f00-0000-7000-8000-000000000003")};
  h.device_seq = 2;
  return h;
}

}  // namespace

OnTheWire golden_entry(Kind kind) {
  Example example;
  wire::Content content{{}, empty_body(kind)};
  wire::describe(example, content.telling);
  std::visit([&]<class T>(T& body) { if constexpr (!std::same_as<T, std::monostate>) wire::describe(example, body); }, content.body);
  return {wire::write_header(header_of(kind)), wire::write_parts(content, rules())};
}

std::string golden_file(Kind kind) {
  std::ifstream in(std::string(NIBBI_CONTRACT_DIR) + "/examples/entries/" + std::string(word(kind)) + ".1.json", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string golden_page(const OnTheWire& entry) {
  std::string out = "{\n\"header\": " + entry.header;
  for (Tier tier : kTiers)
    if (entry.parts[tier]) out.append(",\n\"").append(word(tier)).append("\": ").append(*entry.parts[tier]);
  return out + "\n}\n";
}

OnTheWire read_golden_page(const std::string& page) {
  OnTheWire out;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('"')) continue;
    if (line.ends_with(',')) line.pop_back();
    const std::size_t cut = line.find("\": ");
    const std::string name = line.substr(1, cut - 1), text = line.substr(cut + 3);
    if (name == "header") out.header = text;
    else if (const auto tier = tier_of(name)) out.parts[*tier] = text;
  }
  return out;
}

}  // namespace nibbi::tests
