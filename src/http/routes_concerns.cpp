#include "http/routes.hpp"
#include "usecases/concerns.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

Response standing(const Api& api, const Session& s) {
  const auto all = usecases::standing_asides(api.house, s);
  if (!all) return refused(all.error());
  Json out = object();
  out["set_aside"] = array();
  for (const auto& one : *all) {
    Json line = object();
    line["record"] = one.record.text();
    line["code"] = one.code;
    line["set_aside"] = one.aside.id.text();
    if (!one.aside.person.is_none()) {
      line["person"] = one.aside.person.text();
      line["person_name"] = one.person_name;
    }
    if (!one.aside.unit.is_none()) line["unit"] = one.aside.unit.text();
    line["since"] = one.aside.since.text();
    out["set_aside"].push_back(std::move(line));
  }
  return ok(out);
}

Response file(const Api& api, Request& r, const Session& s) {
  auto body = body_of(r, {"code"}, 1'000);
  if (!body) return refused(body.error());
  auto code = text_of(*body, "code");
  if (!code) return refused(code.error());
  if (code->empty()) return refused({ProblemCode::missing_field, {{"field", "code"}}});
  const auto record = usecases::file_of_concern(api.house, s, *code);
  if (!record) return refused(record.error());
  Json out = object();
  out["record"] = record->text();
  return ok(out);
}

}  // namespace

std::vector<Route> concern_routes(const Api& api) {
  return {
      {Method::get, "/api/concerns", "standing_asides", api.signed_in([api](Request&, const Params&, const Session& s) { return standing(api, s); })},
      {Method::post, "/api/concerns/file", "file_of_concern", api.signed_in([api](Request& r, const Params&, const Session& s) { return file(api, r, s); })},
  };
}

}  // namespace nibbi::http
