#pragma once
// What the tests of this layer share: the contract of the working tree, a stand-in for SHA-256, tables and workbooks made on the spot.
#include <zip.h>

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "base/fold.hpp"
#include "domain/evolve.hpp"
#include "exchange/age.hpp"
#include "exchange/csv.hpp"
#include "exchange/htcds.hpp"
#include "exchange/xlsx.hpp"

namespace nibbi::exchange::test {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::filesystem::path contract_folder() {
#ifdef NIBBI_CONTRACT_DIR
  return NIBBI_CONTRACT_DIR;
#else
  const char* folder = std::getenv("NIBBI_CONTRACT_DIR");
  return folder ? folder : "contract";
#endif
}

/// contract/ of the working tree, read once.
class Contract {
 public:
  Contract() : rules_(wire::read_rules(files())), map_(read_htcds_map(files(), rules_)) {}
  const domain::Rules& rules() const { return rules_; }
  const HtcdsMap& map() const { return map_; }

 private:
  std::span<const wire::ContractFile> files() {
    if (!files_.empty()) return files_;
    for (const char* folder : {"policy", "forms", "codelists", "clocks", "exchange"})
      for (const auto& entry : std::filesystem::directory_iterator(contract_folder() / folder)) {
        if (entry.path().extension() != ".json") continue;
        const auto& [path, text] = texts_.emplace_back(std::string(folder) + "/" + entry.path().filename().string(), file_text(entry.path()));
        files_.push_back({path, text});
      }
    return files_;
  }
  std::deque<std::pair<std::string, std::string>> texts_;
  std::vector<wire::ContractFile> files_;
  domain::Rules rules_;
  HtcdsMap map_;
};
inline const Contract& contract() {
  static const Contract kContract;
  return kContract;
}

/// Different texts, different digests, as far as a test can tell; no cryptography.
inline Digest stand_in_digest(std::string_view text) {
  Digest out{};
  std::uint64_t h = 1469598103934665603u;
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211u;
    out[i] = static_cast<std::uint8_t>(h >> 32);
    h += i;
  }
  return out;
}

inline const UnitId kUnit = *UnitId::parse("11111111-1111-7111-8111-111111111111");
inline Date day(std::string_view text) { return *Date::parse(text); }
inline ImportContext context() { return {.unit = kUnit, .country = {"SN"}, .today = day("2026-11-24"), .sha256 = stand_in_digest, .language = "fr"}; }
inline ExportContext export_context() {
  return {.today = day("2026-11-24"), .open = {{true, true, true, true}}, .unit_name = {}, .unit = kUnit, .country = {"SN"}};
}

/// A table given as rows of cells.
class Given2D final : public TableReader {
 public:
  explicit Given2D(std::vector<std::vector<std::string>> rows) : rows_(std::move(rows)) {}
  std::expected<std::optional<TextRow>, FileProblem> next() override {
    if (at_ == rows_.size()) return std::nullopt;
    ++at_;
    return TextRow{.number = static_cast<std::int64_t>(at_), .cells = rows_[at_ - 1], .trouble = {}, .repaired = false, .damaged = false};
  }

 private:
  std::vector<std::vector<std::string>> rows_;
  std::size_t at_ = 0;
};

/// Everything that a table says, row by row; throws the word of a FileProblem.
struct Read {
  std::vector<std::int64_t> numbers;
  std::vector<std::expected<Mapped, Refused>> rows;
  std::vector<Finding> findings;
};
inline Read read_all(TableReader& table, const ImportContext& c = context()) {
  auto sheet = HtcdsSheet::open(table, contract().map());
  if (!sheet) throw std::runtime_error(std::string(word(sheet.error())));
  Read out;
  out.findings = sheet->findings();
  for (;;) {
    auto row = sheet->next();
    if (!row) throw std::runtime_error(std::string(word(row.error())));
    if (!*row) return out;
    out.numbers.push_back((*row)->number);
    out.rows.push_back(plan_row(**row, contract().map(), contract().rules(), c));
  }
}
inline Read read_all(std::vector<std::vector<std::string>> rows, const ImportContext& c = context()) {
  Given2D table(std::move(rows));
  return read_all(table, c);
}
/// One row, by heading.
inline std::expected<Mapped, Refused> plan(const std::vector<std::pair<std::string, std::string>>& cells, const ImportContext& c = context()) {
  std::vector<std::string> headings, values;
  for (const auto& [heading, value] : cells) {
    headings.push_back(heading);
    values.push_back(value);
  }
  Read read = read_all({headings, values}, c);
  if (read.rows.size() != 1) throw std::runtime_error("not one row");
  return read.rows.front();
}

template <class T>
const T* body(const Mapped& mapped) {
  for (const Planned& planned : mapped.contents)
    if (const T* found = std::get_if<T>(&planned.body)) return found;
  return nullptr;
}
template <class T>
std::size_t count(const Mapped& mapped) {
  return static_cast<std::size_t>(std::count_if(mapped.contents.begin(), mapped.contents.end(), [](const Planned& p) { return std::holds_alternative<T>(p.body); }));
}
inline const domain::Answer* answer(const Mapped& mapped, const std::string& question) {
  for (const Planned& planned : mapped.contents)
    if (const auto* form = std::get_if<domain::FormSaved>(&planned.body))
      if (auto it = form->answers.find(question); it != form->answers.end()) return &it->second;
  return nullptr;
}
inline std::string text_answer(const Mapped& mapped, const std::string& question) {
  const auto* a = answer(mapped, question);
  const auto* text = a ? std::get_if<std::string>(a) : nullptr;
  return text ? *text : "";
}
inline std::string words(const domain::Codes& codes) {
  std::string out;
  for (const domain::Code& code : codes) out += (out.empty() ? "" : " ") + code.value;
  return out;
}
inline bool has(const std::vector<Finding>& findings, FindingCode code, std::string field = {}) {
  return std::find(findings.begin(), findings.end(), Finding{code, std::move(field)}) != findings.end();
}
inline std::string all_notes(const Mapped& mapped) {
  std::string out;
  for (const Planned& planned : mapped.contents)
    if (const auto* note = std::get_if<domain::NoteAdded>(&planned.body)) out += note->text + "\n";
  return out;
}

/// The file that these entries make.
inline domain::ChildState folded(const std::vector<Planned>& contents) {
  domain::ChildState state;
  std::int64_t n = 0;
  for (const Planned& planned : contents) {
    domain::Entry entry{.header = {}, .telling = planned.telling, .body = planned.body, .n = ++n, .received_at = {1'790'000'000'000 + n}};
    entry.header.id.uuid.bytes[15] = static_cast<std::uint8_t>(n);
    entry.header.id.uuid.bytes[14] = static_cast<std::uint8_t>(n >> 8);
    entry.header.kind = domain::kind_of(planned.body);
    entry.header.seen = n - 1;
    entry.header.author = *PersonId::parse("22222222-2222-7222-8222-222222222222");
    entry.header.unit = kUnit;
    entry.header.claimed_at = {day("2026-11-24").day * std::int64_t{86'400'000} + n};
    domain::evolve(contract().rules(), state, entry);
  }
  return state;
}

/// A workbook of these parts, as an archive.
struct ZipPart {
  std::string name, text;
  int method = ZIP_CM_DEFLATE;
};
inline std::string archive(const std::vector<ZipPart>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(buffer);
  zip_t* zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  for (const ZipPart& part : parts) {
    const auto index = zip_file_add(zip, part.name.c_str(), zip_source_buffer(zip, part.text.data(), part.text.size(), 0), 0);
    if (index < 0) throw std::runtime_error("a part that libzip does not take");
    zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), part.method, 0);
  }
  if (zip_close(zip) != 0) throw std::runtime_error("an archive that could not be written");
  zip_source_open(buffer);
  zip_source_seek(buffer, 0, SEEK_END);
  std::string out(static_cast<std::size_t>(zip_source_tell(buffer)), '\0');
  zip_source_seek(buffer, 0, SEEK_SET);
  if (zip_source_read(buffer, out.data(), out.size()) != static_cast<zip_int64_t>(out.size())) throw std::runtime_error("an archive that could not be read back");
  zip_source_close(buffer);
  zip_source_free(buffer);
  return out;
}

/// The parts of a workbook with one sheet; `rows` is what stands between <sheetData> and its end.
struct Book {
  std::string rows;
  std::string shared;              ///< <si> elements
  std::string styles;              ///< what stands in <styleSheet>
  std::string workbook_properties; ///< attributes of workbookPr
  std::vector<ZipPart> more;
  std::string sheet_links;

  std::string bytes() const {
    const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const std::string links = "http://schemas.openxmlformats.org/package/2006/relationships";
    const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    auto rels = [&](const std::string& inside) { return "<?xml version=\"1.0\"?><Relationships xmlns=\"" + links + "\">" + inside + "</Relationships>"; };
    auto rel = [&](const std::string& id, const std::string& kind, const std::string& target) {
      return "<Relationship Id=\"" + id + "\" Type=\"" + office + "/" + kind + "\" Target=\"" + target + "\"/>";
    };
    std::vector<ZipPart> parts{
        {"_rels/.rels", rels(rel("r1", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml", "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office + "\"><workbookPr " + workbook_properties +
                                "/><sheets><sheet name=\"List\" sheetId=\"1\" r:id=\"s1\"/><sheet name=\"Other\" sheetId=\"2\" r:id=\"s2\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", rels(rel("s1", "worksheet", "worksheets/sheet1.xml") + rel("s2", "worksheet", "/xl/worksheets/sheet2.xml") +
                                            rel("t", "sharedStrings", "sharedStrings.xml") + rel("f", "styles", "styles.xml"))},
        {"xl/sharedStrings.xml", "<sst xmlns=\"" + main + "\">" + shared + "</sst>"},
        {"xl/styles.xml", "<styleSheet xmlns=\"" + main + "\">" + styles + "</styleSheet>"},
        {"xl/worksheets/sheet1.xml", "<worksheet xmlns=\"" + main + "\"><sheetData>" + rows + "</sheetData></worksheet>"},
        {"xl/worksheets/sheet2.xml", "<worksheet xmlns=\"" + main + "\"><sheetData><row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>second</t></is></c></row></sheetData></worksheet>"},
    };
    if (!sheet_links.empty()) parts.push_back({"xl/worksheets/_rels/sheet1.xml.rels", rels(sheet_links)});
    parts.insert(parts.end(), more.begin(), more.end());
    return archive(parts);
  }
};

}  // namespace nibbi::exchange::test
