// nibbi names: the matching engine by itself. Answers are JSON, one value a line.
#include <charconv>
#include <filesystem>
#include <fstream>
#include "exchange/csv.hpp"
#include "main/commands.hpp"
#include "main/json_line.hpp"
#include "main/options.hpp"
#include "main/sheet.hpp"
#include "names/evaluate.hpp"
#include "names/generate.hpp"
#include "names/index.hpp"
#include "wire/contract_files.hpp"

namespace nibbi {
namespace {

using names::Level;

/// What a level means for who reads it.
std::string_view relation(Level level) {
  switch (level) {
    case Level::exact:
    case Level::spelling: return "same_name";
    case Level::lexicon:
    case Level::nickname: return "form_of_same_name";
    case Level::skeleton:
    case Level::edit: return "similar";
    case Level::clan: return "clan_equivalent";
    default: return "different";
  }
}

Level level_named(const std::string& text) {
  for (std::size_t i = 0; i < names::kLevels; ++i)
    if (names::word(static_cast<Level>(i)) == text) return static_cast<Level>(i);
  throw WrongUse("--max-level is one of: exact spelling lexicon nickname skeleton edit clan none");
}

int compare(const std::vector<std::string>& arguments) {
  const Options o(arguments, {}, {"no-lexicon"});
  if (o.words().size() != 2) throw WrongUse("two names are compared");
  const names::Similarity found = names::compare(o.words()[0], o.words()[1], {.lexicon = !o.has("no-lexicon")});
  JsonLine line;
  line.text("a", o.words()[0]).text("b", o.words()[1]).text("relation", relation(found.level)).text("level", names::word(found.level)).texts("reasons", found.reasons);
  line.print();
  return 0;
}

void print_kind(const std::string& kind, const names::KindResult& result, bool random) {
  JsonLine line;
  line.text("kind", kind).number("pairs", result.pairs);
  if (!random) line.fraction("recall", result.pairs == 0 ? 0.0 : static_cast<double>(result.matched) / static_cast<double>(result.pairs));
  line.number("matched", result.matched);
  JsonLine levels;
  for (std::size_t i = 0; i < names::kLevels; ++i)
    if (result.by_level[i] > 0) levels.number(names::word(static_cast<Level>(i)), result.by_level[i]);
  line.object("by_level", levels).print();
}

int evaluate(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"max-level", "random-pairs", "seed"}, {"no-lexicon"});
  if (o.words().size() != 1) throw WrongUse("one list of pairs is evaluated");
  const Level max_level = level_named(o.get("max-level").value_or("edit"));
  const Sheet sheet = read_sheet(o.words()[0]);
  const std::size_t a = sheet.need("a"), b = sheet.need("b"), kind = sheet.need("kind");
  std::vector<names::LabelledPair> pairs;
  for (const auto& row : sheet.rows) pairs.push_back({row[a], row[b], row[kind]});
  const names::Settings settings{.lexicon = !o.has("no-lexicon")};
  const auto result = names::evaluate_pairs(
      pairs, max_level, [&](const std::string& x, const std::string& y) { return names::compare(x, y, settings).level; },
      static_cast<std::size_t>(o.number("random-pairs", 200'000, 0, 100'000'000)), static_cast<std::uint64_t>(o.number("seed", 1, 0, 1'000'000'000)));
  for (const auto& [name, found] : result.kinds) print_kind(name, found, false);
  print_kind("random", result.random, true);
  return 0;
}

int whole_years(const std::string& text) {
  int years = -1;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), years);
  return failed == std::errc{} && end == text.data() + text.size() ? years : -1;
}

names::Index index_of(const Sheet& sheet) {
  names::Index index;
  const std::size_t id = sheet.need("id");
  const std::string none;
  const auto cell = [&](const std::vector<std::string>& row, std::string_view column) -> const std::string& {
    const auto at = sheet.find(column);
    return at ? row[*at] : none;
  };
  for (const auto& row : sheet.rows)
    index.add({.id = row[id], .given = cell(row, "given"), .family = cell(row, "family"), .mother = cell(row, "mother"), .father = cell(row, "father"),
               .village = cell(row, "village"), .phone = cell(row, "phone"), .age = whole_years(cell(row, "age"))});
  index.finish();
  return index;
}

int search(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"index", "query", "top"}, {});
  o.no_words();
  const std::string query = o.need("query");
  const auto top = static_cast<std::size_t>(o.number("top", 10, 1, 10'000));
  const names::Index index = index_of(read_sheet(o.need("index")));
  const names::Found found = names::Search(index).find(query, top);
  if (found.too_common) {
    JsonLine line;
    line.yes("too_common").number("matches", found.matches).texts("ask", found.ask).print();
  }
  for (std::size_t i = 0; i < found.hits.size(); ++i) {
    const names::Hit& hit = found.hits[i];
    JsonLine line;
    std::vector<std::string> reasons;
    for (const names::Reason& reason : hit.reasons) reasons.push_back(names::text(reason));
    line.number("rank", i + 1).text("id", hit.id).fraction("weight", hit.weight, 1).text("level", names::word(hit.level)).texts("reasons", reasons).print();
  }
  return 0;
}

std::vector<names::InventedPlace> known_places() {
  std::vector<names::InventedPlace> places;
  for (const auto& file : wire::contract_files()) {
    if (file.path != "places/places.tsv") continue;
    std::string_view text = file.text;
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::vector<std::string> cells(1);
      for (const char c : text.substr(0, end)) {
        if (c == '\t') cells.emplace_back();
        else cells.back() += c;
      }
      if (cells.size() > 6) places.push_back({cells[1], cells[2], cells[6]});
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
  return places;
}

int generate(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"people", "seed", "out", "queries"}, {});
  o.no_words();
  const std::filesystem::path folder = o.need("out");
  const long people = o.number("people", 1000, 1, 20'000'000);
  std::filesystem::create_directories(folder);
  std::ofstream files(folder / "people.csv", std::ios::binary), queries(folder / "queries.csv", std::ios::binary);
  const auto row = [](std::ofstream& to, const std::vector<std::string>& cells) { to << exchange::csv_row(cells); };
  row(files, {"id", "given", "family", "mother", "father", "sex", "age", "village", "phone", "country", "clerk", "person"});
  row(queries, {"query", "person", "slips", "other_orthography", "turned_round", "beginning"});
  std::size_t written = 0;
  names::invent(static_cast<std::uint64_t>(people), static_cast<std::uint64_t>(o.number("queries", 5'000, 0, 10'000'000)), static_cast<std::uint64_t>(o.number("seed", 1, 0, 1'000'000'000)),
                known_places(),
                {[&](const names::InventedFile& f) {
                   row(files, {f.id, f.given, f.family, f.mother, f.father, f.sex, std::to_string(f.age), f.village, f.phone, f.country, f.clerk, std::to_string(f.person)});
                   ++written;
                 },
                 [&](const names::InventedQuery& q) {
                   const auto yes = [](bool b) { return std::string(b ? "1" : "0"); };
                   row(queries, {q.text, std::to_string(q.person), std::to_string(q.slips), yes(q.other_orthography), yes(q.turned_round), yes(q.beginning)});
                 }});
  if (!files.flush() || !queries.flush()) throw std::runtime_error("can't write into " + folder.string());
  JsonLine line;
  line.number("people", static_cast<std::size_t>(people)).number("files", written).print();
  return 0;
}

}  // namespace

int run_names(const std::vector<std::string>& arguments) {
  constexpr struct {
    std::string_view name;
    int (*run)(const std::vector<std::string>&);
  } kVerbs[] = {{"compare", compare}, {"evaluate", evaluate}, {"search", search}, {"generate", generate}};
  if (!arguments.empty())
    for (const auto& verb : kVerbs)
      if (verb.name == arguments[0]) return verb.run({arguments.begin() + 1, arguments.end()});
  throw WrongUse("which of these: compare, evaluate, search, generate");
}

}  // namespace nibbi
