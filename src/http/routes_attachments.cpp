#include <charconv>

#include "http/routes.hpp"
#include "usecases/attachments.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

constexpr std::string_view kBytes = "application/octet-stream";

Response not_found() { return problem({ProblemCode::not_found, {}}); }

struct Named {
  RecordId record;
  Uuid attachment;
};
std::optional<Named> named(const Params& p) {
  const auto record = RecordId::parse(p["id"]);
  const auto attachment = Uuid::parse(p["attachment"]);
  if (!record || !attachment) return std::nullopt;
  return Named{*record, *attachment};
}

std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.empty() || text[0] == '-' || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return n;
}

Response take(const Api& api, const Request& r, const Params& p, const Session& s) {
  const auto where = named(p);
  const auto index = number(p["index"]);
  if (!where || !index) return not_found();
  auto progress = usecases::receive_chunk(api.house, s, where->record, where->attachment, *index, r.body);
  if (!progress) return refused_about_child(progress.error());
  Json out = object();
  out["chunks"] = progress->chunks;
  out["missing"] = array();
  for (const std::int64_t i : progress->missing) out["missing"].push_back(i);
  out["stored"] = progress->stored;
  return ok(out);
}

/// An image is shown by the application, from memory. Anything else only ever lands in a file: whatever is written in it, here it is nothing that runs.
Response give(const Api& api, const Params& p, const Session& s, const std::string& reason) {
  const auto where = named(p);
  if (!where) return not_found();
  auto served = usecases::serve_attachment(api.house, s, where->record, where->attachment, reason);
  if (!served) return refused_about_child(served.error());
  Response out;
  out.headers.set("content-type", std::string(served->type->word));
  out.headers.set("content-disposition", served->type->image ? "inline" : "attachment");
  out.headers.set("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  out.body = std::move(served->bytes);
  return out;
}

Response give_with_reason(const Api& api, const Request& r, const Params& p, const Session& s) {
  auto body = body_of(r, {"reason"}, 16'000);
  if (!body) return refused(body.error());
  auto reason = text_of(*body, "reason");
  if (!reason) return refused(reason.error());
  return give(api, p, s, *reason);
}

}  // namespace

std::vector<Route> attachment_routes(const Api& api) {
  return {
      {Method::put, "/api/children/{id}/attachments/{attachment}/{index}", "put_attachment_chunk",
       api.signed_in([api](Request& r, const Params& p, const Session& s) { return take(api, r, p, s); }, {.revoked = true}, kBytes), usecases::kSealedPieceMax},
      {Method::get, "/api/children/{id}/attachments/{attachment}", "get_attachment", api.signed_in([api](Request&, const Params& p, const Session& s) { return give(api, p, s, {}); })},
      {Method::post, "/api/children/{id}/attachments/{attachment}/view", "view_attachment_with_reason",
       api.signed_in([api](Request& r, const Params& p, const Session& s) { return give_with_reason(api, r, p, s); })},
  };
}

}  // namespace nibbi::http
