#include "http/routes.hpp"
#include "usecases/pairs.hpp"
#include "usecases/tracing.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

Json texts(const std::vector<std::string>& all) {
  Json out = array();
  for (const auto& text : all) out.push_back(Json(text));
  return out;
}

std::string day_text(std::int32_t day) { return Date{day}.text(); }

Json told_json(const usecases::Told& told) {
  Json out = object();
  if (!told.words.empty()) out["words"] = texts(told.words);
  if (told.days) {
    out["from"] = day_text(told.days->from);
    out["until"] = day_text(told.days->to);
  }
  return out;
}

/// `here`, `there`: what the two sides are called.
Json facts_json(const std::vector<usecases::FactLine>& lines, const char* here, const char* there) {
  Json out = array();
  for (const auto& line : lines) {
    Json one = object();
    one["fact"] = Json(names::word(line.fact));
    one["side"] = Json(names::word(line.side));
    one[here] = told_json(line.child);
    one[there] = told_json(line.family);
    out.push_back(std::move(one));
  }
  return out;
}

/// What somebody who compares needs to know of an inquiry: who looks, since when, through whom. Not their telephone: nobody is called before a second
/// person has confirmed.
Json inquiry_json(const usecases::Inquiry& inquiry) {
  Json out = object();
  out["inquiry"] = inquiry.record.text();
  out["code"] = inquiry.told.code;
  out["name"] = inquiry.told.name;
  if (!inquiry.told.relation.empty()) out["relation"] = inquiry.told.relation.value;
  if (!inquiry.told.country.empty()) out["country"] = inquiry.told.country.value;
  const std::string& first = inquiry.told.first_name;
  const std::string& family = inquiry.told.family_name;
  out["child"] = first.empty() || family.empty() ? first + family : first + " " + family;
  out["unit"] = inquiry.unit.text();
  out["opened_at"] = inquiry.at.text();
  if (inquiry.closed) {
    out["closed"] = inquiry.closed->end.value;
    out["closed_at"] = inquiry.closed->at.text();
  }
  return out;
}

Json beside_json(const usecases::Beside& b) {
  Json out = object();
  out["record"] = b.child.text();
  out["code"] = b.code;
  if (!b.name.empty()) out["name"] = b.name;
  out["family"] = inquiry_json(*b.inquiry);
  out["band"] = Json(names::word(b.band));
  out["standing"] = Json(word(b.standing));
  if (!b.proposed.is_none()) out["proposed"] = b.proposed.text();
  if (b.own_proposal) out["own_proposal"] = true;
  out["wish"] = Json(word(b.wish));
  if (b.kept_away) out["kept_away"] = true;
  out["facts"] = facts_json(b.facts, "child", "family");
  return out;
}

Response inquiries(const Api& api, const Session& s) {
  Json out = object();
  out["inquiries"] = array();
  for (const auto& inquiry : usecases::inquiries_of(api.house, s)) out["inquiries"].push_back(inquiry_json(*inquiry));
  return ok(out);
}

Response candidates(const Api& api, const Session& s, RecordId id) {
  const auto view = usecases::candidates_of(api.house, s, id);
  if (!view) return refused_about_child(view.error());
  Json out = object();
  out["family"] = inquiry_json(*view->inquiry);
  out["likely"] = view->likely;
  out["found"] = view->found;
  out["candidates"] = array();
  for (const auto& one : view->candidates) out["candidates"].push_back(beside_json(one));
  out["would_help"] = array();
  for (const auto fact : view->would_help) out["would_help"].push_back(Json(names::word(fact)));
  return ok(out);
}

Response families(const Api& api, const Session& s, RecordId id) {
  const auto all = usecases::families_of(api.house, s, id);
  if (!all) return refused_about_child(all.error());
  Json out = object();
  out["families"] = array();
  for (const auto& one : *all) out["families"].push_back(beside_json(one));
  return ok(out);
}

Response side_by_side(const Api& api, const Session& s, RecordId child, RecordId inquiry) {
  const auto one = usecases::side_by_side(api.house, s, child, inquiry);
  return one ? ok(beside_json(*one)) : refused_about_child(one.error());
}

Response alike(const Api& api, const Session& s, RecordId id) {
  const auto all = usecases::alike_files(api.house, s, id);
  if (!all) return refused_about_child(all.error());
  Json out = object();
  out["alike"] = array();
  for (const auto& other : *all) {
    Json one = object();
    one["record"] = other.record.text();
    one["code"] = other.code;
    one["name"] = other.name;
    one["band"] = Json(names::word(other.band));
    one["facts"] = facts_json(other.facts, "here", "there");
    out["alike"].push_back(std::move(one));
  }
  return ok(out);
}

/// Possible duplicates, list by list.
Response pairs(const Api& api, const Session& s) {
  Json out = object();
  out["lists"] = array();
  for (const auto& list : usecases::pairs_to_review(api.house, s)) {
    Json one = object();
    if (!list.list.is_none()) {
      one["list"] = list.list.text();
      one["called"] = list.called;
      one["at"] = list.at.text();
      one["unit"] = list.unit.text();
    }
    one["decided"] = list.decided;
    one["asked"] = list.asked;
    one["open"] = list.open.size() + list.more;
    one["pairs"] = array();
    for (const auto& pair : list.open) {
      Json line = object();
      line["record"] = pair.here.text();
      line["code"] = pair.here_code;
      line["name"] = pair.here_name;
      line["other"] = pair.there.text();
      line["other_code"] = pair.there_code;
      line["other_name"] = pair.there_name;
      one["pairs"].push_back(std::move(line));
    }
    out["lists"].push_back(std::move(one));
  }
  return ok(out);
}

/// One shape, and one size for one asker, whatever was found.
Response already_known(const Api& api, const Session& s, RecordId id) {
  const auto answer = usecases::ask_already_known(api.house, s, id);
  if (!answer) return refused_about_child(answer.error());
  Json out = object();
  out["hit"] = answer->hit ? 1 : 0;
  out["duty_name"] = answer->duty_name;
  out["duty_phone"] = answer->duty_phone;
  return ok(out);
}

Response met_again(const Api& api, const Session& s, RecordId id) {
  const auto all = usecases::met_again(api.house, s, id);
  if (!all) return refused_about_child(all.error());
  Json out = object();
  out["met"] = array();
  for (const auto& met : *all) {
    Json one = object();
    one["id"] = met.id.text();
    one["unit"] = met.unit.text();
    one["at"] = met.at.text();
    out["met"].push_back(std::move(one));
  }
  return ok(out);
}

Response settle(const Api& api, Request& r, const Session& s, RecordId child, EntryId id) {
  auto body = body_of(r, {"same"}, 1'000);
  if (!body) return refused(body.error());
  if (!body->contains("same")) return refused({ProblemCode::missing_field, {{"field", "same"}}});
  if (!(*body)["same"].is_bool()) return refused({ProblemCode::wrong_type, {{"field", "same"}}});
  const auto settled = usecases::settle_met_again(api.house, s, child, id, (*body)["same"].as<bool>());
  return settled ? ok(object()) : refused_about_child(settled.error());
}

}  // namespace

std::vector<Route> tracing_routes(const Api& api) {
  using Do = std::function<Response(Request&, const Params&, const Session&, RecordId)>;
  auto on = [api](Do what) {
    return api.signed_in([what = std::move(what)](Request& r, const Params& p, const Session& s) -> Response {
      const auto id = RecordId::parse(p["id"]);
      return id ? what(r, p, s, *id) : problem({ProblemCode::not_found, {}});
    });
  };
  return {
      {Method::get, "/api/inquiries", "inquiries", api.signed_in([api](Request&, const Params&, const Session& s) { return inquiries(api, s); })},
      {Method::get, "/api/inquiries/{id}", "candidates_of_inquiry", on([api](Request&, const Params&, const Session& s, RecordId id) { return candidates(api, s, id); })},
      {Method::get, "/api/pairs", "pairs_to_review", api.signed_in([api](Request&, const Params&, const Session& s) { return pairs(api, s); })},
      {Method::get, "/api/children/{id}/families", "families_of_child", on([api](Request&, const Params&, const Session& s, RecordId id) { return families(api, s, id); })},
      {Method::get, "/api/children/{id}/families/{inquiry}", "side_by_side", on([api](Request&, const Params& p, const Session& s, RecordId id) {
         const auto inquiry = RecordId::parse(p["inquiry"]);
         return inquiry ? side_by_side(api, s, id, *inquiry) : problem({ProblemCode::not_found, {}});
       })},
      {Method::get, "/api/children/{id}/alike", "alike_files", on([api](Request&, const Params&, const Session& s, RecordId id) { return alike(api, s, id); })},
      {Method::post, "/api/children/{id}/already_known", "already_known", on([api](Request&, const Params&, const Session& s, RecordId id) { return already_known(api, s, id); })},
      {Method::get, "/api/children/{id}/met_again", "met_again", on([api](Request&, const Params&, const Session& s, RecordId id) { return met_again(api, s, id); })},
      {Method::post, "/api/children/{id}/met_again/{met}", "settle_met_again", on([api](Request& r, const Params& p, const Session& s, RecordId id) {
         const auto met = EntryId::parse(p["met"]);
         return met ? settle(api, r, s, id, *met) : problem({ProblemCode::not_found, {}});
       })},
  };
}

}  // namespace nibbi::http
