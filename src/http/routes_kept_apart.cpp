#include "http/routes.hpp"
#include "usecases/kept_apart.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

Json line_json(const usecases::KeptApartLine& line) {
  Json one = object();
  one["id"] = line.header.id.text();
  one["kind"] = Json(domain::word(line.header.kind));
  one["author"] = line.header.author.text();
  if (!line.author_name.empty()) one["author_name"] = line.author_name;
  one["role"] = Json(domain::word(line.header.role));
  one["unit"] = line.header.unit.text();
  one["claimed_at"] = line.header.claimed_at.text();
  one["received_at"] = line.received_at.text();
  one["why"] = Json(word(line.why.code));
  if (line.bytes_here) one["bytes_here"] = *line.bytes_here;
  one["parts"] = object();
  for (domain::Tier t : domain::kTiers) {
    const auto name = domain::word(t);
    if (line.parts[t]) one["parts"][name] = Json::parse(*line.parts[t]);
    if (!line.withheld[t]) continue;
    one["parts"][name] = object();
    one["parts"][name]["withheld"] = true;
  }
  return one;
}

Response look(const Api& api, const Session& s, RecordId id, const std::string& reason) {
  const auto lines = usecases::kept_apart_of(api.house, s, id, reason);
  if (!lines) return refused_about_child(lines.error());
  Json out = object();
  out["entries"] = array();
  for (const auto& line : *lines) out["entries"].push_back(line_json(line));
  return ok(out);
}

Response look_with_reason(const Api& api, Request& r, const Session& s, RecordId id) {
  auto body = body_of(r, {"reason"}, 16'000);
  if (!body) return refused(body.error());
  const auto reason = text_of(*body, "reason");
  if (!reason) return refused(reason.error());
  if (reason->empty()) return refused({ProblemCode::reason_needed, {}});
  return look(api, s, id, *reason);
}

Response settle(const Api& api, Request& r, const Session& s, RecordId id, EntryId entry) {
  auto body = body_of(r, {"take_in", "reason"}, 16'000);
  if (!body) return refused(body.error());
  const auto reason = text_of(*body, "reason");
  if (!reason) return refused(reason.error());
  if (!body->contains("take_in")) return refused({ProblemCode::missing_field, {{"field", "take_in"}}});
  if (!(*body)["take_in"].is_bool()) return refused({ProblemCode::wrong_type, {{"field", "take_in"}}});
  const auto said = usecases::settle_kept_apart(api.house, s, id, entry, (*body)["take_in"].as<bool>(), *reason);
  return said ? ok(receipt_json(*said)) : refused_about_child(said.error());
}

}  // namespace

std::vector<Route> kept_apart_routes(const Api& api) {
  using Do = std::function<Response(Request&, const Params&, const Session&, RecordId)>;
  auto on_child = [api](Do what) {
    return api.signed_in([what = std::move(what)](Request& r, const Params& p, const Session& s) -> Response {
      const auto id = RecordId::parse(p["id"]);
      return id ? what(r, p, s, *id) : problem({ProblemCode::not_found, {}});
    });
  };
  return {
      {Method::get, "/api/children/{id}/kept_apart", "kept_apart", on_child([api](Request&, const Params&, const Session& s, RecordId id) { return look(api, s, id, {}); })},
      {Method::post, "/api/children/{id}/kept_apart/view", "kept_apart_with_reason",
       on_child([api](Request& r, const Params&, const Session& s, RecordId id) { return look_with_reason(api, r, s, id); })},
      {Method::post, "/api/children/{id}/kept_apart/{entry}/settle", "settle_kept_apart", on_child([api](Request& r, const Params& p, const Session& s, RecordId id) {
         const auto entry = EntryId::parse(p["entry"]);
         return entry ? settle(api, r, s, id, *entry) : problem({ProblemCode::not_found, {}});
       })},
  };
}

}  // namespace nibbi::http
