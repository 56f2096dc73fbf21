#include "exchange/xlsx.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support.hpp"

using namespace nibbi::exchange;
using namespace nibbi::exchange::test;

namespace {

struct Result {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::int64_t> numbers;
  std::vector<RowTrouble> troubles;
  std::string problem;
};
Result read(const std::string& bytes, std::string_view sheet = {}, const TableLimits& limits = {}) {
  Result out;
  auto book = XlsxReader::open(bytes, sheet, limits);
  if (!book) {
    out.problem = word(book.error());
    return out;
  }
  for (;;) {
    auto row = (*book)->next();
    if (!row) {
      out.problem = word(row.error());
      return out;
    }
    if (!*row) return out;
    out.rows.push_back((*row)->cells);
    out.numbers.push_back((*row)->number);
    out.troubles.push_back((*row)->trouble);
  }
}

const std::string kStyles =
    "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"0.00&quot; days&quot;\"/>"
    "<numFmt numFmtId=\"166\" formatCode=\"[$-40C]d mmmm yyyy;@\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/></cellXfs>";

}  // namespace

TEST_CASE("values of every kind are read, and only values") {
  Book book;
  book.styles = kStyles;
  book.shared = "<si><t>shared</t></si><si><r><t>in </t></r><r><t xml:space=\"preserve\">parts</t></r><rPh sb=\"0\" eb=\"1\"><t>sound</t></rPh></si><si><t>line_x000D_end</t></si>";
  book.rows =
      "<row r=\"1\" hidden=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c><c r=\"D1\" t=\"s\"><v>2</v></c></row>"
      "<row r=\"2\"/><row r=\"4\"><c r=\"A4\"><v>12</v></c><c r=\"B4\"><v>2.2177123456700001E11</v></c><c r=\"C4\"><v>0.5</v></c><c r=\"D4\" t=\"b\"><v>1</v></c>"
      "<c r=\"E4\" t=\"str\"><f>A1&amp;B1</f><v>worked out</v></c><c r=\"F4\" t=\"e\"><v>#N/A</v></c><c r=\"G4\" t=\"inlineStr\"><is><t>here</t></is></c><c r=\"H4\" t=\"d\"><v>2019-03-01</v></c></row>"
      "<row><c><v>1</v></c><c t=\"s\"><v>0</v></c></row>";
  const Result r = read(book.bytes());
  CHECK(r.problem.empty());
  CHECK(r.numbers == std::vector<std::int64_t>{1, 4, 5});
  CHECK(r.rows[0] == std::vector<std::string>{"shared", "", "in parts", "line\rend"});
  CHECK(r.rows[1] == std::vector<std::string>{"12", "221771234567", "0.5", "TRUE", "worked out", "#N/A", "here", "2019-03-01"});
  CHECK(r.rows[2] == std::vector<std::string>{"1", "shared"});
}

TEST_CASE("days are days in both counts, by their style") {
  Book book;
  book.styles = kStyles;
  book.rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>40607</v></c><c r=\"B1\" s=\"2\"><v>1</v></c><c r=\"C1\" s=\"3\"><v>40607</v></c><c r=\"D1\" s=\"4\"><v>61</v></c><c r=\"E1\" s=\"5\"><v>40607.5</v></c>"
              "<c r=\"F1\" s=\"6\"><v>0.25</v></c><c r=\"G1\" s=\"1\"><v>60</v></c><c r=\"H1\"><v>40607</v></c><c r=\"I1\" s=\"1\"><v>59</v></c></row>";
  CHECK(read(book.bytes()).rows[0] == std::vector<std::string>{"2011-03-05", "1900-01-01", "40607", "1900-03-01", "2011-03-05T12:00:00", "06:00:00", "60", "40607", "1900-02-28"});
  book.workbook_properties = "date1904=\"1\"";
  CHECK(read(book.bytes()).rows[0][0] == "2015-03-06");
  CHECK(read(book.bytes()).rows[0][6] == "1904-03-01");
}

TEST_CASE("number formats that are dates, and those that are not") {
  for (const char* format : {"yyyy-mm-dd", "d/m/yy", "mmm-yy", "[$-816]dd \"de\" mmmm", "dd\\.mm\\.yyyy"}) CHECK(number_kind(164, format) == NumberKind::day);
  for (const char* format : {"hh:mm", "[h]:mm:ss", "mm:ss"}) CHECK(number_kind(164, format) == NumberKind::time);
  for (const char* format : {"General", "0.00", "#,##0 \"days\"", "0\\d", "@", "[Red]0"}) CHECK(number_kind(164, format) == NumberKind::number);
}

TEST_CASE("a sheet may be named") {
  Book book;
  book.rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
  CHECK(read(book.bytes(), "Other").rows == std::vector<std::vector<std::string>>{{"", "second"}});
  CHECK(read(book.bytes(), "Other").numbers == std::vector<std::int64_t>{2});
  CHECK(read(book.bytes(), "Nowhere").problem == "no_such_sheet");
}

TEST_CASE("an archive is refused before anything of it is unpacked") {
  Book book;
  book.rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
  auto with = [&](std::vector<ZipPart> more) {
    Book other = book;
    other.more = std::move(more);
    return read(other.bytes()).problem;
  };
  CHECK(with({}).empty());
  std::vector<ZipPart> many;
  for (int i = 0; i < 200; ++i) many.push_back({"xl/media/" + std::to_string(i), "x"});
  CHECK(with(many) == "too_many_parts");
  CHECK(with({{"xl/media/big", std::string(60u << 20, 'a')}}) == "unpacked_too_large");
  CHECK(with({{"xl/media/tight", std::string(2u << 20, 'a')}}) == "packed_too_tightly");
  CHECK(with({{"xl/media/stored", std::string(2u << 20, 'a'), ZIP_CM_STORE}}).empty());
  for (const char* name : {"/etc/x", "../x", "xl/../../x", "xl\\x", "C:x", "xl//x"}) CHECK(with({{name, "x"}}) == "bad_part_name");
  CHECK(with({{"xl/externalLinks/externalLink1.xml", "<x/>"}}) == "external_link");
  CHECK(read("PK\x03\x04 nothing more").problem == "workbook_broken");
  const std::string whole = book.bytes();
  CHECK(read(whole.substr(0, whole.size() - 30)).problem == "workbook_broken");
}

TEST_CASE("a document type, a link to elsewhere, broken XML: refused; an address that one may click on: read past") {
  Book book;
  book.rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
  const std::string link = "<Relationship Id=\"h\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  book.sheet_links = link + "hyperlink\" Target=\"mailto:a@example.org\" TargetMode=\"External\"/>";
  CHECK(read(book.bytes()).problem.empty());
  book.sheet_links = link + "oleObject\" Target=\"file:///x\" TargetMode=\"External\"/>";
  CHECK(read(book.bytes()).problem == "external_link");
  book.sheet_links = link + "externalLink\" Target=\"x.xml\"/>";
  CHECK(read(book.bytes()).problem == "external_link");

  const std::string laughs = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><Relationships>&b;</Relationships>";
  Book typed;
  typed.rows = book.rows;
  typed.more = {{"xl/worksheets/_rels/sheet2.xml.rels", laughs}};
  CHECK(read(typed.bytes()).problem == "document_type");
  Book broken;
  broken.rows = "<row r=\"1\"><c r=\"A1\"><v>1</c></row>";
  CHECK(read(broken.bytes()).problem == "workbook_broken");
  Book deep;
  for (int i = 0; i < 200; ++i) deep.rows += "<a>";
  CHECK(read(deep.bytes()).problem == "workbook_broken");
}

TEST_CASE("rows of a sheet have limits too") {
  TableLimits limits;
  limits.columns = 3;
  limits.row_bytes = 40;
  limits.rows = 3;
  Book book;
  book.rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/></row><row r=\"2\"><c r=\"D2\"><v>1</v></c></row>"
              "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>" + std::string(100, 'x') + "</t></is></c></row>";
  CHECK(read(book.bytes(), {}, limits).troubles == std::vector{RowTrouble::none, RowTrouble::too_many_columns, RowTrouble::row_too_long});
  book.rows += "<row r=\"4\"><c r=\"A4\"><v>1</v></c></row>";
  CHECK(read(book.bytes(), {}, limits).problem == "too_many_rows");
}

TEST_CASE("a table is opened as what it is") {
  Book book;
  book.rows = "<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>";
  const std::string bytes = book.bytes();
  auto workbook = open_table(bytes);
  REQUIRE(workbook);
  CHECK((*(*workbook)->next())->cells == std::vector<std::string>{"7"});
  auto text = open_table("a,b\n");
  REQUIRE(text);
  CHECK((*(*text)->next())->cells == std::vector<std::string>{"a", "b"});
  CHECK(open_table("").error() == FileProblem::nothing_in_it);
}
