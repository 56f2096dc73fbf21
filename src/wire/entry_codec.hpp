#pragma once
// Entries as bytes: the header in clear and up to four parts, each JSON text. One reader for every kind and version, for ever.
#include <optional>
#include <string>
#include <string_view>

#include "domain/entry.hpp"
#include "base/problem.hpp"
#include "domain/rules.hpp"
#include "domain/tier.hpp"

namespace nibbi::wire {

/// The parts of a body as they travel: exact text, nullopt where there is none.
using Parts = domain::PerTier<std::optional<std::string>>;

/// Refuses what read_json refuses, and unknown_field, missing_field, wrong_type, unknown_kind, unknown_version, number_out_of_range.
Result<domain::Header> read_header(std::string_view text);
std::string write_header(const domain::Header&);

/// The header of an entry of a kind or version that this program does not know yet: what every version has; `header.kind` says nothing. Fields that
/// are new are passed over. Refuses as read_header does, but for unknown_kind, unknown_version and unknown_field.
struct NewerHeader {
  domain::Header header;
  std::string kind;
};
Result<NewerHeader> read_newer_header(std::string_view text);

struct Content {
  domain::Telling telling;
  domain::Body body;
};

/// Reads what an entry of this kind says. `rules` checks codes and questions; pass nullptr for an entry that was checked when it arrived.
/// Refuses as read_header does, and not_in_list, unknown_question, wrong_tier, text_too_long.
Result<Content> read_parts(domain::Kind, const Parts&, const domain::Rules* rules);

/// The canonical parts of a content; for the system's own entries, imports and tests. A part with nothing in it is absent.
Parts write_parts(const Content&, const domain::Rules&);

}  // namespace nibbi::wire
