#include "usecases/pieces.hpp"

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"

namespace nibbi::usecases {
namespace {

constexpr std::string_view kPurpose = "attachment on its way";

}  // namespace

std::string piece_aad(const Uuid& attachment, std::int64_t index) { return attachment.text() + ' ' + std::to_string(index); }

Arrived::Arrived(std::int64_t chunks, const std::optional<std::string>& text) : Arrived(chunks) {
  if (const auto bytes = text ? crypto::from_hex(*text) : std::nullopt; bytes && bytes->size() == bits_.size()) bits_ = *bytes;
}

std::string Arrived::text() const { return crypto::hex(crypto::bytes_of(bits_)); }

std::vector<std::int64_t> Arrived::missing() const {
  std::vector<std::int64_t> out;
  for (std::int64_t i = 0; i < chunks_; ++i)
    if (!has(i)) out.push_back(i);
  return out;
}

Result<std::string> piece_in_clear(const Vault& vault, const Uuid& attachment, std::int64_t bytes, std::int64_t index, std::string_view as_it_came) {
  const std::int64_t chunks = domain::chunks_of(bytes);
  if (index < 0 || index >= chunks) return refuse(ProblemCode::number_out_of_range, {{"field", "index"}, {"chunks", std::to_string(chunks)}});
  const auto wanted = static_cast<std::size_t>(domain::chunk_bytes(bytes, index));
  std::string piece(as_it_came);
  if (piece.size() == wanted + crypto::kEnvelopeOverhead) {
    auto opened = vault.own().envelope.open(kPieceEnvelopeInfo, piece_aad(attachment, index), as_it_came);
    if (!opened) return refuse(ProblemCode::bad_envelope);
    piece = std::move(*opened);
  }
  if (piece.size() != wanted) return refuse(ProblemCode::number_out_of_range, {{"field", "bytes"}, {"bytes", std::to_string(wanted)}});
  return piece;
}

Uuid incoming_id(const Vault& vault, RecordId record, EntryId added) {
  const Digest digest = crypto::blind_hash(vault.own().blind, kPurpose, record.text() + ' ' + added.text());
  Uuid id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

}  // namespace nibbi::usecases
