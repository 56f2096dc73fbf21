#include "http/routes.hpp"
#include "usecases/proposal_text.hpp"

namespace nibbi::http {
namespace {

constexpr std::size_t kMostEntries = 100;

Json problem_json(const Problem& p, int status) {
  Json j = object();
  j["code"] = Json(word(p.code));
  j["status"] = status;
  j["details"] = object();
  for (const auto& [key, value] : p.details) j["details"][key] = value;
  return j;
}

Response propose(const Api& api, Request& r, const usecases::Session& s) {
  auto body = body_of(r, {"attended", "entries"}, 2'000'000);
  if (!body) return refused(body.error());
  if (!body->contains("entries") || !(*body)["entries"].is_array()) return refused({ProblemCode::missing_field, {{"field", "entries"}}});
  if ((*body)["entries"].size() > kMostEntries) return refused({ProblemCode::number_out_of_range, {{"limit", std::to_string(kMostEntries)}}});
  // Whether somebody looks decides whether what is refused is kept: it is never guessed.
  if (!body->contains("attended")) return refused({ProblemCode::missing_field, {{"field", "attended"}}});
  if (!(*body)["attended"].is_bool()) return refused({ProblemCode::wrong_type, {{"field", "attended"}}});
  const bool attended = (*body)["attended"].as_bool();
  // One that cannot be read stops no other: it gets its receipt where it stands.
  std::vector<usecases::Receipt> receipts;
  std::vector<usecases::Proposal> proposals;
  std::vector<std::size_t> place;
  for (const Json& one : (*body)["entries"].array_range()) {
    auto p = usecases::read_proposal(one);
    if (p) {
      place.push_back(receipts.size());
      receipts.emplace_back();
      proposals.push_back(std::move(*p));
    } else {
      receipts.push_back({usecases::id_in(one), usecases::ReceiptStatus::refused, 0, 0, p.error()});
    }
  }
  auto judged = usecases::accept_entries(api.house, s, attended, proposals);
  for (std::size_t i = 0; i < judged.size(); ++i) receipts[place[i]] = std::move(judged[i]);
  Json out = object();
  out["receipts"] = array();
  bool waits = false;
  for (const auto& receipt : receipts) {
    waits = waits || receipt.status == usecases::ReceiptStatus::pending;
    out["receipts"].push_back(receipt_json(receipt));
  }
  const auto head = api.house.writer.head();
  out["head"] = object();
  out["head"]["epoch"] = head.epoch;
  out["head"]["pos"] = head.pos;
  return json(waits ? 202 : 200, wire::write_json(out));
}

}  // namespace

Json receipt_json(const usecases::Receipt& receipt) {
  Json one = object();
  one["id"] = receipt.id;
  one["status"] = Json(usecases::word(receipt.status));
  if (receipt.n) one["n"] = receipt.n;
  if (receipt.pos) one["pos"] = receipt.pos;
  if (receipt.problem) one["problem"] = problem_json(*receipt.problem, receipt.about_child ? status_about_child(receipt.problem->code) : http_status(receipt.problem->code));
  return one;
}

std::vector<Route> entry_routes(const Api& api) {
  return {{Method::post, "/api/entries", "propose_entries", api.signed_in([api](Request& r, const Params&, const usecases::Session& s) { return propose(api, r, s); }, {.revoked = true}), 2'000'000}};
}

}  // namespace nibbi::http
