#include "exchange/list_columns.hpp"

#include <algorithm>

#include "base/fold.hpp"
#include "exchange/encoding.hpp"
#include "exchange/htcds_notes.hpp"
#include "wire/json.hpp"
#include "wire/json_text.hpp"

namespace nibbi::exchange {
namespace {

using wire::Json;

constexpr std::string_view kFile = "exchange/list_columns.json";
/// A title, a date and an empty line stand above the headings of many lists.
constexpr std::size_t kWidest = 512, kMapBytes = 64 * 1024;

[[noreturn]] void broken(const std::string& what) { throw wire::ContractBroken(std::string(kFile) + ": " + what); }

Json contract(std::span<const wire::ContractFile> files) {
  for (const wire::ContractFile& file : files)
    if (file.path == kFile) {
      auto json = wire::read_json(file.text);
      if (!json) broken("not readable");
      return std::move(*json);
    }
  broken("is not there");
}

std::string text_in(const Json& j, const char* key) { return j.contains(key) ? j[key].as<std::string>() : std::string{}; }

std::string heading_in(const std::string& cell) {
  const std::string clean = clean_text(cell);
  const std::string_view text = trimmed(clean);
  return without_mojibake(text).value_or(std::string(text));
}

/// The first of the rows in which most cells are headings; nullopt when none has any.
template <class Known>
std::optional<std::size_t> heading_row(const std::vector<TextRow>& rows, const Known& known) {
  std::optional<std::size_t> best;
  std::size_t most = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto n = static_cast<std::size_t>(std::ranges::count_if(rows[i].cells, [&](const std::string& cell) { return known(heading_in(cell)); }));
    if (n <= most) continue;
    most = n;
    best = i;
  }
  return best;
}

}  // namespace

const ListMeaning* ListColumns::meaning(std::string_view word) const {
  const auto it = std::ranges::find(meanings_, word, &ListMeaning::word);
  return it == meanings_.end() ? nullptr : &*it;
}
const ListMeaning* ListColumns::by_heading(std::string_view heading) const {
  const auto it = headings_.find(squeezed(heading));
  return it == headings_.end() ? nullptr : &meanings_[it->second];
}

ListColumns read_list_columns(std::span<const wire::ContractFile> files) {
  const Json j = contract(files);
  ListColumns all;
  for (const Json& heading : j["id"].array_range()) all.id_.insert(squeezed(heading.as<std::string>()));
  for (const Json& one : j["columns"].array_range()) {
    const std::size_t place = all.meanings_.size();
    all.meanings_.push_back({text_in(one, "meaning"), text_in(one, "field"), text_in(one, "beside_parts"), text_in(one, "beside")});
    for (const Json& heading : one["headings"].array_range())
      if (const auto [it, fresh] = all.headings_.emplace(squeezed(heading.as<std::string>()), place); !fresh && it->second != place) broken("gives two meanings to " + heading.as<std::string>());
  }
  return all;
}

std::string ColumnMap::json() const {
  // In the order of the list, for whoever looks it through.
  std::string out = "{\"id\":";
  wire::write_string(out, id);
  out += ",\"columns\":{";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out += i > 0 ? ",\n  " : "\n  ";
    wire::write_string(out, columns[i].first);
    out += ": ";
    wire::write_string(out, columns[i].second);
  }
  return out + "\n}}";
}

std::optional<ColumnMap> read_column_map(std::string_view json, const ListColumns& known, std::string& unknown) {
  const auto j = wire::read_json(json, {.bytes = kMapBytes, .depth = 3});
  if (!j || !j->is_object() || !j->contains("id") || !(*j)["id"].is_string() || !j->contains("columns") || !(*j)["columns"].is_object()) return std::nullopt;
  ColumnMap map{(*j)["id"].as<std::string>(), {}};
  for (const auto& column : (*j)["columns"].object_range()) {
    if (!column.value().is_string() || !known.meaning(column.value().as<std::string>())) {
      unknown = column.key();
      return std::nullopt;
    }
    map.columns.emplace_back(column.key(), column.value().as<std::string>());
  }
  if (map.columns.empty()) return std::nullopt;
  return map;
}

std::expected<Proposal, FileProblem> propose_map(TableReader& table, const ListColumns& known) {
  const auto rows = first_rows(table);
  if (!rows) return std::unexpected(rows.error());
  const auto at = heading_row(*rows, [&](const std::string& heading) { return known.by_heading(heading) != nullptr; });
  if (!at) return std::unexpected(FileProblem::no_known_column);
  Proposal out;
  std::set<std::string> used;
  for (const std::string& cell : (*rows)[*at].cells) {
    const std::string heading = heading_in(cell);
    if (heading.empty()) continue;
    const ListMeaning* meaning = known.by_heading(heading);
    // A second column of one meaning is for a person to judge.
    if (meaning && used.insert(meaning->word).second) out.map.columns.emplace_back(heading, meaning->word);
    else if (out.map.id.empty() && known.is_id(heading)) out.map.id = heading;
    else out.unknown.push_back(heading);
  }
  return out;
}

HtcdsMap list_map(HtcdsMap map, std::span<const wire::ContractFile> files, const domain::Rules& rules) {
  const Json j = contract(files);
  for (const Json& one : j["fields"].array_range()) {
    Field f;
    f.name = text_in(one, "field");
    f.section = "person";
    f.type = FieldType::text;
    f.home = {HomeKind::question, text_in(one, "home")};
    f.labels = {text_in(one, "fr"), text_in(one, "en"), text_in(one, "pt")};
    f.place = map.fields_.size();
    if (rules.question(f.home.name) == nullptr) broken("names the question " + f.home.name);
    if (!map.names_.emplace(squeezed(f.name), f.place).second) broken("has the field " + f.name + " twice");
    map.fields_.push_back(std::move(f));
  }
  const Json& note = j["note"];
  for (NoteGroup& group : map.groups_)
    if (group.name == "columns") group = {group.name, text_in(note, "source"), {text_in(note, "fr"), text_in(note, "en"), text_in(note, "pt")}};
  for (const Json& one : j["columns"].array_range())
    for (const char* key : {"field", "beside_parts"})
      if (const std::string field = text_in(one, key); !field.empty() && map.field(field) == nullptr) broken("names the field " + field);
  return map;
}

std::expected<ListSheet, FileProblem> open_list(TableReader& table, const HtcdsMap& map, const ListColumns& known, const ColumnMap& columns) {
  auto rows = first_rows(table);
  if (!rows) return std::unexpected(rows.error());
  std::map<std::string, const ListMeaning*> asked;
  bool parts = false;
  for (const auto& [heading, word] : columns.columns) {
    asked[squeezed(heading)] = known.meaning(word);
    parts = parts || word == "given" || word == "family";
  }
  std::set<std::string> missing;
  for (const auto& [key, meaning] : asked) missing.insert(key);
  if (!columns.id.empty()) missing.insert(squeezed(columns.id));
  const auto at = heading_row(*rows, [&](const std::string& heading) { return asked.contains(squeezed(heading)); });
  if (!at) return std::unexpected(FileProblem::no_known_column);

  const std::vector<std::string>& headings = (*rows)[*at].cells;
  std::vector<Column> all(std::max(headings.size(), kWidest));
  std::set<std::string> used;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Column& c = all[i];
    if (i < headings.size()) c.heading = heading_in(headings[i]);
    const std::string key = squeezed(c.heading);
    missing.erase(key);
    // Two columns of one name: the first is meant, the other stands in the note.
    if (const auto it = asked.find(key); it != asked.end() && used.insert(key).second) {
      const ListMeaning& meaning = *it->second;
      const std::string& field = parts && !meaning.beside_parts.empty() ? meaning.beside_parts : meaning.field;
      if (!field.empty()) c.field = map.field(field);
      c.beside = meaning.beside;
    }
    c.unheaded = c.heading.empty();
    if (c.unheaded) c.heading = column_letters(i);
  }
  std::vector<TextRow> waiting(std::make_move_iterator(rows->begin() + static_cast<std::ptrdiff_t>(*at + 1)), std::make_move_iterator(rows->end()));
  ListSheet out{HtcdsSheet::of(table, std::move(all), std::move(waiting), static_cast<std::int64_t>(*at)), {}};
  const auto tell = [&](const std::string& heading) {
    if (missing.contains(squeezed(heading))) out.missing.push_back(heading);
  };
  for (const auto& [heading, word] : columns.columns) tell(heading);
  if (!columns.id.empty()) tell(columns.id);
  return out;
}

}  // namespace nibbi::exchange
