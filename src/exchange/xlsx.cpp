#include "exchange/xlsx.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/fold.hpp"
#include "exchange/csv.hpp"

namespace nibbi::exchange {
namespace {

struct Link {
  std::string kind;  ///< last word of its type
  std::string target;
};
using Links = std::map<std::string, Link, std::less<>>;

template <class T>
T number(std::string_view text, T otherwise) {
  T out{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? out : otherwise;
}

std::string_view folder_of(std::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : part.substr(0, slash + 1);
}

// Where a link of `part` leads inside the package: from the package's root, or from the folder of the part.
std::string resolved(std::string_view part, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string folder(folder_of(part));
  while (target.starts_with("../") && !folder.empty()) {
    target.remove_prefix(3);
    folder = folder_of(std::string_view(folder).substr(0, folder.size() - 1));
  }
  return folder + std::string(target);
}

std::string links_of(std::string_view part) {
  const std::string_view folder = folder_of(part);
  return std::string(folder) + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

// A hyperlink is a word that somebody may click on; we never do. Anything else outside would be where values come from.
std::expected<Links, FileProblem> read_links(const Package& package, std::string_view part) {
  Links out;
  bool outside = false;
  auto read = read_xml(package, part, {.begin = [&](std::string_view element, const XmlAttributes& a) {
                                         if (element != "Relationship") return;
                                         const std::string_view type = attribute(a, "Type");
                                         const std::string kind(type.substr(std::min(type.rfind('/') + 1, type.size())));
                                         if (attribute(a, "TargetMode") == "External" && kind != "hyperlink") outside = true;
                                         if (kind == "externalLink") outside = true;
                                         out.insert_or_assign(std::string(attribute(a, "Id")), Link{kind, std::string(attribute(a, "Target"))});
                                       },
                                       .end = {}, .text = {}});
  if (!read) return std::unexpected(read.error());
  if (outside) return std::unexpected(FileProblem::external_link);
  return out;
}

const Link* link_of_kind(const Links& links, std::string_view kind) {
  for (const auto& [id, link] : links)
    if (link.kind == kind) return &link;
  return nullptr;
}

}  // namespace

std::expected<std::unique_ptr<XlsxReader>, FileProblem> XlsxReader::open(std::string_view bytes, std::string_view sheet, const TableLimits& limits) {
  std::unique_ptr<XlsxReader> out(new XlsxReader(limits));
  auto package = Package::open(bytes, limits);
  if (!package) return std::unexpected(package.error());
  out->package_.emplace(std::move(*package));
  for (const std::string& name : out->package_->names()) {
    if (name.starts_with("xl/externalLinks/")) return std::unexpected(FileProblem::external_link);
    if (!name.ends_with(".rels")) continue;
    if (auto links = read_links(*out->package_, name); !links) return std::unexpected(links.error());
  }
  auto part = out->read_workbook(sheet);
  if (!part) return std::unexpected(part.error());
  if (auto begun = out->begin_sheet(*part); !begun) return std::unexpected(begun.error());
  return out;
}

// Finds the workbook, what it shares, and the sheet; returns the sheet's part.
std::expected<std::string, FileProblem> XlsxReader::read_workbook(std::string_view wanted) {
  auto roots = read_links(*package_, "_rels/.rels");
  if (!roots) return std::unexpected(roots.error());
  const Link* root = link_of_kind(*roots, "officeDocument");
  if (root == nullptr) return std::unexpected(FileProblem::not_a_table);
  const std::string workbook = resolved("", root->target);
  auto links = read_links(*package_, links_of(workbook));
  if (!links) return std::unexpected(links.error());

  std::vector<std::string> ids;
  auto read = read_xml(*package_, workbook, {.begin = [&](std::string_view element, const XmlAttributes& a) {
                                               if (element == "workbookPr") since_1904_ = attribute(a, "date1904") == "1" || attribute(a, "date1904") == "true";
                                               if (element != "sheet") return;
                                               sheet_names_.emplace_back(attribute(a, "name"));
                                               ids.emplace_back(attribute(a, "id"));
                                             },
                                             .end = {}, .text = {}});
  if (!read) return std::unexpected(read.error());
  if (const Link* shared = link_of_kind(*links, "sharedStrings"))
    if (auto ok = read_shared_texts(resolved(workbook, shared->target)); !ok) return std::unexpected(ok.error());
  if (const Link* styles = link_of_kind(*links, "styles"))
    if (auto ok = read_styles(resolved(workbook, styles->target)); !ok) return std::unexpected(ok.error());

  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto link = links->find(ids[i]);
    const bool is_sheet = link != links->end() && link->second.kind == "worksheet";
    if (wanted.empty() ? is_sheet : sheet_names_[i] == wanted)
      return is_sheet ? std::expected<std::string, FileProblem>(resolved(workbook, link->second.target)) : std::unexpected(FileProblem::no_such_sheet);
  }
  return std::unexpected(FileProblem::no_such_sheet);
}

std::expected<void, FileProblem> XlsxReader::read_shared_texts(std::string_view part) {
  bool inside = false, sound = false;
  return read_xml(*package_, part, {.begin = [&](std::string_view element, const XmlAttributes&) {
                                      if (element == "si") shared_.emplace_back();
                                      if (element == "rPh") sound = true;
                                      inside = element == "t" && !sound && !shared_.empty();
                                    },
                                    .end = [&](std::string_view element) {
                                      if (element == "rPh") sound = false;
                                      if (element == "si") shared_.back() = without_escapes(shared_.back());
                                      inside = false;
                                    },
                                    .text = [&](std::string_view text) { if (inside) shared_.back() += text; }});
}

std::expected<void, FileProblem> XlsxReader::read_styles(std::string_view part) {
  std::map<int, std::string> codes;
  bool in_cells = false;
  return read_xml(*package_, part, {.begin = [&](std::string_view element, const XmlAttributes& a) {
                                      if (element == "numFmt") codes[number(attribute(a, "numFmtId"), -1)] = attribute(a, "formatCode");
                                      if (element == "cellXfs") in_cells = true;
                                      if (element != "xf" || !in_cells) return;
                                      const int id = number(attribute(a, "numFmtId"), 0);
                                      auto code = codes.find(id);
                                      styles_.push_back(number_kind(id, code == codes.end() ? std::string_view{} : code->second));
                                    },
                                    .end = [&](std::string_view element) { if (element == "cellXfs") in_cells = false; },
                                    .text = {}});
}

std::expected<void, FileProblem> XlsxReader::begin_sheet(std::string_view part) {
  auto opened = package_->part(part);
  if (!opened) return std::unexpected(opened.error());
  sheet_ = std::make_unique<XmlReader>(std::move(*opened), XmlHandler{.begin = [this](std::string_view e, const XmlAttributes& a) { begin_element(e, a); },
                                                                      .end = [this](std::string_view e) { end_element(e); },
                                                                      .text = [this](std::string_view text) {
                                                                        if (in_value_ && !in_sound_ && value_.size() <= limits_.row_bytes) value_ += text;
                                                                      }});
  return {};
}

void XlsxReader::begin_element(std::string_view element, const XmlAttributes& a) {
  if (element == "row") {
    row_ = {};
    row_.number = std::max(last_number_ + 1, number<std::int64_t>(attribute(a, "r"), 0));
    last_number_ = row_.number;
    row_bytes_ = next_column_ = 0;
  } else if (element == "c") {
    const std::size_t named = column_of(attribute(a, "r"));
    column_ = named == std::string_view::npos ? next_column_ : named;
    next_column_ = column_ + 1;
    cell_type_ = attribute(a, "t");
    style_ = number<std::size_t>(attribute(a, "s"), 0);
    value_.clear();
  } else if (element == "v" || element == "t") {
    in_value_ = true;
  } else if (element == "rPh") {
    in_sound_ = true;
  }
}

void XlsxReader::end_element(std::string_view element) {
  if (element == "v" || element == "t") in_value_ = false;
  else if (element == "rPh") in_sound_ = false;
  else if (element == "c") end_cell();
  else if (element == "row") end_row();
}

void XlsxReader::end_cell() {
  std::string text;
  if (cell_type_ == "s") {
    const auto index = number<std::size_t>(value_, shared_.size());
    if (index < shared_.size()) text = shared_[index];
    else if (!value_.empty()) row_.damaged = true;
  } else if (cell_type_ == "b") {
    text = value_ == "1" ? "TRUE" : value_ == "0" ? "FALSE" : value_;
  } else if (cell_type_ == "str" || cell_type_ == "inlineStr") {
    text = without_escapes(value_);
  } else if (cell_type_ == "e" || cell_type_ == "d") {
    text = value_;
  } else if (!value_.empty()) {
    text = sheet_number(value_, style_ < styles_.size() ? styles_[style_] : NumberKind::number, since_1904_);
  }
  if (text.empty() || row_.trouble != RowTrouble::none) return;
  row_bytes_ += text.size();
  if (row_bytes_ > limits_.row_bytes) row_.trouble = RowTrouble::row_too_long;
  if (column_ >= limits_.columns) row_.trouble = RowTrouble::too_many_columns;
  if (row_.trouble != RowTrouble::none) {
    row_.cells.clear();
    return;
  }
  if (row_.cells.size() <= column_) row_.cells.resize(column_ + 1);
  row_.cells[column_] = formula_unguarded(text);
}

void XlsxReader::end_row() {
  if (row_.cells.empty() && row_.trouble == RowTrouble::none) return;
  done_ = std::move(row_);
  sheet_->pause();
}

std::expected<std::optional<TextRow>, FileProblem> XlsxReader::next() {
  while (!done_) {
    auto more = sheet_->run();
    if (!more) return std::unexpected(more.error());
    if (!*more && !done_) return std::nullopt;
  }
  if (++rows_ > static_cast<std::int64_t>(limits_.rows)) return std::unexpected(FileProblem::too_many_rows);
  std::optional<TextRow> out = std::move(done_);
  done_.reset();
  return out;
}

}  // namespace nibbi::exchange
