#pragma once
// A partner's own list: what its columns mean is said by a map, the same that `nibbi link` reads,
//   {"id": "COLUMN", "columns": {"COLUMN": "MEANING", …}}
// and its rows then go the way of every list (htcds.hpp). Nothing is dropped: a column without a meaning, or whose meaning has no question of ours,
// stands in a note of the file. The meanings, the questions that they answer and the headings by which a map is proposed: contract/exchange/list_columns.json.
#include "exchange/htcds.hpp"

namespace nibbi::exchange {

/// One meaning that a column can have.
struct ListMeaning {
  std::string word;
  std::string field;         ///< the field that holds it; empty: a note does
  std::string beside_parts;  ///< the field instead, where other columns have the parts of the name
  std::string beside;        ///< `age`, `start`
};

/// What contract/exchange says of lists.
class ListColumns {
 public:
  const ListMeaning* meaning(std::string_view word) const;
  /// What a column with this heading most likely says; nullptr when nothing is known of it.
  const ListMeaning* by_heading(std::string_view heading) const;
  bool is_id(std::string_view heading) const { return id_.contains(squeezed(heading)); }

 private:
  friend ListColumns read_list_columns(std::span<const wire::ContractFile>);
  std::vector<ListMeaning> meanings_;
  std::map<std::string, std::size_t, std::less<>> headings_;
  std::set<std::string, std::less<>> id_;
};
/// Throws wire::ContractBroken.
ListColumns read_list_columns(std::span<const wire::ContractFile>);

struct ColumnMap {
  std::string id;                                         ///< the column of the partner's own numbers; empty for none
  std::vector<std::pair<std::string, std::string>> columns;  ///< heading, meaning

  std::string json() const;
};
/// nullopt when it is no map; `unknown` then names the column whose meaning is none, if that is why.
std::optional<ColumnMap> read_column_map(std::string_view json, const ListColumns&, std::string& unknown);

/// A map by the headings of the list, for a person to look through and change; and the headings of which nothing is known.
struct Proposal {
  ColumnMap map;
  std::vector<std::string> unknown;
};
/// Refuses no_known_column, and what the table refuses.
std::expected<Proposal, FileProblem> propose_map(TableReader&, const ListColumns&);

/// The map of the standard with the list's own fields beside it, and with the heading that notes of such a list have.
HtcdsMap list_map(HtcdsMap, std::span<const wire::ContractFile>, const domain::Rules&);

struct ListSheet {
  HtcdsSheet sheet;
  std::vector<std::string> missing;  ///< columns of the map that no column of the list is called
};
/// Finds the row of headings among the first ones. `map` is that of list_map; it and `table` must outlive the sheet. Refuses no_known_column, and what the table refuses.
std::expected<ListSheet, FileProblem> open_list(TableReader& table, const HtcdsMap& map, const ListColumns&, const ColumnMap&);

}  // namespace nibbi::exchange
