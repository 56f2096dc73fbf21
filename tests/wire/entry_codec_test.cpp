// Entries as bytes. Each kind is asked field by field, from the same description that the codec uses: what must be refused is made from a
// sound entry by spoiling one thing.
#include "wire/entry_codec.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <fstream>
#include <iterator>

#include "tests/support/invent.hpp"
#include "tests/support/rules.hpp"
#include "wire/values.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;
using wire::Json;
using wire::Parts;

namespace {

std::vector<Kind> all_kinds() {
  std::vector<Kind> all;
  for (std::size_t i = 0; i < kind_count; ++i) all.push_back(static_cast<Kind>(i));
  return all;
}

wire::Content some_content(Kind kind, std::uint64_t seed, bool every_field = false) {
  Chance chance(seed);
  Voice voice(chance, rules());
  Cast cast;
  for (int i = 0; i < 4; ++i) {
    cast.units.push_back(UnitId{voice.some_id()});
    cast.people.push_back(PersonId{voice.some_id()});
  }
  wire::Content content{{}, invent_body(kind, voice, cast, every_field)};
  if (every_field || chance.in_100(30)) content.telling.happened = voice.partial_date(wire::at::plain);
  if (every_field || chance.in_100(20)) content.telling.copied_from = voice.code(wire::at::plain, wire::in("copied_from"));
  if (every_field || chance.in_100(20)) content.telling.told_by = voice.text(wire::at::notes, wire::any);
  if (every_field || chance.in_100(20)) content.telling.reason = voice.text(wire::at::notes, wire::long_text);
  return content;
}

std::string answer(Kind kind, const Parts& parts) {
  const auto content = wire::read_parts(kind, parts, &rules());
  return content ? "read" : std::string(word(content.error().code));
}

Json json_of(const std::string& text) { return wire::read_json(text).value(); }
Parts with(Parts parts, Tier tier, const Json& json) {
  parts[tier] = wire::write_json(json);
  return parts;
}
Json part_of(const Parts& parts, Tier tier) { return parts[tier] ? json_of(*parts[tier]) : Json(jsoncons::json_object_arg); }

/// What wire/describe_*.hpp says of one field.
struct Field {
  std::string name;
  wire::At at;
  wire::Rule rule;
  enum class Type { text, boolean, number, code, code_list, other } type;
};
class Lister {
 public:
  std::vector<Field> fields;
  template <class T>
  void operator()(const char* name, wire::At at, T&, wire::Rule rule = wire::any) { fields.push_back({name, at, rule, type<T>()}); }
  void answers(const char*, std::map<std::string, Answer>&) {}
  void answer_of(const char*, const std::string&, Answer&) {}

 private:
  template <class T>
  static Field::Type type() {
    if constexpr (std::same_as<T, std::string>) return Field::Type::text;
    else if constexpr (std::same_as<T, bool>) return Field::Type::boolean;
    else if constexpr (std::same_as<T, std::int64_t> || std::same_as<T, std::optional<std::int64_t>>) return Field::Type::number;
    else if constexpr (std::same_as<T, Code>) return Field::Type::code;
    else if constexpr (std::same_as<T, Codes>) return Field::Type::code_list;
    else return Field::Type::other;
  }
};
std::vector<Field> fields_of(Kind kind) {
  Lister lister;
  Body body = empty_body(kind);
  std::visit([&]<class T>(T& b) { if constexpr (!std::same_as<T, std::monostate>) wire::describe(lister, b); }, body);
  return lister.fields;
}

}  // namespace

TEST_CASE("what is written is read to what writes the same bytes") {
  rc::prop("any content of any kind", [](std::uint64_t seed) {
    const Kind kind = *rc::gen::elementOf(all_kinds());
    RC_LOG() << word(kind) << "\n";
    const wire::Content content = some_content(kind, seed);
    const Parts parts = wire::write_parts(content, rules());
    const auto read = wire::read_parts(kind, parts, &rules());
    if (!read) RC_LOG() << word(read.error().code) << (read.error().details.contains("field") ? " " + read.error().details.at("field") : "") << "\n";
    RC_ASSERT(read.has_value());
    RC_ASSERT(kind_of(read->body) == kind);
    RC_ASSERT(read->telling == content.telling);
    RC_ASSERT(wire::write_parts(*read, rules()) == parts);
  });
}

TEST_CASE("a log that is read back without asking the lists again says the same") {
  rc::prop("rules or none", [](std::uint64_t seed) {
    const Kind kind = *rc::gen::elementOf(all_kinds());
    const Parts parts = wire::write_parts(some_content(kind, seed), rules());
    const auto read = wire::read_parts(kind, parts, nullptr);
    RC_ASSERT(read.has_value());
    RC_ASSERT(wire::write_parts(*read, rules()) == parts);
  });
}

TEST_CASE("every field of every kind travels") {
  for (Kind kind : all_kinds())
    DYNAMIC_SECTION(word(kind)) {
      const Parts parts = wire::write_parts(some_content(kind, 7, true), rules());
      for (const Field& field : fields_of(kind)) {
        INFO(field.name);
        const bool said_no = field.type == Field::Type::boolean || field.type == Field::Type::number;  // false and 0 are not written
        CHECK((part_of(parts, field.at.tier).contains(field.name) || said_no));
      }
      CHECK(answer(kind, parts) == "read");
    }
}

TEST_CASE("a field that nobody knows is refused in whichever part it stands") {
  for (Kind kind : all_kinds())
    for (Tier tier : kTiers) {
      INFO(word(kind) << " " << word(tier));
      const Parts parts = wire::write_parts(some_content(kind, 1), rules());
      Json part = part_of(parts, tier);
      part["secret_door"] = 1;
      CHECK(answer(kind, with(parts, tier, part)) == "unknown_field");
    }
}

TEST_CASE("a field that is needed is missed") {
  for (Kind kind : all_kinds())
    for (const Field& field : fields_of(kind)) {
      if (!field.rule.needed) continue;
      INFO(word(kind) << " " << field.name);
      const Parts parts = wire::write_parts(some_content(kind, 2), rules());
      Json part = part_of(parts, field.at.tier);
      REQUIRE(part.contains(field.name));
      part.erase(field.name);
      CHECK(answer(kind, with(parts, field.at.tier, part)) == "missing_field");
    }
}

TEST_CASE("a field in the part of another tier is refused: nothing of a child moves to where more people see it") {
  for (Kind kind : all_kinds())
    for (const Field& field : fields_of(kind)) {
      const Parts parts = wire::write_parts(some_content(kind, 3, true), rules());
      Json from = part_of(parts, field.at.tier);
      if (!from.contains(field.name)) continue;
      for (Tier tier : kTiers) {
        if (tier == field.at.tier) continue;
        INFO(word(kind) << " " << field.name << " in " << word(tier));
        Json to = part_of(parts, tier);
        if (to.contains(field.name)) continue;
        Json left = from;
        to[field.name] = left[field.name];
        left.erase(field.name);
        const std::string refusal = answer(kind, with(with(parts, field.at.tier, left), tier, to));
        CHECK((refusal == "unknown_field" || (field.rule.needed && refusal == "missing_field")));
      }
    }
}

TEST_CASE("a text is no longer than its field takes, counted in characters") {
  for (Kind kind : all_kinds())
    for (const Field& field : fields_of(kind)) {
      if (field.type != Field::Type::text || field.name == "question") continue;
      INFO(word(kind) << " " << field.name);
      const Parts parts = wire::write_parts(some_content(kind, 4), rules());
      Json part = part_of(parts, field.at.tier);
      std::string longest;
      for (std::size_t i = 0; i < field.rule.longest; ++i) longest += "é";
      part[field.name] = longest;
      CHECK(answer(kind, with(parts, field.at.tier, part)) == "read");
      part[field.name] = longest + "é";
      CHECK(answer(kind, with(parts, field.at.tier, part)) == "text_too_long");
    }
}

TEST_CASE("a code stands in its list, and every list that a field names is in the contract") {
  for (Kind kind : all_kinds())
    for (const Field& field : fields_of(kind)) {
      if (field.rule.list.empty()) continue;
      INFO(word(kind) << " " << field.name << " " << field.rule.list);
      CHECK(rules().lists.contains(field.rule.list));
      const Parts parts = wire::write_parts(some_content(kind, 5), rules());
      Json part = part_of(parts, field.at.tier);
      Json wrong("no_such_word");
      if (field.type == Field::Type::code_list) {
        wrong = Json(jsoncons::json_array_arg);
        wrong.push_back("no_such_word");
      }
      part[field.name] = wrong;
      CHECK(answer(kind, with(parts, field.at.tier, part)) == "not_in_list");
      // A log that was checked when it came is read for ever, whatever becomes of the list.
      CHECK(wire::read_parts(kind, with(parts, field.at.tier, part), nullptr).has_value());
    }
}

TEST_CASE("a value of another type is refused for every field") {
  for (Kind kind : all_kinds())
    for (const Field& field : fields_of(kind)) {
      const Parts parts = wire::write_parts(some_content(kind, 6), rules());
      for (const char* text : {"null", "true", "-17", "\"\"", "[]", "{}", R"({"a":1})", R"([[]])"}) {
        INFO(word(kind) << " " << field.name << " " << text);
        Json part = part_of(parts, field.at.tier);
        part[field.name] = json_of(text);
        const auto read = wire::read_parts(kind, with(parts, field.at.tier, part), &rules());
        if (!read) continue;
        // Where a shape fits, what was read writes itself back.
        CHECK(wire::read_parts(kind, wire::write_parts(*read, rules()), &rules()).has_value());
      }
      Json part = part_of(parts, field.at.tier);
      part[field.name] = Json(jsoncons::null_type());
      const std::string refusal = answer(kind, with(parts, field.at.tier, part));
      CHECK((refusal == "wrong_type" || (field.name == "role" && refusal == "not_in_list")));
    }
}

TEST_CASE("whole numbers stay in their range") {
  for (Kind kind : all_kinds())
    for (const Field& field : fields_of(kind)) {
      if (field.type != Field::Type::number) continue;
      INFO(word(kind) << " " << field.name);
      const Parts parts = wire::write_parts(some_content(kind, 8), rules());
      Json part = part_of(parts, field.at.tier);
      for (std::int64_t outside : {field.rule.least - 1, field.rule.most + 1}) {
        part[field.name] = outside;
        CHECK(answer(kind, with(parts, field.at.tier, part)) == "number_out_of_range");
      }
      part[field.name] = field.rule.most;
      CHECK(answer(kind, with(parts, field.at.tier, part)) == "read");
    }
}

TEST_CASE("an answer stands in the part of its question, has its type, and belongs to a question that there is") {
  auto save = [](Tier tier, const char* question, const char* value) {
    Parts parts;
    parts[Tier::plain] = R"({"form":"intake","form_version":1})";
    const std::string answers = "\"answers\":{\"" + std::string(question) + "\":" + value + "}";
    parts[tier] = tier == Tier::plain ? R"({"form":"intake","form_version":1,)" + answers + "}" : "{" + answers + "}";
    return answer(Kind::form_saved, parts);
  };
  for (const auto& [id, q] : rules().questions)
    for (Tier tier : kTiers) {
      INFO(id << " " << word(tier));
      const std::string refusal = save(tier, id.c_str(), R"({"unanswered":"unknown"})");
      CHECK(refusal == (tier != q.tier ? "wrong_tier" : q.required ? "missing_field" : "read"));
    }
  CHECK(save(Tier::plain, "intake.shoe_size", "1") == "unknown_question");
  CHECK(save(Tier::plain, "intake.danger", R"("maybe")") == "not_in_list");
  CHECK(save(Tier::plain, "intake.danger", "1") == "wrong_type");
  CHECK(save(Tier::plain, "intake.danger", R"(["yes"])") == "wrong_type");
  CHECK(save(Tier::plain, "intake.danger", R"({"unanswered":"later"})") == "wrong_type");
  CHECK(save(Tier::plain, "intake.needs", R"(["water_food","fear_distress"])") == "read");
  CHECK(save(Tier::plain, "intake.needs", R"(["water_food","gold"])") == "not_in_list");
  CHECK(save(Tier::plain, "intake.needs", R"("water_food")") == "wrong_type");
  CHECK(save(Tier::plain, "intake.siblings", "-1") == "number_out_of_range");
  CHECK(save(Tier::plain, "intake.siblings", "100001") == "number_out_of_range");
  CHECK(save(Tier::plain, "intake.siblings", R"("2")") == "wrong_type");
  CHECK(save(Tier::identity, "intake.birth", R"({"earliest":"2014-01-01","latest":"2016-12-31","as_said":"dix ans"})") == "read");
  CHECK(save(Tier::identity, "intake.birth", R"({"earliest":"2017-01-01","latest":"2016-12-31"})") == "number_out_of_range");
  CHECK(save(Tier::identity, "intake.birth", R"({"earliest":"2014-02-30"})") == "wrong_type");
  CHECK(save(Tier::identity, "intake.birth", R"({"about":"2014"})") == "wrong_type");
  CHECK(save(Tier::identity, "intake.first_name", ("\"" + std::string(200, 'n') + "\"").c_str()) == "read");
  CHECK(save(Tier::identity, "intake.first_name", ("\"" + std::string(201, 'n') + "\"").c_str()) == "text_too_long");
  CHECK(save(Tier::identity, "safety.care", ("\"" + std::string(8000, 'n') + "\"").c_str()) == "read");
  CHECK(save(Tier::identity, "safety.care", ("\"" + std::string(8001, 'n') + "\"").c_str()) == "text_too_long");
}

TEST_CASE("what a person typed is kept as their letters, without what can't be seen") {
  Parts parts;
  parts[Tier::plain] = R"({"note_kind":"observation"})";
  parts[Tier::narrative] = "{\"text\":\"A\u200bwa\u202e \u00e9t\u00e9\\r\\n\u2066x\"}";
  const auto read = wire::read_parts(Kind::note_added, parts, &rules());
  REQUIRE(read.has_value());
  CHECK(std::get<NoteAdded>(read->body).text == "Awa \u00e9t\u00e9\nx");
}

TEST_CASE("a part that isn't strict JSON is refused before anything else reads it") {
  const auto answer_to = [](std::string narrative) {
    Parts parts;
    parts[Tier::plain] = R"({"note_kind":"observation"})";
    parts[Tier::narrative] = std::move(narrative);
    return answer(Kind::note_added, parts);
  };
  CHECK(answer_to(R"({"text":"x"})") == "read");
  CHECK(answer_to(R"({"text":"x","text":"y"})") == "duplicate_key");
  CHECK(answer_to(R"({"text":"x","\u0074ext":"y"})") == "duplicate_key");
  CHECK(answer_to(std::string("{\"text\":\"x\0\"}", 13)) == "malformed");
  CHECK(answer_to(R"({"text":"\u0000"})") == "malformed");
  CHECK(answer_to(R"({"text":[[[[[[[[1]]]]]]]]})") == "too_deep");
  CHECK(answer_to(R"({"text":9007199254740992})") == "number_out_of_range");
  CHECK(answer_to(R"({"text":1.5})") == "malformed");
  CHECK(answer_to(R"({"text":"x"} )") == "read");
  CHECK(answer_to(R"({"text":"x"}{})") == "malformed");
  CHECK(answer_to(R"(["text"])") == "wrong_type");
  CHECK(answer_to("") == "malformed");
  CHECK(answer_to("{\"text\":\"" + std::string(128 * 1024, 'x') + "\"}") == "too_large");
}

TEST_CASE("a header says what it must, and nothing else") {
  const std::string sound =
      R"({"author":"01936f00-0000-7000-8000-000000000001","cause":"01936f2e-7b1b-7000-8000-000000000011","claimed_at":"1970-01-01T00:00:00.000Z","device":"01936f00-0000-7000-8000-000000000003","device_seq":3,"id":"01936f2e-7b1d-7000-8000-000000000013","kind":"note.added","record":"01936f2e-7b1a-7c3d-9e4f-0a1b2c3d4e5f","role":"street_worker","seen":2,"unit":"01936f00-0000-7000-8000-000000000002","version":1})";
  const auto answer_to = [](const std::string& text) {
    const auto header = wire::read_header(text);
    return header ? "read" : std::string(word(header.error().code));
  };
  // With another value in a field, or without it.
  const auto but = [&](const char* field, const char* value) {
    Json j = json_of(sound);
    j.erase(field);
    std::string text = wire::write_json(j);
    if (*value != '\0') text.insert(1, "\"" + std::string(field) + "\":" + value + ",");
    return answer_to(text);
  };
  REQUIRE(answer_to(sound) == "read");
  CHECK(wire::write_header(*wire::read_header(sound)) == sound);

  for (const char* field : {"id", "record", "kind", "version", "seen", "author", "role", "unit", "device", "device_seq", "claimed_at"}) {
    INFO(field);
    CHECK(but(field, "") == "missing_field");
    CHECK(but(field, "[]") != "read");
    CHECK(but(field, "null") != "read");
  }
  for (const char* field : {"cause", "amends"}) {
    CHECK(but(field, "") == "read");
    CHECK(but(field, "\"\"") == "wrong_type");
  }
  CHECK(but("n", "7") == "unknown_field");
  CHECK(but("signature", "\"x\"") == "unknown_field");
  CHECK(but("kind", "\"child.sold\"") == "unknown_kind");
  CHECK(but("version", "2") == "unknown_version");
  CHECK(but("version", "0") == "number_out_of_range");
  CHECK(but("seen", "-1") == "number_out_of_range");
  CHECK(but("seen", "9007199254740991") == "read");
  CHECK(but("seen", "9007199254740992") == "number_out_of_range");
  CHECK(but("role", "\"king\"") == "not_in_list");
  CHECK(but("id", "\"01936F2E-7B1D-7000-8000-000000000013\"") == "wrong_type");
  CHECK(but("id", "\"00000000-0000-0000-0000-000000000000\"") == "wrong_type");
  CHECK(but("record", "\"00000000-0000-0000-0000-000000000000\"") == "wrong_type");
  CHECK(but("claimed_at", "\"2026-11-24\"") == "wrong_type");
  CHECK(but("claimed_at", "\"2026-02-29T00:00:00.000Z\"") == "wrong_type");
  CHECK(but("claimed_at", "\"9999-12-31T23:59:59.999Z\"") == "read");  // a wrong clock is evidence, never a reason to refuse
  CHECK(answer_to("[]") == "wrong_type");
  CHECK(answer_to(sound + " x") == "malformed");
  CHECK(answer_to("{\"id\":\"" + std::string(5000, 'x') + "\"}") == "too_large");
  CHECK(answer_to(sound.substr(0, 1) + "\"seen\":2," + sound.substr(1)) == "duplicate_key");
}

TEST_CASE("every question that protects stands in a list that goes from the most protective to the least") {
  for (const auto& [id, q] : rules().questions)
    if (q.merge == MergeClass::protective) {
      INFO(id << " " << q.list);
      CHECK(rules().lists.at(q.list).protective_order);
    }
}

TEST_CASE("the golden entries that the browser writes are read here") {
  int read = 0;
  for (const char* name : {"entry-child-opened", "entry-form-saved", "entry-referral-sent"}) {
    std::ifstream in(std::string(NIBBI_CONTRACT_DIR) + "/examples/" + name + ".json", std::ios::binary);
    const Json golden = wire::read_json(std::string(std::istreambuf_iterator<char>(in), {}), {.depth = 8}).value();
    INFO(name);
    const auto header = wire::read_header(golden["expected"]["header"].as<std::string>());
    REQUIRE(header.has_value());
    Parts parts;
    for (Tier tier : kTiers)
      if (const std::string word_of_tier(word(tier)); golden["expected"]["part_texts"].contains(word_of_tier)) parts[tier] = golden["expected"]["part_texts"][word_of_tier].as<std::string>();
    CHECK(answer(header->kind, parts) == "read");
    ++read;
  }
  CHECK(read == 3);
}
