// nibbi link: which rows of lists are one person, learned without examples; and what came of it, where somebody knows.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <mutex>
#include <regex>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>

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
    // Of use to an import alone (exchange/list_columns.hpp): two lists that are one list's have it at different days.
    if (column.value() == wire::Json("registered")) continue;
    const auto meaning = column.value().is_string() ? names::meaning_named(column.value().as<std::string>()) : std::nullopt;
    if (!meaning) throw WrongUse("the column map gives \"" + std::string(column.key()) + "\" no meaning that is known");
    map.columns.emplace_back(column.key(), *meaning);
  }
  if (map.columns.empty()) throw WrongUse("the column map names no column");
  return map;
}

/// Columns of one meaning in two lists are one, whatever each list calls them: those of one name first, then in the order of the map.
struct Laid {
  std::vector<Meaning> meanings;
  std::vector<std::vector<std::optional<std::size_t>>> at;  ///< for each list, where each meaning stands in it
};

Laid lay_out(const ColumnMap& map, const std::vector<Sheet>& sheets) {
  Laid laid;
  laid.at.resize(sheets.size());
  for (const auto& [name, meaning] : map.columns) {
    const auto in_all = std::all_of(sheets.begin(), sheets.end(), [&](const Sheet& s) { return s.find(name).has_value(); });
    if (!in_all) continue;
    laid.meanings.push_back(meaning);
    for (std::size_t i = 0; i < sheets.size(); ++i) laid.at[i].push_back(sheets[i].find(name));
  }
  const std::size_t common = laid.meanings.size();
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    std::vector<bool> used(laid.meanings.size());
    for (const auto& [name, meaning] : map.columns) {
      const auto at = sheets[i].find(name);
      if (!at || std::find(laid.at[i].begin(), laid.at[i].begin() + static_cast<std::ptrdiff_t>(common), at) != laid.at[i].begin() + static_cast<std::ptrdiff_t>(common)) continue;
      std::size_t place = common;
      while (place < laid.meanings.size() && (used[place] || laid.meanings[place] != meaning || laid.at[i][place])) ++place;
      if (place == laid.meanings.size()) {
        laid.meanings.push_back(meaning);
        used.push_back(false);
        for (auto& list : laid.at) list.push_back(std::nullopt);
      }
      used[place] = true;
      laid.at[i][place] = at;
    }
  }
  return laid;
}

/// A column that stands in no list is most often a slip in the map: it is named, and where none of them is there, nothing can be done.
void tell_missing(const ColumnMap& map, const std::vector<Sheet>& sheets) {
  std::size_t found = 0;
  for (const auto& [name, meaning] : map.columns) {
    const bool there = std::any_of(sheets.begin(), sheets.end(), [&](const Sheet& s) { return s.find(name).has_value(); });
    found += there;
    if (!there) std::fprintf(stderr, "no column \"%s\": the map names it, and it is in no list\n", name.c_str());
  }
  if (found == 0) throw WrongUse("none of the map's columns is in the list");
}

/// How many rows were refused, here and when the file was read: all that are not in `rows`. What was taken out of the sheet is gone there: a list is long.
std::size_t add_rows(std::vector<names::Row>& rows, Sheet& sheet, const std::string& id_column, const std::vector<std::optional<std::size_t>>& at, bool other) {
  std::size_t refused = sheet.refused;
  const std::size_t id = sheet.need(id_column);
  std::unordered_set<std::string> seen;
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    const auto cells = std::exchange(sheet.rows[r], {});
    const bool added = seen.insert(cells[id]).second;
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

/// As many threads as there are processors, each taking the next task.
names::Workers all_processors() {
  names::Workers workers;
  workers.count = std::max(1u, std::thread::hardware_concurrency());
  workers.run = [count = workers.count](std::size_t tasks, const std::function<void(std::size_t)>& task) {
    std::atomic<std::size_t> next = 0;
    std::exception_ptr failed;
    std::mutex failing;
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < std::min(count, tasks); ++t)
      threads.emplace_back([&] {
        try {
          for (std::size_t i = next++; i < tasks; i = next++) task(i);
        } catch (...) {
          const std::lock_guard lock(failing);
          failed = std::current_exception();
        }
      });
    threads.clear();
    if (failed) std::rethrow_exception(failed);
  };
  return workers;
}

int link(const Options& o, const std::vector<std::string>& files, bool across) {
  const ColumnMap map = read_map(o.need("columns"));
  const std::string out = o.need("out");
  std::vector<Sheet> sheets;
  for (const std::string& file : files) sheets.push_back(read_sheet(file));
  tell_missing(map, sheets);
  Laid laid = lay_out(map, sheets);
  if (laid.meanings.size() > names::kLinkColumnsMax) std::fprintf(stderr, "only the first %zu columns are compared, of %zu\n", names::kLinkColumnsMax, laid.meanings.size());
  std::vector<names::Row> rows;
  std::size_t refused = 0;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    refused += add_rows(rows, sheets[i], map.id, laid.at[i], i > 0);
    sheets[i] = {};
  }
  std::ofstream file = file_to_write(out);
  std::vector<std::string> ids;
  for (const names::Row& row : rows) ids.push_back(row.id);
  const names::LinkResult result = names::link_rows(laid.meanings, std::move(rows), across, all_processors());
  file << "id_a,id_b,probability,weight\r\n";
  for (const auto& pair : result.pairs) {
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, ",%.6f,%.3f\r\n", pair.probability, pair.weight);
    std::string line = exchange::csv_row(std::vector<std::string>{ids[pair.a], ids[pair.b]}, {.guard = false});
    line.resize(line.size() - 2);
    file << line << numbers;
  }
  if (!file.flush()) throw WrongUse("can't write " + out);
  if (result.left_out > 0) std::fprintf(stderr, "up to %zu pairs share what very many rows share, and nothing that parts them: they were not compared\n", result.left_out);
  JsonLine said;
  said.number("rows", ids.size()).number("refused", refused).number("compared", result.compared).number("pairs", result.pairs.size()).fraction("expected", result.expected_matches, 1).print();
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

/// Febrl writes the truth into the id: rec-12-org, rec-12-dup-0, rec-12-dup-1 are one. What else looks a little like it is whole.
std::string group_of(const std::string& truth) {
  static const std::regex febrl("(rec-[0-9]+)-(org|dup-[0-9]+)");
  std::smatch parts;
  return std::regex_match(truth, parts, febrl) ? parts[1].str() : truth;
}

using Groups = std::unordered_map<std::string, std::string>;  ///< of each id

Groups groups_in(const Sheet& people, std::size_t id, std::size_t truth) {
  Groups groups;
  for (const auto& row : people.rows) groups.emplace(row[id], group_of(row[truth]));
  return groups;
}

/// The people's own id: the column that is named, or the first one in which every id of the pairs stands.
Groups groups_of(const Sheet& people, const Options& o, const Sheet& pairs, const std::vector<std::size_t>& columns) {
  const std::size_t truth = people.need(o.need("truth"));
  const auto holds_all = [&](const Groups& groups) {
    return std::all_of(pairs.rows.begin(), pairs.rows.end(), [&](const auto& row) { return std::all_of(columns.begin(), columns.end(), [&](std::size_t c) { return groups.contains(row[c]); }); });
  };
  if (const auto named = o.get("id")) {
    Groups groups = groups_in(people, people.need(*named), truth);
    if (!holds_all(groups)) throw WrongUse("the pairs have ids that are not in the column \"" + *named + "\"");
    return groups;
  }
  for (std::size_t column = 0; column < people.columns.size(); ++column)
    if (Groups groups = groups_in(people, column, truth); groups.size() == people.rows.size() && holds_all(groups)) return groups;
  throw WrongUse("no column of the people has the ids of the pairs; --id COLUMN names it");
}

std::map<std::string, double> sizes_of(const Groups& groups) {
  std::map<std::string, double> sizes;
  for (const auto& [id, group] : groups)
    if (!group.empty()) ++sizes[group];
  return sizes;
}

int evaluate(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"truth", "threshold", "id"}, {});
  if (o.words().size() != 2 && o.words().size() != 3) throw WrongUse("a list of pairs and the list of people, or the two lists that were matched");
  const Sheet pairs = read_sheet(o.words()[0]);
  const std::size_t a = pairs.need("id_a"), b = pairs.need("id_b"), p = pairs.need("probability");
  const bool across = o.words().size() == 3;
  const Groups first = groups_of(read_sheet(o.words()[1]), o, pairs, across ? std::vector{a} : std::vector{a, b});
  const Groups second = across ? groups_of(read_sheet(o.words()[2]), o, pairs, {b}) : first;
  double real = 0;
  const auto others = across ? sizes_of(second) : std::map<std::string, double>();
  for (const auto& [group, n] : sizes_of(first)) {
    const auto other = others.find(group);
    real += !across ? n * (n - 1) / 2 : other == others.end() ? 0 : n * other->second;
  }

  std::vector<double> probabilities;
  for (const auto& row : pairs.rows) probabilities.push_back(std::strtod(row[p].c_str(), nullptr));
  const std::string asked = o.get("threshold").value_or("auto");
  char* end = nullptr;
  const double threshold = asked == "auto" ? names::best_threshold(probabilities) : std::strtod(asked.c_str(), &end);
  if (asked != "auto" && (end == asked.c_str() || *end != '\0')) throw WrongUse("--threshold is auto or a probability");
  double listed = 0, taken = 0, right = 0;
  for (std::size_t i = 0; i < pairs.rows.size(); ++i) {
    const std::string &x = first.at(pairs.rows[i][a]), &y = second.at(pairs.rows[i][b]);
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
