#include "usecases/outbox_file.hpp"

#include <array>

#include "crypto/text_form.hpp"
#include "usecases/attachments.hpp"
#include "usecases/devices.hpp"
#include "usecases/proposal_text.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;
using enum ProblemCode;

constexpr std::size_t kAtOnce = 50;
constexpr std::array<std::string_view, 4> kWords{"stored", "kept_apart", "incomplete", "refused"};

/// Whoever has the device that this entry says it is of, as far as the door: its signature is looked at behind it.
std::optional<Session> writer_of(House& house, const Proposal& p) {
  const auto frame = wire::read_newer_header(p.header);
  const auto device = frame ? find_device(house.store, frame->header.device) : std::nullopt;
  if (!device) return std::nullopt;
  Session s;
  s.person = device->person;
  s.role = frame->header.role;
  s.unit = frame->header.unit;
  s.device = device->id;
  return s;
}

std::string text_in(const Json& one, const char* key) { return one.is_object() && one.contains(key) && one[key].is_string() ? one[key].as<std::string>() : std::string{}; }

CarriedBytes take_bytes(House& house, const Json& one) {
  CarriedBytes out;
  const auto record = RecordId::parse(text_in(one, "record"));
  const auto attachment = Uuid::parse(text_in(one, "attachment"));
  if (attachment) out.attachment = attachment->text();
  const auto refused = [&](Problem why) {
    out.what = Carried::refused;
    out.problem = std::move(why);
    return out;
  };
  if (!record || !attachment || !one.contains("pieces") || !one["pieces"].is_array() || one["pieces"].empty()) return refused({malformed, {}});
  std::int64_t index = 0;
  for (const Json& piece : one["pieces"].array_range()) {
    const auto bytes = piece.is_string() ? crypto::from_base64url(piece.as<std::string>()) : std::nullopt;
    if (!bytes) return refused({malformed, {}});
    const auto progress = receive_carried(house, *record, *attachment, index++, *bytes);
    if (!progress) return refused(progress.error());
    out.what = progress->stored ? Carried::stored : progress->missing.empty() ? Carried::kept_apart : Carried::incomplete;
    if (progress->stored) break;
  }
  return out;
}

}  // namespace

std::string_view word(Carried c) { return kWords[static_cast<std::size_t>(c)]; }

Result<TakenOutbox> take_outbox(House& house, std::string_view text, const std::function<void(std::size_t)>& done) {
  const auto json = wire::read_json(text, {.bytes = kLargestOutboxFile, .depth = 4});
  if (!json || !json->is_object() || !json->contains("format") || !(*json)["format"].is_string() || (*json)["format"].as<std::string>() != "nibbi outbox 1") return refuse(malformed);
  if (!json->contains("entries") || !(*json)["entries"].is_array()) return refuse(malformed);
  if (!json->contains("installation") || !(*json)["installation"].is_string() || (*json)["installation"].as<std::string>() != house.vault.installation().text()) return refuse(malformed, {{"field", "installation"}});
  if (json->contains("attachments") && !(*json)["attachments"].is_array()) return refuse(malformed);

  TakenOutbox taken;
  auto& receipts = taken.receipts;
  std::vector<Proposal> batch;
  std::vector<std::size_t> places;
  std::optional<Session> whose;
  const auto deliver = [&] {
    if (batch.empty()) return;
    auto judged = accept_entries(house, *whose, false, batch);
    for (std::size_t i = 0; i < judged.size(); ++i) receipts[places[i]] = std::move(judged[i]);
    batch.clear();
    places.clear();
    done(receipts.size());
  };
  for (const Json& one : (*json)["entries"].array_range()) {
    auto proposal = read_proposal(one);
    auto writer = proposal ? writer_of(house, *proposal) : std::nullopt;
    receipts.push_back({id_in(one), ReceiptStatus::refused, 0, 0, proposal ? Problem{unknown_device, {}} : proposal.error()});
    if (!writer) continue;
    // A batch is one device's, in its own order: a phone that two people share has one for each of them.
    if (whose && (whose->device != writer->device || batch.size() == kAtOnce)) deliver();
    whose = std::move(writer);
    places.push_back(receipts.size() - 1);
    batch.push_back(std::move(*proposal));
  }
  deliver();
  // After the entries, which announce them.
  if (json->contains("attachments"))
    for (const Json& one : (*json)["attachments"].array_range()) taken.bytes.push_back(take_bytes(house, one));
  return taken;
}

}  // namespace nibbi::usecases
