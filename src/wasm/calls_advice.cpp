// What a phone can be told before the server is asked: what a form asks, whether an entry is whole, what would be decided, and small things.
#include <algorithm>
#include <initializer_list>

#include "domain/case_code.hpp"
#include "domain/decide.hpp"
#include "domain/form_check.hpp"
#include "wasm/call.hpp"
#include "wasm/directory_in.hpp"

namespace nibbi::wasm {

using namespace domain;

// --- forms ---------------------------------------------------------------------------------------

namespace {

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

}  // namespace

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

namespace {

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

}  // namespace

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

}  // namespace nibbi::wasm
