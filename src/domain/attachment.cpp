#include "domain/attachment.hpp"

#include <algorithm>
#include <array>

namespace nibbi::domain {
namespace {

constexpr std::array kMediaTypes = {
    MediaType{"image/jpeg", true, 10'000'000},      MediaType{"image/png", true, 10'000'000},  MediaType{"application/pdf", false, 20'000'000},
    MediaType{"audio/webm", false, 20'000'000},     MediaType{"audio/ogg", false, 20'000'000}, MediaType{"audio/mp4", false, 20'000'000},
};
constexpr std::size_t kSha256Text = 43;  ///< 32 bytes in base64url

bool is_base64url(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

template <class T>
const Kept<T>* about(const ChildState& s, EntryId added) {
  const auto& all = s.all<T>();
  const auto it = std::ranges::find_if(all, [&](const Kept<T>& k) { return k.body.added == added; });
  return it == all.end() ? nullptr : &*it;
}

}  // namespace

const MediaType* media_type_of(std::string_view word) {
  const auto it = std::ranges::find(kMediaTypes, word, &MediaType::word);
  return it == kMediaTypes.end() ? nullptr : &*it;
}

bool may_be(const MediaType& type, std::string_view first) {
  using namespace std::string_view_literals;
  if (type.word == "image/jpeg") return first.starts_with("\xFF\xD8\xFF"sv);
  if (type.word == "image/png") return first.starts_with("\x89PNG\r\n\x1A\n"sv);
  if (type.word == "application/pdf") return first.starts_with("%PDF-"sv);
  if (type.word == "audio/webm") return first.starts_with("\x1A\x45\xDF\xA3"sv);
  if (type.word == "audio/ogg") return first.starts_with("OggS"sv);
  if (type.word == "audio/mp4") return first.size() >= 8 && first.substr(4).starts_with("ftyp"sv);
  return false;
}

Result<void> may_be_announced(const ChildState& s, const AttachmentAdded& a) {
  const MediaType* type = media_type_of(a.media_type.value);
  if (!type) return refuse(ProblemCode::wrong_media_type, {{"field", "media_type"}});
  if (a.bytes < 1) return refuse(ProblemCode::number_out_of_range, {{"field", "bytes"}});
  if (a.bytes > type->bytes_max) return refuse(ProblemCode::too_large, {{"field", "bytes"}, {"bytes_max", std::to_string(type->bytes_max)}});
  if (a.sha256.size() != kSha256Text || !std::ranges::all_of(a.sha256, is_base64url)) return refuse(ProblemCode::wrong_type, {{"field", "sha256"}});
  if (attachment(s, a.attachment).added) return refuse(ProblemCode::same_id_other_content, {{"field", "attachment"}});
  return {};
}

Attachment attachment(const ChildState& s, const Uuid& announced) {
  Attachment found;
  for (const auto& a : s.all<AttachmentAdded>())
    if (a.body.attachment == announced) found.added = &a;
  if (!found.added) return found;
  found.stored = about<AttachmentStored>(s, found.added->id);
  found.refused = about<AttachmentRefused>(s, found.added->id);
  return found;
}

}  // namespace nibbi::domain
