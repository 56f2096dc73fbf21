#include "http/routes.hpp"
#include "usecases/change_beside.hpp"
#include "usecases/erase_beside.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

/// What was said after the opening, as far as these parts are open to the reader.
Json said_json(const usecases::SaidBeside& said, const domain::PerTier<bool>& open) {
  Json one = object();
  one["id"] = said.header.id.text();
  one["kind"] = Json(domain::word(said.header.kind));
  one["person"] = said.header.author.text();
  one["unit"] = said.header.unit.text();
  one["at"] = said.at.text();
  const bool notes = open[domain::Tier::narrative];
  if (const auto* closing = std::get_if<domain::InquiryClosed>(&said.body)) {
    one["inquiry_end"] = closing->inquiry_end.value;
    if (notes && !closing->text.empty()) one["text"] = closing->text;
  }
  if (const auto* opening = std::get_if<domain::InquiryReopened>(&said.body); opening && notes) one["text"] = opening->text;
  if (notes && !said.why.empty()) one["why"] = said.why;
  one["changes"] = array();
  for (const auto& change : said.changes) {
    if (!open[change.tier]) continue;
    Json line = object();
    line["field"] = change.field;
    if (!change.was.empty()) line["was"] = Json::parse(change.was);
    if (!change.is.empty()) line["is"] = Json::parse(change.is);
    one["changes"].push_back(std::move(line));
  }
  return one;
}

Response to_change(const Api& api, const Session& s, RecordId id) {
  const auto found = usecases::record_to_change(api.house, s, id);
  if (!found) return problem(found.error());
  const auto& there = found->there;
  Json out = object();
  out["record"] = id.text();
  out["kind"] = Json(domain::word(there.opened.kind));
  out["n"] = there.n;
  out["amends"] = there.last.text();
  out["person"] = there.opened.author.text();
  out["unit"] = there.opened.unit.text();
  out["opened_at"] = there.opened_at.text();
  out["parts"] = array();
  for (const domain::Tier t : domain::kTiers)
    if (found->parts[t]) out["parts"].push_back(Json(domain::word(t)));
  out["fields"] = Json::parse(usecases::fields_beside(api.house.vault, there, found->parts));
  if (const auto* closing = there.closed()) out["closed"] = closing->header.id.text();
  out["said"] = array();
  for (const auto& said : there.said) out["said"].push_back(said_json(said, found->parts));
  return ok(out);
}

Response erasures(const Api& api, const Session& s) {
  Json out = object();
  out["erasures"] = array();
  for (const auto& w : usecases::waiting_erasures(api.house, s)) {
    Json one = object();
    one["record"] = w.record.text();
    one["kind"] = w.kind;
    one["code"] = w.code;
    one["ground"] = w.ground.value;
    one["reason"] = w.reason;
    one["person"] = w.asker.text();
    one["unit"] = w.asker_unit.text();
    one["opened_by"] = w.opened_by.text();
    one["since"] = w.since.text();
    one["lapsed"] = w.lapsed;
    one["may_agree"] = w.may_agree;
    out["erasures"].push_back(std::move(one));
  }
  return ok(out);
}

Response ask_to_erase(const Api& api, Request& r, const Session& s) {
  const auto body = body_of(r, {"code", "ground", "reason"}, 20'000);
  if (!body) return refused(body.error());
  const auto code = text_of(*body, "code"), ground = text_of(*body, "ground"), reason = text_of(*body, "reason");
  for (const auto* one : {&code, &ground, &reason})
    if (!*one) return refused(one->error());
  const auto asked = usecases::ask_to_erase(api.house, s, *code, {*ground}, *reason);
  return asked ? empty(204) : refused(asked.error());
}

Response answer_erasure(const Api& api, Request& r, const Session& s, RecordId id) {
  const auto body = body_of(r, {"agree"}, 1'000);
  if (!body) return refused(body.error());
  if (!body->contains("agree")) return refused({ProblemCode::missing_field, {{"field", "agree"}}});
  if (!(*body)["agree"].is_bool()) return refused({ProblemCode::wrong_type, {{"field", "agree"}}});
  const auto done = usecases::answer_erasure(api.house, s, id, (*body)["agree"].as<bool>());
  return done ? empty(204) : refused(done.error());
}

}  // namespace

std::vector<Route> beside_routes(const Api& api) {
  return {
      {Method::get, "/api/records/{id}", "record_to_change", api.signed_in([api](Request&, const Params& p, const Session& s) {
         const auto id = RecordId::parse(p["id"]);
         return id ? to_change(api, s, *id) : problem({ProblemCode::not_found, {}});
       })},
      {Method::get, "/api/erasures", "waiting_erasures", api.signed_in([api](Request&, const Params&, const Session& s) { return erasures(api, s); })},
      {Method::post, "/api/erasures", "ask_to_erase", api.signed_in([api](Request& r, const Params&, const Session& s) { return ask_to_erase(api, r, s); })},
      {Method::post, "/api/erasures/{id}", "answer_erasure", api.signed_in([api](Request& r, const Params& p, const Session& s) {
         const auto id = RecordId::parse(p["id"]);
         return id ? answer_erasure(api, r, s, *id) : problem({ProblemCode::not_found, {}});
       })},
  };
}

}  // namespace nibbi::http
