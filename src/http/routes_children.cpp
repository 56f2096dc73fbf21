#include "http/routes.hpp"
#include "usecases/child_view.hpp"
#include "usecases/linked.hpp"
#include "usecases/search.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

/// A child's id in a path. What is not an id is not found: nothing tells a stranger more.
std::optional<RecordId> child(const Params& p) { return RecordId::parse(p["id"]); }

Response not_found() { return problem({ProblemCode::not_found, {}}); }

Response view(const Api& api, const Session& s, RecordId id, const usecases::ViewAsked& asked) {
  auto view = usecases::view_child(api.house, s, id, asked);
  return view ? json(view->waits ? 202 : 200, view->view.json()) : refused_about_child(view.error());
}

Json words(domain::RelationSet relations) {
  Json out = array();
  for (domain::Relation r : domain::every_relation)
    if (relations.has(r)) out.push_back(Json(domain::word(r)));
  return out;
}

constexpr std::string_view kWhere[] = {"own", "relative", "place", "phone"}, kHow[] = {"same", "read_alike", "begins", "slip", "missing"};

Json why(const names::Reason& r) {
  Json out = object();
  out["where"] = Json(kWhere[static_cast<std::size_t>(r.where)]);
  out["how"] = Json(kHow[static_cast<std::size_t>(r.how)]);
  if (!r.theirs.empty()) out["theirs"] = r.theirs;
  if (!r.said.empty()) out["said"] = r.said;
  if (!r.rules.empty()) {
    out["rules"] = array();
    for (const auto& rule : r.rules) out["rules"].push_back(Json(rule));
  }
  return out;
}

Response find(const Api& api, Request& r, const Session& s) {
  auto body = body_of(r, {"query", "scope", "reason"}, 16'000);
  if (!body) return refused(body.error());
  auto query = text_of(*body, "query"), scope_word = text_of(*body, "scope"), reason = text_of(*body, "reason");
  if (!query || !scope_word || !reason) return refused({ProblemCode::wrong_type, {}});
  using usecases::FindScope;
  if (scope_word->empty()) return refused({ProblemCode::missing_field, {{"field", "scope"}}});
  if (*scope_word != "mine" && *scope_word != "unit" && *scope_word != "team") return refused({ProblemCode::not_in_list, {{"field", "scope"}}});
  const FindScope scope = *scope_word == "unit" ? FindScope::unit : *scope_word == "team" ? FindScope::team : FindScope::mine;
  Json out = object();
  out["children"] = array();
  const auto all = usecases::find_children(api.house, s, *query, scope, *reason, 100);
  if (!all) return refused(all.error());
  if (all->too_common) {
    out["too_common"] = true;
    out["matches"] = all->matches;
    out["ask"] = array();
    for (const auto& fact : all->ask) out["ask"].push_back(Json(fact));
  }
  for (const auto& found : all->children) {
    Json one = object();
    one["record"] = found.brief->record.text();
    one["code"] = found.brief->code;
    if (!found.name.empty()) one["name"] = found.name;
    if (!found.brief->sex.empty()) one["sex"] = found.brief->sex.value;
    if (!found.brief->age_band.empty()) one["age_band"] = found.brief->age_band.value;
    if (!found.brief->risk.empty()) one["risk"] = found.brief->risk.value;
    one["stage"] = Json(domain::word(found.brief->stage));
    one["status"] = Json(domain::word(found.brief->ties.status));
    one["relations"] = words(found.relations);
    one["updated_at"] = found.brief->updated_at.text();
    for (const auto& agrees : found.reasons) {
      if (!one.contains("why")) one["why"] = array();
      one["why"].push_back(why(agrees));
    }
    out["children"].push_back(std::move(one));
  }
  return ok(out);
}

Response look_with_reason(const Api& api, Request& r, const Session& s, RecordId id) {
  auto body = body_of(r, {"show", "reason"}, 16'000);
  if (!body) return refused(body.error());
  auto reason = text_of(*body, "reason");
  if (!reason) return refused(reason.error());
  usecases::ViewAsked asked{{}, *reason};
  if (body->contains("show")) {
    if (!(*body)["show"].is_array()) return refused({ProblemCode::wrong_type, {{"field", "show"}}});
    for (const Json& part : (*body)["show"].array_range()) {
      const auto tier = part.is_string() ? domain::tier_of(part.as_string_view()) : std::nullopt;
      if (!tier) return refused({ProblemCode::not_in_list, {{"list", "tier"}}});
      asked.with_reason[*tier] = true;
    }
  }
  return view(api, s, id, asked);
}

Response accesses(const Api& api, Request& r, const Session& s, RecordId id) {
  auto body = body_of(r, {"reason"}, 16'000);
  if (!body) return refused(body.error());
  auto reason = text_of(*body, "reason");
  if (!reason) return refused(reason.error());
  auto lines = usecases::accesses_of_child(api.house, s, id, *reason, INT64_MAX, 200);
  if (!lines) return refused_about_child(lines.error());
  Json out = object();
  out["accesses"] = array();
  for (const auto& line : *lines) {
    Json one = Json::parse(line.row);
    one["at"] = line.at.text();
    one["person"] = line.person.text();
    if (!line.reason.empty()) one["reason"] = line.reason;
    out["accesses"].push_back(std::move(one));
  }
  return ok(out);
}

Response linked(const Api& api, const Session& s, RecordId id) {
  const auto all = usecases::linked_to_child(api.house, s, id);
  if (!all) return refused_about_child(all.error());
  Json out = object();
  out["linked"] = array();
  for (const auto& one : *all) {
    Json line = object();
    line["record"] = one.record.text();
    line["kind"] = one.kind;
    line["fields"] = Json::parse(one.json);
    if (one.corrected_at) line["corrected_at"] = one.corrected_at->text();
    if (one.closed_at) line["closed_at"] = one.closed_at->text();
    if (one.may_change) line["may_change"] = true;
    out["linked"].push_back(std::move(line));
  }
  return ok(out);
}

}  // namespace

std::vector<Route> child_routes(const Api& api) {
  using Do = std::function<Response(Request&, const Session&, RecordId)>;
  auto on_child = [api](Do what) {
    return api.signed_in([what = std::move(what)](Request& r, const Params& p, const Session& s) -> Response {
      const auto id = child(p);
      return id ? what(r, s, *id) : not_found();
    });
  };
  return {
      {Method::post, "/api/children/find", "find_children", api.signed_in([api](Request& r, const Params&, const Session& s) { return find(api, r, s); })},
      {Method::get, "/api/children/{id}", "view_child", on_child([api](Request&, const Session& s, RecordId id) { return view(api, s, id, {}); })},
      {Method::post, "/api/children/{id}/view", "view_child_with_reason", on_child([api](Request& r, const Session& s, RecordId id) { return look_with_reason(api, r, s, id); })},
      {Method::get, "/api/children/{id}/linked", "linked_to_child", on_child([api](Request&, const Session& s, RecordId id) { return linked(api, s, id); })},
      {Method::post, "/api/children/{id}/accesses", "accesses_of_child", on_child([api](Request& r, const Session& s, RecordId id) { return accesses(api, r, s, id); })},
  };
}

}  // namespace nibbi::http
