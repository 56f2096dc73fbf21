#pragma once
// How columns that have no other home stand in notes, for people to read and for an export to find again; and how several notes stand in the
// one cell that the standard has for them.
//
// A note of columns, its heading in the unit's language:
//   HTCDS 2.0 · autres colonnes de la liste (1/2)
//   Situation de famille [prs_MaritalStatus]: Single
//   A heading that the standard does not have: value
//     a further line of the value, moved in by two spaces
// When a value goes on in the next note, its line there has `+:` for `:`.
//
// Notes in the cell cco_CaseComment: a note by a worker stands as it is; any other has a line before it,
//   [[observation child 2019-05-03]]
// with `-` for no day and for no source. A line of a note that is such a line itself gets a backslash before it. A line with no note after it
// is no mark but text.
#include "domain/rules.hpp"
#include "exchange/htcds_map.hpp"

namespace nibbi::exchange {

inline constexpr std::string_view kNoteKind = "observation", kCommentSource = "worker";
inline constexpr std::size_t kNoteLength = 8000;

struct NoteLine {
  const Field* field = nullptr;  ///< nullptr: a heading of the file's own
  std::string heading;
  std::string value;
};

/// As many notes as the lines need; none for no lines.
std::vector<domain::NoteAdded> write_columns(const NoteGroup&, std::span<const NoteLine>, std::string_view language, std::optional<Date> about_day);

struct ReadColumns {
  std::string group;
  std::vector<NoteLine> lines;  ///< of fields of the standard only; a line that goes on from an earlier note has `continued`
  std::vector<bool> continued;
};
/// nullopt when this is no note of columns.
std::optional<ReadColumns> read_columns(const domain::NoteAdded&, const HtcdsMap&);

std::vector<domain::NoteAdded> read_comments(std::string_view cell, const domain::Rules&);
std::string write_comments(std::span<const domain::NoteAdded* const>, const domain::Rules&);

/// Cut into pieces of at most `longest` characters, none of them empty.
std::vector<std::string> cut(std::string_view text, std::size_t longest);
/// Without white space at either end, no-break spaces too.
std::string_view trimmed(std::string_view);

}  // namespace nibbi::exchange
