#include "tests/support/entry_schema.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/support/invent.hpp"
#include "tests/support/pages.hpp"
#include "tests/support/rules.hpp"
#include "wire/entry_codec.hpp"
#include "wire/values.hpp"

namespace nibbi::tests {
namespace {

using namespace domain;
using jsoncons::ojson;

ojson object() { return ojson(jsoncons::json_object_arg); }
ojson array() { return ojson(jsoncons::json_array_arg); }
template <class... Members>
ojson object(const char* name, ojson value, Members&&... others) {
  ojson rest = object(std::forward<Members>(others)...), out = object();
  out[name] = std::move(value);
  for (auto& member : rest.object_range()) out[member.key()] = member.value();
  return out;
}
ojson refers_to(const std::string& to) { return object("$ref", to); }
ojson value(const std::string& name) { return refers_to("values.json#/$defs/" + name); }
ojson one_of(const std::string& list) { return rules().lists.contains(list) && list != "funding_line" ? value("list_" + list) : value("word"); }
ojson several(ojson item) { return object("type", "array", "items", std::move(item), "maxItems", wire::any.items); }

ojson read(const std::string& below) {
  std::ifstream in(std::string(NIBBI_CONTRACT_DIR) + "/" + below, std::ios::binary);
  return ojson::parse(std::string(std::istreambuf_iterator<char>(in), {}));
}

/// How a form asks for this field, in English; empty where no form does.
using Labels = std::map<std::string, std::string>;
Labels labels_of(std::string_view kind) {
  Labels out;
  for (const auto& [name, form] : rules().forms) {
    if (form.entry != kind) continue;
    const ojson file = read("forms/" + name + ".json");
    for (const ojson& page : file["pages"].array_range())
      for (const ojson& question : page["questions"].array_range()) out.emplace(question["id"].as<std::string>(), question["label"]["en"].as<std::string>());
  }
  return out;
}

ojson shape_of(const std::string&, const wire::Rule& rule) { return object("type", "string", "maxLength", rule.longest); }
ojson shape_of(bool, const wire::Rule&) { return object("type", "boolean"); }
ojson shape_of(std::int64_t, const wire::Rule& rule) { return object("type", "integer", "minimum", rule.least, "maximum", rule.most); }
ojson shape_of(const Code&, const wire::Rule& rule) { return rule.list.empty() ? value("word") : one_of(std::string(rule.list)); }
ojson shape_of(Date, const wire::Rule&) { return value("date"); }
ojson shape_of(Instant, const wire::Rule&) { return value("instant"); }
ojson shape_of(const PartialDate&, const wire::Rule&) { return value("partial_date"); }
ojson shape_of(const Money&, const wire::Rule&) { return value("money"); }
ojson shape_of(const DataClasses&, const wire::Rule&) { return object("type", "array", "items", value("list_data_class")); }
ojson shape_of(Role, const wire::Rule&) { return value("list_role"); }
ojson shape_of(const Uuid&, const wire::Rule&) { return value("id"); }
template <class Tag>
ojson shape_of(const Id<Tag>&, const wire::Rule&) { return value("id"); }
template <class T>
ojson shape_of(const std::optional<T>&, const wire::Rule& rule) { return shape_of(T{}, rule); }
template <class T>
ojson shape_of(const std::vector<T>&, const wire::Rule& rule) { return object("type", "array", "items", shape_of(T{}, rule), "maxItems", rule.items); }

ojson shape_of(const Question& q) {
  using enum QuestionType;
  auto answer = [&]() -> ojson {
    switch (q.type) {
      case yes_no: return one_of("yes_no");
      case code: return one_of(q.list);
      case country: return one_of("country");
      case codes: return several(one_of(q.list));
      case text: case phone: case place: return shape_of(std::string{}, wire::any);
      case long_text: return shape_of(std::string{}, wire::long_text);
      case unit: case person: return value("id");
      case integer: return shape_of(std::int64_t{}, wire::Rule{.most = 100'000});
      case date: return value("answer_date");
      case partial_date: return value("partial_date");
      case money: return value("money");
    }
    return value("answer");
  }();
  if (q.required) return answer;
  ojson any = array();
  any.push_back(std::move(answer));
  any.push_back(value("unanswered"));
  return object("anyOf", std::move(any));
}

/// Gathers the four parts of a kind, in the order of its description.
class Schemer {
 public:
  explicit Schemer(Labels labels) : labels_(std::move(labels)) {}

  template <class T>
  void operator()(const char* name, wire::At at, const T& v, wire::Rule rule = wire::any) {
    ojson shape = shape_of(v, rule);
    if (auto label = labels_.find(name); label != labels_.end()) shape["description"] = label->second;
    if (at.data_class != DataClass::plain) shape["x-data-class"] = std::string(word(at.data_class));
    fields[at.tier][name] = std::move(shape);
    if (rule.needed) needed[at.tier].push_back(std::string(name));
  }
  void answers(const char* name, std::map<std::string, Answer>&) {
    for (Tier tier : kTiers) {
      ojson of = object();
      for (const auto& [id, q] : rules().questions)
        if (q.tier == tier) of[id] = refers_to("questions.json#/$defs/" + id);
      fields[tier][name] = object("type", "object", "properties", std::move(of), "additionalProperties", false);
    }
  }
  /// The answer stands in the part of its question, is of its type, and stands nowhere else.
  void answer_of(const char* name, const std::string&, Answer&) {
    for (const auto& [id, q] : rules().questions) {
      ojson then = object();
      for (Tier tier : kTiers)
        then[std::string(word(tier))] = object("properties", object(name, tier == q.tier ? refers_to("questions.json#/$defs/" + id) : ojson(false)));
      ojson part = array(), field = array();
      part.push_back(std::string(word(q.tier)));
      field.push_back(name);
      then[std::string(word(q.tier))]["required"] = field;
      cases.push_back(object("if", object("properties", object("plain", object("properties", object("question", object("const", id))))),
                             "then", object("required", std::move(part), "properties", std::move(then))));
      questions.push_back(id);
    }
    for (Tier tier : kTiers) fields[tier][name] = value("answer");
    fields[Tier::plain]["question"]["enum"] = questions;
  }

  PerTier<ojson> fields{{object(), object(), object(), object()}};
  PerTier<ojson> needed{{array(), array(), array(), array()}};
  ojson cases = array(), questions = array();

 private:
  Labels labels_;
};

std::string sentence_of(const ojson& messages, std::string_view kind) {
  const auto dot = kind.find('.');
  const ojson& of = messages["entry"].at_or_null(std::string(kind.substr(0, dot)));
  std::string says = of.is_object() ? of.get_value_or<std::string>(std::string(kind.substr(dot + 1)), "") : "";
  if (says.starts_with("{who} ")) says.replace(0, 5, "Somebody");
  return says;
}

ojson schema_of(Kind kind, const ojson& messages) {
  Schemer schemer(labels_of(word(kind)));
  wire::Content content{{}, empty_body(kind)};
  wire::describe(schemer, content.telling);
  std::visit([&]<class T>(T& body) { if constexpr (!std::same_as<T, std::monostate>) wire::describe(schemer, body); }, content.body);

  ojson needed = array(), parts = object();
  needed.push_back("header");
  parts["header"] = object("$ref", "header.json", "properties", object("kind", object("const", std::string(word(kind))), "version", object("const", 1)));
  for (Tier tier : kTiers) {
    const std::string name(word(tier));
    if (!schemer.needed[tier].empty()) needed.push_back(name);
    parts[name] = object("type", "object");
    if (!schemer.needed[tier].empty()) parts[name]["required"] = schemer.needed[tier];
    parts[name]["properties"] = schemer.fields[tier];
    parts[name]["additionalProperties"] = false;
  }
  ojson out = object("$schema", "https://json-schema.org/draft/2020-12/schema", "title", std::string(word(kind)) + ", version 1");
  if (const std::string says = sentence_of(messages, word(kind)); !says.empty()) out["description"] = says;
  out["x-record"] = std::string(word(record_of(kind)));
  out["type"] = "object";
  out["required"] = std::move(needed);
  out["properties"] = std::move(parts);
  out["additionalProperties"] = false;
  if (!schemer.cases.empty()) out["allOf"] = schemer.cases;
  return out;
}

ojson pattern(const char* text, const char* format = nullptr) {
  ojson out = object("type", "string", "pattern", text);
  if (format) out["format"] = format;
  return out;
}

ojson header_schema() {
  const ojson count = object("type", "integer", "minimum", 0, "maximum", (std::int64_t{1} << 53) - 1);
  ojson fields = object("author", value("id"), "claimed_at", value("instant"), "device", value("id"), "device_seq", count, "id", value("some_id"), "kind", object("type", "string"));
  fields["record"] = value("some_id");
  fields["role"] = value("list_role");
  fields["seen"] = count;
  fields["unit"] = value("id");
  fields["version"] = object("type", "integer", "minimum", 1, "maximum", 1000);
  ojson needed = array();
  for (const auto& field : fields.object_range()) needed.push_back(field.key());
  fields["amends"] = value("id");
  fields["cause"] = value("id");
  return object("title", "The header of every entry, in clear", "type", "object", "required", std::move(needed), "properties", std::move(fields), "additionalProperties", false);
}

ojson shared_values() {
  ojson defs = object();
  const char* id = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
  defs["id"] = pattern(id);
  defs["some_id"] = object("$ref", "#/$defs/id", "not", object("const", Uuid{}.text()));
  defs["word"] = object("type", "string", "maxLength", 64);
  defs["date"] = pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "date");
  defs["instant"] = pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$");
  defs["partial_date"] = object("description", "An interval of days, inclusive, and the words that were used; the latest is not before the earliest.", "type", "object",
                                "properties", object("earliest", refers_to("#/$defs/date"), "latest", refers_to("#/$defs/date"), "as_said", shape_of(std::string{}, wire::any)), "additionalProperties", false);
  ojson both = array();
  both.push_back("minor_units");
  both.push_back("currency");
  defs["money"] = object("type", "object", "required", both, "properties",
                         object("minor_units", shape_of(std::int64_t{}, wire::Rule{.most = (std::int64_t{1} << 53) - 1}), "currency", pattern("^[A-Z]{3}$")), "additionalProperties", false);
  auto only = [](const char* name, ojson shape) {
    ojson needed = array();
    needed.push_back(name);
    return object("type", "object", "required", std::move(needed), "properties", object(name, std::move(shape)), "additionalProperties", false);
  };
  ojson words = array();
  words.push_back("unknown");
  words.push_back("prefers_not");
  defs["unanswered"] = only("unanswered", object("enum", std::move(words)));
  defs["answer_date"] = only("date", refers_to("#/$defs/date"));
  ojson any = array();
  any.push_back(shape_of(std::string{}, wire::long_text));
  any.push_back(object("type", "integer", "minimum", -1'000'000'000, "maximum", 1'000'000'000));
  any.push_back(several(refers_to("#/$defs/word")));
  for (const char* name : {"unanswered", "answer_date", "money", "partial_date"}) any.push_back(refers_to("#/$defs/" + std::string(name)));
  defs["answer"] = object("description", "What a question can hold; its own type is in questions.json.", "anyOf", std::move(any));
  for (const auto& [name, list] : rules().lists) {
    if (name == "funding_line") continue;  // the programme's own
    std::vector<std::string> codes(list.place.size());
    for (const auto& [code, place] : list.place) codes[place] = code;
    ojson all = array();
    for (const std::string& code : codes) all.push_back(code);
    defs["list_" + name] = object("enum", std::move(all));
  }
  return object("title", "What fields hold", "description", "The lists are those of contract/codelists, where each word has its labels and its source.", "$defs", std::move(defs));
}

ojson question_schemas() {
  const Labels labels = labels_of("form.saved");
  ojson defs = object();
  for (const auto& [id, q] : rules().questions) {
    defs[id] = shape_of(q);
    defs[id]["description"] = labels.at(id);
    if (q.data_class != DataClass::plain) defs[id]["x-data-class"] = std::string(word(q.data_class));
  }
  return object("title", "Questions of the forms that form.saved answers", "$defs", std::move(defs));
}

}  // namespace

std::map<std::string, std::string> entry_schemas() {
  const ojson messages = read("messages/en.json");
  std::map<std::string, std::string> out{{"header.json", page_of(header_schema())}, {"values.json", page_of(shared_values())}, {"questions.json", page_of(question_schemas())}};
  for (std::size_t i = 0; i < kind_count; ++i) {
    const Kind kind = static_cast<Kind>(i);
    out[std::string(word(kind)) + ".1.json"] = page_of(schema_of(kind, messages));
  }
  return out;
}

}  // namespace nibbi::tests
