// nibbi link: which rows of lists are one person, learned without examples; and what came of it, where somebody knows.
#include <cstdio>
#include <fstream>
#include <map>
#include <unordered_map>

#include "exchange/csv.hpp"
#include "main/commands.hpp"
#include "main/json_line.hpp"
#include "main/options.hpp"
#include "main/sheet.hpp"
#include "names/link.hpp"
#include "wire/json.hpp"

namespace nibbi {
namespace {

using names::Meaning;

struct ColumnMap {
  std::string id;
  std::vector<std::pair<std::string, Meaning>> columns;
};

ColumnMap read_map(const std::string& path) {
  const auto json = wire::read_json(read_file(path));
  if (!json || !json->is_object() || !json->contains("id") || !(*json)["id"].is_string() || !json->contains("columns") || !(*json)["columns"].is_object())
    throw WrongUse("the column map is {\"id\":\"COLUMN\",\"columns\":{\"COLUMN\":\"MEANING\",...}}");
  ColumnMap map{(*json)["id"].as<std::string>(), {}};
  for (const auto& column : (*json)["columns"].object_range()) {
    const auto meaning = column.value().is_string() ? names::meaning_named(column.value().as<std::string>()) : std::nullopt;
    if (!meaning) throw WrongUse("the column map gives \"" + std::string(column.key()) + "\" no meaning that is known");
    map.columns.emplace_back(column.key(), *meaning);
  }
  if (map.columns.empty()) throw WrongUse("the column map names no column");
  return map;
}

/// How many rows were refused, here and when the file was read: all that are not in `rows`.
std::size_t add_rows(std::vector<names::Row>& rows, const Sheet& sheet, const ColumnMap& map, bool other) {
  std::size_t refused = sheet.refused;
  const std::size_t id = sheet.need(map.id);
  std::vector<std::optional<std::size_t>> at;
  for (const auto& [column, meaning] : map.columns) at.push_back(sheet.find(column));
  std::map<std::string, std::int64_t> seen;
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    const auto& cells = sheet.rows[r];
    const auto [it, added] = seen.try_emplace(cells[id], sheet.numbers[r]);
    if (cells[id].empty() || !added) {
      std::fprintf(stderr, "row %lld refused: %s\n", static_cast<long long>(sheet.numbers[r]), cells[id].empty() ? "no_id" : "id_there_twice");
      ++refused;
      continue;
    }
    names::Row row{cells[id], {}, other};
    for (const auto& column : at) row.values.push_back(column ? cells[*column] : std::string());
    rows.push_back(std::move(row));
  }
  return refused;
}

int link(const Options& o, const std::vector<std::string>& files, bool across) {
  const ColumnMap map = read_map(o.need("columns"));
  const std::string out = o.need("out");
  std::vector<names::Row> rows;
  std::size_t refused = 0;
  for (std::size_t i = 0; i < files.size(); ++i) refused += add_rows(rows, read_sheet(files[i]), map, i > 0);
  std::vector<Meaning> columns;
  for (const auto& [column, meaning] : map.columns) columns.push_back(meaning);
  const names::LinkResult result = names::link_rows(columns, rows, across);
  std::ofstream file(out, std::ios::binary);
  file << "id_a,id_b,probability,weight\r\n";
  for (const auto& pair : result.pairs) {
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, ",%.6f,%.3f\r\n", pair.probability, pair.weight);
    std::string line = exchange::csv_row(std::vector<std::string>{rows[pair.a].id, rows[pair.b].id});
    line.resize(line.size() - 2);
    file << line << numbers;
  }
  if (!file.flush()) throw std::runtime_error("can't write " + out);
  JsonLine said;
  said.number("rows", rows.size()).number("refused", refused).number("compared", result.compared).number("pairs", result.pairs.size()).fraction("expected", result.expected_matches, 1).print();
  return 0;
}

int dedupe(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"columns", "out"}, {});
  if (o.words().size() != 1) throw WrongUse("one list is held against itself");
  return link(o, o.words(), false);
}

int match(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"columns", "out"}, {});
  if (o.words().size() != 2) throw WrongUse("two lists are held against each other");
  return link(o, o.words(), true);
}

/// Febrl writes the truth into the id: rec-12-org, rec-12-dup-0, rec-12-dup-1 are one.
std::string group_of(const std::string& truth) {
  const std::size_t second = truth.starts_with("rec-") ? truth.find('-', 4) : std::string::npos;
  return second == std::string::npos ? truth : truth.substr(0, second);
}

int evaluate(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"truth", "threshold"}, {});
  if (o.words().size() != 2) throw WrongUse("a list of pairs and the list of people");
  const Sheet pairs = read_sheet(o.words()[0]), people = read_sheet(o.words()[1]);
  const std::size_t a = pairs.need("id_a"), b = pairs.need("id_b"), p = pairs.need("probability"), truth = people.need(o.need("truth"));
  // The people's own id is the first column in which every id of the pairs stands.
  std::unordered_map<std::string, std::string> group;
  for (std::size_t column = 0; column < people.columns.size(); ++column) {
    group.clear();
    for (const auto& row : people.rows) group.emplace(row[column], group_of(row[truth]));
    bool all = true;
    for (const auto& row : pairs.rows) all = all && group.contains(row[a]) && group.contains(row[b]);
    if (all && group.size() == people.rows.size()) break;
    group.clear();
  }
  if (group.empty()) throw WrongUse("no column of the people has the ids of the pairs");
  std::map<std::string, double> sizes;
  for (const auto& [id, g] : group)
    if (!g.empty()) ++sizes[g];
  double real = 0;
  for (const auto& [g, n] : sizes) real += n * (n - 1) / 2;

  std::vector<double> probabilities;
  for (const auto& row : pairs.rows) probabilities.push_back(std::strtod(row[p].c_str(), nullptr));
  const std::string asked = o.get("threshold").value_or("auto");
  char* end = nullptr;
  const double threshold = asked == "auto" ? names::best_threshold(probabilities) : std::strtod(asked.c_str(), &end);
  if (asked != "auto" && (end == asked.c_str() || *end != '\0')) throw WrongUse("--threshold is auto or a probability");
  double listed = 0, taken = 0, right = 0;
  for (std::size_t i = 0; i < pairs.rows.size(); ++i) {
    const std::string &x = group.at(pairs.rows[i][a]), &y = group.at(pairs.rows[i][b]);
    const bool one = !x.empty() && x == y;
    listed += one;
    if (probabilities[i] < threshold) continue;
    ++taken;
    right += one;
  }
  const double precision = taken == 0 ? 0 : right / taken, recall = real == 0 ? 0 : right / real;
  JsonLine line;
  line.fraction("precision", precision).fraction("recall", recall).fraction("f1", precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall));
  line.fraction("pair_completeness", real == 0 ? 0 : listed / real).fraction("threshold", threshold, 6).print();
  return 0;
}

}  // namespace

int run_link(const std::vector<std::string>& arguments) {
  constexpr struct {
    std::string_view name;
    int (*run)(const std::vector<std::string>&);
  } kVerbs[] = {{"dedupe", dedupe}, {"match", match}, {"evaluate", evaluate}};
  if (!arguments.empty())
    for (const auto& verb : kVerbs)
      if (verb.name == arguments[0]) return verb.run({arguments.begin() + 1, arguments.end()});
  throw WrongUse("which of these: dedupe, match, evaluate");
}

}  // namespace nibbi
