#include "exchange/csv.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/fold.hpp"

namespace nibbi::exchange {
namespace {

constexpr std::array kSeparators{',', ';', '\t'};
constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kSniffedLines = 10;

bool is_formula_start(char c) { return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r'; }

}  // namespace

CsvReader::CsvReader(std::string_view bytes, const TableLimits& limits)
    : CsvReader(
          [rest = bytes](std::span<char> into) mutable {
            const std::size_t n = std::min(into.size(), rest.size());
            std::memcpy(into.data(), rest.data(), n);
            rest.remove_prefix(n);
            return n;
          },
          limits) {}

bool CsvReader::fill() {
  if (ended_) return false;
  std::array<char, kPiece> piece;
  const std::size_t n = source_(piece);
  taken_ += n;
  too_large_ = taken_ > limits_.file_bytes;
  if (n == 0 || too_large_) {
    ended_ = true;
    if (utf16_) utf16_->end(text_);
    return n == 0 && utf16_.has_value();
  }
  const std::string_view got(piece.data(), n);
  if (utf16_) utf16_->feed(got, text_);
  else text_ += got;
  return true;
}

std::expected<void, FileProblem> CsvReader::start() {
  started_ = true;
  while (text_.size() < kPiece && fill()) {}
  const auto found = find_encoding(std::string_view(text_).substr(0, 4096));
  if (!found || text_.starts_with("PK\x03\x04") || text_.starts_with("\xD0\xCF\x11\xE0")) return std::unexpected(FileProblem::not_a_table);
  text_.erase(0, found->mark_bytes);
  if (found->encoding != Encoding::utf8) {
    utf16_.emplace(found->encoding);
    std::string decoded;
    utf16_->feed(text_, decoded);
    if (ended_) utf16_->end(decoded);
    text_ = std::move(decoded);
  }
  find_separator();
  return {};
}

// The separator that parts most of the first lines into equally many cells, outside quotation marks: the names of the columns and the rows below them.
// Titles above have few or none, and commas within texts and numbers stand now here, now there.
void CsvReader::find_separator() {
  if (text_.size() > 5 && text_.starts_with("sep=") && (text_[5] == '\r' || text_[5] == '\n')) {
    separator_ = text_[4];
    skip_line(at_);
    ++number_;
    return;
  }
  std::array<std::size_t, kSeparators.size()> here{};
  std::array<std::vector<std::size_t>, kSeparators.size()> counts;
  bool quoted = false;
  std::size_t lines = 0;
  for (std::size_t i = 0; i <= text_.size() && lines < kSniffedLines; ++i) {
    const char c = i < text_.size() ? text_[i] : '\n';
    if (c == '"') quoted = !quoted;
    if (quoted && i < text_.size()) continue;
    for (std::size_t s = 0; s < kSeparators.size(); ++s) here[s] += c == kSeparators[s];
    if (c != '\n' && c != '\r') continue;
    lines += std::any_of(here.begin(), here.end(), [](std::size_t n) { return n > 0; });
    for (std::size_t s = 0; s < kSeparators.size(); ++s)
      if (here[s] > 0) counts[s].push_back(here[s]);
    here = {};
  }
  std::pair<std::size_t, std::size_t> best{0, 0};  // lines alike, separators in each
  for (std::size_t s = 0; s < kSeparators.size(); ++s)
    for (const std::size_t n : counts[s]) {
      const std::pair<std::size_t, std::size_t> found{std::count(counts[s].begin(), counts[s].end(), n), n};
      if (found > best) best = found, separator_ = kSeparators[s];
    }
}

// Leaves at_ after the first line end at or after `from`, whatever stands in between.
void CsvReader::skip_line(std::size_t from) {
  for (std::size_t i = from;; ++i) {
    while (i >= text_.size()) {
      // What was skipped need not stay in memory.
      text_.clear();
      i = 0;
      if (!fill()) {
        at_ = text_.size();
        return;
      }
    }
    if (text_[i] == '\n') {
      at_ = i + 1;
      return;
    }
    if (text_[i] == '\r') {
      if (i + 1 == text_.size()) fill();
      at_ = i + 1 + (i + 1 < text_.size() && text_[i + 1] == '\n');
      return;
    }
  }
}

// One row from at_. Moves at_ past it only when it could be read.
CsvReader::End CsvReader::scan(std::vector<std::string>& cells, bool& quoted) {
  cells.assign(1, {});
  quoted = false;
  bool inside = false, fresh = true, wide = false;
  std::size_t i = at_;
  auto there = [&](std::size_t at) {
    while (at >= text_.size())
      if (!fill()) return false;
    return true;
  };
  for (;; ++i) {
    if (i - at_ > limits_.row_bytes) return inside ? End::quote_open : End::too_long;
    if (!there(i)) {
      if (inside) return End::quote_open;
      at_ = i;
      return wide ? End::too_wide : End::row;
    }
    const char c = text_[i];
    if (inside) {
      if (c != '"') cells.back() += c;
      else if (there(i + 1) && text_[i + 1] == '"') cells.back() += text_[++i];
      else inside = false;
    } else if (c == '"' && fresh) {
      cells.back().clear();  // blanks before the mark are none of its text
      inside = quoted = true;
      fresh = false;
    } else if (c == separator_) {
      wide = wide || cells.size() >= limits_.columns;
      if (wide) cells.back().clear();
      else cells.emplace_back();
      fresh = true;
    } else if (c == '\n' || c == '\r') {
      at_ = i + 1;
      if (c == '\r' && there(at_) && text_[at_] == '\n') ++at_;
      return wide ? End::too_wide : End::row;
    } else {
      cells.back() += c;
      fresh = fresh && c == ' ';
    }
  }
}

void CsvReader::decode(TextRow& row, std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    if (!is_valid_utf8(cell)) {
      Repaired repaired = from_windows_1252(cell);
      cell = std::move(repaired.text);
      row.repaired = true;
      row.damaged = row.damaged || repaired.damaged;
    }
    const std::string_view bare = formula_unguarded(cell);
    if (bare.size() != cell.size()) cell.erase(0, 1);
  }
  row.cells = std::move(cells);
}

std::expected<std::optional<TextRow>, FileProblem> CsvReader::next() {
  if (!started_)
    if (auto ok = start(); !ok) return std::unexpected(ok.error());
  for (;;) {
    if (at_ > kPiece) {
      text_.erase(0, at_);
      at_ = 0;
    }
    if (at_ >= text_.size() && !fill()) {
      if (too_large_) return std::unexpected(FileProblem::file_too_large);
      return std::nullopt;
    }
    const std::size_t begin = at_;
    TextRow row;
    std::vector<std::string> cells;
    bool quoted = false;
    const End end = scan(cells, quoted);
    if (too_large_) return std::unexpected(FileProblem::file_too_large);
    row.number = ++number_;
    if (end == End::row) {
      const bool blank = !quoted && cells.size() == 1 && cells[0].empty();
      if (blank) continue;
      if (width_ == 0) width_ = cells.size();
      // After a row that lost its end, what follows may be the rest of a cell: it counts again from the first row of the right width.
      after_break_ = after_break_ && cells.size() != width_;
      if (after_break_) row.trouble = RowTrouble::columns_differ;
      else decode(row, std::move(cells));
    } else {
      row.trouble = end == End::too_wide ? RowTrouble::too_many_columns : end == End::too_long ? RowTrouble::row_too_long : RowTrouble::quote_left_open;
      // A mark left open costs its own line, not what follows it.
      after_break_ = after_break_ || end == End::quote_open;
      if (end == End::quote_open) skip_line(begin);
      else if (end == End::too_long) skip_line(begin + limits_.row_bytes);
      if (++broken_ > limits_.broken_rows) return std::unexpected(FileProblem::too_many_broken_rows);
    }
    if (++rows_ > limits_.rows) return std::unexpected(FileProblem::too_many_rows);
    return row;
  }
}

std::string_view csv_start(const CsvStyle& style) { return style.mark ? "\xEF\xBB\xBF" : ""; }

std::string csv_row(std::span<const std::string> cells, const CsvStyle& style) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += style.separator;
    const std::string cell = style.guard ? formula_guarded(cells[i]) : cells[i];
    const bool marks = cell.find_first_of(",;\t\"\r\n") != std::string::npos || cell.starts_with(' ') || cell.ends_with(' ') || (cells.size() == 1 && cell.empty());
    if (!marks) {
      out += cell;
      continue;
    }
    out += '"';
    for (const char c : cell) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  return out + "\r\n";
}

std::string formula_guarded(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\'');
  const bool guard = first != std::string_view::npos && is_formula_start(text[first]);
  return guard ? "'" + std::string(text) : std::string(text);
}

std::string_view formula_unguarded(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\'');
  if (first != std::string_view::npos && first > 0 && is_formula_start(text[first])) text.remove_prefix(1);
  return text;
}

}  // namespace nibbi::exchange
