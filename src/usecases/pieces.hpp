#pragma once
// The pieces in which the bytes of an attachment come: which of them are there, and what each must be.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/envelope.hpp"
#include "domain/attachment.hpp"
#include "usecases/vault.hpp"

namespace nibbi::usecases {

/// How far an announced attachment has come.
struct AttachmentProgress {
  std::int64_t chunks = 0;
  std::vector<std::int64_t> missing;  ///< empty when all are there, or it is stored
  bool stored = false;
};

/// A piece that was sealed to the installation (crypto/envelope.hpp): aad is the attachment's id as text, a space, which piece (docs/decisions/0007).
inline constexpr std::string_view kPieceEnvelopeInfo = "nibbi piece 1";
/// What the bytes of one piece are at most.
inline constexpr std::size_t kSealedPieceMax = static_cast<std::size_t>(domain::kChunkBytes) + crypto::kEnvelopeOverhead;
std::string piece_aad(const Uuid& attachment, std::int64_t index);

/// One bit for each piece, as hexadecimal.
class Arrived {
 public:
  explicit Arrived(std::int64_t chunks) : bits_(static_cast<std::size_t>((chunks + 7) / 8), '\0'), chunks_(chunks) {}
  Arrived(std::int64_t chunks, const std::optional<std::string>& text);
  bool has(std::int64_t i) const { return bits_[static_cast<std::size_t>(i / 8)] >> (i % 8) & 1; }
  void add(std::int64_t i) { bits_[static_cast<std::size_t>(i / 8)] |= static_cast<char>(1 << (i % 8)); }
  std::string text() const;
  std::vector<std::int64_t> missing() const;

 private:
  std::string bits_;
  std::int64_t chunks_;
};

/// The bytes of piece `index` of an attachment of so many bytes; a piece has one length, and one that is so much longer is sealed. Refuses
/// number_out_of_range (no such piece, or not of its length), bad_envelope (sealed to another installation, or as another piece).
Result<std::string> piece_in_clear(const Vault&, const Uuid& attachment, std::int64_t bytes, std::int64_t index, std::string_view as_it_came);

/// Where the pieces of an announcement wait, and where what does not change stays.
Uuid incoming_id(const Vault&, RecordId, EntryId added);

}  // namespace nibbi::usecases
