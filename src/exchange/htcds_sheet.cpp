#include <algorithm>

#include "base/fold.hpp"
#include "exchange/encoding.hpp"
#include "exchange/htcds.hpp"
#include "exchange/htcds_notes.hpp"

namespace nibbi::exchange {
namespace {

constexpr std::size_t kWidest = 512;

std::string cleaned(std::string_view text) {
  const std::string clean = clean_text(text);
  return std::string(trimmed(clean));
}

struct Meaning {
  const Field* field = nullptr;
  std::string code;
  std::string_view beside;
  bool by_name = false;  ///< the standard's own name, not a label
  bool known() const { return field != nullptr || !beside.empty(); }
};

// A form's export writes the groups of a question before its name, and one column for each choice: group/prs_Gender, field/Code.
Meaning meaning_of(std::string_view heading, const HtcdsMap& map) {
  if (heading.empty()) return {};
  if (const Field* f = map.by_heading(heading)) return {f, {}, {}, map.by_name(heading) == f};
  if (const auto beside = map.beside(heading); !beside.empty()) return {nullptr, {}, beside, false};
  const std::size_t last = heading.find_last_of("/:.");
  if (last != std::string_view::npos) {
    const std::string_view tail = heading.substr(last + 1), head = heading.substr(0, last);
    if (const Field* f = map.by_name(tail)) return {f, {}, {}, true};
    if (const Field* f = heading[last] == '/' ? map.by_heading(tail) : nullptr) return {f, {}, {}, false};
    const std::size_t before = head.find_last_of("/:.");
    const std::string_view owner = before == std::string_view::npos ? head : head.substr(before + 1);
    const Field* named = map.by_name(owner);
    const Field* f = named ? named : map.by_heading(owner);
    if (f != nullptr && (named != nullptr || !f->list.empty())) return {f, cleaned(tail), {}, named != nullptr};
  }
  if (const std::size_t dash = heading.rfind('-'); dash != std::string_view::npos)
    if (const Field* f = map.by_name(heading.substr(dash + 1))) return {f, {}, {}, true};
  return {};
}

struct Names {
  std::vector<std::string> headings;
  std::vector<Meaning> meanings;
  std::size_t by_name = 0, by_label = 0, filled = 0;
  // A name of the standard is never there by chance; labels are ordinary words.
  bool is_heading() const { return by_name > 0 || (by_label >= 3 && by_label * 2 >= filled); }
};

Names names_of(const TextRow& row, const HtcdsMap& map) {
  Names out;
  for (const std::string& cell : row.cells) {
    out.headings.push_back(cleaned(cell));
    out.meanings.push_back(meaning_of(out.headings.back(), map));
    const Meaning& m = out.meanings.back();
    out.filled += !out.headings.back().empty();
    if (m.field) ++(m.by_name ? out.by_name : out.by_label);
  }
  return out;
}

bool is_form_spelling(std::string_view heading) {
  const std::string folded = fold(heading);
  return folded.ends_with("prs_first_name") || folded.ends_with("prs_second_name");
}

bool is_whole_number(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

}  // namespace

std::expected<HtcdsSheet, FileProblem> HtcdsSheet::open(TableReader& table, const HtcdsMap& map) {
  HtcdsSheet out(table);
  auto read = first_rows(table);
  if (!read) return std::unexpected(read.error());
  std::vector<TextRow>& rows = *read;
  std::size_t first = 0;
  Names names;
  for (; first < rows.size(); ++first)
    if (names = names_of(rows[first], map); names.is_heading()) break;
  if (first == rows.size()) return std::unexpected(FileProblem::no_known_column);
  out.rows_above_ = static_cast<std::int64_t>(first);
  // Names of the standard that stand under one another are what a form or a sheet says of itself; below a row of headings there may be one of labels.
  std::size_t naming = 0;
  for (std::size_t i = first + 1; i < rows.size(); ++i) naming += names_of(rows[i], map).by_name > 0;
  if (naming > 1) return std::unexpected(FileProblem::describes_fields);
  Names labels;
  std::size_t next = first + 1;
  if (next < rows.size()) labels = names_of(rows[next], map);
  if (labels.is_heading()) ++next;
  else labels = {};
  out.waiting_.assign(std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(next)), std::make_move_iterator(rows.end()));
  std::reverse(out.waiting_.begin(), out.waiting_.end());

  const Field* title = map.by_name("prs_Title");
  const Field* second_name = map.by_name("prs_SecondName");
  auto at = [](const Names& n, std::size_t i) { return i < n.meanings.size() ? n.meanings[i] : Meaning{}; };
  const std::size_t width = std::max(names.meanings.size(), labels.meanings.size());
  // Fields that some column means by name and label alike: another column's label does not take them away.
  auto agreed = [&](const Field* f) {
    for (std::size_t i = 0; i < width; ++i)
      if (at(names, i).field == f && at(labels, i).field == f) return true;
    return false;
  };
  const bool published_form = std::any_of(names.headings.begin(), names.headings.end(), is_form_spelling);
  out.columns_ = std::make_unique<std::vector<Column>>(std::max(width, kWidest));
  bool second_name_there = false;
  for (std::size_t i = 0; i < out.columns_->size(); ++i) {
    Column& c = (*out.columns_)[i];
    Meaning meaning = at(names, i);
    const Meaning label = at(labels, i);
    c.heading = i < names.headings.size() && !names.headings[i].empty() ? names.headings[i] : i < labels.headings.size() ? labels.headings[i] : "";
    if (!meaning.known()) {
      meaning = label;
    } else if (label.field && meaning.field && label.field != meaning.field) {
      // The published sheet hides its row of names, and five of them are not those of the labels that people see.
      if (!agreed(label.field)) {
        meaning = label;
        out.findings_.push_back({FindingCode::label_over_name, label.field->name});
      } else if (meaning.field == title && label.field == second_name) {
        c.label_is_name = true;
      }
    }
    // By label alone, the second "Second Name" is the form's prs_Title.
    if (meaning.field == second_name && !meaning.by_name && meaning.code.empty()) {
      if (second_name_there) {
        meaning.field = title;
        c.label_is_name = true;
      }
      second_name_there = true;
    }
    if (meaning.field == title && published_form) c.label_is_name = true;
    c.field = meaning.field;
    c.code = meaning.code;
    c.beside = meaning.beside;
    c.unheaded = c.heading.empty();
    if (c.unheaded) c.heading = column_letters(i);
  }
  return out;
}

HtcdsSheet HtcdsSheet::of(TableReader& table, std::vector<Column> columns, std::vector<TextRow> waiting, std::int64_t rows_above) {
  HtcdsSheet out(table);
  out.columns_ = std::make_unique<std::vector<Column>>(std::move(columns));
  out.waiting_ = std::move(waiting);
  std::ranges::reverse(out.waiting_);
  out.rows_above_ = rows_above;
  return out;
}

Row HtcdsSheet::row_of(TextRow text) const {
  Row row{.number = text.number, .cells = {}, .findings = {}, .trouble = text.trouble};
  for (std::string& cell : text.cells)
    if (auto plain = without_mojibake(cell)) cell = std::move(*plain), text.repaired = true;
  if (text.repaired) row.findings.push_back({FindingCode::encoding_repaired, {}});
  if (text.damaged) row.findings.push_back({FindingCode::encoding_damaged, {}});
  if (text.cells.size() > columns_->size()) {
    row.trouble = RowTrouble::too_many_columns;
    return row;
  }
  bool unheaded = false;
  for (std::size_t i = 0; i < text.cells.size(); ++i) {
    std::string value = cleaned(text.cells[i]);
    const Column& column = (*columns_)[i];
    if (value.empty()) continue;
    // The published sheet numbers its rows in a first column without a heading.
    if (i == 0 && column.unheaded && is_whole_number(value)) continue;
    unheaded = unheaded || column.unheaded;
    row.cells.push_back({&column, std::move(value)});
  }
  if (unheaded) row.findings.push_back({FindingCode::cells_without_heading, {}});
  return row;
}

std::expected<std::optional<Row>, FileProblem> HtcdsSheet::next() {
  for (;;) {
    std::optional<TextRow> text;
    if (!waiting_.empty()) {
      text = std::move(waiting_.back());
      waiting_.pop_back();
    } else {
      auto read = table_->next();
      if (!read) return std::unexpected(read.error());
      if (!*read) return std::nullopt;
      text = std::move(*read);
    }
    Row row = row_of(std::move(*text));
    if (!row.cells.empty() || row.trouble != RowTrouble::none) return row;
  }
}

}  // namespace nibbi::exchange
