#include "wasm/calls.hpp"

#include <algorithm>
#include <exception>
#include <initializer_list>

#include "domain/case_code.hpp"
#include "domain/decide.hpp"
#include "domain/evolve.hpp"
#include "domain/form_check.hpp"
#include "wasm/directory_in.hpp"
#include "wasm/questions.hpp"
#include "wire/contract_files.hpp"
#include "wire/state_codec.hpp"

namespace nibbi::wasm {
namespace {

using namespace domain;
using Outcome = Result<Json>;

/// The rules that this core was built with; read at the first call that needs them.
const Rules& rules() {
  static const Rules kRules = wire::read_rules(wire::contract_files());
  return kRules;
}

Json one(const char* name, Json value) {
  Json j = object();
  j[name] = std::move(value);
  return j;
}
Json texts(const std::vector<std::string>& all) {
  Json j = array();
  for (const std::string& text : all) j.push_back(Json(text));
  return j;
}
Json as_json(const Problem& problem) {
  Json j = one("problem", Json(word(problem.code)));
  if (problem.details.empty()) return j;
  Json details = object();
  for (const auto& [name, value] : problem.details) details[name] = value;
  j["details"] = std::move(details);
  return j;
}

Outcome core_version(std::string_view) {
  Json j = one("core", Json(NIBBI_VERSION));
  j["fold"] = kFoldVersion;
  for (const auto& file : wire::contract_files())
    if (file.path == "digest") j["contract"] = Json(file.text);
  return j;
}

// --- states --------------------------------------------------------------------------------------

/// A state as four objects, from which it is read as a cache is: what was not written by write_state is our fault.
Result<ChildState> state_in(const Json& given) {
  if (!given.is_object()) return refuse(ProblemCode::wrong_type, {{"field", "state"}});
  PerTier<std::string> parts;
  for (Tier tier : kTiers) {
    const std::string name(word(tier));
    parts[tier] = given.contains(name) ? wire::write_json(given[name]) : "{}";
  }
  return wire::read_state(parts);
}

/// The texts of the parts stand in the answer as they are: equal states are equal answers.
std::string state_text(const ChildState& state) {
  const auto parts = wire::write_state(state);
  std::string out = "{";
  for (Tier tier : kTiers) {
    if (tier != kTiers.front()) out += ',';
    out.append("\"").append(word(tier)).append("\":").append(parts[tier]);
  }
  return out += '}';
}

Result<ChildState> folded(std::string_view lines) {
  ChildState state;
  bool first = true;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    if (line.empty()) continue;
    auto json = read_object(line);
    if (!json) return std::unexpected(json.error());
    if (first && json->contains("state")) {
      auto given = state_in((*json)["state"]);
      if (!given) return given;
      state = std::move(*given);
    } else {
      auto entry = entry_in(*json, nullptr);
      if (!entry) return std::unexpected(entry.error());
      if (entry->n <= state.n) return refuse(ProblemCode::number_out_of_range, {{"field", "n"}});
      evolve(rules(), state, *entry);
    }
    first = false;
  }
  return state;
}

// --- forms ---------------------------------------------------------------------------------------

struct Filled {
  const Form* form = nullptr;
  Json given;                             ///< the answers as they came
  std::map<std::string, Answer> answers;  ///< those that have the shape of an answer
  std::vector<Finding> misshapen;
};

Result<Filled> filled_form(std::string_view input) {
  auto json = read_object(input);
  if (!json) return std::unexpected(json.error());
  auto name = exact_text(*json, "form");
  if (!name) return std::unexpected(name.error());
  auto form = rules().forms.find(*name);
  if (form == rules().forms.end()) return refuse(ProblemCode::not_in_list, {{"field", "form"}});
  if (!json->contains("answers") || !(*json)["answers"].is_object()) return refuse(ProblemCode::missing_field, {{"field", "answers"}});

  Filled filled{&form->second, (*json)["answers"], {}, {}};
  for (const auto& member : filled.given.object_range()) {
    const std::string id(member.key());
    if (auto read = wire::read_value(member.value(), filled.answers[id], wire::any, nullptr); !read) {
      filled.answers.erase(id);
      filled.misshapen.push_back({id, read.error()});
    }
  }
  return filled;
}

Outcome asked(std::string_view input) {
  auto filled = filled_form(input);
  if (!filled) return std::unexpected(filled.error());
  Json shown = array();
  for (const Question* question : shown_questions(*filled->form, filled->answers)) shown.push_back(Json(question->id));
  return one("shown", std::move(shown));
}

Outcome checked_form(std::string_view input) {
  auto filled = filled_form(input);
  if (!filled) return std::unexpected(filled.error());
  FormCheck check = check_form(rules(), *filled->form, filled->answers);
  // What has no shape of an answer was answered nevertheless: it isn't missing, it is wrong.
  for (const Finding& bad : filled->misshapen) std::erase_if(check.findings, [&](const Finding& f) { return f.question == bad.question; });
  check.findings.insert(check.findings.end(), filled->misshapen.begin(), filled->misshapen.end());

  Json value = object(), findings = array();
  for (const auto& [id, answer] : check.value) value[id] = filled->given[id];
  for (const Finding& finding : check.findings) {
    Json j = as_json(finding.problem);
    j["question"] = finding.question;
    findings.push_back(std::move(j));
  }
  Json j = one("shown", texts(check.shown));
  j["value"] = std::move(value);
  j["findings"] = std::move(findings);
  j["set_aside"] = texts(check.set_aside);
  return j;
}

// --- entries -------------------------------------------------------------------------------------

Result<Kind> kind_in(const Json& j) {
  if (j.contains("header")) {
    auto text = exact_text(j, "header");
    if (!text) return std::unexpected(text.error());
    auto header = wire::read_header(*text);
    if (!header) return std::unexpected(header.error());
    return header->kind;
  }
  auto text = exact_text(j, "kind");
  if (!text) return std::unexpected(text.error());
  const auto kind = kind_of(*text);
  if (!kind) return refuse(ProblemCode::unknown_kind);
  return *kind;
}

Outcome checked_entry(std::string_view input) {
  auto json = read_object(input);
  if (!json) return std::unexpected(json.error());
  auto kind = kind_in(*json);
  if (!kind) return std::unexpected(kind.error());
  auto parts = parts_in(*json);
  if (!parts) return std::unexpected(parts.error());
  auto content = wire::read_parts(*kind, *parts, &rules());
  if (!content) return std::unexpected(content.error());
  return one("ok", Json(true));
}

/// {"state": {…}, "entry": as in fold, "today": date at the actor's unit, "fresh": bool, "units": [Unit], "people": [Person],
///  "withheld": bool}. Units and people are as the API lists them (contract/openapi), and the people's `supervisor` and a post's
/// `countries` where they are known; `received_at` of the entry is now.
///
/// The server judges; this is what a phone can say before it is asked. Where `withheld` is true, part of the file is hidden from this
/// person, and what rules would find there can't be known: then only what is wrong with the entry itself is refused.
/// (Which hidden part a rule would have needed is not worked out yet.)
Outcome advised(std::string_view input) {
  auto json = read_object(input);
  if (!json) return std::unexpected(json.error());
  const Json& j = *json;
  if (!j.contains("entry") || !j["entry"].is_object()) return refuse(ProblemCode::missing_field, {{"field", "entry"}});
  auto entry = entry_in(j["entry"], &rules());
  if (!entry) return std::unexpected(entry.error());
  auto withheld = member_or<bool>(j, "withheld", false);
  if (!withheld) return std::unexpected(withheld.error());
  if (*withheld) return one("undecided", Json(true));

  auto state = j.contains("state") ? state_in(j["state"]) : Result<ChildState>{};
  if (!state) return std::unexpected(state.error());
  auto near = directory_in(j);
  if (!near) return std::unexpected(near.error());
  auto today = member<Date>(j, "today");
  if (!today) return std::unexpected(today.error());
  auto fresh = member_or<bool>(j, "fresh", false);
  if (!fresh) return std::unexpected(fresh.error());

  Context context{rules(), near->directory, entry->received_at, *today, *fresh ? Factor::fresh : Factor::stale, 0};
  if (const auto* placed = std::get_if<PlacementBegun>(&entry->body)) context.places_taken = near->taken_at(placed->unit);
  auto effect = decide(*state, *entry, context);
  if (!effect) return std::unexpected(effect.error());
  return one("effect", Json(*effect == Effect::now ? "now" : "pending"));
}

// --- small things --------------------------------------------------------------------------------

Outcome checked_case_code(std::string_view input) {
  auto json = read_object(input);
  if (!json) return std::unexpected(json.error());
  auto code = exact_text(*json, "code");
  if (!code) return std::unexpected(code.error());
  return one("sound", Json(case_code_is_sound(*code)));
}

Outcome made_case_code(std::string_view input) {
  auto json = read_object(input);
  if (!json) return std::unexpected(json.error());
  auto country = member<Code>(*json, "country");
  if (!country) return std::unexpected(country.error());
  auto number = member<std::int64_t>(*json, "number", {.most = (1 << 30) - 1});
  if (!number) return std::unexpected(number.error());
  if (!rules().in_list("country", country->value)) return refuse(ProblemCode::not_in_list, {{"list", "country"}});
  return one("code", Json(case_code(country->value, static_cast<unsigned long>(*number))));
}

Outcome folded_text(std::string_view input) {
  auto json = read_object(input);
  if (!json) return std::unexpected(json.error());
  auto text = exact_text(*json, "text");
  if (!text) return std::unexpected(text.error());
  return one("folded", Json(fold(*text)));
}

struct Call {
  std::string_view name;
  Outcome (*answer)(std::string_view);
};
constexpr Call kCalls[]{
    {"core_version", core_version},       {"shown_questions", asked},          {"check_form", checked_form}, {"check_entry", checked_entry}, {"decide", advised},
    {"check_case_code", checked_case_code}, {"make_case_code", made_case_code}, {"fold_text", folded_text},
};

std::string answered(std::string_view name, std::string_view input) {
  if (name == "fold") {
    const auto state = folded(input);
    return state ? state_text(*state) : wire::write_json(as_json(state.error()));
  }
  for (const Call& call : kCalls) {
    if (call.name != name) continue;
    const Outcome outcome = call.answer(input);
    return wire::write_json(outcome ? *outcome : as_json(outcome.error()));
  }
  return wire::write_json(as_json({ProblemCode::not_found, {}}));
}

}  // namespace

std::string answer(std::string_view call, std::string_view input) noexcept {
  try {
    return answered(call, input);
  } catch (...) {
    return R"({"problem":"our_fault"})";
  }
}

}  // namespace nibbi::wasm
