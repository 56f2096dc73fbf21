#include "usecases/proposal_text.hpp"

#include "crypto/text_form.hpp"
#include "wire/entry_codec.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;

Result<std::string> bytes_of_field(const Json& j, const char* key) {
  if (!j.contains(key) || !j[key].is_string()) return refuse(ProblemCode::missing_field, {{"field", key}});
  auto bytes = crypto::from_base64url(j[key].as<std::string>());
  if (!bytes) return refuse(ProblemCode::wrong_type, {{"field", key}});
  return std::move(*bytes);
}

}  // namespace

Result<Proposal> read_proposal(const Json& j) {
  if (!j.is_object() || !j.contains("header") || !j["header"].is_string()) return refuse(ProblemCode::missing_field, {{"field", "header"}});
  if (j.size() != 4) return refuse(ProblemCode::unknown_field);
  Proposal p;
  p.header = j["header"].as<std::string>();
  auto signature = bytes_of_field(j, "signature"), envelope = bytes_of_field(j, "envelope");
  if (!signature) return std::unexpected(signature.error());
  if (!envelope) return std::unexpected(envelope.error());
  p.signature = std::move(*signature);
  p.envelope = std::move(*envelope);
  if (!j.contains("commitments") || !j["commitments"].is_object()) return refuse(ProblemCode::missing_field, {{"field", "commitments"}});
  for (const auto& member : j["commitments"].object_range()) {
    const auto tier = domain::tier_of(member.key());
    const auto bytes = member.value().is_string() ? crypto::from_base64url(member.value().as<std::string>()) : std::nullopt;
    if (!tier || !bytes || bytes->size() != 32) return refuse(ProblemCode::bad_commitment);
    crypto::Digest digest;
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    p.commitments[*tier] = digest;
  }
  return p;
}

std::string id_in(const Json& j) {
  if (!j.is_object() || !j.contains("header") || !j["header"].is_string()) return {};
  const auto header = wire::read_newer_header(j["header"].as<std::string>());
  return header ? header->header.id.text() : std::string{};
}

}  // namespace nibbi::usecases
