#include "crypto/text_form.hpp"
#include "http/gzip.hpp"
#include "http/routes.hpp"
#include "usecases/pin.hpp"
#include "usecases/sync.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

constexpr std::size_t kMostHeld = 200, kMostAsked = 100;

// --- What a device holds ----------------------------------------------------------------------------------------------

template <class T>
Result<T> id_of(const Json& j) {
  const auto id = j.is_string() ? T::parse(j.as_string_view()) : std::nullopt;
  if (!id) return refuse(ProblemCode::wrong_type);
  return *id;
}

Result<std::int64_t> count_of(const Json& j, const char* key, std::int64_t most) {
  if (!j.is_int64() && !j.is_uint64()) return refuse(ProblemCode::wrong_type, {{"field", key}});
  const auto count = j.is_int64() ? j.as<std::int64_t>() : most + 1;
  if (count < 0 || count > most) return refuse(ProblemCode::number_out_of_range, {{"field", key}});
  return count;
}

Result<usecases::SyncAsked::Held> held_of(const Json& j) {
  if (!j.is_object() || !j.contains("record") || !j.contains("view")) return refuse(ProblemCode::missing_field, {{"field", "holds"}});
  if (j.size() != (j.contains("n") ? 3U : 2U)) return refuse(ProblemCode::unknown_field, {{"field", "holds"}});
  const auto record = id_of<RecordId>(j["record"]);
  if (!record || !j["view"].is_string()) return refuse(ProblemCode::wrong_type, {{"field", "holds"}});
  usecases::SyncAsked::Held held{*record, j["view"].as<std::string>(), 0};
  if (j.contains("n")) {
    const auto n = count_of(j["n"], "n", INT64_MAX - 1);
    if (!n) return std::unexpected(n.error());
    held.n = *n;
  }
  return held;
}

Result<usecases::SyncAsked> sync_asked(const Request& r) {
  auto body = body_of(r, {"holds", "unsent", "asks", "tails", "keeps"});
  if (!body) return std::unexpected(body.error());
  for (const char* key : {"holds", "unsent"})
    if (!body->contains(key)) return refuse(ProblemCode::missing_field, {{"field", key}});
  usecases::SyncAsked asked;
  const Json& holds = (*body)["holds"];
  if (!holds.is_array()) return refuse(ProblemCode::wrong_type, {{"field", "holds"}});
  if (holds.size() > kMostHeld) return refuse(ProblemCode::number_out_of_range, {{"field", "holds"}});
  for (const Json& one : holds.array_range()) {
    auto held = held_of(one);
    if (!held) return std::unexpected(held.error());
    asked.holds.push_back(std::move(*held));
  }
  const auto unsent = count_of((*body)["unsent"], "unsent", 100'000);
  if (!unsent) return std::unexpected(unsent.error());
  asked.unsent = *unsent;
  for (const auto& [name, told] : {std::pair{"tails", &asked.tails}, std::pair{"keeps", &asked.keeps}}) {
    if (!body->contains(name)) continue;
    if (!(*body)[name].is_bool()) return refuse(ProblemCode::wrong_type, {{"field", name}});
    *told = (*body)[name].as_bool();
  }
  if (!body->contains("asks")) return asked;
  const Json& asks = (*body)["asks"];
  if (!asks.is_array()) return refuse(ProblemCode::wrong_type, {{"field", "asks"}});
  if (asks.size() > kMostAsked) return refuse(ProblemCode::number_out_of_range, {{"field", "asks"}});
  for (const Json& one : asks.array_range()) {
    const auto id = id_of<EntryId>(one);
    if (!id) return refuse(ProblemCode::wrong_type, {{"field", "asks"}});
    asked.asks.push_back(*id);
  }
  return asked;
}

/// Views are JSON already, byte for byte: they are put in as they are.
std::string views_text(const std::vector<usecases::SyncView>& views) {
  std::string text = "[";
  for (const auto& view : views) {
    if (text.size() > 1) text += ',';
    if (view.base) text += R"({"base":")" + *view.base + R"(",)";
    else text += '{';
    text += R"("hash":")" + view.hash + R"(","n":)" + std::to_string(view.n);
    if (view.base) text += R"(,"patch":)" + view.json;
    text += R"(,"record":")" + view.record.text() + '"';
    if (!view.tails.empty()) text += R"(,"tails":)" + view.tails;
    if (!view.base) text += R"(,"view":)" + view.json;
    text += '}';
  }
  return text + ']';
}

Response sync(const Api& api, Request& r, const Session& s) {
  const auto asked = sync_asked(r);
  if (!asked) return refused(asked.error());
  const auto synced = usecases::synchronise(api.house, s, *asked);
  if (!synced) return refused(synced.error());
  Json out = object();
  out["forget"] = array();
  for (RecordId record : synced->forget) out["forget"].push_back(Json(record.text()));
  out["receipts"] = array();
  for (const auto& one : synced->receipts) {
    if (one.receipt) {
      out["receipts"].push_back(receipt_json(*one.receipt));
      continue;
    }
    Json unknown = object();
    unknown["id"] = one.id.text();
    unknown["status"] = "unknown";
    out["receipts"].push_back(std::move(unknown));
  }
  out["files"] = synced->files;
  out["left"] = synced->left;
  out["beyond"] = synced->beyond;
  out["more"] = synced->left > 0;
  out["keep_until"] = synced->keep_until.text();
  out["checkpoint"] = object();
  out["checkpoint"]["text"] = synced->checkpoint;
  out["checkpoint"]["signature"] = crypto::base64url(synced->signature);
  if (synced->revoked) out["revoked"] = true;
  if (synced->lease) out["lease"] = lease_json(*synced->lease);
  std::string text = wire::write_json(out);
  text.pop_back();
  Response response = json(200, text + R"(,"views":)" + views_text(synced->views) + '}');
  compress(r, response);
  return response;
}

// --- Its PIN ----------------------------------------------------------------------------------------------------------

Result<std::string> bytes_of_text(const Json& body, const char* key) {
  if (!body.contains(key)) return refuse(ProblemCode::missing_field, {{"field", key}});
  auto bytes = body[key].is_string() ? crypto::from_base64url(body[key].as<std::string>()) : std::nullopt;
  if (!bytes) return refuse(ProblemCode::wrong_type, {{"field", key}});
  return std::move(*bytes);
}

Response evaluated(const Result<usecases::PinEvaluated>& result) {
  if (!result) return refused(result.error());
  Json out = object();
  out["evaluated"] = crypto::base64url(result->evaluated);
  out["tries_left"] = result->tries_left;
  out["challenge"] = result->challenge;
  return ok(out);
}

Response set_pin(const Api& api, Request& r, const Session& s) {
  const auto body = body_of(r, {"blinded", "unlock_key"}, 2048);
  if (!body) return refused(body.error());
  const auto blinded = bytes_of_text(*body, "blinded"), key = bytes_of_text(*body, "unlock_key");
  if (!blinded) return refused(blinded.error());
  if (!key) return refused(key.error());
  return evaluated(usecases::set_pin(api.house, s.device, *blinded, *key));
}

Response try_pin(const Api& api, Request& r, DeviceId device) {
  const auto body = body_of(r, {"blinded"}, 1024);
  if (!body) return refused(body.error());
  const auto blinded = bytes_of_text(*body, "blinded");
  return blinded ? evaluated(usecases::evaluate_pin(api.house, device, *blinded)) : refused(blinded.error());
}

Response confirm_pin(const Api& api, Request& r, DeviceId device) {
  const auto body = body_of(r, {"signature"}, 1024);
  if (!body) return refused(body.error());
  const auto signature = bytes_of_text(*body, "signature");
  if (!signature) return refused(signature.error());
  const auto confirmed = usecases::confirm_pin(api.house, device, *signature);
  return confirmed ? empty(204) : refused(confirmed.error());
}

// --- Who has which ----------------------------------------------------------------------------------------------------

Response devices(const Api& api, const Session& s) {
  Json out = object();
  out["devices"] = array();
  for (const auto& line : usecases::devices_of(api.house, s)) {
    const usecases::Device& d = line.device;
    Json one = object();
    one["device"] = d.id.text();
    one["person"] = d.person.text();
    one["name"] = line.name;
    one["own"] = line.own;
    one["this"] = d.id == s.device;
    one["registered_at"] = d.registered_at.text();
    one["seen_at"] = d.seen_at.text();
    one["unsent"] = d.unsent;
    one["revoked"] = d.revoked;
    if (d.revoked_at.unix_ms) one["revoked_at"] = d.revoked_at.text();
    one["revocable"] = line.revocable;
    out["devices"].push_back(std::move(one));
  }
  return ok(out);
}

Response revoke(const Api& api, const Params& p, const Session& s) {
  const auto id = DeviceId::parse(p["id"]);
  if (!id) return refused({ProblemCode::unknown_device, {}});
  const auto done = usecases::withdraw_device(api.house, s, *id);
  return done ? empty(204) : refused(done.error());
}

Response register_device(const Api& api, Request& r, const Session& s) {
  auto body = body_of(r, {"public_key"}, 1024);
  if (!body) return refused(body.error());
  auto text = text_of(*body, "public_key");
  const auto spki = text ? crypto::from_base64url(*text) : std::nullopt;
  if (!spki) return refused({ProblemCode::wrong_type, {{"field", "public_key"}}});
  auto device = usecases::register_device(api.house, s, *spki);
  if (!device) return refused(device.error());
  Json j = object();
  j["device"] = device->text();
  Response response = ok(j);
  api.give_nonce(response, *device);
  return response;
}

}  // namespace

std::vector<Route> device_routes(const Api& api) {
  return {
      {Method::post, "/api/devices", "register_device", api.signed_in([api](Request& r, const Params&, const Session& s) { return register_device(api, r, s); }, {.proof = false, .revoked = true})},
      {Method::get, "/api/devices", "devices", api.signed_in([api](Request&, const Params&, const Session& s) { return devices(api, s); })},
      {Method::del, "/api/devices/{id}", "revoke_device", api.signed_in([api](Request&, const Params& p, const Session& s) { return revoke(api, p, s); })},
      {Method::post, "/api/sync", "sync", api.signed_in([api](Request& r, const Params&, const Session& s) { return sync(api, r, s); }, {.revoked = true})},
      {Method::put, "/api/pin", "set_pin", api.signed_in([api](Request& r, const Params&, const Session& s) { return set_pin(api, r, s); })},
      {Method::post, "/api/pin/evaluate", "evaluate_pin", api.by_device([api](Request& r, DeviceId device) { return try_pin(api, r, device); })},
      {Method::post, "/api/pin/confirm", "confirm_pin", api.by_device([api](Request& r, DeviceId device) { return confirm_pin(api, r, device); })},
  };
}

}  // namespace nibbi::http
