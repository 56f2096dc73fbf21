#pragma once
// Photos, papers and voices that belong to a file: what may be announced, and how it is cut for the way. The announcement (attachment.added)
// never waits for the bytes, so what is checked here is only what it says of them.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/problem.hpp"
#include "domain/child_state.hpp"

namespace nibbi::domain {

/// What may be kept. Images are made anew from their pixels; all else is kept as it came and only ever handed out as a download.
struct MediaType {
  std::string_view word;
  bool image = false;
  std::int64_t bytes_max = 0;
};
/// nullptr: not accepted.
const MediaType* media_type_of(std::string_view word);
/// Whether bytes that begin so may be of this type. No proof: a cheap look before anything is kept.
bool may_be(const MediaType&, std::string_view first_bytes);

/// Every piece but the last has exactly so many bytes: small enough to be sent again over a bad line, and it fixes where each piece belongs.
inline constexpr std::int64_t kChunkBytes = 32'768;
inline std::int64_t chunks_of(std::int64_t bytes) { return (bytes + kChunkBytes - 1) / kChunkBytes; }
inline std::int64_t chunk_bytes(std::int64_t bytes, std::int64_t index) { return index + 1 < chunks_of(bytes) ? kChunkBytes : bytes - index * kChunkBytes; }

/// Refuses wrong_media_type, too_large, wrong_type, same_id_other_content.
Result<void> may_be_announced(const ChildState&, const AttachmentAdded&);

/// What became of an announcement.
struct Attachment {
  const Kept<AttachmentAdded>* added = nullptr;
  const Kept<AttachmentStored>* stored = nullptr;
  const Kept<AttachmentRefused>* refused = nullptr;
};
/// `added` is nullptr when this file has no such attachment.
Attachment attachment(const ChildState&, const Uuid& announced);

}  // namespace nibbi::domain
