#include "usecases/outbox_file.hpp"

#include "usecases/devices.hpp"
#include "usecases/proposal_text.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;
using enum ProblemCode;

constexpr std::size_t kAtOnce = 50;

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

}  // namespace

Result<std::vector<Receipt>> take_outbox(House& house, std::string_view text, const std::function<void(std::size_t)>& done) {
  const auto json = wire::read_json(text, {.bytes = kLargestOutboxFile, .depth = 4});
  if (!json || !json->is_object() || !json->contains("format") || !(*json)["format"].is_string() || (*json)["format"].as<std::string>() != "nibbi outbox 1") return refuse(malformed);
  if (!json->contains("entries") || !(*json)["entries"].is_array()) return refuse(malformed);
  if (!json->contains("installation") || !(*json)["installation"].is_string() || (*json)["installation"].as<std::string>() != house.vault.installation().text()) return refuse(malformed, {{"field", "installation"}});

  std::vector<Receipt> receipts;
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
  return receipts;
}

}  // namespace nibbi::usecases
