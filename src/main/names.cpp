// nibbi names: the matching engine by itself. Answers are JSON, one value a line.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <unordered_map>

#include "base/fold.hpp"
#include "exchange/csv.hpp"
#include "main/commands.hpp"
#include "main/json_line.hpp"
#include "main/options.hpp"
#include "main/sheet.hpp"
#include "names/evaluate.hpp"
#include "names/generate.hpp"
#include "names/index.hpp"
#include "names/trace.hpp"
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
    levels.number(names::word(static_cast<Level>(i)), result.by_level[i]);
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

/// "12", "12.0", "12 ans", "18 months"; -1 for what is none.
int whole_years(const std::string& text) {
  const std::string folded = fold(text);
  int years = -1;
  const auto [end, failed] = std::from_chars(folded.data(), folded.data() + folded.size(), years);
  if (failed != std::errc{} || years < 0) return -1;
  std::string_view rest(end, static_cast<std::size_t>(folded.data() + folded.size() - end));
  if (rest.starts_with('.') || rest.starts_with(',')) rest.remove_prefix(std::min(rest.size(), std::max<std::size_t>(1, rest.find_first_not_of("0123456789", 1))));
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  for (const std::string_view months : {"mo", "mes"})
    if (rest.starts_with(months)) return years / 12;
  for (const std::string_view word : {"", "a", "y"})
    if (word.empty() ? rest.empty() : rest.starts_with(word)) return years;
  return -1;
}

names::Index index_of(const Sheet& sheet) {
  names::Index index;
  const auto id = sheet.find("id");  // where there is none, the row of the sheet is told
  const std::string none;
  const auto cell = [&](const std::vector<std::string>& row, std::string_view column) -> const std::string& {
    const auto at = sheet.find(column);
    return at ? row[*at] : none;
  };
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    const auto& row = sheet.rows[r];
    const std::string number = std::to_string(sheet.numbers[r]);
    index.add({.id = id ? row[*id] : number, .given = cell(row, "given"), .family = cell(row, "family"), .mother = cell(row, "mother"), .father = cell(row, "father"),
               .village = cell(row, "village"), .phone = cell(row, "phone"), .age = whole_years(cell(row, "age"))});
  }
  index.finish();
  return index;
}

/// Cells that hold several things part them with semicolons.
std::vector<std::string> parts_of(const std::string& cell) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= cell.size();) {
    const std::size_t end = std::min(cell.find(';', at), cell.size());
    if (end > at) parts.push_back(cell.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

/// A row of a list of files, or of inquiries: their columns are the same.
names::Known known_of(const Sheet& sheet, const std::vector<std::string>& row) {
  const auto cell = [&](std::string_view column) {
    const auto at = sheet.find(column);
    return at ? row[*at] : std::string();
  };
  const auto degrees = [&](std::string_view column) {
    const std::string text = cell(column);
    char* end = nullptr;
    const float value = std::strtof(text.c_str(), &end);
    return text.empty() || *end != '\0' ? std::nullopt : std::optional<float>(value);
  };
  names::Known known{.given = cell("given"), .family = cell("family"), .other_names = parts_of(cell("other_names")), .village = cell("village"), .languages = parts_of(cell("languages")), .marks = parts_of(cell("marks"))};
  for (const auto& [column, kin] : {std::pair{"mother", names::Kin::mother}, {"father", names::Kin::father}, {"siblings", names::Kin::sibling}, {"companions", names::Kin::companion}, {"relatives", names::Kin::other}})
    for (std::string& name : parts_of(cell(column))) known.relatives.push_back({kin, std::move(name)});
  if (const auto latitude = degrees("lat"), longitude = degrees("lon"); latitude && longitude) known.where = names::Point{*latitude, *longitude};
  known.born = names::span_of_date(cell("born"));
  if (const auto said = names::span_of_date(cell("recorded")); said && !known.born) known.born = names::span_of_age(whole_years(cell("age")), *said);
  known.parted = names::span_of_date(cell("parted"));
  const std::string sex = fold(cell("sex"));
  known.sex = sex.starts_with("f") ? names::Sex::female : sex.starts_with("m") ? names::Sex::male : names::Sex::unknown;
  return known;
}

int trace(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"index", "inquiries", "top"}, {});
  o.no_words();
  const auto top = static_cast<std::size_t>(o.number("top", 10, 1, 1'000));
  const Sheet files = read_sheet(o.need("index")), inquiries = read_sheet(o.need("inquiries"));
  const std::size_t id = files.need("id"), asked = inquiries.need("id");
  // Equals are listed by their ids, whichever stands first in the list.
  std::vector<std::size_t> by_id(files.rows.size());
  std::iota(by_id.begin(), by_id.end(), std::size_t{0});
  std::sort(by_id.begin(), by_id.end(), [&](std::size_t a, std::size_t b) { return files.rows[a][id] < files.rows[b][id]; });
  names::TraceBase base;
  for (std::size_t i = 0; i < by_id.size(); ++i) base.add(i, known_of(files, files.rows[by_id[i]]));
  names::Trace tracing(base);
  for (const auto& row : inquiries.rows) {
    const names::Traced traced = tracing.find(known_of(inquiries, row), top);
    std::vector<std::string> would_help;
    for (const names::Fact fact : traced.would_help) would_help.emplace_back(names::word(fact));
    JsonLine line;
    line.text("inquiry", row[asked]).truth("likely_match", traced.likely).number("candidates", traced.candidates.size()).texts("would_help", would_help).print();
    for (std::size_t i = 0; i < traced.candidates.size(); ++i) {
      const names::Candidate& c = traced.candidates[i];
      JsonLine candidate;
      candidate.text("inquiry", row[asked]).number("rank", i + 1).text("id", files.rows[by_id[c.file]][id]).text("band", names::word(c.band)).fraction("probability", c.probability).fraction("weight", c.weight, 1);
      std::vector<JsonLine> evidence;
      for (const names::Evidence& e : c.evidence) evidence.emplace_back().text("fact", names::word(e.fact)).text("side", names::word(e.side)).fraction("bits", e.bits, 1).text("why", e.why);
      candidate.objects("evidence", evidence).print();
    }
  }
  return 0;
}

/// Many queries, a line each, and a last one with what came of them: how long they took and, where both lists say who is who, how many were found.
int search_many(const names::Index& index, const Sheet& people, const Sheet& queries, std::size_t top) {
  const std::size_t query = queries.need("query");
  const auto asked = queries.find("person"), person = people.find("person"), id = people.find("id");
  std::unordered_map<std::string, std::string> persons;
  if (asked && person)
    for (std::size_t r = 0; r < people.rows.size(); ++r) persons.emplace(id ? people.rows[r][*id] : std::to_string(people.numbers[r]), people.rows[r][*person]);
  names::Search searching(index);
  std::vector<double> times;
  std::size_t right = 0;
  for (std::size_t r = 0; r < queries.rows.size(); ++r) {
    const auto begun = std::chrono::steady_clock::now();
    const names::Found found = searching.find(queries.rows[r][query], top);
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
    std::vector<std::string> ids;
    bool there = false;
    for (const names::Hit& hit : found.hits) {
      ids.push_back(hit.id);
      if (const auto it = persons.find(hit.id); it != persons.end()) there = there || it->second == queries.rows[r][*asked];
    }
    right += there;
    JsonLine line;
    line.number("row", static_cast<std::size_t>(queries.numbers[r])).texts("ids", ids).truth("too_common", found.too_common).fraction("ms", times.back(), 3);
    if (!persons.empty()) line.truth("found", there);
    line.print();
  }
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) { return times.empty() ? 0.0 : times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))]; };
  JsonLine line;
  line.number("queries", times.size());
  if (!persons.empty() && !times.empty()) line.fraction("recall", static_cast<double>(right) / static_cast<double>(times.size()));
  line.fraction("p50_ms", at(0.5), 3).fraction("p99_ms", at(0.99), 3).print();
  return 0;
}

int search(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"index", "query", "queries", "top"}, {});
  o.no_words();
  if (o.has("query") == o.has("queries")) throw WrongUse("--query TEXT, or --queries FILE");
  const auto top = static_cast<std::size_t>(o.number("top", 10, 1, 10'000));
  const Sheet people = read_sheet(o.need("index"));
  const names::Index index = index_of(people);
  if (o.has("queries")) return search_many(index, people, read_sheet(o.need("queries")), top);
  const names::Found found = names::Search(index).find(o.need("query"), top);
  if (found.ignored_words > 0) {
    JsonLine line;
    line.number("ignored_words", found.ignored_words).print();
  }
  if (found.too_common || found.matches > found.hits.size()) {
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
      if (cells.size() > 8) places.push_back({cells[1], cells[2], cells[6], names::Point{std::strtof(cells[7].c_str(), nullptr), std::strtof(cells[8].c_str(), nullptr)}});
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
  return places;
}

using Cells = std::vector<std::string>;
const Cells kTracingColumns = {"other_names", "siblings", "companions", "lat", "lon", "born", "recorded", "parted", "languages", "marks"};

Cells tracing_cells(const names::InventedFile& f) {
  const auto list = [](const std::vector<std::string>& parts) {
    std::string cell;
    for (const std::string& part : parts) cell += (cell.empty() ? "" : ";") + part;
    return cell;
  };
  const auto degrees = [&](float names::Point::* which) { return f.where ? std::to_string(*f.where.*which) : std::string(); };
  return {list(f.other_names), list(f.siblings), list(f.companions), degrees(&names::Point::latitude), degrees(&names::Point::longitude), f.born, f.recorded, f.parted, list(f.languages), list(f.marks)};
}

int generate(const std::vector<std::string>& arguments) {
  const Options o(arguments, {"people", "seed", "out", "queries", "inquiries"}, {});
  o.no_words();
  const std::filesystem::path folder = o.need("out");
  const auto people = static_cast<std::uint64_t>(o.number("people", 1000, 1, 20'000'000)), seed = static_cast<std::uint64_t>(o.number("seed", 1, 0, 1'000'000'000));
  const auto queries = static_cast<std::uint64_t>(o.number("queries", 5'000, 0, 10'000'000)), inquiries = static_cast<std::uint64_t>(o.number("inquiries", 0, 0, 10'000'000));
  if (inquiries > 0 && o.has("queries")) throw WrongUse("queries or inquiries: for inquiries some children have no file");
  std::error_code no_folder;
  std::filesystem::create_directories(folder, no_folder);
  std::ofstream files = file_to_write(folder / "people.csv"), asked = file_to_write(folder / (inquiries > 0 ? "inquiries.csv" : "queries.csv"));
  const auto row = [](std::ofstream& to, Cells cells, const Cells& more) {
    cells.insert(cells.end(), more.begin(), more.end());
    to << exchange::csv_row(cells, {.guard = false});
  };
  std::size_t written = 0;
  const auto cells = [](const names::InventedFile& f) {
    return Cells{f.id, f.given, f.family, f.mother, f.father, f.sex, f.age < 0 ? "" : std::to_string(f.age), f.village, f.phone, f.country, f.clerk, std::to_string(f.person)};
  };
  const Cells columns = {"id", "given", "family", "mother", "father", "sex", "age", "village", "phone", "country", "clerk", "person"};
  const auto file = [&](const names::InventedFile& f) {
    row(files, cells(f), inquiries > 0 ? tracing_cells(f) : Cells());
    ++written;
  };
  row(files, columns, inquiries > 0 ? kTracingColumns : Cells());
  if (inquiries > 0) {
    row(asked, columns, kTracingColumns);
    names::invent_inquiries(people, inquiries, seed, known_places(), {.file = file, .inquiry = [&](const names::InventedInquiry& q) { row(asked, cells(q.told), tracing_cells(q.told)); }});
  } else {
    row(asked, {"query", "person", "slips", "other_orthography", "turned_round", "beginning"}, {});
    names::invent(people, queries, seed, known_places(), {.file = file, .query = [&](const names::InventedQuery& q) {
                    const auto yes = [](bool b) { return std::string(b ? "1" : "0"); };
                    row(asked, {q.text, std::to_string(q.person), std::to_string(q.slips), yes(q.other_orthography), yes(q.turned_round), yes(q.beginning)}, {});
                  }});
  }
  if (!files.flush() || !asked.flush()) throw WrongUse("can't write into " + folder.string());
  JsonLine line;
  line.number("people", people).number("files", written).print();
  return 0;
}

}  // namespace

int run_names(const std::vector<std::string>& arguments) {
  constexpr struct {
    std::string_view name;
    int (*run)(const std::vector<std::string>&);
  } kVerbs[] = {{"compare", compare}, {"evaluate", evaluate}, {"search", search}, {"trace", trace}, {"generate", generate}};
  if (!arguments.empty())
    for (const auto& verb : kVerbs)
      if (verb.name == arguments[0]) return verb.run({arguments.begin() + 1, arguments.end()});
  throw WrongUse("which of these: compare, evaluate, search, trace, generate");
}

}  // namespace nibbi
