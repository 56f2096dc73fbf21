#include "tests/parity/questions.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "domain/case_code.hpp"
#include "domain/evolve.hpp"
#include "tests/support/golden_entries.hpp"
#include "wire/contract_files.hpp"
#include "wire/entry_codec.hpp"
#include "wire/state_codec.hpp"
#include "wire/values.hpp"
#include "wire/view.hpp"

namespace nibbi::parity {

using namespace domain;
using tests::Chance;
using wire::Json;

namespace {

Json object() { return Json(jsoncons::json_object_arg); }

Json parts_of(const Entry& entry, const Rules& rules) {
  const auto parts = wire::write_parts({entry.telling, entry.body}, rules);
  Json j = object();
  for (Tier tier : kTiers)
    if (parts[tier]) j[std::string(word(tier))] = *parts[tier];
  return j;
}

Json as_json(const Entry& entry, const Rules& rules) {
  Json j = object();
  j["header"] = wire::write_header(entry.header);
  j["parts"] = parts_of(entry, rules);
  j["n"] = entry.n;
  j["received_at"] = entry.received_at.text();
  return j;
}

/// The answer to `fold` as the domain gives it, without the door.
std::string state_text(const ChildState& state) {
  const auto parts = wire::write_state(state);
  std::string out;
  for (Tier tier : kTiers) out += (out.empty() ? "{\"" : ",\"") + std::string(word(tier)) + "\":" + parts[tier];
  return out + "}";
}

constexpr std::array kDamage{"\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1.5", "9007199254740993", "\\u0000", "\\ud800", " ", "//", "é", "{\"a\":1,\"a\":2}"};

/// The text with something wrong in it, most of the time: one character lost, doubled or replaced, or a member moved in.
std::string damaged(Chance& chance, std::string text) {
  for (std::uint64_t i = 1 + chance.below(2); i > 0 && !text.empty(); --i) {
    std::size_t at = chance.below(text.size());
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;  // only between characters
    if (static_cast<unsigned char>(text[at]) >= 0x80) continue;
    switch (chance.below(4)) {
      case 0: text.erase(at, 1); break;
      case 1: text.insert(at, 1, text[at]); break;
      case 2: text.replace(at, 1, chance.one_of(kDamage)); break;
      default: text.insert(at, chance.one_of(kDamage));
    }
  }
  return text;
}

void ask_entry(Chance& chance, const Ask& ask, const Entry& entry, const Rules& rules) {
  Json whole = object();
  whole["header"] = wire::write_header(entry.header);
  whole["parts"] = parts_of(entry, rules);
  const std::string answer = ask("check_entry", wire::write_json(whole));
  ensure(answer == R"({"ok":true})" || !wire::read_parts(entry.header.kind, wire::write_parts({entry.telling, entry.body}, rules), &rules), "the door accepts what the codec accepts");

  // Damaged inside: the texts of the parts, and what holds them.
  Json bad = object();
  bad["kind"] = Json(word(chance.in_100(90) ? entry.header.kind : chance.one_of(tests::child_kinds())));
  const Json sound = parts_of(entry, rules);
  Json parts = object();
  for (const auto& part : sound.object_range()) {
    const bool elsewhere = chance.in_100(5);
    parts[elsewhere ? std::string(word(chance.one_of(kTiers))) : std::string(part.key())] = damaged(chance, part.value().as<std::string>());
  }
  bad["parts"] = std::move(parts);
  ask("check_entry", wire::write_json(bad));
  ask("check_entry", damaged(chance, wire::write_json(whole)));
}

/// Any answer, of any shape, to any question.
Json some_answer(tests::Voice& voice, const Question& q) {
  Chance& chance = voice.chance;
  if (chance.in_100(75)) return wire::write_value(voice.answer(q));
  switch (chance.below(8)) {
    case 0: return Json(voice.text({q.tier, q.data_class}, wire::any));
    case 1: return Json(chance.between(-5, 200'000));
    case 2: return wire::write_value(Answer{Unanswered::unknown});
    case 3: return wire::write_value(Answer{voice.partial_date({q.tier, q.data_class})});
    case 4: return wire::write_value(Answer{voice.money()});
    case 5: return Json(std::string(chance.below(10'000), 'a'));
    case 6: return Json(true);
    default: return object();
  }
}

void ask_form(tests::Voice& voice, const Ask& ask) {
  Chance& chance = voice.chance;
  const auto form = std::next(voice.rules.forms.begin(), static_cast<std::ptrdiff_t>(chance.below(voice.rules.forms.size())));
  Json answers = object();
  for (const Question& q : form->second.questions)
    if (chance.in_100(60)) answers[q.id] = some_answer(voice, q);
  if (chance.in_100(5)) answers["no.such_question"] = Json("yes");
  Json question = object();
  question["form"] = chance.in_100(98) ? form->first : "no_such_form";
  question["answers"] = answers;
  ask("shown_questions", wire::write_json(question));
  const Json check = *wire::read_json(ask("check_form", wire::write_json(question)), {.bytes = 1 << 22, .depth = 16});

  // What the check lets through, the codec of an answer lets through, and the other way round.
  if (check.contains("problem")) return;
  for (const Json& id : check["shown"].array_range()) {
    const auto name = id.as<std::string>();
    const auto q = std::find_if(form->second.questions.begin(), form->second.questions.end(), [&](const Question& one) { return one.id == name; });
    Answer answer;
    const bool blank = !answers.contains(name) || (answers[name].is_string() && answers[name].as_string_view().empty()) || (answers[name].is_object() && answers[name].empty());
    if (blank) continue;
    const bool may = wire::read_answer(answers[name], answer, *q, &voice.rules).has_value();
    if (may != check["value"].contains(name))
      throw OurFault("the check of a form and the codec of answers differ on " + name + ": " + wire::write_json(answers[name]).substr(0, 200));
  }
}

/// The units and people of random histories, as the API lists them: every unit does something, one is closed, one has no place left.
Json directory(const Rules& rules) {
  Json units(jsoncons::json_array_arg), people(jsoncons::json_array_arg);
  Codes services;
  for (const auto& [code, place] : rules.lists.find("service_type")->second.place) services.push_back({code});
  std::int64_t at = 0;
  for (const UnitId id : tests::history_units()) {
    Json j = object();
    j["id"] = id.text();
    j["country"] = Json(at % 2 ? "GW" : "SN");
    j["services"] = wire::write_value(services);
    j["closed"] = at == 4;
    if (at > 0) j["capacity"] = at * 2;
    j["taken"] = std::int64_t{3};
    units.push_back(std::move(j));
    ++at;
  }
  const PersonId supervisor = tests::authors()[4].actor.person;
  for (const tests::Author& author : tests::authors()) {
    Json j = object(), posts(jsoncons::json_array_arg), post = object();
    post["role"] = Json(word(author.actor.role));
    post["unit"] = author.actor.unit.text();
    post["countries"] = wire::write_value(Codes{{"SN"}});
    posts.push_back(std::move(post));
    j["id"] = author.actor.person.text();
    j["posts"] = std::move(posts);
    if (author.actor.person != supervisor) j["supervisor"] = supervisor.text();
    people.push_back(std::move(j));
  }
  Json j = object();
  j["units"] = std::move(units);
  j["people"] = std::move(people);
  return j;
}

/// Advice on `entry`, said after the file stood as `before`.
void ask_advice(Chance& chance, const Ask& ask, const ChildState& before, Entry entry, const Rules& rules) {
  // Half of the time it is whoever has the file who speaks, having seen all of it: so that more than the question of rights is asked.
  if (chance.in_100(50) && !before.assignments.empty() && !entry.header.by_system())
    for (const tests::Author& author : tests::authors())
      if (author.actor.person == before.assignments.back().person) {
        entry.header.author = author.actor.person;
        entry.header.role = author.actor.role;
        entry.header.unit = before.assignments.back().unit;
        entry.header.seen = before.n;
      }
  static const Json near = directory(rules);
  Json question = near;
  const auto parts = wire::write_state(before);
  Json state = object();
  for (Tier tier : kTiers) state[std::string(word(tier))] = *wire::read_json(parts[tier], {.bytes = 1 << 24, .depth = 16});
  question["state"] = std::move(state);
  question["entry"] = as_json(entry, rules);
  question["today"] = day_of(entry.received_at, 0).text();
  question["fresh"] = chance.in_100(50);
  if (chance.in_100(10)) question["withheld"] = true;
  ask("decide", wire::write_json(question));
  if (chance.in_100(10)) ask("decide", damaged(chance, wire::write_json(question)));
}

/// Whether one of the agreements covers something near to what it was given for.
void ask_of_consent(Chance& chance, const Ask& ask, const ChildState& before, const Json& view, const Rules& rules) {
  const auto& consents = before.all<ConsentGiven>();
  if (consents.empty()) return;
  const ConsentGiven& given = chance.one_of(consents).body;
  const auto any_of = [&](const char* list) {
    const auto& codes = rules.lists.find(list)->second.place;
    return Code{std::next(codes.begin(), chance.between(0, static_cast<std::int64_t>(codes.size()) - 1))->first};
  };
  Json question = object();
  question["view"] = view;
  question["data_classes"] = wire::write_value(given.data_classes);
  question["service"] = wire::write_value(any_of("service_type"));
  question["unit"] = Json(given.recipient_unit.is_none() ? chance.one_of(tests::authors()).actor.unit.text() : given.recipient_unit.text());
  question["unit_kind"] = wire::write_value(any_of("unit_kind"));
  question["today"] = chance.in_100(50) && given.until ? given.until->text() : "2026-12-01";
  ask("covering_consent", wire::write_json(question));
}

/// What somebody sees of the file as it stood, with what they wrote since laid over it.
void ask_what_waits(Chance& chance, const Ask& ask, const ChildState& before, RecordId record, std::span<const Entry> since, const Rules& rules) {
  const tests::Author& author = chance.one_of(tests::authors());
  Json question = object(), entries(jsoncons::json_array_arg), acknowledged(jsoncons::json_array_arg), opened(jsoncons::json_array_arg);
  for (const Entry& entry : since) {
    Entry mine = entry;
    // One's own, whoever said it: so that there are some.
    if (!chance.in_100(60) || (opens(mine.header.kind) && before.is_opened())) continue;
    mine.header.author = author.actor.person;
    mine.header.role = author.actor.role;
    mine.header.unit = author.actor.unit;
    mine.header.device = author.device;
    entries.push_back(as_json(mine, rules));
  }
  for (const Said& said : before.said)
    if (said.author == author.actor.person && said.device == author.device) acknowledged.push_back(Json(said.id.text()));
  if (chance.in_100(20)) opened.push_back(Json("narrative"));
  question["entries"] = std::move(entries);
  question["acknowledged"] = std::move(acknowledged);
  question["opened"] = std::move(opened);
  if (before.is_opened()) {
    wire::Lens lens;
    lens.reader = author.actor;
    for (Tier tier : kTiers) {
      Access& access = lens.sight[tier];
      access.allow = chance.in_100(50);
      access.shared = access.own = chance.in_100(50);
      access.with_reason = chance.in_100(20);
    }
    for (std::size_t i = 0; i < data_class_count; ++i)
      if (chance.in_100(40)) lens.shared.add(static_cast<DataClass>(i));
    for (std::size_t i = 0; i < relation_count; ++i)
      if (chance.in_100(40)) lens.relations.add(static_cast<Relation>(i));
    question["view"] = *wire::read_json(wire::make_view(before, record, lens).json(), {.bytes = 1 << 24, .depth = 16});
  }
  question["now"] = since.empty() ? Json("2026-12-01T00:00:00.000Z") : Json(since.back().received_at.text());
  question["today"] = "2026-12-01";
  ask("lay_over", wire::write_json(question));
  if (question.contains("view")) {
    ask("tasks_done", wire::write_json(question));
    ask_of_consent(chance, ask, before, question["view"], rules);
  }
  if (chance.in_100(10)) ask("lay_over", damaged(chance, wire::write_json(question)));
}

void ask_small_things(tests::Voice& voice, const Ask& ask) {
  Chance& chance = voice.chance;
  Json text = object();
  text["text"] = voice.text(wire::at::name, wire::long_text);
  ask("fold_text", wire::write_json(text));
  Json code = object();
  code["country"] = Json(chance.in_100(90) ? "SN" : "XX");
  code["number"] = chance.between(-1, 1LL << 30);
  const Json made = *wire::read_json(ask("make_case_code", wire::write_json(code)));
  Json check = object();
  check["code"] = damaged(chance, made.contains("code") ? made["code"].as<std::string>() : "SN-000000-0");
  ask("check_case_code", wire::write_json(check));
}

void append_utf8(std::string& out, std::uint64_t c) {
  auto put = [&](std::uint64_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 63));
    }
    put(0x80 | (c >> 6 & 63));
  }
  put(0x80 | (c & 63));
}

}  // namespace

std::string ManyVoices::text(wire::At at, const wire::Rule& rule) {
  std::string out = Voice::text(at, rule);
  if (chance.in_100(85)) return out;
  // Blocks where folding and cleaning have something to do, and all of Unicode.
  constexpr std::array<std::array<std::uint64_t, 2>, 9> kBlocks{{{1, 0x7F}, {0x80, 0x24F}, {0x300, 0x36F}, {0x600, 0x6FF}, {0x7C0, 0x7FF}, {0x2000, 0x206F}, {0xFB50, 0xFEFF}, {0x1E900, 0x1E95F}, {1, 0x10FFFF}}};
  for (std::uint64_t i = chance.below(20); i > 0; --i) {
    const auto& [first, last] = chance.one_of(kBlocks);
    const std::uint64_t c = first + chance.below(last - first + 1);
    if (c < 0xD800 || c > 0xDFFF) append_utf8(out, c);
  }
  return clean_text(out);  // as every text is that has passed a codec
}

std::string line_of(const Entry& entry, const Rules& rules) { return wire::write_json(as_json(entry, rules)); }

namespace {

/// Turns some entries into answers to contested questions, and some into somebody's decision about them.
void contend(tests::Voice& voice, std::vector<Entry>& log) {
  const std::uint64_t how_much = voice.chance.one_of(std::array<std::uint64_t, 3>{0, 30, 80});
  for (Entry& entry : log) {
    if (opens(entry.header.kind) || entry.header.by_system() || !voice.chance.in_100(how_much)) continue;
    entry.header.amends = {};
    entry.body = tests::contested_answer(voice);
    entry.header.kind = kind_of(entry.body);
  }
}

}  // namespace

void ask_about_one_history(Chance& chance, const Ask& ask) {
  static const Rules rules = wire::read_rules(wire::contract_files());  // what the core itself knows
  ManyVoices voice(chance, rules);
  const std::size_t length = chance.in_100(80) ? 1 + chance.below(16) : 1 + chance.below(60);
  std::vector<Entry> log = tests::history(voice, length);
  contend(voice, log);
  const RecordId record{voice.some_id()};
  std::string lines, second_half;
  ChildState state, before, in_the_middle;
  const std::size_t middle = log.size() / 2;
  std::string at_middle;
  for (std::size_t i = 0; i < log.size(); ++i) {
    log[i].header.record = record;
    const std::string line = line_of(log[i], rules) + "\n";
    lines += line;
    if (i >= middle) second_half += line;
    if (i == middle) at_middle = state_text(state);
    if (i == middle) in_the_middle = state;
    if (i + 1 == log.size()) before = state;
    evolve(rules, state, log[i]);
  }
  const std::string answer = ask("fold", lines);
  ensure(answer == state_text(state), "entries written and read again fold to the state that they folded to");
  if (chance.in_100(20)) ensure(ask("fold", "{\"state\":" + at_middle + "}\n" + second_half) == answer, "a state that was kept goes on as if it had never been put aside");
  if (chance.in_100(10)) ask("fold", damaged(chance, lines));

  ask_what_waits(chance, ask, in_the_middle, record, std::span(log).subspan(middle), rules);
  ask_entry(chance, ask, chance.one_of(log), rules);
  if (chance.in_100(50)) ask_advice(chance, ask, before, log.back(), rules);
  ask_form(voice, ask);
  ask_small_things(voice, ask);
}

void ask_about_golden_entries(const Ask& ask) {
  for (std::size_t i = 0; i < kind_count; ++i) {
    const tests::OnTheWire golden = tests::read_golden_page(tests::golden_file(static_cast<Kind>(i)));
    Json parts = object(), whole = object();
    for (Tier tier : kTiers)
      if (golden.parts[tier]) parts[std::string(word(tier))] = *golden.parts[tier];
    whole["header"] = golden.header;
    whole["parts"] = std::move(parts);
    ask("check_entry", wire::write_json(whole));
  }
}

}  // namespace nibbi::parity
